//! Real letters of the field, when they lie beside the checkout: every one is read or refused with a reason, and the list of
//! refusals is the one that was reviewed. Quotes are held against two collections of replies. Without them a sentence says
//! so.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};
use wire::mail::{Kind, Letter, split};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/mail"));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    println!("The real letters are not beside this checkout; {} was not read.", folder.display());
    None
}

fn zipped(folder: &Path, name: &str) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(folder.join(name)).unwrap())).unwrap();
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        if file.is_file() {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            found.insert(file.name().unwrap().into_owned(), bytes);
        }
    }
    found
}

const SETS: [&str; 6] = [
    "bounces-set-of-emails.zip",
    "flanker.zip",
    "mail-parser.zip",
    "mimekit.zip",
    "ruby-mail.zip",
    "talon.zip",
];

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

fn letters(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for set in SETS {
        let files = zipped(folder, set).into_iter().filter(|(name, bytes)| is_letter(name, bytes));
        found.extend(files.map(|(name, bytes)| (format!("{set}/{name}"), bytes)));
    }
    for entry in std::fs::read_dir(folder.join("tnef-made")).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("tnef-made/{}", path.file_name().unwrap().to_string_lossy());
        found.push((name, std::fs::read(path).unwrap()));
    }
    found.sort();
    found
}

#[test]
fn every_letter_is_read_or_refused_with_a_reason() {
    let Some(folder) = folder() else { return };
    let letters = letters(&folder);
    let (mut refused, mut outside, mut sound) = (String::new(), 0, 0);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, bytes) in &letters {
        let malformed = is_malformed(name);
        sound += usize::from(!malformed);
        match Letter::read(bytes) {
            Ok(letter) => *kinds.entry(letter.kind.word()).or_default() += 1,
            Err(error) => {
                outside += usize::from(!malformed);
                writeln!(refused, "{name}: {error}").unwrap();
            }
        }
    }
    println!("{} letters: {kinds:?}; refused {outside} of {sound} outside the broken sets", letters.len());
    assert!(letters.len() > 1_000);
    assert!(outside * 50 <= sound, "more than 2 % are refused:\n{refused}");
    insta::assert_snapshot!("letters-refused", refused);
}

#[test]
fn bounces_are_known_as_what_they_are() {
    let Some(folder) = folder() else { return };
    let (mut known, mut all, mut missed) = (0, 0, Vec::new());
    for (name, bytes) in zipped(&folder, "bounces-set-of-emails.zip") {
        if !name.ends_with(".eml") || !name.contains("maildir/bsd") {
            continue;
        }
        all += 1;
        match Letter::read(&bytes) {
            Ok(letter) if !letter.kind.is_written() => known += 1,
            _ => missed.push(name),
        }
    }
    println!("{known} of {all} bounces, reports and automatic answers are known; not: {missed:?}");
    assert!(all > 500 && known * 100 >= all * 97, "{known} of {all}: {missed:?}");
}

#[test]
fn winmail_is_opened() {
    let Some(folder) = folder() else { return };
    let read =
        |name: &str| Letter::read(&std::fs::read(folder.join("tnef-made").join(name)).unwrap()).unwrap();
    for (name, files) in [("winmail-one-file.eml", 1), ("winmail-two-files-unicode.eml", 2)] {
        let letter = read(name);
        assert_eq!(letter.parts.len(), files, "{name}");
        let whole =
            |p: &wire::mail::Part| p.problem.is_none() && !p.bytes.is_empty() && p.name != "winmail.dat";
        assert!(letter.parts.iter().all(whole), "{name}: {:?}", letter.parts);
    }
    assert!(!read("winmail-body-only.eml").whole_text.trim().is_empty());
    for name in ["winmail-bad-checksum.eml", "winmail-truncated.eml"] {
        let letter = read(name);
        let kept = letter.parts.iter().find(|p| p.problem.is_some());
        assert!(
            kept.is_some_and(|p| p.problem.as_ref().unwrap().contains("byte")),
            "{name}: {:?}",
            letter.parts
        );
    }
}

