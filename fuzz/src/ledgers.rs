//! What a ledger hands out and somebody hands back: entries, lines of an export, signed notes, keys, proofs, paths of
//! tiles, and whole exports for the verifier. Every reader takes any bytes and must return; what it accepts must be
//! the one spelling of what it read. `crates/ledger/tests/corpus.rs` includes this file and replays the corpus.

use std::sync::LazyLock;

use ledger::checkpoint::{self, Note};
use ledger::export::{self, Line, MAX_FINDINGS, Papers, Proven, Report};
use ledger::tiles::TilePath;
use ledger::tree::{self, InMemory};
use ledger::{Checkpoint, Hash, SigningKey, VerifierKey, canonical};

/// The key whose signatures the corpus carries. Its seed is no secret.
static OUR_KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_seed("ledger.harborlight.example", [1; 32]).expect("the name is a key name")
});

/// Every reader of the ledger in turn, on the same bytes.
pub fn ledger_reader(data: &[u8]) {
    if let Ok(value) = canonical::parse(data) {
        assert_eq!(canonical::bytes(&value).as_deref(), Ok(data));
    }
    if let Ok(line) = Line::parse(data) {
        let mut again = Vec::new();
        line.write(&mut again).expect("what was read can be written");
        assert_eq!(again, data);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        words(text);
    }
    if let Ok(proven) = serde_json::from_slice::<Proven>(data) {
        proof(&proven);
    }
    if data.contains(&0) {
        whole_export(data);
    }
}

/// The texts: paths, keys, notes, and notes joined to one another.
fn words(text: &str) {
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text);
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
    if let Ok(note) = Note::parse(text) {
        assert!(!note.signatures().is_empty() && text.starts_with(note.text()));
        if let Ok(body) = Checkpoint::parse_body(note.text()) {
            assert_eq!(body.body().as_deref(), Ok(note.text()));
        }
    }
    let notes = export::split_notes(text);
    assert!(notes.iter().all(|note| note.ends_with('\n') && !note.starts_with('\n')));
    assert!(notes.iter().map(String::len).sum::<usize>() <= text.len() + 1);
}

/// One entry's proof, its numbers and hashes taken from a stranger.
fn proof(proven: &Proven) {
    let leaf = ledger::leaf_hash(&proven.salt, proven.body.as_bytes());
    let stated = Note::parse(&proven.checkpoint).ok().and_then(|n| Checkpoint::parse_body(n.text()).ok());
    let Some(Checkpoint { size, root, .. }) = stated else {
        return assert!(proven.verify(&OUR_KEY.verifier()).is_err());
    };
    let hashes = &proven.inclusion_proof;
    let reached = tree::root_from_inclusion(leaf, proven.index, size, hashes);
    let _ = tree::verify_consistency(proven.index, size, hashes, leaf, root);
    if proven.verify(&OUR_KEY.verifier()).is_ok() {
        assert_eq!(reached, Ok(root));
        assert!(canonical::is_canonical(proven.body.as_bytes()) && proven.index < size);
    }
}

/// An export in one file: the entries, its checkpoint, earlier ones, known ones and the key, with zero bytes between
/// them. What is left out at the end is nothing, except the key, which then is ours.
fn whole_export(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == 0);
    let entries = parts.next().unwrap_or_default();
    let mut next = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (checkpoint, earlier, known, key) = (next(), next(), next(), next());
    let key = if key.is_empty() { OUR_KEY.verifier().to_string() } else { key };
    let leaves: Vec<Hash> = entries
        .split_inclusive(|byte| *byte == b'\n')
        .map_while(|l| Some(Line::parse(l).ok()?.leaf_hash))
        .collect();
    let checkpoint = signed(&checkpoint, &leaves);
    let several = |text: &str| -> Vec<String> {
        text.split('\u{1}').take(50).flat_map(|part| export::split_notes(&signed(part, &leaves))).collect()
    };
    let (earlier, known) = (several(&earlier), several(&known));
    let papers = Papers { key: &key, checkpoint: &checkpoint, earlier: &earlier, known: &known };
    let report = export::verify(entries, &papers);
    judged(&report, entries, &papers, &leaves);
}

/// A fuzzer cannot sign. `!3` stands for our honest checkpoint over the first three entries, and `~` for our
/// signature under whatever follows.
fn signed(text: &str, leaves: &[Hash]) -> String {
    if let Some(count) = text.strip_prefix('!') {
        let count = count.trim().parse::<usize>().unwrap_or(usize::MAX).min(leaves.len());
        let root = leaves[..count].iter().copied().collect::<InMemory>().root();
        let note = Checkpoint::new(&OUR_KEY, count as u64, root).sign(&OUR_KEY);
        return note.expect("an honest checkpoint can be signed");
    }
    text.strip_prefix('~').and_then(|body| Note::sign(body, &OUR_KEY).ok()).unwrap_or_else(|| text.to_owned())
}

/// What a report may say, and what it must have seen to say that all is well.
fn judged(report: &Report, entries: &[u8], papers: &Papers<'_>, leaves: &[Hash]) {
    let said = report.to_string();
    let turning =
        |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!said.chars().any(|c| (c.is_control() && c != '\n') || turning(c)), "{said:?}");
    let sheets = papers.earlier.len() + papers.known.len() + 1;
    assert!(report.findings.len() <= MAX_FINDINGS + 8 + 4 * sheets);
    assert!(report.withheld <= report.entries && report.earlier_agreed <= papers.earlier.len());
    let lines: Vec<&[u8]> = entries.split_inclusive(|byte| *byte == b'\n').collect();
    let in_order =
        leaves.len() == lines.len() && lines.iter().zip(0..).all(|(line, at)| entry_holds(line, at));
    let root = leaves.iter().copied().collect::<InMemory>().root();
    let seal = papers.key.trim().parse().ok().and_then(|key: VerifierKey| {
        let seal = checkpoint::open(papers.checkpoint, &key).ok()?;
        (seal.origin == key.name()).then_some(seal)
    });
    let sealed = seal.is_some_and(|seal| seal.root == root && seal.size == leaves.len() as u64);
    if report.is_sound() {
        assert!(in_order && sealed, "a false export was believed: {said}");
    }
    if in_order && sealed && papers.earlier.is_empty() && papers.known.is_empty() {
        assert!(report.is_sound(), "an honest export was refused: {said}");
    }
}

/// Whether the line is entry `at`, unaltered and canonical.
fn entry_holds(line: &[u8], at: u64) -> bool {
    let Ok(line) = Line::parse(line) else { return false };
    let holds =
        line.leaf.is_none_or(|leaf| leaf.hash() == line.leaf_hash && canonical::is_canonical(&leaf.body));
    holds && line.index == at
}
