//! Saying how a system has to come back, and what hangs on what.

use super::AssetReceipt;
use crate::continuity::{Continuity, Relation, target, turns_in_a_circle};
use crate::{AssetState, records, text};
use kernel::{AssetId, Citation, Done, Duty, Fact, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says what a system does with ePHI, and how soon and how fresh it has to be back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayContinuity {
    /// Which asset.
    pub asset: AssetId,
    /// New ePHI comes into being on it.
    #[serde(default)]
    #[schemars(extend("x-order" = 1))]
    pub creates_ephi: bool,
    /// ePHI is sent to it from elsewhere.
    #[serde(default)]
    #[schemars(extend("x-order" = 2))]
    pub receives_ephi: bool,
    /// It sends ePHI elsewhere.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub transmits_ephi: bool,
    /// The part of the network it stands in, for instance Clinical or Biomedical.
    #[serde(default)]
    #[schemars(extend("x-order" = 4), length(max = 200))]
    pub network_zone: Option<String>,
    /// Recovery time objective: how long it may be gone, in minutes.
    #[serde(default)]
    #[schemars(extend("x-order" = 5), range(min = 0, max = 129_600))]
    pub rto_minutes: Option<i64>,
    /// Recovery point objective: how much of its data may be lost, in minutes.
    #[serde(default)]
    #[schemars(extend("x-order" = 6), range(min = 0, max = 129_600))]
    pub rpo_minutes: Option<i64>,
}

/// Says that an asset depends on another, or is kept as its spare.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelateAssets {
    /// Which asset.
    pub asset: AssetId,
    /// How it hangs together with the other.
    #[schemars(extend("x-order" = 1))]
    pub relation: Relation,
    /// With which other one of the same organization.
    #[schemars(extend("x-order" = 2))]
    pub other: AssetId,
}

/// Takes back that an asset depends on another, or is its spare.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartAssets {
    /// Which asset.
    pub asset: AssetId,
    pub relation: Relation,
    pub other: AssetId,
}

/// What is said of an asset here: the same duty, and nothing near PHI.
const fn act(name: &'static str, says: &'static str, path: &'static str) -> Act {
    Act { name, says, path, duty: Duty::ManageAssets, phi: Phi::None }
}

/// The fact that two assets hang together, or no longer do.
fn fact(name: &'static str, (asset, relation, other): (AssetId, Relation, AssetId), org: OrgId) -> Fact {
    Fact::new(name, org)
        .about(asset)
        .about(other)
        .with("asset", asset)
        .with("relation", relation)
        .with("other", other)
}

impl Order for SayContinuity {
    const ACT: Act =
        act("assets.say-continuity", "Say how a system has to come back", "/assets/{asset}/continuity");
    type Receipt = AssetReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<AssetReceipt>, Stop> {
        let known = records::asset(work, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        let said = Continuity {
            creates_ephi: self.creates_ephi,
            receives_ephi: self.receives_ephi,
            transmits_ephi: self.transmits_ephi,
            network_zone: text::optional("network_zone", self.network_zone.as_deref())?,
            rto_minutes: target("rto_minutes", self.rto_minutes)?,
            rpo_minutes: target("rpo_minutes", self.rpo_minutes)?,
        };
        if records::continuity(work, self.asset)?.as_ref() == Some(&said) {
            return Err(Refusal::conflict("Nothing here differs from what is known already.").into());
        }
        records::keep_continuity(work, self.asset, &said)?;
        let fact = Fact::new("assets.continuity-said", known.org)
            .about(self.asset)
            .with("creates_ephi", said.creates_ephi)
            .with("receives_ephi", said.receives_ephi)
            .with("transmits_ephi", said.transmits_ephi)
            .with("rto_minutes", said.rto_minutes)
            .with("rpo_minutes", said.rpo_minutes);
        Ok(Done::new(fact, AssetReceipt { asset: self.asset }))
    }
}

impl Order for RelateAssets {
    const ACT: Act = act(
        "assets.relate-assets",
        "Say what an asset depends on, or whose spare it is",
        "/assets/{asset}/relate",
    );
    type Receipt = AssetReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<AssetReceipt>, Stop> {
        let known = records::asset(work, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        let other = records::asset(work, self.other)?
            .ok_or_else(|| Refusal { field: Some("other".to_owned()), ..Refusal::not_found("asset") })?;
        if [&known, &other].iter().any(|k| k.particulars.state == AssetState::Retired) {
            return Err(Refusal::conflict("One of them is retired: nothing hangs on it any more.").into());
        }
        if self.asset == self.other {
            return Err(Refusal::invalid("other", "Choose another asset than this one.").into());
        }
        match self.relation {
            Relation::DependsOn => {
                let all: Vec<(AssetId, AssetId)> = records::relations(work)?
                    .into_iter()
                    .filter(|(_, relation, _)| *relation == Relation::DependsOn)
                    .map(|(asset, _, on)| (asset, on))
                    .collect();
                if turns_in_a_circle(self.asset, self.other, &all) {
                    let sentence = format!("“{}” depends on this asset already.", other.particulars.name);
                    let sentence = format!("{sentence} Nothing can depend on itself.");
                    let refusal = Refusal::invalid("other", sentence);
                    return Err(refusal.remedy("See it", Some(format!("/assets/{}", self.other))).into());
                }
            }
            Relation::SpareOf if known.particulars.kind != other.particulars.kind => {
                return Err(Refusal::invalid(
                    "other",
                    "A spare is of the same kind as what it stands in for.",
                )
                .into());
            }
            Relation::SpareOf => {}
        }
        if !records::relate(work, self.asset, self.relation, self.other)? {
            return Err(Refusal::conflict("That is known already.").into());
        }
        let fact = fact("assets.assets-related", (self.asset, self.relation, self.other), known.org);
        Ok(Done::new(fact, AssetReceipt { asset: self.asset }))
    }
}

impl Order for PartAssets {
    const ACT: Act =
        act("assets.part-assets", "Take back that one asset hangs on another", "/assets/{asset}/part");
    type Receipt = AssetReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<AssetReceipt>, Stop> {
        let known = records::asset(work, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        if !records::unrelate(work, self.asset, self.relation, self.other)? {
            return Err(Refusal::not_found("relation").into());
        }
        let fact = fact("assets.assets-parted", (self.asset, self.relation, self.other), known.org);
        Ok(Done::new(fact, AssetReceipt { asset: self.asset }))
    }
}

/// The paragraph behind recovery targets.
pub(crate) fn why() -> Citation {
    Citation {
        paragraph: "45 CFR 164.308(a)(7)(ii)(E)".into(),
        says: "Applications and data are ranked by how much the recovery of others needs them.".into(),
    }
}
