//! What clocks do under a service contract when something happens to a ticket. A change makes a new version: open tickets
//! go by it from then on, what was resolved keeps the version that held when it was resolved.

use crate::needs::KnownContract;
use crate::records;
use crate::rules::{ClockRules, MOST_DAYS};
use kernel::{ContractId, Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Agrees on what clocks do under a service contract.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetClockRules {
    #[schemars(extend("x-order" = 1))]
    pub contract: ContractId,
    /// What they do when something happens to a ticket.
    #[schemars(extend("x-order" = 2))]
    pub rules: ClockRules,
}

/// Which version it became.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClockRulesSet {
    pub contract: ContractId,
    pub version: i64,
}

impl Order for SetClockRules {
    const ACT: Act = Act {
        name: "desk.set-clock-rules",
        says: "Agree on what clocks do",
        path: "/contracts/{contract}/clock-rules/set",
        duty: Duty::ManageContracts,
        phi: Phi::None,
    };
    type Receipt = ClockRulesSet;
    /// Whose client's it is, and that the caller works for its provider.
    type Needs = KnownContract;

    fn ground(&self) -> Ground {
        Ground::thing(self.contract)
    }

    fn perform(&self, work: &mut Work, contract: KnownContract) -> Result<Done<ClockRulesSet>, Stop> {
        for (field, days) in
            [("grace_days", self.rules.grace_days), ("backdating_days", self.rules.backdating_days)]
        {
            if days > MOST_DAYS {
                return Err(Refusal::invalid(&format!("rules.{field}"), "At most a year: 365 days.").into());
            }
        }
        let newest = records::rules_of(work, self.contract)?;
        if newest.first().is_some_and(|kept| kept.rules == self.rules) {
            return Err(Refusal::conflict("That is what the contract says already.").into());
        }
        let version = records::keep_rules(work, self.contract, &self.rules)?;
        let fact = Fact::new("desk.clock-rules-set", contract.client)
            .about(self.contract)
            .about(contract.client)
            .with("contract", self.contract)
            .with("version", version);
        Ok(Done::new(fact, ClockRulesSet { contract: self.contract, version }))
    }
}
