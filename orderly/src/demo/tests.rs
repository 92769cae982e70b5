//! The demo told once, small: everybody is there, the agreements hold, something is open, and its own work
//! goes on.

use super::*;
use desk::{Board, Tickets, words::View};
use office::{Question, sealer};
use store::Place;

fn now() -> Moment {
    Moment::from_timestamp("2026-11-18T16:20:00Z".parse().unwrap())
}

fn house(folder: &tempfile::TempDir) -> House {
    crate::open(crate::Needed {
        place: Place::File(folder.path().join("demo.db")),
        master: [9; 32],
        origin: "demo.example/orderly".into(),
        clock: Box::new(now),
        chance: crate::house::seeded(7),
        aside: crate::runtime::aside(),
    })
    .unwrap()
}

fn ask<Q: Question>(house: &House, who: &Who, question: Q) -> Q::Answer {
    block_on(house.office.answer(who, question)).unwrap()
}

#[test]
fn a_small_demo_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(&folder);
    let cast = build(&house, now(), 120, 3).unwrap();
    assert_eq!((cast.clients.len(), cast.sign_ins.len()), (4, 6));
    assert!(cast.people.len() >= 40, "{}", cast.people.len());
    let devices: usize = cast.clients.iter().flat_map(|c| &c.departments).map(|d| d.devices.len()).sum();
    assert!(devices >= 130, "{devices}");
    let owner = cast.owner().who();
    let board = ask(&house, &owner, Board::default());
    assert!(!board.at_once.is_empty() && !board.today.is_empty() && !board.watch.is_empty());
    let listing =
        ask(&house, &owner, Tickets { view: Some(View::Resolved), most: Some(200), ..Tickets::default() });
    assert!(listing.tickets.len() > 60, "{}", listing.tickets.len());
    let unassigned = board.at_once.iter().find(|t| t.assignee.is_none());
    assert!(unassigned.is_some(), "something urgent waits for the visitor");
    // All of it is sealed, and the agreement that ends this month was warned about.
    let last = house.office.store().read(|look| Ok(sealer::last(look)?)).unwrap().unwrap();
    assert!(last.size > 500, "{}", last.size);
    let due = house.office.store().read(|look| {
        look.on_behalf(Who::House("test"), None, now());
        agreements::lapses_due(look)
    });
    assert!(due.unwrap().is_empty());
    for sign_in in &cast.sign_ins {
        assert_eq!(sign_in.code(now()).unwrap().code.len(), 6);
        assert_eq!(cast.player(&sign_in.email).unwrap().person, sign_in.person);
    }
    let mut chance = Chance::from_number(11);
    for minute in 1..40 {
        live::something(&house.office, &cast, now().plus(Span::minutes(minute)), &mut chance).unwrap();
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let told = || {
        let folder = tempfile::tempdir().unwrap();
        let house = house(&folder);
        let cast = build(&house, now(), 30, 5).unwrap();
        let board = ask(&house, &cast.owner().who(), Board::default());
        let all = [board.at_once, board.today, board.watch].concat();
        all.into_iter().map(|t| (t.number, t.because, t.opened_at, t.due_at)).collect::<Vec<_>>()
    };
    assert_eq!(told(), told());
}
