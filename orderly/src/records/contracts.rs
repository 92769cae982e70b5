//! What service contracts are asked about: the facts of a ticket that decide whether its work is covered.

use agreements::TicketFacts;
use kernel::{AssetId, Moment, Role, TicketId};
use store::{Look, params, sql};

sql! {
    TICKET "orderly.ticket-of-contract"
        "select t.location, t.department, t.asset, t.device, t.patient_affected, t.sent_on_site_at, p.roles,
             p.department as desk,
             (select count(*) from people q where q.org = t.org and q.state = 'active') as people,
             (select l.hours from locations l where l.org = t.org and (t.location is null or l.id = t.location)
              order by l.id limit 1) as hours
         from tickets t left join people p on p.id = t.reporter and p.org = t.org
         where t.id = :ticket and t.org = :org";
    ASSET "orderly.asset-of-contract" "select id from assets where id = :asset and org = :org";
    SYSTEM "orderly.system-of-contract"
        "select a.name, l.hours from assets a left join locations l on l.id = a.location and l.org = a.org
         where a.id = :asset and a.org = :org";
}

/// What a service contract asks about a ticket of the bound organization; nothing when there is no such ticket.
///
/// # Errors
/// A fault of the store.
pub fn ticket(look: &mut Look, ticket: TicketId) -> anyhow::Result<Option<TicketFacts>> {
    let row = look.row(&TICKET, params! { "ticket": ticket })?;
    row.map(|r| {
        let roles: Option<String> = r.get("roles")?;
        let desk: Option<kernel::DepartmentId> = r.get("desk")?;
        Ok(TicketFacts {
            location: r.get("location")?,
            hours: r.get("hours")?,
            department: desk.or(r.get("department")?),
            roles: roles.unwrap_or_default().split([',', ' ']).filter_map(Role::from_word).collect(),
            people: r.get("people")?,
            asset: r.get("asset")?,
            asset_kind: r.get("device")?,
            on_site: r.get::<Option<Moment>>("sent_on_site_at")?.is_some(),
            patient_affected: r.get("patient_affected")?,
            used_minutes: None,
        })
    })
    .transpose()
}

/// Those of some assets that are the bound organization's own.
///
/// # Errors
/// A fault of the store.
pub fn own_assets(look: &mut Look, asked: &[AssetId]) -> anyhow::Result<Vec<AssetId>> {
    let mut own = Vec::new();
    for asset in asked {
        own.extend(look.row(&ASSET, params! { "asset": *asset })?.map(|_| *asset));
    }
    Ok(own)
}

/// The name of a system of the bound organization, and the opening hours of its place.
///
/// # Errors
/// A fault of the store.
pub fn system(look: &mut Look, asset: AssetId) -> anyhow::Result<Option<(String, Option<String>)>> {
    let row = look.row(&SYSTEM, params! { "asset": asset })?;
    row.map(|r| Ok((r.get("name")?, r.get("hours")?))).transpose()
}
