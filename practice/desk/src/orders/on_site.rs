//! Somebody must come. Where on-site dispatch is promised, the clock of the arrival starts when the desk
//! decides to send somebody and stops when they stand there.

use crate::orders::{TicketNow, next_due};
use crate::words::PromiseKind;
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Decides that somebody goes to the ticket's place.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendOnSite {
    pub ticket: TicketId,
}

impl Order for SendOnSite {
    const ACT: Act = Act {
        name: "desk.send-on-site",
        says: "Send somebody on site",
        path: "/desk/tickets/{ticket}/send-on-site",
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
        if !ticket.dispatch {
            let sentence = "This place is looked after from afar; nobody is sent there.";
            return Err(Refusal::conflict(sentence).into());
        }
        let on_the_way = |kind, running: bool| kind == PromiseKind::Arrival && running;
        let promises = records::promises(work, self.ticket)?;
        if promises.iter().any(|p| on_the_way(p.kind, p.stopped_at.is_none())) {
            return Err(Refusal::conflict("Somebody is on the way already.").into());
        }
        let (promised, _) = records::commitment(work, ticket.priority, ticket.scope(), &ticket.calendar)?;
        let begun = records::begin(work, self.ticket, PromiseKind::Arrival, &promised, &ticket.calendar)?;
        records::sent_on_site(work, self.ticket)?;
        let promises = records::recompute(work, self.ticket)?;
        let due = promises.iter().find(|p| p.kind == PromiseKind::Arrival).and_then(|p| p.due_at);
        let fact =
            facts::about("desk.sent-on-site", &ticket).with("promised", begun).with("arrival_due", due);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, next_due(&promises))))
    }
}

/// Notes that somebody has arrived at the ticket's place.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteArrival {
    pub ticket: TicketId,
}

impl Order for NoteArrival {
    const ACT: Act = Act {
        name: "desk.note-arrival",
        says: "Note that you are on site",
        path: "/desk/tickets/{ticket}/note-arrival",
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
        if !ticket.dispatch {
            let sentence = "This place is looked after from afar; no arrival is promised there.";
            return Err(Refusal::conflict(sentence).into());
        }
        let missed = records::stop(work, self.ticket, &[PromiseKind::Arrival])?;
        let fact = facts::about("desk.arrived", &ticket);
        let promises = records::promises(work, self.ticket)?;
        let receipt = TicketNow::of(&ticket, ticket.state, next_due(&promises));
        Ok(Done::new(fact, receipt).and_all(facts::missed(&ticket, &missed)))
    }
}
