//! The work must wait: for the reporter, the vendor, parts, or the change window. Whether the clock of the
//! resolution rests is what the organization's commitments say about this reason today; later changes never
//! touch it.

use crate::orders::TicketNow;
use crate::promises::Rest;
use crate::words::{State, WaitReason};
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Lets a ticket wait.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    pub ticket: TicketId,
    /// What it waits for.
    pub reason: WaitReason,
}

impl Order for Wait {
    const ACT: Act = Act {
        name: "desk.wait",
        says: "Let a ticket wait",
        path: "/desk/tickets/{ticket}/wait",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if ticket.state == State::Waiting {
            return Err(Refusal::conflict("This ticket waits already.").into());
        }
        if self.reason == WaitReason::ClientIt {
            let sentence = "Hand the ticket to the client's own IT instead.";
            return Err(Refusal::invalid("reason", sentence).into());
        }
        let (promised, _) = records::commitment(work, ticket.priority, ticket.scope(), &ticket.calendar)?;
        let stops = promised.pausing.contains(&self.reason);
        records::wait(work, self.ticket, self.reason)?;
        let reason = format!("waiting for {}", self.reason.title());
        let quiet = self.reason == WaitReason::Reporter;
        records::rest(work, self.ticket, &Rest { from: work.now(), until: None, reason, stops, quiet })?;
        let promises = records::recompute(work, self.ticket)?;
        let due_at = promises.iter().filter(|p| p.stopped_at.is_none()).filter_map(|p| p.due_at).min();
        let fact = facts::about("desk.waiting", &ticket).with("reason", self.reason).with("stops", stops);
        Ok(Done::new(fact, TicketNow::of(&ticket, State::Waiting, due_at)))
    }
}
