//! Names, serial numbers and addresses as people type or paste them: trimmed, without unseen characters, never too long;
//! and the keys under which two spellings of the same are found.

use kernel::Refusal;

/// The longest serial number, maker, model or address, in characters.
pub(crate) const LONGEST_PARTICULAR: usize = 200;

pub(crate) use office::text::{LONGEST_NAME, name};

/// A text that may be left out; blank counts as left out.
pub(crate) fn optional(field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    office::text::optional(field, text, LONGEST_PARTICULAR)
}

/// A hardware address in any spelling, kept as `aa:bb:cc:dd:ee:ff`.
pub(crate) fn mac(field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    match text.map(str::trim).filter(|t| !t.is_empty()) {
        Some(text) => wire::inventory::mac(text).map(Some).ok_or_else(|| {
            Refusal::invalid(
                field,
                "This is not the hardware address of a card; write it like 3c:52:82:00:00:01.",
            )
        }),
        None => Ok(None),
    }
}

/// A name without what people vary: letter case and the number of blanks.
pub fn name_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A serial number without what people vary: letter case, blanks and dashes. Nothing for what is not one.
pub(crate) fn serial_key(serial: &str) -> Option<String> {
    let key: String = serial.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    (!key.is_empty()).then_some(key)
}

/// A text to be found anywhere within another, for `like … escape '\'`.
pub(crate) fn anywhere(text: &str) -> String {
    let mut out = String::from("%");
    for letter in text.trim().to_lowercase().chars().take(LONGEST_NAME) {
        if matches!(letter, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('%');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_forget_how_it_was_spelled() {
        assert_eq!(name_key("  Ward 3  PC\t1 "), "ward 3 pc 1");
        assert_eq!(serial_key("mxl-204 1a"), Some("MXL2041A".to_owned()));
        assert_eq!(serial_key(" - "), None);
        assert_eq!(anywhere(" 100%_A\\ "), "%100\\%\\_a\\\\%");
    }

    #[test]
    fn what_cannot_be_kept_is_refused_at_its_field() {
        for wrong in ["", "  ", "a\nb", &"x".repeat(201)] {
            assert_eq!(name("name", wrong).unwrap_err().field.as_deref(), Some("name"), "{wrong:?}");
        }
        assert_eq!(mac("mac", Some("3C-52-82-00-00-01")).unwrap().as_deref(), Some("3c:52:82:00:00:01"));
        assert_eq!(mac("mac", Some("ff:ff:ff:ff:ff:ff")).unwrap_err().field.as_deref(), Some("mac"));
        assert_eq!(optional("maker", Some(" ")).unwrap(), None);
    }
}
