//! Names of people in a patient's context. A name is known by what stands around it: a title, the word "patient", the
//! thing of a patient that is "for" or "of" somebody, a date of birth or a record number right behind it. Whoever
//! signs a mail or works at the desk is named without being a patient.

use crate::dates;
use crate::lexicon::{is_given, is_plain};
use crate::words::{Reader, Word, words};
use crate::{Finding, Kind, after, before};
use regex::Regex;
use std::{collections::HashSet, ops::Range, sync::LazyLock};

/// Things of a patient that are somebody's.
const THINGS: &[&str] = &[
    "chart",
    "charts",
    "record",
    "records",
    "result",
    "results",
    "lab",
    "labs",
    "order",
    "orders",
    "appointment",
    "appt",
    "refill",
    "prescription",
    "prescriptions",
    "rx",
    "referral",
    "papers",
    "paper",
    "wristband",
    "band",
    "label",
    "labels",
    "sheet",
    "form",
    "forms",
    "consent",
    "card",
    "family",
    "daughter",
    "mother",
    "mom",
    "father",
    "dad",
    "son",
    "wife",
    "husband",
    "note",
    "notes",
    "eob",
    "ct",
    "mri",
    "xray",
    "ray",
    "scan",
    "scans",
    "image",
    "images",
    "summary",
    "visit",
    "bill",
    "claim",
    "proxy",
    "behalf",
    "specimen",
    "admission",
    "discharge",
    "meds",
    "medication",
    "medications",
    "allergies",
    "account",
    "password",
    "photo",
    "strip",
    "sister",
    "brother",
    "parent",
    "parents",
    "guardian",
    "inr",
    "ekg",
    "ecg",
    "history",
    "encounter",
    "transport",
    "study",
    "report",
    "code",
    "codes",
    "biopsy",
    "bed",
    "statement",
    "letter",
    "invoice",
    "surgery",
    "case",
    "tray",
    "diet",
    "vitals",
    "spreadsheet",
    "spouse",
    "portal",
];

/// What is done with a patient.
const DEEDS: &[&str] = &[
    "admit",
    "admits",
    "admitted",
    "discharge",
    "discharged",
    "transfer",
    "transferred",
    "register",
    "registered",
    "registering",
    "triage",
    "triaged",
    "schedule",
    "rescheduled",
    "readmitted",
    "readmit",
];

const PATIENT: &[&str] = &["patient", "pt", "pts", "patients", "client", "resident", "member", "pat"];
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mister"];
/// Those who work there.
pub(crate) const STAFF: &[&str] = &[
    "dr",
    "doctor",
    "nurse",
    "rn",
    "np",
    "pa",
    "md",
    "lpn",
    "cna",
    "tech",
    "technician",
    "thanks",
    "regards",
    "best",
    "cc",
    "hi",
    "hello",
    "dear",
    "manager",
    "vendor",
    "hire",
    "engineer",
    "cheers",
    "sincerely",
    "with",
    "to",
    "by",
    "morning",
    "afternoon",
    "evening",
    "charge",
];

static STAFF_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"rn|md|np|do|lpn|cna|pa-c|front desk|it|helpdesk|from the vendor|from billing|from it|approved|starts";
    Regex::new(&format!(r"(?i)^(?:,\s?|\s)(?:{words})\b")).expect("a pattern of this file is well formed")
});
static HL7: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b\p{Lu}[\p{L}'\-]{1,30}\^\p{Lu}[\p{L}'\-]{0,30}(?:\^\p{Lu}[\p{L}'\-]{0,30})?\b")
        .expect("a pattern of this file is well formed")
});
static BIRTH_NEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\s,;/(|\-–]{0,4}(?:dob|d\.o\.b|date of birth|born|mrn|birth ?date)\b")
        .expect("a pattern of this file is well formed")
});

