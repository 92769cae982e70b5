//! What the orders and letters about changes must know of other slices' tables.

use kernel::{AssetId, ChangeId, TicketId};
use store::{Look, params, sql};

sql! {
    house TICKET "orderly.ticket-here" "select id from tickets where id = :ticket and org = :org";
    house CHANGED "orderly.asset-of-change" "select asset from changes where id = :change and org = :org";
    house APPROVERS "orderly.change-approvers"
        "select email from people where state = 'active' and id <> :planner and (org = :org
           or org = (select o.provider from organizations o where o.org = :org))
           and (roles like '%owner%' or roles like '%senior-technician%')
         order by email limit 20";
    house PLANNER "orderly.planner-address"
        "select p.email from changes c join people p on p.id = c.planner
         where c.id = :change and c.org = :org and p.state = 'active'";
}

pub fn has_ticket(look: &mut Look, ticket: TicketId) -> anyhow::Result<bool> {
    Ok(look.row(&TICKET, params! { "ticket": ticket })?.is_some())
}

/// The asset that a change of the bound organization is about.
pub fn asset_of(look: &mut Look, change: ChangeId) -> anyhow::Result<Option<AssetId>> {
    Ok(look.row(&CHANGED, params! { "change": change })?.map(|r| r.get("asset")).transpose()?.flatten())
}

/// The addresses of those who may agree to a change of somebody else: at most 20.
pub fn approvers(look: &mut Look, planner: Option<kernel::PersonId>) -> anyhow::Result<Vec<String>> {
    let planner = planner.map(|p| p.to_string()).unwrap_or_default();
    look.rows(&APPROVERS, params! { "planner": planner })?.iter().map(|r| r.get("email")).collect()
}

/// The address of whoever planned it.
pub fn planner(look: &mut Look, change: ChangeId) -> anyhow::Result<Option<String>> {
    look.row(&PLANNER, params! { "change": change })?.map(|r| r.get("email")).transpose()
}
