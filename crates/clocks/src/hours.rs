//! One stretch of opening hours on one day, such as 08:00-17:00, or 22:00-06:00 for a night shift.

use std::fmt;

/// Minutes in a civil day as the wall clock counts them.
const DAY_MINUTES: u16 = 24 * 60;

/// Opening hours in local time, to the minute. When `to` is not after `from`, the span ends on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    from_minute: u16,
    to_minute: u16,
}

impl Span {
    /// Reads `08:00-17:00`. `24:00` may stand as an end; `00:00-24:00` is the whole day.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without the field's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shape = || format!("\"{}\" is not of the form 08:00-17:00", shortened(text));
        let (from, to) = text.split_once('-').ok_or_else(shape)?;
        let from_minute = minute_of_day(from).ok_or_else(shape)?;
        let to_minute = minute_of_day(to).ok_or_else(shape)?;
        if from_minute == DAY_MINUTES {
            return Err("24:00 can only end a span; start the next day's at 00:00".into());
        }
        if from_minute == to_minute {
            return Err("starts and ends at the same time; write 00:00-24:00 for a whole day".into());
        }
        Ok(Self { from_minute, to_minute })
    }

    /// The opening, in minutes after local midnight.
    pub fn from_minute(self) -> u16 {
        self.from_minute
    }

    /// The closing, in minutes after the midnight that starts the span's own day: above 1440 for a night
    /// shift.
    pub fn to_minute(self) -> u16 {
        if self.to_minute <= self.from_minute { self.to_minute + DAY_MINUTES } else { self.to_minute }
    }

    /// How long it is by the wall clock, in minutes.
    pub(crate) fn minutes(self) -> u16 {
        self.to_minute() - self.from_minute
    }

    /// Whether two spans of the same day share a minute.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.from_minute() < other.to_minute() && other.from_minute() < self.to_minute()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, b) = (self.from_minute, self.to_minute);
        write!(f, "{:02}:{:02}-{:02}:{:02}", a / 60, a % 60, b / 60, b % 60)
    }
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits =
        |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u16>());
    let hour = two_digits(hour)?.ok()?;
    let minute = two_digits(minute)?.ok()?;
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY_MINUTES).then_some(total)
}

/// What a message quotes of foreign text: never more than a line's worth.
pub(crate) fn shortened(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
