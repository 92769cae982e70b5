//! The form of a client's own record numbers, in a way that anybody can write down: `A` is a letter, `#` is a
//! digit, anything else stands for itself. It is no language: a form has a length, and is matched letter by letter.

/// The longest form, in letters, and the most forms of one client.
pub const LONGEST_FORM: usize = 24;
pub const MOST_FORMS: usize = 20;

/// One letter of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Letter,
    Digit,
    Itself(char),
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    text: String,
    places: Vec<Place>,
}

/// Why a text is no form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAForm {
    /// Longer than [`LONGEST_FORM`].
    TooLong,
    /// It would fit ordinary numbers or words, or be a number itself: fewer than five letters and digits, or fewer
    /// than four of them any digit.
    TooPlain,
    /// A letter other than letters, digits, `#`, `-`, `.` and `/`.
    Odd(char),
}

impl std::fmt::Display for NotAForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotAForm::TooLong => write!(f, "it is longer than {LONGEST_FORM} letters"),
            NotAForm::TooPlain => f.write_str("it needs at least five letters and digits, four of them '#'"),
            NotAForm::Odd(letter) => {
                write!(f, "'{letter}' cannot stand in it; use A, #, digits, '-', '.' and '/'")
            }
        }
    }
}

impl Form {
    /// # Errors
    /// Why the text is no form.
    pub fn parse(text: &str) -> Result<Self, NotAForm> {
        let text = text.trim();
        if text.chars().count() > LONGEST_FORM {
            return Err(NotAForm::TooLong);
        }
        let mut places = Vec::new();
        for letter in text.chars() {
            places.push(match letter {
                'A' => Place::Letter,
                '#' => Place::Digit,
                c if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/') => Place::Itself(c),
                odd => return Err(NotAForm::Odd(odd)),
            });
        }
        let counted = places.iter().filter(|p| !matches!(p, Place::Itself('-' | '.' | '/'))).count();
        let open = places.iter().filter(|p| **p == Place::Digit).count();
        if counted < 5 || open < 4 {
            return Err(NotAForm::TooPlain);
        }
        Ok(Self { text: text.to_owned(), places })
    }

    /// As it was written down.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it ends in `text` when it begins at `at`, in bytes; nothing when it does not fit there as a whole word.
    pub fn ends(&self, text: &str, at: usize) -> Option<usize> {
        let before = text[..at].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let mut letters = text[at..].chars();
        let mut end = at;
        for place in &self.places {
            let letter = letters.next()?;
            let fits = match place {
                Place::Letter => letter.is_ascii_alphabetic(),
                Place::Digit => letter.is_ascii_digit(),
                Place::Itself(itself) => letter.eq_ignore_ascii_case(itself),
            };
            if !fits {
                return None;
            }
            end += letter.len_utf8();
        }
        (!letters.next().is_some_and(char::is_alphanumeric)).then_some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_matched_letter_by_letter() {
        let form = Form::parse(" A######").unwrap();
        assert_eq!(form.ends("see b123456.", 4), Some(11));
        assert_eq!(form.ends("see b1234567", 4), None);
        assert_eq!(form.ends("xb123456", 1), None);
        let form = Form::parse("LK-##.####").unwrap();
        assert_eq!(form.ends("lk-12.3456", 0), Some(10));
    }

    #[test]
    fn what_would_fit_anything_is_no_form() {
        assert_eq!(Form::parse("####"), Err(NotAForm::TooPlain));
        assert_eq!(Form::parse("AAAAAA"), Err(NotAForm::TooPlain));
        assert_eq!(Form::parse("B123456"), Err(NotAForm::TooPlain));
        assert_eq!(Form::parse("###.*"), Err(NotAForm::Odd('*')));
        assert_eq!(Form::parse(&"#".repeat(25)), Err(NotAForm::TooLong));
        assert_eq!(Form::parse(""), Err(NotAForm::TooPlain));
    }
}
