//! What an order needs from slices other than its own, read in the same transaction: a diagram of who leans on whom.

use crate::records::places;
use assets::needs::{Places, Ticketed};
use desk::needs::{AssetFacts, KnownPlace, Placement, Worker};
use desk::words::{CareArea, Criticality};
use kernel::{AssetId, DepartmentId, LocationId, PersonId, Refusal, Stop};
use office::Registry;
use organizations::{NamedPerson, Newcomer};
use people::Workplace;
use store::Look;

/// Every order that needs something, with how it is read.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<organizations::AddOrganization>(|look, o| newcomer(look, o.account_owner))
        .order_with::<organizations::NameAccountOwner>(|look, o| Ok(named(look, o.person)?))
        .order_with::<people::AddPerson>(|look, o| workplace(look, o.location, o.department))
        .order_with::<people::RevisePerson>(|look, o| workplace(look, o.location, o.department))
        .order_with::<assets::AddAsset>(|look, _| own_places(look))
        .order_with::<assets::ReviseAsset>(|look, _| own_places(look))
        .order_with::<assets::StageRows>(|look, _| own_places(look))
        .order_with::<assets::PasteImport>(|look, _| own_places(look))
        .order_with::<assets::UndoImport>(|look, o| {
            Ok(Ticketed { assets: places::ticketed(look, o.import)? })
        })
        .order_with::<desk::OpenTicket>(|look, o| placement(look, o.department, o.location, o.asset))
        .order_with::<desk::Take>(|look, _| me(look))
        .order_with::<desk::Assign>(|look, o| worker(look, o.to))
        .order_with::<desk::SetCommitments>(|look, o| known_place(look, o.location));
}

fn newcomer(look: &mut Look, owner: Option<PersonId>) -> Result<Newcomer, Stop> {
    let caller = look.person();
    Ok(Newcomer {
        caller_employer: caller.map(|p| places::employer(look, p)).transpose()?.flatten(),
        owner_employer: named(look, owner)?.employer,
    })
}

fn named(look: &mut Look, person: Option<PersonId>) -> anyhow::Result<NamedPerson> {
    Ok(NamedPerson { employer: person.map(|p| places::employer(look, p)).transpose()?.flatten() })
}

fn workplace(
    look: &mut Look,
    location: Option<LocationId>,
    department: Option<DepartmentId>,
) -> Result<Workplace, Stop> {
    Ok(Workplace {
        location: location.map_or(Ok(true), |l| places::has_location(look, l))?,
        department: department.map_or(Ok(true), |d| places::department(look, d).map(|d| d.is_some()))?,
    })
}

fn own_places(look: &mut Look) -> Result<Places, Stop> {
    Ok(Places { locations: places::locations(look)?, departments: places::departments(look)? })
}

fn known_place(look: &mut Look, location: Option<LocationId>) -> Result<KnownPlace, Stop> {
    match location {
        Some(location) if !places::has_location(look, location)? => {
            Err(Refusal::not_found("location").into())
        }
        _ => Ok(KnownPlace),
    }
}

fn me(look: &mut Look) -> Result<Worker, Stop> {
    match look.person() {
        Some(person) => worker(look, person),
        None => Err(Refusal::forbidden("Only somebody who signed in can take a ticket.").into()),
    }
}

fn worker(look: &mut Look, person: PersonId) -> Result<Worker, Stop> {
    let employer = places::serves(look, person)?.ok_or_else(|| Refusal::not_found("person"))?;
    Ok(Worker { employer })
}

/// Where a ticket belongs: what the order names, or what its asset says, or where its reporter works.
fn placement(
    look: &mut Look,
    department: Option<DepartmentId>,
    location: Option<LocationId>,
    asset: Option<AssetId>,
) -> Result<Placement, Stop> {
    let asset = match asset {
        Some(id) => Some(places::asset(look, id)?.ok_or_else(|| Refusal::not_found("asset"))?),
        None => None,
    };
    let mut department = department.or(asset.as_ref().and_then(|a| a.department));
    let mut location = location.or(asset.as_ref().and_then(|a| a.location));
    if department.is_none()
        && location.is_none()
        && let Some(person) = look.person()
    {
        (location, department) = places::own_place(look, person)?;
    }
    let department = match department {
        Some(id) => Some(places::department(look, id)?.ok_or_else(|| Refusal::not_found("department"))?),
        None => None,
    };
    let location = department.as_ref().map(|d| d.location).or(location);
    let hours = places::hours(look, location)?.ok_or_else(|| Refusal::not_found("organization"))?;
    if location.is_some() && hours.location.is_none() {
        return Err(Refusal::not_found("location").into());
    }
    let zone = hours.zone.unwrap_or_else(|| "UTC".to_owned());
    Ok(Placement {
        location: hours.location,
        department: department.as_ref().map(|d| d.id),
        calendar: hours.hours.unwrap_or_else(|| desk::calendars::always(&zone)),
        zone,
        care_area: department.and_then(|d| CareArea::from_word(&d.care_area)),
        asset: asset.map(facts_of),
        provider: hours.provider,
    })
}

fn facts_of(asset: places::Asset) -> AssetFacts {
    let criticality = match asset.criticality.as_str() {
        "life-support" => Criticality::LifeCritical,
        "clinical" => Criticality::High,
        "business" => Criticality::Normal,
        _ => Criticality::Low,
    };
    AssetFacts { id: asset.id, kind: asset.kind, criticality, holds_ephi: asset.holds_ephi }
}
