//! Names and short texts as people type or paste them, for every slice alike: trimmed, without unseen characters, and
//! never too long.

use kernel::Refusal;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 200;

/// A name: not blank, at most 200 characters, on one line.
///
/// # Errors
/// A refusal that names the field.
pub fn name(field: &str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid(field, "A name is needed here."));
    }
    line(field, text, LONGEST_NAME)
}

/// A text on one line that may be left out; blank counts as left out.
///
/// # Errors
/// A refusal that names the field.
pub fn optional(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, Refusal> {
    match text.map(str::trim).filter(|t| !t.is_empty()) {
        Some(text) => line(field, text, most).map(Some),
        None => Ok(None),
    }
}

fn line(field: &str, text: &str, most: usize) -> Result<String, Refusal> {
    if text.chars().count() > most {
        return Err(Refusal::invalid(field, format!("This is longer than {most} characters.")));
    }
    if text.chars().any(char::is_control) {
        let sentence = "This holds a line break or another character that cannot be seen.";
        return Err(Refusal::invalid(field, sentence));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_blank_long_or_broken_ones_refused() {
        assert_eq!(name("name", "  Cedar Hill \n").unwrap(), "Cedar Hill");
        assert_eq!(name("name", &"ü".repeat(200)).unwrap().chars().count(), 200);
        for wrong in ["", " \t ", "Cedar\nHill", "Cedar\u{0}Hill", &"ü".repeat(201)] {
            assert_eq!(name("name", wrong).unwrap_err().field.as_deref(), Some("name"), "{wrong:?}");
        }
        assert_eq!(optional("phone", Some("  "), 60).unwrap(), None);
        assert_eq!(optional("phone", Some(" 555.0100 x 12 "), 60).unwrap().unwrap(), "555.0100 x 12");
        assert!(optional("phone", Some(&"1".repeat(61)), 60).is_err());
    }
}
