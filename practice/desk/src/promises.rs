//! What was promised and when it is due. Only facts are kept: when the clock started, how much working time
//! was promised, by which version of the opening hours, when it rested and why. Everything else is worked out
//! from them here, and can be told line by line to whoever asks "says who?".

use crate::calendars::{self, Laid};
use crate::words::{Hours, PromiseKind, PromiseState, WaitReason};
use clocks::{Clock, Pause, Pauses, State, Why};
use jiff::{SignedDuration, Timestamp};
use kernel::Moment;
use schemars::JsonSchema;
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

/// The facts of a promise, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub kind: PromiseKind,
    pub started_at: Moment,
    pub target_s: i64,
    pub hours: Hours,
    /// The commitment's version at the organization; nothing for the house's own.
    pub commitment: Option<i64>,
    /// The calendar's text, or its zone's around the clock.
    pub calendar: String,
    pub due_at: Option<Moment>,
    pub stopped_at: Option<Moment>,
    /// When a round noticed that it was late. A miss stays.
    pub missed_at: Option<Moment>,
    /// How often it was missed before it began anew.
    pub missed_before: i64,
}

/// The rests that stop a clock. Waiting never stops the clock of the first reply: nobody waits for an answer
/// to nothing.
pub fn pauses(kind: PromiseKind, rests: &[Rest]) -> Pauses {
    if kind == PromiseKind::Response {
        return Pauses::none();
    }
    let counts = |rest: &&Rest| if kind == PromiseKind::Update { rest.quiet } else { rest.stops };
    let stopping = rests.iter().filter(counts).map(|rest| Pause {
        from: rest.from.timestamp(),
        until: rest.until.map(|until| until.max(rest.from).timestamp()),
        reason: rest.reason.clone(),
    });
    Pauses::new(stopping).unwrap_or_default()
}

/// When it is due; nothing while the clock stands still, or when the calendar does not open for ten years.
pub fn due_at(laid: &Laid, start: Moment, target_s: i64, pauses: &Pauses) -> Option<Moment> {
    let target = SignedDuration::from_secs(target_s);
    let due = laid.horizon.lock().due_at(start.timestamp(), target, pauses);
    due.ok().flatten().map(Moment::from_timestamp)
}

impl Promise {
    /// When it is due, worked out from its facts.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn due(&self, rests: &[Rest]) -> anyhow::Result<Option<Moment>> {
        let laid = calendars::laid(&self.calendar)?;
        Ok(due_at(&laid, self.started_at, self.target_s, &pauses(self.kind, rests)))
    }

    /// How it stands at `now`, with its account.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn told(&self, rests: &[Rest], now: Moment) -> anyhow::Result<PromiseTold> {
        let laid = calendars::laid(&self.calendar)?;
        let mut horizon = laid.horizon.lock();
        let pauses = pauses(self.kind, rests);
        let target = SignedDuration::from_secs(self.target_s);
        let clock = Clock {
            start: self.started_at.timestamp(),
            target,
            pauses: pauses.clone(),
            stopped: self.stopped_at.map(Moment::timestamp),
        };
        let zone = horizon.calendar().zone().clone();
        let due = horizon.due(self.started_at.timestamp(), target, &pauses).ok();
        let state = clock.state(&mut horizon, now.timestamp()).ok();
        let head = due.as_ref().map_or_else(
            || "These opening hours never reach the promised time.".to_owned(),
            |due| due.sentence(&zone),
        );
        let rows = due.as_ref().map(|due| due.account.rows.as_slice()).unwrap_or_default();
        let (state, paused_because, left) = self.standing(state);
        Ok(PromiseTold {
            kind: self.kind,
            state,
            from: self.started_at,
            due_at: due.as_ref().and_then(|due| due.at).map(Moment::from_timestamp),
            stopped_at: self.stopped_at,
            missed_at: self.missed_at,
            missed_before: self.missed_before,
            target_seconds: self.target_s,
            left_seconds: left.map(|left| left.as_secs()),
            paused_because,
            head,
            account: rows.iter().map(AccountLine::of).collect(),
            says_who: self.says_who(),
        })
    }

    fn standing(&self, state: Option<State>) -> (PromiseState, Option<String>, Option<SignedDuration>) {
        let (state, because, left) = match state {
            None => (PromiseState::Running, None, None),
            Some(State::Running { left, .. }) => (PromiseState::Running, None, Some(left)),
            Some(State::Paused { reason, left, .. }) => (PromiseState::Paused, Some(reason), Some(left)),
            Some(State::Met { .. }) => (PromiseState::Met, None, None),
            Some(State::Late { stopped: None, .. }) => (PromiseState::Late, None, None),
            Some(State::Late { stopped: Some(_), .. }) => (PromiseState::Missed, None, None),
        };
        // A miss that was charted stays visible, whatever was promised later.
        match (state, self.missed_at) {
            (PromiseState::Met, Some(_)) => (PromiseState::Missed, None, None),
            _ => (state, because, left),
        }
    }

    fn says_who(&self) -> String {
        let hours = match self.hours {
            Hours::Always => "around the clock",
            Hours::Business => "in opening hours",
        };
        let target = clocks::length_in_words(SignedDuration::from_secs(self.target_s));
        match self.commitment {
            Some(version) => format!("Commitments of this organization, version {version}: {target} {hours}"),
            None => format!("The house's own commitments: {target} {hours}"),
        }
    }
}

