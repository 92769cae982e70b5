//! How long something was up, as a contract counts it: by time and not by checks.
//!
//! Every moment of a month belongs to exactly one class: up, degraded, down, in maintenance, or unknown because nobody
//! watched; outside the service hours or excluded by the contract it counts for nobody. The classes add up to the
//! month, and every stretch can be shown with the reason why it counts as it does.

use crate::calendar::Calendar;
use crate::compiled::{in_range, timestamp};
use crate::instant::rfc9557;
use crate::intervals::{Interval, merged};
use crate::problem::ClockProblem;
use crate::words::{instant_in_words, length_in_words};
use crate::zone::{Occurrence, meant};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How something is at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    Up,
    Degraded,
    Down,
    /// Planned work.
    Maintenance,
    /// Nobody watched: neither up nor down.
    Unknown,
}

/// From a moment on something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub at: Timestamp,
    pub condition: Condition,
}

/// A stretch of time; the end does not belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Timestamp,
    pub until: Timestamp,
    /// What the report says: "monthly patches", "the client's own power cut".
    pub why: String,
}

/// How a contract counts a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    Available,
    Unavailable,
    /// For nobody: left out of the whole.
    Excluded,
}

/// What a contract says about uptime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Within which hours it is promised; around the clock on a calendar that never closes.
    pub service_hours: Calendar,
    /// In millionths: 999 000 is 99.9 %.
    pub promised_ppm: u32,
    pub degraded: Counts,
    pub maintenance: Counts,
    pub unknown: Counts,
}

/// What was seen of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// In order of time; before the first one nothing is known.
    pub changes: Vec<Change>,
    /// Planned work, once or by a calendar (see [`windows`]).
    pub maintenance: Vec<Window>,
    /// When the monitor itself did not run: our own outage.
    pub unwatched: Vec<Window>,
    /// What the contract leaves out for other reasons.
    pub excluded: Vec<Window>,
}

/// Why a stretch counts as it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "why")]
pub enum Class {
    Seen(Condition),
    Maintenance(String),
    /// The monitor did not run.
    Unwatched(String),
    OutsideHours,
    Excluded(String),
}

/// One row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub from: Timestamp,
    pub to: Timestamp,
    pub class: Class,
    pub counts: Counts,
}

/// How long something was up in a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub from: Timestamp,
    pub to: Timestamp,
    pub promised_ppm: u32,
    /// Time that counts as available.
    pub available: SignedDuration,
    /// Time that counts as unavailable.
    pub unavailable: SignedDuration,
    /// Time that counts for nobody.
    pub left_out: SignedDuration,
    /// Rows in order of time, each beginning where the one before ends.
    pub rows: Vec<Row>,
}

impl Report {
    /// The available part of what counts, in millionths, cut off and never rounded up; `None` when nothing counts.
    pub fn available_ppm(&self) -> Option<u32> {
        let (up, down) = (self.available.as_micros(), self.unavailable.as_micros());
        let whole = up + down;
        (whole > 0).then(|| u32::try_from(up * 1_000_000 / whole).unwrap_or(1_000_000))
    }

    /// Whether the promise was kept; a stretch in which nothing counts breaks none.
    pub fn met(&self) -> bool {
        self.available_ppm().is_none_or(|ppm| ppm >= self.promised_ppm)
    }

    /// The time in one condition, whatever it counts as.
    pub fn time_in(&self, condition: Condition) -> SignedDuration {
        let of = |class: &Class| match class {
            Class::Seen(seen) => *seen == condition,
            Class::Maintenance(_) => condition == Condition::Maintenance,
            Class::Unwatched(_) => condition == Condition::Unknown,
            Class::OutsideHours | Class::Excluded(_) => false,
        };
        self.rows.iter().filter(|row| of(&row.class)).map(|row| row.to.duration_since(row.from)).sum()
    }

