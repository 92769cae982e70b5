//! The client agreed: from its first day on the contract decides what is covered.

use super::{ContractReceipt, fact, found, only_for_provider};
use crate::Party;
use crate::contracts::kinds::ContractState;
use crate::contracts::records;
use kernel::{ContractId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Notes that a drafted contract was agreed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivateContract {
    pub contract: ContractId,
}

impl Order for ActivateContract {
    const ACT: Act = Act {
        name: "agreements.activate-contract",
        says: "Note that a contract was agreed",
        path: "/contracts/{contract}/activate",
        duty: Duty::ManageContracts,
        phi: Phi::None,
    };
    type Receipt = ContractReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.contract)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<ContractReceipt>, Stop> {
        let mut contract = found(work, self.contract)?;
        only_for_provider(work, needs.employer, contract.provider)?;
        if contract.state != ContractState::Draft {
            return Err(Refusal::conflict("Only a draft can be agreed; this contract is none.").into());
        }
        contract.state = ContractState::Active;
        contract.activated_at = Some(work.now());
        records::put(work, &contract)?;
        let agreed = fact("agreements.contract-activated", &contract)
            .with("starts_on", contract.starts_on.to_string())
            .with("ends_on", contract.ends_on.map(|d| d.to_string()));
        Ok(Done::new(agreed, ContractReceipt::of(&contract)))
    }
}
