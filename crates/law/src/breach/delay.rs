//! Delay for law enforcement, 45 CFR 164.412: an official may ask that nobody be told yet. In writing it holds for the time the
//! official names; by word of mouth for at most 30 days, unless a written statement follows.

use super::days::after;
use crate::rule::Rule;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an official has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "form", deny_unknown_fields)]
pub enum Delay {
    /// A statement in writing that names a time. `until` is the day on which telling is permitted again.
    Written { from: Date, until: Date },
    /// A statement by word of mouth, written down with the official's identity.
    Oral { stated: Date },
}

/// For how many days a statement by word of mouth holds at most.
const ORAL_DAYS: u16 = 30;

impl Delay {
    /// The day from which it holds.
    pub const fn from(&self) -> Date {
        match *self {
            Self::Written { from, .. } => from,
            Self::Oral { stated } => stated,
        }
    }

    /// The paragraph behind it.
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Written { .. } => Rule::DelayWritten,
            Self::Oral { .. } => Rule::DelayOral,
        }
    }

    /// The day on which telling is permitted again. A written statement that follows in time takes an oral one's place.
    fn until(&self, all: &[Self]) -> Date {
        match *self {
            Self::Written { from, until } => until.max(from),
            Self::Oral { stated } => {
                let limit = after(stated, ORAL_DAYS);
                let written = all.iter().filter_map(|other| match *other {
                    Self::Written { from, .. } if stated <= from && from <= limit => Some(from),
                    _ => None,
                });
                written.min().unwrap_or(limit)
            }
        }
    }
}

/// A day by which something is due, after what was asked for is taken into account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delayed {
    pub by: Date,
    /// The day before which nobody is told, if somebody asked for that while it was not yet overdue.
    pub not_before: Option<Date>,
    /// The paragraphs that moved the day.
    pub because: Vec<Rule>,
}

/// Moves a day by delays. One that begins after the day was due moves nothing: the notice was owed already.
pub(crate) fn delayed(due: Date, delays: &[Delay]) -> Delayed {
    let mut in_order: Vec<&Delay> = delays.iter().collect();
    in_order.sort_by_key(|delay| (delay.from(), delay.until(delays)));
    let mut result = Delayed { by: due, not_before: None, because: Vec::new() };
    for delay in in_order {
        let until = delay.until(delays);
        if delay.from() > result.by {
            continue;
        }
        result.not_before = result.not_before.max(Some(until));
        if until > result.by {
            result.by = until;
            if !result.because.contains(&delay.rule()) {
                result.because.push(delay.rule());
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const DUE: Date = date(2019, 1, 7);

    fn written(from: Date, until: Date) -> Delay {
        Delay::Written { from, until }
    }

    fn moved(delays: &[Delay]) -> Date {
        delayed(DUE, delays).by
    }

    #[test]
    fn a_written_statement_holds_for_the_time_it_names() {
        let held = delayed(DUE, &[written(date(2018, 12, 1), date(2019, 1, 15))]);
        assert_eq!(held.by, date(2019, 1, 15));
        assert_eq!(held.not_before, Some(date(2019, 1, 15)));
        assert_eq!(held.because, [Rule::DelayWritten]);
        // One that ends sooner, or on the day, leaves the ordinary day alone.
        for until in [date(2018, 12, 20), date(2019, 1, 6), DUE] {
            let held = delayed(DUE, &[written(date(2018, 12, 1), until)]);
            assert_eq!((held.by, held.not_before, held.because.len()), (DUE, Some(until), 0), "{until}");
        }
        assert_eq!(moved(&[written(date(2018, 12, 1), date(2019, 1, 8))]), date(2019, 1, 8));
    }

    #[test]
    fn a_statement_by_word_of_mouth_holds_for_thirty_days() {
        let oral = |stated| Delay::Oral { stated };
        assert_eq!(moved(&[oral(date(2018, 12, 1))]), DUE, "it ended on 2018-12-31");
        assert_eq!(moved(&[oral(date(2018, 12, 8))]), DUE, "it ended on the day itself");
        assert_eq!(moved(&[oral(date(2018, 12, 9))]), date(2019, 1, 8));
        assert_eq!(moved(&[oral(DUE)]), date(2019, 2, 6));
        let held = delayed(DUE, &[oral(DUE)]);
        assert_eq!((held.not_before, held.because), (Some(date(2019, 2, 6)), vec![Rule::DelayOral]));
    }

    #[test]
    fn what_begins_after_the_day_was_due_moves_nothing() {
        let late = delayed(DUE, &[written(date(2019, 1, 8), date(2019, 3, 1))]);
        assert_eq!((late.by, late.not_before), (DUE, None));
        assert_eq!(moved(&[Delay::Oral { stated: date(2019, 1, 8) }]), DUE);
        assert_eq!(moved(&[written(DUE, date(2019, 3, 1))]), date(2019, 3, 1));
    }

    #[test]
    fn a_written_statement_takes_the_place_of_an_oral_one() {
        let oral = Delay::Oral { stated: date(2018, 12, 28) };
        assert_eq!(moved(&[oral]), date(2019, 1, 27));
        // A shorter one that follows ends the delay sooner, a longer one later; in whatever order they are given.
        let (shorter, longer) =
            (written(date(2019, 1, 5), date(2019, 1, 12)), written(date(2019, 1, 5), date(2019, 3, 1)));
        assert_eq!(moved(&[oral, shorter]), date(2019, 1, 12));
        assert_eq!(moved(&[shorter, oral]), date(2019, 1, 12));
        assert_eq!(moved(&[oral, longer]), date(2019, 3, 1));
        assert_eq!(moved(&[longer, oral]), date(2019, 3, 1));
        // On the first and on the last of the thirty days it is still in time; a day later, or before, it is another one.
        assert_eq!(moved(&[oral, written(date(2018, 12, 28), date(2019, 1, 8))]), date(2019, 1, 8));
        assert_eq!(moved(&[oral, written(date(2019, 1, 27), date(2019, 1, 28))]), date(2019, 1, 28));
        assert_eq!(moved(&[oral, written(date(2019, 1, 28), date(2019, 2, 1))]), date(2019, 1, 27));
        assert_eq!(moved(&[oral, written(date(2018, 12, 27), date(2018, 12, 29))]), date(2019, 1, 27));
    }

    #[test]
    fn delays_that_follow_on_each_other_add_up() {
        let first = written(date(2018, 12, 1), date(2019, 2, 1));
        let second = written(date(2019, 1, 20), date(2019, 4, 1));
        assert_eq!(moved(&[second, first]), date(2019, 4, 1));
        let gap = written(date(2019, 2, 2), date(2019, 4, 1));
        assert_eq!(moved(&[first, gap]), date(2019, 2, 1));
        assert_eq!(
            moved(&[written(DUE, date(2018, 12, 1))]),
            DUE,
            "a time that runs backwards holds for nothing"
        );
    }
}
