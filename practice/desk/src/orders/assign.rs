//! Somebody who directs the work gives a ticket to a person: one of the organization, of its provider, or of
//! a subcontractor that is engaged there.

use crate::needs::Routed;
use crate::orders::{TicketNow, fits};
use crate::words::State;
use crate::{facts, records};
use kernel::{Done, Duty, PersonId, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Gives a ticket to a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    pub ticket: TicketId,
    /// Who takes it on.
    pub to: PersonId,
}

impl Order for Assign {
    const ACT: Act = Act {
        name: "desk.assign",
        says: "Give a ticket to a person",
        path: "/desk/tickets/{ticket}/assign",
        duty: Duty::DirectWork,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    /// What the person is known for, once it is proven that they may serve the organization.
    type Needs = Routed;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, to: Routed) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if ticket.assignee == Some(self.to) {
            return Err(Refusal::conflict("This person has the ticket already.").into());
        }
        fits(work, &ticket, ticket.tier, &to)?;
        records::assign(work, &ticket, Some((self.to, to.worker.employer)))?;
        let state = if ticket.state == State::Waiting { State::Waiting } else { State::Working };
        let fact =
            facts::about("desk.ticket-assigned", &ticket).with("from", ticket.assignee).with("to", self.to);
        Ok(Done::new(fact, TicketNow::of(&ticket, state, ticket.due_at)))
    }
}