    /// One sentence for the head of the report.
    pub fn sentence(&self, zone: &TimeZone) -> String {
        let percent = |ppm: u32| format!("{}.{:04} %", ppm / 10_000, ppm % 10_000);
        let promised = percent(self.promised_ppm);
        let (from, to) = (rfc9557(self.from, zone), rfc9557(self.to, zone));
        match self.available_ppm() {
            None => format!("From {from} to {to} nothing counts."),
            Some(ppm) => format!(
                "From {from} to {to} available {} of {promised} promised: {}, {} unavailable, {} left out.",
                percent(ppm),
                if self.met() { "kept" } else { "not kept" },
                length_in_words(self.unavailable),
                length_in_words(self.left_out)
            ),
        }
    }
}

impl Row {
    /// The row as a sentence in local time.
    pub fn sentence(&self, zone: &TimeZone) -> String {
        let (from, to) = (instant_in_words(self.from, zone), instant_in_words(self.to, zone));
        let length = length_in_words(self.to.duration_since(self.from));
        let counts = match self.counts {
            Counts::Available => "counts as available",
            Counts::Unavailable => "counts as unavailable",
            Counts::Excluded => "left out",
        };
        format!("{from} to {to}: {length} {}, {counts}.", self.class)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seen(Condition::Up) => f.write_str("up"),
            Self::Seen(Condition::Degraded) => f.write_str("degraded"),
            Self::Seen(Condition::Down) => f.write_str("down"),
            Self::Seen(Condition::Maintenance) => f.write_str("in maintenance"),
            Self::Seen(Condition::Unknown) => f.write_str("unknown"),
            Self::Maintenance(why) => write!(f, "in maintenance ({why})"),
            Self::Unwatched(why) => write!(f, "not watched ({why})"),
            Self::OutsideHours => f.write_str("outside the service hours"),
            Self::Excluded(why) => write!(f, "excluded ({why})"),
        }
    }
}

impl Terms {
    /// How a class counts by this contract.
    pub fn counts(&self, class: &Class) -> Counts {
        match class {
            Class::Seen(Condition::Up) => Counts::Available,
            Class::Seen(Condition::Down) => Counts::Unavailable,
            Class::Seen(Condition::Degraded) => self.degraded,
            Class::Seen(Condition::Maintenance) | Class::Maintenance(_) => self.maintenance,
            Class::Seen(Condition::Unknown) | Class::Unwatched(_) => self.unknown,
            Class::OutsideHours | Class::Excluded(_) => Counts::Excluded,
        }
    }

    /// The report from one instant to another.
    ///
    /// # Errors
    /// [`ClockProblem::OutOfRange`] outside 1900 to 2299, for more than forty years, or backwards.
    pub fn report(&self, seen: &Seen, from: Timestamp, to: Timestamp) -> Result<Report, ClockProblem> {
        let hours = self.service_hours.compile(from, to)?;
        let (start, end) = (in_range(from)?, in_range(to)?);
        let mut cuts = vec![start, end];
        let windows = [&seen.maintenance, &seen.unwatched, &seen.excluded].map(|list| in_micros(list));
        let edges = windows.iter().flatten().flat_map(|(span, _)| [span.0, span.1]);
        cuts.extend(edges.chain(hours.opens.iter().chain(&hours.closes).copied()));
        cuts.extend(seen.changes.iter().map(|change| change.at.as_microsecond()));
        cuts.retain(|at| (start..=end).contains(at));
        cuts.sort_unstable();
        cuts.dedup();
        let [mut maintenance, mut unwatched, mut excluded] = windows.each_ref().map(|list| Holding::of(list));
        let mut changes = seen.changes.iter().peekable();
        let (mut condition, mut rows) = (Condition::Unknown, Vec::<Row>::new());
        for pair in cuts.windows(2) {
            let (at, next) = (pair[0], pair[1]);
            while let Some(change) = changes.next_if(|change| change.at.as_microsecond() <= at) {
                condition = change.condition;
            }
            let class = if !hours.is_open(timestamp(at)) {
                Class::OutsideHours
            } else if let Some(why) = excluded.at(at) {
                Class::Excluded(why.into())
            } else if let Some(why) = maintenance.at(at) {
                Class::Maintenance(why.into())
            } else if let Some(why) = unwatched.at(at) {
                Class::Unwatched(why.into())
            } else {
                Class::Seen(condition)
            };
            match rows.last_mut() {
                Some(row) if row.class == class => row.to = timestamp(next),
                _ => {
                    let counts = self.counts(&class);
                    rows.push(Row { from: timestamp(at), to: timestamp(next), class, counts });
                }
            }
        }
        let of = |counts: Counts| -> SignedDuration {
            rows.iter().filter(|row| row.counts == counts).map(|row| row.to.duration_since(row.from)).sum()
        };
        let (available, unavailable) = (of(Counts::Available), of(Counts::Unavailable));
        let left_out = of(Counts::Excluded);
        let promised_ppm = self.promised_ppm;
        Ok(Report { from, to, promised_ppm, available, unavailable, left_out, rows })
    }

