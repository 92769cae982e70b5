//! What in a text is likely an identifier of a patient: a name in a patient's context, a record number, a date of
//! birth, a phone number and whatever else 45 CFR 164.514(b)(2) lists. It looks at one text and at nothing else:
//! no register is asked, nothing is learned. It misses some and takes some innocent words for identifiers, so it
//! never decides who may see a text; it says where to look twice.
//!
//! It runs in time linear in the text: every pattern has a greatest length, and what stands before and after a
//! candidate is looked at for a few words only.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod dates;
mod form;
mod kind;
mod lexicon;
mod names;
mod numbers;
mod places;
mod words;

pub use form::{Form, LONGEST_FORM, MOST_FORMS, NotAForm};
pub use kind::Kind;

use std::ops::Range;

/// A part of a text that is likely an identifier. The range is in bytes and lies on borders of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    pub range: Range<usize>,
}

/// The likely identifiers of a text in their order, none overlapping another. `forms` are the client's own forms of
/// record numbers.
pub fn find(text: &str, forms: &[Form]) -> Vec<Finding> {
    let mut all = Vec::new();
    numbers::find(text, &mut all);
    dates::find(text, &mut all);
    places::find(text, &mut all);
    formed(text, forms, &mut all);
    all.sort_by_key(|f| f.range.start);
    let names = names::find(text, &all);
    all.extend(names);
    tidied(all)
}

/// How often each kind was found, in the order of the kinds.
pub fn counted(findings: &[Finding]) -> Vec<(Kind, usize)> {
    let count = |kind: Kind| findings.iter().filter(|f| f.kind == kind).count();
    Kind::ALL.iter().map(|kind| (*kind, count(*kind))).filter(|(_, n)| *n > 0).collect()
}

fn formed(text: &str, forms: &[Form], all: &mut Vec<Finding>) {
    if forms.is_empty() {
        return;
    }
    for (at, letter) in text.char_indices() {
        if !letter.is_ascii_alphanumeric() {
            continue;
        }
        if let Some(end) = forms.iter().take(MOST_FORMS).filter_map(|form| form.ends(text, at)).max() {
            all.push(Finding { kind: Kind::RecordNumber, range: at..end });
        }
    }
}

/// In order, overlaps joined under the kind of the longer one.
fn tidied(mut all: Vec<Finding>) -> Vec<Finding> {
    all.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut out: Vec<Finding> = Vec::with_capacity(all.len());
    for finding in all {
        match out.last_mut() {
            Some(last) if finding.range.start < last.range.end => {
                if finding.range.len() > last.range.len() {
                    last.kind = finding.kind;
                }
                last.range.end = last.range.end.max(finding.range.end);
            }
            _ => out.push(finding),
        }
    }
    out
}

/// At most so many bytes before a place, from a border of letters on.
fn before(text: &str, at: usize, most: usize) -> &str {
    let mut from = at.saturating_sub(most);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..at]
}

/// At most so many bytes after a place, up to a border of letters.
fn after(text: &str, at: usize, most: usize) -> &str {
    let mut to = (at + most).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[at..to]
}
