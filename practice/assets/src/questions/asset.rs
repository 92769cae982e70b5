//! One asset's card.

use crate::{particulars::Particulars, records};
use kernel::{AssetId, Duty, ImportId, Moment, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// What is known of an asset, and who may patch it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Which asset.
    pub asset: AssetId,
}

/// An asset as it is now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetCard {
    pub id: AssetId,
    pub org: OrgId,
    #[serde(flatten)]
    pub particulars: Particulars,
    /// Who may patch it, as a sentence.
    pub patching: String,
    /// The import that told it so, if one did.
    pub import: Option<ImportId>,
    pub added_at: Moment,
    pub revised_at: Moment,
}

impl Question for Asset {
    const ACT: Act = Act {
        name: "assets.asset",
        says: "See an asset",
        path: "/assets/{asset}",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = AssetCard;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn answer(&self, look: &mut Look) -> Result<AssetCard, Stop> {
        let known = records::asset(look, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        let added_at = records::added_at(look, self.asset)?.unwrap_or(known.written_at);
        Ok(AssetCard {
            id: known.id,
            org: known.org,
            patching: known.particulars.patch_authority.sentence().to_owned(),
            particulars: known.particulars,
            import: known.import,
            added_at,
            revised_at: known.written_at,
        })
    }
}
