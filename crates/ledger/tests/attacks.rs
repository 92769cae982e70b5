//! The attacker owns our database and files and recomputes every hash. Two things are out of reach: the
//! signing key, and the checkpoints that left the house. Each attack must be found, and named.
#![allow(clippy::unwrap_used)] // a failed unwrap is how a test says that it failed

use ledger::export::{Finding, Line, Paper, Papers, Proven, ProvenError, Report, verify};
use ledger::tree::InMemory;
use ledger::{Checkpoint, Hash, Leaf, SigningKey, canonical};
use proptest::prelude::*;
use serde_json::json;

const NAME: &str = "ledger.harborlight.example";

fn our_key() -> SigningKey {
    SigningKey::from_seed(NAME, [1; 32]).unwrap()
}

fn leaf(number: u64) -> Leaf {
    let body = json!({ "at": 1_767_225_600_000_u64 + number, "fact": "TicketOpened", "ticket": number });
    let mut salt = [0; 16];
    salt[..8].copy_from_slice(&number.to_be_bytes());
    Leaf { salt, body: canonical::bytes(&body).unwrap() }
}

fn root_of(lines: &[Line]) -> Hash {
    lines.iter().map(|line| line.leaf_hash).collect::<InMemory>().root()
}

/// An export as the attacker holds it; `known` is what somebody else kept.
#[derive(Clone)]
struct House {
    lines: Vec<Line>,
    checkpoint: String,
    earlier: Vec<String>,
    key: String,
    known: Vec<String>,
}

impl House {
    /// An honest ledger, with checkpoints at the sizes given, the last of them current.
    fn honest(sizes: &[u64]) -> House {
        let size = *sizes.last().unwrap();
        let lines: Vec<Line> = (0..size).map(|index| Line::shown(index, leaf(index))).collect();
        let sign = |size: u64| {
            Checkpoint::new(&our_key(), size, root_of(&lines[..size as usize])).sign(&our_key()).unwrap()
        };
        let mut notes: Vec<String> = sizes.iter().map(|size| sign(*size)).collect();
        let checkpoint = notes.pop().unwrap();
        House { lines, checkpoint, earlier: notes, key: our_key().verifier().to_string(), known: Vec::new() }
    }

    fn text(&self) -> Vec<u8> {
        let mut text = Vec::new();
        self.lines.iter().for_each(|line| line.write(&mut text).unwrap());
        text
    }

    fn verify_text(&self, text: &[u8]) -> Report {
        let House { checkpoint, earlier, key, known, .. } = self;
        verify(text, &Papers { key, checkpoint, earlier, known })
    }

    fn verify(&self) -> Report {
        self.verify_text(&self.text())
    }

    /// What a careful attacker does after every change: indexes in order, every leaf hash right.
    fn recompute(&mut self) {
        for (index, line) in self.lines.iter_mut().enumerate() {
            line.index = index as u64;
            if let Some(leaf) = &line.leaf {
                line.leaf_hash = leaf.hash();
            }
        }
    }

    fn change(&mut self, index: usize) {
        self.lines[index].leaf.as_mut().unwrap().body = br#"{"fact":"NothingHappened"}"#.to_vec();
    }
}

