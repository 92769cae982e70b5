//! It was not over after all. The clock of the resolution continues where it stopped; the time in which the
//! ticket was closed is not counted. Both closings stay in the ledger.

use crate::orders::{TicketNow, reply};
use crate::promises::Rest;
use crate::records::{self, Ticket};
use crate::words::{State, TextKind};
use crate::{facts, texts};
use clocks::{OnReopen, Said};
use kernel::{Done, Duty, Moment, Phi, Private, Refusal, Span, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// For how many days a reporter may open a report again where no contract says otherwise, and rate it.
pub const REOPEN_DAYS: i64 = clocks::Policy::STANDARD.grace_seconds as i64 / 86_400;

/// Whether a ticket that was resolved then is reported anew instead of being opened again, by the rules that held when it
/// was resolved; and until when it can be opened again, where that ends.
pub(crate) fn anew(
    look: &mut Look,
    ticket: &Ticket,
    closed_at: Moment,
) -> anyhow::Result<(bool, Option<Moment>)> {
    let rules = records::rules_at(look, ticket.contract, closed_at)?;
    let (policy, now) = (rules.policy(), look.now());
    let anew = policy.on_reopen(closed_at.timestamp(), now.timestamp()) == OnReopen::New;
    let until = match (policy.reopened_in_grace, policy.reopened_later) {
        (OnReopen::New, _) => Some(closed_at),
        (_, OnReopen::New) => Some(closed_at.plus(Span::seconds(policy.grace_seconds.into()))),
        _ => None,
    };
    Ok((anew, until))
}

/// The refusal that says so.
fn report_it_again(until: Option<Moment>, closed_at: Moment, way: String) -> Refusal {
    let days = until.map_or(0, |until| until.since(closed_at).0 / Span::days(1).0);
    let sentence = match days {
        0 => "Under its service contract, what was resolved is not opened again. Report it again.".to_owned(),
        days => format!("This was resolved more than {days} days ago. Report it again."),
    };
    Refusal::conflict(sentence).remedy("Report it again", Some(way))
}

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
        // The house's own rule binds the reporter; what a contract says binds the desk too.
        if let Some(closed_at) = ticket.resolved_at
            && let (true, until) = anew(work, &ticket, closed_at)?
            && records::rules_at(work, ticket.contract, closed_at)?.version.is_some()
        {
            let way = format!("/report?org={}", ticket.org);
            return Err(report_it_again(until, closed_at, way).into());
        }
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
        if let Some(closed_at) = ticket.resolved_at
            && let (true, until) = anew(work, &ticket, closed_at)?
        {
            let here = format!("/my/{}#again", self.ticket);
            return Err(report_it_again(until, closed_at, here).into());
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
    let rules = records::rules_at(work, ticket.contract, closed_at)?;
    records::hear(work, ticket.id, Said::Reopened, (&promised, &ticket.calendar), &rules)?;
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
