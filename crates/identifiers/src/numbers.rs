//! Numbers that stand for a person: social security numbers by their rules, Medicare numbers by their form, and record,
//! account, plan, license and device numbers by the words around them. A number without such a word stays what it is
//! at a desk: an asset tag, a version, a ticket.

use crate::{Finding, Kind, after, before};
use regex::Regex;
use std::{collections::HashSet, sync::LazyLock};

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file is well formed")
}

/// What may be a number of somebody: letters and digits, perhaps joined by bars.
static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[A-Za-z]{0,4}[\-]?\d[A-Za-z0-9]{0,19}(?:-[A-Za-z0-9]{1,8}){0,3}"));
static SSN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{3}[\-. ]\d{2}[\-. ]\d{4}\b|\b\d{9}\b"));
static SSN_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bssns?|\bss\s?(?:#|no\.?|number)|\bsocial(?:\ssecurity)?|\bsoc\.?\s?sec\.?|\bitin|\btax\s?id)\b?",
    )
});
/// The Medicare beneficiary identifier of CMS: no S, L, O, I, B, Z; bars after the 4th and the 7th place.
static MBI: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-?",
        r"[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-?[AC-HJKMNP-RT-Y]{2}[0-9]{2}\b"
    ))
});

/// What stands between a word and its number.
const GAP: &str = r"(?:\s?(?:no\.?|num(?:ber)?s?|nbr\.?|id|#))?[\s:=#(|\-–]{0,5}(?:is\s|of\s)?$";
/// The same, where the word alone says too little.
const NAMED_GAP: &str = r"\s?(?:no\.?|num(?:ber)?s?|nbr\.?|id|#)[\s:=#(|\-–]{0,5}(?:is\s|of\s)?$";

fn words(words: &str, gap: &str) -> Regex {
    pattern(&format!(r"(?i)\b(?:{words}){gap}"))
}

/// A kind of number and the words that stand before one.
struct Rule {
    kind: Kind,
    before: LazyLock<Regex>,
    /// How many digits it has at least.
    digits: usize,
}

static RULES: [Rule; 8] = [
    Rule {
        kind: Kind::RecordNumber,
        before: LazyLock::new(|| words(r"mrn'?s?|med(?:ical)?\.?\s?rec(?:ord)?s?\.?", GAP)),
        digits: 4,
    },
    Rule {
        kind: Kind::RecordNumber,
        before: LazyLock::new(|| words(r"chart|record|unit|patient'?s?|pt\.?'?s?", NAMED_GAP)),
        digits: 5,
    },
    Rule {
        kind: Kind::HealthPlan,
        before: LazyLock::new(|| {
            words(
                r"member(?:ship)?|subscriber|insurance|medicaid|medicare|policy|(?:health\s)?plan|beneficiary|hicn",
                NAMED_GAP,
            )
        }),
        digits: 4,
    },
    Rule {
        kind: Kind::Account,
        before: LazyLock::new(|| {
            words(
                r"account|acct\.?|encounter|visit|guarantor(?:\saccount)?|accession|specimen|rx|prescription|claim",
                NAMED_GAP,
            )
        }),
        digits: 5,
    },
    Rule {
        kind: Kind::Account,
        before: LazyLock::new(|| {
            words(r"acct\.?|(?:guarantor|patient)\saccount|encounter|accession|csn|fin|har", GAP)
        }),
        digits: 5,
    },
    Rule {
        kind: Kind::License,
        before: LazyLock::new(|| words(r"driver'?s?'?\s(?:licen[sc]e|lic\.?)|dl", GAP)),
        digits: 4,
    },
    Rule { kind: Kind::License, before: LazyLock::new(|| words(r"licen[sc]e", NAMED_GAP)), digits: 5 },
    Rule {
        kind: Kind::Device,
        before: LazyLock::new(|| {
            pattern(concat!(
                r"(?i)\b(?:patient'?s|pt'?s|his|her|their|implant(?:ed)?|pacemaker)\b[^.\n]{0,32}",
                r"\b(?:serial|s/?n)(?:\s?(?:no\.?|number|#))?[\s:#]{0,3}$"
            ))
        }),
        digits: 3,
    },
];

/// The number is said to be one of a record afterwards: `4711 (MRN)`, `4711^^^MRN`, `4711) in patient.mrn`.
static RECORD_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\s?\(mrn\b|\s?mrn\s?(?:[,.;)]|$)|\^\^\^(?:[A-Z0-9]{0,12}\^)?(?:MRN?|PI)\b|\)?\sin\s[a-z_]{1,20}\.mrn\b)",
    )
});
/// A list goes on: the number is of the kind of the one before.
static LIST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\s?(?:,|/|&|;|\band\b|\bor\b|\binto\b|\bwith\b|,\s?and\b)\s?#?$"));
/// The license of a program is nobody's.
static OF_A_PERSON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:patient|intake|driver|photo|nurse|registration|front desk)"));

