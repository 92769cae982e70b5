//! Real letters of the field, when they lie beside the checkout, through the whole intake, as a mail server hands them over:
//! each is taken in or set aside with a reason, those that cannot be read are the ones that were reviewed, and the same
//! letter once more is the same ticket. A letter that would not end would end this story's patience; nothing here asserts
//! how long one takes. Of the large set of bounces every tenth letter is taken, so that the story stays short;
//! `ORDERLY_ALL_LETTERS=1` takes them all.

use super::{ENGINE, house_box, mailbox, take};
use crate::world::{World, on_each};
use desk::mail::SetMailbox;
use desk::mail::words::{Outcome, Reason, Unknown};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use store::sql;

sql! {
    house TICKETS "stories.tickets-there-are" "select count(*) as n from tickets";
}

/// The letters that cannot be read, as they were reviewed where they are only taken apart.
const REVIEWED: &str =
    include_str!("../../../../crates/wire/tests/snapshots/real_letters__letters-refused.snap");
const SETS: [&str; 6] = [
    "bounces-set-of-emails.zip",
    "flanker.zip",
    "mail-parser.zip",
    "mimekit.zip",
    "ruby-mail.zip",
    "talon.zip",
];

fn folder() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/mail"));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    println!("The real letters are not beside this checkout; none was handed over.");
    None
}

/// What is a letter and not a table of expected values, a key, a picture or a list of addresses.
fn is_letter(name: &str, bytes: &[u8]) -> bool {
    let letter = [".eml", ".msg"].iter().any(|end| name.ends_with(end));
    letter || (name.contains("/messages/") && name.ends_with(".txt") && bytes.contains(&b':'))
}

/// Sets that are broken on purpose.
fn is_malformed(name: &str) -> bool {
    ["malformed", "error_emails", "something-is-wrong", "maildir/err", "obsoleted", "maildir/tmp"]
        .iter()
        .any(|word| name.contains(word))
}

fn zipped(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        if file.is_file() {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            found.push((file.name().unwrap().into_owned(), bytes));
        }
    }
    found.sort();
    found
}

/// Every letter with its set and name.
fn letters(folder: &Path, all: bool) -> Vec<(&'static str, String, Vec<u8>)> {
    let mut found = Vec::new();
    for set in SETS {
        let every = if all || !set.starts_with("bounces") { 1 } else { 10 };
        let files = zipped(&folder.join(set)).into_iter().filter(|(name, bytes)| is_letter(name, bytes));
        found.extend(files.step_by(every).map(|(name, bytes)| (set, format!("{set}/{name}"), bytes)));
    }
    for entry in std::fs::read_dir(folder.join("tnef-made")).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("tnef-made/{}", path.file_name().unwrap().to_string_lossy());
        found.push(("tnef-made", name, std::fs::read(path).unwrap()));
    }
    found.sort();
    found
}

fn tickets(w: &World) -> i64 {
    let counted = w
        .house
        .office
        .read(&ENGINE, |look| Ok(look.row(&TICKETS, &[])?.map_or(Ok(0), |row| row.get("n"))?));
    futures_executor::block_on(counted).unwrap()
}

#[test]
fn every_real_letter_is_taken_in_or_set_aside_with_a_reason_and_once_more_is_the_same_ticket() {
    let Some(folder) = folder() else { return };
    let all = std::env::var_os("ORDERLY_ALL_LETTERS").is_some();
    let letters = letters(&folder, all);
    on_each(|w| {
        // Whoever writes to this box gets a ticket at Larkspur, known or not: the widest way in.
        let desk = house_box(w);
        let open = SetMailbox {
            mailbox: Some(desk),
            default_org: Some(w.larkspur),
            unknown: Some(Unknown::Open),
            ..mailbox(w.harborlight, "desk@harborlight.example")
        };
        w.act(&w.owner, open);
        let mut became: BTreeMap<(&str, String), u32> = BTreeMap::new();
        let (mut unreadable, mut outside, mut sound, mut first) = (Vec::new(), 0, 0, Vec::new());
        for (set, name, raw) in &letters {
            let taken = take(w, desk, raw.clone());
            let is_unreadable = taken.reason == Some(Reason::Unreadable);
            assert_eq!(taken.outcome == Outcome::Held, taken.reason.is_some(), "{name}");
            assert_eq!(taken.outcome == Outcome::Held, taken.ticket.is_none(), "{name}");
            sound += usize::from(!is_malformed(name));
            outside += usize::from(is_unreadable && !is_malformed(name));
            unreadable.extend(is_unreadable.then_some(name));
            let said = match taken.reason {
                _ if taken.again => "the same again".to_owned(),
                Some(reason) => format!("{}: {}", taken.outcome.word(), reason.word()),
                None => taken.outcome.word().to_owned(),
            };
            *became.entry((set, said)).or_default() += 1;
            first.push((taken.letter, taken.ticket));
        }
        assert!(outside * 50 <= sound, "more than 2 % are refused: {unreadable:?}");
        for name in &unreadable {
            assert!(REVIEWED.contains(&format!("{name}: ")), "{name} was not reviewed");
        }
        let told: String =
            became.iter().map(|((set, said), count)| format!("{set}: {count} {said}\n")).collect();
        insta::assert_snapshot!(if all { "letters-taken-in-all" } else { "letters-taken-in" }, told);
        let before = tickets(w);
        for ((_, name, raw), (letter, ticket)) in letters.iter().zip(first) {
            let taken = take(w, desk, raw.clone());
            assert!(taken.again, "{name} was taken in twice");
            assert_eq!((taken.letter, taken.ticket), (letter, ticket), "{name}");
        }
        assert_eq!(tickets(w), before, "the same letters once more are the same tickets");
    });
}
