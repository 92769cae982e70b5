//! Somebody calls, and a colleague at the desk writes it down: afterwards it is said who called, so that the
//! answers go to them and they can follow it. Whoever wrote a report themselves stays its reporter.

use crate::needs::KnownPerson;
use crate::orders::TicketNow;
use crate::{facts, records};
use kernel::{Done, Duty, PersonId, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says who reported a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameReporter {
    pub ticket: TicketId,
    /// Who called, wrote or came by; somebody of the organization at which it happened.
    pub person: PersonId,
}

impl Order for NameReporter {
    const ACT: Act = Act {
        name: "desk.name-reporter",
        says: "Say who reported it",
        path: "/desk/tickets/{ticket}/reporter",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    /// That the person is the organization's.
    type Needs = KnownPerson;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, _person: KnownPerson) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if ticket.reporter == Some(self.person) {
            return Err(Refusal::conflict("They are its reporter already.").into());
        }
        let (me, reporter) = (work.person(), ticket.reporter);
        let wrote = |text: &records::Text| reporter.is_some() && text.author == reporter;
        if reporter != me && records::texts(work, ticket.id)?.iter().any(wrote) {
            let sentence =
                "Whoever stands there as its reporter wrote it. Only they can say that somebody else called.";
            let way = Some(format!("/tickets/{}", ticket.id));
            return Err(Refusal::conflict(sentence).remedy("See the ticket", way).into());
        }
        records::set_reporter(work, ticket.id, self.person)?;
        let fact = facts::about("desk.reporter-named", &ticket).with("reporter", self.person);
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}
