//! That sealed text opens only where it belongs, and never again once its key was destroyed.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::{Refusal, Stop};
use store::{KeyDestroyed, Store, proving};

const ABOUT: &str = "tickets/tkt_1/subject";

fn seal(store: &Store, n: u8, text: &'static str) -> Vec<u8> {
    store.write(move |work| Ok(work.seal(org(n), ABOUT, text)?)).wait().unwrap()
}

fn opened(store: &Store, n: u8, about: &'static str, sealed: &[u8]) -> anyhow::Result<String> {
    store.read(|look| Ok(look.open(org(n), about, sealed))).unwrap()
}

#[test]
fn sealed_text_opens_only_as_what_it_was_sealed() {
    on_each(|engine, store| {
        let sealed = seal(&store, 1, "Mr. Example, bed 4");
        assert!(!String::from_utf8_lossy(&sealed).contains("Example"));
        assert_ne!(sealed, seal(&store, 1, "Mr. Example, bed 4"), "{engine}");
        seal(&store, 2, "another clinic");
        assert_eq!(opened(&store, 1, ABOUT, &sealed).unwrap(), "Mr. Example, bed 4");
        assert!(opened(&store, 1, "tickets/tkt_2/subject", &sealed).is_err());
        assert!(opened(&store, 2, ABOUT, &sealed).is_err());
        for i in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[i] ^= 1;
            assert!(opened(&store, 1, ABOUT, &altered).is_err());
            assert!(opened(&store, 1, ABOUT, &sealed[..i]).is_err());
        }
    });
}

store::sql! {
    TEXT "probe.text" "select 'x' as text_sealed";
    SECRET "probe.secret" "select 'x' as secret_sealed";
}

#[test]
fn an_act_that_says_it_touches_no_phi_runs_no_statement_on_a_sealed_text() {
    on_each(|engine, store| {
        let ran = |act, sql: &'static store::Sql| {
            store.read(move |look| {
                look.far_from_phi(act);
                Ok(look.rows(sql, &[])?.len())
            })
        };
        assert_eq!(ran(None, &TEXT).unwrap(), 1, "{engine}");
        assert_eq!(ran(Some("ward.list"), &SECRET).unwrap(), 1, "{engine}");
        let fault = format!("{:#}", ran(Some("ward.list"), &TEXT).unwrap_err());
        assert!(fault.contains("ward.list") && fault.contains("'text_sealed'"), "{engine}: {fault}");
        // Whoever catches the fault and goes on has written nothing.
        let written = store.write(|work| {
            work.far_from_phi(Some("ward.list"));
            drop(work.rows(&TEXT, &[]));
            Ok(())
        });
        assert!(written.wait().is_err(), "{engine}");
    });
}

#[test]
fn the_keys_outlive_the_program_and_fit_only_their_master() {
    for (engine, place, _guard) in proving::places() {
        let store = open(place.clone());
        let sealed = seal(&store, 1, "text");
        drop(store);
        assert_eq!(opened(&open(place.clone()), 1, ABOUT, &sealed).unwrap(), "text", "{engine}");
        let other = open_with(place, schemas(), 2).unwrap();
        assert!(format!("{:#}", opened(&other, 1, ABOUT, &sealed).unwrap_err()).contains("master key"));
    }
}

#[test]
fn a_destroyed_key_erases_at_every_server_and_is_not_made_again() {
    for (engine, place, _guard) in proving::places() {
        let store = open(place.clone());
        let other = open(place);
        let sealed = seal(&store, 1, "text");
        assert_eq!(opened(&other, 1, ABOUT, &sealed).unwrap(), "text");
        let refused: Result<(), Stop> = store
            .write(|work| {
                enter(work, 1, 1);
                work.destroy_key(org(1))?;
                Err(Refusal::conflict("No.").into())
            })
            .wait();
        assert!(refused.is_err());
        assert_eq!(
            opened(&store, 1, ABOUT, &sealed).unwrap(),
            "text",
            "{engine}: destroyed though rolled back"
        );
        let within = store
            .write(|work| {
                enter(work, 1, 1);
                work.destroy_key(org(1))?;
                Ok(work.seal(org(1), ABOUT, "more").err().map(|e| e.is::<KeyDestroyed>()))
            })
            .wait()
            .unwrap();
        assert_eq!(within, Some(true));
        assert!(opened(&store, 1, ABOUT, &sealed).unwrap_err().is::<KeyDestroyed>(), "{engine}");
        if engine == "postgres" {
            let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
            while opened(&other, 1, ABOUT, &sealed).is_ok() && std::time::Instant::now() < deadline {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            assert!(opened(&other, 1, ABOUT, &sealed).unwrap_err().is::<KeyDestroyed>());
        }
        let again = store.write(|work| Ok(work.seal(org(1), ABOUT, "more")?)).wait();
        assert!(again.unwrap_err().to_string().contains("destroyed"));
    }
}

#[test]
fn a_key_of_a_work_that_was_rolled_back_is_never_used() {
    on_each(|engine, store| {
        let never: Result<(), Stop> = store
            .write(|work| {
                work.seal(org(1), ABOUT, "never")?;
                Err(Refusal::conflict("No.").into())
            })
            .wait();
        assert!(never.is_err());
        let sealed = seal(&store, 1, "text");
        assert_eq!(opened(&store, 1, ABOUT, &sealed).unwrap(), "text", "{engine}");
    });
}

#[test]
fn commitments_and_marks_are_keyed_and_the_same_every_time() {
    on_each(|engine, store| {
        // A look may be the first to need a key.
        let (one, two, house, mark, other) = store
            .read(|look| {
                let commit = look.committer(Some(org(1)))?;
                let one = look.commitment(Some(org(1)), "text")?;
                assert_eq!(commit("text"), one);
                Ok((
                    one,
                    look.commitment(Some(org(2)), "text")?,
                    look.commitment(None, "text")?,
                    look.word_mark(org(1), "printer")?,
                    look.word_mark(org(2), "printer")?,
                ))
            })
            .unwrap();
        assert!(one.starts_with("hmac-sha256:") && one.len() == 12 + 64, "{engine}: {one}");
        assert!(one != two && one != house && two != house && mark != other);
        assert_eq!(mark.len(), 11);
        let again = store
            .write(|work| Ok((work.commitment(Some(org(1)), "text")?, work.word_mark(org(1), "printer")?)));
        assert_eq!(again.wait().unwrap(), (one, mark));
    });
}
