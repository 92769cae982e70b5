//! What the desk asks about a ticket before work starts: which contract it falls under, whether it is covered, and
//! whether the client has said yes to the rate of what is not.

use super::entitlement::{Entitlement, Rate, entitlement};
use super::kinds::ContractKind;
use super::life::{Contract, Version, version_at};
use super::{money, records};
use crate::needs::TicketFacts;
use kernel::{ContractId, Moment, OrgId, PersonId, Refusal, Stop, TicketId};
use schemars::JsonSchema;
use serde::Serialize;
use store::Look;

/// Whether work on a ticket is covered now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntitlementNow {
    pub ticket: TicketId,
    pub covered: bool,
    /// Why, as a sentence.
    pub why: String,
    /// Nothing when no contract runs.
    pub contract: Option<ContractId>,
    pub version: Option<u32>,
    pub kind: Option<ContractKind>,
    /// What an hour costs, when it is not covered and a rate was agreed.
    pub rate: Option<Rate>,
    /// The client's yes to a rate on this ticket.
    pub accepted: Option<Accepted>,
    /// Whether work must wait for the client's yes.
    pub waits_for_yes: bool,
    /// Whether it can be handed to the client's own IT.
    pub may_hand_over: bool,
}

/// A client's yes to a rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Accepted {
    pub rate_cents: i64,
    pub minimum_minutes: u32,
    /// Who said yes.
    pub said_by: String,
    pub by_phone: bool,
    pub kept_by: PersonId,
    pub kept_at: Moment,
}

/// A running contract with the version that holds, and what it says about a ticket.
struct Weighed {
    contract: Contract,
    version: Version,
    found: Entitlement,
}

/// Of several contracts the one that covers counts; else the one that names a rate.
fn weighed(look: &mut Look, facts: &TicketFacts, now: Moment) -> Result<Option<Weighed>, Stop> {
    let mut all = Vec::new();
    for contract in records::running(look)? {
        let versions = records::versions(look, contract.id)?;
        let Some(version) = version_at(&versions, now).cloned() else { continue };
        let found = entitlement(&version, facts, now);
        all.push(Weighed { contract, version, found });
    }
    // Of equals the one made first: `min_by_key` keeps it.
    let rank = |w: &Weighed| match (w.found.is_entitled(), w.found.rate()) {
        (true, _) => 0,
        (false, Some(_)) => 1,
        (false, None) => 2,
    };
    Ok(all.into_iter().min_by_key(rank))
}

/// Whether work on a ticket of the bound organization is covered now.
///
/// # Errors
/// A fault of the store.
pub fn entitlement_now(
    look: &mut Look,
    ticket: TicketId,
    facts: &TicketFacts,
) -> Result<EntitlementNow, Stop> {
    let now = look.now();
    entitlement_at(look, ticket, facts, now)
}

/// The same at a moment: work of the evening is weighed by the hours of the evening.
///
/// # Errors
/// A fault of the store.
pub fn entitlement_at(
    look: &mut Look,
    ticket: TicketId,
    facts: &TicketFacts,
    at: Moment,
) -> Result<EntitlementNow, Stop> {
    let Some(w) = weighed(look, facts, at)? else {
        return Ok(EntitlementNow {
            ticket,
            covered: false,
            why: "No service contract runs for this client, so nothing is known about what is covered."
                .to_owned(),
            contract: None,
            version: None,
            kind: None,
            rate: None,
            accepted: None,
            waits_for_yes: false,
            may_hand_over: false,
        });
    };
    let kept = records::accepted(look, ticket, w.contract.id)?;
    let kind = w.version.terms.kind;
    let waits_for_yes = kind == ContractKind::BreakFix && kept.is_none() && !facts.patient_affected;
    Ok(EntitlementNow {
        ticket,
        covered: w.found.is_entitled(),
        why: w.found.why().to_owned(),
        contract: Some(w.contract.id),
        version: Some(w.version.version),
        kind: Some(kind),
        rate: w.found.rate(),
        accepted: kept.map(|yes| Accepted {
            rate_cents: yes.rate_cents,
            minimum_minutes: yes.minimum_minutes,
            said_by: yes.said_by,
            by_phone: yes.by_phone,
            kept_by: yes.kept_by,
            kept_at: yes.kept_at,
        }),
        waits_for_yes,
        may_hand_over: kind == ContractKind::CoManaged,
    })
}

