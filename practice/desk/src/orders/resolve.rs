//! The trouble is over. What was done is written down, and every clock stops; time spent waiting is not
//! counted. Tasks under the ticket are finished before it.

use crate::orders::{TicketNow, outage};
use crate::records::Ticket;
use crate::words::{Nature, PromiseKind, State, TextKind};
use crate::{facts, records, texts};
use kernel::{Done, Duty, Fact, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Resolves a ticket, with what was done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    pub ticket: TicketId,
    /// What was done; the reporter reads it.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

impl Order for Resolve {
    const ACT: Act = Act {
        name: "desk.resolve",
        says: "Resolve a ticket",
        path: "/desk/tickets/{ticket}/resolve",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let words = texts::said("words", &self.words)?;
        let ticket = records::open_ticket(work, self.ticket)?;
        let over = bring_to_an_end(work, &ticket, &words)?;
        let receipt = TicketNow::of(&ticket, State::Resolved, None);
        Ok(Done::new(over.fact, receipt).and_all(over.more))
    }
}

/// How a ticket came to its end.
pub(super) struct Over {
    /// The place of the text that says what was done.
    pub text: u32,
    pub fact: Fact,
    /// What was missed on the way, and the system that is back.
    pub more: Vec<Fact>,
}

/// Resolves an open ticket: every clock stops, and what was done is written down.
pub(super) fn bring_to_an_end(work: &mut Work, ticket: &Ticket, words: &str) -> Result<Over, Stop> {
    let open = |child: &Ticket| child.nature == Nature::Task && child.state.is_open();
    let tasks = records::children(work, ticket.id)?.into_iter().filter(open).count();
    if tasks > 0 {
        let sentence = match tasks {
            1 => "One task under this ticket is open. Finish it first.".to_owned(),
            more => format!("{more} tasks under this ticket are open. Finish them first."),
        };
        let here = Some(format!("/tickets/{}#together", ticket.id));
        return Err(Refusal::conflict(sentence).remedy("See the tasks", here).into());
    }
    if records::end_rest(work, ticket.id)? {
        records::recompute(work, ticket.id)?;
    }
    let back = outage::resolved(work, ticket)?;
    let missed = records::stop(work, ticket.id, PromiseKind::ALL)?;
    let text = records::write(work, ticket.org, ticket.id, TextKind::Resolution, words)?;
    records::resolve(work, ticket.id)?;
    let mut fact = facts::about("desk.resolved", ticket).with("text", text).with("reporter", ticket.reporter);
    if let Some(asset) = ticket.asset {
        fact = fact.about(asset);
    }
    let more = facts::missed(ticket, &missed).into_iter().chain(back).collect();
    Ok(Over { text, fact, more })
}
