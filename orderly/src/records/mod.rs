//! The few read-only statements across slices: who sees what, and names for sentences.

pub mod billing;
pub mod boards;
pub mod breach;
pub mod changes;
pub mod console;
pub mod contracts;
pub mod downtime;
pub mod incidents;
pub mod knowledge;
pub mod letters;
pub mod oncall;
pub mod onramp;
pub mod places;
pub mod repairs;

use kernel::{OrgId, PersonId};
use std::{collections::HashMap, sync::LazyLock};
use store::{Look, Sql, params, sql};

/// Every statement of the binary.
pub static ALL: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| {
    [
        STATEMENTS,
        boards::STATEMENTS,
        billing::STATEMENTS,
        breach::STATEMENTS,
        changes::STATEMENTS,
        console::STATEMENTS,
        contracts::STATEMENTS,
        downtime::STATEMENTS,
        letters::STATEMENTS,
        incidents::STATEMENTS,
        knowledge::STATEMENTS,
        oncall::STATEMENTS,
        onramp::STATEMENTS,
        places::STATEMENTS,
        repairs::STATEMENTS,
    ]
    .concat()
});

sql! {
    REACH "orderly.reach" "select org from reach where person = :who";
    house REACHES "orderly.reaches" "select 1 as one from reach where person = :person and org = :place";
    house NAME "orderly.organization-name" "select name from organizations where org = :place";
    house FOUNDER "orderly.founder" "select org from organizations order by org limit 1";
    house ZONE "orderly.zone-of"
        "select l.zone from people p join locations l on l.org = p.org
         where p.id = :person and (p.location is null or l.id = p.location) order by l.id limit 1";
    NAMES "orderly.person-name"
        "select name from people where id = :person and org in (select org from reach where person = :who
         union select o.provider from organizations o join people p on p.org = o.org where p.id = :who)";
}

/// The organizations within the caller's reach.
///
/// # Errors
/// A fault of the store.
pub fn reach(look: &mut Look) -> anyhow::Result<Vec<OrgId>> {
    look.rows(&REACH, &[])?.iter().map(|r| r.get("org")).collect()
}

/// Whether somebody still works here and has an organization within reach.
pub(crate) fn may_see(look: &mut Look, person: PersonId, org: OrgId) -> anyhow::Result<bool> {
    Ok(places::address(look, person)?.is_some() && reaches(look, person, org)?)
}

pub(crate) fn reaches(look: &mut Look, person: PersonId, org: OrgId) -> anyhow::Result<bool> {
    Ok(look.row(&REACHES, params! { "person": person, "place": org })?.is_some())
}

/// The organization that runs the house is the one that was made first: ids are ordered by their moment.
pub(crate) fn runs_house(look: &mut Look, org: OrgId) -> anyhow::Result<bool> {
    Ok(founder(look)? == Some(org))
}

/// The organization that runs the house, once it was founded.
///
/// # Errors
/// A fault of the store.
pub fn founder(look: &mut Look) -> anyhow::Result<Option<OrgId>> {
    look.row(&FOUNDER, &[])?.map(|r| r.get("org")).transpose()
}

/// Whether the house has been founded.
///
/// # Errors
/// A fault of the store.
pub fn founded(look: &mut Look) -> anyhow::Result<bool> {
    Ok(founder(look)?.is_some())
}

pub(crate) fn name(look: &mut Look, org: OrgId) -> anyhow::Result<Option<String>> {
    look.row(&NAME, params! { "place": org })?.map(|r| r.get("name")).transpose()
}

/// The zone of the person's location, or of their organization's first.
pub(crate) fn zone(look: &mut Look, person: PersonId) -> anyhow::Result<Option<String>> {
    look.row(&ZONE, params! { "person": person })?.map(|r| r.get("zone")).transpose()
}

/// The names of those within the caller's reach, their provider's people included, by id.
///
/// # Errors
/// A fault of the store.
pub fn names(look: &mut Look, people: &[PersonId]) -> anyhow::Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for person in people {
        if let Some(row) = look.row(&NAMES, params! { "person": *person })? {
            names.insert(person.to_string(), row.get("name")?);
        }
    }
    Ok(names)
}
