//! The clock of a recovery: by when a system has to be back (its recovery time objective, RTO). It never rests: patients
//! are treated at night too. For a planned downtime the announced window is what was promised.

use crate::words::Basis;
use clocks::{Calendar, Clock, Horizon, Pauses, State};
use jiff::SignedDuration;
use kernel::{Moment, Span};
use schemars::JsonSchema;
use serde::Serialize;

/// What the binary knows of a system that goes down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The recovery time that was set for it, in minutes.
    pub rto_minutes: Option<i64>,
    /// How much of care hangs on it, as the list of assets says: `life-support`, `clinical`, `business`, `office`.
    pub criticality: String,
}

/// Seconds until it has to be back, and who says so. No law sets them: what an asset does not say, the house does.
pub fn target(of: &Target) -> (i64, Basis) {
    match (of.rto_minutes, of.criticality.as_str()) {
        (Some(minutes), _) => (minutes * 60, Basis::Asset),
        (None, "life-support") => (4 * 3600, Basis::ClinicalCritical),
        (None, "clinical") => (8 * 3600, Basis::Clinical),
        (None, _) => (24 * 3600, Basis::Administrative),
    }
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

/// How long something lasted.
pub fn between(from: Moment, to: Moment) -> String {
    let Span(micros) = to.since(from);
    length(micros / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_asset_does_not_say_the_house_says() {
        let of =
            |rto_minutes, criticality: &str| target(&Target { rto_minutes, criticality: criticality.into() });
        assert_eq!(of(Some(90), "life-support"), (5_400, Basis::Asset));
        assert_eq!(of(Some(0), "office"), (0, Basis::Asset));
        assert_eq!(of(None, "life-support"), (4 * 3600, Basis::ClinicalCritical));
        assert_eq!(of(None, "clinical"), (8 * 3600, Basis::Clinical));
        assert_eq!(of(None, "business"), (24 * 3600, Basis::Administrative));
    }

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
