//! The statements of the supplies: what one slice's order needs to know from another slice's tables.

use kernel::{AssetId, DepartmentId, LocationId, OrgId, PersonId};
use store::{Look, Row, params, sql};

sql! {
    house LOCATION "orderly.location-of" "select id from locations where id = :location and org = :org";
    house DEPARTMENT "orderly.department-of"
        "select id, location, care_area from departments where id = :department and org = :org";
    house ASSET "orderly.asset-of"
        "select id, kind, criticality, holds_ephi, location, department from assets where id = :asset and org = :org";
    house DESK "orderly.own-place"
        "select location, department from people where id = :person and org = :org";
    house HOURS "orderly.hours-of"
        "select o.provider, l.id, l.zone, l.hours from organizations o
         left join locations l on l.org = o.org and l.id = :location where o.org = :org";
    house FIRST "orderly.first-hours"
        "select o.provider, l.id, l.zone, l.hours from organizations o
         left join locations l on l.org = o.org where o.org = :org order by l.id limit 1";
    house LOCATIONS "orderly.locations" "select id, name from locations where org = :org order by id limit 5000";
    house DEPARTMENTS "orderly.departments"
        "select id, location, name from departments where org = :org order by id limit 20000";
    house EMPLOYER "orderly.employer-of" "select org from people where id = :person and state <> 'ended'";
    house SERVES "orderly.worker-may-serve"
        "select p.org from people p where p.id = :person and p.state = 'active' and (p.org = :org
           or p.org = (select o.provider from organizations o where o.org = :org)
           or p.org in (select g.subcontractor from engagements g where g.org = :org and g.ended_at is null))";
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
    pub hours: Option<String>,
}

impl Hours {
    fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self {
            provider: row.get("provider")?,
            location: row.get("id")?,
            zone: row.get("zone")?,
            hours: row.get("hours")?,
        })
    }
}

pub fn has_location(look: &mut Look, location: LocationId) -> anyhow::Result<bool> {
    Ok(look.row(&LOCATION, params! { "location": location })?.is_some())
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

/// For whom somebody works who may serve the bound organization.
pub fn serves(look: &mut Look, person: PersonId) -> anyhow::Result<Option<OrgId>> {
    look.row(&SERVES, params! { "person": person })?.map(|r| r.get("org")).transpose()
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
