//! Tickets that somebody chose in a list, by their ids: before and after something is done to many at once.

use crate::questions::Listed;
use crate::records;
use kernel::{Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// The most tickets that are acted on at once.
pub const MOST_AT_ONCE: usize = 100;

/// Lists these tickets, those of them that are within reach.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TheseTickets {
    /// At most 100.
    #[schemars(length(max = 100))]
    pub tickets: Vec<TicketId>,
}

impl Question for TheseTickets {
    const ACT: Act = Act {
        name: "desk.these-tickets",
        says: "List chosen tickets",
        path: "/desk/tickets/these",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = Vec<Listed>;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<Listed>, Stop> {
        if self.tickets.len() > MOST_AT_ONCE {
            return Err(Refusal::invalid("tickets", "At most 100 tickets are chosen at once.").into());
        }
        let mut ids = self.tickets.clone();
        ids.sort();
        ids.dedup();
        Ok(records::found(look, &ids)?.iter().map(Listed::from).collect())
    }
}