/// `others` are what was found already, in their order.
pub(crate) fn find(text: &str, others: &[Finding]) -> Vec<Finding> {
    let reader = Reader { text, words: words(text) };
    let mut ranges: Vec<Range<usize>> =
        HL7.find_iter(text).filter(|m| !text[..m.start()].ends_with('^')).map(|m| m.range()).collect();
    let mut i = 0;
    while i < reader.words.len() {
        match told(&reader, i, others) {
            Some((from, next)) => {
                ranges.push(reader.range(from, next));
                i = next.max(i + 1);
            }
            None => i += 1,
        }
    }
    again(&reader, &mut ranges);
    let mut out: Vec<Finding> =
        ranges.iter().map(|range| Finding { kind: Kind::Name, range: range.clone() }).collect();
    // A date right behind a patient's name is the date of birth.
    let dates: Vec<Range<usize>> = ranges.iter().filter_map(|name| dates::follows(text, name.end)).collect();
    out.extend(dates.into_iter().map(|range| Finding { kind: Kind::BirthDate, range }));
    out
}

/// The words of a name, standing elsewhere in the text, name the same person.
fn again(reader: &Reader<'_>, ranges: &mut Vec<Range<usize>>) {
    ranges.sort_by_key(|r| r.start);
    let within = |word: &Word<'_>| ranges.binary_search_by(|r| cover(r, word)).is_ok();
    let inside = reader.words.iter().filter(|w| w.text.chars().count() >= 3 && within(w));
    let known: HashSet<&str> = inside.filter(|w| !is_plain(&w.small)).map(|w| w.small.as_str()).collect();
    let outside = reader.words.iter().filter(|w| w.is_capital() && !within(w));
    let more: Vec<Range<usize>> =
        outside.filter(|w| known.contains(w.small.as_str())).map(|w| w.at..w.end()).collect();
    ranges.extend(more);
}

fn cover(range: &Range<usize>, word: &Word<'_>) -> std::cmp::Ordering {
    if range.end <= word.at {
        std::cmp::Ordering::Less
    } else if range.start >= word.end() {
        std::cmp::Ordering::Greater
    } else {
        std::cmp::Ordering::Equal
    }
}

/// Whether a name is told at word `i`: from which word to before which.
fn told(r: &Reader<'_>, i: usize, others: &[Finding]) -> Option<(usize, usize)> {
    titled(r, i)
        .or_else(|| patient(r, i))
        .or_else(|| thing(r, i))
        .or_else(|| labelled(r, i))
        .or_else(|| standing(r, i, others))
}

/// `Mr. Doe`, `Mr. and Mrs. Doe`, `mrs doe`.
fn titled(r: &Reader<'_>, i: usize) -> Option<(usize, usize)> {
    let title = &r.words[i];
    if !TITLES.contains(&title.small.as_str()) || !matches!(r.gap(i), " " | ". ") {
        return None;
    }
    let low = !title.is_capital() && title.small != "miss";
    let name = r.name(i + 1, low)?;
    // "MS SQL" is no lady.
    if r.words[i + 1].is_loud() && (title.is_loud() == (title.small == "ms")) {
        return None;
    }
    // "Ms Word" and "mr robot" are in the list of plain words; a small word must not run on.
    let next = if r.words[i + 1].is_capital() { name.next } else { i + 2 };
    Some((i + 1, next))
}

/// `patient Jane Doe`, `Pt: Doe`, `patient name is Jane`, `pt jane doe`.
fn patient(r: &Reader<'_>, i: usize) -> Option<(usize, usize)> {
    if !PATIENT.contains(&r.words[i].small.as_str()) {
        return None;
    }
    let mut at = i;
    for _ in 0..3 {
        let gap = r.gap(at);
        if gap.len() > 4 || gap.contains('\n') || !gap.chars().all(|c| " .,:;='’-(s".contains(c)) {
            return None;
        }
        at += 1;
        let word = r.words.get(at)?;
        if matches!(word.small.as_str(), "name" | "is" | "called" | "named" | "names" | "s") {
            continue;
        }
        break;
    }
    let first = r.words.get(at)?;
    if first.is_capital() {
        let name = r.name(at, false)?;
        return Some((at, name.next));
    }
    // In small letters only what is often a name.
    if !is_given(&first.small) {
        return None;
    }
    let two = r.gap(at) == " " && r.words.get(at + 1).is_some_and(|w| !is_plain(&w.small));
    Some((at, if two { at + 2 } else { at + 1 }))
}

