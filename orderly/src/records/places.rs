//! The statements of the supplies: what one slice's order needs to know from another slice's tables.

use kernel::{AssetId, DepartmentId, LocationId, Moment, OrgId, PersonId, Role};
use store::{Look, Row, params, sql};

sql! {
    house LOCATION "orderly.location-of" "select id from locations where id = :location and org = :org";
    house DEPARTMENT "orderly.department-of"
        "select id, location, care_area from departments where id = :department and org = :org";
    house PERSON "orderly.person-of"
        "select id from people where id = :person and org = :org and state <> 'ended'";
    house ASSET "orderly.asset-of"
        "select id, name, maker, model, kind, criticality, holds_ephi, location, department from assets
         where id = :asset and org = :org";
    house DECLARED "orderly.declared-spares"
        "select r.asset, case when a.state in ('in-use', 'spare') and not exists
             (select 1 from tickets t where t.org = :org and t.asset = a.id and t.resolved_at is null)
             then 1 else 0 end as works
         from asset_relations r join assets a on a.id = r.asset and a.org = r.org
         where r.org = :org and r.other = :asset and r.relation = 'spare-of' and a.state <> 'retired' limit 100";
    house SPARE "orderly.spare-of"
        "select a.id from assets a where a.org = :org and a.department = :department and a.id <> :asset
           and a.kind = :kind and a.state = 'spare'
           and (a.kind <> 'medical-device' or (a.maker = :maker and a.model = :model))
           and not exists (select 1 from tickets t where t.org = :org and t.asset = a.id and t.resolved_at is null)
         limit 1";
    house DESK "orderly.own-place"
        "select location, department from people where id = :person and org = :org";
    house HOURS "orderly.hours-of"
        "select o.provider, l.id, l.zone, l.dispatch, l.hours from organizations o
         left join locations l on l.org = o.org and l.id = :location where o.org = :org";
    house FIRST "orderly.first-hours"
        "select o.provider, l.id, l.zone, l.dispatch, l.hours from organizations o
         left join locations l on l.org = o.org where o.org = :org order by l.id limit 1";
    house LOCATIONS "orderly.locations" "select id, name from locations where org = :org order by id limit 5000";
    house DEPARTMENTS "orderly.departments"
        "select id, location, name from departments where org = :org order by id limit 20000";
    house EMPLOYER "orderly.employer-of" "select org from people where id = :person and state <> 'ended'";
    house SERVES "orderly.worker-may-serve"
        "select p.id, p.org, p.name, p.roles, p.trained_on from people p
         where p.id = :person and p.state = 'active' and (p.org = :org
           or p.org = (select o.provider from organizations o where o.org = :org)
           or p.org in (select g.subcontractor from engagements g where g.org = :org and g.ended_at is null))";
    WORKERS "orderly.workers-of"
        "select p.id, p.org, p.name, p.roles, p.trained_on, c.name as certificate, c.valid_until
         from people p left join certifications c on c.person = p.id
         where p.state = 'active' and p.roles <> 'reporter'
           and p.org in (select org from reach where person = :who)
           and (p.org = :place
             or p.org in (select o.provider from organizations o where o.org = :place)
             or p.org in (select g.subcontractor from engagements g where g.org = :place and g.ended_at is null))
         order by p.name, p.id, c.name limit 500";
    house CERTIFICATES "orderly.certificates-of"
        "select name, valid_until from certifications where person = :person order by name, id limit 100";
    house TICKETED "orderly.ticketed-of-import"
        "select distinct t.asset from tickets t join asset_versions v on v.asset = t.asset
         where t.org = :org and v.org = :org and v.import = :import and v.fresh = :fresh limit 20";
    house OWNER "orderly.account-owner"
        "select p.email, p.name from organizations o join people p on p.id = o.account_owner
         where o.org = :client and p.state = 'active'";
    house CARING "orderly.who-cares"
        "select email from people where org = :employer and state = 'active'
           and (roles like '%owner%' or roles like '%compliance-officer%') order by email limit 20";
    house ADDRESS "orderly.address-of" "select email from people where id = :person and state = 'active'";
}

