//! The account of a due time: every stretch from the start on, counted or not, and why.
//!
//! An account is what a technician shows to a customer who asks "says who?". The counted rows add up to the
//! promised time exactly; the rows leave no gap.

use crate::compiled::{Compiled, stretch_at, timestamp};
use crate::pauses::Pauses;
use crate::words::{instant_in_words, length_in_words};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Rows in order of time, each beginning where the one before ends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    pub rows: Vec<Stretch>,
}

/// One row of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Whether this time uses up the target.
    pub counted: bool,
    pub why: Why,
}

/// Why a stretch counts or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "name")]
pub enum Why {
    /// Within the hours of the week.
    Open,
    /// The calendar never closes.
    AroundTheClock,
    /// Within the hours of a special day.
    SpecialHours(String),
    /// Outside the hours of the week.
    Outside,
    /// A special day keeps the calendar closed.
    SpecialDay(String),
    /// At rest, with the reason as it read then. Outranks what the calendar says.
    Paused(String),
}

impl Why {
    fn counts(&self) -> bool {
        matches!(self, Self::Open | Self::AroundTheClock | Self::SpecialHours(_))
    }
}

impl Stretch {
    /// The length of the row.
    pub fn length(&self) -> SignedDuration {
        self.to.duration_since(self.from)
    }

    /// The row as a sentence in local time, such as "Fri 2026-06-05 16:00 EDT to Fri 2026-06-05 17:00 EDT: 1
    /// h counted, within working hours."
    pub fn sentence(&self, zone: &TimeZone) -> String {
        let (from, to) = (instant_in_words(self.from, zone), instant_in_words(self.to, zone));
        let why = match &self.why {
            Why::Open => "within working hours".into(),
            Why::AroundTheClock => "this calendar never closes".into(),
            Why::SpecialHours(name) => format!("within the special hours of {name}"),
            Why::Outside => "outside working hours".into(),
            Why::SpecialDay(name) => format!("closed for {name}"),
            Why::Paused(reason) => format!("paused: {reason}"),
        };
        if self.counted {
            format!("{from} to {to}: {} counted, {why}.", length_in_words(self.length()))
        } else {
            format!("{from} to {to}: not counted, {why}.")
        }
    }
}

impl Account {
    /// The sum of the counted rows.
    pub fn counted(&self) -> SignedDuration {
        self.rows.iter().filter(|row| row.counted).map(Stretch::length).sum()
    }

    /// Every row as a sentence, in order.
    pub fn sentences(&self, zone: &TimeZone) -> Vec<String> {
        self.rows.iter().map(|row| row.sentence(zone)).collect()
    }
}

impl Compiled {
    /// The account between two instants of the compiled stretch.
    pub(crate) fn account_of(&self, start: i64, end: i64, pauses: &Pauses) -> Account {
        let mut cuts = vec![start, end];
        let mut cut = |at: i64| {
            if start < at && at < end {
                cuts.push(at);
            }
        };
        for rest in pauses.rests() {
            cut(rest.from);
            cut(rest.until);
        }
        for day in self.special.iter().chain(&self.closures).chain(&self.openings) {
            cut(day.from);
            cut(day.to);
        }
        let first = self.closes.partition_point(|close| *close <= start);
        let last = self.opens.partition_point(|open| *open < end);
        for i in first..last {
            cut(self.opens[i]);
            cut(self.closes[i]);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut rows: Vec<Stretch> = Vec::new();
        for pair in cuts.windows(2) {
            let why = self.why(pair[0], pauses);
            let to = timestamp(pair[1]);
            match rows.last_mut() {
                Some(row) if row.why == why => row.to = to,
                _ => rows.push(Stretch { from: timestamp(pair[0]), to, counted: why.counts(), why }),
            }
        }
        Account { rows }
    }

    /// Why the time right after an instant counts or does not.
    fn why(&self, at: i64, pauses: &Pauses) -> Why {
        if let Some(rest) = pauses.at(at) {
            return Why::Paused(rest.reason.clone());
        }
        let next = self.opens.partition_point(|open| *open <= at);
        let open = next > 0 && at < self.closes[next - 1];
        // Hours that are closed or open besides explain more than the date does.
        let besides = if open { &self.openings } else { &self.closures };
        let stretch = stretch_at(besides, at).or_else(|| stretch_at(&self.special, at));
        let special = stretch.map(|stretch| stretch.name.to_string());
        match (open, special) {
            (true, _) if self.calendar.is_always() => Why::AroundTheClock,
            (true, None) => Why::Open,
            (true, Some(name)) => Why::SpecialHours(name),
            (false, None) => Why::Outside,
            (false, Some(name)) => Why::SpecialDay(name),
        }
    }
}
