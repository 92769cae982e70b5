//! What a calendar keeps closed, or open besides, as a feed that others subscribe to (RFC 5545).
//!
//! Each day and each stretch stands by itself, hours in UTC, so that every reader shows the same whatever it thinks of
//! rules and zones.

use crate::calendar::Calendar;
use crate::problem::ClockProblem;
use crate::text::Does;
use crate::uptime::Window;
use crate::zone::{Occurrence, meant};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};
use std::fmt::Write;

/// A line is folded after so many bytes.
const FOLD: usize = 74;
/// A feed reaches over so many days at most.
const MOST_DAYS: i32 = 3 * 366;

impl Calendar {
    /// The feed of what differs from the ordinary week between two dates (both included). `stamp` says when it was
    /// made; `id` tells this calendar from others, such as a host name.
    ///
    /// # Errors
    /// [`ClockProblem::OutOfRange`] for more than three years, backwards, or outside 1900 to 2299.
    pub fn feed(&self, id: &str, from: Date, to: Date, stamp: Timestamp) -> Result<String, ClockProblem> {
        let days = from.until(to).map_or(i32::MAX, |span| span.get_days());
        let years = |date: Date| (1900..2300).contains(&date.year());
        if !(0..=MOST_DAYS).contains(&days) || !years(from) || !years(to) {
            return Err(ClockProblem::OutOfRange);
        }
        let mut out = String::new();
        let id = id.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-', "-");
        let stamp = compact(stamp);
        for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Orderly//Calendar//EN"] {
            fold(&mut out, line);
        }
        let mut number = 0;
        let mut event = |name: &str, lines: &[String]| {
            number += 1;
            fold(&mut out, "BEGIN:VEVENT");
            fold(&mut out, &format!("UID:{number}-{id}"));
            fold(&mut out, &format!("DTSTAMP:{stamp}"));
            lines.iter().for_each(|line| fold(&mut out, line));
            fold(&mut out, &format!("SUMMARY:{}", escaped(name)));
            fold(&mut out, "END:VEVENT");
        };
        for (date, day) in self.set_apart(from, to) {
            let plain = |date: Date| date.strftime("%Y%m%d").to_string();
            let next = date.tomorrow().map_err(|_| ClockProblem::OutOfRange)?;
            let begin = format!("DTSTART;VALUE=DATE:{}", plain(date));
            event(&day.name, &[begin, format!("DTEND;VALUE=DATE:{}", plain(next))]);
            for span in day.open.iter() {
                let edge = |minute: u16, which| self.at(date, minute, which).ok_or(ClockProblem::OutOfRange);
                let open = edge(span.from_minute(), Occurrence::First)?;
                let close = edge(span.to_minute(), Occurrence::Last)?;
                event(&day.name, &hours(open, close, Does::Open));
            }
        }
        for (window, does) in self.besides(from, to)? {
            event(&window.why, &hours(window.from, window.until, does));
        }
        fold(&mut out, "END:VCALENDAR");
        Ok(out)
    }

    /// Hours that are closed or open besides, within some dates.
    fn besides(&self, from: Date, to: Date) -> Result<Vec<(Window, Does)>, ClockProblem> {
        let out = ClockProblem::OutOfRange;
        let begin = self.at(from, 0, Occurrence::First).ok_or(out)?;
        let end = self.at(to.saturating_add(1.day()), 0, Occurrence::First).ok_or(out)?;
        let mut found = Vec::new();
        for exception in self.exceptions() {
            let instant = |at: i64| Timestamp::from_microsecond(at).map_err(|_| out);
            for (from, until) in exception.stretches(from, to).ok_or(out)? {
                let (from, until) = (instant(from)?, instant(until)?);
                if from < end && until > begin && from < until {
                    let why = exception.name.to_string();
                    found.push((Window { from, until, why }, exception.does));
                }
            }
        }
        found.sort_by_key(|(window, _)| window.from);
        Ok(found)
    }

    fn at(&self, date: Date, minute: u16, which: Occurrence) -> Option<Timestamp> {
        let date = date.checked_add(i64::from(minute / 1440).days()).ok()?;
        let time = Time::new(i8::try_from(minute % 1440 / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0);
        let which = if minute.is_multiple_of(1440) { Occurrence::First } else { which };
        Timestamp::from_microsecond(meant(date.to_datetime(time.ok()?), self.zone(), which)?).ok()
    }
}

fn hours(from: Timestamp, until: Timestamp, does: Does) -> [String; 3] {
    let category = match does {
        Does::Closed => "CATEGORIES:CLOSED",
        Does::Open => "CATEGORIES:OPEN",
    };
    [format!("DTSTART:{}", compact(from)), format!("DTEND:{}", compact(until)), category.into()]
}

fn compact(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// Writes a line, folded where it is long, never within a letter.
fn fold(out: &mut String, line: &str) {
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > FOLD {
            out.push_str("\r\n ");
            width = 1;
        }
        let _ = write!(out, "{letter}");
        width += letter.len_utf8();
    }
    out.push_str("\r\n");
}
