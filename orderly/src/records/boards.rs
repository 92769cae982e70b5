//! The names that boards show, read within the viewer's reach. What is out of reach has no name.

use kernel::OrgId;
use std::collections::BTreeMap;
use store::{Look, Sql, params, sql};

sql! {
    ORGANIZATION "orderly.named-organization"
        "select name from organizations where org = :id and (org in (select org from reach where person = :who)
           or org in (select e.org from employers e where e.caller = :who)
           or org in (select o.provider from organizations o join employers e on e.org = o.org where e.caller = :who))";
    LOCATION "orderly.named-location"
        "select name from locations where id = :id and org in (select org from reach where person = :who)";
    DEPARTMENT "orderly.named-department"
        "select name from departments where id = :id and org in (select org from reach where person = :who)";
    ASSET "orderly.named-asset"
        "select name from assets where id = :id and org in (select org from reach where person = :who)";
    CHOICES "orderly.people-of"
        "select id, name from people where org = :place and state = 'active'
           and org in (select org from reach where person = :who) order by name, id limit 500";
    REACHED "orderly.organizations-of"
        "select org, name from organizations where org in (select org from reach where person = :who)
         order by name, org limit 1000";
    ASSETS "orderly.assets-of"
        "select id, name from assets where org = :place and state <> 'retired'
           and org in (select org from reach where person = :who) order by name, id limit 500";
    DEPARTMENTS "orderly.departments-of"
        "select d.id, d.name, l.name as at from departments d join locations l on l.id = d.location
         where d.org = :place and d.org in (select org from reach where person = :who)
         order by l.name, d.name, d.id limit 2000";
    LOCATIONS "orderly.locations-of"
        "select id, name from locations where org = :place and org in (select org from reach where person = :who)
         order by name, id limit 500";
    PROVIDER "orderly.provider-of"
        "select p.org, p.name from organizations p join organizations o on o.provider = p.org
         where o.org = :place and o.org in (select org from reach where person = :who)";
}

/// Something to choose from: id and name.
pub type Choices = Vec<(String, String)>;

/// The names of these things, by id; of any kind that has a name.
///
/// # Errors
/// A fault of the store.
pub fn names(look: &mut Look, ids: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for id in ids {
        let sql: &Sql = match id.split('_').next() {
            Some("org") => &ORGANIZATION,
            Some("loc") => &LOCATION,
            Some("dep") => &DEPARTMENT,
            Some("ast") => &ASSET,
            Some("per") => &super::NAMES,
            _ => continue,
        };
        if names.contains_key(id) {
            continue;
        }
        let bound = if id.starts_with("per_") {
            params! { "person": id.as_str() }
        } else {
            params! { "id": id.as_str() }
        };
        if let Some(row) = look.row(sql, bound)? {
            names.insert(id.clone(), row.get("name")?);
        }
    }
    Ok(names)
}

fn choices(look: &mut Look, sql: &Sql, org: OrgId) -> anyhow::Result<Choices> {
    look.rows(sql, params! { "place": org })?.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

/// The people of an organization.
///
/// # Errors
/// A fault of the store.
pub fn people_of(look: &mut Look, org: OrgId) -> anyhow::Result<Choices> {
    choices(look, &CHOICES, org)
}

/// The assets of an organization that are in use.
///
/// # Errors
/// A fault of the store.
pub fn assets_of(look: &mut Look, org: OrgId) -> anyhow::Result<Choices> {
    choices(look, &ASSETS, org)
}

/// The departments of an organization, each with its location's name.
///
/// # Errors
/// A fault of the store.
pub fn departments_of(look: &mut Look, org: OrgId) -> anyhow::Result<Choices> {
    let rows = look.rows(&DEPARTMENTS, params! { "place": org })?;
    let named = |r: &store::Row| {
        Ok((r.get("id")?, format!("{} · {}", r.get::<String>("name")?, r.get::<String>("at")?)))
    };
    rows.iter().map(named).collect()
}

/// The locations of an organization.
///
/// # Errors
/// A fault of the store.
pub fn locations_of(look: &mut Look, org: OrgId) -> anyhow::Result<Choices> {
    choices(look, &LOCATIONS, org)
}

/// The organizations within reach, by name.
///
/// # Errors
/// A fault of the store.
pub fn organizations(look: &mut Look) -> anyhow::Result<Vec<(OrgId, String)>> {
    look.rows(&REACHED, &[])?.iter().map(|r| Ok((r.get("org")?, r.get("name")?))).collect()
}

/// The organization that serves another which is within reach.
///
/// # Errors
/// A fault of the store.
pub fn provider_of(look: &mut Look, org: OrgId) -> anyhow::Result<Option<(String, String)>> {
    let row = look.row(&PROVIDER, params! { "place": org })?;
    row.map(|r| Ok((r.get("org")?, r.get("name")?))).transpose()
}
