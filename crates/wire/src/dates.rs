//! Dates as people write them into lists. 3/4/2026 is March 4 in the United States and April 3 in most of the world;
//! nothing in the text tells. Lists here come from American hospitals, so the month is read first unless the caller
//! says otherwise, and a date that only fits the other order is refused rather than turned around silently.

use jiff::civil::Date;

/// Which number of 3/4/2026 is the month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// 3/4/2026 is March 4, as in the United States.
    #[default]
    MonthFirst,
    /// 3/4/2026 is April 3.
    DayFirst,
}

/// Why a text is not a date. The text itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing that looks like a date.
    #[error("This is not a date. Write it as 2026-03-04, 3/4/2026 or March 4, 2026.")]
    Form,
    /// It reads as a date in the other order only.
    #[error(
        "This is a date only if the day comes before the month; here the month comes first. Write 2026-03-04."
    )]
    OtherOrder,
    /// The calendar has no such day.
    #[error("The calendar has no such day.")]
    NoSuchDay,
    /// The year is outside 1900 to 2199, which is most likely a slip of the keyboard.
    #[error("The year must lie between 1900 and 2199.")]
    Year,
}

/// Longest text that is looked at, in bytes.
const MAX_BYTES: usize = 64;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a date with the month first: see [`parse_in`].
///
/// # Errors
/// Says why the text is not a date.
pub fn parse(text: &str) -> Result<Date, DateError> {
    parse_in(text, Order::MonthFirst)
}

/// Reads `2026-03-04`, `20260304`, `3/4/2026` (also with `-` or `.`), `4-Mar-2026`, `March 4, 2026`, each with an
/// optional weekday before it and an optional time of day after it, which is dropped. A year of two digits means
/// 1969 to 2068, as in POSIX.
///
/// # Errors
/// Says why the text is not a date.
pub fn parse_in(text: &str, order: Order) -> Result<Date, DateError> {
    if text.len() > MAX_BYTES || !text.is_ascii() {
        return Err(DateError::Form);
    }
    let mut words = text.split([' ', ',', '/', '-', '.', '\t']).filter(|word| !word.is_empty()).peekable();
    words.next_if(|word| named(word, &WEEKDAYS).is_some());
    let first = words.next().ok_or(DateError::Form)?;
    if let Some((digits, rest)) = first.split_at_checked(8).filter(|(digits, _)| all_digits(digits)) {
        if !rest.is_empty() && !rest.starts_with(['T', 't']) {
            return Err(DateError::Form);
        }
        check_clock(rest, words)?;
        return day(&digits[..4], number(&digits[4..6])?, number(&digits[6..])?);
    }
    let second = words.next().ok_or(DateError::Form)?;
    let third = words.next().ok_or(DateError::Form)?;
    // An ISO time stands behind a T without a blank.
    let (third, clock) = match third.find(['T', 't']) {
        Some(at) if first.len() == 4 => third.split_at(at),
        _ => (third, ""),
    };
    check_clock(clock, words)?;
    if let Some(month) = named(first, &MONTHS) {
        return day(third, month, ordinal(second)?);
    }
    if let Some(month) = named(second, &MONTHS) {
        return if first.len() == 4 {
            day(first, month, ordinal(third)?)
        } else {
            day(third, month, ordinal(first)?)
        };
    }
    if first.len() == 4 {
        return day(first, number(second)?, number(third)?);
    }
    let (one, two) = (number(first)?, number(second)?);
    let (month, in_month) = if order == Order::MonthFirst { (one, two) } else { (two, one) };
    if month > 12 && (1..=12).contains(&in_month) {
        day(third, in_month, month)?;
        return Err(DateError::OtherOrder);
    }
    day(third, month, in_month)
}

/// What may follow a date: digits, colons, AM, PM, Z or an offset.
fn check_clock<'a>(rest: &str, words: impl Iterator<Item = &'a str>) -> Result<(), DateError> {
    let is_clock = |word: &str| {
        let word = word.trim_start_matches(['T', 't']).to_ascii_lowercase();
        let word = word.trim_end_matches('z').trim_end_matches("am").trim_end_matches("pm");
        word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'+')
    };
    let mut words = words.peekable();
    let starts_with_clock = words.peek().is_none_or(|word| !rest.is_empty() || word.contains(':'));
    (is_clock(rest) && starts_with_clock && words.all(is_clock)).then_some(()).ok_or(DateError::Form)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: &str) -> Result<i8, DateError> {
    if text.len() > 2 || !all_digits(text) {
        return Err(DateError::Form);
    }
    text.parse().map_err(|_| DateError::Form)
}

