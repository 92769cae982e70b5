//! A ticket whose work has several pieces: each piece is a task under it, with a name and clocks of its own. A
//! parent is not resolved while one of its tasks is open.

use crate::orders::offspring::{self, Offspring};
use crate::orders::{Opened, TicketNow};
use crate::records::Ticket;
use crate::texts;
use crate::words::Nature;
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// How deep tickets hang under one another, at most.
const DEEPEST: usize = 5;

/// Opens a task under a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTask {
    /// The ticket under which it hangs.
    pub ticket: TicketId,
    /// What is to be done.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

impl Order for AddTask {
    const ACT: Act = Act {
        name: "desk.add-task",
        says: "Open a task under a ticket",
        path: "/desk/tickets/{ticket}/tasks",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Opened;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Opened>, Stop> {
        let words = texts::said("words", &self.words)?;
        let parent = records::open_ticket(work, self.ticket)?;
        if above(work, &parent)?.len() + 1 >= DEEPEST {
            return Err(Refusal::conflict("Tasks hang at most four deep. Open it one step higher.").into());
        }
        let me = work.person();
        let task = Offspring {
            nature: Nature::Task,
            parent: Some(parent.id),
            reporter: me,
            ..Offspring::of(&parent, &words)
        };
        let (opened, fact) = offspring::open(work, &parent, &task)?;
        let added =
            facts::about("desk.task-added", &parent).about(opened.ticket).with("other", opened.number);
        Ok(Done::new(fact, opened).and(added))
    }
}

/// Puts a ticket under another.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceUnder {
    pub ticket: TicketId,
    /// The number of the ticket under which it shall hang.
    pub parent: i64,
}

impl Order for PlaceUnder {
    const ACT: Act = Act {
        name: "desk.place-under",
        says: "Put a ticket under another",
        path: "/desk/tickets/{ticket}/place-under",
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
        let parent = records::ticket_of_number(work, "parent", self.parent)?;
        let above = above(work, &parent)?;
        if parent.id == ticket.id || above.contains(&ticket.id) {
            return Err(Refusal::invalid("parent", "A ticket cannot hang under itself.").into());
        }
        if !parent.state.is_open() {
            return Err(Refusal::invalid("parent", "That ticket is resolved. Open it again first.").into());
        }
        if above.len() + 1 >= DEEPEST {
            return Err(Refusal::invalid("parent", "Tickets hang at most four deep.").into());
        }
        records::set_parent(work, ticket.id, Some(parent.id))?;
        let fact = facts::about("desk.placed-under", &ticket).about(parent.id).with("other", parent.number);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}

/// Takes a ticket out from under another.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOut {
    pub ticket: TicketId,
}

impl Order for TakeOut {
    const ACT: Act = Act {
        name: "desk.take-out",
        says: "Take a ticket out from under another",
        path: "/desk/tickets/{ticket}/take-out",
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
        let Some(parent) = ticket.parent else {
            return Err(Refusal::conflict("This ticket hangs under no other.").into());
        };
        if ticket.nature == Nature::Task {
            let sentence = "A task hangs under another ticket. Say first what else it is by nature.";
            return Err(Refusal::conflict(sentence).into());
        }
        let parent = records::ticket(work, parent)?;
        records::set_parent(work, ticket.id, None)?;
        let fact = facts::about("desk.taken-out", &ticket).about(parent.id).with("other", parent.number);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}

/// The tickets above this one, the nearest first.
fn above(work: &mut Work, ticket: &Ticket) -> Result<Vec<TicketId>, Stop> {
    let mut above = Vec::new();
    let mut at = ticket.parent;
    while let Some(parent) = at.filter(|id| !above.contains(id) && above.len() < 2 * DEEPEST) {
        above.push(parent);
        at = records::ticket(work, parent)?.parent;
    }
    Ok(above)
}
