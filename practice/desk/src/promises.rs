//! What was promised and when it is due. Only facts are kept: when the clock started, how much working time
//! was promised, by which version of the opening hours, when it rested and why. What follows from them, and
//! what a change does to them, is the `clocks`' business and stands there alone; here it is asked, and told
//! line by line to whoever wonders "says who?".

mod merged;
mod told;

pub use merged::{Kept, joined, parted, rests_before};
pub use told::{AccountLine, PromiseTold};

use crate::calendars::{self, Laid};
use crate::words::{Hours, PromiseKind, RecoveryOrigin, WaitReason};
use clocks::{Budget, Clock, Event, Pause, Pauses, Talk, TargetVersion};
use jiff::SignedDuration;
use kernel::Moment;
use serde::{Deserialize, Serialize};

/// What a change does to a clock, at every organization (decision 0010).
pub const POLICY: clocks::Policy = clocks::Policy::STANDARD;

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let first = self.earlier.first().map_or(self.hours, |earlier| earlier.hours);
        let then = self.earlier.iter().skip(1).map(|earlier| earlier.hours).chain([self.hours]);
        let later = self
            .earlier
            .iter()
            .zip(then)
            .map(|(earlier, hours)| Ok((earlier.until.timestamp(), self.laid(hours)?.calendar.clone())));
        Ok(clocks::Promise::of(clocks::Kept {
            start: self.started_at.timestamp(),
            hours: self.laid(first)?.calendar.clone(),
            later: later.collect::<anyhow::Result<_>>()?,
            target: target(self.target_s)?,
            pauses: pauses(self.kind, rests),
            done: self.stopped_at.map(Moment::timestamp),
        })?)
    }

    /// The same after something happened to it.
    fn after(&self, rests: &[Rest], at: Moment, happened: &[Event]) -> anyhow::Result<Self> {
        let mut clock = self.clock(rests)?;
        for event in happened {
            clock.apply(&POLICY, at.timestamp(), event)?;
        }
        let kept = clock.kept()?;
        let always = self.laid(Hours::Always)?;
        let hours = |calendar: &clocks::CalendarVersion| match calendar.stamp().name == always.version {
            true => Hours::Always,
            false => Hours::Business,
        };
        let mut earlier = Vec::new();
        let mut now = hours(&kept.hours);
        for (from, calendar) in &kept.later {
            earlier.push(Earlier { until: Moment::from_timestamp(*from), hours: now });
            now = hours(calendar);
        }
        Ok(Self {
            started_at: Moment::from_timestamp(kept.start),
            target_s: i64::from(kept.target.budget().seconds),
            hours: now,
            earlier,
            stopped_at: kept.done.map(Moment::from_timestamp),
            ..self.clone()
        })
    }

    /// The same when the priority changes and something else is promised for it.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn for_priority(
        &self,
        rests: &[Rest],
        at: Moment,
        raised: bool,
        (target_s, hours): (i64, Hours),
    ) -> anyhow::Result<Self> {
        let new = target(target_s)?;
        let changed = if raised { Event::PriorityRaised(new) } else { Event::PriorityLowered(new) };
        let moved = (hours != self.hours).then(|| self.laid(hours)).transpose()?;
        let moved = moved.map(|laid| Event::Moved(laid.calendar.clone(), None));
        self.after(rests, at, &moved.into_iter().chain([changed]).collect::<Vec<_>>())
    }

    /// The same when it began at another time.
    pub fn begun_at(&self, at: Moment) -> Self {
        let earlier = self.earlier.iter().filter(|earlier| earlier.until > at).copied().collect();
        Self { started_at: at, earlier, ..self.clone() }
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
