//! A round of the house notes that a promise was missed: once for each promise, so that it is charted and
//! somebody is told. Nothing else depends on it; a due time is late whether anybody noticed or not.

use crate::{facts, records};
use kernel::{Done, Duty, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Notes what was missed on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteMissed {
    pub ticket: TicketId,
}

impl Order for NoteMissed {
    const ACT: Act = Act {
        name: "desk.note-missed",
        says: "Note that a promise was missed",
        path: "/desk/tickets/{ticket}/note-missed",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    /// How many were noted.
    type Receipt = u32;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<u32>, Stop> {
        let ticket = records::ticket(work, self.ticket)?;
        let missed = records::note_missed(work, self.ticket)?;
        let mut facts = facts::missed(&ticket, &missed).into_iter();
        let Some(first) = facts.next() else {
            return Err(Refusal::conflict("Nothing on this ticket is late that was not noted before.").into());
        };
        let count = u32::try_from(missed.len()).expect("a ticket has two promises");
        Ok(Done::new(first, count).and_all(facts))
    }
}
