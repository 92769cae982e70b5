//! That a PostgreSQL may go away and come back, and that one which may lose what it confirms is refused.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::{Stop, TicketId};
use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};
use store::{Store, params, proving, sql};

sql! {
    /// Ends all connections to this database but the one that asks.
    END_OTHERS "losing.end-others" "select 1" postgres "select pg_terminate_backend(pid) as ended from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    END_MINE "losing.end-mine" "select 1" postgres "select pg_terminate_backend(pg_backend_pid()) as ended";
    CARELESS_SERVER "losing.careless-server" "select 1" postgres "do $$ begin
        execute format('alter database %I set synchronous_commit = off', current_database()); end $$";
}

#[test]
fn a_work_whose_connection_is_lost_before_the_commit_is_done_again_once() {
    let Some((place, _guard)) = proving::database() else { return };
    let store = open(place);
    found(&store, 1);
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let done = store.write(|work| {
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        note(work, 1, "once")?;
        if run == 0 {
            work.rows(&END_MINE, params! {})?;
        }
        Ok(run)
    });
    assert_eq!(done.wait().unwrap(), 1);
    assert_eq!(titles(&store), ["once"]);
}

fn announced_until_heard(store: &Store, heard: &mpsc::Receiver<String>) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while Instant::now() < deadline {
        store
            .write(|work| {
                work.announce("still there".to_owned());
                Ok(())
            })
            .wait()
            .unwrap();
        if heard.recv_timeout(Duration::from_millis(200)).is_ok() {
            return;
        }
    }
    panic!("announcements are not heard any more");
}

#[test]
fn after_all_connections_were_cut_it_reads_writes_and_hears_again() {
    let Some((place, _guard)) = proving::database() else { return };
    let (store, other) = (open(place.clone()), open(place));
    let (tell, heard) = mpsc::channel();
    let tell = Mutex::new(tell);
    store.on_announce(move |text| drop(tell.lock().unwrap().send(text.to_owned())));
    found(&store, 1);
    store.write(|work| note(work, 1, "before")).wait().unwrap();
    assert_eq!(titles(&store), ["before"]);
    announced_until_heard(&other, &heard);
    other.write(|work| Ok(work.rows(&END_OTHERS, params! {})?.len())).wait().unwrap();
    assert_eq!(titles(&store), ["before"]);
    for _ in 0..8 {
        store.write(|work| note(work, 1, "after")).wait().unwrap();
    }
    assert_eq!(titles(&store).len(), 9);
    announced_until_heard(&other, &heard);
}

/// A work whose changes nobody waits for: they are still on their way when it ends.
fn hurried(work: &mut store::Work, title: &str) -> Result<(), Stop> {
    enter(work, 1, 1);
    for half in ["left", "right"] {
        let (id, title): (TicketId, _) = (work.id(), format!("{title} {half}"));
        let body = None::<Vec<u8>>;
        let row = params! { "id": id, "title": title, "number": 1, "urgent": false, "body": body };
        work.put(&ADD, row)?;
    }
    Ok(())
}

/// Four threads of hurried works, while all connections are cut again and again. Gives the titles of those that were
/// acknowledged, and of those of which it was said that nobody can know.
fn amid_cuts(store: &Store, other: &Store) -> (Vec<String>, Vec<String>) {
    let (over, told) = (AtomicBool::new(false), Mutex::new((Vec::new(), Vec::new())));
    let hurry = |thread: u32| {
        let mut number = 0;
        while number < 30 || (number < 2_000 && !over.load(Ordering::Relaxed)) {
            number += 1;
            let title = format!("{thread}-{number}");
            let own = title.clone();
            match store.write(move |work| hurried(work, &own)).wait() {
                Ok(()) => told.lock().unwrap().0.push(title),
                Err(stop) if format!("{stop:?}{stop}").contains("is not known") => {
                    told.lock().unwrap().1.push(title);
                }
                Err(_) => {}
            }
        }
    };
    std::thread::scope(|scope| {
        let hurry = &hurry;
        (0..4).for_each(|thread| drop(scope.spawn(move || hurry(thread))));
        for _ in 0..40 {
            // Where the server has no connection to spare there is another cut in a moment.
            drop(other.write(|work| Ok(work.rows(&END_OTHERS, params! {})?.len())).wait());
            std::thread::sleep(Duration::from_millis(10));
        }
        over.store(true, Ordering::Relaxed);
    });
    told.into_inner().unwrap()
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_connections_are_cut_under_changes_on_their_way() {
    let Some((place, _guard)) = proving::database() else { return };
    let (store, other) = (open(place.clone()), open(place));
    found(&store, 1);
    let (acknowledged, in_doubt) = amid_cuts(&store, &other);
    assert!(!acknowledged.is_empty());
    let kept = titles(&store);
    let times = |title: &str, half: &str| {
        let title = format!("{title} {half}");
        kept.iter().filter(|kept| **kept == title).count()
    };
    for title in &acknowledged {
        assert_eq!((times(title, "left"), times(title, "right")), (1, 1), "{title} was acknowledged");
    }
    for title in &in_doubt {
        let halves = (times(title, "left"), times(title, "right"));
        assert!(halves == (0, 0) || halves == (1, 1), "{title} in doubt is whole or not there: {halves:?}");
    }
    let of_doubt = in_doubt.iter().filter(|title| times(title, "left") == 1).count();
    assert_eq!(kept.len(), 2 * (acknowledged.len() + of_doubt), "what was refused left nothing behind");
    store.write(|work| note(work, 1, "the next one")).wait().unwrap();
    assert_eq!(times_of(&store, "the next one"), 1);
}

fn times_of(store: &Store, title: &str) -> usize {
    titles(store).iter().filter(|kept| *kept == title).count()
}

#[test]
fn a_server_that_may_lose_what_it_confirmed_is_refused() {
    let Some((place, _guard)) = proving::database() else { return };
    let store = open(place.clone());
    store.write(|work| Ok(work.run(&CARELESS_SERVER, params! {})?)).wait().unwrap();
    drop(store);
    let said = open_with(place, schemas(), 1).err().unwrap().to_string();
    assert!(said.contains("synchronous_commit=off"), "{said}");
}

#[test]
fn a_work_that_waits_for_another_is_told_so() {
    on_each(|engine, store| {
        let inner = store.clone();
        let outer = store.write(move |_| inner.write(|_| Ok(())).wait());
        let said = outer.wait().unwrap_err().to_string();
        assert!(said.contains("waited for another"), "{engine}: {said}");
    });
}

#[test]
fn a_work_may_be_the_last_to_hold_the_store() {
    for (_, place, _guard) in proving::places() {
        let store = open(place);
        let mut last = Some(store.clone());
        let pending = store.write(move |_| {
            drop(last.take());
            Ok(())
        });
        drop(store);
        pending.wait().unwrap();
    }
}
