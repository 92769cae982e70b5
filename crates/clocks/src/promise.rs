//! A promise through everything that happens to its ticket.
//!
//! Only what happened is kept, each with the moment it happened and the moment it was said. How the promise stands is
//! worked out from that by the switches of the contract, again and again, so that a line that is added afterwards or a
//! calendar that is mended leads to the same answer as if it had been so from the start.

use crate::account::Account;
use crate::clock::State;
use crate::due::{Due, Held};
use crate::kept::{Kept, KeptLine};
use crate::line::Line;
use crate::pauses::Pause;
use crate::policy::{OnChange, OnMerge, OnMove, OnReopen, Policy};
use crate::problem::PromiseProblem;
use crate::version::{CalendarVersion, Stamp, TargetVersion};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What an account says of the time between done and opened again.
const CLOSED: &str = "closed";

/// Who or what opens a ticket again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reopener {
    /// Somebody who says that it is not done.
    Person,
    /// An answer by a machine: out of office, undeliverable.
    Automatic,
    /// A thank-you.
    Thanks,
}

/// What happens to a promise.
#[derive(Debug, Clone)]
pub enum Event {
    /// It rests for a reason; reasons stack.
    Paused(String),
    /// The rest for this reason is over.
    Resumed(String),
    /// Another commitment holds.
    TargetChanged(TargetVersion),
    PriorityRaised(TargetVersion),
    PriorityLowered(TargetVersion),
    /// To another location or client, whose target may differ too.
    Moved(CalendarVersion, Option<TargetVersion>),
    /// The calendar was mended; open work is reckoned anew.
    CalendarEdited(CalendarVersion),
    /// What was promised is done.
    Done,
    Reopened(Reopener),
    /// Another ticket was merged into this one.
    Merged(Box<Promise>),
}

/// How a promise was judged when it was done, and by which versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub done: Timestamp,
    /// `None` where it rested when it was done, before its time was used up.
    pub due: Option<Timestamp>,
    pub met: bool,
    pub used: SignedDuration,
    pub calendar: Stamp,
    pub target: Stamp,
}

/// Of more reckonings than this that hold at once, the one that is due last is left out.
const MOST_LINES: usize = 16;

/// How a promise stands after what happened.
#[derive(Debug, Clone)]
pub struct Promise {
    lines: Vec<Line>,
    verdicts: Vec<Verdict>,
    /// Whether it is done, and not open again.
    closed: bool,
    /// From when on a new promise counts, where a reopening begins one.
    follow_up: Option<Timestamp>,
}

impl Promise {
    /// A promise that begins now.
    pub fn new(start: Timestamp, calendar: CalendarVersion, target: TargetVersion) -> Self {
        let lines = vec![Line::new(start, calendar, target)];
        Self { lines, verdicts: Vec::new(), closed: false, follow_up: None }
    }

    /// A promise as it is kept where only how it stands is kept, and not what happened.
    ///
    /// # Errors
    /// What a calendar cannot answer.
    pub fn of(kept: Kept) -> Result<Self, PromiseProblem> {
        let lines = kept.beside.into_iter().chain([kept.line]).map(KeptLine::line).collect();
        let mut promise = Self { lines, verdicts: Vec::new(), closed: false, follow_up: None };
        kept.done.map_or(Ok(()), |at| promise.judge(at))?;
        Ok(promise)
    }

    /// How it stands, to be kept.
    pub fn kept(&self) -> Kept {
        let mut lines: Vec<KeptLine> = self.lines.iter().cloned().map(KeptLine::of).collect();
        let line = lines.pop().expect("a promise has a line from its start");
        let done = self.verdicts.last().filter(|_| self.closed).map(|verdict| verdict.done);
        Kept { line, beside: lines, done }
    }

    /// The line that is due first, with its due time; a line at rest comes last.
    fn first(&self) -> Result<(&Line, Option<Timestamp>), PromiseProblem> {
        let mut best: Option<(&Line, Option<Timestamp>)> = None;
        for line in &self.lines {
            let due = line.due()?;
            let sooner = match (best.as_ref().map(|(_, due)| *due), due) {
                (None, _) | (Some(None), Some(_)) => true,
                (Some(Some(now)), Some(due)) => due < now,
                (Some(_), None) => false,
            };
            if sooner {
                best = Some((line, due));
            }
        }
        Ok(best.expect("a promise has a line from its start"))
    }

    /// When it is due: of what was judged last if it is closed, `None` while it rests.
    ///
    /// # Errors
    /// What a calendar cannot answer.
    pub fn due(&self) -> Result<Option<Timestamp>, PromiseProblem> {
        match self.verdicts.last().filter(|_| self.closed) {
            Some(verdict) => Ok(verdict.due),
            None => Ok(self.first()?.1),
        }
    }

