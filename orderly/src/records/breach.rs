//! What the orders and pages about breaches must know of other slices' tables: what an agreement says of a breach.

use breach::Agreed;
use kernel::{AgreementId, IncidentId, OrgId};
use store::{Look, params, sql};

sql! {
    house INCIDENT "orderly.incident-here" "select id from incidents where id = :incident and org = :org";
    house AGREED "orderly.agreed-of-a-breach"
        "select a.associate, b.detects, b.documents, b.notifies, b.report_hours
         from agreements a left join breach_duties b on b.agreement = a.id and b.org = a.org
         where a.id = :agreement and a.org = :org and a.state in ('signed', 'terminated')";
    SIGNED "orderly.signed-agreements-of"
        "select a.id, o.name from agreements a join organizations o on o.org = a.associate
         where a.org = :place and a.state in ('signed', 'terminated') and a.kind <> 'not-required'
           and a.org in (select org from reach where person = :who)
         order by o.name, a.id desc limit 100";
}

pub fn has_incident(look: &mut Look, incident: IncidentId) -> anyhow::Result<bool> {
    Ok(look.row(&INCIDENT, params! { "incident": incident })?.is_some())
}

/// What an agreement of the bound organization says of a breach; also one that has ended, for what happened under it.
pub fn agreed(look: &mut Look, agreement: AgreementId) -> anyhow::Result<Option<Agreed>> {
    let row = look.row(&AGREED, params! { "agreement": agreement })?;
    row.map(|r| {
        Ok(Agreed {
            agreement,
            associate: r.get("associate")?,
            detects: r.get("detects")?,
            documents: r.get("documents")?,
            notifies: r.get("notifies")?,
            report_hours: r.get("report_hours")?,
        })
    })
    .transpose()
}

/// The agreements of an organization, by the associate's name.
///
/// # Errors
/// A fault of the store.
pub fn agreements_of(look: &mut Look, org: OrgId) -> anyhow::Result<Vec<(String, String)>> {
    let rows = look.rows(&SIGNED, params! { "place": org })?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}
