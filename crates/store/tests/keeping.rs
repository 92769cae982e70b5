//! That what is written is kept whole or not at all, on both engines.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::{Moment, Refusal, Stop};
use std::sync::{Arc, Mutex, mpsc};
use store::{Value, params};

#[test]
fn what_is_written_can_be_read_with_moments_flags_and_bytes() {
    on_each(|engine, store| {
        found(&store, 1);
        let written = store
            .write(|work| {
                enter(work, 1, 1);
                let id: kernel::TicketId = work.id();
                let n = work.run(
                    &ADD,
                    params! {
                        "id": id, "title": "Ä printer", "number": i64::MIN, "urgent": true, "body": vec![0u8, 255],
                    },
                )?;
                assert_eq!(n, 1);
                Ok(id)
            })
            .wait()
            .unwrap();
        store
            .read(|look| {
                enter(look, 1, 1);
                let row = look.row(&ALL, params! {})?.unwrap();
                assert_eq!(row.get::<kernel::TicketId>("id")?, written, "{engine}");
                assert_eq!(row.get::<String>("title")?, "Ä printer");
                assert_eq!(row.get::<i64>("number")?, i64::MIN);
                assert!(row.get::<bool>("urgent")?);
                assert_eq!(row.get::<Option<Vec<u8>>>("body")?, Some(vec![0, 255]));
                assert_eq!(row.get::<Moment>("at")?, noon());
                assert!(row.get::<String>("nowhere").unwrap_err().to_string().contains("nowhere"));
                assert!(row.get::<i64>("title").unwrap_err().to_string().contains("title"));
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_refused_work_leaves_nothing() {
    on_each(|engine, store| {
        found(&store, 1);
        let answer: Result<(), Stop> = store
            .write(|work| {
                note(work, 1, "never")?;
                Err(Refusal::conflict("No.").into())
            })
            .wait();
        assert!(matches!(answer, Err(Stop::Refused(_))), "{engine}");
        assert!(titles(&store).is_empty());
    });
}

#[test]
fn a_failing_or_panicking_work_takes_no_neighbour_with_it() {
    on_each(|engine, store| {
        found(&store, 1);
        // The first work holds the writer until all others wait, so that they share a batch.
        let (go, wait) = mpsc::channel::<()>();
        let wait = Mutex::new(wait);
        let first = store.write(move |_| {
            wait.lock().unwrap().recv().ok();
            Ok(())
        });
        let pending: Vec<_> = (0..60)
            .map(|i| {
                store.write(move |work| {
                    note(work, 1, &format!("note {i:02}"))?;
                    match i % 5 {
                        1 => Err(Refusal::conflict("No.").into()),
                        2 => panic!("on purpose"),
                        3 => {
                            // A statement that fails, and somebody who does not look.
                            let _ = work.run(&ADD_ORG, params! { "id": org(1), "name": "again" });
                            Ok(i)
                        }
                        _ => Ok(i),
                    }
                })
            })
            .collect();
        drop(go);
        first.wait().unwrap();
        for (i, answer) in pending.into_iter().map(|p| p.wait()).enumerate() {
            match i % 5 {
                1 => assert!(matches!(answer, Err(Stop::Refused(_))), "{engine}"),
                2 => assert!(answer.unwrap_err().to_string().contains("on purpose")),
                3 => assert!(answer.unwrap_err().to_string().contains("ward.add-org")),
                _ => assert_eq!(answer.unwrap(), i),
            }
        }
        let wanted: Vec<String> =
            (0..60).filter(|i| matches!(i % 5, 0 | 4)).map(|i| format!("note {i:02}")).collect();
        assert_eq!(titles(&store), wanted, "{engine}");
    });
}

#[test]
fn an_insert_answers_with_what_it_made_and_comparisons_are_flags() {
    on_each(|engine, store| {
        found(&store, 1);
        for wanted in 1..=3i64 {
            let row = store
                .write(|work| {
                    enter(work, 1, 1);
                    let id: kernel::TicketId = work.id();
                    Ok(work.row(&ADD_RETURNING, params! { "id": id, "title": "next" })?.unwrap())
                })
                .wait()
                .unwrap();
            assert_eq!(row.get::<i64>("number").unwrap(), wanted, "{engine}");
            assert!(!row.get::<bool>("yes").unwrap());
            assert!(!row.get::<bool>("urgent").unwrap());
            assert_eq!(row.get::<Moment>("at").unwrap(), noon());
        }
    });
}

#[test]
fn a_look_cannot_write() {
    on_each(|engine, store| {
        found(&store, 1);
        let answer = store.read(|look| {
            enter(look, 1, 1);
            let id = kernel::TicketId::new(noon(), [1; 10]);
            look.rows(&ADD_RETURNING, params! { "id": id, "title": "no" })?;
            Ok(())
        });
        assert!(answer.is_err(), "{engine}");
        assert!(titles(&store).is_empty());
    });
}

#[test]
fn parameters_that_are_missing_unknown_or_not_the_callers_are_named() {
    on_each(|engine, store| {
        let said = |params: store::Params| {
            let owned: Vec<(String, Value)> =
                params.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
            let answer = store.read(|look| {
                enter(look, 1, 1);
                let again: Vec<(&str, Value)> = owned.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
                look.rows(&ADD_RETURNING, &again)?;
                Ok(())
            });
            answer.unwrap_err().to_string()
        };
        let missing = said(params! { "id": "x" });
        assert!(missing.contains("ward.add-returning") && missing.contains(":title"), "{engine}: {missing}");
        assert!(said(params! { "id": "x", "title": "y", "odd": 1 }).contains(":odd"));
        assert!(said(params! { "id": "x", "title": "y", "org": "z" }).contains(":org"));
        assert!(said(params! { "id": "x", "title": "y\0" }).contains("NUL"));
    });
}

#[test]
fn statements_of_the_house_run_only_for_the_house() {
    on_each(|engine, store| {
        let answer = store.read(|look| {
            enter(look, 1, 1);
            look.rows(&EVERYTHING, params! {})?;
            Ok(())
        });
        assert!(answer.unwrap_err().to_string().contains("ward.everything"), "{engine}");
        store
            .read(|look| {
                look.on_behalf(kernel::Who::House("sealer"), None, noon());
                Ok(look.rows(&EVERYTHING, params! {})?)
            })
            .unwrap();
    });
}

#[test]
fn announcements_are_heard_after_the_commit_and_never_without_one() {
    on_each(|engine, store| {
        found(&store, 1);
        let (tell, heard) = mpsc::channel::<(String, usize)>();
        let tell = Arc::new(Mutex::new(tell));
        // The subscriber must not own the store, so it is lent one and has to give it back.
        let lent = Arc::new(Mutex::new(Some(store.clone())));
        let asked = lent.clone();
        store.on_announce(move |text| {
            let seen = asked.lock().unwrap().as_ref().map_or(0, |store| titles(store).len());
            tell.lock().unwrap().send((text.to_owned(), seen)).unwrap();
        });
        let refused: Result<(), Stop> = store
            .write(|work| {
                work.announce("never".to_owned());
                Err(Refusal::conflict("No.").into())
            })
            .wait();
        assert!(refused.is_err());
        store
            .write(|work| {
                work.announce("noted".to_owned());
                work.announce("noted".to_owned());
                note(work, 1, "a")
            })
            .wait()
            .unwrap();
        store
            .write(|work| {
                work.announce("last".to_owned());
                note(work, 1, "b")
            })
            .wait()
            .unwrap();
        let next = || heard.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
        let first = next();
        assert_eq!(first.0, "noted", "{engine}");
        assert!(first.1 >= 1, "{engine}: heard before the commit");
        assert_eq!(next(), ("last".to_owned(), 2), "{engine}");
        let long = store.write(|work| {
            work.announce("x".repeat(8_000));
            Ok(())
        });
        assert!(long.wait().is_err());
        *lent.lock().unwrap() = None;
    });
}

#[test]
fn writes_from_many_threads_are_all_kept() {
    on_each(|engine, store| {
        found(&store, 1);
        std::thread::scope(|scope| {
            for t in 0..8 {
                let store = store.clone();
                scope.spawn(move || {
                    for i in 0..20 {
                        store.write(move |work| note(work, 1, &format!("{t} {i}"))).wait().unwrap();
                    }
                });
            }
        });
        assert_eq!(titles(&store).len(), 160, "{engine}");
    });
}