    /// Every stretch from the start to the due time, or to `now` while there is none.
    ///
    /// # Errors
    /// What a calendar cannot answer.
    pub fn account(&self, now: Timestamp) -> Result<Account, PromiseProblem> {
        let done = self.verdicts.last().filter(|_| self.closed).map(|verdict| verdict.done);
        self.first()?.0.account(self.due()?.or(done).unwrap_or(now))
    }

    /// When it is due and why, or since when it rests.
    ///
    /// # Errors
    /// What a calendar cannot answer.
    pub fn explained(&self, now: Timestamp) -> Result<Due, PromiseProblem> {
        let held = match self.state(now)? {
            State::Paused { since, reason, due: None, left } => Some(Held { since, reason, left }),
            _ => None,
        };
        Ok(Due { at: self.due()?, held, account: self.account(now)? })
    }

    /// How it stands. A miss stays visible, whatever was done later.
    ///
    /// # Errors
    /// What a calendar cannot answer.
    pub fn state(&self, now: Timestamp) -> Result<State, PromiseProblem> {
        let (line, due) = self.first()?;
        if let Some(verdict) = self.verdicts.last().filter(|_| self.closed) {
            return Ok(match verdict.due {
                Some(due) if !verdict.met => {
                    let by = line.counted(due, verdict.done)?;
                    State::Late { due, by, stopped: Some(verdict.done) }
                }
                _ => State::Met { at: verdict.done },
            });
        }
        if let Some(due) = due.filter(|due| now > *due) {
            return Ok(State::Late { due, by: line.counted(due, now)?, stopped: None });
        }
        let left = line.length()?.saturating_sub(line.used(now)?).max(SignedDuration::ZERO);
        let rests = line.rests()?;
        Ok(match (rests.at(now.as_microsecond()), due) {
            (Some(rest), due) => {
                let since = crate::compiled::timestamp(rest.from);
                State::Paused { since, reason: rest.reason.clone(), due, left }
            }
            (None, Some(due)) => State::Running { due, left },
            (None, None) => return Err(crate::ClockProblem::OutOfRange.into()),
        })
    }