/// A promise with everything that can be said of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PromiseTold {
    pub kind: PromiseKind,
    pub state: PromiseState,
    pub from: Moment,
    /// Nothing while the clock stands still.
    pub due_at: Option<Moment>,
    pub stopped_at: Option<Moment>,
    pub missed_at: Option<Moment>,
    /// How often it was missed before it began anew with a reply.
    pub missed_before: i64,
    pub target_seconds: i64,
    /// Working time that is left, while it runs or rests.
    pub left_seconds: Option<i64>,
    pub paused_because: Option<String>,
    /// One sentence for the head of the account.
    pub head: String,
    pub account: Vec<AccountLine>,
    /// Who promised it.
    pub says_who: String,
}

/// One row of an account: from, to, counted or not, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountLine {
    pub from: Moment,
    pub to: Moment,
    pub counted: bool,
    pub why: String,
}

impl AccountLine {
    fn of(row: &clocks::Stretch) -> Self {
        let why = match &row.why {
            Why::Open => "within opening hours".to_owned(),
            Why::AroundTheClock => "runs around the clock".to_owned(),
            Why::SpecialHours(name) => format!("special hours of {name}"),
            Why::Outside => "outside opening hours".to_owned(),
            Why::SpecialDay(name) => format!("closed for {name}"),
            Why::Paused(reason) => format!("paused: {reason}"),
        };
        let moment = |at: Timestamp| Moment::from_timestamp(at);
        Self { from: moment(row.from), to: moment(row.to), counted: row.counted, why }
    }

    /// How long the row is, in seconds.
    pub fn seconds(&self) -> i64 {
        self.to.since(self.from).0 / 1_000_000
    }
}

/// How two clocks become one when a ticket is merged into another: what still runs takes the earlier start,
/// because somebody has waited since then; a first reply that one of them had counts for both; what was
/// judged stays as it was judged, and a miss stays.
pub fn joined(survivor: &Promise, merged: &Promise) -> Promise {
    if survivor.stopped_at.is_some() || survivor.kind != merged.kind {
        return survivor.clone();
    }
    let answered = if survivor.kind == PromiseKind::Response { merged.stopped_at } else { None };
    Promise {
        started_at: survivor.started_at.min(merged.started_at),
        stopped_at: answered,
        missed_at: survivor.missed_at.or(merged.missed_at.filter(|_| answered.is_some())),
        ..survivor.clone()
    }
}

/// How a promise stood before its ticket was merged, or merged into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub kind: PromiseKind,
    pub started_at: Moment,
    pub stopped_at: Option<Moment>,
    pub missed_at: Option<Moment>,
}

impl Promise {
    /// What must be kept of it so that a merge can be undone.
    pub fn kept(&self) -> Kept {
        let Self { kind, started_at, stopped_at, missed_at, .. } = self.clone();
        Kept { kind, started_at, stopped_at, missed_at }
    }
}

/// The survivor's clock after the merge of `merged_at` is undone: what came from the other ticket, and thus
/// lies before the merge, is as it was; what happened since stays.
pub fn parted(now: &Promise, before: &Kept, merged_at: Moment) -> Promise {
    let since = |at: Option<Moment>, was| if at.is_some_and(|at| at < merged_at) { was } else { at };
    Promise {
        started_at: if now.started_at < merged_at { before.started_at } else { now.started_at },
        stopped_at: since(now.stopped_at, before.stopped_at),
        missed_at: since(now.missed_at, before.missed_at),
        ..now.clone()
    }
}

/// The rests of the merged ticket that lie before the survivor was opened: for that time they are the rests
/// of the joined clock.
pub fn rests_before(merged: &[Rest], opened: Moment) -> Vec<Rest> {
    let clipped =
        |rest: &Rest| Rest { until: Some(rest.until.map_or(opened, |u| u.min(opened))), ..rest.clone() };
    merged.iter().filter(|rest| rest.from < opened).map(clipped).collect()
}

#[cfg(test)]
#[path = "promises_tests.rs"]
mod tests;
