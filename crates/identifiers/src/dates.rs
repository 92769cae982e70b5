//! Dates of birth, in the many ways people write them, and ages over 89. A date alone is no identifier at a desk: it
//! counts when it is said to be somebody's birth.

use crate::{Finding, Kind, after, before};
use regex::Regex;
use std::sync::LazyLock;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file is well formed")
}

/// Anything that reads as a whole date.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:",
        r"\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})",
        r"|(?:19|20)\d{2}[/.\-]\d{1,2}[/.\-]\d{1,2}",
        r"|\d{1,2}(?:st|nd|rd|th)?[ \-]?(?:of )?",
        r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?,?[ \-]?(?:\d{4}|\d{2})",
        r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.? ?\d{1,2}(?:st|nd|rd|th)?,? ?\d{4}",
        r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
        r")\b"
    ))
});

static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:dobs?|d\.o\.b\.?|date[ \-]of[ \-]birth|birth[ \-]?date|birth[ \-]?day|born|birth|bday)\b",
    )
});

/// What follows a date that is said to be one of birth afterwards.
static BIRTH_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\W{0,3}(?:dob|birth|date of birth)\b"));

static AGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:9\d|1[01]\d)(?:[ \-]?(?:years?|yrs?)[ \-]?(?:old|of age)|[ \-]?y[./]?o\b\.?",
        r"|[ \-]?(?:yrs?|years?|y)\.? ?[mf]\b)|\b(?:aged?|age:)\s(?:is\s)?(?:9\d|1[01]\d)\b"
    ))
});

pub(crate) fn find(text: &str, all: &mut Vec<Finding>) {
    for found in DATE.find_iter(text) {
        if is_date(found.as_str()) && is_birth(text, found.start(), found.end()) {
            all.push(Finding { kind: Kind::BirthDate, range: found.range() });
        }
    }
    for found in AGE.find_iter(text) {
        let next = after(text, found.end(), 16).trim_start().to_ascii_lowercase();
        let thing =
            ["month", "day", "hour", "week", "minute", "switch", "pc", "server", "printer", "warranty"];
        if !thing.iter().any(|word| next.starts_with(word)) {
            all.push(Finding { kind: Kind::Age, range: found.range() });
        }
    }
}

/// Whether the numbers can be those of a date: no version has a month and a year that anybody was born in.
fn is_date(found: &str) -> bool {
    let numbers: Vec<u32> =
        found.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let named = found.bytes().any(|b| b.is_ascii_alphabetic());
    let year = |n: u32| n < 100 || (1880..=2100).contains(&n);
    match numbers[..] {
        [one, two, three] if one > 31 => year(one) && two <= 12 && three <= 31,
        [one, two, three] => one.min(two) <= 12 && one.max(two) <= 31 && year(three),
        [_, last] => named && year(last),
        _ => true,
    }
}

fn is_birth(text: &str, start: usize, end: usize) -> bool {
    let line = before(text, start, 64);
    let line = line.rsplit('\n').next().unwrap_or_default();
    if BIRTH.is_match(line) || BIRTH_AFTER.is_match(after(text, end, 24)) {
        return true;
    }
    // A segment of HL7 that speaks of a patient: the name and then the date, between bars.
    let packed = text[start..end].bytes().all(|b| b.is_ascii_digit());
    packed && line.ends_with('|') && line.contains('^')
}

/// Where a date begins right after a name, when one does: `at` is the end of the name.
pub(crate) fn follows(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let found = DATE.find(after(text, at, 24))?;
    let between = &text[at..at + found.start()];
    let near =
        between.len() <= 3 && between.chars().all(|c| matches!(c, ' ' | ',' | '/' | '(' | '-' | ';' | '|'));
    (near && is_date(found.as_str())).then(|| at + found.start()..at + found.end())
}