    /// How it was judged each time it was done, the first first: statistics choose which counts.
    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }

    /// From when on a new, linked promise counts, where a reopening begins one.
    pub fn follow_up(&self) -> Option<Timestamp> {
        self.follow_up
    }

    /// Lets something happen.
    ///
    /// # Errors
    /// What a calendar cannot answer, and business days of an unknown length.
    pub fn apply(&mut self, policy: &Policy, at: Timestamp, event: &Event) -> Result<(), PromiseProblem> {
        match event {
            Event::Reopened(Reopener::Person) if self.closed && self.follow_up.is_none() => {
                self.reopen(policy, at);
            }
            // What is closed keeps the versions by which it was judged, and machines and thanks open nothing.
            _ if self.closed => {}
            Event::Reopened(_) => {}
            Event::Paused(reason) => self.lines.iter_mut().for_each(|line| line.pause(at, reason)),
            Event::Resumed(reason) => self.lines.iter_mut().for_each(|line| line.resume(at, Some(reason))),
            Event::TargetChanged(target) => self.retarget(policy.target_changed, at, target, None),
            Event::PriorityRaised(target) => self.retarget(policy.priority_raised, at, target, None),
            Event::PriorityLowered(target) => self.retarget(policy.priority_lowered, at, target, None),
            Event::Moved(calendar, target) => self.relocate(policy, at, calendar, target.as_ref()),
            Event::CalendarEdited(edited) => self.lines.iter_mut().for_each(|line| line.adopt(edited)),
            Event::Done => self.judge(at)?,
            Event::Merged(other) => self.merge(policy.merged, other),
        }
        self.lines.iter().try_for_each(|line| line.length().map(|_| ()))
    }

    /// Something else is promised from now on, perhaps counted in other opening hours. What is closed stays as it was
    /// judged.
    ///
    /// # Errors
    /// What a calendar cannot answer, and business days of an unknown length.
    pub fn promise_anew(
        &mut self,
        way: OnChange,
        at: Timestamp,
        target: &TargetVersion,
        hours: Option<&CalendarVersion>,
    ) -> Result<(), PromiseProblem> {
        if !self.closed {
            self.retarget(way, at, target, hours);
        }
        self.lines.iter().try_for_each(|line| line.length().map(|_| ()))
    }

    fn retarget(
        &mut self,
        way: OnChange,
        at: Timestamp,
        target: &TargetVersion,
        hours: Option<&CalendarVersion>,
    ) {
        let in_hours = |line: &mut Line| hours.iter().for_each(|hours| line.move_to(at, (*hours).clone()));
        match way {
            OnChange::Carry => self.lines.iter_mut().for_each(|line| {
                in_hours(line);
                line.target = target.clone();
            }),
            OnChange::Restart => {
                self.lines.last_mut().into_iter().for_each(in_hours);
                self.restart(at, target.clone());
            }
            OnChange::Stricter => {
                let mut new = self.lines.last().map(|line| Line { target: target.clone(), ..line.clone() });
                new.iter_mut().for_each(in_hours);
                self.lines.extend(new);
                self.leave_out_longer();
            }
        }
    }

    /// A line that differs from another by a longer target alone is never due before it.
    fn leave_out_longer(&mut self) {
        let mut place = 0;
        while place < self.lines.len() {
            let (one, length) = (&self.lines[place], self.lines[place].length().ok());
            let shorter = |(other, line): (usize, &Line)| {
                let by = line.length().ok();
                other != place && line.goes_with(one) && (by < length || (by == length && other > place))
            };
            if self.lines.iter().enumerate().any(shorter) {
                self.lines.remove(place);
            } else {
                place += 1;
            }
        }
        while self.lines.len() > MOST_LINES {
            let due = |line: &Line| line.due().ok().flatten().unwrap_or(Timestamp::MAX);
            let last =
                self.lines.iter().enumerate().max_by_key(|(_, line)| due(line)).map(|(place, _)| place);
            self.lines.remove(last.unwrap_or_default());
        }
    }

    /// Counts a target anew, in the hours that hold now; what rests goes on resting.
    fn restart(&mut self, at: Timestamp, target: TargetVersion) {
        let Some(line) = self.lines.last() else { return };
        let mut new = Line::new(at, line.calendar().clone(), target);
        new.pauses = line.pauses.iter().filter(|pause| pause.until.is_none()).cloned().collect();
        self.lines = vec![new];
    }

    fn relocate(
        &mut self,
        policy: &Policy,
        at: Timestamp,
        calendar: &CalendarVersion,
        target: Option<&TargetVersion>,
    ) {
        if policy.moved != OnMove::Keep {
            self.lines.iter_mut().for_each(|line| line.move_to(at, calendar.clone()));
        }
        let current = self.lines.last().map(|line| line.target.clone());
        match (policy.moved, target.cloned().or(current)) {
            (OnMove::Restart, Some(target)) => self.restart(at, target),
            (OnMove::Carry, Some(target)) => self.retarget(OnChange::Carry, at, &target, None),
            _ => {}
        }
    }

    fn judge(&mut self, at: Timestamp) -> Result<(), PromiseProblem> {
        let (line, due) = self.first()?;
        let verdict = Verdict {
            done: at,
            due,
            met: due.is_none_or(|due| at <= due),
            used: line.used(at)?,
            calendar: line.calendar().stamp().clone(),
            target: line.target.stamp().clone(),
        };
        self.verdicts.push(verdict);
        self.closed = true;
        self.lines.iter_mut().for_each(|line| line.resume(at, None));
        Ok(())
    }

    fn reopen(&mut self, policy: &Policy, at: Timestamp) {
        let done = self.verdicts.last().map_or(at, |verdict| verdict.done);
        match policy.on_reopen(done, at) {
            OnReopen::New => {
                self.follow_up = Some(at);
                return;
            }
            OnReopen::Continue => self.lines.iter_mut().for_each(|line| {
                line.pauses.push(Pause { from: done, until: Some(at.max(done)), reason: CLOSED.into() });
            }),
            OnReopen::Restart => {
                let target = self.lines.last().map(|line| line.target.clone());
                target.into_iter().for_each(|target| self.restart(at, target));
            }
        }
        self.closed = false;
    }

    fn merge(&mut self, way: OnMerge, other: &Promise) {
        let earliest = other.lines.iter().min_by_key(|line| line.start);
        match (way, earliest) {
            (OnMerge::Earlier, Some(other)) => {
                for line in self.lines.iter_mut().filter(|line| other.start < line.start) {
                    let until = line.start;
                    line.pauses.extend(other.pauses.iter().filter_map(|pause| pause.before(until)));
                    line.start = other.start;
                    line.calendars[0].0 = other.start;
                }
            }
            // The survivor's own stays the last: what is promised anew follows it.
            (OnMerge::Stricter, Some(_)) => {
                self.lines.splice(0..0, other.lines.iter().cloned());
            }
            _ => {}
        }
    }
}
