//! What the orders about repairs, loaners and vendors need to know: whether the asset holds ePHI and where it belongs,
//! whether whoever receives it is there, and what the vendor's file says of its BAA.

use super::{signed_in, zone};
use crate::records::{changes, places, repairs as repairs_read};
use kernel::{AssetId, DepartmentId, PersonId, Refusal, Stop, TicketId, VendorId};
use office::Registry;
use repairs::{
    AddVendor, HandOver, Holder, Keeper, LendAsset, OfAsset, OfVendor, OpenRepair, Receiver, SendToVendor,
};
use store::Look;

/// Every order about repairs that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<OpenRepair>(|look, o| {
            has_ticket(look, o.ticket)?;
            of_asset(look, o.asset)
        })
        .order_with::<LendAsset>(|look, o| {
            receiver(look, o.person, o.department)?;
            of_asset(look, o.asset)
        })
        .order_with::<HandOver>(|look, o| receiver(look, o.person, o.department))
        .order_with::<SendToVendor>(|look, o| of_vendor(look, o.vendor))
        .order_with::<AddVendor>(|look, o| Ok(Keeper { org: o.org, zone: zone(look, None)? }));
}

fn has_ticket(look: &mut Look, ticket: Option<TicketId>) -> Result<(), Stop> {
    match ticket {
        Some(ticket) if !changes::has_ticket(look, ticket)? => Err(Refusal::not_found("ticket").into()),
        _ => Ok(()),
    }
}

fn of_asset(look: &mut Look, asset: AssetId) -> Result<OfAsset, Stop> {
    let asset = super::asset(look, asset)?;
    let belongs = asset.department.map(Holder::department);
    Ok(OfAsset { zone: zone(look, asset.location)?, holds_ephi: asset.holds_ephi, belongs })
}

fn receiver(
    look: &mut Look,
    person: Option<PersonId>,
    department: Option<DepartmentId>,
) -> Result<Receiver, Stop> {
    if let Some(person) = person
        && places::serves(look, person)?.is_none()
    {
        return Err(Refusal::not_found("person").into());
    }
    if let Some(department) = department
        && places::department(look, department)?.is_none()
    {
        return Err(Refusal::not_found("department").into());
    }
    Ok(Receiver)
}

fn of_vendor(look: &mut Look, vendor: VendorId) -> Result<OfVendor, Stop> {
    let employer = signed_in(look)?;
    let found = repairs_read::vendor(look, vendor, employer)?;
    Ok(found.ok_or_else(|| Refusal::not_found("vendor"))?)
}
