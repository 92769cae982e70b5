//! What the orders about downtimes need to know: the recovery targets of the systems that go down, the zone of the place,
//! and that the departments and the people who are named are there.

use super::zone;
use crate::records::{changes, downtime as downtime_read, places};
use assets::continuity::AssetClass;
use assets::recovery::{RecoveryWord, recovery};
use downtime::{
    AddFollowUp, Answering, AssignNumbers, Basis, DeclareDowntime, ExtendDowntime, GoingDown, KeepStation,
    OfDepartment, RecordDrill, ReserveNumbers, ScheduleDowntime, SetPack, Target, WriteProcedure,
};
use kernel::{AssetId, DepartmentId, PersonId, Refusal, Stop, TicketId};
use office::Registry;
use std::collections::BTreeMap;
use store::Look;

/// No more of either is looked at; the slice says what fits.
const MOST_READ: usize = 200;

/// Every order about downtimes that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<ScheduleDowntime>(|look, o| going_down(look, &o.systems, &o.departments, o.ticket))
        .order_with::<DeclareDowntime>(|look, o| going_down(look, &o.systems, &o.departments, o.ticket))
        .order_with::<ExtendDowntime>(|look, o| going_down(look, &o.systems, &o.departments, None))
        .order_with::<RecordDrill>(|look, o| going_down(look, &[], &o.departments, None))
        .order_with::<KeepStation>(|look, o| going_down(look, &[o.asset], &[o.department], None))
        .order_with::<WriteProcedure>(|look, o| {
            answering(look, Some(o.owner))?;
            of_department(look, o.department)
        })
        .order_with::<SetPack>(|look, o| of_department(look, o.department))
        .order_with::<ReserveNumbers>(|look, o| {
            answering(look, o.owner)?;
            of_department(look, o.department)
        })
        .order_with::<AssignNumbers>(|look, o| answering(look, Some(o.owner)))
        .order_with::<AddFollowUp>(|look, o| answering(look, Some(o.owner)));
}

fn going_down(
    look: &mut Look,
    systems: &[AssetId],
    departments: &[DepartmentId],
    ticket: Option<TicketId>,
) -> Result<GoingDown, Stop> {
    if let Some(ticket) = ticket
        && !changes::has_ticket(look, ticket)?
    {
        return Err(Refusal::not_found("ticket").into());
    }
    let mut targets = BTreeMap::new();
    for asset in systems.iter().take(MOST_READ) {
        let target = target(look, *asset)?.ok_or_else(|| {
            let refusal =
                Refusal::invalid("systems", "One of these systems is not on the list of assets there.");
            refusal.remedy("Show the assets", Some("/assets".to_owned()))
        })?;
        targets.insert(*asset, target);
    }
    let mut at = None;
    for department in departments.iter().take(MOST_READ) {
        let found = places::department(look, *department)?;
        let found = found.ok_or_else(|| Refusal::not_found("department"))?;
        at = at.or(Some(found.location));
    }
    let outage = ticket.map(|ticket| downtime_read::outage_of(look, ticket)).transpose()?.flatten();
    let gone_since = outage.and_then(|outage| outage.since);
    Ok(GoingDown { zone: zone(look, at)?, targets, gone_since })
}

/// How soon a system has to be back: asked where the desk asks, so that a ticket and a downtime have one answer.
fn target(look: &mut Look, asset: AssetId) -> Result<Option<Target>, Stop> {
    let Some((criticality, location)) = downtime_read::in_use(look, asset)? else { return Ok(None) };
    let contract = agreements::contracts::contract_in_force(look, location)?;
    let found = recovery(look, asset, contract)?;
    let house = match criticality.class() {
        AssetClass::ClinicalCritical => Basis::ClinicalCritical,
        AssetClass::Clinical => Basis::Clinical,
        AssetClass::Administrative => Basis::Administrative,
    };
    Ok(found.map(|found| Target {
        rto_minutes: found.rto_minutes,
        basis: match found.rto_word {
            RecoveryWord::Asset => Basis::Asset,
            RecoveryWord::Contract => Basis::Contract,
            RecoveryWord::Location => Basis::Location,
            RecoveryWord::Organization => Basis::Organization,
            RecoveryWord::House => house,
        },
    }))
}

fn of_department(look: &mut Look, department: DepartmentId) -> Result<OfDepartment, Stop> {
    let found = places::department(look, department)?.ok_or_else(|| Refusal::not_found("department"))?;
    Ok(OfDepartment { zone: zone(look, Some(found.location))? })
}

fn answering(look: &mut Look, person: Option<PersonId>) -> Result<Answering, Stop> {
    if let Some(person) = person
        && places::serves(look, person)?.is_none()
    {
        let refusal = Refusal::invalid("owner", "This person neither works there nor serves the place.");
        return Err(refusal.into());
    }
    Ok(Answering)
}
