//! What the orders of the desk need to know: where a ticket belongs, who may take it on, and what a contract says first.

use super::{asset, employer_of};
use crate::records::places;
use assets::recovery::RecoveryWord;
use desk::needs::{
    AssetFacts, Certificate, HandOver, KnownAsset, KnownContract, KnownPeople, KnownPerson, KnownPlace,
    Placement, Recovery, Routed, Worker,
};
use desk::words::{CareArea, Criticality, RecoveryOrigin};
use kernel::{
    AssetId, ContractId, DepartmentId, LocationId, Moment, OrgId, PersonId, Refusal, Span, Standing, Stop,
    TicketId,
};
use office::Registry;
use store::Look;

/// Every order of the desk that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<desk::OpenTicket>(reported)
        .order_with::<desk::Take>(|look, o| me(look, o.ticket))
        .order_with::<desk::Assign>(|look, o| routed(look, o.ticket, None, o.to))
        .order_with::<desk::Escalate>(|look, o| {
            o.to.map(|to| routed(look, o.ticket, Some(o.tier), to)).transpose()
        })
        .order_with::<desk::LinkAsset>(|look, o| asset(look, o.asset).map(|_| KnownAsset))
        .order_with::<desk::Reply>(|look, o| known_people(look, &o.copies))
        .order_with::<desk::NameReporter>(|look, o| known_person(look, o.person))
        .order_with::<desk::DeclareOutage>(|look, o| ticket_recovery(look, o.ticket))
        .order_with::<desk::HandToClientIt>(|look, _| {
            Ok(HandOver { co_managed: agreements::contracts::may_hand_over(look)? })
        })
        .order_with::<desk::mail::TakeInLetter>(|look, o| mail_place(look, o.reporter()))
        .order_with::<desk::mail::OpenFromLetter>(|look, o| mail_place(look, o.reporter))
        .order_with::<desk::SetClockRules>(|look, o| known_contract(look, o.contract))
        .order_with::<desk::SetCommitments>(|look, o| known_place(look, o.location));
}

/// A contract whose clocks are agreed on by somebody who works for its provider.
fn known_contract(look: &mut Look, contract: ContractId) -> Result<KnownContract, Stop> {
    let (client, provider) = agreements::contracts::parties(look, contract)?;
    if super::employer(look)? == Some(provider) {
        return Ok(KnownContract { client });
    }
    let sentence = "Only somebody who works for the provider agrees on what clocks do under its contracts.";
    Err(Refusal::forbidden(sentence).into())
}

fn known_place(look: &mut Look, location: Option<LocationId>) -> Result<KnownPlace, Stop> {
    match location {
        Some(location) if !places::has_location(look, location)? => {
            Err(Refusal::not_found("location").into())
        }
        _ => Ok(KnownPlace),
    }
}

fn known_person(look: &mut Look, person: PersonId) -> Result<KnownPerson, Stop> {
    if places::has_person(look, person)? { Ok(KnownPerson) } else { Err(Refusal::not_found("person").into()) }
}

fn known_people(look: &mut Look, people: &[PersonId]) -> Result<KnownPeople, Stop> {
    // More than get a copy are refused by the desk; as many as can be are looked up.
    for person in people.iter().take(11) {
        if !places::has_person(look, *person)? {
            let sentence = "Copies go to people of the ticket's organization.";
            return Err(Refusal::invalid("copies", sentence).into());
        }
    }
    Ok(KnownPeople)
}

fn me(look: &mut Look, ticket: TicketId) -> Result<Routed, Stop> {
    match look.person() {
        Some(person) => routed(look, ticket, None, person),
        None => Err(Refusal::forbidden("Only somebody who signed in can take a ticket.").into()),
    }
}

/// Somebody who is to take a ticket on. Who else could is looked up only when they cannot.
fn routed(look: &mut Look, ticket: TicketId, tier: Option<u8>, person: PersonId) -> Result<Routed, Stop> {
    let known = places::serves(look, person)?.ok_or_else(|| Refusal::not_found("person"))?;
    super::agreements::work_may_start(look, ticket, known.employer)?;
    let own = standing(look, known.employer)?;
    let held = places::certificates(look, known.person)?;
    let worker = worker(known, held, own, look.now());
    let mut demand = desk::records::ticket(look, ticket)?.demand();
    demand.tier = tier.unwrap_or(demand.tier);
    let mut could = Vec::new();
    if let (false, Some(org)) = (desk::routing::missing(&demand, &worker, look.now()).is_empty(), look.org())
    {
        for (known, held) in places::workers(look, org)? {
            let standing = standing(look, known.employer)?;
            let other = self::worker(known, held, standing, look.now());
            let fits = desk::routing::missing(&demand, &other, look.now()).is_empty();
            if fits && other.person != person && could.len() < 3 {
                could.push(other.name);
            }
        }
    }
    Ok(Routed { worker, could })
}

/// By what right an employer is at the bound organization.
fn standing(look: &mut Look, employer: OrgId) -> Result<Standing, Stop> {
    look.org().map_or(Ok(Standing::Absent), |org| agreements::standing(look, employer, org))
}

