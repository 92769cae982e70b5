//! What was agreed, in versions that never change. An edit makes the next version; open work is reckoned anew by it,
//! closed work keeps the one by which it was judged.

use crate::account::Account;
use crate::budget::Budget;
use crate::calendar::Calendar;
use crate::horizon::Horizon;
use crate::pauses::Pauses;
use crate::problem::ClockProblem;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Which version of what: "Front desk, version 3".
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    pub name: String,
    /// From 1 on.
    pub number: u32,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, version {}", self.name, self.number)
    }
}

/// A version of a target: how much working time is promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetVersion {
    stamp: Stamp,
    budget: Budget,
}

impl TargetVersion {
    /// The first version.
    pub fn first(name: &str, budget: Budget) -> Self {
        Self { stamp: Stamp { name: name.into(), number: 1 }, budget }
    }

    /// The version after this one, which stays as it is.
    #[must_use]
    pub fn next(&self, budget: Budget) -> Self {
        Self { stamp: self.stamp.next(), budget }
    }

    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    pub fn budget(&self) -> Budget {
        self.budget
    }
}

impl Stamp {
    fn next(&self) -> Self {
        Self { name: self.name.clone(), number: self.number.saturating_add(1) }
    }
}

/// A version of a calendar, laid out as far as it was asked for. Cheap to clone.
#[derive(Debug, Clone)]
pub struct CalendarVersion(Arc<Laid>);

#[derive(Debug)]
struct Laid {
    stamp: Stamp,
    calendar: Calendar,
    horizon: Mutex<Horizon>,
}

impl CalendarVersion {
    /// The first version.
    pub fn first(name: &str, calendar: Calendar) -> Self {
        Self::made(Stamp { name: name.into(), number: 1 }, calendar)
    }

    /// The version after this one, which stays as it is.
    #[must_use]
    pub fn next(&self, calendar: Calendar) -> Self {
        Self::made(self.0.stamp.next(), calendar)
    }

    fn made(stamp: Stamp, calendar: Calendar) -> Self {
        let horizon = Mutex::new(Horizon::new(calendar.clone()));
        Self(Arc::new(Laid { stamp, calendar, horizon }))
    }

    pub fn stamp(&self) -> &Stamp {
        &self.0.stamp
    }

    pub fn calendar(&self) -> &Calendar {
        &self.0.calendar
    }

    /// Asks its horizon. What is laid out is only a memory, so a panic elsewhere does not spoil it.
    fn ask<T>(&self, question: impl FnOnce(&mut Horizon) -> T) -> T {
        question(&mut self.0.horizon.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// As [`Horizon::due_at`].
    ///
    /// # Errors
    /// As for [`Horizon::due`].
    pub fn due_at(
        &self,
        start: Timestamp,
        target: SignedDuration,
        pauses: &Pauses,
    ) -> Result<Option<Timestamp>, ClockProblem> {
        self.ask(|horizon| horizon.due_at(start, target, pauses))
    }

    /// As [`Horizon::elapsed`].
    ///
    /// # Errors
    /// As for [`Horizon::elapsed`].
    pub fn elapsed(
        &self,
        start: Timestamp,
        until: Timestamp,
        pauses: &Pauses,
    ) -> Result<SignedDuration, ClockProblem> {
        self.ask(|horizon| horizon.elapsed(start, until, pauses))
    }

    /// As [`Horizon::account`].
    ///
    /// # Errors
    /// As for [`Horizon::elapsed`].
    pub fn account(
        &self,
        start: Timestamp,
        until: Timestamp,
        pauses: &Pauses,
    ) -> Result<Account, ClockProblem> {
        self.ask(|horizon| horizon.account(start, until, pauses))
    }

    /// As [`Horizon::next_open`].
    ///
    /// # Errors
    /// As for [`Horizon::due`].
    pub fn next_open(&self, at: Timestamp) -> Result<Timestamp, ClockProblem> {
        self.ask(|horizon| horizon.next_open(at))
    }
}
