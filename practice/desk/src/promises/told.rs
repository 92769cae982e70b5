//! A promise as it is told: how it stands, the account of its due time line by line, and who promised it.

use super::{Promise, Rest};
use crate::words::{Hours, PromiseKind, PromiseState};
use clocks::{State, Why};
use jiff::{SignedDuration, Timestamp};
use kernel::Moment;
use schemars::JsonSchema;
use serde::Serialize;

impl Promise {
    /// How it stands at `now`, with its account.
    ///
    /// # Errors
    /// When the kept calendar cannot be read.
    pub fn told(&self, rests: &[Rest], now: Moment) -> anyhow::Result<PromiseTold> {
        let clock = self.clock(rests)?;
        let zone = self.laid(self.hours)?.calendar.calendar().zone().clone();
        let due = clock.explained(now.timestamp()).ok();
        let head = due.as_ref().map_or_else(
            || "These opening hours never reach the promised time.".to_owned(),
            |due| due.sentence(&zone),
        );
        let rows = due.as_ref().map(|due| due.account.rows.as_slice()).unwrap_or_default();
        let (state, paused_because, left) = self.standing(clock.state(now.timestamp()).ok());
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
            because: self.decided.iter().map(|decided| decided.sentence(&zone)).collect(),
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
        if let (PromiseKind::Recovery, Some(origin)) = (self.kind, self.origin) {
            return format!("Recovery time objective, {}: {target} {hours}", origin.title());
        }
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
    /// What a service contract decided about it when something happened, in order.
    pub because: Vec<String>,
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
