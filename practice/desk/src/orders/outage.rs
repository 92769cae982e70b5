//! A system is gone: beside the clocks of the ticket a second one runs, until the system has to be back (its recovery time
//! objective), around the clock and without any rest. It begins with the report where the system's recovery was planned
//! and the report says that it does not work at all, or when the desk says that this is an outage; it ends when the
//! desk says that the system is back. Since when and until when may be said afterwards, as far back as the rules allow.

use crate::needs::Recovery;
use crate::records::{self, Ticket};
use crate::words::{PromiseKind, RecoveryOrigin, Trouble};
use crate::{facts, needs};
use kernel::{AssetId, Done, Duty, Fact, Moment, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says that the system a ticket is about is gone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareOutage {
    pub ticket: TicketId,
    /// Since when it is gone, on the clocks of the ticket's place; since now when nothing is said.
    #[schemars(extend("format" = "date-time-local"))]
    pub since: Option<String>,
}

/// Says that the system a ticket is about is back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndOutage {
    pub ticket: TicketId,
    /// Since when it works again, on the clocks of the ticket's place; since now when nothing is said.
    #[schemars(extend("format" = "date-time-local"))]
    pub at: Option<String>,
}

/// How the system's own clock stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OutageNow {
    pub ticket: TicketId,
    pub number: i64,
    pub since: Moment,
    /// When it had to be back.
    pub back_by: Option<Moment>,
    /// When it was back; nothing while it is gone.
    pub back_at: Option<Moment>,
}

/// A moment in the past that somebody typed, as far back as the rules allow.
pub(super) fn past(
    work: &mut Work,
    ticket: &Ticket,
    field: &str,
    typed: Option<&str>,
) -> Result<Moment, Stop> {
    let now = work.now();
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else { return Ok(now) };
    let at = office::text::moment(field, typed, &ticket.zone)?;
    if at > now {
        return Err(Refusal::invalid(field, "This is still to come. Give a time that is over.").into());
    }
    let rules = records::rules_at(work, ticket.contract, now)?;
    rules.policy().backdating(at.timestamp(), now.timestamp()).map_err(|problem| {
        let problem = problem.to_string();
        let mut letters = problem.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        Refusal::invalid(field, format!("{first}{}.", letters.as_str()))
    })?;
    Ok(at)
}

/// Whether a report says that the system is gone, and somebody has planned how soon it has to be back.
pub(super) fn begins(kind: Trouble, recovery: Option<Recovery>) -> Option<Recovery> {
    let gone = matches!(kind, Trouble::CannotWork | Trouble::BrokenDevice);
    recovery.filter(|recovery| gone && recovery.origin != RecoveryOrigin::House)
}

/// What is told of a system that is gone.
pub(super) fn began(fact: Fact, asset: AssetId, since: Moment, recovery: Recovery) -> Fact {
    fact.about(asset)
        .with("asset", asset)
        .with("since", since)
        .with("rto_minutes", recovery.rto_minutes)
        .with("origin", recovery.origin)
}

/// What is told of a system that is back; nothing where the ticket is about none.
pub(super) fn ended(ticket: &Ticket, at: Moment) -> Option<Fact> {
    let asset = ticket.asset?;
    Some(facts::about("desk.outage-ended", ticket).about(asset).with("asset", asset).with("at", at))
}

impl Order for DeclareOutage {
    const ACT: Act = Act {
        name: "desk.declare-outage",
        says: "Say that a system is gone",
        path: "/desk/tickets/{ticket}/declare-outage",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = OutageNow;
    /// How soon the ticket's system has to be back; nothing where the ticket is about none.
    type Needs = Option<needs::Recovery>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, recovery: Option<Recovery>) -> Result<Done<OutageNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        let (Some(asset), Some(recovery)) = (ticket.asset, recovery) else {
            let sentence = "This ticket is about no system. Open one on the system that is gone.";
            return Err(Refusal::conflict(sentence)
                .remedy("See the assets", Some("/assets".to_owned()))
                .into());
        };
        if records::outage(work, self.ticket)?.is_some() {
            return Err(Refusal::conflict("The system is gone already; its clock runs.").into());
        }
        let since = past(work, &ticket, "since", self.since.as_deref())?;
        let back_by = records::begin_outage(work, (ticket.id, &ticket.calendar), since, recovery)?;
        let fact = began(facts::about("desk.outage-began", &ticket), asset, since, recovery);
        let receipt = OutageNow { ticket: ticket.id, number: ticket.number, since, back_by, back_at: None };
        Ok(Done::new(fact, receipt))
    }
}

impl Order for EndOutage {
    const ACT: Act = Act {
        name: "desk.end-outage",
        says: "Say that a system is back",
        path: "/desk/tickets/{ticket}/end-outage",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = OutageNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<OutageNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        let Some(gone) = records::outage(work, self.ticket)? else {
            return Err(Refusal::conflict("No system is gone on this ticket.").into());
        };
        let at = past(work, &ticket, "at", self.at.as_deref())?;
        if at < gone.started_at {
            return Err(Refusal::invalid("at", "It was not gone yet. Give a time after it went.").into());
        }
        let missed = records::end_outage(work, &ticket, &gone, at)?;
        let fact =
            ended(&ticket, at).unwrap_or_else(|| facts::about("desk.outage-ended", &ticket).with("at", at));
        let receipt = OutageNow {
            ticket: ticket.id,
            number: ticket.number,
            since: gone.started_at,
            back_by: gone.due_at,
            back_at: Some(at),
        };
        Ok(Done::new(fact, receipt).and_all(facts::missed(&ticket, &missed)))
    }
}

/// What a ticket that is resolved says of its system: that it is back.
pub(super) fn resolved(work: &mut Work, ticket: &Ticket) -> anyhow::Result<Option<Fact>> {
    let all = records::promises(work, ticket.id)?;
    let gone = all.iter().any(|p| p.kind == PromiseKind::Recovery && p.stopped_at.is_none());
    Ok(if gone { ended(ticket, work.now()) } else { None })
}
