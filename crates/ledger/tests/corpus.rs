//! Replays the fuzzer's corpus: every file there once was, or might have been, the end of a reader, or of the trust
//! in one. What is asserted stands with the fuzzer's own functions.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../../../fuzz/src/ledgers.rs"]
mod ledgers;

use std::path::Path;

use ledger::canonical;
use ledger::checkpoint::Note;
use ledger::export::{Line, Proven, verify};
use ledger::tiles::TilePath;

fn corpus() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/ledger_reader")
}

#[test]
fn ledger_reader() {
    let mut count = 0;
    for entry in std::fs::read_dir(corpus()).unwrap() {
        let path = entry.unwrap().path();
        println!("replaying {}", path.display());
        ledgers::ledger_reader(&std::fs::read(path).unwrap());
        count += 1;
    }
    assert!(count >= 20, "the corpus of ledger_reader has only {count} files");
}

/// The corpus is of use only if each reader accepts some of it.
#[test]
fn good_papers_are_read() {
    let bytes = |name: &str| std::fs::read(corpus().join(name)).unwrap();
    let text = |name: &str| String::from_utf8(bytes(name)).unwrap();
    assert!(canonical::is_canonical(&bytes("entry.json")));
    assert!(Line::parse(&bytes("line.jsonl")).unwrap().leaf.is_some());
    assert!(Line::parse(&bytes("line-withheld.jsonl")).unwrap().leaf.is_none());
    assert!(text("tile.path").parse::<TilePath>().is_ok());
    let key = text("key.txt").parse().unwrap();
    assert_eq!(Note::parse(&text("note.txt")).unwrap().verify(&key), Ok(()));
    let proven: Proven = serde_json::from_slice(&bytes("proven.json")).unwrap();
    assert_eq!(proven.verify(&key).map(|checkpoint| checkpoint.size), Ok(3));
    let export = bytes("export-signed.bin");
    let parts: Vec<&str> = export.split(|byte| *byte == 0).map(|p| str::from_utf8(p).unwrap()).collect();
    let papers = ledger::export::Papers { key: parts[4], checkpoint: parts[1], ..Default::default() };
    let report = verify(parts[0].as_bytes(), &papers);
    assert!(report.is_sound() && report.entries == 3, "{report}");
}
