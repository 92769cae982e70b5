//! How a system was, by time and not by checks: up, degraded, down, in maintenance, or unknown because nobody watched.
//! People report it, outages on tickets report it, and what was reported wrongly is corrected with a reason; nothing is
//! ever erased. Here the reports become one line of time. Before the first report nothing is known.

use clocks::uptime::{Change, Condition, Window};
use kernel::{Moment, PersonId, TicketId};
use schemars::JsonSchema;
use serde::Serialize;

store::kinds! {
    /// How a system is.
    SystemState {
        Up = "up" "Up",
        /// It works, but not as it should.
        Degraded = "degraded" "Degraded",
        Down = "down" "Down",
        /// Planned work.
        Maintenance = "maintenance" "In maintenance",
        /// Nobody watched: neither up nor down.
        Unknown = "unknown" "Unknown",
    }
    /// By whose doing a system was as it was; contracts may leave some of it out.
    StateCause {
        Provider = "provider" "The provider's own outage",
        Client = "client" "The client's own doing",
        Vendor = "vendor" "A vendor's or carrier's outage",
        /// Power, weather, disaster.
        Outside = "outside" "Power, weather or disaster",
    }
    /// Why what was reported is corrected.
    CorrectionReason {
        WrongTime = "wrong-time" "The time was wrong",
        WrongState = "wrong-state" "The state was wrong",
        OtherSystem = "other-system" "It was another system",
        FoundLater = "found-later" "It was found out later",
    }
}

impl SystemState {
    /// As clocks know it.
    pub fn condition(self) -> Condition {
        match self {
            Self::Up => Condition::Up,
            Self::Degraded => Condition::Degraded,
            Self::Down => Condition::Down,
            Self::Maintenance => Condition::Maintenance,
            Self::Unknown => Condition::Unknown,
        }
    }
}

/// One report of how a system was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reported {
    /// In which order it was said.
    pub place: u32,
    pub from: Moment,
    /// Only of a stretch that was planned or corrected; other reports hold until the next.
    pub until: Option<Moment>,
    pub state: SystemState,
    pub cause: Option<StateCause>,
    /// Why it was corrected.
    pub reason: Option<CorrectionReason>,
    /// The ticket whose outage it was.
    pub ticket: Option<TicketId>,
    pub said_by: Option<PersonId>,
    pub said_at: Moment,
}

/// What was reported of an asset of the bound organization, in the order in which it was said.
///
/// # Errors
/// A fault of the store.
pub fn reports(look: &mut store::Look, asset: kernel::AssetId) -> Result<Vec<Reported>, kernel::Stop> {
    Ok(crate::records::states(look, asset)?)
}

/// From a moment on a system was so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Was {
    pub from: Moment,
    pub state: SystemState,
    pub cause: Option<StateCause>,
}

/// All reports as one line of time. A stretch goes before what surrounds it; what was said later goes before what was
/// said earlier.
pub fn line(reports: &[Reported]) -> Vec<Was> {
    let mut cuts: Vec<Moment> = reports.iter().flat_map(|r| [Some(r.from), r.until]).flatten().collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut line: Vec<Was> = Vec::new();
    for at in cuts {
        let (state, cause) = holds(reports, at).map_or((SystemState::Unknown, None), |r| (r.state, r.cause));
        if line.last().is_none_or(|was| (was.state, was.cause) != (state, cause)) {
            line.push(Was { from: at, state, cause });
        }
    }
    line
}

/// The report that holds at a moment.
fn holds(reports: &[Reported], at: Moment) -> Option<&Reported> {
    let stretch = reports
        .iter()
        .filter(|r| r.from <= at && r.until.is_some_and(|until| at < until))
        .max_by_key(|r| r.place);
    let open = reports.iter().filter(|r| r.until.is_none() && r.from <= at).max_by_key(|r| (r.from, r.place));
    match (stretch, open) {
        // Maintenance that is over early: said later, and beginning within the stretch.
        (Some(stretch), Some(open)) if open.place > stretch.place && open.from >= stretch.from => Some(open),
        (Some(stretch), _) => Some(stretch),
        (None, open) => open,
    }
}

