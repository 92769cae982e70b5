//! Retiring an asset: it is kept, with its story, and no longer offered.

use super::AssetReceipt;
use crate::{kinds::AssetState, particulars::Particulars, records};
use kernel::{AssetId, Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// How ePHI left a retired asset (45 CFR 164.310(d)(2)(i)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Disposal {
    /// It never kept any.
    NothingKept,
    /// Erased so that it cannot be recovered.
    Erased,
    /// The medium was destroyed.
    Destroyed,
    /// Given back to its vendor under an agreement.
    Returned,
}

/// Retires an asset.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireAsset {
    /// Which asset.
    pub asset: AssetId,
    /// How ePHI left it.
    pub disposal: Disposal,
}

impl Order for RetireAsset {
    const ACT: Act = Act {
        name: "assets.retire-asset",
        says: "Retire an asset",
        path: "/assets/{asset}/retire",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = AssetReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<AssetReceipt>, Stop> {
        let known = records::asset(work, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        if known.particulars.state == AssetState::Retired {
            return Err(Refusal::conflict("This asset is retired already.").into());
        }
        if known.particulars.holds_ephi && self.disposal == Disposal::NothingKept {
            let sentence = "ePHI is kept on this asset. Say how it was removed, or revise the asset first.";
            return Err(Refusal::invalid("disposal", sentence)
                .because(kernel::Citation {
                    paragraph: "45 CFR 164.310(d)(2)(i)".into(),
                    says:
                        "There must be a policy for the final disposition of ePHI and of the media it is on."
                            .into(),
                })
                .into());
        }
        let after = Particulars { state: AssetState::Retired, ..known.particulars };
        let revision = records::next_revision(work)?;
        let version =
            records::Version { asset: self.asset, revision, import: None, fresh: false, particulars: &after };
        records::keep(work, &version)?;
        let fact =
            Fact::new("assets.asset-retired", known.org).about(self.asset).with("disposal", self.disposal);
        Ok(Done::new(fact, AssetReceipt { asset: self.asset }))
    }
}
