//! What the orders about downtimes need to know: the recovery targets of the systems that go down, the zone of the place,
//! and that the departments and the people who are named are there.

use super::zone;
use crate::records::{changes, downtime as downtime_read, places};
use downtime::{
    AddFollowUp, Answering, AssignNumbers, DeclareDowntime, ExtendDowntime, GoingDown, KeepStation,
    OfDepartment, RecordDrill, ReserveNumbers, ScheduleDowntime, SetPack, WriteProcedure,
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
        let target = downtime_read::target(look, *asset)?;
        let target = target.ok_or_else(|| {
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
    Ok(GoingDown { zone: zone(look, at)?, targets })
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
