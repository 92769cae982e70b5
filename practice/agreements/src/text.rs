//! Names and short texts as people type them: trimmed, without unseen characters, and never too long.

use kernel::{Refusal, Stop};

/// The longest name, in characters.
pub(crate) const LONGEST_NAME: usize = 200;

/// A name: not blank, at most 200 characters, on one line.
pub(crate) fn name(field: &str, text: &str) -> Result<String, Stop> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid(field, "A name is needed here.").into());
    }
    line(field, text, LONGEST_NAME)
}

/// A text that may be left out; blank counts as left out.
pub(crate) fn optional(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, Stop> {
    match text.map(str::trim).filter(|t| !t.is_empty()) {
        Some(text) => line(field, text, most).map(Some),
        None => Ok(None),
    }
}

fn line(field: &str, text: &str, most: usize) -> Result<String, Stop> {
    if text.chars().count() > most {
        return Err(Refusal::invalid(field, format!("This is longer than {most} characters.")).into());
    }
    if text.chars().any(char::is_control) {
        let sentence = "This holds a line break or another character that cannot be seen.";
        return Err(Refusal::invalid(field, sentence).into());
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
            let Err(Stop::Refused(refusal)) = name("name", wrong) else { panic!("{wrong:?} was taken") };
            assert_eq!(refusal.field.as_deref(), Some("name"));
        }
        assert_eq!(optional("title", Some(" Partner "), LONGEST_NAME).unwrap().unwrap(), "Partner");
    }
}
