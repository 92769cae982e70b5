//! It was not over after all. The clock of the resolution continues where it stopped; the time in which the
//! ticket was closed is not counted. Both closings stay in the ledger.

use crate::orders::{TicketNow, reply};
use crate::promises::{POLICY, Rest};
use crate::records::{self, Ticket};
use crate::words::{State, TextKind};
use crate::{facts, texts};
use clocks::{OnReopen, Said};
use kernel::{Done, Duty, Moment, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// For how many days a reporter may open a report again; afterwards it is a new one.
pub const REOPEN_DAYS: i64 = POLICY.grace_seconds as i64 / 86_400;

/// Opens a resolved ticket again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    pub ticket: TicketId,
    /// Why it is not over.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

/// Opens one's own report again, within a week.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenMine {
    pub ticket: TicketId,
    /// What is still wrong.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

impl Order for Reopen {
    const ACT: Act = Act {
        name: "desk.reopen",
        says: "Open a ticket again",
        path: "/desk/tickets/{ticket}/reopen",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::ticket(work, self.ticket)?;
        again(work, &ticket, &self.words)
    }
}

impl Order for ReopenMine {
    const ACT: Act = Act {
        name: "desk.reopen-mine",
        says: "Open your report again",
        path: "/desk/my-tickets/{ticket}/reopen",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = reply::mine(work, self.ticket)?;
        let anew = |at: Moment| POLICY.on_reopen(at.timestamp(), work.now().timestamp()) == OnReopen::New;
        if ticket.resolved_at.is_some_and(anew) {
            let sentence = format!("This was resolved more than {REOPEN_DAYS} days ago. Report it again.");
            let here = Some(format!("/my/{}#again", self.ticket));
            let refusal = Refusal::conflict(sentence).remedy("Report it again", here);
            return Err(refusal.into());
        }
        again(work, &ticket, &self.words)
    }
}

pub(crate) fn again(work: &mut Work, ticket: &Ticket, words: &Private) -> Result<Done<TicketNow>, Stop> {
    let words = texts::said("words", words)?;
    if let Some(survivor) = ticket.merged_into {
        return Err(records::merged(ticket, survivor).into());
    }
    let Some(closed_at) = ticket.resolved_at else {
        return Err(Refusal::conflict("This ticket is open.").into());
    };
    let closed = Rest {
        from: closed_at,
        until: Some(work.now()),
        reason: "the ticket was resolved".into(),
        stops: true,
        quiet: true,
    };
    records::rest(work, ticket.id, &closed)?;
    let (promised, _) = records::commitment(work, ticket.priority, ticket.scope(), &ticket.calendar)?;
    records::hear(work, ticket.id, Said::Reopened, (&promised, &ticket.calendar))?;
    records::reopen(work, ticket)?;
    let promises = records::recompute(work, ticket.id)?;
    let text = records::write(work, ticket.org, ticket.id, TextKind::Reopening, &words)?;
    let due_at = promises.iter().filter(|p| p.stopped_at.is_none()).filter_map(|p| p.due_at).min();
    let fact = facts::about("desk.reopened", ticket)
        .with("text", text)
        .with("closed_at", closed_at)
        .with("assignee", ticket.assignee)
        .with("times", ticket.reopened + 1);
    let state: State = Ticket::going(ticket.assignee);
    Ok(Done::new(fact, TicketNow::of(ticket, state, due_at)))
}