/// A day as `4` or `4th`.
fn ordinal(text: &str) -> Result<i8, DateError> {
    let lower = text.to_ascii_lowercase();
    number(["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower))
}

/// The place, from 1, of a name written in full or with at least three letters.
fn named(word: &str, names: &[&str]) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let at = (word.len() >= 3).then(|| names.iter().position(|name| name.starts_with(&word)))??;
    i8::try_from(at + 1).ok()
}

fn day(year: &str, month: i8, day: i8) -> Result<Date, DateError> {
    if !all_digits(year) {
        return Err(DateError::Form);
    }
    let year: i16 = match (year.len(), year.parse::<i16>().map_err(|_| DateError::Year)?) {
        (2, short @ ..=68) => 2000 + short,
        (2, short) => 1900 + short,
        (4, long @ 1900..=2199) => long,
        _ => return Err(DateError::Year),
    };
    Date::new(year, month, day).map_err(|_| DateError::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_common_form_is_the_same_day() {
        let forms = [
            "2026-03-04",
            "2026/3/4",
            "20260304",
            "3/4/2026",
            "03/04/2026",
            "3-4-2026",
            "3.4.26",
            "3/4/26",
            "4-Mar-2026",
            "04-MAR-26",
            "4 March 2026",
            "March 4, 2026",
            "Mar 4 2026",
            "Mar. 4th, 2026",
            "Wednesday, March 4, 2026",
            "2026-Mar-04",
            "2026-03-04T00:00:00Z",
            "2026-03-04 08:30:00",
            "2026-03-04T23:30:00.5-06:00",
            "3/4/2026 12:00 AM",
            "3/4/2026 8:05PM",
            " 3/4/2026 ",
        ];
        for form in forms {
            assert_eq!(parse(form).map(|date| date.to_string()), Ok("2026-03-04".to_owned()), "{form}");
        }
    }

    #[test]
    fn wrong_dates_are_refused_with_the_reason() {
        let cases = [
            ("", DateError::Form),
            ("soon", DateError::Form),
            ("46085", DateError::Form),
            ("202603041", DateError::Form),
            ("March 2026", DateError::Form),
            ("3/4", DateError::Form),
            ("3/4/2026 tomorrow", DateError::Form),
            ("3/4/2026/5", DateError::Form),
            ("４/3/2026", DateError::Form),
            ("13/4/2026", DateError::OtherOrder),
            ("31/2/2026", DateError::NoSuchDay),
            ("2/29/2026", DateError::NoSuchDay),
            ("0/4/2026", DateError::NoSuchDay),
            ("13/13/2026", DateError::NoSuchDay),
            ("3/4/206", DateError::Year),
            ("3/4/20266", DateError::Year),
            ("0206-03-04", DateError::Year),
            ("3/4/99999999", DateError::Year),
        ];
        for (text, error) in cases {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_order_and_the_century_are_as_documented() {
        assert_eq!(parse_in("3/4/2026", Order::DayFirst).unwrap().to_string(), "2026-04-03");
        assert_eq!(parse("1/1/68").unwrap().year(), 2068);
        assert_eq!(parse("1/1/69").unwrap().year(), 1969);
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in ".{0,40}", near in "[0-9A-Za-z/., :T+-]{0,20}") {
            let _ = parse(&text);
            let _ = parse_in(&near, Order::DayFirst);
        }

        #[test]
        fn every_day_reads_back(year in 1900_i16..=2199, of_year in 1_i16..=365) {
            let date = Date::new(year, 1, 1).unwrap().checked_add(jiff::Span::new().days(of_year - 1)).unwrap();
            prop_assert_eq!(parse(&date.to_string()), Ok(date));
            let american = format!("{}/{}/{}", date.month(), date.day(), date.year());
            prop_assert_eq!(parse(&american), Ok(date));
        }
    }
}
