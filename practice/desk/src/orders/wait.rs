//! The work must wait: for the reporter, the vendor, parts, or the change window. Whether the clock of the
//! resolution rests is what the organization's commitments say about this reason today; later changes never
//! touch it.

use crate::orders::TicketNow;
use crate::promises::Rest;
use crate::records::Ticket;
use crate::words::{State, WaitReason};
use crate::{facts, records};
use kernel::{Done, Duty, Fact, Moment, Phi, Refusal, Stop, TicketId};
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
        if self.reason == WaitReason::ClientIt {
            let sentence = "Hand the ticket to the client's own IT instead.";
            return Err(Refusal::invalid("reason", sentence).into());
        }
        let ticket = records::open_ticket(work, self.ticket)?;
        let (fact, due_at) = let_wait(work, &ticket, self.reason)?;
        Ok(Done::new(fact, TicketNow::of(&ticket, State::Waiting, due_at)))
    }
}

/// Lets an open ticket wait; gives the fact and what is due next.
pub(super) fn let_wait(
    work: &mut Work,
    ticket: &Ticket,
    reason: WaitReason,
) -> Result<(Fact, Option<Moment>), Stop> {
    if ticket.state == State::Waiting {
        return Err(Refusal::conflict("This ticket waits already.").into());
    }
    let (promised, _) = records::commitment(work, ticket.priority, ticket.scope(), &ticket.calendar)?;
    let stops = promised.pausing.contains(&reason);
    records::wait(work, ticket.id, reason)?;
    let quiet = reason == WaitReason::Reporter;
    let why = format!("waiting for {}", reason.title());
    records::rest(work, ticket.id, &Rest { from: work.now(), until: None, reason: why, stops, quiet })?;
    let promises = records::recompute(work, ticket.id)?;
    let fact = facts::about("desk.waiting", ticket).with("reason", reason).with("stops", stops);
    Ok((fact, super::next_due(&promises)))
}
