//! Adding one asset.

use super::AssetReceipt;
use crate::{AddAsset, kinds::AssetState, needs::Places, records};
use kernel::{AssetId, Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use store::Work;

impl Order for AddAsset {
    const ACT: Act = Act {
        name: "assets.add-asset",
        says: "Add an asset",
        path: "/organizations/{org}/assets",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = AssetReceipt;
    type Needs = Places;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, places: Places) -> Result<Done<AssetReceipt>, Stop> {
        if self.state == AssetState::Retired {
            return Err(Refusal::invalid("state", "An asset is added in use or as a spare.").into());
        }
        let particulars = self.particulars().checked()?.placed(&places)?;
        records::refuse_known_serial(work, &particulars, None)?;
        let (asset, revision): (AssetId, i64) = (work.id(), records::next_revision(work)?);
        let version =
            records::Version { asset, revision, import: None, fresh: true, particulars: &particulars };
        records::keep(work, &version)?;
        let fact = Fact::new("assets.asset-added", self.org)
            .about(asset)
            .with("kind", particulars.kind)
            .with("criticality", particulars.criticality)
            .with("holds_ephi", particulars.holds_ephi);
        Ok(Done::new(fact, AssetReceipt { asset }))
    }
}
