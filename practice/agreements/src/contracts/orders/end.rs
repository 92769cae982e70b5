//! The end of a contract: its last day is set, or a draft is given up. When the end comes near, and when it has come, the
//! house notes it once.

use super::{ContractReceipt, fact, found, only_for_provider};
use crate::Party;
use crate::contracts::kinds::{ContractShown, ContractState};
use crate::contracts::records;
use crate::dates::{self, Days};
use jiff::civil::Date;
use kernel::{ContractId, Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Ends a contract with a day, or gives up its draft.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndContract {
    pub contract: ContractId,
    /// Its last day, where the client is; today when left out. A draft ends at once.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema")]
    pub on: Option<Date>,
}

impl Order for EndContract {
    const ACT: Act = Act {
        name: "agreements.end-contract",
        says: "End a service contract",
        path: "/contracts/{contract}/end",
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
        let now = work.now();
        match contract.shown(now) {
            ContractShown::Ended => return Err(Refusal::conflict("This contract has ended already.").into()),
            ContractShown::Draft => {
                contract.state = ContractState::Dropped;
                records::put(work, &contract)?;
                let dropped = fact("agreements.contract-dropped", &contract);
                return Ok(Done::new(dropped, ContractReceipt::of(&contract)));
            }
            ContractShown::Waits | ContractShown::Active | ContractShown::Ending => {}
        }
        let today = now.date_in(&contract.zone);
        let last = self.on.unwrap_or_else(|| today.max(contract.starts_on));
        if last < today {
            let sentence = "The last day has gone by: what was done until today was done under the contract.";
            return Err(Refusal::invalid("on", sentence).into());
        }
        if last < contract.starts_on {
            return Err(Refusal::invalid("on", "The last day lies before the first.").into());
        }
        let days = Days::new(contract.starts_on, Some(last), &contract.zone)?;
        (contract.ends_on, contract.ends_at, contract.noticed) = (days.ends_on, days.ends_at, None);
        records::put(work, &contract)?;
        let set = fact("agreements.contract-end-set", &contract).with("ends_on", last.to_string());
        Ok(Done::new(set, ContractReceipt::of(&contract)))
    }
}

/// Notes the contracts of the bound organization that end within their time of notice, or have ended: each once.
pub(crate) fn note_ends(work: &mut Work) -> Result<Vec<Fact>, Stop> {
    let now = work.now();
    let mut facts = Vec::new();
    for mut contract in records::all(work)? {
        let (word, name) = match (contract.shown(now), contract.noticed.as_deref()) {
            (ContractShown::Ending, None) => ("ending", "agreements.contract-ending"),
            (ContractShown::Ended, None | Some("ending")) if contract.state == ContractState::Active => {
                ("ended", "agreements.contract-ended")
            }
            _ => continue,
        };
        contract.noticed = Some(word.to_owned());
        records::put(work, &contract)?;
        let days = contract.ends_at.map_or(0, |end| crate::chain::days_left(end, now));
        facts.push(fact(name, &contract).with("days", days));
    }
    Ok(facts)
}
