//! Revising what is known of an asset.

use super::AssetReceipt;
use crate::{ReviseAsset, kinds::AssetState, needs::Places, records};
use kernel::{Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use store::Work;

impl Order for ReviseAsset {
    const ACT: Act = Act {
        name: "assets.revise-asset",
        says: "Revise an asset",
        path: "/assets/{asset}/revise",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = AssetReceipt;
    type Needs = Places;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, places: Places) -> Result<Done<AssetReceipt>, Stop> {
        let known = records::asset(work, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        if self.state == AssetState::Retired && known.particulars.state != AssetState::Retired {
            return Err(Refusal::invalid("state", "Retire the asset instead, and say why.").into());
        }
        let after = self.particulars().checked()?.placed(&places)?;
        let fields: Vec<String> = known.particulars.changes(&after).into_iter().map(|c| c.field).collect();
        if fields.is_empty() {
            return Err(Refusal::conflict("Nothing here differs from what is known already.").into());
        }
        if fields.iter().any(|f| f == "serial") {
            records::refuse_known_serial(work, &after, Some(self.asset))?;
        }
        let revision = records::next_revision(work)?;
        let version =
            records::Version { asset: self.asset, revision, import: None, fresh: false, particulars: &after };
        records::keep(work, &version)?;
        let fact = Fact::new("assets.asset-revised", known.org)
            .about(self.asset)
            .with("fields", fields)
            .with("patch_authority", after.patch_authority);
        Ok(Done::new(fact, AssetReceipt { asset: self.asset }))
    }
}
