//! The steps of escalations that are due, carried out together: those of one organization by one policy, a bounded part at
//! a time. So a storm of alerts is a few transactions, whoever is on call is looked up once for all of them, and who must
//! be told is told between two parts. A step that finds nobody does not wait: the next one is carried out at once, and
//! those who direct the work hear of the hole, at most once in ten minutes.

use super::escalate::{about, next};
use crate::escalation::planned;
use crate::escalation_records::{self as records, RunRow};
use crate::needs::{DueRun, DueRuns, StepNow};
use crate::words::RunState;
use kernel::{Done, Duty, EscalationId, EscalationPolicyId, Fact, Moment, OrgId, Phi, Refusal, Span, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// How many escalations go on in one order.
pub const TOGETHER: u32 = 100;

/// A step that is late by less puts nothing off.
const TOLERATED: Span = Span::minutes(5);

/// So often at most a hole is told.
const HOLES_US: i64 = Span::minutes(10).0;

/// Carries out the steps of an organization's escalations by one policy that are due, at most a hundred of them. A round
/// of the house gives this order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FireSteps {
    /// Whose tickets they are.
    pub org: OrgId,
    pub policy: EscalationPolicyId,
    /// Only this one, where all of them together cannot be carried out.
    pub escalation: Option<EscalationId>,
}

/// What was carried out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StepsFired {
    /// How many escalations went on.
    pub escalations: u32,
    /// Whether as many as are taken at once; more may be due.
    pub full: bool,
}

/// Carries out a step: who is told, or that nobody was there to be told.
fn fired(work: &mut Work, r: &mut RunRow, step: &StepNow, plan: Option<Moment>) -> anyhow::Result<Fact> {
    records::fire(work, r, &step.step.whom, &step.people)?;
    let name = if step.people.is_empty() { "oncall.nobody-on-call" } else { "oncall.step-fired" };
    let fact = about(name, r).with("target", step.step.whom.target).with("people", &step.people);
    r.place += 1;
    r.forced = false;
    // What was held up puts the rest off by as much.
    let late = plan.map_or(Span(0), |plan| work.now().since(plan));
    if late > Span::seconds(r.shifted_s).max(TOLERATED) {
        r.shifted_s = late.0 / 1_000_000;
    }
    Ok(fact)
}

/// An escalation goes on: there is always something to tell of it. Says whether a step found nobody.
fn go_on(work: &mut Work, due: DueRun, facts: &mut Vec<Fact>) -> Result<bool, Stop> {
    let DueRun { mut run, needs } = due;
    if !needs.ticket.open {
        (run.state, run.next_at, run.ended_at) = (RunState::Ended, None, Some(work.now()));
        records::put_run(work, &run)?;
        facts.push(about("oncall.escalation-ended", &run));
        return Ok(false);
    }
    let (before, now) = (facts.len(), work.now());
    let (mut nobody, mut hole) = (false, false);
    while let Some(step) = needs.steps.iter().find(|s| s.step.place == run.place) {
        // A step that found nobody hands on at once; any other waits for its own time.
        if !run.forced && !nobody && next(&run, &needs).is_none_or(|at| at > now) {
            break;
        }
        nobody = step.people.is_empty();
        hole |= nobody;
        let plan = planned(step.step.timing, needs.hours, &needs.ticket);
        facts.push(fired(work, &mut run, step, plan)?);
    }
    run.next_at = next(&run, &needs);
    if !needs.steps.iter().any(|s| s.step.place >= run.place) {
        run.state = RunState::Exhausted;
        facts.push(about("oncall.exhausted", &run));
    }
    records::put_run(work, &run)?;
    if facts.len() == before {
        // The due time moved away meanwhile: nothing is carried out, and the new time stands in the timer.
        facts.push(about("oncall.step-moved", &run).with("next", run.next_at));
    }
    Ok(hole)
}

impl Order for FireSteps {
    const ACT: Act = Act {
        name: "oncall.fire-steps",
        says: "Carry out the steps of escalations that are due",
        path: "/oncall/organizations/{org}/policies/{policy}/fire",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = StepsFired;
    type Needs = DueRuns;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, due: DueRuns) -> Result<Done<StepsFired>, Stop> {
        let count = u32::try_from(due.0.len()).unwrap_or(u32::MAX);
        let policy_org = due.0.first().map(|due| due.run.policy_org);
        let since = work.now().micros().div_euclid(HOLES_US) * HOLES_US;
        let told = records::hole_since(work, self.policy, since)?;
        let (mut facts, mut holes) = (Vec::new(), Vec::new());
        for due in due.0 {
            let ticket = due.run.ticket;
            if go_on(work, due, &mut facts)? {
                holes.push(ticket);
            }
        }
        if let Some(first) = holes.first().filter(|_| !told) {
            let hole = Fact::new("oncall.hole-found", self.org).about(self.policy);
            let hole = hole.with("policy_org", policy_org).with("first", first).with("tickets", holes.len());
            facts.push(hole);
        }
        let mut facts = facts.into_iter();
        let none = || Refusal::conflict("No step of an escalation is due here.");
        let first = facts.next().ok_or_else(none)?;
        let receipt = StepsFired { escalations: count, full: count == TOGETHER };
        Ok(Done::new(first, receipt).and_all(facts))
    }
}
