//! Telephone numbers of the North American plan, as people write them: with dots, brackets, a leading 1, an extension.
//! A number that is kept in one form can be called by a machine and found again.

use std::fmt;

/// A number that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    /// E.164 form, for example `+15095550123`.
    pub e164: String,
    /// Digits of the extension, if any.
    pub extension: Option<String>,
}

/// Why a text is not a North American number. The text itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Not ten digits.
    #[error("A US phone number has ten digits, for example 509-555-0123 x12.")]
    Digits,
    /// Letters or signs that no number has.
    #[error(
        "A phone number has digits, blanks, dots, hyphens and brackets only, and x or ext. before an extension."
    )]
    Signs,
    /// The numbering plan has no such area code or exchange.
    #[error("Area code and exchange begin with 2 to 9, and an area code does not end in 11.")]
    Plan,
}

/// Longest text that is looked at, in bytes.
const MAX_BYTES: usize = 64;

/// Reads a US number. Source of the rules: the North American Numbering Plan (NPA and NXX begin with 2 to 9;
/// N11 codes are services, not areas).
///
/// # Errors
/// Says why the text is not such a number.
pub fn us(text: &str) -> Result<Phone, PhoneError> {
    if text.len() > MAX_BYTES {
        return Err(PhoneError::Digits);
    }
    let lower = text.trim().to_ascii_lowercase();
    let (main, extension) = match lower.find(['x', 'e', '#']) {
        Some(at) => (&lower[..at], Some(&lower[at..])),
        None => (lower.as_str(), None),
    };
    if main
        .chars()
        .any(|sign| !sign.is_ascii_digit() && !" .-()+/\u{a0}\u{2010}\u{2011}\u{2013}".contains(sign))
    {
        return Err(PhoneError::Signs);
    }
    let digits: String = main.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix('1') {
        Some(rest) if digits.len() == 11 => rest,
        _ if digits.len() == 10 && !main.contains('+') => digits.as_str(),
        _ => return Err(PhoneError::Digits),
    };
    let bytes = digits.as_bytes();
    if bytes[0] < b'2' || bytes[3] < b'2' || &bytes[1..3] == b"11" {
        return Err(PhoneError::Plan);
    }
    Ok(Phone { e164: format!("+1{digits}"), extension: extension.map(extension_of).transpose()? })
}

fn extension_of(text: &str) -> Result<String, PhoneError> {
    let words = ["extension", "ext", "ex", "x", "#"];
    let rest = words.iter().find_map(|word| text.strip_prefix(word)).ok_or(PhoneError::Signs)?;
    let digits = rest.trim_matches([' ', '.', ':', '#']);
    let good = (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if good { Ok(digits.to_owned()) } else { Err(PhoneError::Signs) }
}

/// `509-555-0123 x12`
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.e164.get(2..5), self.e164.get(5..8), self.e164.get(8..)) {
            (Some(area), Some(exchange), Some(line)) => write!(f, "{area}-{exchange}-{line}")?,
            _ => f.write_str(&self.e164)?,
        }
        match &self.extension {
            Some(extension) => write!(f, " x{extension}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_common_form_is_the_same_number() {
        let forms = [
            "509-555-0123",
            "509.555.0123",
            "(509) 555-0123",
            "(509)555-0123",
            "5095550123",
            "1 509 555 0123",
            "+1 (509) 555-0123",
            "1-509-555-0123",
            " 509 555 0123 ",
            "509/555-0123",
            "509–555–0123",
        ];
        for form in forms {
            let phone = us(form).unwrap();
            assert_eq!((phone.e164.as_str(), phone.extension.as_deref()), ("+15095550123", None), "{form}");
        }
    }

    #[test]
    fn extensions_are_kept_apart() {
        for form in
            ["509-555-0123 x12", "509-555-0123 ext. 12", "(509) 555-0123 Extension 12", "5095550123#12"]
        {
            assert_eq!(us(form).unwrap().to_string(), "509-555-0123 x12", "{form}");
        }
    }

    #[test]
    fn wrong_numbers_are_refused_with_the_reason() {
        let cases = [
            ("", PhoneError::Digits),
            ("555-0123", PhoneError::Digits),
            ("+44 20 7946 0018", PhoneError::Digits),
            ("+5095550123", PhoneError::Digits),
            ("109-555-0123", PhoneError::Plan),
            ("509-155-0123", PhoneError::Plan),
            ("911-555-0123", PhoneError::Plan),
            ("509-555-CARE", PhoneError::Signs),
            ("509-555-0123 x", PhoneError::Signs),
            ("509-555-0123 ext twelve", PhoneError::Signs),
        ];
        for (text, error) in cases {
            assert_eq!(us(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer_and_numbers_read_back(text in ".{0,40}", near in "[0-9x.() +-]{0,20}") {
            for text in [text, near] {
                if let Ok(phone) = us(&text) {
                    prop_assert_eq!(us(&phone.to_string()), Ok(phone));
                }
            }
        }
    }
}
