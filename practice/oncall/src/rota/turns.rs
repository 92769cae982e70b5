//! When the turn passes from one to the next. Turns are numbered from 0, and the moment at which each begins is worked
//! out from the first: nothing drifts, and the 31st stays the 31st in every month that has one.

use super::{Every, meant};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};

/// How turns pass.
#[derive(Debug, Clone)]
pub(crate) struct Turns {
    pub every: Every,
    /// Every so many hours, days, weeks or months; at least 1.
    pub times: i64,
    /// The moment of the first turn.
    pub first: Timestamp,
    /// The same in local time.
    pub local: DateTime,
}

impl Turns {
    /// Whether hours are counted exactly: those that do not divide a day.
    fn exact(&self) -> bool {
        self.every == Every::Hourly && 24 % self.times != 0
    }

    fn step(&self, k: i64) -> Option<Span> {
        let n = self.times.checked_mul(k)?;
        match self.every {
            Every::Together => None,
            Every::Hourly => Span::new().try_hours(n).ok(),
            Every::Daily => Span::new().try_days(n).ok(),
            Every::Weekly => Span::new().try_weeks(n).ok(),
            Every::Monthly => Span::new().try_months(n).ok(),
        }
    }

    /// The moment at which turn `k` begins; nothing behind the last year that can be written.
    pub fn begins(&self, k: i64, zone: &TimeZone) -> Option<Timestamp> {
        if k == 0 {
            return Some(self.first);
        }
        if self.exact() {
            let hours = self.times.checked_mul(k)?;
            return self.first.checked_add(SignedDuration::from_hours(hours)).ok();
        }
        // From the first turn on, never from the last one: February does not shorten March.
        let begins = meant(self.local.checked_add(self.step(k)?).ok()?, zone, false)?;
        Some(begins.max(self.first))
    }

    /// The number of the turn at a moment; nothing before the first.
    pub fn number(&self, at: Timestamp, zone: &TimeZone) -> Option<i64> {
        if at < self.first {
            return None;
        }
        if self.every == Every::Together {
            return Some(0);
        }
        let mut k = self.about(at, zone).max(0);
        while k > 0 && self.begins(k, zone).is_none_or(|begins| begins > at) {
            k -= 1;
        }
        while self.begins(k + 1, zone).is_some_and(|begins| begins <= at) {
            k += 1;
        }
        Some(k)
    }

    /// A number near the right one; the two differ by a few at most.
    fn about(&self, at: Timestamp, zone: &TimeZone) -> i64 {
        if self.exact() {
            return at.duration_since(self.first).as_hours() / self.times;
        }
        let local = zone.to_datetime(at);
        let hours = local.duration_since(self.local).as_hours();
        match self.every {
            Every::Together => 0,
            Every::Hourly => hours / self.times,
            Every::Daily => hours / 24 / self.times,
            Every::Weekly => hours / (24 * 7) / self.times,
            Every::Monthly => {
                let months = |t: DateTime| i64::from(t.year()) * 12 + i64::from(t.month());
                (months(local) - months(self.local)) / self.times
            }
        }
    }

    /// The day on which a daily turn began.
    pub fn day(&self, k: i64) -> Option<jiff::civil::Date> {
        self.local.date().checked_add(k.checked_mul(self.times)?.days()).ok()
    }
}