    /// The report of a month as the zone of the service hours has it.
    ///
    /// # Errors
    /// As for [`Terms::report`]; a month that does not exist is out of range.
    pub fn month(&self, seen: &Seen, year: i16, month: i8) -> Result<Report, ClockProblem> {
        let zone = self.service_hours.zone();
        let (from, to) = self::month(zone, year, month).ok_or(ClockProblem::OutOfRange)?;
        self.report(seen, from, to)
    }
}

fn in_micros(list: &[Window]) -> Vec<(Interval, &str)> {
    let micros = |window: &Window| (window.from.as_microsecond(), window.until.as_microsecond());
    let mut list: Vec<_> = list.iter().map(|window| (micros(window), window.why.as_str())).collect();
    list.retain(|((from, until), _)| from < until);
    list.sort_by_key(|((from, _), _)| *from);
    list
}

/// Which of some windows hold, asked in order of time.
struct Holding<'a> {
    coming: std::iter::Peekable<std::slice::Iter<'a, (Interval, &'a str)>>,
    holds: Vec<(i64, &'a str)>,
}

impl<'a> Holding<'a> {
    fn of(list: &'a [(Interval, &'a str)]) -> Self {
        Self { coming: list.iter().peekable(), holds: Vec::new() }
    }

    /// The window that began first of those in which an instant lies.
    fn at(&mut self, at: i64) -> Option<&'a str> {
        while let Some(((_, until), why)) = self.coming.next_if(|((from, _), _)| *from <= at) {
            self.holds.push((*until, why));
        }
        self.holds.retain(|(until, _)| at < *until);
        self.holds.first().map(|(_, why)| *why)
    }
}

/// A month in a zone, from its first moment to that of the next.
pub fn month(zone: &TimeZone, year: i16, month: i8) -> Option<(Timestamp, Timestamp)> {
    let first = Date::new(year, month, 1).ok()?;
    let midnight = |date: Date| {
        let at = meant(date.at(0, 0, 0, 0), zone, Occurrence::First)?;
        Timestamp::from_microsecond(at).ok()
    };
    Some((midnight(first)?, midnight(first.checked_add(1.month()).ok()?)?))
}

/// The open hours of a calendar as windows, such as maintenance every night from four to five by the wall clock.
///
/// # Errors
/// As for [`Calendar::compile`].
pub fn windows(
    calendar: &Calendar,
    why: &str,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Window>, ClockProblem> {
    let compiled = calendar.compile(from, to)?;
    let window = |(from, until)| Window { from, until, why: why.to_owned() };
    Ok(compiled.intervals().map(window).collect())
}

/// Whether an instant lies in one of some windows: the beginning does, the end does not.
pub fn within(windows: &[Window], at: Timestamp) -> bool {
    let at = at.as_microsecond();
    let spans = merged(in_micros(windows).into_iter().map(|(span, _)| span).collect());
    spans.iter().any(|(from, until)| (*from..*until).contains(&at))
}
