//! What was promised and when it is due. Only facts are kept: when the clock started, how much working time
//! was promised, by which version of the opening hours, when it rested and why. Everything else is worked out
//! from them here, and can be told line by line to whoever asks "says who?".

use crate::calendars::{self, Laid};
use crate::words::{Hours, PromiseKind, PromiseState, WaitReason};
use clocks::{Clock, Pause, Pauses, State, Why};
use jiff::{SignedDuration, Timestamp};
use kernel::Moment;
use schemars::JsonSchema;
use serde::Serialize;

/// What is promised for one priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The organization's version; nothing for what the house promises everybody.
    pub version: Option<i64>,
    pub response_minutes: i64,
    pub resolution_minutes: i64,
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
    Commitment { version: None, response_minutes, resolution_minutes, hours, pausing }
}

impl Commitment {
    /// Seconds that are promised.
    pub fn target_s(&self, kind: PromiseKind) -> i64 {
        60 * match kind {
            PromiseKind::Response => self.response_minutes,
            PromiseKind::Resolution => self.resolution_minutes,
        }
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
}

/// The rests that stop a clock. Waiting never stops the clock of the first reply: nobody waits for an answer
/// to nothing.
pub fn pauses(kind: PromiseKind, rests: &[Rest]) -> Pauses {
    if kind == PromiseKind::Response {
        return Pauses::none();
    }
    let stopping = rests.iter().filter(|rest| rest.stops).map(|rest| Pause {
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

#[cfg(test)]
mod tests {
    use super::*;

    const WEEKDAYS: &str = r#"{"zone":"America/New_York","week":{"monday":["08:00-17:00"],"tuesday":["08:00-17:00"],
        "wednesday":["08:00-17:00"],"thursday":["08:00-17:00"],"friday":["08:00-17:00"]}}"#;

    fn at(text: &str) -> Moment {
        Moment::from_timestamp(text.parse().unwrap())
    }

    fn promise(start: &str, hours: i64) -> Promise {
        Promise {
            kind: PromiseKind::Resolution,
            started_at: at(start),
            target_s: hours * 3600,
            hours: Hours::Business,
            commitment: Some(3),
            calendar: WEEKDAYS.to_owned(),
            due_at: None,
            stopped_at: None,
            missed_at: None,
        }
    }

    fn rest(from: &str, until: Option<&str>, stops: bool) -> Rest {
        Rest { from: at(from), until: until.map(at), reason: "waiting for parts".into(), stops }
    }

    #[test]
    fn a_pause_moves_the_due_time_by_the_open_time_in_it() {
        // C12: Friday 15:00, paused from Friday 16:00 to Monday 10:00, eight hours.
        let p = promise("2026-06-05T15:00:00-04:00", 8);
        let rests = [rest("2026-06-05T16:00:00-04:00", Some("2026-06-08T10:00:00-04:00"), true)];
        assert_eq!(p.due(&rests).unwrap(), Some(at("2026-06-08T17:00:00-04:00")));
        assert_eq!(p.due(&[]).unwrap(), Some(at("2026-06-08T14:00:00-04:00")));
    }

    #[test]
    fn a_reason_that_did_not_stop_the_clock_then_never_stops_it_later() {
        let p = promise("2026-06-05T15:00:00-04:00", 8);
        let rests = [rest("2026-06-05T16:00:00-04:00", Some("2026-06-08T10:00:00-04:00"), false)];
        assert_eq!(p.due(&rests).unwrap(), p.due(&[]).unwrap());
    }

    #[test]
    fn waiting_never_stops_the_clock_of_the_first_reply() {
        let p = Promise { kind: PromiseKind::Response, ..promise("2026-06-05T15:00:00-04:00", 1) };
        let rests = [rest("2026-06-05T15:10:00-04:00", None, true)];
        assert_eq!(p.due(&rests).unwrap(), Some(at("2026-06-05T16:00:00-04:00")));
    }

    #[test]
    fn a_paused_promise_that_passes_its_old_due_time_is_not_late() {
        let p = promise("2026-06-08T09:00:00-04:00", 2);
        let rests = [rest("2026-06-08T10:00:00-04:00", None, true)];
        let told = p.told(&rests, at("2026-06-09T16:00:00-04:00")).unwrap();
        assert_eq!((told.state, told.due_at), (PromiseState::Paused, None));
        assert_eq!(
            (told.left_seconds, told.paused_because.as_deref()),
            (Some(3600), Some("waiting for parts"))
        );
    }

    #[test]
    fn paused_straight_to_resolved_does_not_count_the_pause() {
        let p = Promise {
            stopped_at: Some(at("2026-06-11T12:00:00-04:00")),
            ..promise("2026-06-08T09:00:00-04:00", 2)
        };
        let rests = [rest("2026-06-08T10:00:00-04:00", Some("2026-06-11T12:00:00-04:00"), true)];
        assert_eq!(p.told(&rests, at("2026-06-12T12:00:00-04:00")).unwrap().state, PromiseState::Met);
    }

    #[test]
    fn after_reopening_the_clock_continues_without_the_closed_time() {
        // Resolved on Monday with one of two hours used, open again on Wednesday 09:00.
        let p = promise("2026-06-08T09:00:00-04:00", 2);
        let rests = [rest("2026-06-08T10:00:00-04:00", Some("2026-06-10T09:00:00-04:00"), true)];
        assert_eq!(p.due(&rests).unwrap(), Some(at("2026-06-10T10:00:00-04:00")));
        let told = p.told(&rests, at("2026-06-10T09:30:00-04:00")).unwrap();
        assert_eq!((told.state, told.left_seconds), (PromiseState::Running, Some(1800)));
        assert!(told.account.iter().any(|row| !row.counted && row.why == "paused: waiting for parts"));
        let counted: i64 = told.account.iter().filter(|row| row.counted).map(AccountLine::seconds).sum();
        assert_eq!(counted, 7200);
    }

    #[test]
    fn a_miss_stays_visible() {
        let late = Promise {
            stopped_at: Some(at("2026-06-08T12:00:00-04:00")),
            ..promise("2026-06-08T09:00:00-04:00", 2)
        };
        assert_eq!(late.told(&[], at("2026-06-09T09:00:00-04:00")).unwrap().state, PromiseState::Missed);
        // A longer promise made afterwards does not wash it away.
        let longer = Promise { target_s: 8 * 3600, missed_at: Some(at("2026-06-08T11:01:00-04:00")), ..late };
        assert_eq!(longer.told(&[], at("2026-06-09T09:00:00-04:00")).unwrap().state, PromiseState::Missed);
    }

    #[test]
    fn the_house_promises_more_the_more_urgent_it_is() {
        for priority in 1..4 {
            let (urgent, less) = (house_commitment(priority), house_commitment(priority + 1));
            assert!(urgent.response_minutes < less.response_minutes);
            assert!(urgent.resolution_minutes < less.resolution_minutes);
        }
    }
}
