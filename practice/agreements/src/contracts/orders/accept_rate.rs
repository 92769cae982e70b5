//! Work that no contract covers needs the client's yes to its rate. The client's practice owner gives it on the page; a
//! technician who has it by telephone notes who said it. The rate that was shown is sent along: when another holds
//! by then, nothing is kept.

use crate::contracts::records::{self, AcceptedRate};
use crate::contracts::{money, ticket};
use crate::needs::Accepting;
use kernel::{ContractId, Done, Duty, Fact, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says yes, for the client, to the rate of work that is not covered.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptRate {
    pub ticket: TicketId,
    /// The rate for an hour as it was shown, in cents of US dollars.
    #[schemars(extend("x-order" = 1), range(min = 0))]
    pub rate_cents: i64,
    /// Your name, as you would sign.
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub name: String,
}

/// Notes that the client said yes to a rate by telephone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAcceptedRate {
    pub ticket: TicketId,
    /// The rate for an hour as it was said, in cents of US dollars.
    #[schemars(extend("x-order" = 1), range(min = 0))]
    pub rate_cents: i64,
    /// Who said yes.
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub name: String,
}

/// The yes as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AcceptedRateReceipt {
    pub ticket: TicketId,
    pub contract: ContractId,
    pub rate_cents: i64,
}

impl Order for AcceptRate {
    const ACT: Act = Act {
        name: "agreements.accept-rate",
        says: "Say yes to a rate",
        path: "/tickets/{ticket}/accept-rate",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AcceptedRateReceipt;
    type Needs = Accepting;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, needs: Accepting) -> Result<Done<AcceptedRateReceipt>, Stop> {
        if needs.employer.is_none() || needs.employer != work.org() {
            let sentence = "Only somebody who works for the client says yes to its rates.";
            let note = "Note a yes that you have by telephone";
            return Err(Refusal::forbidden(sentence).remedy(note, Some(way_out(self.ticket))).into());
        }
        keep(work, &needs, self.ticket, self.rate_cents, &self.name, false)
    }
}

impl Order for NoteAcceptedRate {
    const ACT: Act = Act {
        name: "agreements.note-accepted-rate",
        says: "Note a yes to a rate by telephone",
        path: "/tickets/{ticket}/note-accepted-rate",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = AcceptedRateReceipt;
    type Needs = Accepting;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, needs: Accepting) -> Result<Done<AcceptedRateReceipt>, Stop> {
        keep(work, &needs, self.ticket, self.rate_cents, &self.name, true)
    }
}

fn way_out(ticket: TicketId) -> String {
    format!("/tickets/{ticket}#entitlement")
}

fn keep(
    work: &mut Work,
    needs: &Accepting,
    id: TicketId,
    rate_cents: i64,
    name: &str,
    by_phone: bool,
) -> Result<Done<AcceptedRateReceipt>, Stop> {
    let person = work.person().ok_or_else(|| Refusal::forbidden("Only a person says yes to a rate."))?;
    let org = work.org().ok_or_else(|| Refusal::not_found("ticket"))?;
    let said_by = text::name("name", name)?;
    let (contract, version, rate) = ticket::rate_now(work, &needs.facts)?;
    if rate.cents != rate_cents {
        let sentence = format!("By now another rate holds: {} an hour.", money::dollars(rate.cents));
        let refusal = Refusal { field: Some("rate_cents".to_owned()), ..Refusal::conflict(sentence) };
        return Err(refusal.remedy("Look at it again", Some(way_out(id))).into());
    }
    let yes = AcceptedRate {
        version,
        rate_cents,
        minimum_minutes: rate.minimum_minutes,
        said_by,
        by_phone,
        kept_by: person,
        kept_at: work.now(),
    };
    records::accept(work, id, contract, &yes)?;
    let fact = Fact::new("agreements.rate-accepted", org)
        .about(id)
        .about(contract)
        .with("ticket", id)
        .with("contract", contract)
        .with("version", version)
        .with("rate_cents", rate_cents)
        .with("minimum_minutes", rate.minimum_minutes)
        .with("by", if by_phone { "phone" } else { "page" });
    Ok(Done::new(fact, AcceptedRateReceipt { ticket: id, contract, rate_cents }))
}
