//! That every value comes back exactly as it went in, on both engines, and that the store serves inside a
//! runtime.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::{Moment, TicketId};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use store::{Store, params, proving, sql};

sql! {
    PUT "values.put" "insert into notes (id, org, title, number, urgent, body, at)
        values (:id, null, :title, :number, :urgent, :body, :moment)";
    house GET "values.get" "select title, number, urgent, body, at, title = :title as same
        from notes where id = :id";
    house ORDER "values.order" "select title from notes order by title";
}

type Case = (String, i64, bool, Option<Vec<u8>>, i64);

fn cases() -> impl Strategy<Value = Case> {
    let words = "[^\0]{0,40}";
    (words, any::<i64>(), any::<bool>(), proptest::option::of(vec(any::<u8>(), 0..300)), any::<i64>())
}

fn round_trip(store: &Store, (title, number, urgent, body, micros): &Case) {
    let (case, at) = ((title.clone(), *number, *urgent, body.clone()), Moment::from_micros(*micros));
    let id = store
        .write(move |work| {
            work.as_house(true);
            let (title, number, urgent, body) = case.clone();
            let id: TicketId = work.id();
            work.run(
                &PUT,
                params! {
                    "id": id, "title": title, "number": number, "urgent": urgent, "body": body, "moment": at,
                },
            )?;
            Ok(id)
        })
        .wait()
        .unwrap();
    let row = store
        .read(|look| {
            look.as_house(true);
            Ok(look.row(&GET, params! { "id": id, "title": title })?.unwrap())
        })
        .unwrap();
    assert_eq!(&row.get::<String>("title").unwrap(), title);
    assert_eq!(row.get::<i64>("number").unwrap(), *number);
    assert_eq!(row.get::<bool>("urgent").unwrap(), *urgent);
    assert_eq!(&row.get::<Option<Vec<u8>>>("body").unwrap(), body);
    assert_eq!(row.get::<Moment>("at").unwrap(), at);
    assert!(row.get::<bool>("same").unwrap());
}

#[test]
fn every_value_comes_back_as_it_went_in() {
    on_each(|engine, store| {
        let cases_to_run = if engine == "sqlite" { 200 } else { 40 };
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases_to_run) };
        TestRunner::new(config)
            .run(&cases(), |case| {
                round_trip(&store, &case);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn both_engines_sort_alike() {
    let mut orders = Vec::new();
    for (_, place, _guard) in proving::places() {
        let store = open(place);
        for title in ["b", "A", "a", "Ä", "ä", "_", "B", "é", "10", "9", "", " "] {
            round_trip(&store, &(title.to_owned(), 0, false, None, 0));
        }
        let rows = store.read(|look| {
            look.as_house(true);
            Ok(look.rows(&ORDER, params! {})?)
        });
        orders.push(rows.unwrap().iter().map(|r| r.get::<String>("title").unwrap()).collect::<Vec<_>>());
    }
    for order in &orders {
        assert_eq!(order, &["", " ", "10", "9", "A", "B", "_", "a", "b", "Ä", "ä", "é"]);
    }
}

#[test]
fn a_runtime_may_open_look_write_and_close() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        for (engine, place, guard) in proving::places() {
            let store = open(place);
            let made = store.write(|work| {
                work.as_house(true);
                Ok(work.id::<TicketId>())
            });
            made.await.unwrap();
            let inner = store.clone();
            let asked = tokio::task::spawn_blocking(move || titles(&inner)).await.unwrap();
            assert!(asked.is_empty() && titles(&store).is_empty(), "{engine}");
            drop(store);
            drop(guard);
        }
    });
}
