//! Whoever has a ticket hands it back, so that somebody else can take it.

use crate::orders::TicketNow;
use crate::words::State;
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Hands a ticket back to the desk.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandBack {
    pub ticket: TicketId,
}

impl Order for HandBack {
    const ACT: Act = Act {
        name: "desk.hand-back",
        says: "Hand a ticket back",
        path: "/desk/tickets/{ticket}/hand-back",
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
        if ticket.assignee.is_none() {
            return Err(Refusal::conflict("Nobody has this ticket.").into());
        }
        records::assign(work, &ticket, None)?;
        let state = if ticket.state == State::Waiting { State::Waiting } else { State::New };
        let fact = facts::about("desk.ticket-handed-back", &ticket).with("from", ticket.assignee);
        Ok(Done::new(fact, TicketNow::of(&ticket, state, ticket.due_at)))
    }
}
