//! What the orders about incidents need to know: the zone of the place, what hangs on a system and what it needs, and that
//! whoever is named may serve the organization.

use super::zone;
use crate::records::{changes, incidents as incidents_read, places};
use incidents::advisories::{
    ReadAdvisoryLetter, TakeInAdvisory,
    by_mail::{OwnMailbox, SetAdvisoryMailbox},
};
use incidents::{
    AddTask, DeclareIncident, GiveTask, HandOverEvidence, NameRole, NameSystem, OfPlace, OfSystem, Serves,
    TakeEvidence,
};
use kernel::{PersonId, Refusal, Stop};
use office::Registry;
use store::Look;

/// Every order about incidents that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<DeclareIncident>(|look, o| {
            if let Some(ticket) = o.ticket
                && !changes::has_ticket(look, ticket)?
            {
                return Err(Refusal::not_found("ticket").into());
            }
            Ok(OfPlace { zone: zone(look, None)? })
        })
        .order_with::<TakeInAdvisory>(|look, _| Ok(OfPlace { zone: zone(look, None)? }))
        .order_with::<ReadAdvisoryLetter>(|look, _| Ok(OfPlace { zone: zone(look, None)? }))
        .order_with::<SetAdvisoryMailbox>(|look, o| {
            desk::mail::records::own_mailbox(look, o.mailbox)?;
            Ok(OwnMailbox)
        })
        .order_with::<NameSystem>(|look, o| {
            let asset = super::asset(look, o.asset)?;
            let depends_on = incidents_read::needed(look, o.asset)?;
            Ok(OfSystem { kind: asset.kind, criticality: asset.criticality, depends_on })
        })
        .order_with::<NameRole>(|look, o| serves(look, o.person))
        .order_with::<AddTask>(|look, o| serves(look, o.owner))
        .order_with::<GiveTask>(|look, o| serves(look, Some(o.owner)))
        .order_with::<HandOverEvidence>(|look, o| serves(look, o.person))
        .order_with::<TakeEvidence>(|look, o| {
            if let Some(asset) = o.asset {
                super::asset(look, asset)?;
            }
            Ok(Serves)
        });
}

fn serves(look: &mut Look, person: Option<PersonId>) -> Result<Serves, Stop> {
    match person {
        Some(person) if places::serves(look, person)?.is_none() => Err(Refusal::not_found("person").into()),
        _ => Ok(Serves),
    }
}