/// A department: its id, its location and its care area as a word.
pub struct Department {
    pub id: DepartmentId,
    pub location: LocationId,
    pub care_area: String,
}

/// An asset as the desk needs it.
pub struct Asset {
    pub id: AssetId,
    pub name: String,
    pub maker: Option<String>,
    pub model: Option<String>,
    pub kind: String,
    pub criticality: String,
    pub holds_ephi: bool,
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
}

/// A location's hours, and who serves the organization.
pub struct Hours {
    pub provider: Option<OrgId>,
    pub location: Option<LocationId>,
    pub zone: Option<String>,
    /// Whether somebody can be sent there.
    pub dispatch: Option<bool>,
    pub hours: Option<String>,
}

impl Hours {
    fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self {
            provider: row.get("provider")?,
            location: row.get("id")?,
            zone: row.get("zone")?,
            dispatch: row.get("dispatch")?,
            hours: row.get("hours")?,
        })
    }
}

pub fn has_location(look: &mut Look, location: LocationId) -> anyhow::Result<bool> {
    Ok(look.row(&LOCATION, params! { "location": location })?.is_some())
}

pub fn has_person(look: &mut Look, person: PersonId) -> anyhow::Result<bool> {
    Ok(look.row(&PERSON, params! { "person": person })?.is_some())
}

pub fn department(look: &mut Look, department: DepartmentId) -> anyhow::Result<Option<Department>> {
    let row = look.row(&DEPARTMENT, params! { "department": department })?;
    row.map(|r| {
        Ok(Department { id: r.get("id")?, location: r.get("location")?, care_area: r.get("care_area")? })
    })
    .transpose()
}

pub fn asset(look: &mut Look, asset: AssetId) -> anyhow::Result<Option<Asset>> {
    let row = look.row(&ASSET, params! { "asset": asset })?;
    row.map(|r| {
        Ok(Asset {
            id: r.get("id")?,
            name: r.get("name")?,
            maker: r.get("maker")?,
            model: r.get("model")?,
            kind: r.get("kind")?,
            criticality: r.get("criticality")?,
            holds_ephi: r.get("holds_ephi")?,
            location: r.get("location")?,
            department: r.get("department")?,
        })
    })
    .transpose()
}

/// Where a person of this organization works.
pub fn own_place(
    look: &mut Look,
    person: PersonId,
) -> anyhow::Result<(Option<LocationId>, Option<DepartmentId>)> {
    let row = look.row(&DESK, params! { "person": person })?;
    row.map_or(Ok((None, None)), |r| Ok((r.get("location")?, r.get("department")?)))
}

/// The hours of a location, or of the organization's first.
pub fn hours(look: &mut Look, location: Option<LocationId>) -> anyhow::Result<Option<Hours>> {
    let row = match location {
        Some(location) => look.row(&HOURS, params! { "location": location })?,
        None => look.row(&FIRST, &[])?,
    };
    row.as_ref().map(Hours::read).transpose()
}

pub fn locations(look: &mut Look) -> anyhow::Result<Vec<(LocationId, String)>> {
    look.rows(&LOCATIONS, &[])?.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

pub fn departments(look: &mut Look) -> anyhow::Result<Vec<(DepartmentId, LocationId, String)>> {
    let rows = look.rows(&DEPARTMENTS, &[])?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("location")?, r.get("name")?))).collect()
}

/// For whom somebody works.
pub fn employer(look: &mut Look, person: PersonId) -> anyhow::Result<Option<OrgId>> {
    look.row(&EMPLOYER, params! { "person": person })?.map(|r| r.get("org")).transpose()
}

/// Somebody who may serve the bound organization.
pub struct Known {
    pub person: PersonId,
    pub employer: OrgId,
    pub name: String,
    pub roles: Vec<Role>,
    pub trained_on: Option<Moment>,
}

