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
    Ok(office::text::said(field, text, LONGEST_TEXT)?)
}

/// A text that may be left out.
pub(crate) fn maybe(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    Ok(office::text::maybe(field, text, LONGEST_TEXT)?)
}
