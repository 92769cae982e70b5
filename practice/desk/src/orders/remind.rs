//! A reminder on a ticket, for oneself: it stands on one's own day from its moment on until it is done. It is a
//! promise to nobody, and nobody else sees it; another one on the same ticket takes its place.

use crate::{facts, records};
use identifiers::find;
use kernel::{Done, Duty, Moment, PersonId, Phi, Private, Refusal, Span, Stop, TicketId};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Reminds you of a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindMe {
    pub ticket: TicketId,
    /// When, in local time at the ticket's place.
    #[schemars(extend("format" = "date-time"))]
    pub at: String,
    /// Of what, in a few words for yourself. No name of a patient.
    #[schemars(length(max = 200))]
    pub note: Option<Private>,
}

/// Takes your reminder off a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropReminder {
    pub ticket: TicketId,
}

/// The reminder as it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Reminded {
    pub ticket: TicketId,
    /// Nothing once it was taken off.
    pub at: Option<Moment>,
}

/// Nobody plans further ahead on a ticket.
const FARTHEST_DAYS: i64 = 400;
const LONGEST_NOTE: usize = 200;

fn caller(work: &Work) -> Result<PersonId, Refusal> {
    work.person().ok_or_else(|| Refusal::forbidden("Only a person is reminded."))
}

impl Order for RemindMe {
    const ACT: Act = Act {
        name: "desk.remind-me",
        says: "Remind yourself of a ticket",
        path: "/desk/tickets/{ticket}/reminder",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Reminded;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Reminded>, Stop> {
        let person = caller(work)?;
        let ticket = records::ticket(work, self.ticket)?;
        let at = text::moment("at", &self.at, &ticket.zone)?;
        if at <= work.now() || at.since(work.now()) > Span::days(FARTHEST_DAYS) {
            let sentence = "Give a time that is still to come, within a year.";
            return Err(Refusal::invalid("at", sentence).into());
        }
        let note = text::maybe("note", self.note.as_ref(), LONGEST_NOTE)?;
        if note.as_deref().is_some_and(|note| !find(note, &[]).is_empty()) {
            let sentence =
                "This looks like something of a patient. Write it on the ticket, where it is masked.";
            return Err(Refusal::invalid("note", sentence).into());
        }
        records::remind(work, &ticket, person, at, note.as_deref())?;
        let fact = facts::about("desk.reminder-set", &ticket).with("at", at);
        Ok(Done::new(fact, Reminded { ticket: ticket.id, at: Some(at) }))
    }
}

impl Order for DropReminder {
    const ACT: Act = Act {
        name: "desk.drop-reminder",
        says: "Take your reminder off a ticket",
        path: "/desk/tickets/{ticket}/reminder/drop",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Reminded;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Reminded>, Stop> {
        let person = caller(work)?;
        let ticket = records::ticket(work, self.ticket)?;
        if !records::drop_reminder(work, self.ticket, person)? {
            return Err(Refusal::conflict("You are not reminded of this ticket.").into());
        }
        let fact = facts::about("desk.reminder-dropped", &ticket);
        Ok(Done::new(fact, Reminded { ticket: ticket.id, at: None }))
    }
}
