//! From tier to tier. The first line hands what is beyond it to the second or third, with a reason; the
//! higher tier sends down what is not. A ticket may ask for a certification, because an application does or
//! because somebody at triage says so.

use crate::needs::Routed;
use crate::orders::{TicketNow, fits, reasoned};
use crate::routing::TOP_TIER;
use crate::words::State;
use crate::{facts, records};
use kernel::{Done, Duty, PersonId, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Hands a ticket to a higher tier.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalate {
    pub ticket: TicketId,
    /// 2 or 3.
    #[schemars(range(min = 2, max = 3))]
    pub tier: u8,
    /// Who takes it on there; whoever is free when nobody is named.
    pub to: Option<PersonId>,
    /// Why it is beyond this tier, and what was tried.
    #[schemars(extend("x-long" = true))]
    pub reason: Private,
}

impl Order for Escalate {
    const ACT: Act = Act {
        name: "desk.escalate",
        says: "Hand a ticket to a higher tier",
        path: "/desk/tickets/{ticket}/escalate",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    /// The person who is named, if one is.
    type Needs = Option<Routed>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, to: Option<Routed>) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if self.tier <= ticket.tier || self.tier > TOP_TIER {
            let sentence =
                format!("This ticket stands in tier {}. Choose a higher one, at most 3.", ticket.tier);
            return Err(Refusal::invalid("tier", sentence).into());
        }
        if let Some(routed) = &to {
            fits(work, &ticket, self.tier, routed)?;
        }
        records::set_tier(work, self.ticket, self.tier)?;
        let next = to.as_ref().map(|routed| (routed.worker.person, routed.worker.employer));
        records::assign(work, &ticket, next)?;
        let fact = facts::about("desk.escalated", &ticket)
            .with("before", ticket.tier)
            .with("tier", self.tier)
            .with("from", ticket.assignee)
            .with("to", self.to);
        let fact = reasoned(work, &ticket, "reason", &self.reason, fact)?;
        let going = if next.is_some() { State::Working } else { State::New };
        let state = if ticket.state == State::Waiting { State::Waiting } else { going };
        Ok(Done::new(fact, TicketNow::of(&ticket, state, ticket.due_at)))
    }
}

/// Sends a ticket down to the tier below.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendDown {
    pub ticket: TicketId,
    /// Why a lower tier can do it, and how.
    #[schemars(extend("x-long" = true))]
    pub reason: Private,
}

impl Order for SendDown {
    const ACT: Act = Act {
        name: "desk.send-down",
        says: "Send a ticket to the tier below",
        path: "/desk/tickets/{ticket}/send-down",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if ticket.tier <= 1 {
            return Err(Refusal::conflict("This ticket stands in the first tier.").into());
        }
        records::set_tier(work, self.ticket, ticket.tier - 1)?;
        records::assign(work, &ticket, None)?;
        let fact = facts::about("desk.sent-down", &ticket)
            .with("before", ticket.tier)
            .with("tier", ticket.tier - 1)
            .with("from", ticket.assignee);
        let fact = reasoned(work, &ticket, "reason", &self.reason, fact)?;
        let state = if ticket.state == State::Waiting { State::Waiting } else { State::New };
        Ok(Done::new(fact, TicketNow::of(&ticket, state, ticket.due_at)))
    }
}

/// Says which certification a ticket asks for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequireCertification {
    pub ticket: TicketId,
    /// For instance "Epic ClinDoc", or only "Epic" for any of its modules; blank for none.
    pub certification: Option<String>,
}

impl Order for RequireCertification {
    const ACT: Act = Act {
        name: "desk.require-certification",
        says: "Say which certification a ticket asks for",
        path: "/desk/tickets/{ticket}/require-certification",
        duty: Duty::DirectWork,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        let given = self.certification.as_deref().map(str::trim).filter(|name| !name.is_empty());
        if given.is_some_and(|name| name.chars().count() > 200 || name.chars().any(char::is_control)) {
            return Err(
                Refusal::invalid("certification", "Give the name of a certification in one line.").into()
            );
        }
        if given == ticket.certification.as_deref() {
            return Err(Refusal::conflict("That is what it asks for already.").into());
        }
        records::set_certification(work, self.ticket, given)?;
        let known = given.filter(|name| crate::routing::known().iter().any(|known| known == name));
        let fact = facts::about("desk.certification-required", &ticket)
            .with("certification", known)
            .with("required", given.is_some());
        Ok(Done::new(fact, TicketNow::of(&ticket, ticket.state, ticket.due_at)))
    }
}
