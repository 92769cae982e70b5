//! What the orders about breaches need to know: the zone of the place, and what the named agreement says of a breach.

use super::zone;
use crate::records::breach as breach_read;
use breach::{OfPlace, OpenBreach};
use kernel::Refusal;
use office::Registry;

/// Every order about breaches that needs something.
pub fn register(registry: &mut Registry) {
    registry.order_with::<OpenBreach>(|look, o| {
        if let Some(incident) = o.incident
            && !breach_read::has_incident(look, incident)?
        {
            return Err(Refusal::not_found("incident").into());
        }
        let agreed = match o.agreement {
            Some(agreement) => {
                let found = breach_read::agreed(look, agreement)?;
                Some(found.ok_or_else(|| Refusal::not_found("agreement"))?)
            }
            None => None,
        };
        Ok(OfPlace { zone: zone(look, None)?, agreed })
    });
}
