//! Several servers on one place: what one does counts on the other, what must be done once is done once, and whatever one
//! left undone when it died the other finishes. Then the ways out of a place: a backup, and the move to PostgreSQL.

use crate::{
    proof,
    served::{NURSE, Served, announced, heard},
    world::{Doing, MASTER, ORIGIN, PASSWORD, Place, World, on_each, places},
};
use futures_executor::block_on;
use kernel::{Moment, OrgId, Span, Who};
use orderly::{House, Needed, house};
use people::{Class, Secret, SignIn, SignedIn, Stand};
use rounds::{Every, Floor, Missed, Next, Round, Seal};
use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    thread,
};
use store::{Look, params, proving, sql};

sql! {
    house TOLD "stories.entries-of-act"
        "select count(*) as found from entries where act = :act and outcome = :outcome";
    house UNSEALED "stories.entries-not-sealed"
        "select count(*) as found from entries
         where leaf is null or leaf >= (select size from sealed_up_to where one = 1)";
}

fn floor(house: &House, holder: &str) -> Floor {
    let origin = "https://desk.example.org".to_owned();
    Floor::new(house.office.clone(), house.sealer.clone(), origin, holder.to_owned(), Every::default())
}

fn entries(house: &House, act: &'static str, outcome: &'static str) -> i64 {
    proof::look(house, move |look: &mut Look| {
        look.row(&TOLD, params! { "act": act, "outcome": outcome })?.unwrap().get("found")
    })
}

fn unsealed(house: &House) -> i64 {
    proof::look(house, |look: &mut Look| look.row(&UNSEALED, &[])?.unwrap().get("found"))
}

fn postgres() -> Option<World> {
    places().into_iter().find(|place: &Place| place.engine == "postgres").map(World::new)
}

#[test]
fn a_session_of_one_server_counts_on_the_other_until_it_ends_on_either() {
    on_each(|w| {
        let other = w.place.open(2);
        let sign_in = SignIn {
            email: NURSE.into(),
            password: PASSWORD.into(),
            class: Class::Private,
            code: None,
            leaving: None,
            place: "192.0.2.1".into(),
            found: None,
        };
        let SignedIn::In { cookie, .. } = w.act(&Who::Nobody, sign_in) else {
            panic!("the nurse was not let in")
        };
        let known = |house: &House| {
            let cookie = cookie.clone();
            proof::look(house, move |look| people::session(look, &cookie).map_err(|e| anyhow::anyhow!("{e}")))
        };
        let session = known(&other).expect("the session is known to the other server");
        assert_eq!(session.stand, Stand::Open);
        let who = session.who();
        Doing(&other).one(&who, w.trouble());
        Doing(&other).one(&who, people::SignOut { session: Secret::new(cookie.clone()) });
        assert!(known(&w.house).is_none_or(|s| s.stand == Stand::Ended), "it ended on the first one too");
        assert!(w.try_act(&who, w.trouble()).is_err());
    });
}

#[test]
fn a_page_that_one_server_keeps_alive_hears_of_what_another_did() {
    let Some(w) = postgres() else { return };
    let other = w.place.open(2);
    let served = Served::new(&other);
    let session = served.sign_in(NURSE);
    announced(&other, || w.report());
    let nurse = served.live(&session, "/live");
    w.report();
    heard(&nurse, "again");
}

#[test]
fn what_is_due_is_done_once_however_many_servers_look() {
    on_each(|w| {
        w.report();
        w.pass(Span::days(3));
        let other = w.place.open(2);
        let floors = [floor(&w.house, "one"), floor(&other, "two")];
        let start = Barrier::new(floors.len());
        thread::scope(|scope| {
            for floor in &floors {
                scope.spawn(|| {
                    let mut round = Missed::default();
                    start.wait();
                    for _ in 0..5 {
                        // Whoever is in the way of the other tries again at its next beat.
                        drop(round.round(floor, w.house.office.now()));
                    }
                });
            }
        });
        assert_eq!(
            entries(&w.house, "desk.note-missed", "done"),
            1,
            "both promises of the ticket in one entry"
        );
        assert_eq!(entries(&w.house, "desk.note-missed", "refused"), 0, "nobody else even tried");
    });
}

