//! What the orders about agreements and service contracts need to know: for whom the caller works, whom they may name as
//! associate, what the client has, and what a contract asks about a ticket.

use super::employer;
use crate::records::{contracts as of_ticket, places};
use agreements::contracts::{self, EntitlementNow};
use agreements::{Accepting, Covering, Drafting, Party, TicketFacts};
use assets::AssetKind;
use kernel::{AssetId, Duty, OrgId, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Question, Registry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Every order about agreements and contracts that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<agreements::DraftAgreement>(|look, o| drafting(look, o.associate))
        .order_with::<agreements::KeepNotRequired>(|look, o| drafting(look, o.associate))
        .order_with::<agreements::ReviseAgreement>(|look, _| party(look))
        .order_with::<agreements::SendAgreement>(|look, _| party(look))
        .order_with::<agreements::SignForClient>(|look, _| party(look))
        .order_with::<agreements::SignForAssociate>(|look, _| party(look))
        .order_with::<agreements::WithdrawAgreement>(|look, _| party(look))
        .order_with::<agreements::RenewAgreement>(|look, _| party(look))
        .order_with::<agreements::TerminateAgreement>(|look, _| party(look))
        .order_with::<agreements::NoteDisposal>(|look, _| party(look))
        .order_with::<agreements::RevokeNotRequired>(|look, _| party(look))
        .order_with::<agreements::EngageSubcontractor>(|look, _| party(look))
        .order_with::<agreements::ReleaseSubcontractor>(|look, _| party(look))
        .order_with::<agreements::papers::SayBreachDuties>(|look, _| party(look))
        .order_with::<agreements::papers::KeepPaper>(|look, _| party(look))
        .order_with::<contracts::DraftContract>(|look, o| covering(look, &o.terms.assets))
        .order_with::<contracts::ReviseContract>(|look, o| covering(look, &o.terms.assets))
        .order_with::<contracts::PromiseUptime>(|look, o| covering(look, &o.assets))
        .order_with::<contracts::ActivateContract>(|look, _| party(look))
        .order_with::<contracts::EndContract>(|look, _| party(look))
        .order_with::<contracts::AcceptRate>(|look, o| accepting(look, o.ticket))
        .order_with::<contracts::NoteAcceptedRate>(|look, o| accepting(look, o.ticket))
        .question::<EntitlementOf>();
}

fn party(look: &mut Look) -> Result<Party, Stop> {
    Ok(Party { employer: employer(look)? })
}

fn drafting(look: &mut Look, associate: OrgId) -> Result<Drafting, Stop> {
    let associate_known = match look.org() {
        Some(client) => organizations::known(look, client, associate)?.is_some(),
        None => false,
    };
    let zone = places::hours(look, None)?.and_then(|h| h.zone);
    Ok(Drafting { employer: employer(look)?, associate_known, zone })
}

/// What a client has, for the terms of its contract.
fn covering(look: &mut Look, assets: &[AssetId]) -> Result<Covering, Stop> {
    let hours = places::hours(look, None)?;
    Ok(Covering {
        employer: employer(look)?,
        provider: hours.as_ref().and_then(|h| h.provider),
        zone: hours.and_then(|h| h.zone),
        locations: places::locations(look)?.into_iter().map(|(id, _)| id).collect(),
        departments: places::departments(look)?.into_iter().map(|(id, _, _)| id).collect(),
        assets: of_ticket::own_assets(look, assets)?,
        asset_kinds: AssetKind::ALL.iter().map(|k| k.word().to_owned()).collect(),
    })
}

/// What a contract asks about a ticket of the bound organization.
pub(crate) fn facts(look: &mut Look, ticket: TicketId) -> Result<TicketFacts, Stop> {
    let facts = of_ticket::ticket(look, ticket)?.ok_or_else(|| Refusal::not_found("ticket"))?;
    Ok(TicketFacts { used_minutes: super::billing::used_minutes(look)?, ..facts })
}

fn accepting(look: &mut Look, ticket: TicketId) -> Result<Accepting, Stop> {
    Ok(Accepting { employer: employer(look)?, facts: facts(look, ticket)? })
}

/// Whether people of an employer may begin work on a ticket: under a break-fix contract the client says yes to the rate
/// first. The client's own people always may.
///
/// # Errors
/// The refusal that says what is missing, or a fault of the store.
pub fn work_may_start(look: &mut Look, ticket: TicketId, employer: OrgId) -> Result<(), Stop> {
    if look.org() == Some(employer) {
        return Ok(());
    }
    let facts = facts(look, ticket)?;
    contracts::work_may_start(look, ticket, &facts)
}

/// Shows whether work on a ticket is covered by a service contract, and why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntitlementOf {
    pub ticket: TicketId,
}

impl Question for EntitlementOf {
    const ACT: Act = Act {
        name: "agreements.entitlement",
        says: "Show whether a ticket is covered",
        path: "/tickets/{ticket}/entitlement",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = EntitlementNow;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<EntitlementNow, Stop> {
        let facts = facts(look, self.ticket)?;
        contracts::entitlement_now(look, self.ticket, &facts)
    }
}