/// `chart for Jane Doe`, `results of Doe, Jane`, `labs for jane doe`, `admitted Jane Doe`.
fn thing(r: &Reader<'_>, i: usize) -> Option<(usize, usize)> {
    let word = &r.words[i];
    let link = matches!(word.small.as_str(), "for" | "of" | "on" | "to" | "from");
    let deed = DEEDS.contains(&word.small.as_str());
    if !(link || deed) || r.gap(i) != " " {
        return None;
    }
    let back = &r.words[i.saturating_sub(3)..i];
    let of_a_patient = deed || back.iter().any(|w| THINGS.contains(&w.small.as_str()));
    let first = r.words.get(i + 1)?;
    if !first.is_capital() {
        // In small letters both words must fit.
        let fits = of_a_patient && is_given(&first.small) && r.gap(i + 1) == " ";
        let last = r.words.get(i + 2).is_some_and(|w| !is_plain(&w.small) && w.text.chars().count() >= 2);
        return (fits && last).then_some((i + 1, i + 3));
    }
    let name = r.name(i + 1, false)?;
    let whole = name.parts >= 2 && (!name.turned || of_a_patient || name.given);
    let near = word.small == "for" || word.small == "of" || deed;
    let sure = (of_a_patient && near && (whole || name.given)) || (name.given && name.parts >= 2 && near);
    (sure && !STAFF_AFTER.is_match(after(r.text, r.words[name.next - 1].end(), 20)))
        .then_some((i + 1, name.next))
}

/// `name: Jane Doe`, `my name is Jane Doe`, `this is Jane Doe, date of birth`.
fn labelled(r: &Reader<'_>, i: usize) -> Option<(usize, usize)> {
    let word = &r.words[i];
    let mut at = i + 1;
    match word.small.as_str() {
        "name" => {
            if r.words.get(at).is_some_and(|w| w.small == "is") && r.gap(i) == " " {
                at += 1;
            }
            if !matches!(r.gap(at - 1), " " | ": " | ":" | "  " | " - " | " = " | "=") {
                return None;
            }
        }
        "is" if i > 0 && r.words[i - 1].small == "this" && r.gap(i) == " " => {}
        _ => return None,
    }
    let first = r.words.get(at)?;
    if first.is_capital() {
        let name = r.name(at, false)?;
        return (name.parts >= 2).then_some((at, name.next));
    }
    let last = r.words.get(at + 1).is_some_and(|w| !is_plain(&w.small));
    (is_given(&first.small) && last && r.gap(at) == " ").then_some((at, at + 2))
}

/// A whole name that stands by itself: possessing something of a patient, before a date of birth, a record number or
/// a phone, behind a bed, or in the form `Doe, Jane`.
fn standing(r: &Reader<'_>, i: usize, others: &[Finding]) -> Option<(usize, usize)> {
    let name = r.name(i, false)?;
    if name.parts < 2 {
        return None;
    }
    let (end, range) = (r.words[name.next - 1].end(), r.range(i, name.next));
    let next = after(r.text, end, 24);
    if BIRTH_NEXT.is_match(next) || dates::follows(r.text, end).is_some() {
        return Some((i, name.next));
    }
    let possesses = next.starts_with("'s ") || next.starts_with("’s ");
    if possesses && r.words[name.next..].iter().take(3).any(|w| THINGS.contains(&w.small.as_str())) {
        return Some((i, name.next));
    }
    let bed = before(r.text, range.start, 12).to_ascii_lowercase();
    if bed.contains("bed ") || bed.contains("room ") {
        return Some((i, name.next));
    }
    let after_it = others.partition_point(|other| other.range.start < end);
    let next_one = others.get(after_it).filter(|other| other.range.start - end <= 6);
    let sure = next_one.is_some_and(|other| !matches!(other.kind, Kind::Phone | Kind::Email | Kind::Address));
    let near = next_one.is_some();
    let far = after_it.checked_sub(1).and_then(|at| others.get(at)).is_some_and(|other| {
        other.range.end <= range.start && range.start - other.range.end <= 3 && other.kind != Kind::Email
    });
    let at_number = near || far;
    let staff = r.staff_before(i) || STAFF_AFTER.is_match(next);
    let known = name.given && !staff;
    (known || sure || (at_number && !staff)).then_some((i, name.next))
}
