//! Days that come again by a rule, as RFC 5545 writes them: `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH` is Thanksgiving Day.
//!
//! Rules speak of dates, never of seconds, so that "every day at four" stays at four when the clocks change. What of
//! the standard speaks of hours, minutes or numbered weeks is refused by name and not guessed.

use crate::hours::shortened;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use std::str::FromStr;

/// A rule longer than this is none.
const LONGEST_TEXT: usize = 400;
/// More entries than this in one part are a mistake.
const MOST_ENTRIES: usize = 400;
/// More occurrences than this are never counted out.
const MOST_COUNT: u32 = 10_000;
/// From one period to the next at most.
const MOST_INTERVAL: i64 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule by which a date comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    frequency: Frequency,
    interval: i64,
    count: Option<u32>,
    until: Option<Date>,
    months: Vec<i8>,
    month_days: Vec<i8>,
    year_days: Vec<i16>,
    /// The n-th weekday of the month or year, from its end when negative; each of them when 0.
    weekdays: Vec<(i16, Weekday)>,
    positions: Vec<i16>,
    week_start: Weekday,
}

impl FromStr for Recurrence {
    type Err = String;

    /// Reads an RRULE of RFC 5545, 3.3.10.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST_TEXT {
            return Err(format!("a rule has at most {LONGEST_TEXT} bytes"));
        }
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut seen: Vec<String> = Vec::new();
        for part in text.trim().trim_end_matches(';').split(';') {
            let (name, value) = part.split_once('=').ok_or_else(|| wrong(part))?;
            let name = name.trim().to_ascii_uppercase();
            if seen.contains(&name) {
                return Err(format!("{} stands twice", shortened(&name)));
            }
            rule.part(&name, value.trim()).ok_or_else(|| wrong(part))?;
            seen.push(name);
        }
        rule.checked(&seen)
    }
}

fn wrong(part: &str) -> String {
    format!("\"{}\" is not a part of a rule such as FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", shortened(part))
}

