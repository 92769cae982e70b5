//! Under a co-managed contract two teams share one ticket. It is handed to the client's own IT, and from then on the clock
//! of what we promised rests, whatever the commitments say about waiting; when it comes back, the clock goes on.

use crate::facts;
use crate::needs::HandOver;
use crate::orders::TicketNow;
use crate::orders::go_on;
use crate::promises::Rest;
use crate::records::{self, Ticket};
use crate::words::{State, WaitReason};
use kernel::{Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Hands a ticket to the client's own IT; our clock rests until it comes back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandToClientIt {
    pub ticket: TicketId,
}

/// Takes a ticket back from the client's own IT; our clock goes on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackFromClientIt {
    pub ticket: TicketId,
}

impl Order for HandToClientIt {
    const ACT: Act = Act {
        name: "desk.hand-to-client-it",
        says: "Hand a ticket to the client's own IT",
        path: "/desk/tickets/{ticket}/hand-to-client-it",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = HandOver;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, needs: HandOver) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if !needs.co_managed {
            let sentence = "No co-managed contract runs for this client, so there is nobody to hand it to.";
            let contracts = Some(format!("/organizations/{}/contracts", ticket.org));
            return Err(Refusal::conflict(sentence).remedy("See the contracts", contracts).into());
        }
        match (ticket.state, ticket.waiting_for) {
            (State::Waiting, Some(WaitReason::ClientIt)) => {
                return Err(Refusal::conflict("The client's own IT has this ticket already.").into());
            }
            (State::Waiting, _) => {
                return Err(
                    Refusal::conflict("This ticket waits for something else. Go on with it first.").into()
                );
            }
            _ => {}
        }
        let reason = WaitReason::ClientIt;
        records::wait(work, self.ticket, reason)?;
        let why = format!("with {}", reason.title());
        let rest = Rest { from: work.now(), until: None, reason: why, stops: true, quiet: true };
        records::rest(work, self.ticket, &rest)?;
        let promises = records::recompute(work, self.ticket)?;
        let due_at = promises.iter().filter(|p| p.stopped_at.is_none()).filter_map(|p| p.due_at).min();
        let fact =
            facts::about("desk.handed-to-client-it", &ticket).with("reason", reason).with("stops", true);
        Ok(Done::new(fact, TicketNow::of(&ticket, State::Waiting, due_at)))
    }
}

impl Order for BackFromClientIt {
    const ACT: Act = Act {
        name: "desk.back-from-client-it",
        says: "Take a ticket back from the client's own IT",
        path: "/desk/tickets/{ticket}/back-from-client-it",
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
        if ticket.waiting_for != Some(WaitReason::ClientIt) {
            return Err(Refusal::conflict("The client's own IT does not have this ticket.").into());
        }
        let (resumed, due_at) = go_on(work, &ticket)?;
        let back = facts::about("desk.back-from-client-it", &ticket);
        let now = TicketNow::of(&ticket, Ticket::going(ticket.assignee), due_at);
        Ok(Done::new(back, now).and(resumed))
    }
}
