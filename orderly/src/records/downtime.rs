//! What the orders about downtimes must know of assets and places, and who is told.

use assets::Criticality;
use kernel::{AssetId, DepartmentId, DowntimeId, LocationId, Moment, OrgId, TicketId};
use store::{Look, Sql, params, sql};

sql! {
    house TARGET "orderly.recovery-target-of"
        "select criticality, location from assets where id = :asset and org = :org and state <> 'retired'";
    house LEADS "orderly.who-leads"
        "select email from people where org = :org and state = 'active' and roles <> 'reporter'
         order by email limit 50";
    house WARDS "orderly.wards-of-downtime"
        "select p.email from downtime_departments d join people p on p.department = d.department and p.org = d.org
         where d.downtime = :downtime and d.org = :org and p.state = 'active' order by p.email limit 500";
    SYSTEMS "orderly.systems-of"
        "select id, name from assets where org = :place and state <> 'retired'
           and kind in ('system', 'application', 'server', 'network', 'storage', 'phone')
           and org in (select org from reach where person = :who)
         order by case kind when 'system' then 0 when 'application' then 1 when 'server' then 2 else 3 end, name, id
         limit 300";
    STATIONS "orderly.workstations-of"
        "select id, name from assets where org = :place and state <> 'retired' and kind in ('workstation', 'laptop')
           and org in (select org from reach where person = :who) order by name, id limit 500";
    OUTAGE "orderly.outage-of-a-ticket"
        "select t.asset, a.name, coalesce(t.department, a.department) as department, t.zone, p.started_at, p.due_at
         from tickets t left join assets a on a.id = t.asset and a.org = t.org
         left join promises p on p.ticket = t.id and p.org = t.org and p.kind = 'recovery' and p.stopped_at is null
         where t.id = :ticket and t.org in (select org from reach where person = :who)";
}

/// What a ticket says of the system that it is about.
pub struct Outage {
    /// The system and what it is called.
    pub system: Option<(AssetId, String)>,
    pub department: Option<DepartmentId>,
    /// IANA zone of the ticket's place.
    pub zone: String,
    /// Since when it is gone, and by when it has to be back; nothing while nobody says that it is gone.
    pub since: Option<Moment>,
    pub back_by: Option<Moment>,
}

/// What a ticket within reach says of its system.
pub fn outage_of(look: &mut Look, ticket: TicketId) -> anyhow::Result<Option<Outage>> {
    let Some(row) = look.row(&OUTAGE, params! { "ticket": ticket })? else { return Ok(None) };
    let (asset, name): (Option<AssetId>, Option<String>) = (row.get("asset")?, row.get("name")?);
    Ok(Some(Outage {
        system: asset.zip(name),
        department: row.get("department")?,
        zone: row.get("zone")?,
        since: row.get("started_at")?,
        back_by: row.get("due_at")?,
    }))
}

/// How much of care hangs on an asset of the bound organization that is in use, and where it stands.
pub fn in_use(look: &mut Look, asset: AssetId) -> anyhow::Result<Option<(Criticality, Option<LocationId>)>> {
    let row = look.row(&TARGET, params! { "asset": asset })?;
    row.map(|r| Ok((r.get("criticality")?, r.get("location")?))).transpose()
}

/// The addresses of those at the bound organization who do more than report.
pub fn leads(look: &mut Look) -> anyhow::Result<Vec<String>> {
    look.rows(&LEADS, &[])?.iter().map(|r| r.get("email")).collect()
}

/// The addresses of those who work in the departments of a downtime: at most 500.
pub fn wards(look: &mut Look, downtime: DowntimeId) -> anyhow::Result<Vec<String>> {
    look.rows(&WARDS, params! { "downtime": downtime })?.iter().map(|r| r.get("email")).collect()
}

fn named(look: &mut Look, sql: &Sql, org: OrgId) -> anyhow::Result<Vec<(String, String)>> {
    look.rows(sql, params! { "place": org })?.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

/// What can be down at an organization within reach, systems and applications first: at most 300.
pub fn systems(look: &mut Look, org: OrgId) -> anyhow::Result<Vec<(String, String)>> {
    named(look, &SYSTEMS, org)
}

/// The workstations of an organization within reach: at most 500.
pub fn workstations(look: &mut Look, org: OrgId) -> anyhow::Result<Vec<(String, String)>> {
    named(look, &STATIONS, org)
}
