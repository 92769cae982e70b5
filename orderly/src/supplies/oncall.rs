//! What the orders about being on call need to know: who works at the organization, and in which zone.

use super::zone;
use crate::records::oncall as read;
use kernel::Stop;
use office::Registry;
use oncall::needs::Staff;
use oncall::{AddOverride, AskSwap, OpenRota, SetRota};
use store::Look;

/// Every order about being on call that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<OpenRota>(|look, _| staff(look))
        .order_with::<SetRota>(|look, _| staff(look))
        .order_with::<AddOverride>(|look, _| staff(look))
        .order_with::<AskSwap>(|look, _| staff(look));
}

fn staff(look: &mut Look) -> Result<Staff, Stop> {
    Ok(Staff { zone: zone(look, None)?, people: read::staff(look, None)? })
}