/// Whether somebody of the provider may begin work on a ticket. Under a break-fix contract the client says yes to the
/// rate first, unless a patient is affected now: care waits for no price.
///
/// # Errors
/// The refusal that says what is missing, or a fault of the store.
pub fn work_may_start(look: &mut Look, ticket: TicketId, facts: &TicketFacts) -> Result<(), Stop> {
    let now = entitlement_now(look, ticket, facts)?;
    if !now.waits_for_yes {
        return Ok(());
    }
    let rate = now.rate.map_or_else(String::new, |r| format!(" to {} an hour", money::dollars(r.cents)));
    let sentence =
        format!("This client's contract is break-fix: work starts when the client has said yes{rate}.");
    let way_out = Some(format!("/tickets/{ticket}#entitlement"));
    Err(Refusal::conflict(sentence).remedy("Ask for the yes, or note it", way_out).into())
}

/// Whether a co-managed contract runs for the bound organization: tickets can be handed to the client's own IT.
///
/// # Errors
/// A fault of the store.
pub fn may_hand_over(look: &mut Look) -> Result<bool, Stop> {
    Ok(terms_in_force(look)?.iter().any(|(_, v)| v.terms.kind == ContractKind::CoManaged))
}

/// The contracts of the bound organization that run now, each with the version that holds.
///
/// # Errors
/// A fault of the store.
pub fn terms_in_force(look: &mut Look) -> Result<Vec<(ContractId, Version)>, Stop> {
    let now = look.now();
    let mut found = Vec::new();
    for contract in records::running(look)? {
        let versions = records::versions(look, contract.id)?;
        found.extend(version_at(&versions, now).cloned().map(|v| (contract.id, v)));
    }
    Ok(found)
}

/// The contracts of the bound organization that ran at any time in `[from, to)`, each with the version that held when that
/// time began, or when the contract did.
///
/// # Errors
/// A fault of the store.
pub fn terms_in_month(look: &mut Look, from: Moment, to: Moment) -> Result<Vec<(ContractId, Version)>, Stop> {
    let mut found = Vec::new();
    for contract in records::ran(look, from, to)? {
        let versions = records::versions(look, contract.id)?;
        let held = version_at(&versions, from.max(contract.starts_at)).cloned();
        found.extend(held.map(|v| (contract.id, v)));
    }
    Ok(found)
}

/// The client and the provider of a contract of the bound organization.
///
/// # Errors
/// A refusal when there is no such contract, or a fault of the store.
pub fn parties(look: &mut Look, contract: ContractId) -> Result<(OrgId, OrgId), Stop> {
    let found = records::one(look, contract)?.ok_or_else(|| Refusal::not_found("contract"))?;
    Ok((found.client, found.provider))
}

/// The contract under which work at a location of the bound organization is done: the first that runs and covers it.
///
/// # Errors
/// A fault of the store.
pub fn contract_in_force(
    look: &mut Look,
    location: Option<kernel::LocationId>,
) -> Result<Option<ContractId>, Stop> {
    let here = |v: &Version| {
        v.terms.locations.is_empty() || location.is_some_and(|l| v.terms.locations.contains(&l))
    };
    Ok(terms_in_force(look)?.into_iter().find(|(_, v)| here(v)).map(|(id, _)| id))
}

/// The rate that holds on a ticket, for a yes to it.
pub(super) fn rate_now(look: &mut Look, facts: &TicketFacts) -> Result<(ContractId, u32, Rate), Stop> {
    let now = look.now();
    let Some(w) = weighed(look, facts, now)? else {
        return Err(Refusal::conflict("No service contract runs for this client.").into());
    };
    match &w.found {
        Entitlement::Entitled { why } => Err(Refusal::conflict(format!(
            "Work on this ticket is covered: nothing has to be accepted. {why}"
        ))
        .into()),
        Entitlement::NotCovered { rate: None, .. } => {
            Err(Refusal::conflict("No rate was agreed for work that is not covered.").into())
        }
        Entitlement::NotCovered { rate: Some(rate), .. } => Ok((w.contract.id, w.version.version, *rate)),
    }
}
