//! Everything this slice asks of the database about telephones and gateways.

use anyhow::Result;
use kernel::{GatewayId, OrgId, PersonId};
use store::{Look, Work, params, sql};

sql! {
    PHONE "oncall.set-phone"
        "insert into pagers (person, org, phone, last_at) values (:person, :org, :phone, null)
         on conflict (person) do update set phone = excluded.phone where pagers.org = :org";
    PHONES "oncall.phones"
        "select person, phone from pagers where org = :org and phone is not null order by person limit 5000";
    house PHONE_OF "oncall.phone-of" "select phone from pagers where person = :person and phone is not null";
    SET "oncall.set-gateway"
        "insert into gateways (org, id, address, secret_sealed, set_by, set_at, ended_at)
         values (:org, :id, :address, :secret, :set_by, :now, null)
         on conflict (org) do update set id = excluded.id, address = excluded.address,
             secret_sealed = excluded.secret_sealed, set_by = excluded.set_by, set_at = excluded.set_at,
             ended_at = null";
    END "oncall.end-gateway" "update gateways set ended_at = :now where org = :org and ended_at is null";
    house GATEWAY "oncall.gateway"
        "select id, address, secret_sealed from gateways where org = :place and ended_at is null";
    house HAS "oncall.has-gateway" "select id from gateways where org = :place and ended_at is null";
}

/// What the secret of a gateway is sealed with.
pub(crate) fn about(gateway: GatewayId) -> String {
    format!("gateways/{gateway}/secret")
}

pub(crate) fn set_phone(work: &mut Work, person: PersonId, phone: Option<&str>) -> Result<()> {
    work.run(&PHONE, params! { "person": person, "phone": phone })?;
    Ok(())
}

/// The telephones of people of the bound organization.
pub(crate) fn phones(look: &mut Look) -> Result<Vec<(PersonId, String)>> {
    look.rows(&PHONES, &[])?.iter().map(|r| Ok((r.get("person")?, r.get("phone")?))).collect()
}

/// The telephone to which a short message goes; nothing where there is none, or no gateway.
pub(crate) fn short_to(look: &mut Look, org: OrgId, person: PersonId) -> Result<Option<String>> {
    let Some(row) = look.row(&PHONE_OF, params! { "person": person })? else { return Ok(None) };
    match look.row(&HAS, params! { "place": org })? {
        Some(_) => row.get("phone").map(Some),
        None => Ok(None),
    }
}

pub(crate) fn set_gateway(work: &mut Work, id: GatewayId, address: &str, secret: Vec<u8>) -> Result<()> {
    let set_by = work.person();
    work.run(&SET, params! { "id": id, "address": address, "secret": secret, "set_by": set_by })?;
    Ok(())
}

pub(crate) fn end_gateway(work: &mut Work) -> Result<bool> {
    Ok(work.run(&END, &[])? == 1)
}

/// Where short messages of an organization's people are handed over.
pub struct Gateway {
    pub address: String,
    pub secret: String,
}

/// The gateway of an organization, for the round that hands messages over.
///
/// # Errors
/// A fault of the store, or a key that was destroyed.
pub fn gateway(look: &mut Look, org: OrgId) -> Result<Option<Gateway>> {
    let Some(row) = look.row(&GATEWAY, params! { "place": org })? else { return Ok(None) };
    let id: GatewayId = row.get("id")?;
    let secret = look.open(org, &about(id), &row.get::<Vec<u8>>("secret_sealed")?)?;
    Ok(Some(Gateway { address: row.get("address")?, secret }))
}
