//! Mail addresses, street addresses and phone numbers.

use crate::{Finding, Kind, after, before};
use regex::Regex;
use std::sync::LazyLock;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file is well formed")
}

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[A-Za-z0-9][A-Za-z0-9._%+'\-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,40}\.){1,5}[A-Za-z]{2,24}")
});

/// Mailboxes of a function, not of a person.
const ROLES: &[&str] = &[
    "support",
    "helpdesk",
    "help",
    "servicedesk",
    "noreply",
    "no-reply",
    "donotreply",
    "info",
    "admin",
    "alerts",
    "alert",
    "postmaster",
    "abuse",
    "it",
    "itsupport",
    "scanner",
    "scan",
    "printer",
    "billing",
    "office",
    "frontdesk",
    "hr",
    "security",
    "webmaster",
    "root",
    "sales",
    "notifications",
    "backup",
    "monitoring",
    "service",
];

static STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b\d{1,6}[A-Za-z]?\s{1,2}(?:(?:[NSEW]\.?|North|South|East|West)\s)?",
        r"(?:(?:[A-Z][A-Za-z'.\-]{1,20}|\d{1,3}(?:st|nd|rd|th))\s){1,3}",
        r"(?i:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Circle|",
        r"Cir|Parkway|Pkwy|Highway|Hwy|Trail|Trl|Square|Sq|Loop|Crescent|Alley)\b\.?",
        r"(?:,?\s(?i:Apt|Apartment|Unit|Suite|Ste|No|#)\.?\s?#?[A-Za-z0-9\-]{1,6})?",
        r"(?:,\s?[A-Z][A-Za-z.\-]{1,20}(?:\s[A-Z][A-Za-z.\-]{1,20}){0,2})?",
        r"(?:,?\s[A-Z]{2},?\s\d{5}(?:-\d{4})?)?"
    ))
});

static BOX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\bP\.?\s?O\.?\s?Box\s\d{1,6}(?:,\s?[A-Za-z .]{2,30},?\s[A-Z]{2}\s\d{5})?")
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\+?1[ .\-]?)?(?:\(\d{3}\) ?|\d{3}[ .\-/])\d{3}[ .\-]\d{4}|\+1\d{10}|\d{10}")
});

static PHONE_CONTEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:phone|cell|mobile|tel|call|called|calls|ring|fax|faxed|home|number|reach|text|contact|dial)\b",
    )
});

/// Area codes that belong to nobody's house.
const TOLL_FREE: &[&str] = &["800", "833", "844", "855", "866", "877", "888", "900"];

pub(crate) fn find(text: &str, all: &mut Vec<Finding>) {
    for found in EMAIL.find_iter(text) {
        let local = found.as_str().split('@').next().unwrap_or_default().to_ascii_lowercase();
        if !ROLES.contains(&local.as_str()) {
            all.push(Finding { kind: Kind::Email, range: found.range() });
        }
    }
    let streets = STREET.find_iter(text).chain(BOX.find_iter(text));
    all.extend(streets.map(|found| Finding { kind: Kind::Address, range: found.range() }));
    for found in PHONE.find_iter(text) {
        if is_phone(text, found.start(), found.end()) {
            all.push(Finding { kind: Kind::Phone, range: found.range() });
        }
    }
}

/// By the numbering plan of North America: neither area nor exchange begins with 0 or 1.
fn is_phone(text: &str, start: usize, end: usize) -> bool {
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let edge_before = text[..start].chars().next_back();
    let mut rest = text[end..].chars();
    let (edge_after, next) = (rest.next(), rest.next());
    let goes_on = edge_after.is_some_and(|c| c.is_alphanumeric() || c == '_')
        || (matches!(edge_after, Some('-' | '.')) && next.is_some_and(|c| c.is_ascii_digit()));
    if edge_before.is_some_and(joined) || edge_before == Some('.') || goes_on {
        return false;
    }
    let found = &text[start..end];
    let digits: Vec<char> = found.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.len() == 11 { &digits[1..] } else { &digits[..] };
    let plain = found.len() == 10;
    let area: String = digits.iter().take(3).collect();
    let valid =
        digits.len() == 10 && digits[0] >= '2' && digits[3] >= '2' && !TOLL_FREE.contains(&area.as_str());
    valid
        && (!plain || PHONE_CONTEXT.is_match(before(text, start, 40)))
        && !after(text, end, 12).trim_start().starts_with("bytes")
}
