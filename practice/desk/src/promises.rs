//! What was promised and when it is due. Only facts are kept: when the clock started, how much working time
//! was promised, by which version of the opening hours, when it rested and why. What follows from them, and
//! what a change does to them, is the `clocks`' business and stands there alone; here it is asked, and told
//! line by line to whoever wonders "says who?".

mod beside;
mod merged;
mod told;

pub use beside::{Beside, Own};
pub use merged::{Kept, joined, parted, rests_before};
pub use told::{AccountLine, PromiseTold};

use crate::calendars::{self, Laid};
use crate::rules::{Decided, Rules, What};
use crate::words::{Hours, PromiseKind, RecoveryOrigin, WaitReason};
use clocks::{Budget, Clock, Event, KeptLine, Pause, Pauses, PromiseProblem, Reopener, Talk, TargetVersion};
use jiff::SignedDuration;
use kernel::{ContractId, Moment};
use serde::{Deserialize, Serialize};

/// What is promised for one priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The organization's version; nothing for what the house promises everybody.
    pub version: Option<i64>,
    pub response_minutes: i64,
    pub resolution_minutes: i64,
    /// Within which the reporter hears something, again and again; nothing where it is not promised.
    pub update_minutes: Option<i64>,
    /// From the decision to send somebody until they are on site; nothing where it is not promised.
    pub arrival_minutes: Option<i64>,
    pub hours: Hours,
    /// For which reasons the clock of the resolution rests.
    pub pausing: Vec<WaitReason>,
}

/// What the house promises where nothing else was agreed: minutes to the first reply and to the resolution.
pub fn house_commitment(priority: u8) -> Commitment {
    let (response_minutes, resolution_minutes, hours) = match priority {
        1 => (15, 4 * 60, Hours::Always),
        2 => (30, 8 * 60, Hours::Always),
        3 => (4 * 60, 27 * 60, Hours::Business),
        _ => (8 * 60, 45 * 60, Hours::Business),
    };
    let pausing = WaitReason::ALL.to_vec();
    Commitment {
        version: None,
        response_minutes,
        resolution_minutes,
        update_minutes: None,
        arrival_minutes: None,
        hours,
        pausing,
    }
}

impl Commitment {
    /// Seconds that are promised; nothing where nothing is.
    pub fn target_s(&self, kind: PromiseKind) -> Option<i64> {
        let minutes = match kind {
            PromiseKind::Response => Some(self.response_minutes),
            PromiseKind::Resolution => Some(self.resolution_minutes),
            PromiseKind::Update => self.update_minutes,
            PromiseKind::Arrival => self.arrival_minutes,
            // The system's own plan says it, not what was promised for the ticket.
            PromiseKind::Recovery => None,
        };
        minutes.map(|minutes| minutes * 60)
    }
}

/// One rest of a ticket, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    pub from: Moment,
    pub until: Option<Moment>,
    /// In the words of that time.
    pub reason: String,
    /// Whether it stopped the clock, by the meaning the reason had then.
    pub stops: bool,
    /// Whether it also stopped the clock of the next update: nobody is told again and again that they are
    /// being waited for, but whoever waits for a vendor with us wants to hear of it.
    pub quiet: bool,
}

impl Rest {
    fn pause(&self) -> Pause {
        let until = self.until.map(|until| until.max(self.from).timestamp());
        Pause { from: self.from.timestamp(), until, reason: self.reason.clone() }
    }

    /// The part of it that lies before a moment.
    fn before(&self, end: Moment) -> Option<Self> {
        let until = self.pause().before(end.timestamp())?.until;
        Some(Self { until: until.map(Moment::from_timestamp), ..self.clone() })
    }
}

/// Hours in which a promise was counted before its priority changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub until: Moment,
    pub hours: Hours,
}

/// The facts of a promise, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub kind: PromiseKind,
    pub started_at: Moment,
    pub target_s: i64,
    pub hours: Hours,
    /// The commitment's version at the organization; nothing for the house's own.
    pub commitment: Option<i64>,
    /// By whose word a system has to be back; only for its recovery.
    pub origin: Option<RecoveryOrigin>,
    /// The text of the opening hours of its place, whichever hours it is counted in.
    pub calendar: String,
    pub zone: String,
    /// In which hours it was counted before, in order.
    pub earlier: Vec<Earlier>,
    pub due_at: Option<Moment>,
    pub stopped_at: Option<Moment>,
    /// When a round noticed that it was late. A miss stays.
    pub missed_at: Option<Moment>,
    /// How often it was missed before it began anew.
    pub missed_before: i64,
    /// What was promised before and holds besides; the earliest due time counts.
    pub beside: Vec<Beside>,
    /// What a contract decided about it, in order.
    pub decided: Vec<Decided>,
    /// The service contract under which its ticket is worked on.
    pub contract: Option<ContractId>,
}

