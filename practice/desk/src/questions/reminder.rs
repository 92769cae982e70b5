//! What somebody wanted to be reminded of on a ticket; their own word, shown to nobody else.

use crate::records;
use kernel::{Duty, Moment, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Shows your reminder on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyReminder {
    pub ticket: TicketId,
}

/// A reminder.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Reminder {
    pub at: Moment,
    pub note: Option<String>,
}

impl std::fmt::Debug for Reminder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "reminder at {} ‹sealed›", self.at)
    }
}

impl Question for MyReminder {
    const ACT: Act = Act {
        name: "desk.my-reminder",
        says: "See your reminder on a ticket",
        path: "/desk/tickets/{ticket}/my-reminder",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = Option<Reminder>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<Option<Reminder>, Stop> {
        let ticket = records::ticket(look, self.ticket)?;
        let Some(me) = look.person() else { return Ok(None) };
        let found = records::reminder(look, &ticket, me)?;
        Ok(found.map(|(at, note)| Reminder { at, note }))
    }
}
