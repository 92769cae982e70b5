//! The names that boards show, read within the viewer's reach. What is out of reach has no name.

use desk::query::Named;
use kernel::{DepartmentId, Moment, OrgId, PersonId, Role};
use std::collections::BTreeMap;
use store::{Look, Row, Sql, params, sql};

sql! {
    ORGANIZATIONS "orderly.named-organizations"
        "select org as id, name from organizations
         where org in (select value from json_each(:ids))
           and (org in (select org from reach where person = :who)
           or org in (select e.org from employers e where e.caller = :who)
           or org in (select o.provider from organizations o join employers e on e.org = o.org where e.caller = :who))"
        postgres "select org as id, name from organizations
         where org = any(array(select jsonb_array_elements_text(cast(cast(:ids as text) as jsonb))))
           and (org in (select org from reach where person = :who)
           or org in (select e.org from employers e where e.caller = :who)
           or org in (select o.provider from organizations o join employers e on e.org = o.org where e.caller = :who))";
    LOCATIONS_NAMED "orderly.named-locations"
        "select id, name from locations
         where id in (select value from json_each(:ids))
           and (org in (select org from reach where person = :who)) is true"
        postgres "select id, name from locations
         where id = any(array(select jsonb_array_elements_text(cast(cast(:ids as text) as jsonb))))
           and (org in (select org from reach where person = :who)) is true";
    DEPARTMENTS_NAMED "orderly.named-departments"
        "select id, name from departments
         where id in (select value from json_each(:ids))
           and (org in (select org from reach where person = :who)) is true"
        postgres "select id, name from departments
         where id = any(array(select jsonb_array_elements_text(cast(cast(:ids as text) as jsonb))))
           and (org in (select org from reach where person = :who)) is true";
    ASSETS_NAMED "orderly.named-assets"
        "select id, name from assets
         where id in (select value from json_each(:ids))
           and (org in (select org from reach where person = :who)) is true"
        postgres "select id, name from assets
         where id = any(array(select jsonb_array_elements_text(cast(cast(:ids as text) as jsonb))))
           and (org in (select org from reach where person = :who)) is true";
    PEOPLE_NAMED "orderly.named-people"
        "select id, name from people
         where id in (select value from json_each(:ids))
           and (org in (select org from reach where person = :who
             union select o.provider from organizations o join people p on p.org = o.org where p.id = :who)) is true"
        postgres "select id, name from people
         where id = any(array(select jsonb_array_elements_text(cast(cast(:ids as text) as jsonb))))
           and (org in (select org from reach where person = :who
             union select o.provider from organizations o join people p on p.org = o.org where p.id = :who)) is true";
    CHOICES "orderly.people-of"
        "select id, name from people where org = :place and state = 'active'
           and org in (select org from reach where person = :who) order by name, id limit 500";
    REACHED "orderly.organizations-of"
        "select org, name from organizations where org in (select org from reach where person = :who)
         order by name, org limit 1000";
    CALLED "orderly.organizations-called"
        "select org as id from organizations where lower(name) like :like and org in (select org from reach where person = :who)
         order by name, org limit 33";
    OWN_EMPLOYER "orderly.own-employer"
        "select org from people where id = :me and org in (select org from reach where person = :who)";
    PEOPLE_CALLED "orderly.people-called"
        "select id from people where lower(name) like :like and org in (select org from reach where person = :who)
         order by name, id limit 33";
    SERVED_IN_REACH "orderly.organizations-it-may-be-about"
        "select org, name from organizations
         where kind <> 'subcontractor' and org in (select org from reach where person = :who)
         order by name, org limit 1000";
    house EMPLOYERS "orderly.employers-at"
        "select p.org, p.name, 0 as engaged from organizations o join organizations p on p.org = o.provider
         where o.org = :place
         union all
         select s.org, s.name, 1 as engaged from engagements g join organizations s on s.org = g.subcontractor
         where g.org = :place and g.ended_at is null
         order by engaged, name";
    house HANDS "orderly.who-works-there"
        "select name, roles from people where org = :place and state = 'active' order by name, id limit 200";
    ASSETS "orderly.assets-of"
        "select id, name from assets where org = :place and state <> 'retired'
           and org in (select org from reach where person = :who) order by name, id limit 500";
    NEAR "orderly.assets-near"
        "select id, name from assets where org = :place and state <> 'retired' and department = :department
           and org in (select org from reach where person = :who) order by name, id limit 100";
    WRITING "orderly.who-is-writing"
        "select p.id, p.name, d.at from people p join drafts d on d.person = p.id and d.name = :draft
         where p.org in (select org from reach where person = :who) and p.id <> :me and d.at > :since
         order by d.at desc, p.id limit 5";
    DEPARTMENTS "orderly.departments-of"
        "select d.id, d.name, l.name as at from departments d join locations l on l.id = d.location
         where d.org = :place and d.org in (select org from reach where person = :who)
         order by l.name, d.name, d.id limit 2000";
    LOCATIONS "orderly.locations-of"
        "select id, name from locations where org = :place and org in (select org from reach where person = :who)
         order by name, id limit 500";
    house SERVED "orderly.served-by" "select org from organizations where provider = :provider order by org limit 5000";
    SIZE "orderly.size-of-client"
        "select
           (select count(*) from (select 1 as one from people where org = :place and state = 'active'
              and org in (select org from reach where person = :who) limit 1001) a) as people,
           (select count(*) from (select 1 as one from assets where org = :place and state <> 'retired'
              and org in (select org from reach where person = :who) limit 1001) b) as assets,
           (select count(*) from (select 1 as one from assets where org = :place and state <> 'retired'
              and criticality in ('life-support', 'clinical')
              and org in (select org from reach where person = :who) limit 1001) c) as clinical,
           (select count(*) from (select 1 as one from assets where org = :place and state <> 'retired' and holds_ephi
              and org in (select org from reach where person = :who) limit 1001) d) as holding";
    PROVIDER "orderly.provider-of"
        "select p.org, p.name from organizations p join organizations o on o.provider = p.org
         where o.org = :place and o.org in (select org from reach where person = :who)";
}

