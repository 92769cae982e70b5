//! A tag is put on a ticket or taken off it, also when it is resolved: a desk gathers what belongs together
//! when it looks back. The fact says that there is one more or less, not which word somebody chose.

use crate::tags::{self, MOST_TAGS};
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Puts a tag on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    pub ticket: TicketId,
    /// A short word, such as windows-11. No name of a patient: everybody reads it in lists.
    pub tag: Private,
}

/// Takes a tag off a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Untag {
    pub ticket: TicketId,
    /// The tag as it stands on the ticket.
    pub tag: Private,
}

/// The tags that a ticket has now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Tagged {
    pub ticket: TicketId,
    pub tags: Vec<String>,
}

impl Order for Tag {
    const ACT: Act = Act {
        name: "desk.tag",
        says: "Put a tag on a ticket",
        path: "/desk/tickets/{ticket}/tag",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Tagged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Tagged>, Stop> {
        let tag = tags::tag(&self.tag)?;
        let ticket = records::ticket(work, self.ticket)?;
        if ticket.tags.contains(&tag) {
            return Err(Refusal::conflict("It has this tag already.").into());
        }
        if ticket.tags.len() == MOST_TAGS {
            let sentence = format!("A ticket has at most {MOST_TAGS} tags. Take one off first.");
            return Err(Refusal::conflict(sentence).into());
        }
        let mut tags = ticket.tags.clone();
        tags.push(tag);
        tags.sort();
        records::set_tags(work, self.ticket, &tags)?;
        let fact = facts::about("desk.tagged", &ticket).with("tags", tags.len());
        Ok(Done::new(fact, Tagged { ticket: self.ticket, tags }))
    }
}

impl Order for Untag {
    const ACT: Act = Act {
        name: "desk.untag",
        says: "Take a tag off a ticket",
        path: "/desk/tickets/{ticket}/untag",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Tagged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Tagged>, Stop> {
        let tag = tags::tag(&self.tag)?;
        let ticket = records::ticket(work, self.ticket)?;
        let tags: Vec<String> = ticket.tags.iter().filter(|has| **has != tag).cloned().collect();
        if tags.len() == ticket.tags.len() {
            return Err(Refusal::conflict("It does not have this tag.").into());
        }
        records::set_tags(work, self.ticket, &tags)?;
        let fact = facts::about("desk.untagged", &ticket).with("tags", tags.len());
        Ok(Done::new(fact, Tagged { ticket: self.ticket, tags }))
    }
}