/// So many decisions are kept with a promise, the newest.
const MOST_DECIDED: usize = 20;

/// Why something else is promised on a ticket than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anew {
    /// Its priority is higher now.
    Raised,
    Lowered,
    /// What is promised where it belongs was set anew.
    Agreed,
}

/// The rests that stop a clock. Waiting never stops the clock of the first reply: nobody waits for an answer
/// to nothing.
fn pauses(kind: PromiseKind, rests: &[Rest]) -> Vec<Pause> {
    let counts = |rest: &&Rest| match kind {
        PromiseKind::Response | PromiseKind::Recovery => false,
        PromiseKind::Update => rest.quiet,
        PromiseKind::Resolution | PromiseKind::Arrival => rest.stops,
    };
    rests.iter().filter(counts).map(Rest::pause).collect()
}

/// When it is due without any rest; nothing when the calendar does not open for ten years.
pub fn due_at(laid: &Laid, start: Moment, target_s: i64) -> Option<Moment> {
    let target = SignedDuration::from_secs(target_s);
    let due = laid.calendar.due_at(start.timestamp(), target, &Pauses::none());
    due.ok().flatten().map(Moment::from_timestamp)
}

fn target(target_s: i64) -> anyhow::Result<TargetVersion> {
    Ok(TargetVersion::first("", Budget::seconds(u32::try_from(target_s)?)))
}

impl Promise {
    fn laid(&self, hours: Hours) -> anyhow::Result<std::sync::Arc<Laid>> {
        match hours {
            Hours::Always => calendars::laid(&calendars::always(&self.zone)),
            Hours::Business => calendars::laid(&self.calendar),
        }
    }

    /// Its clock.
    fn clock(&self, rests: &[Rest]) -> anyhow::Result<clocks::Promise> {
        let own = Beside {
            started_at: self.started_at,
            target_s: self.target_s,
            hours: self.hours,
            earlier: self.earlier.clone(),
            own: None,
        };
        let beside = self.beside.iter().zip(1..).map(|(beside, mark)| self.line(mark, beside, rests));
        Ok(clocks::Promise::of(clocks::Kept {
            line: self.line(0, &own, rests)?,
            beside: beside.collect::<anyhow::Result<_>>()?,
            done: self.stopped_at.map(Moment::timestamp),
        })?)
    }

    /// One reckoning of it, with the rests that count in it.
    fn line(&self, mark: usize, of: &Beside, rests: &[Rest]) -> anyhow::Result<KeptLine> {
        let first = of.earlier.first().map_or(of.hours, |earlier| earlier.hours);
        let then = of.earlier.iter().skip(1).map(|earlier| earlier.hours).chain([of.hours]);
        let later = of
            .earlier
            .iter()
            .zip(then)
            .map(|(earlier, hours)| Ok((earlier.until.timestamp(), self.laid(hours)?.calendar.clone())));
        Ok(KeptLine {
            mark,
            start: of.started_at.timestamp(),
            hours: self.laid(first)?.calendar.clone(),
            later: later.collect::<anyhow::Result<_>>()?,
            target: target(of.target_s)?,
            pauses: pauses(self.kind, &of.rests(rests)),
        })
    }

    /// The same after something happened to it.
    fn after(
        &self,
        rests: &[Rest],
        happens: impl FnOnce(&mut clocks::Promise) -> Result<(), PromiseProblem>,
    ) -> anyhow::Result<Self> {
        let mut clock = self.clock(rests)?;
        happens(&mut clock)?;
        let kept = clock.kept();
        let always = self.laid(Hours::Always)?.version.clone();
        let beside = kept.beside.into_iter().map(|line| {
            let own = line.mark.checked_sub(1).and_then(|place| self.beside.get(place)?.own.clone());
            Beside { own, ..Beside::of(line, &always) }
        });
        let (beside, last) = (beside.collect(), Beside::of(kept.line, &always));
        Ok(Self {
            started_at: last.started_at,
            target_s: last.target_s,
            hours: last.hours,
            earlier: last.earlier,
            stopped_at: kept.done.map(Moment::from_timestamp),
            beside,
            ..self.clone()
        })
    }

