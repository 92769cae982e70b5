//! How much working time a contract promises: hours, minutes and seconds, or business days.
//!
//! A business day is a term of the contract and never 24 hours: it is as many working seconds as an ordinary day of
//! that calendar has, or as the calendar says in so many words. Where its days differ in length and it says nothing,
//! "two business days" has no meaning, and the calendar is asked to say.

use crate::calendar::Calendar;
use crate::hours::shortened;
use crate::problem::CalendarProblem;
use crate::words::length_in_words;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An amount of working time as a contract states it, such as `4h`, `1h30m`, `90s` or `2bd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Budget {
    /// Days of the length that the calendar gives a business day.
    pub business_days: u32,
    /// Beside them, in whole seconds.
    pub seconds: u32,
}

impl Budget {
    /// So much working time.
    pub const fn seconds(seconds: u32) -> Self {
        Self { business_days: 0, seconds }
    }

    /// So many hours of working time.
    pub const fn hours(hours: u16) -> Self {
        Self::seconds(hours as u32 * 3600)
    }

    /// So many business days.
    pub const fn business_days(days: u32) -> Self {
        Self { business_days: days, seconds: 0 }
    }

    /// As working time of this calendar.
    ///
    /// # Errors
    /// Names `business_day` when days are promised and the calendar does not tell how long one is.
    pub fn on(self, calendar: &Calendar) -> Result<SignedDuration, CalendarProblem> {
        let seconds = SignedDuration::from_secs(self.seconds.into());
        if self.business_days == 0 {
            return Ok(seconds);
        }
        let day = calendar.business_day().ok_or_else(|| {
            let problem = "must be stated, such as 8h: the open days of the week are not equally long";
            CalendarProblem::new("business_day", problem)
        })?;
        Ok(SignedDuration::from_secs(day.as_secs() * i64::from(self.business_days)) + seconds)
    }
}

impl FromStr for Budget {
    type Err = String;

    /// Reads `4h`, `1h 30m`, `90min`, `45s`, `2bd` and sums of them.
    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || format!("\"{}\" is not an amount such as 4h, 1h30m, 90s or 2bd", shortened(text));
        let much = || format!("\"{}\" is more than 100 years", shortened(text));
        let (mut days, mut seconds) = (0u64, 0u64);
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(shape());
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(shape)?;
            let (number, after) = rest.split_at(digits);
            if number.is_empty() {
                return Err(shape());
            }
            let number: u64 = number.parse().map_err(|_| much())?;
            let after = after.trim_start();
            let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            let (unit, after) = after.split_at(end);
            let unit_s = match unit.to_ascii_lowercase().as_str() {
                "h" => 3600,
                "m" | "min" => 60,
                "s" => 1,
                "bd" => 0,
                "d" => return Err("a day is 24h or 1bd (a business day): write the one that is meant".into()),
                _ => return Err(shape()),
            };
            if unit_s == 0 {
                days = days.saturating_add(number);
            } else {
                seconds = seconds.saturating_add(number.saturating_mul(unit_s));
            }
            rest = after.trim_start();
        }
        const CENTURY_S: u64 = 36_525 * 86_400;
        if days > 36_525 || seconds > CENTURY_S {
            return Err(much());
        }
        let fits = "a hundred years of seconds fit 32 bits";
        Ok(Self {
            business_days: u32::try_from(days).expect(fits),
            seconds: u32::try_from(seconds).expect(fits),
        })
    }
}

impl TryFrom<String> for Budget {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Budget> for String {
    fn from(budget: Budget) -> Self {
        let Budget { business_days, seconds } = budget;
        let parts =
            [(business_days, "bd"), (seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
        let text: String =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
        if text.is_empty() { "0s".into() } else { text }
    }
}

impl fmt::Display for Budget {
    /// `2 business days 4 h`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = length_in_words(SignedDuration::from_secs(self.seconds.into()));
        match (self.business_days, self.seconds) {
            (0, _) => f.write_str(&time),
            (1, 0) => f.write_str("1 business day"),
            (days, 0) => write!(f, "{days} business days"),
            (1, _) => write!(f, "1 business day {time}"),
            (days, _) => write!(f, "{days} business days {time}"),
        }
    }
}
