//! What the orders about incidents must know of other slices' tables.

use kernel::AssetId;
use store::{Look, params, sql};

sql! {
    house NEEDED "orderly.what-an-asset-needs"
        "select other from asset_relations where org = :org and asset = :asset and relation = 'depends-on'
         order by other limit 50";
}

/// What an asset of the bound organization needs to work.
pub fn needed(look: &mut Look, asset: AssetId) -> anyhow::Result<Vec<AssetId>> {
    look.rows(&NEEDED, params! { "asset": asset })?.iter().map(|r| r.get("other")).collect()
}
