//! How a system was, report by report, and how soon systems have to be back.

use crate::continuity::AssetClass;
use crate::records;
use crate::uptime::{Reported, SystemState, line};
use kernel::{AssetId, ContractId, Duty, LocationId, Moment, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// The reports of the last weeks are shown; the others are counted in their months all the same.
const MOST_SHOWN: usize = 200;

/// Shows what was reported of a system.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemStates {
    pub asset: AssetId,
}

/// How a system is and was.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatesNow {
    pub asset: AssetId,
    pub org: OrgId,
    pub name: String,
    pub now: Moment,
    /// How it is now; unknown before anybody reported anything.
    pub state: SystemState,
    pub since: Option<Moment>,
    /// What was reported, the last said first.
    pub reports: Vec<Reported>,
    /// Whether more was reported than is shown.
    pub more: bool,
}

impl Question for SystemStates {
    const ACT: Act = Act {
        name: "assets.system-states",
        says: "See how a system was",
        path: "/assets/{asset}/states",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = StatesNow;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn answer(&self, look: &mut Look) -> Result<StatesNow, Stop> {
        let known = records::asset(look, self.asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
        let (now, mut reports) = (look.now(), records::states(look, self.asset)?);
        let is = line(&reports).into_iter().rfind(|was| was.from <= now);
        reports.reverse();
        let more = reports.len() > MOST_SHOWN;
        reports.truncate(MOST_SHOWN);
        Ok(StatesNow {
            asset: self.asset,
            org: known.org,
            name: known.particulars.name,
            now,
            state: is.map_or(SystemState::Unknown, |was| was.state),
            since: is.map(|was| was.from),
            reports,
            more,
        })
    }
}

/// Shows how soon the systems of an organization have to be back, class by class.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryTargets {
    pub org: OrgId,
}

/// What was said for an organization.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecoveryList {
    pub org: OrgId,
    pub targets: Vec<RecoveryTarget>,
}

/// What was said for a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecoveryTarget {
    pub class: AssetClass,
    /// Everywhere when none is named.
    pub location: Option<LocationId>,
    /// With or without a contract when none is named.
    pub contract: Option<ContractId>,
    pub rto_minutes: i64,
    pub rpo_minutes: Option<i64>,
}

impl Question for RecoveryTargets {
    const ACT: Act = Act {
        name: "assets.recovery-targets",
        says: "See how soon systems have to be back",
        path: "/organizations/{org}/recovery-targets/list",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = RecoveryList;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<RecoveryList, Stop> {
        let target = |aim: records::Aim| RecoveryTarget {
            class: aim.class,
            location: aim.location,
            contract: aim.contract,
            rto_minutes: aim.rto_minutes,
            rpo_minutes: aim.rpo_minutes,
        };
        Ok(RecoveryList { org: self.org, targets: records::aims(look)?.into_iter().map(target).collect() })
    }
}
