//! A calendar typed by hand, line by line: `mon-fri 08:00-17:00`, `2026-11-26 Thanksgiving Day`.
//!
//! The same lines serve at the command line and wherever else somebody types hours in a hurry. They only write the
//! text of a calendar; whether it can be one is said when it is read.

use crate::holidays::Holidays;
use crate::hours::{Span, shortened};
use crate::instant::instant;
use crate::text::{CalendarText, Does, ExceptionText, SpecialDayText};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Longer than any line of hours.
const LONGEST: usize = 1_000;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WHOLE_DAY: &str = "00:00-24:00";

impl CalendarText {
    /// Adds opening hours: `mon-fri 08:00-12:00,13:00-17:00`, `sat,sun 22:00-06:00`, `daily 08:00-20:00` or `24x7`.
    ///
    /// # Errors
    /// The end of a sentence that starts with the field.
    pub fn add_open(&mut self, line: &str) -> Result<(), String> {
        let text = line.trim().to_ascii_lowercase();
        let shape = || format!("\"{}\" is not of the form mon-fri 08:00-17:00, or 24x7", shortened(line));
        if text.len() > LONGEST {
            return Err(shape());
        }
        let (days, spans) = if matches!(text.as_str(), "24x7" | "24/7" | "always") {
            ([true; 7], vec![WHOLE_DAY.to_owned()])
        } else {
            let (days, spans) = text.split_once(char::is_whitespace).ok_or_else(shape)?;
            (days_of(days).ok_or_else(shape)?, spans_of(spans)?)
        };
        for (day, slot) in self.week.days_mut().into_iter().enumerate() {
            if days[day] {
                slot.extend(spans.iter().cloned());
            }
        }
        Ok(())
    }

    /// Adds what is closed: `2026-11-26`, `2026-12-24 12:00-24:00`, `2026-12-24T12:00/2026-12-27`, each with a name if
    /// wanted, or `us-federal` for the holidays of the federal government of the United States.
    ///
    /// # Errors
    /// The end of a sentence that starts with the field.
    pub fn add_closed(&mut self, line: &str) -> Result<(), String> {
        if line.trim().eq_ignore_ascii_case("us-federal") {
            self.holidays = Some(Holidays::UsFederal);
            return Ok(());
        }
        match odd(line)? {
            Odd::Date(date, name) => {
                let day = SpecialDayText { date: date.to_string(), name, ..SpecialDayText::default() };
                // Said twice is said once.
                if !self.special_days.contains(&day) {
                    self.special_days.push(day);
                }
            }
            Odd::Hours(hours, name) => self.exceptions.extend(named(hours, &name, Does::Closed)),
        }
        Ok(())
    }

    /// Adds what is open besides: `2026-12-26 08:00-12:00`, `2026-12-24T12:00/2026-12-27`, or a whole date.
    ///
    /// # Errors
    /// The end of a sentence that starts with the field.
    pub fn add_opening(&mut self, line: &str) -> Result<(), String> {
        let (hours, name) = match odd(line)? {
            Odd::Hours(hours, name) => (hours, name),
            Odd::Date(date, name) => {
                let next = date.tomorrow().map_err(|_| format!("{date} is the last of all dates"))?;
                (vec![(date.to_string(), next.to_string())], name)
            }
        };
        self.exceptions.extend(named(hours, &name, Does::Open));
        Ok(())
    }

    /// Without any opening hours it would never be due; round the clock without exceptions it never closes.
    #[must_use]
    pub fn settled(mut self) -> Self {
        let whole = self.week.days().iter().all(|(_, spans)| spans.iter().any(|span| span == WHOLE_DAY));
        let plain = self.special_days.is_empty() && self.exceptions.is_empty() && self.holidays.is_none();
        if whole {
            self.always = plain;
            let spans = if plain { Vec::new() } else { vec![WHOLE_DAY.to_owned()] };
            self.week.days_mut().into_iter().for_each(|slot| slot.clone_from(&spans));
        }
        self
    }
}

enum Odd {
    Date(Date, String),
    /// From and until, as an exception has them.
    Hours(Vec<(String, String)>, String),
}

