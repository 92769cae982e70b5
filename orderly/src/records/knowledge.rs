//! What the knowledge base asks of its neighbours: whether something of this name is there.

use store::{Look, params, sql};

sql! {
    ASSET_CALLED "orderly.asset-called"
        "select 1 as one from assets
         where org in (select org from reach where person = :who) and name_key = :key limit 1";
    CERTIFICATION_CALLED "orderly.certification-called"
        "select 1 as one from certifications
         where org in (select org from reach where person = :who) and lower(name) = :name limit 1";
}

/// Whether an asset within the caller's reach is called so, or a certification that somebody there holds.
pub fn is_called(look: &mut Look, name: &str) -> anyhow::Result<bool> {
    let asset = look.row(&ASSET_CALLED, params! { "key": assets::name_key(name) })?;
    let name = name.to_lowercase();
    Ok(asset.is_some() || look.row(&CERTIFICATION_CALLED, params! { "name": name.as_str() })?.is_some())
}