    /// The same with what the contract decided about it.
    fn because(mut self, decided: Option<Decided>) -> Self {
        self.decided.extend(decided);
        let many = self.decided.len().saturating_sub(MOST_DECIDED);
        self.decided.drain(..many);
        self
    }

    /// The same when something else is promised, perhaps counted in other hours.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn promised_anew(
        &self,
        rests: &[Rest],
        (at, why): (Moment, Anew),
        (target_s, hours): (i64, Hours),
        rules: &Rules,
    ) -> anyhow::Result<Self> {
        let (way, what) = match why {
            Anew::Raised => (rules.rules.priority_raised, What::PriorityRaised),
            Anew::Lowered => (rules.rules.priority_lowered, What::PriorityLowered),
            Anew::Agreed => (rules.rules.target_changed, What::TargetChanged),
        };
        let (new, other) = (target(target_s)?, hours != self.hours || !self.beside.is_empty());
        let hours = other.then(|| self.laid(hours)).transpose()?.map(|laid| laid.calendar.clone());
        let one =
            self.after(rests, |clock| clock.promise_anew(way.into(), at.timestamp(), &new, hours.as_ref()))?;
        Ok(one.because(rules.decide(at, what, way.title())))
    }

    /// The same when what was done is opened again: the clock goes on, or begins anew. A miss before stays counted.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn reopened(&self, rests: &[Rest], at: Moment, rules: &Rules) -> anyhow::Result<Self> {
        let Some(done) = self.stopped_at else { return Ok(self.clone()) };
        let (policy, again) = (rules.policy(), Event::Reopened(Reopener::Person));
        let one = self.after(rests, |clock| clock.apply(&policy, at.timestamp(), &again))?;
        let way = policy.on_reopen(done.timestamp(), at.timestamp());
        let anew = way == clocks::OnReopen::Restart;
        let missed = i64::from(anew && one.missed_at.is_some());
        let one = Self {
            stopped_at: None,
            missed_at: one.missed_at.filter(|_| !anew),
            missed_before: one.missed_before + missed,
            ..one
        };
        Ok(one.because(rules.decide(at, What::Reopened, crate::rules::WhenReopened::from(way).title())))
    }

    /// The same when it began at another time.
    pub fn begun_at(&self, at: Moment) -> Self {
        let earlier = self.earlier.iter().filter(|earlier| earlier.until > at).copied().collect();
        let mut one = Self { started_at: at, earlier, ..self.clone() };
        for beside in one.beside.iter_mut().filter(|beside| beside.own.is_none()) {
            beside.started_at = at;
        }
        one
    }

    /// The same when it is said now that it was reported earlier.
    pub fn backdated(&self, at: Moment, now: Moment, rules: &Rules) -> Self {
        let says = "the clock runs from then, and both due times are kept";
        self.begun_at(at).because(rules.decide(now, What::Backdated, says))
    }

    /// When a reminder of it that is to be sent at a moment leaves: in the hours in which it is counted, or at any hour. One
    /// that falls into hours that never open is sent at once.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn reminded_at(&self, way: clocks::Reminders, at: Moment) -> anyhow::Result<Moment> {
        let laid = self.laid(self.hours)?;
        Ok(way.sent_at(&laid.calendar, at.timestamp()).map_or(at, Moment::from_timestamp))
    }

    /// When it is due, worked out from its facts.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn due(&self, rests: &[Rest]) -> anyhow::Result<Option<Moment>> {
        // Hours that never reach the promised time give no due time.
        Ok(self.clock(rests)?.due().ok().flatten().map(Moment::from_timestamp))
    }
}

/// What is said on a ticket, with its clocks as they are kept.
pub fn talk(kept: &[Promise]) -> Talk {
    let clock = |kind| {
        let kept = kept.iter().find(|p| p.kind == kind)?;
        let target = SignedDuration::from_secs(kept.target_s);
        let (start, stopped) = (kept.started_at.timestamp(), kept.stopped_at.map(Moment::timestamp));
        Some(Clock { start, target, pauses: Pauses::none(), stopped })
    };
    let response = clock(PromiseKind::Response);
    let answered = response.as_ref().is_none_or(|response| response.stopped.is_some());
    let updates = clock(PromiseKind::Update).into_iter().collect();
    Talk { response, updates, resolution: clock(PromiseKind::Resolution), answered }
}

#[cfg(test)]
#[path = "promises_tests.rs"]
mod tests;
