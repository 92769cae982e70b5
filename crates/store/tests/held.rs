//! That several looks at one instant see the same, each what its caller may, and that whoever keeps one takes nothing from
//! others.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use std::time::{Duration, Instant};
use store::{Engine, Held, Look, Store, params, proving, sql};

sql! {
    END_OTHERS "held.end-others" "select 1" postgres "select pg_terminate_backend(pid) as ended from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
}

fn seen(held: &mut Held, who: u8, at: u8) -> Option<Vec<String>> {
    let mut job = |look: &mut Look| {
        look.on_behalf(session_of(who), Some(person(who).to_string()), noon());
        look.at(Some(org(at)));
        let mut titles: Vec<String> =
            look.rows(&CARELESS, params! {})?.iter().map(|r| r.get("title").unwrap()).collect();
        titles.sort();
        Ok(titles)
    };
    held.read(&mut job).map(Result::unwrap)
}

fn begun(store: &Store) -> Held {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(held) = store.hold() {
            return held;
        }
        assert!(Instant::now() < deadline, "none is given back");
        std::thread::yield_now();
    }
}

#[test]
fn all_looks_at_one_instant_see_the_same_and_each_only_its_own() {
    on_each(|engine, store| {
        found(&store, 1);
        found(&store, 2);
        store.write(|work| note(work, 1, "before")).wait().unwrap();
        if store.engine() == Engine::Sqlite {
            assert!(store.hold().is_none(), "{engine}");
            return;
        }
        let mut held = store.hold().unwrap();
        assert_eq!(seen(&mut held, 9, 1).unwrap(), ["before"]);
        store.write(|work| note(work, 1, "after")).wait().unwrap();
        store.write(|work| note(work, 2, "elsewhere")).wait().unwrap();
        assert_eq!(seen(&mut held, 9, 1).unwrap(), ["before"]);
        assert_eq!(seen(&mut held, 9, 2).unwrap(), Vec::<String>::new());
        assert_eq!(seen(&mut held, 8, 1).unwrap(), ["before"]);
        drop(held);
        assert_eq!(seen(&mut begun(&store), 9, 1).unwrap(), ["after", "before"]);
        assert_eq!(seen(&mut begun(&store), 9, 2).unwrap(), ["elsewhere"]);
    });
}

#[test]
fn an_instant_whose_connection_is_lost_says_so_and_the_next_one_begins() {
    let Some((place, _guard)) = proving::database() else { return };
    let store = open(place);
    found(&store, 1);
    store.write(|work| note(work, 1, "kept")).wait().unwrap();
    let mut held = store.hold().unwrap();
    assert_eq!(seen(&mut held, 9, 1).unwrap(), ["kept"]);
    store.write(|work| Ok(work.rows(&END_OTHERS, params! {})?.len())).wait().unwrap();
    assert_eq!(seen(&mut held, 9, 2), None);
    assert!(!held.is_open());
    assert_eq!(titles(&store), ["kept"]);
    assert_eq!(seen(&mut begun(&store), 9, 1).unwrap(), ["kept"]);
}

#[test]
fn whoever_looks_once_finds_a_connection_however_many_are_kept() {
    let Some((place, _guard)) = proving::database() else { return };
    let store = open(place);
    found(&store, 1);
    let mut kept: Vec<Held> = std::iter::from_fn(|| store.hold()).take(100).collect();
    assert!(kept.len() < 16, "{} are kept", kept.len());
    for held in &mut kept {
        assert_eq!(seen(held, 9, 1).unwrap(), Vec::<String>::new());
    }
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| assert!(titles(&store).is_empty()));
        }
    });
    kept.pop();
    drop(begun(&store));
}
