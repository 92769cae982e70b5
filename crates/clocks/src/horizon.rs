//! A calendar that is laid out as far as the questions reach.
//!
//! Most due times lie days ahead, a few lie years ahead. A horizon keeps what was laid out and lays out more
//! when a question needs it, but never looks further than ten years after a start: a promise that is not due
//! by then is said to be never due, instead of being searched for without end.

use crate::account::Account;
use crate::calendar::Calendar;
use crate::compiled::{Compiled, LONGEST, in_range, timestamp};
use crate::due::Due;
use crate::pauses::Pauses;
use crate::problem::ClockProblem;
use jiff::{SignedDuration, Timestamp};

const DAY: i64 = 86_400_000_000;
/// The first look ahead.
const FIRST_LOOK: i64 = 366 * DAY;
/// Ten years with their leap days: the furthest a due time may lie after its start.
const FURTHEST: i64 = 3_653 * DAY;
/// Laid out around what was asked, so that the next question finds it there.
const BEFORE: i64 = 31 * DAY;
const BEYOND: i64 = 92 * DAY;

/// A calendar with the part of it that is laid out. Keep one for each calendar version in use.
#[derive(Debug, Clone)]
pub struct Horizon {
    calendar: Calendar,
    compiled: Option<Compiled>,
}

impl Horizon {
    /// Nothing is laid out before the first question.
    pub fn new(calendar: Calendar) -> Self {
        Self { calendar, compiled: None }
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The due time with its account.
    ///
    /// # Errors
    /// [`ClockProblem::NeverDue`] when the calendar does not reach the target within ten years after the
    /// start, [`ClockProblem::Negative`] for a negative target, [`ClockProblem::OutOfRange`] outside 1900 to
    /// 2299.
    pub fn due(
        &mut self,
        start: Timestamp,
        target: SignedDuration,
        pauses: &Pauses,
    ) -> Result<Due, ClockProblem> {
        self.look(start, |compiled| compiled.due(start, target, pauses), |due| due.at)
    }

    /// The due time alone; `None` while a pause without an end holds it.
    ///
    /// # Errors
    /// As for [`Horizon::due`].
    pub fn due_at(
        &mut self,
        start: Timestamp,
        target: SignedDuration,
        pauses: &Pauses,
    ) -> Result<Option<Timestamp>, ClockProblem> {
        self.look(start, |compiled| compiled.due_at(start, target, pauses), |at| *at)
    }

    /// The counted time between two instants.
    ///
    /// # Errors
    /// [`ClockProblem::OutOfRange`] outside 1900 to 2299 or for more than forty years.
    pub fn elapsed(
        &mut self,
        start: Timestamp,
        until: Timestamp,
        pauses: &Pauses,
    ) -> Result<SignedDuration, ClockProblem> {
        let (from, to) = (in_range(start)?, in_range(until)?);
        if to <= from {
            return Ok(SignedDuration::ZERO);
        }
        self.cover(from, to)?.elapsed(start, until, pauses)
    }

    /// Every stretch between two instants, counted or not, and why.
    ///
    /// # Errors
    /// As for [`Horizon::elapsed`].
    pub fn account(
        &mut self,
        start: Timestamp,
        until: Timestamp,
        pauses: &Pauses,
    ) -> Result<Account, ClockProblem> {
        let (from, to) = (in_range(start)?, in_range(until)?);
        if to <= from {
            return Ok(Account::default());
        }
        Ok(self.cover(from, to)?.account_of(from, to, pauses))
    }

    /// Whether the due time has passed at `now`.
    ///
    /// # Errors
    /// As for [`Horizon::due`].
    pub fn breached(
        &mut self,
        start: Timestamp,
        target: SignedDuration,
        pauses: &Pauses,
        now: Timestamp,
    ) -> Result<bool, ClockProblem> {
        Ok(self.due_at(start, target, pauses)?.is_some_and(|due| now > due))
    }

    /// The instant itself while it is open, and the next opening otherwise.
    ///
    /// # Errors
    /// [`ClockProblem::NeverDue`] when nothing opens within ten years.
    pub fn next_open(&mut self, at: Timestamp) -> Result<Timestamp, ClockProblem> {
        self.look(at, |compiled| compiled.next_open(at), |at| Some(*at))
    }

    /// Asks with a growing view until there is an answer or ten years are seen.
    fn look<T>(
        &mut self,
        start: Timestamp,
        ask: impl Fn(&Compiled) -> Result<T, ClockProblem>,
        due: impl Fn(&T) -> Option<Timestamp>,
    ) -> Result<T, ClockProblem> {
        let begin = in_range(start)?;
        let furthest = begin + FURTHEST;
        let mut ahead = FIRST_LOOK;
        loop {
            let ahead_now = ahead.min(FURTHEST);
            match ask(self.cover(begin, begin + ahead_now)?) {
                Err(ClockProblem::BeyondCompiled) if ahead_now < FURTHEST => ahead *= 2,
                Err(ClockProblem::BeyondCompiled) => return Err(ClockProblem::NeverDue),
                // What is laid out may reach further than ten years because of another question.
                Ok(answer) if due(&answer).is_some_and(|at| at.as_microsecond() > furthest) => {
                    return Err(ClockProblem::NeverDue);
                }
                answer => return answer,
            }
        }
    }

    /// Makes sure that the stretch is laid out.
    fn cover(&mut self, from: i64, to: i64) -> Result<&Compiled, ClockProblem> {
        let covered = self.compiled.as_ref().is_some_and(|has| has.from <= from && to <= has.to);
        if !covered {
            let (mut wide_from, mut wide_to) = (from - BEFORE, to + BEYOND);
            if let Some(has) = &self.compiled {
                let (both_from, both_to) = (wide_from.min(has.from), wide_to.max(has.to));
                if both_to - both_from <= LONGEST {
                    (wide_from, wide_to) = (both_from, both_to);
                }
            }
            let wide = self.calendar.compile(timestamp(wide_from), timestamp(wide_to));
            // At the very edge of the supported years the wider stretch may not fit; what was asked still
            // does.
            let compiled = wide.or_else(|_| self.calendar.compile(timestamp(from), timestamp(to)))?;
            self.compiled = Some(compiled);
        }
        Ok(self.compiled.as_ref().expect("the stretch was laid out above"))
    }
}