fn named(hours: Vec<(String, String)>, name: &str, does: Does) -> Vec<ExceptionText> {
    let one = |(from, until)| ExceptionText {
        name: name.to_owned(),
        does,
        from,
        until,
        rule: None,
        except: Vec::new(),
        zone: None,
        list: None,
    };
    hours.into_iter().map(one).collect()
}

fn odd(line: &str) -> Result<Odd, String> {
    let line = line.trim();
    let shape = || {
        let quoted = shortened(line);
        format!(
            "\"{quoted}\" is not of the form 2026-11-26, 2026-12-24 12:00-24:00 or 2026-12-24T12:00/2026-12-27"
        )
    };
    if line.len() > LONGEST {
        return Err(shape());
    }
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let mut rest = rest.trim();
    if let Some((from, until)) = first.split_once('/') {
        let name = if rest.is_empty() { first } else { rest };
        return Ok(Odd::Hours(vec![(from.to_owned(), until.to_owned())], name.to_owned()));
    }
    let date: Date = first.parse().map_err(|_| shape())?;
    let date = if first.len() == 10 { date } else { return Err(shape()) };
    let mut hours = Vec::new();
    while let Some(next) =
        rest.split_whitespace().next().filter(|next| next.starts_with(|c: char| c.is_ascii_digit()))
    {
        for span in spans_of(next)? {
            hours.push(stretch(date, &span).ok_or_else(shape)?);
        }
        rest = rest[next.len()..].trim_start();
    }
    let name = if rest.is_empty() { first.to_owned() } else { rest.to_owned() };
    Ok(if hours.is_empty() { Odd::Date(date, name) } else { Odd::Hours(hours, name) })
}

/// A span of one date as an exception has it; what ends at midnight ends with the date.
fn stretch(date: Date, span: &str) -> Option<(String, String)> {
    let span = Span::parse(span).ok()?;
    let edge = |minute: u16| {
        let date = date.checked_add(i64::from(minute / 1440).days()).ok()?;
        let minute = minute % 1440;
        Some(match minute {
            0 => date.to_string(),
            _ => format!("{date}T{:02}:{:02}", minute / 60, minute % 60),
        })
    };
    Some((edge(span.from_minute())?, edge(span.to_minute())?))
}

/// Spans with commas between them, each checked.
fn spans_of(text: &str) -> Result<Vec<String>, String> {
    let parts = text.split([',', ';']).map(|part| part.replace(['–', '—'], "-").replace(' ', ""));
    let parts =
        parts.filter(|part| !part.is_empty()).map(|part| Span::parse(&part).map(|span| span.to_string()));
    let spans: Vec<String> = parts.collect::<Result<_, _>>()?;
    if spans.is_empty() { Err("names no hours such as 08:00-17:00".into()) } else { Ok(spans) }
}

/// `mon-fri`, `sat,sun`, `fri-mon`, `daily`.
fn days_of(text: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    if matches!(text, "daily" | "every-day") {
        return Some([true; 7]);
    }
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (mut at, last) = (day_of(first)?, day_of(last)?);
        days[at] = true;
        while at != last {
            at = (at + 1) % 7;
            days[at] = true;
        }
    }
    Some(days)
}

/// A weekday by its first letters, three at least.
fn day_of(text: &str) -> Option<usize> {
    const LONG: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = DAYS.iter().position(|day| text.starts_with(day))?;
    LONG[at].starts_with(text).then_some(at)
}

/// The two ends of a stretch of time, `FROM/TO`, each as [`instant`] reads it.
///
/// # Errors
/// The end of a sentence that starts with the field.
pub fn stretch_between(text: &str, zone: &TimeZone) -> Result<(jiff::Timestamp, jiff::Timestamp), String> {
    // A zone such as [America/New_York] has a slash of its own.
    let outside = text.char_indices().scan(0i32, |depth, (at, c)| {
        *depth += i32::from(c == '[') - i32::from(c == ']');
        Some((at, c, *depth))
    });
    let slash = outside.into_iter().find(|(_, c, depth)| *c == '/' && *depth <= 0);
    let (at, ..) = slash.ok_or_else(|| format!("\"{}\" is not of the form FROM/TO", shortened(text)))?;
    let (from, to) = (instant(&text[..at], zone)?, instant(&text[at + 1..], zone)?);
    if to < from { Err(format!("\"{}\" ends before it begins", shortened(text))) } else { Ok((from, to)) }
}
