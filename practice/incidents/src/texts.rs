//! What people type about an incident. A title is read in lists and stands open; everything else is sealed.

use kernel::{Private, Refusal, Stop};

/// The most characters of a title.
const LONGEST_TITLE: usize = 120;
/// The most characters of a text.
const LONGEST_TEXT: usize = 20_000;

/// A title: one line.
pub(crate) fn title(field: &str, text: &str) -> Result<String, Stop> {
    let title = office::text::optional(field, Some(text), LONGEST_TITLE)?;
    Ok(title.ok_or_else(|| Refusal::invalid(field, "A title is needed here."))?)
}

/// A text that must be said.
pub(crate) fn said(field: &str, text: &Private) -> Result<String, Stop> {
    Ok(office::text::said(field, text, LONGEST_TEXT)?)
}

/// A text that may be left out.
pub(crate) fn maybe(field: &str, text: Option<&Private>) -> Result<Option<String>, Stop> {
    Ok(office::text::maybe(field, text, LONGEST_TEXT)?)
}

/// A SHA-256 as it is kept: 64 hexadecimal digits, small.
pub(crate) fn sha256(field: &str, text: &str) -> Result<String, Stop> {
    let text = text.trim().to_ascii_lowercase();
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(text);
    }
    Err(Refusal::invalid(field, "A SHA-256 has 64 digits from 0 to f.").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_a_whole_one() {
        assert_eq!(sha256("sha256", &format!(" {} ", "AB".repeat(32))).unwrap(), "ab".repeat(32));
        for wrong in ["", "ab", &"g".repeat(64), &"ab".repeat(33)] {
            assert!(sha256("sha256", wrong).is_err(), "{wrong}");
        }
    }
}
