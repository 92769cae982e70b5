//! A calendar laid out as exact instants.
//!
//! The weekly pattern and its special days become a sorted list of open intervals in UTC, each with the open
//! time that lies before it. After that, "how much working time lies between" and "when are four working
//! hours over" are searches in a sorted list, whatever the calendar looks like.

use crate::calendar::Calendar;
use crate::intervals::{Interval, common, merged, without};
use crate::problem::ClockProblem;
use crate::text::Does;
use crate::zone::{Occurrence, meant};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::sync::Arc;

/// 1900-01-01T00:00Z in microseconds: nothing that Orderly promises is older.
const EARLIEST: i64 = -2_208_988_800_000_000;
/// 2300-01-01T00:00Z in microseconds.
const LATEST: i64 = 10_413_792_000_000_000;
/// Forty years: what one compiled calendar covers at most, so that memory stays bounded (about two megabytes
/// for a calendar with two spans a day).
pub(crate) const LONGEST: i64 = 40 * 366 * 86_400_000_000;

const MINUTES_PER_DAY: u16 = 24 * 60;

/// The stretch of a special day's own date, for explaining.
#[derive(Debug, Clone)]
pub(crate) struct SpecialStretch {
    pub from: i64,
    pub to: i64,
    pub name: Arc<str>,
}

/// What a calendar is between two instants.
#[derive(Debug, Default)]
struct LaidOut {
    /// In order, none touching another.
    open: Vec<Interval>,
    special: Vec<SpecialStretch>,
    closures: Vec<SpecialStretch>,
    openings: Vec<SpecialStretch>,
}

/// The open intervals of one calendar between two instants. Immutable; share it freely.
#[derive(Debug, Clone)]
pub struct Compiled {
    pub(crate) calendar: Calendar,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) opens: Vec<i64>,
    pub(crate) closes: Vec<i64>,
    /// `before[i]` is the open time before interval `i`; one more entry holds the total.
    before: Vec<i64>,
    pub(crate) special: Vec<SpecialStretch>,
    pub(crate) closures: Vec<SpecialStretch>,
    pub(crate) openings: Vec<SpecialStretch>,
}

pub(crate) fn in_range(instant: Timestamp) -> Result<i64, ClockProblem> {
    let at = instant.as_microsecond();
    if (EARLIEST..LATEST).contains(&at) { Ok(at) } else { Err(ClockProblem::OutOfRange) }
}

pub(crate) fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at.clamp(EARLIEST, LATEST)).expect("the years 1900 to 2300 fit a timestamp")
}

impl Calendar {
    /// Lays the calendar out between two instants.
    ///
    /// # Errors
    /// [`ClockProblem::OutOfRange`] outside 1900 to 2299, for more than forty years, or when `to` lies before
    /// `from`.
    pub fn compile(&self, from: Timestamp, to: Timestamp) -> Result<Compiled, ClockProblem> {
        let (start, end) = (in_range(from)?, in_range(to)?);
        if end < start || end - start > LONGEST {
            return Err(ClockProblem::OutOfRange);
        }
        let laid = if self.is_always() {
            LaidOut { open: vec![(start, end)], ..LaidOut::default() }
        } else {
            self.lay_out(from, to).ok_or(ClockProblem::OutOfRange)?
        };
        Ok(Compiled::new(self.clone(), start, end, laid))
    }

    /// Every span of every date that can touch the stretch, as instants. `None` only outside the date range.
    fn lay_out(&self, from: Timestamp, to: Timestamp) -> Option<LaidOut> {
        let mut laid = LaidOut::default();
        // A night shift begins the day before; the second day covers zones whose date was once skipped.
        let first = from.to_zoned(self.zone().clone()).date().checked_sub(2.days()).ok()?;
        let last = to.to_zoned(self.zone().clone()).date().checked_add(1.day()).ok()?;
        let apart = self.set_apart(first, last.tomorrow().ok()?);
        let (mut intervals, mut date) = (Vec::new(), first);
        while date <= last {
            let next = date.tomorrow().ok()?;
            let own = apart.get(&date);
            let spans = own.map_or_else(|| self.ordinary(date.weekday()), |day| &day.open);
            for span in spans {
                let open = self.instant(date, span.from_minute(), Occurrence::First)?;
                let mut close = self.instant(date, span.to_minute(), Occurrence::Last)?;
                if apart.contains_key(&next) {
                    close = close.min(self.instant(next, 0, Occurrence::First)?);
                }
                if open < close {
                    intervals.push((open, close));
                }
            }
            if let Some(day) = own {
                let from = self.instant(date, 0, Occurrence::First)?;
                let to = self.instant(next, 0, Occurrence::First)?;
                laid.special.push(SpecialStretch { from, to, name: day.name.clone() });
            }
            date = next;
        }
        for exception in self.exceptions() {
            let kind = match exception.does {
                Does::Closed => &mut laid.closures,
                Does::Open => &mut laid.openings,
            };
            let stretches = exception.stretches(first, last)?;
            let named = |(from, to)| SpecialStretch { from, to, name: exception.name.clone() };
            kind.extend(stretches.into_iter().map(named));
        }
        let edges = |list: &[SpecialStretch]| list.iter().map(|s| (s.from, s.to)).collect::<Vec<_>>();
        intervals.extend(edges(&laid.openings));
        laid.open = without(&merged(intervals), &merged(edges(&laid.closures)));
        Some(laid)
    }