fn sentence(report: &Report) -> String {
    report.findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_honest_export_is_sound_also_with_entries_withheld() {
    let mut house = House::honest(&[0, 1, 40, 100]);
    house.known = vec![house.earlier[2].clone()];
    let report = house.verify();
    assert!(report.is_sound(), "{report}");
    assert_eq!((report.entries, report.withheld, report.earlier_agreed, report.known_agreed), (100, 0, 3, 1));

    for line in house.lines.iter_mut().step_by(2) {
        *line = Line::withheld(line.index, line.leaf_hash);
    }
    let report = house.verify();
    assert!(report.is_sound(), "{report}");
    assert_eq!((report.entries, report.withheld), (100, 50));
    assert!(
        report.to_string().starts_with("The ledger verifies: 100 entries read, 50 of them withheld here.")
    );
    assert!(House::honest(&[0]).verify().is_sound());
}

#[test]
fn a_byte_changed_in_an_entry_names_the_entry() {
    let mut house = House::honest(&[100]);
    house.lines[17].leaf.as_mut().unwrap().body[10] ^= 1;
    assert_eq!(house.verify().findings, [Finding::Altered { index: 17 }]);
    assert!(sentence(&house.verify()).starts_with("Entry 17 was changed"));

    let mut house = House::honest(&[100]);
    house.lines[17].leaf.as_mut().unwrap().salt[3] ^= 1;
    assert_eq!(house.verify().findings, [Finding::Altered { index: 17 }]);
}

#[test]
fn a_changed_entry_with_its_hash_recomputed_is_found_between_two_checkpoints() {
    let mut house = House::honest(&[20, 50, 80, 100]);
    house.change(60);
    house.recompute();
    let report = house.verify();
    let found: Vec<_> = report
        .findings
        .iter()
        .map(|finding| match finding {
            Finding::Rewritten { paper, size, agreed, .. } => (*paper, *size, *agreed),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(found, [(Paper::Current, 100, 50), (Paper::Earlier(3), 80, 50)]);
    assert!(sentence(&report).contains("earlier checkpoint 3 signed the root"));
    assert!(sentence(&report).contains("the change lies in entries 50 to 79"), "{report}");
    assert_eq!(report.earlier_agreed, 2);
}

#[test]
fn a_dropped_row_names_its_index() {
    let mut house = House::honest(&[100]);
    house.lines.remove(42);
    assert_eq!(house.verify().findings, [Finding::Missing { first: 42, last: 42 }]);
    house.lines.drain(50..60);
    assert_eq!(
        house.verify().findings,
        [Finding::Missing { first: 42, last: 42 }, Finding::Missing { first: 51, last: 60 }]
    );
    assert!(sentence(&house.verify()).contains("Entry 42 was dropped.\nEntries 51 to 60 were dropped."));
}

#[test]
fn a_dropped_row_with_all_others_renumbered_is_found() {
    let mut house = House::honest(&[30, 60, 100]);
    house.lines.remove(42);
    house.recompute();
    let report = house.verify();
    assert!(report.findings.contains(&Finding::Short { signed: 100, found: 99 }), "{report}");
    let rewritten = |f: &Finding| matches!(f, Finding::Rewritten { size: 60, agreed: 30, .. });
    assert!(report.findings.iter().any(rewritten), "{report}");

    // An entry made up at the end brings the number back, but not the root.
    house.lines.push(Line::shown(99, leaf(1234)));
    let report = house.verify();
    let rewritten = |f: &Finding| matches!(f, Finding::Rewritten { paper: Paper::Current, size: 100, .. });
    assert!(report.findings.iter().any(rewritten), "{report}");
}

#[test]
fn rows_dropped_at_the_end_are_counted() {
    let mut house = House::honest(&[100]);
    house.lines.truncate(97);
    assert_eq!(house.verify().findings, [Finding::Short { signed: 100, found: 97 }]);
}

#[test]
fn two_rows_reordered_are_named() {
    let mut house = House::honest(&[100]);
    house.lines.swap(10, 11);
    assert_eq!(house.verify().findings, [Finding::OutOfOrder { index: 10, line: 12 }]);
    assert!(sentence(&house.verify()).starts_with("Entries were reordered: entry 10"));
    house.lines.swap(50, 70);
    let findings = house.verify().findings;
    assert!(findings.contains(&Finding::OutOfOrder { index: 50, line: 71 }), "{findings:?}");
}

#[test]
fn two_rows_reordered_and_renumbered_are_found_by_the_root() {
    let mut house = House::honest(&[10, 12, 100]);
    house.lines.swap(10, 11);
    house.recompute();
    let report = house.verify();
    let rewritten = |f: &Finding| matches!(f, Finding::Rewritten { size: 12, agreed: 10, .. });
    assert!(report.findings.iter().any(rewritten), "{report}");
}

#[test]
fn an_entry_repeated_or_added_is_found() {
    let mut house = House::honest(&[100]);
    house.lines.insert(8, house.lines[3].clone());
    assert_eq!(house.verify().findings, [Finding::Repeated { index: 3, line: 9 }]);
    let mut house = House::honest(&[100]);
    house.lines.extend([Line::shown(100, leaf(100)), Line::shown(101, leaf(101))]);
    assert_eq!(house.verify().findings, [Finding::Unsigned { first: 100, last: 101 }]);
}

#[test]
fn a_rollback_is_found_by_whoever_kept_a_checkpoint() {
    let now = House::honest(&[50, 100]);
    let mut rolled_back = House::honest(&[50]);
    assert!(rolled_back.verify().is_sound(), "the older state was rightly signed");
    rolled_back.known = vec![now.checkpoint];
    let report = rolled_back.verify();
    assert_eq!(report.findings, [Finding::Rollback { paper: Paper::Known(1), size: 100, current: 50 }]);
    assert!(
        sentence(&report).starts_with("The ledger was rolled back: known checkpoint 1 was signed over 100")
    );
}

#[test]
fn history_rewritten_before_a_known_checkpoint_is_found() {
    let known = House::honest(&[60]).checkpoint;
    let mut house = House::honest(&[40, 100]);
    house.change(55);
    house.recompute();
    // Even an insider with the key, who signs the new history, cannot reach the checkpoint outside.
    let root = root_of(&house.lines);
    house.checkpoint = Checkpoint::new(&our_key(), 100, root).sign(&our_key()).unwrap();
    assert!(house.verify().is_sound());
    house.known = vec![known];
    let report = house.verify();
    let rewritten =
        |f: &Finding| matches!(f, Finding::Rewritten { paper: Paper::Known(1), size: 60, agreed: 40, .. });
    assert!(report.findings.len() == 1 && report.findings.iter().all(rewritten), "{report}");
}

#[test]
fn a_forged_signature_and_a_changed_checkpoint_are_named() {
    let mut house = House::honest(&[100]);
    house.change(5);
    house.recompute();
    let (old, new) = (house.checkpoint.clone(), root_of(&house.lines).to_base64());
    let signed_root = old.lines().nth(2).unwrap();
    house.checkpoint = old.replace(signed_root, &new);
    let report = house.verify();
    let bad = |f: &Finding| matches!(f, Finding::BadSignature { paper: Paper::Current, .. });
    assert!(report.findings.len() == 1 && report.findings.iter().all(bad), "{report}");
    assert_eq!(report.checkpoint, None);

    house.checkpoint = String::new();
    let none = |f: &Finding| matches!(f, Finding::BadCheckpoint { paper: Paper::Current, .. });
    assert!(house.verify().findings.iter().all(none) && !house.verify().is_sound());
}

#[test]
fn another_key_is_named_and_a_replaced_key_is_found_by_a_known_checkpoint() {
    let thief = SigningKey::from_seed(NAME, [2; 32]).unwrap();
    let mut house = House::honest(&[50, 100]);
    let known = house.earlier.remove(0);
    house.change(5);
    house.recompute();
    house.checkpoint = Checkpoint::new(&thief, 100, root_of(&house.lines)).sign(&thief).unwrap();
    let report = house.verify();
    assert!(matches!(report.findings[..], [Finding::UnknownKey { paper: Paper::Current, .. }]), "{report}");

    // The key file replaced as well: consistent in itself, hence the report shows the key to be compared.
    house.key = thief.verifier().to_string();
    assert!(house.verify().is_sound());
    assert_eq!(house.verify().key, house.key);
    house.known = vec![known];
    let report = house.verify();
    assert!(
        matches!(
            report.findings[..],
            [
                Finding::UnknownKey { paper: Paper::Known(1), .. },
                Finding::Rewritten { paper: Paper::Known(1), size: 50, .. }
            ]
        ),
        "{report}"
    );
    house.key = "no key".to_owned();
    assert!(house.verify().findings.iter().any(|f| matches!(f, Finding::BadKey { .. })));
}

#[test]
fn a_checkpoint_of_another_ledger_is_named() {
    let mut house = House::honest(&[100]);
    let mut other = Checkpoint::new(&our_key(), 100, root_of(&house.lines));
    other.origin = "practice.example".to_owned();
    house.checkpoint = other.sign(&our_key()).unwrap();
    assert!(matches!(house.verify().findings[..], [Finding::AnotherLedger { paper: Paper::Current, .. }]));
}

#[test]
fn damaged_lines_are_named_and_do_not_hide_the_rest() {
    let mut house = House::honest(&[100]);
    house.lines[60].leaf.as_mut().unwrap().body[10] ^= 1;
    let text = String::from_utf8(house.text()).unwrap().replacen("\"index\":20,", "\"index\":\u{1b}20,", 1);
    let report = house.verify_text(text.as_bytes());
    assert!(
        matches!(
            report.findings[..],
            [Finding::Malformed { line: 21, index: 20, .. }, Finding::Altered { index: 60 }]
        ),
        "{report}"
    );
    let mut sealed_so = House::honest(&[1]);
    sealed_so.lines[0] = Line::shown(0, Leaf { salt: [0; 16], body: b"{ }".to_vec() });
    sealed_so.checkpoint =
        Checkpoint::new(&our_key(), 1, root_of(&sealed_so.lines)).sign(&our_key()).unwrap();
    assert!(matches!(sealed_so.verify().findings[..], [Finding::NotCanonical { index: 0, .. }]));
}

#[test]
fn hostile_files_end_in_a_short_report() {
    let house = House::honest(&[10]);
    let long = vec![b'x'; 3 * ledger::export::MAX_LINE_BYTES];
    let report = house.verify_text(&long);
    assert_eq!(report.findings, [Finding::LineTooLong { line: 1 }]);
    let many = "junk\n".repeat(100_000);
    let report = house.verify_text(many.as_bytes());
    assert_eq!(report.findings[ledger::export::MAX_FINDINGS], Finding::Stopped { line: 1001 });
    assert!(report.findings.len() <= ledger::export::MAX_FINDINGS + 2);
    let mut gaps = Vec::new();
    for index in (0..20_000).step_by(2) {
        Line::withheld(index, Hash([0; 32])).write(&mut gaps).unwrap();
    }
    assert!(house.verify_text(&gaps).findings.len() <= ledger::export::MAX_FINDINGS + 2);
}

#[test]
fn one_entry_is_proven_alone() {
    let house = House::honest(&[100]);
    let tree: InMemory = house.lines.iter().map(|line| line.leaf_hash).collect();
    let proven = Proven::build(&tree, 42, &leaf(42), &house.checkpoint).unwrap();
    let json = serde_json::to_string(&proven).unwrap();
    let read: Proven = serde_json::from_str(&json).unwrap();
    assert_eq!(read.verify(&our_key().verifier()).unwrap().size, 100);
    assert!(Proven::build(&tree, 100, &leaf(42), &house.checkpoint).is_err());

    let thief = SigningKey::from_seed(NAME, [2; 32]).unwrap();
    assert!(matches!(proven.verify(&thief.verifier()), Err(ProvenError::Checkpoint(_))));
    for change in [
        |p: &mut Proven| p.index = 41,
        |p: &mut Proven| p.salt[0] ^= 1,
        |p: &mut Proven| p.body = p.body.replace("42", "43"),
        |p: &mut Proven| p.inclusion_proof.swap(0, 1),
        |p: &mut Proven| p.inclusion_proof.clear(),
    ] {
        let mut changed = proven.clone();
        change(&mut changed);
        assert!(matches!(changed.verify(&our_key().verifier()), Err(ProvenError::Proof(_))), "{changed:?}");
    }
    let text = proven.to_tlog_proof();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra AAAAAAAAACoAAAAAAAAAAA==\nindex 42\n"), "{text}");
    assert!(text.ends_with(&house.checkpoint));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_one_byte_changed_anywhere_is_found(at in any::<prop::sample::Index>(), flip in 1_u8..=255) {
        let house = House::honest(&[5, 12]);
        let mut text = house.text();
        let at = at.index(text.len());
        text[at] ^= flip;
        prop_assert!(!house.verify_text(&text).is_sound(), "byte {}", at);
    }

    #[test]
    fn any_cut_is_found(at in any::<prop::sample::Index>()) {
        let house = House::honest(&[12]);
        let text = house.text();
        prop_assert!(!house.verify_text(&text[..at.index(text.len())]).is_sound());
    }

    #[test]
    fn any_order_but_the_right_one_is_found(order in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let mut house = House::honest(&[9]);
        house.lines = order.iter().map(|at| house.lines[*at].clone()).collect();
        prop_assert_eq!(house.verify().is_sound(), order.is_sorted());
        let named = |finding: &Finding| matches!(finding, Finding::OutOfOrder { .. });
        prop_assert!(house.verify().findings.iter().all(named), "{}", house.verify());
        house.recompute();
        prop_assert_eq!(house.verify().is_sound(), order.is_sorted());
    }

    #[test]
    fn any_bytes_get_a_report(
        entries in prop::collection::vec(any::<u8>(), 0..300),
        key in ".{0,80}",
        note in "\\PC{0,60}(\n|\n\n— ).{0,80}\n?",
    ) {
        let notes = [note.clone()];
        let papers = Papers { key: &key, checkpoint: &note, earlier: &notes, known: &notes };
        prop_assert!(!verify(&entries[..], &papers).is_sound());
    }
}
