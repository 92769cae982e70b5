//! One line of reckoning: a start, a target, the opening hours that held one after the other, and the rests.

use crate::account::Account;
use crate::pauses::{Pause, Pauses};
use crate::problem::{ClockProblem, PromiseProblem};
use crate::version::{CalendarVersion, TargetVersion};
use jiff::{SignedDuration, Timestamp};

/// A promise has one, or several of which the earliest due time counts.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Whatever its keeper knows it by.
    pub mark: usize,
    pub start: Timestamp,
    pub target: TargetVersion,
    /// From when on which opening hours hold, in order; the first from the start on.
    pub calendars: Vec<(Timestamp, CalendarVersion)>,
    pub pauses: Vec<Pause>,
}

impl Line {
    pub fn new(start: Timestamp, calendar: CalendarVersion, target: TargetVersion) -> Self {
        Self { mark: 0, start, target, calendars: vec![(start, calendar)], pauses: Vec::new() }
    }

    /// The opening hours that hold now.
    pub fn calendar(&self) -> &CalendarVersion {
        &self.calendars.last().expect("a line begins with a calendar").1
    }

    /// Whether it is counted as the other is, but for what is promised.
    pub fn goes_with(&self, other: &Self) -> bool {
        let hours = |line: &Self| -> Vec<_> {
            line.calendars.iter().map(|(from, calendar)| (*from, calendar.stamp().clone())).collect()
        };
        self.start == other.start && self.pauses == other.pauses && hours(self) == hours(other)
    }

    /// What is promised, as working time of the hours that hold now.
    pub fn length(&self) -> Result<SignedDuration, PromiseProblem> {
        Ok(self.target.budget().on(self.calendar().calendar())?)
    }

    pub fn rests(&self) -> Result<Pauses, ClockProblem> {
        Pauses::new(self.pauses.iter().cloned())
    }

    /// Every calendar with the stretch in which it holds; the last has no end.
    fn stretches(&self) -> impl Iterator<Item = (&CalendarVersion, Timestamp, Option<Timestamp>)> {
        let ends = self.calendars.iter().skip(1).map(|(from, _)| Some(*from)).chain([None]);
        self.calendars.iter().zip(ends).map(|((from, calendar), until)| {
            (calendar, (*from).max(self.start), until.map(|until| until.max(self.start)))
        })
    }

    /// When it is due; `None` while a pause without an end holds it.
    pub fn due(&self) -> Result<Option<Timestamp>, PromiseProblem> {
        let (mut left, rests) = (self.length()?, self.rests()?);
        for (calendar, from, until) in self.stretches() {
            let Some(until) = until else { return Ok(calendar.due_at(from, left, &rests)?) };
            let used = calendar.elapsed(from, until, &rests)?;
            if used >= left {
                return Ok(calendar.due_at(from, left, &rests)?);
            }
            left -= used;
        }
        Ok(None)
    }

    /// The working time that was counted up to an instant.
    pub fn used(&self, now: Timestamp) -> Result<SignedDuration, PromiseProblem> {
        self.counted(self.start, now)
    }

    /// The working time between two instants, each in the hours that held then.
    pub fn counted(&self, from: Timestamp, to: Timestamp) -> Result<SignedDuration, PromiseProblem> {
        let (mut sum, rests) = (SignedDuration::ZERO, self.rests()?);
        for (calendar, begins, ends) in self.stretches() {
            let ends = ends.map_or(to, |ends| ends.min(to));
            sum += calendar.elapsed(begins.max(from), ends, &rests)?;
        }
        Ok(sum)
    }

    /// Every stretch from the start to an instant.
    pub fn account(&self, until: Timestamp) -> Result<Account, PromiseProblem> {
        let (mut account, rests) = (Account::default(), self.rests()?);
        for (calendar, begins, ends) in self.stretches() {
            let ends = ends.map_or(until, |ends| ends.min(until));
            account.rows.extend(calendar.account(begins, ends, &rests)?.rows);
        }
        Ok(account)
    }

    /// From an instant on other opening hours hold.
    pub fn move_to(&mut self, at: Timestamp, calendar: CalendarVersion) {
        self.calendars.retain(|(from, _)| *from < at || *from == self.start);
        if at <= self.start {
            self.calendars = vec![(self.start, calendar)];
        } else {
            self.calendars.push((at, calendar));
        }
    }

    /// An edited calendar takes the place of its earlier versions.
    pub fn adopt(&mut self, edited: &CalendarVersion) {
        for (_, calendar) in &mut self.calendars {
            if calendar.stamp().name == edited.stamp().name {
                *calendar = edited.clone();
            }
        }
    }

    pub fn pause(&mut self, at: Timestamp, reason: &str) {
        let rests = |pause: &Pause| pause.until.is_none() && pause.reason == reason;
        if !self.pauses.iter().any(rests) {
            self.pauses.push(Pause { from: at, until: None, reason: reason.into() });
        }
    }

    /// Ends the rests with this reason, or all; the others go on.
    pub fn resume(&mut self, at: Timestamp, reason: Option<&str>) {
        for pause in &mut self.pauses {
            if pause.until.is_none() && reason.is_none_or(|reason| reason == pause.reason) {
                pause.until = Some(at.max(pause.from));
            }
        }
    }
}
