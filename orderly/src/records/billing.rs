//! What billing must know of other slices' tables: a ticket's number, and how many users and devices a client has.

use kernel::TicketId;
use store::{Look, params, sql};

sql! {
    house NUMBER "orderly.ticket-number" "select number from tickets where id = :ticket and org = :org";
    USERS "orderly.count-users"
        "select count(*) as n from people where org = :org and state = 'active'";
    DEVICES "orderly.count-devices"
        "select count(*) as n from assets where org = :org and state <> 'retired' and kind <> 'application'";
}

pub fn number(look: &mut Look, ticket: TicketId) -> anyhow::Result<Option<i64>> {
    look.row(&NUMBER, params! { "ticket": ticket })?.map(|r| r.get("number")).transpose()
}

/// Who works at the bound client, and what stands there: applications are no devices.
pub fn users_and_devices(look: &mut Look) -> anyhow::Result<(u32, u32)> {
    let mut count = |sql| -> anyhow::Result<u32> { look.row(sql, &[])?.map_or(Ok(0), |r| r.get("n")) };
    Ok((count(&USERS)?, count(&DEVICES)?))
}