impl Recurrence {
    fn part(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "FREQ" => {
                self.frequency = match value.to_ascii_uppercase().as_str() {
                    "DAILY" => Frequency::Daily,
                    "WEEKLY" => Frequency::Weekly,
                    "MONTHLY" => Frequency::Monthly,
                    "YEARLY" => Frequency::Yearly,
                    _ => return None,
                }
            }
            "INTERVAL" => self.interval = value.parse().ok().filter(|n| (1..=MOST_INTERVAL).contains(n))?,
            "COUNT" => self.count = Some(value.parse().ok().filter(|n| (1..=MOST_COUNT).contains(n))?),
            "UNTIL" => self.until = Some(compact_date(value.get(..8)?)?),
            "BYMONTH" => self.months = list(value, |n| (1..=12).contains(n))?,
            "BYMONTHDAY" => self.month_days = list(value, |n| *n != 0 && (-31..=31).contains(n))?,
            "BYYEARDAY" => self.year_days = list(value, |n| *n != 0 && (-366..=366).contains(n))?,
            "BYSETPOS" => self.positions = list(value, |n| *n != 0 && (-366..=366).contains(n))?,
            "BYDAY" => {
                let days: Option<Vec<_>> = value.split(',').take(MOST_ENTRIES).map(nth_weekday).collect();
                self.weekdays = days?;
            }
            "WKST" => self.week_start = weekday(value)?,
            _ => return None,
        }
        Some(())
    }

    fn checked(self, seen: &[String]) -> Result<Self, String> {
        let has = |name: &str| seen.iter().any(|part| part == name);
        if !has("FREQ") {
            return Err("FREQ is missing: DAILY, WEEKLY, MONTHLY or YEARLY".into());
        }
        if self.count.is_some() && self.until.is_some() {
            return Err("COUNT and UNTIL exclude each other".into());
        }
        let numbered = self.weekdays.iter().any(|(n, _)| *n != 0);
        if numbered && matches!(self.frequency, Frequency::Daily | Frequency::Weekly) {
            return Err("a numbered weekday needs FREQ=MONTHLY or FREQ=YEARLY".into());
        }
        if has("BYYEARDAY") && self.frequency != Frequency::Yearly {
            return Err("BYYEARDAY needs FREQ=YEARLY".into());
        }
        if has("BYMONTHDAY") && self.frequency == Frequency::Weekly {
            return Err("BYMONTHDAY does not go with FREQ=WEEKLY".into());
        }
        Ok(self)
    }

    /// The dates by this rule, counted from the first one, that lie between two dates (both included), in order.
    pub fn dates(&self, first: Date, from: Date, to: Date) -> Vec<Date> {
        let last = self.until.map_or(to, |until| until.min(to));
        let mut found = Vec::new();
        if last < from.max(first) {
            return found;
        }
        // Only what is counted must be followed from its beginning.
        let skipped = if self.count.is_some() { 0 } else { self.periods_before(first, from) };
        let (mut seen, mut step) = (0u32, skipped);
        while let Some(days) = self.period(first, step) {
            if days.first().is_none_or(|day| *day > last) {
                break;
            }
            for day in self.chosen(first, &days) {
                seen += 1;
                if self.count.is_some_and(|count| seen > count) || day > last {
                    return found;
                }
                if day >= from {
                    found.push(day);
                }
            }
            step += 1;
        }
        found
    }

    /// How many periods certainly end before a date.
    fn periods_before(&self, first: Date, from: Date) -> i64 {
        let days = i64::from(first.until(from).map_or(0, |span| span.get_days()));
        let longest = match self.frequency {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly => 31,
            Frequency::Yearly => 366,
        };
        (days / longest / self.interval - 1).max(0)
    }

    /// Every day of the period so many steps after the one of the first date; `None` beyond the range of dates.
    fn period(&self, first: Date, step: i64) -> Option<Vec<Date>> {
        let by = step.checked_mul(self.interval)?;
        let after = |start: Date, span: Span| start.checked_add(span).ok();
        let (start, end) = match self.frequency {
            Frequency::Daily => {
                let day = after(first, Span::new().try_days(by).ok()?)?;
                (day, day)
            }
            Frequency::Weekly => {
                let back = i64::from(first.weekday().since(self.week_start));
                let day = after(first, Span::new().try_days(by.checked_mul(7)? - back).ok()?)?;
                (day, after(day, 6.days())?)
            }
            Frequency::Monthly => {
                let day = after(first.first_of_month(), Span::new().try_months(by).ok()?)?;
                (day, day.last_of_month())
            }
            Frequency::Yearly => {
                let day = after(first.first_of_year(), Span::new().try_years(by).ok()?)?;
                (day, day.last_of_year())
            }
        };
        Some(start.series(1.day()).take_while(|day| *day <= end).collect())
    }

    /// The days of a period that the rule takes, from the first date on.
    fn chosen(&self, first: Date, days: &[Date]) -> Vec<Date> {
        let fitting: Vec<Date> = days.iter().copied().filter(|day| self.fits(first, *day)).collect();
        let placed = |position: &i16| {
            let back = usize::from(position.unsigned_abs()) - 1;
            if *position > 0 { fitting.get(back) } else { fitting.iter().rev().nth(back) }
        };
        let mut taken: Vec<Date> = match self.positions.as_slice() {
            [] => fitting,
            positions => positions.iter().filter_map(placed).copied().collect(),
        };
        taken.sort_unstable();
        taken.dedup();
        taken.retain(|day| *day >= first);
        taken
    }

    /// Whether a day of some period is one of the rule's; what the rule leaves open is as on the first date.
    fn fits(&self, first: Date, day: Date) -> bool {
        let by_days = !self.month_days.is_empty() || !self.weekdays.is_empty() || !self.year_days.is_empty();
        let as_first = by_days
            || match self.frequency {
                Frequency::Daily => true,
                Frequency::Weekly => day.weekday() == first.weekday(),
                Frequency::Monthly => day.day() == first.day(),
                Frequency::Yearly => {
                    day.day() == first.day() && (!self.months.is_empty() || day.month() == first.month())
                }
            };
        as_first
            && (self.months.is_empty() || self.months.contains(&day.month()))
            && (self.month_days.is_empty()
                || self.month_days.contains(&day.day())
                || self.month_days.contains(&(day.day() - day.days_in_month() - 1)))
            && (self.year_days.is_empty()
                || self.year_days.contains(&day.day_of_year())
                || self.year_days.contains(&(day.day_of_year() - day.days_in_year() - 1)))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(|nth| self.is_nth(day, *nth)))
    }

    fn is_nth(&self, day: Date, (n, weekday): (i16, Weekday)) -> bool {
        let within_month = self.frequency == Frequency::Monthly || !self.months.is_empty();
        let (at, of) = if within_month {
            (i16::from(day.day()), i16::from(day.days_in_month()))
        } else {
            (day.day_of_year(), day.days_in_year())
        };
        let place = if n > 0 { (at - 1) / 7 + 1 } else { -((of - at) / 7 + 1) };
        day.weekday() == weekday && (n == 0 || n == place)
    }
}

fn list<N: FromStr>(value: &str, fits: impl Fn(&N) -> bool) -> Option<Vec<N>> {
    let entries: Vec<&str> = value.split(',').take(MOST_ENTRIES + 1).collect();
    if entries.len() > MOST_ENTRIES {
        return None;
    }
    entries.into_iter().map(|entry| entry.trim().parse().ok().filter(&fits)).collect()
}

fn nth_weekday(text: &str) -> Option<(i16, Weekday)> {
    let text = text.trim();
    let split = text.len().checked_sub(2)?;
    let (number, name) = (text.get(..split)?, text.get(split..)?);
    let n = if number.is_empty() {
        0
    } else {
        number.parse().ok().filter(|n| *n != 0 && (-53..=53).contains(n))?
    };
    Some((n, weekday(name)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

/// `20261126`, as RFC 5545 writes a date.
pub(crate) fn compact_date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}
