//! How far a client is set up, and where a code on a device leads: read within the viewer's reach from what exists.

use super::boards::Choices;
use kernel::{AssetId, DepartmentId, OrgId, PersonId, Role};
use store::{Look, Row, params, sql};

sql! {
    FOUND "orderly.set-up"
        "select (select count(*) from (select 1 as one from people p where p.org = :place and p.state <> 'ended'
                 limit 1001) counted) as people,
                (select count(*) from (select 1 as one from people p where p.org = :place and p.state = 'invited'
                 limit 1001) counted) as invited,
                (select count(*) from (select 1 as one from assets a where a.org = :place and a.state <> 'retired'
                 limit 1001) counted) as assets,
                (select count(*) from (select 1 as one from tickets t where t.org = :place limit 1) counted) as tickets
         from organizations where org = :place and org in (select org from reach where person = :who)";
    DECIDERS "orderly.deciders-of"
        "select id, name, roles, state from people where org = :place and state <> 'ended'
           and (roles like '%owner%' or roles like '%officer%')
           and org in (select org from reach where person = :who) order by name, id limit 20";
    QUIET "orderly.nothing-reported"
        "select o.org as id, o.name from organizations o where o.org in (select org from reach where person = :who)
           and o.kind <> 'subcontractor' and not exists (select 1 from tickets t where t.org = o.org)
         order by o.org desc limit 20";
    DEVICE "orderly.scanned-device"
        "select a.org, a.name, a.department, a.location, d.name as unit, l.name as site from assets a
         left join departments d on d.id = a.department and d.org = a.org
         left join locations l on l.id = a.location and l.org = a.org
         where a.id = :asset and a.state <> 'retired' and a.org in (select org from reach where person = :who)";
    UNIT "orderly.scanned-department"
        "select d.org, d.name as unit, l.name as site from departments d join locations l on l.id = d.location
         where d.id = :department and d.org in (select org from reach where person = :who)";
}

/// What there is of a client beside its places and agreements.
#[derive(Debug, Clone, Copy, Default)]
pub struct SetUp {
    /// Those who have not left, counted up to 1 001.
    pub people: i64,
    /// Of them those who have not chosen a password.
    pub invited: i64,
    /// What is not retired, counted up to 1 001.
    pub assets: i64,
    /// Whether anything was ever reported from there.
    pub reported: bool,
}

/// What exists of an organization within reach.
///
/// # Errors
/// A fault of the store.
pub fn set_up(look: &mut Look, org: OrgId) -> anyhow::Result<SetUp> {
    let Some(row) = look.row(&FOUND, params! { "place": org })? else { return Ok(SetUp::default()) };
    let reported = row.get::<i64>("tickets")? > 0;
    Ok(SetUp {
        people: row.get("people")?,
        invited: row.get("invited")?,
        assets: row.get("assets")?,
        reported,
    })
}

/// Somebody who signs for their organization.
#[derive(Debug, Clone)]
pub struct Decider {
    pub person: PersonId,
    pub name: String,
    /// Whether they have chosen their password.
    pub arrived: bool,
}

/// Those at an organization whose roles sign its agreements.
///
/// # Errors
/// A fault of the store.
pub fn deciders(look: &mut Look, org: OrgId) -> anyhow::Result<Vec<Decider>> {
    let signs = |row: &Row| -> anyhow::Result<Option<Decider>> {
        let roles: String = row.get("roles")?;
        let duties = roles.split([',', ' ']).filter_map(Role::from_word).map(Role::duties);
        if !duties.fold(kernel::Duties::NONE, kernel::Duties::union).has(kernel::Duty::SignAgreements) {
            return Ok(None);
        }
        let arrived = row.get::<String>("state")? == "active";
        Ok(Some(Decider { person: row.get("id")?, name: row.get("name")?, arrived }))
    };
    let rows = look.rows(&DECIDERS, params! { "place": org })?;
    rows.iter().filter_map(|row| signs(row).transpose()).collect()
}

/// Organizations from which nothing was ever reported, the newest first; at most twenty.
///
/// # Errors
/// A fault of the store.
pub fn quiet(look: &mut Look) -> anyhow::Result<Choices> {
    look.rows(&QUIET, &[])?.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

/// What a code on a device or on a wall says: where, and what.
#[derive(Debug, Clone)]
pub struct Scanned {
    pub org: OrgId,
    /// The device's name.
    pub device: Option<String>,
    pub department: Option<DepartmentId>,
    /// The department's and the location's names, as far as they are known.
    pub place: Vec<String>,
}

/// The device of a label.
///
/// # Errors
/// A fault of the store.
pub fn device(look: &mut Look, asset: AssetId) -> anyhow::Result<Option<Scanned>> {
    let row = look.row(&DEVICE, params! { "asset": asset })?;
    row.map(|r| {
        Ok(Scanned {
            org: r.get("org")?,
            device: Some(r.get("name")?),
            department: r.get("department")?,
            place: [r.get::<Option<String>>("unit")?, r.get("site")?].into_iter().flatten().collect(),
        })
    })
    .transpose()
}

/// The department of a poster.
///
/// # Errors
/// A fault of the store.
pub fn unit(look: &mut Look, department: DepartmentId) -> anyhow::Result<Option<Scanned>> {
    let row = look.row(&UNIT, params! { "department": department })?;
    row.map(|r| {
        let place = vec![r.get("unit")?, r.get("site")?];
        Ok(Scanned { org: r.get("org")?, device: None, department: Some(department), place })
    })
    .transpose()
}
