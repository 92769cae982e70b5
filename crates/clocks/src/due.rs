//! When a promise falls due, and how much of its time has gone by.
//!
//! A due time is the first instant at which the promised amount of working time is used up, not counting
//! pauses. If that is the end of a working day, the due time is that end and not the next morning. While a
//! pause lasts there is no due time: nobody knows yet when the clock will run again.

use crate::account::Account;
use crate::compiled::{Compiled, in_range, timestamp};
use crate::pauses::Pauses;
use crate::problem::ClockProblem;
use crate::words::{instant_in_words, length_in_words};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The answer to "when is it due, and why".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The due time; `None` while a pause without an end keeps it from being known.
    pub at: Option<Timestamp>,
    /// The pause that keeps it, if so.
    pub held: Option<Held>,
    /// Every stretch from the start to the due time, or to the pause that holds it.
    pub account: Account,
}

/// A clock at rest, with what is left of its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub since: Timestamp,
    pub reason: String,
    pub left: SignedDuration,
}

impl Due {
    /// One sentence for the head of the account.
    pub fn sentence(&self, zone: &TimeZone) -> String {
        let counted = length_in_words(self.account.counted());
        match (&self.at, &self.held) {
            (Some(at), _) => format!("Due {}, after {counted} of counted time.", instant_in_words(*at, zone)),
            (None, Some(held)) => format!(
                "Paused since {} ({}), with {} left of the promised time.",
                instant_in_words(held.since, zone),
                held.reason,
                length_in_words(held.left)
            ),
            (None, None) => "Without a due time.".into(),
        }
    }
}

/// Where the target ends, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    At(i64),
    /// At rest since an instant, with this much left.
    Held(i64, i64),
}

pub(crate) fn length(target: SignedDuration) -> Result<i64, ClockProblem> {
    if target.is_negative() {
        return Err(ClockProblem::Negative);
    }
    // More than an i64 of microseconds is 292 000 years of work.
    i64::try_from(target.as_micros()).map_err(|_| ClockProblem::NeverDue)
}

impl Compiled {
    /// The due time with its account.
    ///
    /// # Errors
    /// [`ClockProblem::BeyondCompiled`] when the compiled stretch does not hold the start or the answer,
    /// [`ClockProblem::Negative`] for a negative target.
    pub fn due(
        &self,
        start: Timestamp,
        target: SignedDuration,
        pauses: &Pauses,
    ) -> Result<Due, ClockProblem> {
        let begin = in_range(start)?;
        Ok(match self.ends(begin, length(target)?, pauses)? {
            Ends::At(at) => {
                Due { at: Some(timestamp(at)), held: None, account: self.account_of(begin, at, pauses) }
            }
            Ends::Held(since, left) => {
                let reason = pauses.at(since).map_or_else(String::new, |rest| rest.reason.clone());
                let held = Held { since: timestamp(since), reason, left: SignedDuration::from_micros(left) };
                Due { at: None, held: Some(held), account: self.account_of(begin, since, pauses) }
            }
        })
    }

    /// The due time alone: a few binary searches, no allocation. `None` while a pause without an end holds
    /// it.
    ///
    /// # Errors
    /// As for [`Compiled::due`].
    pub fn due_at(
        &self,
        start: Timestamp,
        target: SignedDuration,
        pauses: &Pauses,
    ) -> Result<Option<Timestamp>, ClockProblem> {
        Ok(match self.ends(in_range(start)?, length(target)?, pauses)? {
            Ends::At(at) => Some(timestamp(at)),
            Ends::Held(..) => None,
        })
    }

    /// The counted time between two instants: open, and not paused. Zero when `until` is not after `start`.
    ///
    /// # Errors
    /// [`ClockProblem::BeyondCompiled`] when either lies outside the compiled stretch.
    pub fn elapsed(
        &self,
        start: Timestamp,
        until: Timestamp,
        pauses: &Pauses,
    ) -> Result<SignedDuration, ClockProblem> {
        let (start, until) = (in_range(start)?, in_range(until)?);
        if until <= start {
            return Ok(SignedDuration::ZERO);
        }
        if start < self.from || until > self.to {
            return Err(ClockProblem::BeyondCompiled);
        }
        let mut counted = 0;
        let mut cursor = start;
        for rest in pauses.rests().iter().filter(|rest| rest.until > start) {
            if rest.from >= until {
                break;
            }
            counted += self.open_until(rest.from.max(cursor)) - self.open_until(cursor);
            cursor = rest.until.min(until);
        }
        counted += self.open_until(until) - self.open_until(cursor);
        Ok(SignedDuration::from_micros(counted))
    }

    /// Whether the target is used up and more: true only after the due time, never while a pause holds it.
    ///
    /// # Errors
    /// As for [`Compiled::due`].
    pub fn breached(
        &self,
        start: Timestamp,
        target: SignedDuration,
        pauses: &Pauses,
        now: Timestamp,
    ) -> Result<bool, ClockProblem> {
        Ok(self.due_at(start, target, pauses)?.is_some_and(|due| now > due))
    }

    pub(crate) fn ends(&self, start: i64, target: i64, pauses: &Pauses) -> Result<Ends, ClockProblem> {
        if start < self.from || start > self.to {
            return Err(ClockProblem::BeyondCompiled);
        }
        if target == 0 {
            return Ok(Ends::At(start));
        }
        let mut left = target;
        let mut cursor = start;
        let rests = pauses.rests();
        let first = rests.partition_point(|rest| rest.until <= start);
        for rest in &rests[first..] {
            let until = rest.from.clamp(cursor, self.to.max(cursor));
            let open = self.open_until(until) - self.open_until(cursor);
            if open >= left {
                break;
            }
            if rest.from > self.to {
                return Err(ClockProblem::BeyondCompiled);
            }
            left -= open;
            if rest.until == i64::MAX {
                return Ok(Ends::Held(rest.from.max(start), left));
            }
            cursor = rest.until;
            if cursor > self.to {
                return Err(ClockProblem::BeyondCompiled);
            }
        }
        self.reaching(self.open_until(cursor) + left).map(Ends::At).ok_or(ClockProblem::BeyondCompiled)
    }
}
