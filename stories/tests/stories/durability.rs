//! A server that dies at any moment loses nothing that it acknowledged and keeps nothing by half. The server that is
//! killed writes reports as fast as it can.

use crate::{
    killed::{KEPT, PATIENCE, Server, as_server, opened, told_of},
    proof,
    world::{Place, World, places},
};
use futures_executor::block_on;
use kernel::{Chance, EntryId, Who};
use serde_json::{Value, json};
use std::{
    io::Write,
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};
use store::{Look, Work, params, sql};

/// The story of this program that is the server.
pub const SERVER: &str = "durability::the_server_that_is_killed";

sql! {
    house LATE "stories.an-entry-that-comes-late"
        "insert into entries (id, org, at, act, person, outcome, body, salt, leaf)
         values (:id, null, :now, 'office.late', null, 'done', :body, :salt, null)";
    house LEAF "stories.leaf-of" "select leaf from entries where id = :id";
}

#[test]
#[ignore = "the server that the other stories start and kill; it does nothing by itself"]
fn the_server_that_is_killed() {
    let Some((told, house)) = as_server() else { return };
    let nurse = Who::Console { person: told["nurse"].as_str().unwrap().parse().unwrap() };
    let trouble: desk::OpenTicket = serde_json::from_value(told["trouble"].clone()).unwrap();
    // A server that is watched instead of killed ends by itself, without putting anything away: when it has done enough
    // and its log has been folded into the file meanwhile.
    let (out, enough) = (Mutex::new((std::io::stdout(), 0)), told["enough"].as_u64());
    let file = || std::fs::metadata(told["file"].as_str()?).ok()?.modified().ok();
    let unfolded = file();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    // What was not acknowledged may be lost: other work was in the way too often.
                    let Ok(done) = block_on(house.office.execute(&nurse, trouble.clone())) else { continue };
                    let (out, count) = &mut *out.lock().unwrap();
                    writeln!(out, "{KEPT}{}", done.receipt.ticket).unwrap();
                    out.flush().unwrap();
                    *count += 1;
                    // A log that is never folded is the watcher's to complain of.
                    if enough.is_some_and(|e| *count >= e * 50 || *count >= e && file() != unfolded) {
                        std::process::exit(0);
                    }
                }
            });
        }
        loop {
            // A turn that was in the way of others is taken again; what is sealed is verified afterwards.
            drop(block_on(house.sealer.turn(house.office.store(), house.office.now())));
            thread::sleep(Duration::from_millis(5));
        }
    });
}

/// Kills the server at a random point of its work and gives what it had acknowledged.
fn kill_one(told: &Value, chance: &mut Chance) -> Vec<String> {
    let server = Server::start(SERVER, told);
    let (after, pause) = (1 + chance.below(24), chance.below(3_000));
    let mut kept: Vec<String> = (0..after).filter_map(|_| server.word()).collect();
    // Anywhere between two acknowledgements.
    thread::sleep(Duration::from_micros(pause));
    kept.extend(server.kill());
    assert!(kept.len() as u64 >= after, "the server ended by itself after {} orders", kept.len());
    kept
}

/// Kills a server so many times, and looks after every tenth what is left.
fn kill(place: Place, times: u64) {
    let World { house, place, nurse, larkspur, ward, .. } = World::new(place);
    let trouble = json!({ "org": larkspur, "kind": "cannot-work", "words": "The chart does not open",
        "patient_affected": true, "department": ward });
    let begin = house.office.now().micros();
    drop(house);
    let mut told = told_of(&place);
    told["nurse"] = json!(nurse.person());
    told["trouble"] = trouble;
    let (mut chance, mut kept) = (Chance::from_number(7), Vec::new());
    for round in 1..=times {
        let at = begin + i64::try_from(round).unwrap() * 60_000_000;
        told["begin"] = json!(at);
        told["seed"] = json!(1_000 + round);
        kept.extend(kill_one(&told, &mut chance));
        if round % 20 == 0 || round == times {
            let house = opened(&told, at + 30_000_000, 10_000 + round);
            assert_eq!(proof::missing(&house, &kept), Vec::<String>::new(), "after {round} kills");
            proof::no_half_order(&house);
            proof::sound(&house);
            assert!(proof::tickets(&house) >= i64::try_from(kept.len()).unwrap());
        }
    }
}

fn on(engine: &str) -> Option<Place> {
    places().into_iter().find(|place| place.engine == engine)
}

#[test]
fn a_server_killed_a_hundred_times_loses_nothing_and_keeps_nothing_by_half() {
    kill(on("sqlite").unwrap(), 100);
}

#[test]
fn a_server_killed_ten_times_on_postgresql_loses_nothing_either() {
    if let Some(place) = on("postgres") {
        kill(place, 10);
    }
}

/// An entry whose commit comes after the sealing of entries with later ids: on a database with several writers the order
/// of ids is not the order of commits.
#[test]
fn an_entry_that_was_stalled_is_sealed_late_and_never_skipped() {
    let Some(place) = on("postgres") else { return };
    let w = World::new(place);
    w.seal();
    let (now, id) = (w.house.office.now(), EntryId::new(w.house.office.now(), [3; 10]));
    let (written, is_written) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    let stalled = w.house.office.store().write(move |work: &mut Work| {
        work.on_behalf(Who::House("story"), None, now);
        let body = ledger::canonical::bytes(&json!({ "v": 1, "id": id })).map_err(anyhow::Error::from)?;
        work.run(&LATE, params! { "id": id, "body": body, "salt": vec![9_u8; 16] })?;
        let _ = written.send(());
        // Ends when it is let go; a second run does not wait any more.
        let _ = released.lock().unwrap().recv();
        Ok(())
    });
    is_written.recv_timeout(PATIENCE).unwrap();
    let leaf = |w: &World| {
        proof::look(&w.house, move |look: &mut Look| {
            look.row(&LEAF, params! { "id": id })?.map(|row| row.get::<Option<i64>>("leaf")).transpose()
        })
    };
    let before = w.seal();
    w.report();
    let after = w.seal();
    assert!(after > before, "what came meanwhile was sealed");
    assert_eq!(leaf(&w), None, "nobody sees it yet");
    drop(release);
    stalled.wait().unwrap();
    assert_eq!(leaf(&w), Some(None), "committed, and without a place");
    assert_eq!(w.seal(), after + 1);
    assert_eq!(leaf(&w), Some(Some(i64::try_from(after).unwrap())), "after those that were sealed meanwhile");
    proof::sound(&w.house);
}
