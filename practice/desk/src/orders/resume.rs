//! The waiting is over: the work goes on and so does the clock.

use crate::facts;
use crate::orders::TicketNow;
use crate::records::{self, Ticket};
use crate::words::State;
use kernel::{Done, Duty, Fact, Moment, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Goes on with a ticket that waits.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    pub ticket: TicketId,
}

impl Order for Resume {
    const ACT: Act = Act {
        name: "desk.resume",
        says: "Go on with a ticket",
        path: "/desk/tickets/{ticket}/resume",
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
        if ticket.state != State::Waiting {
            return Err(Refusal::conflict("This ticket does not wait.").into());
        }
        let (fact, due_at) = go_on(work, &ticket)?;
        Ok(Done::new(fact, TicketNow::of(&ticket, Ticket::going(ticket.assignee), due_at)))
    }
}

/// Ends the rest and works the due times out again; gives the next one.
pub(crate) fn go_on(work: &mut Work, ticket: &Ticket) -> Result<(Fact, Option<Moment>), Stop> {
    records::go_on(work, ticket)?;
    records::end_rest(work, ticket.id)?;
    let promises = records::recompute(work, ticket.id)?;
    let due_at = promises.iter().filter(|p| p.stopped_at.is_none()).filter_map(|p| p.due_at).min();
    Ok((facts::about("desk.resumed", ticket).with("waited_for", ticket.waiting_for), due_at))
}
