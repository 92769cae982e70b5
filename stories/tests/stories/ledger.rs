//! The ledger, told from the attacker's side: they own database and files and recompute every hash, and lack only the key
//! and the checkpoints that left the house.

use crate::world::{ORIGIN, World, on_each};
use futures_executor::block_on;
use kernel::{Span, Who};
use ledger::export::{Line, Papers, Proven, verify};
use office::sealer;
use serde_json::Value;

/// The lines of a whole export, and the last checkpoint.
fn export(w: &World) -> (Vec<Line>, String) {
    w.seal();
    let read = w.house.office.read(&Who::House("export"), |look| {
        let last = sealer::last(look)?.unwrap();
        let (mut lines, mut first) = (Vec::new(), 0);
        while first < last.size {
            let part = sealer::exported(look, first, last.size, true)?;
            first += part.len() as u64;
            lines.extend(part);
        }
        Ok((lines, last.note))
    });
    let (lines, note) = block_on(read).unwrap();
    let lines = lines
        .into_iter()
        .map(|l| {
            let (salt, body) = l.open.unwrap();
            Line::shown(l.leaf, ledger::Leaf { salt, body })
        })
        .collect();
    (lines, note)
}

fn check(w: &World, lines: &[Line], note: &str, known: &[String]) -> ledger::export::Report {
    let key = w.house.sealer.verifier().to_string();
    let mut text = Vec::new();
    lines.iter().for_each(|l| l.write(&mut text).unwrap());
    verify(text.as_slice(), &Papers { key: &key, checkpoint: note, earlier: &[], known })
}

#[test]
fn a_nurse_reports_and_an_outsider_verifies_the_whole_ledger() {
    on_each(|w| {
        w.report();
        let (lines, note) = export(w);
        assert!(lines.len() > 20);
        let report = check(w, &lines, &note, std::slice::from_ref(&note));
        assert!(report.is_sound(), "{report}");
        assert!(note.starts_with(ORIGIN));
    });
}

#[test]
fn what_an_attacker_changes_is_found_even_with_every_hash_recomputed() {
    on_each(|w| {
        w.report();
        let (before, known) = export(w);
        w.pass(Span::minutes(1));
        w.report();
        let (lines, note) = export(w);
        let sound =
            |lines: &[Line], note: &str, known: &str| check(w, lines, note, &[known.to_owned()]).is_sound();
        assert!(sound(&lines, &note, &known));
        let mut dropped = lines.clone();
        dropped.remove(3);
        assert!(!sound(&dropped, &note, &known), "a dropped row");
        let mut swapped = lines.clone();
        swapped.swap(3, 4);
        assert!(!sound(&swapped, &note, &known), "two rows exchanged");
        // A rollback: the older export is sound in itself and is found by the newer checkpoint that left the house.
        assert!(sound(&before, &known, &known));
        assert!(!sound(&before, &known, &note), "a rollback behind a known checkpoint");
    });
}

#[test]
fn one_entry_is_proven_alone() {
    on_each(|w| {
        w.report();
        w.seal();
        let told = w.ask(&w.practice_owner, office::Entries { before: None, most: Some(1) });
        let found = w.ask(&w.practice_owner, office::LedgerEntry { entry: told.entries[0].id });
        let mut proof: Value = found.proof.unwrap();
        let read = |v: &Value| serde_json::from_value::<Proven>(v.clone()).unwrap();
        assert!(read(&proof).verify(&w.house.sealer.verifier()).is_ok());
        let body = proof["body"].as_str().unwrap().replace("desk", "dusk");
        proof["body"] = body.into();
        assert!(read(&proof).verify(&w.house.sealer.verifier()).is_err());
    });
}

#[test]
fn two_sealers_give_every_place_once() {
    on_each(|w| {
        let other = w.place.open(2);
        for _ in 0..5 {
            w.report();
            let now = w.house.office.now();
            let one = std::thread::spawn({
                let (house, store) = (other.clone(), other.office.store().clone());
                move || block_on(house.sealer.turn(&store, now))
            });
            // Either may lose the race; the loser tries again later.
            let _ = block_on(w.house.sealer.turn(w.house.office.store(), now));
            let _ = one.join().unwrap();
        }
        let (lines, note) = export(w);
        assert!(check(w, &lines, &note, &[]).findings.is_empty());
    });
}