/// Somebody as the desk's rule of routing looks at them. A certification counts through its last day.
pub fn worker(known: places::Known, held: Vec<places::Held>, standing: Standing, now: Moment) -> Worker {
    let until = |until: Option<Moment>| until.map(|day| day.plus(Span::days(1)));
    let certifications = held.into_iter().map(|(name, day)| Certificate { name, until: until(day) });
    Worker {
        person: known.person,
        name: known.name,
        employer: known.employer,
        trained: people::is_trained(known.trained_on, now),
        roles: known.roles,
        standing,
        certifications: certifications.collect(),
    }
}

/// Where a ticket that comes by mail belongs: where its reporter works, or nowhere in particular.
fn mail_place(look: &mut Look, reporter: Option<PersonId>) -> Result<desk::mail::MailPlace, Stop> {
    let works_at = employer_of(look, reporter)?;
    let here = works_at.is_some() && works_at == look.org();
    let (mut location, mut department) = (None, None);
    if let Some(person) = reporter.filter(|_| here) {
        (location, department) = places::own_place(look, person)?;
    }
    let place = match (location, department) {
        (None, None) => {
            let hours = places::hours(look, None)?.ok_or_else(|| Refusal::not_found("organization"))?;
            placement(look, (None, hours.location, None), look.person())?
        }
        (location, department) => placement(look, (department, location, None), look.person())?,
    };
    Ok(desk::mail::MailPlace { place, reporter_works_there: here })
}

/// Where a report belongs. Somebody of the desk may write it down for whoever called.
fn reported(look: &mut Look, order: &desk::OpenTicket) -> Result<Placement, Stop> {
    let me = look.person();
    if let Some(caller) = order.called.filter(|caller| Some(*caller) != me) {
        let known = me.map(|me| places::serves(look, me)).transpose()?.flatten();
        let works = |role: &kernel::Role| role.duties().has(kernel::Duty::WorkTickets);
        if !known.is_some_and(|known| known.roles.iter().any(works)) {
            let sentence = "Only somebody who works on tickets writes a report down for another.";
            return Err(Refusal::invalid("called", sentence).into());
        }
        known_person(look, caller)?;
    }
    placement(look, (order.department, order.location, order.asset), order.called.or(me))
}

/// Where a ticket belongs: what the order names, or what its asset says, or where its reporter works.
fn placement(
    look: &mut Look,
    (department, location, named): (Option<DepartmentId>, Option<LocationId>, Option<AssetId>),
    reporter: Option<PersonId>,
) -> Result<Placement, Stop> {
    let asset = named.map(|id| asset(look, id)).transpose()?;
    let mut department = department.or(asset.as_ref().and_then(|a| a.department));
    let mut location = location.or(asset.as_ref().and_then(|a| a.location));
    if department.is_none()
        && location.is_none()
        && let Some(person) = reporter
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
        asset: asset.map(|asset| facts_of(look, asset)).transpose()?,
        provider: hours.provider,
        dispatch: hours.dispatch.unwrap_or(false),
        contract: agreements::contracts::contract_in_force(look, hours.location)?,
    })
}

fn facts_of(look: &mut Look, asset: places::Asset) -> Result<AssetFacts, Stop> {
    let criticality = match asset.criticality.as_str() {
        "life-support" => Criticality::LifeCritical,
        "clinical" => Criticality::High,
        "business" => Criticality::Normal,
        _ => Criticality::Low,
    };
    let certification = match asset.kind.as_str() {
        "application" => desk::routing::asked_by(&asset.name, asset.maker.as_deref(), asset.model.as_deref()),
        _ => None,
    };
    let spare = places::spare(look, &asset)?;
    let recovery = recovery_of(look, asset.id, asset.location)?;
    Ok(AssetFacts {
        id: asset.id,
        kind: asset.kind,
        criticality,
        holds_ephi: asset.holds_ephi,
        spare,
        certification,
        recovery,
    })
}

/// How soon an asset has to be back, by its own plan, its contract's, its place's or the house's.
fn recovery_of(
    look: &mut Look,
    asset: AssetId,
    location: Option<LocationId>,
) -> Result<Option<Recovery>, Stop> {
    let contract = agreements::contracts::contract_in_force(look, location)?;
    let found = assets::recovery::recovery(look, asset, contract)?;
    Ok(found.map(|found| Recovery {
        rto_minutes: found.rto_minutes,
        origin: match found.rto_word {
            RecoveryWord::Asset => RecoveryOrigin::Asset,
            RecoveryWord::Contract => RecoveryOrigin::Contract,
            RecoveryWord::Location => RecoveryOrigin::Location,
            RecoveryWord::Organization => RecoveryOrigin::Organization,
            RecoveryWord::House => RecoveryOrigin::House,
        },
    }))
}

fn ticket_recovery(look: &mut Look, ticket: TicketId) -> Result<Option<Recovery>, Stop> {
    let ticket = desk::records::ticket(look, ticket)?;
    Ok(ticket.asset.map(|asset| recovery_of(look, asset, ticket.location)).transpose()?.flatten())
}
