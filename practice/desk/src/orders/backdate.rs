//! Somebody called in the morning and it was written down in the afternoon: the clocks run from the call. The moment is
//! given in local time, as far back as the rules allow; both due times, the one before and the one after, are shown
//! and kept.

use super::outage::past;
use crate::words::PromiseKind;
use crate::{facts, records};
use kernel::{Done, Duty, Moment, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says that a ticket was reported before it was written down.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Backdate {
    pub ticket: TicketId,
    /// When it was reported, on the clocks of the ticket's place.
    #[schemars(extend("format" = "date-time-local"))]
    pub at: String,
}

/// The due times before and after.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Backdated {
    pub ticket: TicketId,
    pub at: Moment,
    pub revisions: Vec<DueRevision>,
}

/// A due time before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DueRevision {
    pub promise: PromiseKind,
    pub before: Option<Moment>,
    pub after: Option<Moment>,
}

impl Order for Backdate {
    const ACT: Act = Act {
        name: "desk.backdate",
        says: "Say that a ticket was reported earlier",
        path: "/desk/tickets/{ticket}/backdate",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Backdated;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Backdated>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        let at = past(work, &ticket, "at", Some(&self.at))?;
        if self.at.trim().is_empty() {
            return Err(Refusal::invalid("at", "Say when it was reported.").into());
        }
        if at > ticket.opened_at {
            let sentence = "It was written down before that. Give the time at which it was reported.";
            return Err(Refusal::invalid("at", sentence).into());
        }
        let begins = |kind| matches!(kind, PromiseKind::Response | PromiseKind::Resolution);
        let before = records::promises(work, ticket.id)?;
        let running: Vec<_> = before.iter().filter(|p| p.stopped_at.is_none() && begins(p.kind)).collect();
        if running.is_empty() {
            return Err(Refusal::conflict("None of its clocks runs that began with the report.").into());
        }
        let now = work.now();
        let rules = records::rules_at(work, ticket.contract, now)?;
        for promise in &running {
            records::put(work, ticket.id, &promise.backdated(at, now, &rules))?;
        }
        let after = records::recompute(work, ticket.id)?;
        let revisions: Vec<DueRevision> = running
            .iter()
            .map(|was| DueRevision {
                promise: was.kind,
                before: was.due_at,
                after: after.iter().find(|p| p.kind == was.kind).and_then(|p| p.due_at),
            })
            .collect();
        let fact = facts::about("desk.backdated", &ticket).with("at", at).with("revisions", &revisions);
        Ok(Done::new(fact, Backdated { ticket: ticket.id, at, revisions }))
    }
}
