//! Names, texts and times as people type or paste them, for every slice alike: trimmed, without unseen characters, never
//! too long, and a local time never guessed.

use clocks::TypedProblem;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use kernel::{Moment, Private, Refusal};

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

/// A text of several lines that must be said.
///
/// # Errors
/// A refusal that names the field.
pub fn said(field: &str, text: &Private, most: usize) -> Result<String, Refusal> {
    let blank = || Refusal::invalid(field, "Say it in a few words.");
    maybe(field, Some(text), most)?.ok_or_else(blank)
}

/// A text of several lines that may be left out; blank counts as left out.
///
/// # Errors
/// A refusal that names the field.
pub fn maybe(field: &str, text: Option<&Private>, most: usize) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(|t| t.reveal().trim().replace("\r\n", "\n")).filter(|t| !t.is_empty()) else {
        return Ok(None);
    };
    if text.chars().count() > most {
        return Err(Refusal::invalid(field, format!("This is longer than {most} characters.")));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::invalid(field, "This holds a control character. Paste it as plain text."));
    }
    Ok(Some(text))
}

/// A time as it was typed: local time in the zone (an IANA name), or an instant with its offset. A local time that the
/// clocks skip or show twice is refused with both that may be meant.
///
/// # Errors
/// A refusal that names the field.
pub fn moment(field: &str, text: &str, zone: &str) -> Result<Moment, Refusal> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Moment::from_timestamp(at));
    }
    let Ok(local) = text.parse::<DateTime>() else {
        return Err(Refusal::invalid(field, "Give a day and a time, for instance 2026-11-25 14:00."));
    };
    let zone_data = clocks::zone(zone).unwrap_or(TimeZone::UTC);
    clocks::typed(local, &zone_data)
        .map(Moment::from_timestamp)
        .map_err(|problem| Refusal::invalid(field, which(&problem, zone, &zone_data)))
}

/// The question back: which of two moments is meant, each as it is typed.
fn which(problem: &TypedProblem, zone: &str, zone_data: &TimeZone) -> String {
    let (happens, candidates) = match problem {
        TypedProblem::Skipped { candidates } => ("jump over this time", candidates),
        TypedProblem::Repeated { candidates } => ("show this time twice", candidates),
        TypedProblem::OutOfRange => return format!("In {zone} {problem}."),
    };
    let [first, second] =
        candidates.map(|at| at.to_zoned(zone_data.clone()).strftime("%Y-%m-%dT%H:%M%:z").to_string());
    format!("In {zone} the clocks {happens}. Write {first} or {second}, whichever you mean.")
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

    #[test]
    fn texts_are_trimmed_and_held_to_their_length() {
        let read = |text: &str| said("words", &Private::from(text), 40);
        assert_eq!(read("  the printer \r\n\tjams ").unwrap(), "the printer \n\tjams");
        assert_eq!(read(&"ü".repeat(40)).unwrap().chars().count(), 40);
        for wrong in [" \n\t ", "bell \u{7} rings", &"x".repeat(41)] {
            assert_eq!(read(wrong).unwrap_err().field.as_deref(), Some("words"), "{wrong:?}");
        }
        assert_eq!(maybe("words", Some(&Private::from(" \n")), 40).unwrap(), None);
    }

    #[test]
    fn local_times_are_of_the_place_and_never_guessed() {
        let read = |text| moment("starts", text, "America/Chicago");
        for text in ["2026-11-25T02:00", " 2026-11-25 02:00 ", "2026-11-25T08:00:00Z"] {
            assert_eq!(read(text).unwrap().timestamp().to_string(), "2026-11-25T08:00:00Z");
        }
        assert!(read("2026-11-01T01:30-05:00").is_ok());
        for wrong in ["2026-11-01T01:30", "2026-03-08T02:30", "soon", ""] {
            assert_eq!(read(wrong).unwrap_err().field.as_deref(), Some("starts"), "{wrong}");
        }
    }
}