impl Known {
    fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self {
            person: row.get("id")?,
            employer: row.get("org")?,
            name: row.get("name")?,
            roles: row.get::<String>("roles")?.split(',').filter_map(Role::from_word).collect(),
            trained_on: row.get("trained_on")?,
        })
    }
}

/// What is known of somebody who may serve the bound organization.
pub fn serves(look: &mut Look, person: PersonId) -> anyhow::Result<Option<Known>> {
    look.row(&SERVES, params! { "person": person })?.as_ref().map(Known::read).transpose()
}

/// A certification by name, with the day on which it counts last.
pub type Held = (String, Option<Moment>);

/// Everybody who may serve an organization and whom the caller may know by name, with what they hold: at most
/// 500 lines of one certification each.
pub fn workers(look: &mut Look, place: OrgId) -> anyhow::Result<Vec<(Known, Vec<Held>)>> {
    let mut workers: Vec<(Known, Vec<Held>)> = Vec::new();
    for row in look.rows(&WORKERS, params! { "place": place })? {
        let known = Known::read(&row)?;
        if workers.last().is_none_or(|(last, _)| last.person != known.person) {
            workers.push((known, Vec::new()));
        }
        if let (Some(name), Some((_, held))) = (row.get::<Option<String>>("certificate")?, workers.last_mut())
        {
            held.push((name, row.get("valid_until")?));
        }
    }
    Ok(workers)
}

/// The certifications of a person, each with the day on which it counts last.
pub fn certificates(look: &mut Look, person: PersonId) -> anyhow::Result<Vec<Held>> {
    let rows = look.rows(&CERTIFICATES, params! { "person": person })?;
    rows.iter().map(|r| Ok((r.get("name")?, r.get("valid_until")?))).collect()
}

/// Whether something can take the asset's place: a working one that was named as its spare, or one of the same kind
/// that stands ready in its department. Nothing where nobody can tell, or where no other thing can stand in.
pub fn spare(look: &mut Look, asset: &Asset) -> anyhow::Result<Option<bool>> {
    let declared = look.rows(&DECLARED, params! { "asset": asset.id })?;
    for row in &declared {
        if row.get::<i64>("works")? == 1 {
            return Ok(Some(true));
        }
    }
    let stands_in = match asset.kind.as_str() {
        "workstation" | "laptop" | "printer" | "phone" => true,
        "medical-device" => asset.maker.is_some() && asset.model.is_some(),
        _ => false,
    };
    let Some(department) = asset.department.filter(|_| stands_in) else {
        return Ok((!declared.is_empty()).then_some(false));
    };
    let given = params! {
        "department": department, "asset": asset.id, "kind": asset.kind.as_str(),
        "maker": asset.maker.as_deref(), "model": asset.model.as_deref(),
    };
    Ok(Some(look.row(&SPARE, given)?.is_some()))
}

/// Assets that an import added and that have tickets by now.
pub fn ticketed(look: &mut Look, import: kernel::ImportId) -> anyhow::Result<Vec<AssetId>> {
    let rows = look.rows(&TICKETED, params! { "import": import, "fresh": true })?;
    rows.iter().map(|r| r.get("asset")).collect()
}

/// The address of a client's account owner.
pub fn account_owner(look: &mut Look, client: OrgId) -> anyhow::Result<Option<String>> {
    look.row(&OWNER, params! { "client": client })?.map(|r| r.get("email")).transpose()
}

/// The addresses of those who answer for compliance at an organization: at most 20.
pub fn caring(look: &mut Look, employer: OrgId) -> anyhow::Result<Vec<String>> {
    look.rows(&CARING, params! { "employer": employer })?.iter().map(|r| r.get("email")).collect()
}

pub fn address(look: &mut Look, person: PersonId) -> anyhow::Result<Option<String>> {
    look.row(&ADDRESS, params! { "person": person })?.map(|r| r.get("email")).transpose()
}
