//! Everything that was said to have happened to a promise. The log is kept in the order in which it was said and worked
//! out in the order in which it happened, so that a line that is added afterwards leads to the same answer as if it had
//! been there from the start; and both due times, before and after, are shown to whoever added it.

use crate::policy::Policy;
use crate::problem::PromiseProblem;
use crate::promise::{Event, Promise};
use crate::version::{CalendarVersion, TargetVersion};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something with its moments.
#[derive(Debug, Clone)]
pub struct Dated {
    /// When it happened.
    pub at: Timestamp,
    /// When somebody said so.
    pub recorded: Timestamp,
    pub event: Event,
}

/// Everything that happened to a promise, in the order in which it was said.
#[derive(Debug, Clone)]
pub struct Log {
    start: Timestamp,
    calendar: CalendarVersion,
    target: TargetVersion,
    events: Vec<Dated>,
}

/// A due time before and after something was said, for the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub before: Option<Timestamp>,
    pub after: Option<Timestamp>,
    /// Whether it was said after it happened.
    pub backdated: bool,
}

impl Log {
    pub fn new(start: Timestamp, calendar: CalendarVersion, target: TargetVersion) -> Self {
        Self { start, calendar, target, events: Vec::new() }
    }

    /// What was said, in that order.
    pub fn events(&self) -> &[Dated] {
        &self.events
    }

    /// How the promise stands by what happened up to an instant.
    ///
    /// # Errors
    /// What a calendar cannot answer.
    pub fn promise(&self, policy: &Policy, now: Timestamp) -> Result<Promise, PromiseProblem> {
        let mut promise = Promise::new(self.start, self.calendar.clone(), self.target.clone());
        let mut events: Vec<&Dated> = self.events.iter().filter(|event| event.at <= now).collect();
        events.sort_by_key(|event| event.at);
        for Dated { at, event, .. } in events {
            promise.apply(policy, *at, event)?;
        }
        Ok(promise)
    }

    /// Says that something happened, perhaps earlier than now.
    ///
    /// # Errors
    /// [`PromiseProblem::Backdated`] where the contract does not accept it; the log stays as it was.
    pub fn say(&mut self, policy: &Policy, dated: Dated) -> Result<Revision, PromiseProblem> {
        let (at, now) = (dated.at, dated.recorded);
        self.revise(policy, at, now, |log| log.events.push(dated))
    }

    /// Says that the ticket was reported at another time.
    ///
    /// # Errors
    /// As for [`Log::say`].
    pub fn begun_at(
        &mut self,
        policy: &Policy,
        at: Timestamp,
        recorded: Timestamp,
    ) -> Result<Revision, PromiseProblem> {
        self.revise(policy, at, recorded, |log| log.start = at)
    }

    fn revise(
        &mut self,
        policy: &Policy,
        at: Timestamp,
        now: Timestamp,
        change: impl FnOnce(&mut Self),
    ) -> Result<Revision, PromiseProblem> {
        let backdated = policy.backdating(at, now)?;
        let before = self.promise(policy, now)?.due()?;
        let mut changed = self.clone();
        change(&mut changed);
        let after = changed.promise(policy, now)?.due()?;
        *self = changed;
        Ok(Revision { before, after, backdated })
    }
}