pub(crate) fn find(text: &str, all: &mut Vec<Finding>) {
    for found in SSN.find_iter(text) {
        if let Some(kind) = security(text, found.start(), found.end()) {
            all.push(Finding { kind, range: found.range() });
        }
    }
    all.extend(MBI.find_iter(text).map(|f| Finding { kind: Kind::HealthPlan, range: f.range() }));
    let mut known: HashSet<&str> = HashSet::new();
    let mut last: Option<(Kind, usize)> = None;
    let mut spare = Vec::new();
    for found in TOKEN.find_iter(text) {
        let (start, end) = (found.start(), found.end());
        if text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let goes_on = last.filter(|(_, from)| LIST.is_match(short(&text[*from..start])));
        let kind =
            told(text, start, end).or(goes_on.map(|(kind, _)| kind).filter(|_| digits(found.as_str()) >= 4));
        match kind {
            Some(kind) => {
                known.insert(found.as_str());
                last = Some((kind, end));
                all.push(Finding { kind, range: start..end });
            }
            None => spare.push((start, end)),
        }
    }
    // The same number elsewhere in the text is the same number.
    let bare: HashSet<&str> = known.iter().map(|token| digits_of(token)).filter(|d| d.len() >= 5).collect();
    for (start, end) in spare {
        if bare.contains(digits_of(&text[start..end])) {
            all.push(Finding { kind: Kind::RecordNumber, range: start..end });
        }
    }
}

/// Between two numbers of a list stand a few letters at most.
fn short(between: &str) -> &str {
    if between.len() <= 10 { between } else { "…" }
}

fn digits(token: &str) -> usize {
    token.bytes().filter(u8::is_ascii_digit).count()
}

/// The longest run from the first digit to the last.
fn digits_of(token: &str) -> &str {
    let token = token.trim_start_matches(|c: char| !c.is_ascii_digit());
    token.trim_end_matches(|c: char| !c.is_ascii_digit())
}

fn told(text: &str, start: usize, end: usize) -> Option<Kind> {
    let token = &text[start..end];
    let count = digits(token);
    if count < 3 {
        return None;
    }
    if count >= 4 && RECORD_AFTER.is_match(after(text, end, 32)) {
        return Some(Kind::RecordNumber);
    }
    let line = before(text, start, 56).rsplit('\n').next().unwrap_or_default();
    let rule = RULES.iter().find(|rule| count >= rule.digits && rule.before.is_match(line))?;
    let program = rule.kind == Kind::License && !OF_A_PERSON.is_match(text);
    (!program).then_some(rule.kind)
}

/// What a number in the form of a social security number is. The area is never 000, 666 or 9xx, the group never 00, the
/// serial never 0000; a 9 with the groups that the tax office gives out is a taxpayer number.
fn security(text: &str, start: usize, end: usize) -> Option<Kind> {
    let found = &text[start..end];
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let next = text[end..].chars().next();
    if text[..start].chars().next_back().is_some_and(joined)
        || next.is_some_and(|c| c.is_alphanumeric() || c == '-')
    {
        return None;
    }
    let digits: String = found.chars().filter(char::is_ascii_digit).collect();
    let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
    let line = before(text, start, 48).rsplit('\n').next().unwrap_or_default();
    let said = SSN_WORD.is_match(line);
    if !said && !found.contains('-') {
        return None;
    }
    let number: u8 = group.parse().ok()?;
    if area.starts_with('9') {
        let given = matches!(number, 50..=65 | 70..=88 | 90..=92 | 94..=99);
        return given.then_some(Kind::Itin);
    }
    let valid = area != "000" && area != "666" && group != "00" && serial != "0000";
    valid.then_some(Kind::Ssn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let mut all = Vec::new();
        find(text, &mut all);
        all.iter().map(|f| (f.kind, &text[f.range.clone()])).collect()
    }

    #[test]
    fn social_security_numbers_follow_their_rules() {
        assert_eq!(kinds("it is 123-45-6789."), [(Kind::Ssn, "123-45-6789")]);
        assert_eq!(kinds("SSN 123456789"), [(Kind::Ssn, "123456789")]);
        assert_eq!(kinds("ITIN 912-70-1234"), [(Kind::Itin, "912-70-1234")]);
        for none in
            ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "part 123456789"]
        {
            assert_eq!(kinds(none), [], "{none}");
        }
    }

    #[test]
    fn a_number_needs_its_word() {
        assert_eq!(kinds("MRN: 0012345 is locked"), [(Kind::RecordNumber, "0012345")]);
        assert_eq!(kinds("MRNs 123456, 223456 and 323456").len(), 3);
        assert_eq!(kinds("card 1EG4-TE5-MK73"), [(Kind::HealthPlan, "1EG4-TE5-MK73")]);
        assert_eq!(kinds("asset WS-004711, ticket #48213, build 19045.3803"), []);
        assert_eq!(kinds("license number 4471-2231 of the server"), []);
    }
}
