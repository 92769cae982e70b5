//! What is promised at an organization, at one of its locations, for a kind of device or under a service
//! contract, by version. A version never changes; another replaces it.

use super::promises::{hours, promise_again, recompute};
use super::tickets::ticket;
use crate::promises::{Anew, Commitment, house_commitment};
use crate::words::{Criticality, Hours, WaitReason};
use kernel::{ContractId, LocationId, Moment, Stop, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    COMMITMENT "desk.commitment"
        "select k.known, c.version, c.response_minutes, c.resolution_minutes, c.update_minutes, c.arrival_minutes,
           c.always, c.pausing
         from (select (select count(*) from calendars where org = :org and version = :calendar) as known) k
         left join commitments c on c.org = :org and c.priority = :priority and c.replaced_at is null
           and (c.location is null or c.location = :location)
           and (c.criticality is null or c.criticality = :criticality)
           and (c.contract is null or c.contract = :contract)
         order by c.contract is null, c.location is null, c.criticality is null, c.version desc limit 1";
    NEXT_VERSION "desk.next-commitment"
        "select coalesce(max(version), 0) + 1 as version from commitments where org = :org";
    REPLACE "desk.replace-commitments"
        "update commitments set replaced_at = :now
         where org = :org and replaced_at is null and coalesce(location, '') = :location
           and coalesce(criticality, '') = :criticality and coalesce(contract, '') = :contract";
    COMMIT "desk.set-commitment"
        "insert into commitments (org, version, priority, location, criticality, contract, response_minutes,
           resolution_minutes, update_minutes, arrival_minutes, always, pausing, set_at, set_by)
         values (:org, :version, :priority, :location, :criticality, :contract, :response_minutes, :resolution_minutes,
           :update_minutes, :arrival_minutes, :always, :pausing, :now, :set_by)";
    IN_FORCE "desk.commitments"
        "select version, priority, location, criticality, contract, response_minutes, resolution_minutes,
           update_minutes, arrival_minutes, always, pausing, set_at, set_by
         from commitments where org = :org and replaced_at is null
         order by location, criticality, contract, priority";
    OPEN_THERE "desk.open-where-promised"
        "select id from tickets where org = :org and resolved_at is null
           and (:location = '' or coalesce(location, '') = :location) order by id";
}

fn pausing(words: &str) -> Vec<WaitReason> {
    words.split(',').filter_map(WaitReason::from_word).collect()
}

fn commitment_of(row: &Row) -> anyhow::Result<Commitment> {
    Ok(Commitment {
        version: row.get("version")?,
        response_minutes: row.get("response_minutes")?,
        resolution_minutes: row.get("resolution_minutes")?,
        update_minutes: row.get("update_minutes")?,
        arrival_minutes: row.get("arrival_minutes")?,
        hours: hours(row.get("always")?),
        pausing: pausing(&row.get::<String>("pausing")?),
    })
}

/// What decides, beside the priority, what is promised. What is set for a contract goes before what is set for
/// a location, and that before what is set for a kind of device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    pub location: Option<LocationId>,
    pub criticality: Option<Criticality>,
    pub contract: Option<ContractId>,
}

/// What is promised there for this priority, and whether this version of the opening hours is kept already.
///
/// # Errors
/// A fault of the store.
pub fn commitment(
    look: &mut Look,
    priority: u8,
    scope: Scope,
    calendar: &str,
) -> anyhow::Result<(Commitment, bool)> {
    let given = params! {
        "calendar": calendar, "priority": i64::from(priority), "location": scope.location,
        "criticality": scope.criticality, "contract": scope.contract,
    };
    let row = look.row(&COMMITMENT, given)?.ok_or_else(|| anyhow::anyhow!("no answer about commitments"))?;
    let known = row.get::<i64>("known")? > 0;
    let found = match row.get::<Option<i64>>("version")? {
        Some(_) => commitment_of(&row)?,
        None => house_commitment(priority),
    };
    Ok((found, known))
}

/// One row of the commitments in force.
#[derive(Debug, Clone)]
pub struct InForce {
    pub scope: Scope,
    pub priority: u8,
    pub commitment: Commitment,
    pub set_at: Moment,
}

/// Everything that is promised at the organization now.
///
/// # Errors
/// A fault of the store.
pub fn in_force(look: &mut Look) -> anyhow::Result<Vec<InForce>> {
    look.rows(&IN_FORCE, &[])?
        .iter()
        .map(|row| {
            Ok(InForce {
                scope: Scope {
                    location: row.get("location")?,
                    criticality: row.get("criticality")?,
                    contract: row.get("contract")?,
                },
                priority: row.get("priority")?,
                commitment: commitment_of(row)?,
                set_at: row.get("set_at")?,
            })
        })
        .collect()
}

/// Replaces what is promised at the organization (or at one location) for all four priorities; gives the
/// version.
///
/// # Errors
/// A fault of the store.
pub fn set_commitments(work: &mut Work, scope: Scope, lines: [&Commitment; 4]) -> anyhow::Result<i64> {
    let row = work.row(&NEXT_VERSION, &[])?.ok_or_else(|| anyhow::anyhow!("commitments got no version"))?;
    let version: i64 = row.get("version")?;
    let place = scope.location.map(|l| l.to_string()).unwrap_or_default();
    let contract = scope.contract.map(|c| c.to_string()).unwrap_or_default();
    let criticality = scope.criticality.map(Criticality::word).unwrap_or_default();
    work.run(&REPLACE, params! { "location": place, "criticality": criticality, "contract": contract })?;
    let set_by = work.person();
    for (priority, line) in (1i64..).zip(lines) {
        let pausing: Vec<&str> = line.pausing.iter().map(|reason| reason.word()).collect();
        work.run(
            &COMMIT,
            params! {
                "version": version, "priority": priority, "location": scope.location,
                "criticality": scope.criticality, "contract": scope.contract,
                "response_minutes": line.response_minutes, "resolution_minutes": line.resolution_minutes,
                "update_minutes": line.update_minutes, "arrival_minutes": line.arrival_minutes,
                "always": line.hours == Hours::Always, "pausing": pausing.join(","), "set_by": set_by,
            },
        )?;
    }
    Ok(version)
}

/// Puts the open tickets under the commitments of this version that belong there, and works out again what is due; what
/// was resolved stays as it was judged. Gives those tickets.
///
/// # Errors
/// A fault of the store.
pub fn recommit(work: &mut Work, scope: Scope, version: i64) -> Result<Vec<TicketId>, Stop> {
    let place = scope.location.map(|l| l.to_string()).unwrap_or_default();
    let rows = work.rows(&OPEN_THERE, params! { "location": place })?;
    let mut moved = Vec::new();
    for row in rows {
        let one = ticket(work, row.get("id")?)?;
        let (promised, _) = commitment(work, one.priority, one.scope(), &one.calendar)?;
        if promised.version == Some(version) {
            promise_again(work, one.id, &promised, Anew::Agreed)?;
            recompute(work, one.id)?;
            moved.push(one.id);
        }
    }
    Ok(moved)
}
