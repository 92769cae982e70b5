//! In which hours of which days a layer works: `mon-fri 17:00-08:00`, `sat,sun 00:00-24:00`. Hours are local time. On
//! the night the clocks go back they last until the last occurrence of their end, so that nobody leaves early; where
//! their end is midnight they end when the date changes first.

use super::meant;
use clocks::Span;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The words for days, Monday first.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Hours on some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Only {
    /// Monday first.
    days: [bool; 7],
    hours: Span,
}

impl Only {
    /// Reads `mon-fri 17:00-08:00` or `sat,sun 00:00-24:00`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let short: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
        let mut parts = text.split_whitespace();
        let (Some(days), Some(hours), None) = (parts.next(), parts.next(), parts.next()) else {
            return Err(format!("\"{short}\" is not of the form mon-fri 17:00-08:00"));
        };
        let mut on = [false; 7];
        for part in days.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (mut day, last) = (number(first)?, number(last)?);
            loop {
                on[day] = true;
                if day == last {
                    break;
                }
                day = (day + 1) % 7;
            }
        }
        Ok(Self { days: on, hours: Span::parse(hours)? })
    }

    /// Whether hours begin on this day.
    pub fn on(&self, day: Date) -> bool {
        self.days[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs()) % 7]
    }

    /// The hours that begin on this day, as moments; nothing where there are none.
    pub fn of(&self, day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        if !self.on(day) {
            return None;
        }
        let local = |minute: u16| {
            let days = i64::from(minute / 1440);
            let day = day.checked_add(days.days()).ok()?;
            let time = Time::new((minute % 1440 / 60).cast_signed() as i8, (minute % 60) as i8, 0, 0).ok()?;
            Some(day.to_datetime(time))
        };
        let from = meant(local(self.hours.from_minute())?, zone, false)?;
        let end = self.hours.to_minute();
        let to = meant(local(end)?, zone, !end.is_multiple_of(1440))?;
        (from < to).then_some((from, to))
    }
}

fn number(word: &str) -> Result<usize, String> {
    let word = word.trim().to_ascii_lowercase();
    let short: String = word.chars().filter(|c| !c.is_control()).take(20).collect();
    DAYS.iter()
        .position(|(name, _)| *name == word)
        .ok_or_else(|| format!("\"{short}\" is no day; write mon, tue, wed, thu, fri, sat or sun"))
}

/// The local days whose hours may touch a moment.
pub(crate) fn around(at: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Date> {
    let day = zone.to_datetime(at).date();
    (-2..=1).filter_map(move |days: i64| day.checked_add(days.days()).ok())
}
