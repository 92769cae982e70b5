//! Escalations go on in parts: a hundred alerts of one organization by one policy at a time, and whoever must be told is
//! told before the next part is looked at. So the first letters of a storm leave at once, and it is a few transactions.
//! Where a part cannot be carried out together, each of its alerts is carried out by itself: one that fails holds up no
//! other.

use crate::{Floor, Next, Round, beat::ELSEWHERE, floor::fault, sweeps::Sweep};
use kernel::{EscalationId, Moment, Span, Stop, Who};
use oncall::{FireSteps, SendNotices, StepsDue};
use std::collections::HashMap;
use store::Look;

/// How many such parts are looked at, and how many people are told in a turn.
const MOST: u32 = 100;

/// After something failed or was refused it is left alone for so long.
const RESTS: Span = Span::seconds(60);

/// Steps of escalations that are due, and people for whom notices wait.
#[derive(Default)]
pub struct Escalations {
    /// What could not be carried out together, and since when.
    apart: HashMap<StepsDue, Moment>,
    refused: HashMap<String, Moment>,
}

impl Round for Escalations {
    fn name(&self) -> &'static str {
        "escalations"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        self.apart.retain(|_, at| now.since(*at) < RESTS);
        // Another server may have been faster; nothing here is left alone for an hour.
        self.refused.retain(|_, at| now.since(*at) < RESTS);
        let due = floor.look(self.name(), now, |look: &mut Look| oncall::steps_due(look, MOST))?;
        let (apart, together): (Vec<_>, Vec<_>) =
            due.into_iter().partition(|part| self.apart.contains_key(part));
        let mut more = together.len() > 1;
        if !(apart.is_empty() && together.is_empty()) {
            if !floor.leases.hold(self.name(), now).map_err(fault)? {
                return Ok(ELSEWHERE);
            }
            if let Some(part) = together.into_iter().next() {
                more |= self.part(floor, now, part);
            }
            for part in apart {
                self.each(floor, now, part)?;
            }
        }
        // In a storm people are told between two turns of it.
        let waiting = |look: &mut Look| Ok(oncall::people_to_tell(look, MOST)?);
        let sweep = Sweep { engine: self.name(), now, every: floor.every.post };
        let told = sweep.run(floor, &mut self.refused, waiting, |person| SendNotices { person })?;
        Ok(if more { Next::AT_ONCE } else { told })
    }
}

impl Escalations {
    /// One part; says whether more of it may be due.
    fn part(&mut self, floor: &Floor, now: Moment, part: StepsDue) -> bool {
        match fire(floor, now, part, None) {
            Ok(full) => full,
            Err(stop) => {
                tracing::error!(org = %part.org, problem = %stop, "steps were not carried out together");
                self.apart.insert(part, now);
                true
            }
        }
    }

    /// The alerts of a part, each by itself.
    fn each(&mut self, floor: &Floor, now: Moment, part: StepsDue) -> anyhow::Result<()> {
        let due = floor.look(self.name(), now, |look: &mut Look| {
            look.at(Some(part.org));
            let runs = oncall::due_of(look, part.policy, None)?;
            Ok(runs.into_iter().map(|run| run.id).collect::<Vec<_>>())
        })?;
        for one in due {
            if self.refused.contains_key(&one.to_string()) {
                continue;
            }
            if let Err(stop) = fire(floor, now, part, Some(one)) {
                tracing::error!(escalation = %one, problem = %stop, "a step that is due was not carried out");
                self.refused.insert(one.to_string(), now);
            }
        }
        Ok(())
    }
}

/// Whether there may be more.
fn fire(floor: &Floor, now: Moment, part: StepsDue, only: Option<EscalationId>) -> Result<bool, Stop> {
    let order = FireSteps { org: part.org, policy: part.policy, escalation: only };
    let who = Who::House("escalations");
    let done = futures_executor::block_on(floor.office.at(now).execute(&who, order))?;
    Ok(done.receipt.full)
}
