//! Something is written on a ticket: by the desk to the reporter, by the desk to itself, or by the reporter.
//! The first public reply of the desk keeps the promise of a first reply.

use crate::records::{self, Ticket};
use crate::words::{PromiseKind, State, TextKind, Visibility, WaitReason};
use crate::{facts, texts};
use kernel::{Done, Duty, Fact, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Replies on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub ticket: TicketId,
    /// Who reads it.
    pub visibility: Visibility,
    /// What you write.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

/// Adds something to one's own report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyToMine {
    pub ticket: TicketId,
    /// What you write.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

/// Where the text stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Replied {
    pub ticket: TicketId,
    /// The text's place on the ticket; 0 is the report itself.
    pub text: u32,
    pub state: State,
}

impl Order for Reply {
    const ACT: Act = Act {
        name: "desk.reply",
        says: "Reply on a ticket",
        path: "/desk/tickets/{ticket}/reply",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Replied;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Replied>, Stop> {
        let words = texts::said("words", &self.words)?;
        let ticket = records::open_ticket(work, self.ticket)?;
        let kind = match self.visibility {
            Visibility::Public => TextKind::Reply,
            Visibility::Internal => TextKind::Internal,
        };
        let text = records::write(work, ticket.org, self.ticket, kind, &words)?;
        let fact = facts::about("desk.replied", &ticket)
            .with("visibility", self.visibility)
            .with("text", text)
            .with("reporter", ticket.reporter);
        let answers = self.visibility == Visibility::Public && work.person() != ticket.reporter;
        let missed =
            if answers { records::stop(work, self.ticket, &[PromiseKind::Response])? } else { Vec::new() };
        let receipt = Replied { ticket: self.ticket, text, state: ticket.state };
        Ok(Done::new(fact, receipt).and_all(facts::missed(&ticket, &missed)))
    }
}

impl Order for ReplyToMine {
    const ACT: Act = Act {
        name: "desk.reply-to-mine",
        says: "Add something to your report",
        path: "/desk/my-tickets/{ticket}/reply",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = Replied;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Replied>, Stop> {
        let words = texts::said("words", &self.words)?;
        let ticket = mine(work, self.ticket)?;
        if !ticket.state.is_open() {
            let refusal =
                Refusal::conflict("This report is closed. Open it again and say what is still wrong.")
                    .remedy("Open it again", Some(format!("/my/{}", self.ticket)));
            return Err(refusal.into());
        }
        let text = records::write(work, ticket.org, self.ticket, TextKind::FromReporter, &words)?;
        let fact = facts::about("desk.reporter-replied", &ticket)
            .with("text", text)
            .with("assignee", ticket.assignee);
        let mut facts: Vec<Fact> = Vec::new();
        let mut state = ticket.state;
        if ticket.waiting_for == Some(WaitReason::Reporter) {
            facts.push(crate::orders::resume::go_on(work, &ticket)?.0);
            state = Ticket::going(ticket.assignee);
        }
        Ok(Done::new(fact, Replied { ticket: self.ticket, text, state }).and_all(facts))
    }
}

/// The caller's own ticket; another person's is as if it were not there.
pub(super) fn mine(work: &mut Work, id: TicketId) -> Result<Ticket, Stop> {
    let ticket = records::ticket(work, id)?;
    match work.person() {
        Some(me) if ticket.reporter == Some(me) => Ok(ticket),
        _ => Err(Refusal::not_found("report").into()),
    }
}
