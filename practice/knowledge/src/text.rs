//! What people type into an article, and by which words it is found.

use identifiers::Kind;
use kernel::{Private, Refusal};

/// The most letters of an article.
pub const LONGEST_BODY: usize = 50_000;
/// The most letters of a title.
pub const LONGEST_TITLE: usize = 120;
/// The most letters of the name of what an article is for.
pub const LONGEST_NAME: usize = 120;
/// The most words by which one article is found.
const MOST_WORDS: usize = 400;

/// A title: one line, not blank.
///
/// # Errors
/// A refusal that names the field.
pub fn title(field: &str, text: &Private) -> Result<String, Refusal> {
    let title = office::text::name(field, text.reveal())?;
    if title.chars().count() > LONGEST_TITLE {
        return Err(Refusal::invalid(field, "A title has at most 120 letters."));
    }
    Ok(title)
}

/// The text of an article: lines, not blank.
///
/// # Errors
/// A refusal that names the field.
pub fn body(field: &str, text: &Private) -> Result<String, Refusal> {
    match office::text::maybe(field, Some(text), LONGEST_BODY)? {
        Some(text) => Ok(text),
        None => Err(Refusal::invalid(field, "Write what helps, in a few steps.")),
    }
}

/// What tells who a patient is. A vendor's telephone or address may stand in an article; these may not.
const OF_A_PATIENT: &[Kind] =
    &[Kind::Name, Kind::BirthDate, Kind::Age, Kind::Ssn, Kind::Itin, Kind::RecordNumber, Kind::HealthPlan];

/// Refuses a text in which a patient is likely named: an article is no place for one, not even as an example.
///
/// # Errors
/// A refusal that names the field and what was found, never the words themselves.
pub fn no_patient(field: &str, text: &str) -> Result<(), Refusal> {
    let found = identifiers::find(text, &[]);
    match found.iter().find(|f| OF_A_PATIENT.contains(&f.kind)) {
        Some(finding) => {
            let sentence = format!(
                "This likely holds {} of a patient. An article is no place for one: write it without.",
                finding.kind.counted(1)
            );
            Err(Refusal::invalid(field, sentence))
        }
        None => Ok(()),
    }
}

/// A kind of asset as the list of assets writes it: `infusion-pump`.
///
/// # Errors
/// A refusal that names the field.
pub fn kind(field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = office::text::optional(field, text, 60)? else { return Ok(None) };
    let word = text.to_lowercase().replace(' ', "-");
    if !word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(Refusal::invalid(field, "A kind of asset is written in letters, such as infusion-pump."));
    }
    Ok(Some(word))
}

/// The distinct words of a text by which it is found.
pub fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for raw in text.split(|c: char| !c.is_alphanumeric()) {
        if found.len() == MOST_WORDS {
            break;
        }
        let word: String = raw.chars().flat_map(char::to_lowercase).take(40).collect();
        let short = word.chars().count() < 3 && !word.chars().any(|c| c.is_ascii_digit());
        if !word.is_empty() && !short && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_bodies_and_kinds_are_held_to_their_form() {
        assert_eq!(title("title", &Private::from("  Label printer jams ")).unwrap(), "Label printer jams");
        assert!(title("title", &Private::from("two\nlines")).is_err());
        assert_eq!(body("body", &Private::from(" a\r\nb ")).unwrap(), "a\nb");
        assert!(body("body", &Private::from(" \n")).is_err());
        assert!(body("body", &Private::from("x".repeat(LONGEST_BODY + 1).as_str())).is_err());
        assert_eq!(kind("asset_kind", Some("Infusion pump")).unwrap().unwrap(), "infusion-pump");
        assert_eq!(kind("asset_kind", Some("  ")).unwrap(), None);
        assert!(kind("asset_kind", Some("a<b")).is_err());
    }

    #[test]
    fn a_patient_has_no_place_in_an_article_and_a_vendor_has() {
        assert!(
            no_patient("words", "Call the vendor at 555-0100 or help@vendor.example, ask for tier 2").is_ok()
        );
        let named = no_patient("words", "Patient John Sample, DOB 04/12/1957, MRN 00123456").unwrap_err();
        assert_eq!(named.field.as_deref(), Some("words"));
        assert!(!named.sentence.contains("Sample") && !named.sentence.contains("1957"));
    }

    #[test]
    fn words_are_found_whichever_case_they_were_typed_in() {
        assert_eq!(
            words("Restart the LABEL-printer, restart 4B"),
            ["restart", "the", "label", "printer", "4b"]
        );
    }
}
