//! What an order needs from slices other than its own, read in the same transaction: a diagram of who leans on whom. One
//! file for each slice that needs something; what several ask stands here.

pub mod agreements;
mod assets;
pub mod billing;
mod breach;
mod changes;
pub mod desk;
mod downtime;
pub mod escalation;
mod incidents;
mod knowledge;
mod oncall;
mod organizations;
mod people;
mod repairs;
pub mod uptime;

use crate::records::places;
use kernel::{AssetId, LocationId, OrgId, PersonId, Refusal, Stop};
use office::Registry;
use store::Look;

/// Every order that needs something, with how it is read.
pub fn register(registry: &mut Registry) {
    organizations::register(registry);
    people::register(registry);
    assets::register(registry);
    desk::register(registry);
    oncall::register(registry);
    escalation::register(registry);
    agreements::register(registry);
    changes::register(registry);
    knowledge::register(registry);
    billing::register(registry);
    repairs::register(registry);
    uptime::register(registry);
    downtime::register(registry);
    incidents::register(registry);
    breach::register(registry);
}

/// For whom somebody works; nothing where nobody is named.
fn employer_of(look: &mut Look, person: Option<PersonId>) -> anyhow::Result<Option<OrgId>> {
    Ok(person.map(|p| places::employer(look, p)).transpose()?.flatten())
}

/// For whom the caller works; nothing for an engine of the house.
fn employer(look: &mut Look) -> anyhow::Result<Option<OrgId>> {
    let caller = look.person();
    employer_of(look, caller)
}

/// For whom the caller works; an engine of the house is refused.
fn signed_in(look: &mut Look) -> Result<OrgId, Stop> {
    let employer = employer(look)?;
    Ok(employer.ok_or_else(|| Refusal::forbidden("Only somebody who signed in can do this."))?)
}

/// The zone of a location of the bound organization, or of its first one; UTC where it has none.
pub fn zone(look: &mut Look, location: Option<LocationId>) -> Result<String, Stop> {
    Ok(places::hours(look, location)?.and_then(|h| h.zone).unwrap_or_else(|| "UTC".to_owned()))
}

/// An asset of the bound organization.
fn asset(look: &mut Look, asset: AssetId) -> Result<places::Asset, Stop> {
    Ok(places::asset(look, asset)?.ok_or_else(|| Refusal::not_found("asset"))?)
}
