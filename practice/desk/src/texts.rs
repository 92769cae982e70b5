//! What people type, before it is sealed: trimmed, not empty where something must be said, and no longer than
//! a page.

use identifiers::{Finding, Kind};
use kernel::{Private, Refusal};

/// The most letters of a text on a ticket.
pub const LONGEST_TEXT: usize = 20_000;

/// The text as it is kept.
///
/// # Errors
/// A refusal that names the field: blank, too long, or with a character that nobody can type.
pub fn said(field: &str, text: &Private) -> Result<String, Refusal> {
    office::text::said(field, text, LONGEST_TEXT)
}

/// Which likely identifiers stand in a text, by kind and number: `name:2 record-number:1`. It is kept beside the sealed
/// text and says nothing of the words themselves.
pub fn counts(findings: &[Finding]) -> String {
    let counted = identifiers::counted(findings);
    counted.iter().map(|(kind, n)| format!("{kind}:{n}")).collect::<Vec<_>>().join(" ")
}

/// The same, read back; what cannot be read is left out.
pub fn counted(found: &str) -> Vec<(Kind, usize)> {
    let one = |part: &str| {
        let (kind, n) = part.split_once(':')?;
        Some((Kind::from_word(kind)?, n.parse().ok()?))
    };
    found.split(' ').filter_map(one).collect()
}

/// As a sentence says it: "a name, 2 phone numbers and a record number"; nothing when none was found.
pub fn counted_in_words(found: &[(Kind, usize)]) -> Option<String> {
    let parts: Vec<String> = found.iter().map(|(kind, n)| kind.counted(*n)).collect();
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [most @ .., last] => Some(format!("{} and {last}", most.join(", "))),
    }
}

/// How many people are affected: 1 when nobody said.
///
/// # Errors
/// A refusal for none or for more than a hundred thousand.
pub fn people(field: &str, users: Option<u32>) -> Result<u32, Refusal> {
    match users {
        None => Ok(1),
        Some(n @ 1..=100_000) => Ok(n),
        Some(_) => Err(Refusal::invalid(field, "Give a number from 1 to 100000.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_and_held_to_their_length() {
        assert_eq!(said("words", &Private::from("  the printer \r\n jams ")).unwrap(), "the printer \n jams");
        let refused = |text: &str| said("words", &Private::from(text)).unwrap_err().field.unwrap();
        assert_eq!(refused(&"x".repeat(LONGEST_TEXT + 1)), "words");
        assert!(said("words", &Private::from("ü".repeat(LONGEST_TEXT).as_str())).is_ok());
    }

    #[test]
    fn what_was_found_is_counted_and_never_repeated() {
        let findings = identifiers::find("Mr. Testwell, MRN 0012345, and Mrs. Sample call 312-555-0142", &[]);
        let kept = counts(&findings);
        assert_eq!(kept, "name:2 phone:1 record-number:1");
        let told = counted_in_words(&counted(&kept)).unwrap();
        assert_eq!(told, "2 names, a phone number and a record number");
        assert_eq!(counted_in_words(&counted("")), None);
        assert_eq!(counted("nothing:1 name:x name"), []);
    }

    #[test]
    fn at_least_one_person_is_affected() {
        assert_eq!(people("users", None).unwrap(), 1);
        assert_eq!(people("users", Some(12)).unwrap(), 12);
        assert!(people("users", Some(0)).is_err() && people("users", Some(100_001)).is_err());
    }
}