/// What was seen up to a moment, as a report counts it; `excluded` are the causes that the contract leaves out.
pub fn seen(reports: &[Reported], excluded: &[StateCause], until: Moment) -> clocks::uptime::Seen {
    let line = line(reports);
    let changes = line
        .iter()
        .map(|was| Change { at: was.from.timestamp(), condition: was.state.condition() })
        .collect();
    let ends = line.iter().skip(1).map(|was| was.from).chain([until]);
    let windows = line.iter().zip(ends).filter_map(|(was, end)| {
        let cause = was.cause.filter(|cause| excluded.contains(cause))?;
        let bad = !matches!(was.state, SystemState::Up | SystemState::Maintenance);
        let why = cause.title().to_owned();
        (bad && was.from < end).then(|| Window { from: was.from.timestamp(), until: end.timestamp(), why })
    });
    clocks::uptime::Seen { changes, excluded: windows.collect(), ..clocks::uptime::Seen::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SystemState::{Down, Maintenance, Unknown, Up};

    fn at(hour: i64) -> Moment {
        Moment::from_micros(hour * 3_600_000_000)
    }

    fn said(all: &[(i64, Option<i64>, SystemState)]) -> Vec<Reported> {
        let report = |(place, (from, until, state)): (usize, &(i64, Option<i64>, SystemState))| Reported {
            place: u32::try_from(place).unwrap(),
            from: at(*from),
            until: until.map(at),
            state: *state,
            cause: (*state == Down).then_some(StateCause::Client),
            reason: None,
            ticket: None,
            said_by: None,
            said_at: at(0),
        };
        all.iter().enumerate().map(report).collect()
    }

    fn told(all: &[(i64, Option<i64>, SystemState)]) -> Vec<(i64, SystemState)> {
        line(&said(all)).iter().map(|was| (was.from.micros() / 3_600_000_000, was.state)).collect()
    }

    #[test]
    fn reports_hold_until_the_next_and_a_correction_for_its_stretch() {
        assert_eq!(told(&[(1, None, Up), (5, None, Down), (7, None, Up)]), [(1, Up), (5, Down), (7, Up)]);
        // It was down an hour longer than was said.
        let corrected = [(1, None, Up), (5, None, Down), (7, None, Up), (7, Some(8), Down)];
        assert_eq!(told(&corrected), [(1, Up), (5, Down), (8, Up)]);
        // A correction of the correction.
        let again = [(1, None, Up), (5, None, Down), (7, None, Up), (7, Some(8), Down), (7, Some(8), Up)];
        assert_eq!(told(&again), [(1, Up), (5, Down), (7, Up)]);
    }

    #[test]
    fn maintenance_that_is_planned_ends_by_itself_or_when_somebody_says_so() {
        assert_eq!(told(&[(1, None, Up), (5, Some(9), Maintenance)]), [(1, Up), (5, Maintenance), (9, Up)]);
        let early = [(1, None, Up), (5, Some(9), Maintenance), (7, None, Up)];
        assert_eq!(told(&early), [(1, Up), (5, Maintenance), (7, Up)]);
        // Before anything was said nothing is known, and after a stretch alone neither.
        assert_eq!(told(&[(5, Some(9), Maintenance)]), [(5, Maintenance), (9, Unknown)]);
        assert!(told(&[]).is_empty());
    }

    #[test]
    fn only_what_was_not_well_is_left_out_for_its_cause() {
        let all = said(&[(1, None, Up), (5, None, Down)]);
        let seen = seen(&all, &[StateCause::Client], at(9));
        assert_eq!((seen.changes.len(), seen.excluded.len()), (2, 1));
        assert_eq!(seen.excluded[0].until, at(9).timestamp());
        assert!(super::seen(&all, &[StateCause::Vendor], at(9)).excluded.is_empty());
    }
}
