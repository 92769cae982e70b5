//! Replays the fuzzer's corpus: every file there once was, or might have been, the end of a reader. What is asserted
//! stands with the fuzzer's own functions.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../../../fuzz/src/lists.rs"]
mod lists;
#[path = "../../../fuzz/src/mail.rs"]
mod mail;

use std::path::Path;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus")).join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("replaying {}", path.display());
        run(&std::fs::read(path).unwrap());
        count += 1;
    }
    assert!(count >= 20, "the corpus of {target} has only {count} files");
}

#[test]
fn sheet() {
    replay("sheet", lists::sheet);
}

#[test]
fn inventory() {
    replay("inventory", lists::inventory);
}

#[test]
fn mail() {
    replay("mail", mail::mail);
}

/// The corpus is of use only if some of it gets through.
#[test]
fn good_files_are_read() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus"));
    for name in
        ["plain.csv", "semicolon-1252.csv", "utf16le.csv", "cr-only.csv", "good.xlsx", "good-deflated.xlsx"]
    {
        let sheet = wire::Sheet::read(&std::fs::read(folder.join("sheet").join(name)).unwrap());
        assert!(sheet.is_ok_and(|sheet| !sheet.rows.is_empty()), "{name}");
    }
    for name in ["agent.json", "scan.xml", "utf16.xml", "list.csv", "no-name.xml"] {
        let bytes = std::fs::read(folder.join("inventory").join(name)).unwrap();
        assert!(wire::inventory::read_any(name, &bytes).is_ok_and(|found| !found.is_empty()), "{name}");
    }
    for name in
        ["plain.eml", "bounce.eml", "forward.eml", "latin1.eml", "cr-only.eml", "winmail.eml", "calendar.eml"]
    {
        let bytes = std::fs::read(folder.join("mail").join(name)).unwrap();
        let letter = wire::mail::Letter::read(&bytes);
        assert!(letter.is_ok_and(|letter| letter.from.is_some() && !letter.text.is_empty()), "{name}");
    }
}
