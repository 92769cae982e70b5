//! Something is written on a ticket: by the desk to the reporter, by the desk to itself, or by the reporter.
//! The first public reply of the desk keeps the promise of a first reply, and each one starts the clock of the
//! next update anew. A reply to a ticket on which others wrote meanwhile is refused once, with what is new
//! shown. What the reporter of a merged ticket adds joins the ticket that carries it on.

use crate::records::{self, Missed, Ticket};
use crate::words::{State, TextKind, Visibility, WaitReason};
use crate::{facts, texts};
use clocks::Said;
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
    /// The place of the last text that stood on the page on which it was written. Others' texts after it refuse
    /// the reply once; nothing is compared when it is left out.
    pub seen: Option<u32>,
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
        unseen(work, &ticket, self.seen)?;
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
        let missed = if answers { answered(work, &ticket)? } else { Vec::new() };
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
        let own = mine(work, self.ticket)?;
        // What was merged is carried on elsewhere, and so is what is added to it. Another reporter's own page
        // never shows it.
        let (reporter, merged) = (own.reporter, own.merged_into.is_some());
        let ticket = records::survivor(work, own)?;
        if !ticket.state.is_open() && merged {
            let refusal = Refusal::conflict("This was resolved with the other report of the same trouble.")
                .remedy("Report it anew", Some("/report".to_owned()));
            return Err(refusal.into());
        }
        if !ticket.state.is_open() {
            let refusal =
                Refusal::conflict("This report is closed. Open it again and say what is still wrong.")
                    .remedy("Open it again", Some(format!("/my/{}", self.ticket)));
            return Err(refusal.into());
        }
        let kind = if ticket.reporter == reporter { TextKind::FromReporter } else { TextKind::FromJoined };
        let text = records::write(work, ticket.org, ticket.id, kind, &words)?;
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

/// Refuses what was written without having seen what others wrote on the ticket since.
fn unseen(work: &mut Work, ticket: &Ticket, seen: Option<u32>) -> Result<(), Stop> {
    let Some(seen) = seen.filter(|seen| *seen < ticket.texts) else { return Ok(()) };
    let me = work.person();
    let texts = records::texts(work, ticket.id)?;
    let new = texts.iter().filter(|text| text.place > seen && text.author != me).count();
    let sentence = match new {
        0 => return Ok(()),
        1 => "While you wrote, somebody else wrote on this ticket.".to_owned(),
        more => format!("While you wrote, {more} texts were written on this ticket."),
    };
    let sentence = format!("{sentence} Read what is new, and send yours again if it still fits.");
    let refusal = Refusal { field: Some("seen".to_owned()), ..Refusal::conflict(sentence) };
    Err(refusal.remedy("See the ticket", Some(format!("/tickets/{}", ticket.id))).into())
}

/// The reporter heard from the desk: the first reply is given, and the clock of the next update starts anew.
fn answered(work: &mut Work, ticket: &Ticket) -> Result<Vec<Missed>, Stop> {
    let (promised, _) = records::commitment(work, ticket.priority, ticket.scope(), &ticket.calendar)?;
    let missed = records::hear(work, ticket.id, Said::Desk, (&promised, &ticket.calendar))?;
    records::recompute(work, ticket.id)?;
    Ok(missed)
}

/// The caller's own ticket; another person's is as if it were not there.
pub(super) fn mine(work: &mut Work, id: TicketId) -> Result<Ticket, Stop> {
    let ticket = records::ticket(work, id)?;
    match work.person() {
        Some(me) if ticket.reporter == Some(me) => Ok(ticket),
        _ => Err(Refusal::not_found("report").into()),
    }
}
