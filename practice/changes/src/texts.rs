//! What people type about a change. A title is read in lists and stands open; everything longer is sealed.

use kernel::{Private, Refusal, Stop};

/// The most characters of a title.
pub(crate) const LONGEST_TITLE: usize = 120;
/// The most characters of a text.
const LONGEST_TEXT: usize = 20_000;

/// A title: one line.
pub(crate) fn title(field: &str, text: &str) -> Result<String, Stop> {
    match optional(field, Some(text))? {
        Some(title) => Ok(title),
        None => Err(Refusal::invalid(field, "A title is needed here.").into()),
    }
}

/// A short line that may be left out.
pub(crate) fn optional(field: &str, text: Option<&str>) -> Result<Option<String>, Stop> {
    Ok(office::text::optional(field, text, LONGEST_TITLE)?)
}

/// A text that must be said.
pub(crate) fn said(field: &str, text: &Private) -> Result<String, Stop> {
    match maybe(field, Some(text))? {
        Some(text) => Ok(text),
        None => Err(Refusal::invalid(field, "Say it in a few words.").into()),
    }
}

/// A text that may be left out.
pub(crate) fn maybe(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    let Some(text) = text.map(|t| t.reveal().trim().replace("\r\n", "\n")).filter(|t| !t.is_empty()) else {
        return Ok(None);
    };
    if text.chars().count() > LONGEST_TEXT {
        return Err(Refusal::invalid(field, format!("This is longer than {LONGEST_TEXT} characters.")).into());
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::invalid(field, "This holds a control character. Paste it as plain text.").into());
    }
    Ok(Some(text))
}
