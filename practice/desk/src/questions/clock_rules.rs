//! What clocks do under a service contract, with every version there was.

use crate::records::{self, KeptRules};
use crate::rules::ClockRules;
use kernel::{ContractId, Duty, Moment, PersonId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// What clocks do under a service contract.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockRulesOf {
    pub contract: ContractId,
}

/// What holds, and what held before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClockRulesNow {
    pub contract: ContractId,
    /// The house's own where the contract says nothing.
    pub rules: ClockRules,
    /// Newest first; empty where the house's own hold.
    pub versions: Vec<RulesVersion>,
}

/// A version of a contract's rules for clocks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RulesVersion {
    pub version: i64,
    pub rules: ClockRules,
    pub set_at: Moment,
    pub set_by: Option<PersonId>,
}

impl From<KeptRules> for RulesVersion {
    fn from(kept: KeptRules) -> Self {
        let KeptRules { version, rules, set_at, set_by } = kept;
        Self { version, rules, set_at, set_by }
    }
}

impl Question for ClockRulesOf {
    const ACT: Act = Act {
        name: "desk.clock-rules",
        says: "See what clocks do under a contract",
        path: "/contracts/{contract}/clock-rules",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = ClockRulesNow;

    fn ground(&self) -> Ground {
        Ground::thing(self.contract)
    }

    fn answer(&self, look: &mut Look) -> Result<ClockRulesNow, Stop> {
        let kept = records::rules_of(look, self.contract)?;
        let versions: Vec<RulesVersion> = kept.into_iter().map(RulesVersion::from).collect();
        let rules = versions.first().map_or_else(ClockRules::standard, |newest| newest.rules);
        Ok(ClockRulesNow { contract: self.contract, rules, versions })
    }
}
