//! What the orders about changes need to know: for whom the caller works, the zone of the place, and whether lives hang
//! on the asset.

use super::{signed_in, zone};
use crate::records::changes as changes_read;
use changes::{Changer, Planned};
use kernel::{AssetId, Refusal, Stop, TicketId};
use office::Registry;
use store::Look;

/// Every order about changes that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<changes::PlanChange>(|look, o| planned(look, o.asset, o.ticket))
        .order_with::<changes::ReviseChange>(|look, o| {
            let asset = changes_read::asset_of(look, o.change)?;
            planned(look, asset, None)
        })
        .order_with::<changes::SetFreeze>(|look, _| planned(look, None, None))
        .order_with::<changes::RecordTest>(|look, _| changer(look))
        .order_with::<changes::AskApproval>(|look, _| changer(look))
        .order_with::<changes::ApproveChange>(|look, _| changer(look))
        .order_with::<changes::RefuseChange>(|look, _| changer(look))
        .order_with::<changes::StartChange>(|look, _| changer(look))
        .order_with::<changes::FinishChange>(|look, _| changer(look))
        .order_with::<changes::ReviewChange>(|look, _| changer(look));
}

fn changer(look: &mut Look) -> Result<Changer, Stop> {
    Ok(Changer { employer: signed_in(look)? })
}

fn planned(look: &mut Look, asset: Option<AssetId>, ticket: Option<TicketId>) -> Result<Planned, Stop> {
    if let Some(ticket) = ticket
        && !changes_read::has_ticket(look, ticket)?
    {
        return Err(Refusal::not_found("ticket").into());
    }
    let asset = asset.map(|id| super::asset(look, id)).transpose()?;
    let location = asset.as_ref().and_then(|a| a.location);
    let zone = zone(look, location)?;
    let life_support = asset.is_some_and(|a| a.criticality == "life-support");
    Ok(Planned { employer: signed_in(look)?, zone, life_support })
}