#[test]
fn a_server_that_dies_leaves_nothing_undone() {
    on_each(|w| {
        let other = w.place.open(2);
        let (dying, living) = (floor(&other, "dying"), floor(&w.house, "living"));
        let at = |w: &World| w.house.office.now();
        w.report();
        assert!(dying.leases.hold("seal", at(w)).unwrap());
        Doing(&other).one(&w.nurse, w.trouble());
        // It dies with the lease in its hand, and with entries that it promised to seal.
        drop((dying, other));
        assert!(unsealed(&w.house) > 0);
        Seal.round(&living, at(w)).unwrap();
        assert!(unsealed(&w.house) > 0, "the lease is still the other's");
        w.pass(Span::seconds(11));
        while Seal.round(&living, at(w)).unwrap() == Next::AT_ONCE {}
        assert_eq!(unsealed(&w.house), 0);
        assert_eq!(proof::tickets(&w.house), 2);
        proof::no_half_order(&w.house);
        proof::sound(&w.house);
    });
}

/// A house at a place, with a clock that begins later than anything that was done there.
fn opened(place: store::Place, begin: Moment) -> House {
    let clock = AtomicI64::new(begin.plus(Span::hours(1)).micros());
    house::open(Needed {
        place,
        master: MASTER,
        origin: ORIGIN.to_owned(),
        clock: Box::new(move || Moment::from_micros(clock.fetch_add(1000, Ordering::Relaxed))),
        chance: house::seeded(99),
        aside: Box::new(|job| drop(thread::spawn(job))),
    })
    .unwrap()
}

#[test]
fn a_backup_that_was_made_while_everybody_worked_is_a_house() {
    on_each(|w| {
        w.report();
        let (enough, done) = (AtomicBool::new(false), AtomicUsize::new(0));
        let (store::Place::File(path), _guard) = proving::file() else {
            unreachable!("a file was asked for")
        };
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !enough.load(Ordering::Relaxed) {
                        if w.try_act(&w.nurse, w.trouble()).is_ok() {
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
            while done.load(Ordering::Relaxed) < 10 {
                thread::yield_now();
            }
            // Nobody works for ever, whatever becomes of the backup.
            let made = w.house.office.store().backup(&path);
            enough.store(true, Ordering::Relaxed);
            made.unwrap();
        });
        let copy = opened(store::Place::File(path), w.house.office.now());
        assert!(proof::tickets(&copy) >= 10);
        proof::no_half_order(&copy);
        proof::sound(&copy);
        // It is a house like any other.
        let before = proof::tickets(&copy);
        Doing(&copy).one(&w.nurse, w.trouble());
        assert_eq!(proof::tickets(&copy), before + 1);
        proof::sound(&copy);
    });
}

#[test]
fn a_house_that_moves_to_postgresql_has_the_same_root_there() {
    let Some((there, _guard)) = proving::database() else { return };
    let place = places().into_iter().find(|place| place.engine == "sqlite").unwrap();
    let w = World::new(place);
    for _ in 0..5 {
        w.report();
    }
    w.terminate();
    let note = proof::sound(&w.house);
    let target = opened(there, w.house.office.now());
    let carried = w.house.office.store().copy_all(target.office.store()).unwrap();
    let counts = |house: &House| house.office.store().row_counts().unwrap();
    assert_eq!(counts(&w.house), carried);
    assert_eq!(counts(&target), carried);
    assert_eq!(proof::sound(&target), note, "the same entries under the same root and signature");
    let orgs = |house: &House| -> Vec<OrgId> {
        let asked = block_on(house.office.answer(&w.owner, organizations::Organizations::default())).unwrap();
        asked.lines.iter().map(|o| o.organization).collect()
    };
    assert_eq!(orgs(&target), orgs(&w.house));
    let there = desk::OpenTicket { org: w.meridian, department: Some(w.theatre), ..w.trouble() };
    Doing(&target).one(&w.stranger, there);
    assert_ne!(proof::sound(&target), note, "it goes on there");
}
