//! The times in which a promise rests, each with the reason as it read when the rest began.
//!
//! The reason is kept in words, not as a link to a status: if a status is renamed later, or no longer pauses,
//! what happened before keeps the meaning it had.

use crate::problem::ClockProblem;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One rest of a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// When the rest began.
    pub from: Timestamp,
    /// When it ended, or `None` while it lasts.
    pub until: Option<Timestamp>,
    /// Why, in the words shown at that time: "waiting for the requester".
    pub reason: String,
}

/// A pause cut so that no two overlap, in microseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    pub from: i64,
    /// `i64::MAX` while the pause lasts.
    pub until: i64,
    pub reason: String,
}

/// All pauses of one clock, in order and without overlap. Where two overlap, the one that began first gives
/// the reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses {
    rests: Vec<Rest>,
}

impl Pauses {
    /// No pause at all.
    pub const fn none() -> Self {
        Self { rests: Vec::new() }
    }

    /// Puts pauses in order, in whatever order they come.
    ///
    /// # Errors
    /// [`ClockProblem::PauseBackwards`] names a pause that ends before it begins.
    pub fn new(pauses: impl IntoIterator<Item = Pause>) -> Result<Self, ClockProblem> {
        let mut raw = Vec::new();
        for (place, pause) in pauses.into_iter().enumerate() {
            let from = pause.from.as_microsecond();
            let until = pause.until.map_or(i64::MAX, |t| t.as_microsecond());
            if until < from {
                return Err(ClockProblem::PauseBackwards(place));
            }
            raw.push(Rest { from, until, reason: pause.reason });
        }
        raw.sort_by_key(|rest| rest.from);
        let mut rests: Vec<Rest> = Vec::with_capacity(raw.len());
        let mut covered = i64::MIN;
        for mut rest in raw {
            rest.from = rest.from.max(covered);
            if rest.until > rest.from {
                covered = rest.until;
                rests.push(rest);
            }
        }
        Ok(Self { rests })
    }

    /// What was known at an instant: the pauses that had begun.
    pub(crate) fn begun_by(&self, now: Timestamp) -> Self {
        let begun = self.rests.partition_point(|rest| rest.from <= now.as_microsecond());
        Self { rests: self.rests[..begun].to_vec() }
    }

    pub(crate) fn rests(&self) -> &[Rest] {
        &self.rests
    }

    /// The pause in which this instant lies, if any.
    pub(crate) fn at(&self, instant: i64) -> Option<&Rest> {
        let next = self.rests.partition_point(|rest| rest.from <= instant);
        self.rests[..next].last().filter(|rest| instant < rest.until)
    }
}