    /// The instant of a wall-clock minute counted from the midnight that starts `date`.
    fn instant(&self, date: Date, minute: u16, which: Occurrence) -> Option<i64> {
        let (date, minute) = match minute.checked_sub(MINUTES_PER_DAY) {
            Some(rest) => (date.tomorrow().ok()?, rest),
            None => (date, minute),
        };
        // Midnight is where the date changes, not an hour that can be worked twice.
        let which = if minute == 0 { Occurrence::First } else { which };
        let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
        meant(date.at(hour, minute, 0, 0), self.zone(), which)
    }
}

/// Stretches cut so that no two overlap; the one that begins first gives the name.
fn apart(mut list: Vec<SpecialStretch>) -> Vec<SpecialStretch> {
    list.sort_by_key(|stretch| stretch.from);
    let mut covered = i64::MIN;
    list.retain_mut(|stretch| {
        stretch.from = stretch.from.max(covered);
        covered = covered.max(stretch.to);
        stretch.from < stretch.to
    });
    list
}

/// The stretch in which an instant lies.
pub(crate) fn stretch_at(list: &[SpecialStretch], at: i64) -> Option<&SpecialStretch> {
    let next = list.partition_point(|stretch| stretch.from <= at);
    list[..next].last().filter(|stretch| at < stretch.to)
}

impl Compiled {
    fn new(calendar: Calendar, from: i64, to: i64, laid: LaidOut) -> Self {
        let within = common(&laid.open, &[(from, to)]);
        let (opens, closes): (Vec<i64>, Vec<i64>) = within.into_iter().unzip();
        let mut before = Vec::with_capacity(opens.len() + 1);
        let mut sum = 0;
        before.push(sum);
        for (open, close) in opens.iter().zip(&closes) {
            sum += close - open;
            before.push(sum);
        }
        let LaidOut { special, closures, openings, .. } = laid;
        let (closures, openings) = (apart(closures), apart(openings));
        Self { calendar, from, to, opens, closes, before, special, closures, openings }
    }

    /// The calendar that was laid out.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The open intervals, in order, none touching another.
    pub fn intervals(&self) -> impl ExactSizeIterator<Item = (Timestamp, Timestamp)> + '_ {
        self.opens.iter().zip(&self.closes).map(|(open, close)| (timestamp(*open), timestamp(*close)))
    }

    /// Whether it is open at an instant: an opening belongs to its stretch, a closing does not.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let at = at.as_microsecond();
        let next = self.opens.partition_point(|open| *open <= at);
        next > 0 && at < self.closes[next - 1]
    }

    /// The instant itself while it is open, and the next opening otherwise.
    ///
    /// # Errors
    /// [`ClockProblem::BeyondCompiled`] when the compiled stretch holds neither.
    pub fn next_open(&self, at: Timestamp) -> Result<Timestamp, ClockProblem> {
        let instant = in_range(at)?;
        if instant < self.from {
            return Err(ClockProblem::BeyondCompiled);
        }
        if self.is_open(at) {
            return Ok(at);
        }
        let next = self.opens.partition_point(|open| *open <= instant);
        self.opens.get(next).map(|open| timestamp(*open)).ok_or(ClockProblem::BeyondCompiled)
    }

    /// All open time of the stretch.
    pub fn total_open(&self) -> SignedDuration {
        SignedDuration::from_micros(self.before[self.opens.len()])
    }

    /// Open time from the start of the stretch up to an instant, in microseconds.
    pub(crate) fn open_until(&self, at: i64) -> i64 {
        match self.opens.partition_point(|open| *open < at).checked_sub(1) {
            None => 0,
            Some(i) => self.before[i] + at.min(self.closes[i]) - self.opens[i],
        }
    }

    /// The first instant by which this much open time has gone by since the start of the stretch.
    pub(crate) fn reaching(&self, open: i64) -> Option<i64> {
        // Interval i holds the answer when before[i] < open <= before[i + 1].
        let i = self.before.partition_point(|sum| *sum < open).checked_sub(1)?;
        self.opens.get(i).map(|start| start + (open - self.before[i]))
    }
}