/// Something to choose from: id and name.
pub type Choices = Vec<(String, String)>;

/// The names of these things, by id; of any kind that has a name. One question a kind, however many there are.
///
/// # Errors
/// A fault of the store.
pub fn names(look: &mut Look, ids: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for (prefix, sql) in [
        ("org_", &ORGANIZATIONS),
        ("loc_", &LOCATIONS_NAMED),
        ("dep_", &DEPARTMENTS_NAMED),
        ("ast_", &ASSETS_NAMED),
        ("per_", &PEOPLE_NAMED),
    ] {
        let of_it: Vec<&String> = ids.iter().filter(|id| id.starts_with(prefix)).collect();
        if of_it.is_empty() {
            continue;
        }
        for row in look.rows(sql, params! { "ids": serde_json::to_string(&of_it)? })? {
            names.insert(row.get("id")?, row.get("name")?);
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

/// The assets of a department that are in use or stand by.
///
/// # Errors
/// A fault of the store.
pub fn assets_near(look: &mut Look, org: OrgId, department: DepartmentId) -> anyhow::Result<Choices> {
    let rows = look.rows(&NEAR, params! { "place": org, "department": department })?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

/// Who else is writing a text of this key, and when they last did: those who are within reach.
///
/// # Errors
/// A fault of the store.
pub fn writing(
    look: &mut Look,
    draft: &str,
    me: PersonId,
    since: Moment,
) -> anyhow::Result<Vec<(PersonId, String, Moment)>> {
    let rows = look.rows(&WRITING, params! { "draft": draft, "me": me, "since": since })?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("name")?, r.get("at")?))).collect()
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

/// For whom the caller works; nothing for an engine of the house.
///
/// # Errors
/// A fault of the store.
pub fn own_employer(look: &mut Look) -> anyhow::Result<Option<OrgId>> {
    let Some(me) = look.person() else { return Ok(None) };
    look.row(&OWN_EMPLOYER, params! { "me": me })?.map(|r| r.get("org")).transpose()
}

/// The ids of the organizations or people within reach whose name holds this, at most 33; `me` is whoever asks.
///
/// # Errors
/// A fault of the store.
pub fn called(look: &mut Look, kind: Named, name: &str) -> anyhow::Result<Vec<String>> {
    let plain: String =
        name.to_lowercase().chars().filter(|c| !matches!(c, '%' | '_' | '\\' | '\0')).collect();
    if plain.trim().is_empty() {
        return Ok(Vec::new());
    }
    if kind == Named::Person && plain == "me" {
        return Ok(look.person().map(|me| me.to_string()).into_iter().collect());
    }
    let sql = if kind == Named::Organization { &CALLED } else { &PEOPLE_CALLED };
    look.rows(sql, params! { "like": format!("%{plain}%") })?.iter().map(|r| r.get("id")).collect()
}

/// The organizations within reach that work can be about, by name: a subcontractor lends its people and has no
/// patients, devices or trouble of its own here.
///
/// # Errors
/// A fault of the store.
pub fn clients(look: &mut Look) -> anyhow::Result<Vec<(OrgId, String)>> {
    look.rows(&SERVED_IN_REACH, &[])?.iter().map(|r| Ok((r.get("org")?, r.get("name")?))).collect()
}

/// Whose people may work at an organization beside its own: its provider, and the subcontractors engaged there (true).
/// Only for whoever was shown the organization.
///
/// # Errors
/// A fault of the store.
pub(crate) fn employers_at(look: &mut Look, place: OrgId) -> anyhow::Result<Vec<(OrgId, String, bool)>> {
    let rows = look.rows(&EMPLOYERS, params! { "place": place })?;
    rows.iter().map(|r| Ok((r.get("org")?, r.get("name")?, r.get::<i64>("engaged")? == 1))).collect()
}

/// Those of an employer whose roles work on tickets, by name.
///
/// # Errors
/// A fault of the store.
pub(crate) fn hands_of(look: &mut Look, employer: OrgId) -> anyhow::Result<Vec<String>> {
    let works = |roles: &str| {
        let held = roles.split([',', ' ']).filter_map(Role::from_word).map(Role::duties);
        held.fold(kernel::Duties::NONE, kernel::Duties::union).has(kernel::Duty::WorkTickets)
    };
    let rows = look.rows(&HANDS, params! { "place": employer })?;
    let named = |r: &Row| Ok((r.get::<String>("name")?, works(&r.get::<String>("roles")?)));
    let named: Vec<(String, bool)> = rows.iter().map(named).collect::<anyhow::Result<_>>()?;
    Ok(named.into_iter().filter(|(_, works)| *works).map(|(name, _)| name).collect())
}

/// The organizations that this one serves.
///
/// # Errors
/// A fault of the store.
pub(crate) fn served_by(look: &mut Look, provider: OrgId) -> anyhow::Result<Vec<OrgId>> {
    look.rows(&SERVED, params! { "provider": provider })?.iter().map(|r| r.get("org")).collect()
}

/// How large a client is; each number counted to 1 000 (1 001 says that there are more).
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    pub people: i64,
    pub assets: i64,
    /// Of the assets, those on which care depends, and those that hold ePHI.
    pub clinical: i64,
    pub holding: i64,
}

/// How large a client within reach is.
///
/// # Errors
/// A fault of the store.
pub fn size_of(look: &mut Look, org: OrgId) -> anyhow::Result<Size> {
    let Some(r) = look.row(&SIZE, params! { "place": org })? else { return Ok(Size::default()) };
    Ok(Size {
        people: r.get("people")?,
        assets: r.get("assets")?,
        clinical: r.get("clinical")?,
        holding: r.get("holding")?,
    })
}

/// The organization that serves another which is within reach.
///
/// # Errors
/// A fault of the store.
pub fn provider_of(look: &mut Look, org: OrgId) -> anyhow::Result<Option<(String, String)>> {
    let row = look.row(&PROVIDER, params! { "place": org })?;
    row.map(|r| Ok((r.get("org")?, r.get("name")?))).transpose()
}
