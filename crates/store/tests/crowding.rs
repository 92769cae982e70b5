//! That many orders at once, each reading what the others write, end as if they had come one after another.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::{Refusal, Stop, TicketId};
use store::params;

#[test]
fn numbers_given_out_by_many_threads_are_without_gaps_and_without_twins() {
    on_each(|engine, store| {
        found(&store, 1);
        let mut numbers: Vec<i64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..64)
                .map(|_| {
                    scope.spawn(|| {
                        let next = || {
                            let given = store.write(|work| {
                                enter(work, 1, 1);
                                let id: TicketId = work.id();
                                let row =
                                    work.row(&ADD_RETURNING, params! { "id": id, "title": "n" })?.unwrap();
                                Ok(row.get::<i64>("number")?)
                            });
                            given.wait().unwrap()
                        };
                        (0..10).map(|_| next()).collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
        });
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=640).collect::<Vec<_>>(), "{engine}");
    });
}

#[test]
fn who_is_refused_in_a_crowd_takes_nobody_with_it() {
    on_each(|engine, store| {
        found(&store, 1);
        let pending: Vec<_> = (0..300)
            .map(|i| {
                store.write(move |work| {
                    enter(work, 1, 1);
                    let id: TicketId = work.id();
                    let row = work.row(&ADD_RETURNING, params! { "id": id, "title": "n" })?.unwrap();
                    if i % 50 == 7 {
                        Err(Refusal::conflict("No.").into())
                    } else {
                        Ok(row.get::<i64>("number")?)
                    }
                })
            })
            .collect();
        let answers: Vec<_> = pending.into_iter().map(|p| p.wait()).collect();
        for (i, answer) in answers.iter().enumerate() {
            let right = matches!(answer, Err(Stop::Refused(_))) == (i % 50 == 7);
            assert!(right, "{engine}, {i}: {:?}", answer.as_ref().err());
        }
        let mut numbers: Vec<i64> = answers.into_iter().flatten().collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=294).collect::<Vec<_>>(), "{engine}");
    });
}

#[test]
fn a_look_stays_at_its_instant_while_others_write() {
    on_each(|engine, store| {
        found(&store, 1);
        let writer = store.clone();
        let (before, after) = store
            .read(move |look| {
                look.as_house(true);
                let count = |look: &mut store::Look| anyhow::Ok(look.rows(&CARELESS, params! {})?.len());
                let before = count(look)?;
                writer.write(|work| note(work, 1, "meanwhile")).wait()?;
                Ok((before, count(look)?))
            })
            .unwrap();
        assert_eq!(before, after, "{engine}");
        assert_eq!(titles(&store).len(), 1);
    });
}
