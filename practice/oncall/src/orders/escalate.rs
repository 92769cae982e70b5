//! An escalation on its way: people answer it, let it rest for a stated reason, or force the next step. What is due is
//! carried out by a round, see [`super::FireSteps`].

use super::caller;
use crate::escalation::due;
use crate::escalation_records::{self as records, RunRow};
use crate::needs::Escalating;
use crate::words::{RunState, SnoozeReason};
use kernel::{Done, Duty, EscalationId, Fact, Moment, Phi, Refusal, Span, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// The longest rest: a week.
const LONGEST_MINUTES: i64 = 7 * 24 * 60;

/// Answers the escalation of a ticket: nobody else is told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    pub ticket: TicketId,
}

/// Lets the escalation of a ticket rest for a while.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    #[schemars(extend("x-order" = 1))]
    pub ticket: TicketId,
    /// For so long; a week at most.
    #[schemars(range(min = 1, max = 10080), extend("x-order" = 2))]
    pub minutes: i64,
    #[schemars(extend("x-order" = 3))]
    pub reason: SnoozeReason,
}

/// Has the next step of the escalation of a ticket carried out at once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForceStep {
    pub ticket: TicketId,
}

/// An escalation after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EscalationReceipt {
    pub escalation: EscalationId,
    pub state: RunState,
    /// When its next step is due; nothing when none is.
    pub next_at: Option<Moment>,
}

impl EscalationReceipt {
    fn of(r: &RunRow) -> Self {
        Self { escalation: r.id, state: r.state, next_at: r.next_at }
    }
}

pub(crate) fn about(name: &'static str, r: &RunRow) -> Fact {
    let fact = Fact::new(name, r.org).about(r.ticket).about(r.id).about(r.policy);
    fact.with("policy_org", r.policy_org)
        .with("escalation", r.id)
        .with("ticket", r.ticket)
        .with("step", r.place + 1)
        .with("version", r.version)
}

/// When the next step is due: never before a rest ends.
pub(crate) fn next(r: &RunRow, needs: &Escalating) -> Option<Moment> {
    let step = needs.steps.iter().find(|s| s.step.place == r.place)?;
    let shifted = Span::seconds(r.shifted_s);
    let at = due(step.step.timing, needs.hours, shifted, &needs.ticket)?;
    Some(r.snoozed_until.map_or(at, |until| until.max(at)))
}

/// The escalation of a ticket that somebody can still act on.
fn going(look: &mut Look, ticket: TicketId) -> Result<RunRow, Stop> {
    let run = records::of_ticket(look, ticket)?.filter(|r| r.ended_at.is_none());
    let sentence = "Nothing escalates on this ticket: no policy is set for it, or it is over.";
    let remedy = ("Show the policies", Some("/oncall/policies".to_owned()));
    Ok(run.ok_or_else(|| Refusal::conflict(sentence).remedy(remedy.0, remedy.1))?)
}

impl Order for Acknowledge {
    const ACT: Act = Act {
        name: "oncall.acknowledge",
        says: "Answer an escalation",
        path: "/desk/tickets/{ticket}/escalation/acknowledge",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = EscalationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<EscalationReceipt>, Stop> {
        caller(work)?;
        let mut run = going(work, self.ticket)?;
        if run.state == RunState::Answered {
            return Err(Refusal::conflict("Somebody has answered this escalation already.").into());
        }
        let fact = answer(work, &mut run)?;
        Ok(Done::new(fact, EscalationReceipt::of(&run)))
    }
}

/// Whoever acts now has answered; nothing is carried out again by itself, however long they are silent.
pub(crate) fn answer(work: &mut Work, run: &mut RunRow) -> Result<Fact, Stop> {
    (run.state, run.next_at, run.forced) = (RunState::Answered, None, false);
    run.answered_by = work.person();
    records::put_run(work, run)?;
    Ok(about("oncall.acknowledged", run))
}

impl Order for Snooze {
    const ACT: Act = Act {
        name: "oncall.snooze",
        says: "Let an escalation rest for a while",
        path: "/desk/tickets/{ticket}/escalation/snooze",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = EscalationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<EscalationReceipt>, Stop> {
        caller(work)?;
        if !(1..=LONGEST_MINUTES).contains(&self.minutes) {
            return Err(Refusal::invalid("minutes", "Give 1 to 10080 minutes, which are a week.").into());
        }
        let mut run = going(work, self.ticket)?;
        if run.state == RunState::Exhausted {
            return Err(Refusal::conflict("All steps were carried out; there is nothing to put off.").into());
        }
        let until = work.now().plus(Span::minutes(self.minutes));
        (run.state, run.snoozed_until, run.reason) = (RunState::Running, Some(until), Some(self.reason));
        // At its end is looked again: by then the next step may be due, or later.
        run.next_at = Some(until);
        records::put_run(work, &run)?;
        let fact = about("oncall.snoozed", &run).with("until", until).with("reason", self.reason);
        Ok(Done::new(fact, EscalationReceipt::of(&run)))
    }
}

impl Order for ForceStep {
    const ACT: Act = Act {
        name: "oncall.force-step",
        says: "Carry out the next step at once",
        path: "/desk/tickets/{ticket}/escalation/force",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = EscalationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<EscalationReceipt>, Stop> {
        caller(work)?;
        let (mut run, now) = (going(work, self.ticket)?, work.now());
        if run.state == RunState::Exhausted {
            return Err(Refusal::conflict("All steps were carried out; there is none to force.").into());
        }
        (run.state, run.forced, run.snoozed_until, run.next_at) = (RunState::Running, true, None, Some(now));
        records::put_run(work, &run)?;
        Ok(Done::new(about("oncall.forced", &run), EscalationReceipt::of(&run)))
    }
}