/// Talon's replies: what was newly written is known. It is `Hello` but for two, whose text stands beside them.
#[test]
fn what_is_new_is_told_from_what_was_quoted() {
    let Some(folder) = folder() else { return };
    let files = zipped(&folder, "talon.zip");
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for (name, bytes) in
        files.iter().filter(|(name, _)| name.contains("standard_replies/") && name.ends_with(".eml"))
    {
        let beside = name.replace(".eml", "_reply_text");
        let expected =
            files.get(&beside).map_or("Hello".into(), |b| String::from_utf8_lossy(b).trim().to_owned());
        all += 1;
        let letter = Letter::read(bytes).unwrap();
        if words(&letter.text) == words(&expected) {
            right += 1
        } else {
            wrong.push(format!("{name}: {}", letter.text))
        }
    }
    println!("plain replies: {right} of {all}; not: {wrong:?}");
    assert!(all >= 10 && right * 10 >= all * 9, "{right} of {all}: {wrong:#?}");
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for (name, bytes) in files.iter().filter(|(name, _)| name.contains("html_replies/")) {
        all += 1;
        let head = b"From: a@example.org\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        let letter = Letter::read(&[&head[..], bytes].concat()).unwrap();
        let new = words(&letter.text).replace(' ', "");
        if new == "Hi.Iamfine.Thanks,Alex" { right += 1 } else { wrong.push(format!("{name}: {new}")) }
    }
    println!("HTML replies: {right} of {all}; not: {wrong:?}");
    assert!(right * 10 >= all * 6, "{right} of {all}: {wrong:#?}");
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// GitHub's replies: what they quote is left out, what is new stays, and none takes longer than its length.
#[test]
fn no_reply_stalls_and_quotes_are_left_out() {
    let Some(folder) = folder() else { return };
    let files = zipped(&folder, "email-reply-parser.zip");
    assert_eq!(files.len(), 22);
    let (mut right, mut all) = (0, 0);
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let fresh = split(&text).fresh;
        assert!(!fresh.is_empty() && fresh.len() <= text.len(), "{name}");
        let starts = expected(name);
        if let Some((begin, gone)) = starts {
            all += 1;
            let good = fresh.starts_with(begin) && !fresh.contains(gone);
            right += usize::from(good);
            if !good {
                println!("{name}: {}", fresh.chars().take(300).collect::<String>());
            }
        }
    }
    println!("replies: {right} of {all} as their authors' tests have them");
    assert!(right * 10 >= all * 9, "{right} of {all}");
}

/// How what is new begins, and a word of what was quoted, as the authors' own tests have it.
fn expected(name: &str) -> Option<(&'static str, &'static str)> {
    let name = name.rsplit('/').next().unwrap();
    Some(match name {
        "email_1_1.txt" => ("Hi folks", "\n> "),
        "email_1_3.txt" => ("Oh thanks.", "wrote:"),
        "email_1_4.txt" => ("Awesome!", "wrote:"),
        "email_1_6.txt" => ("I get proper rendering", "wrote:"),
        "email_2_1.txt" => ("Outlook with a reply", "Google Apps Sync Team"),
        "email_BlackBerry.txt" => ("Here is another email", "wrote:"),
        "email_iPhone.txt" => ("Here is another email", "\n> "),
        "greedy_on.txt" => ("On your remote host", "\n> "),
        "email_one_is_not_on.txt" => ("Thank, this is really helpful.", "On Oct 1"),
        "email_long_quote.txt" => ("", "\n> "),
        _ => return None,
    })
}

#[test]
fn all_kinds_of_machines_occur() {
    let Some(folder) = folder() else { return };
    let letters = letters(&folder);
    let kinds: Vec<Kind> = letters.iter().filter_map(|(_, b)| Some(Letter::read(b).ok()?.kind)).collect();
    for kind in [Kind::Person, Kind::Bounce, Kind::AutoReply, Kind::List, Kind::Disposition, Kind::Complaint]
    {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}
