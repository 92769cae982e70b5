//! Tickets that have to do with one another: they relate, or one is caused by the problem that the other is.
//! Only tickets of the same organization are linked; nobody learns of another client's trouble.

use crate::orders::TicketNow;
use crate::words::{LinkKind, Nature};
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Links a ticket with another of the same organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkTickets {
    pub ticket: TicketId,
    /// How it has to do with the other.
    pub link: LinkKind,
    /// The number of the other ticket.
    pub other: i64,
}

impl Order for LinkTickets {
    const ACT: Act = Act {
        name: "desk.link",
        says: "Link a ticket with another",
        path: "/desk/tickets/{ticket}/link",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::ticket(work, self.ticket)?;
        let other = records::ticket_of_number(work, "other", self.other)?;
        if other.id == ticket.id {
            return Err(Refusal::invalid("other", "That is this ticket itself.").into());
        }
        match self.link {
            LinkKind::RelatesTo => {}
            LinkKind::CausedBy if other.nature == Nature::Problem => {}
            LinkKind::CausedBy => {
                let sentence = format!("Ticket {} is no problem. Say that it is one first.", other.number);
                return Err(Refusal::invalid("other", sentence).into());
            }
            LinkKind::SplitFrom | LinkKind::Follows => {
                return Err(Refusal::invalid("link", "This link is made by splitting or reporting.").into());
            }
        }
        if records::linked(work, ticket.id, self.link, other.id)? {
            return Err(Refusal::conflict("These two are linked already.").into());
        }
        records::link(work, ticket.id, self.link, other.id)?;
        let fact = facts::about("desk.linked", &ticket)
            .about(other.id)
            .with("link", self.link)
            .with("other", other.number);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}

/// Takes a link between two tickets away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlinkTickets {
    pub ticket: TicketId,
    pub link: LinkKind,
    /// The number of the other ticket.
    pub other: i64,
}

impl Order for UnlinkTickets {
    const ACT: Act = Act {
        name: "desk.unlink",
        says: "Take a link between tickets away",
        path: "/desk/tickets/{ticket}/unlink",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::ticket(work, self.ticket)?;
        let other = records::ticket_of_number(work, "other", self.other)?;
        if !records::unlink(work, ticket.id, self.link, other.id)? {
            return Err(Refusal::conflict("These two are not linked so.").into());
        }
        let fact = facts::about("desk.unlinked", &ticket)
            .about(other.id)
            .with("link", self.link)
            .with("other", other.number);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}
