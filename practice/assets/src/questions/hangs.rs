//! What hangs on an asset: what it needs, what goes down with it, and which spares could take its place.

use crate::continuity::{AssetClass, Continuity, Relation, impact, needed_by};
use crate::{AssetState, records};
use kernel::{AssetId, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// No more neighbours than this are shown.
const MOST: usize = 200;

/// Shows how an asset has to come back, what it depends on and what goes down with it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hangs {
    /// Which asset.
    pub asset: AssetId,
}

/// An asset among its neighbours.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Hanging {
    pub asset: AssetId,
    pub class: AssetClass,
    /// Nothing when nobody said anything.
    pub continuity: Option<Continuity>,
    /// How soon it has to be back, leaving contracts aside, and by whose word.
    pub recovery: crate::recovery::Recovery,
    pub org: kernel::OrgId,
    /// What it needs to work, the nearest first.
    pub needs: Vec<Neighbour>,
    /// What goes down with it, the nearest first.
    pub down_with_it: Vec<Neighbour>,
    /// What could take its place.
    pub spares: Vec<Neighbour>,
    /// Whose place it could take.
    pub spare_of: Vec<Neighbour>,
}

/// An asset that hangs together with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Neighbour {
    pub asset: AssetId,
    pub name: String,
    pub state: AssetState,
    /// 1 for what hangs together directly.
    pub far: u32,
}

impl Question for Hangs {
    const ACT: Act = Act {
        name: "assets.hangs",
        says: "See what hangs on an asset",
        path: "/assets/{asset}/hangs",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = Hanging;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn answer(&self, look: &mut Look) -> Result<Hanging, Stop> {
        let known = records::asset(look, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        let all = records::relations(look)?;
        let depends: Vec<(AssetId, AssetId)> =
            all.iter().filter(|(_, r, _)| *r == Relation::DependsOn).map(|(a, _, on)| (*a, *on)).collect();
        let spare = |wanted: fn(&(AssetId, Relation, AssetId)) -> (AssetId, AssetId)| -> Vec<(AssetId, u32)> {
            let spares = all.iter().filter(|(_, r, _)| *r == Relation::SpareOf).map(wanted);
            spares.filter(|(of, _)| *of == self.asset).map(|(_, other)| (other, 1)).collect()
        };
        let (spares, spare_of) = (spare(|(a, _, of)| (*of, *a)), spare(|(a, _, of)| (*a, *of)));
        Ok(Hanging {
            asset: self.asset,
            class: known.particulars.criticality.class(),
            continuity: records::continuity(look, self.asset)?,
            recovery: crate::recovery::recovery(look, self.asset, None)?
                .ok_or_else(|| Refusal::not_found("asset"))?,
            org: known.org,
            needs: named(look, needed_by(self.asset, &depends))?,
            down_with_it: named(look, impact(self.asset, &depends))?,
            spares: named(look, spares)?,
            spare_of: named(look, spare_of)?,
        })
    }
}

fn named(look: &mut Look, found: Vec<(AssetId, u32)>) -> Result<Vec<Neighbour>, Stop> {
    let mut all = Vec::new();
    for (asset, far) in found.into_iter().take(MOST) {
        let Some((name, state)) = records::named(look, asset)? else { continue };
        if state != AssetState::Retired {
            all.push(Neighbour { asset, name, state, far });
        }
    }
    Ok(all)
}
