//! The trouble is over. What was done is written down, and both clocks stop; time spent waiting is not
//! counted.

use crate::orders::TicketNow;
use crate::words::{PromiseKind, State, TextKind};
use crate::{facts, records, texts};
use kernel::{Done, Duty, Phi, Private, Stop, TicketId};
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
        if records::end_rest(work, self.ticket)? {
            records::recompute(work, self.ticket)?;
        }
        let missed = records::stop(work, self.ticket, PromiseKind::ALL)?;
        let text = records::write(work, ticket.org, self.ticket, TextKind::Resolution, &words)?;
        records::resolve(work, self.ticket)?;
        let mut fact =
            facts::about("desk.resolved", &ticket).with("text", text).with("reporter", ticket.reporter);
        if let Some(asset) = ticket.asset {
            fact = fact.about(asset);
        }
        let receipt = TicketNow::of(&ticket, State::Resolved, None);
        Ok(Done::new(fact, receipt).and_all(facts::missed(&ticket, &missed)))
    }
}
