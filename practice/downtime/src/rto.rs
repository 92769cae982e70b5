//! The clock of a recovery: by when a system has to be back (its recovery time objective, RTO). It never rests: patients
//! are treated at night too. For a planned downtime the announced window is what was promised.

use crate::words::Basis;
use clocks::{Calendar, Clock, Horizon, Pauses, State};
use jiff::{SignedDuration, tz::TimeZone};
use kernel::{Moment, Span};
use schemars::JsonSchema;
use serde::Serialize;

/// How soon a system that goes down has to be back, as the list of assets says, and by whose word. No law sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub rto_minutes: i64,
    pub basis: Basis,
}

/// How a system's recovery stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recovery {
    /// It is not down yet.
    Waiting,
    Running,
    /// Down, and the time is over.
    Late,
    /// Back in time.
    Met,
    /// Back after its time.
    Missed,
}

/// When it is due.
///
/// # Errors
/// A fault when the clock cannot be reckoned.
pub fn due(started: Moment, target_s: i64) -> anyhow::Result<Moment> {
    let due = always()?.due_at(started.timestamp(), SignedDuration::from_secs(target_s), &Pauses::none())?;
    let due = due.ok_or_else(|| anyhow::anyhow!("a clock that never rests has no due time"))?;
    Ok(Moment::from_timestamp(due))
}

/// How it stands now.
///
/// # Errors
/// A fault when the clock cannot be reckoned.
pub fn stands(
    started: Option<Moment>,
    target_s: i64,
    back: Option<Moment>,
    now: Moment,
) -> anyhow::Result<Recovery> {
    let Some(started) = started else { return Ok(Recovery::Waiting) };
    let clock = Clock {
        start: started.timestamp(),
        target: SignedDuration::from_secs(target_s),
        pauses: Pauses::none(),
        stopped: back.map(Moment::timestamp),
    };
    Ok(match clock.state(&mut always()?, now.timestamp())? {
        State::Running { .. } | State::Paused { .. } => Recovery::Running,
        State::Met { .. } => Recovery::Met,
        State::Late { stopped: None, .. } => Recovery::Late,
        State::Late { stopped: Some(_), .. } => Recovery::Missed,
    })
}

/// Hours that never close.
fn always() -> anyhow::Result<Horizon> {
    Ok(Horizon::new(Calendar::always("UTC")?))
}

/// A length in words: "4 h".
pub fn length(target_s: i64) -> String {
    clocks::length_in_words(SignedDuration::from_secs(target_s))
}

/// Why a system is due back when it is: how long from when on, by whose word, and that nothing holds the clock.
pub fn because(from: Moment, target_s: i64, basis: Basis, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let from = clocks::instant_in_words(from.timestamp(), &zone);
    match basis {
        Basis::Window => format!("{}; it began {from}, and the clock never rests", basis.title()),
        _ => format!("{} from {from} on. {}; the clock never rests", length(target_s), basis.title()),
    }
}

/// How long something lasted.
pub fn between(from: Moment, to: Moment) -> String {
    let Span(micros) = to.since(from);
    length(micros / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_runs_through_the_night_and_is_met_missed_or_late() {
        let start = Moment::from_timestamp("2026-11-01T05:30:00Z".parse().unwrap());
        let at = |minutes| start.plus(Span::minutes(minutes));
        assert_eq!(due(start, 4 * 3600).unwrap(), at(240));
        let how = |back, now| stands(Some(start), 4 * 3600, back, now).unwrap();
        assert_eq!(how(None, at(239)), Recovery::Running);
        assert_eq!(how(None, at(241)), Recovery::Late);
        assert_eq!(how(Some(at(240)), at(600)), Recovery::Met);
        assert_eq!(how(Some(at(241)), at(600)), Recovery::Missed);
        assert_eq!(stands(None, 60, None, start).unwrap(), Recovery::Waiting);
        assert_eq!((length(4 * 3600).as_str(), between(start, at(90)).as_str()), ("4 h", "1 h 30 min"));
    }
}
