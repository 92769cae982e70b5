//! A technician takes a ticket: from now on it has a name.

use crate::needs::Routed;
use crate::orders::{TicketNow, fits};
use crate::words::State;
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Takes a ticket oneself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Take {
    pub ticket: TicketId,
}

impl Order for Take {
    const ACT: Act = Act {
        name: "desk.take",
        says: "Take a ticket",
        path: "/desk/tickets/{ticket}/take",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    /// What the caller is known for, and who else could.
    type Needs = Routed;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, me: Routed) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        let person = work
            .person()
            .ok_or_else(|| Refusal::forbidden("Only somebody who signed in can take a ticket."))?;
        if ticket.assignee == Some(person) {
            return Err(Refusal::conflict("You have this ticket already.").into());
        }
        fits(work, &ticket, ticket.tier, &me)?;
        records::assign(work, &ticket, Some((person, me.worker.employer)))?;
        let state = if ticket.state == State::Waiting { State::Waiting } else { State::Working };
        let fact =
            facts::about("desk.ticket-taken", &ticket).with("from", ticket.assignee).with("to", person);
        Ok(Done::new(fact, TicketNow::of(&ticket, state, ticket.due_at)))
    }
}
