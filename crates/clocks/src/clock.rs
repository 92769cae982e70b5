//! One running promise, and how it stands at a moment.

use crate::due::length;
use crate::horizon::Horizon;
use crate::pauses::Pauses;
use crate::problem::ClockProblem;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The facts of one promise; everything else is worked out from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub start: Timestamp,
    /// Working time by the calendar; on a calendar that never closes, real time.
    pub target: SignedDuration,
    pub pauses: Pauses,
    /// When what was promised was done.
    pub stopped: Option<Timestamp>,
}

/// How a promise stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum State {
    /// Time is left; `left` counts only time by the calendar.
    Running { due: Timestamp, left: SignedDuration },
    /// At rest for a reason. `due` is known when the pause has a planned end.
    Paused { since: Timestamp, reason: String, due: Option<Timestamp>, left: SignedDuration },
    /// Done in time.
    Met { at: Timestamp },
    /// Not done when it was due, whether or not it was done later. A miss stays visible.
    Late { due: Timestamp, by: SignedDuration, stopped: Option<Timestamp> },
}

impl Clock {
    /// How the promise stands, or stood, at `now`: later pauses and a later end are not known yet. Something
    /// done at the due time itself is in time.
    ///
    /// # Errors
    /// As for [`Horizon::due`].
    pub fn state(&self, horizon: &mut Horizon, now: Timestamp) -> Result<State, ClockProblem> {
        let pauses = self.pauses.begun_by(now);
        let due = horizon.due_at(self.start, self.target, &pauses)?;
        let stopped = self.stopped.filter(|at| *at <= now);
        let end = stopped.unwrap_or(now);
        if let Some(due) = due.filter(|due| end > *due) {
            let by = horizon.elapsed(due, end, &pauses)?;
            return Ok(State::Late { due, by, stopped });
        }
        if let Some(at) = stopped {
            return Ok(State::Met { at });
        }
        let used = horizon.elapsed(self.start, now, &pauses)?;
        let left = self.target.saturating_sub(used).max(SignedDuration::ZERO);
        Ok(match pauses.at(now.as_microsecond()) {
            Some(rest) => {
                let since = crate::compiled::timestamp(rest.from);
                State::Paused { since, reason: rest.reason.clone(), due, left }
            }
            None => {
                let due = due.expect("only a pause without an end withholds a due time, and none lasts now");
                State::Running { due, left }
            }
        })
    }

    /// When to warn so that `lead` of working time is still left: counted back by the calendar, not by the
    /// wall. A lead longer than the target warns at the start. `None` while a pause without an end comes
    /// first.
    ///
    /// # Errors
    /// As for [`Horizon::due`]; a negative lead is [`ClockProblem::Negative`].
    pub fn warn_at(
        &self,
        horizon: &mut Horizon,
        lead: SignedDuration,
    ) -> Result<Option<Timestamp>, ClockProblem> {
        length(lead)?;
        let target = self.target.saturating_sub(lead).max(SignedDuration::ZERO);
        horizon.due_at(self.start, target, &self.pauses)
    }
}
