//! The list of assets.

use super::page;
use crate::{
    kinds::AssetKind,
    particulars::Particulars,
    records::{self, Wanted},
};
use kernel::{AssetId, Duty, ImportId, OrgId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Counted no further than this.
pub const COUNTED_TO: u32 = 1_000;

/// Assets within reach, by name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Assets {
    /// Only those of this organization.
    pub org: Option<OrgId>,
    /// Only those of this kind.
    pub kind: Option<AssetKind>,
    /// Only those with this in their name, serial number, maker, model or address.
    pub words: Option<String>,
    /// Retired ones as well.
    pub retired: bool,
    /// The last asset of the page before.
    pub after: Option<AssetId>,
    /// How many at most, up to 200.
    pub most: Option<u32>,
}

/// One asset of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetLine {
    pub id: AssetId,
    pub org: OrgId,
    #[serde(flatten)]
    pub particulars: Particulars,
    /// The import that told it so, if one did.
    pub import: Option<ImportId>,
}

/// A page of assets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetList {
    pub assets: Vec<AssetLine>,
    /// How many there are, counted no further than 1000.
    pub total: i64,
    /// To be given as `after` for the next page; nothing on the last one.
    pub next: Option<AssetId>,
}

impl Question for Assets {
    const ACT: Act = Act {
        name: "assets.assets",
        says: "List assets",
        path: "/assets",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = AssetList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<AssetList, Stop> {
        // No database keeps a NUL, so none is found.
        let words = self.words.as_deref().map(|w| w.replace('\0', " ")).filter(|w| !w.trim().is_empty());
        let wanted = Wanted { org: self.org, kind: self.kind, words, retired: self.retired };
        let most = page(self.most);
        let mut assets = records::list(look, &wanted, self.after, most + 1)?;
        let more = assets.len() > most as usize;
        assets.truncate(most as usize);
        let next = assets.last().filter(|_| more).map(|a| a.id);
        let total = records::count(look, &wanted, COUNTED_TO)?;
        Ok(AssetList { assets, total, next })
    }
}
