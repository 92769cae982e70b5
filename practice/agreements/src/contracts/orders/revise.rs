//! What is agreed changes from a day on: a new version is made, and the older ones stay as they were.

use super::draft::{days, notice};
use super::{ContractReceipt, fact, found, only_for_provider};
use crate::contracts::kinds::ContractState;
use crate::contracts::life::Version;
use crate::contracts::{records, terms};
use crate::dates;
use crate::needs::Covering;
use jiff::civil::Date;
use kernel::{ContractId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// More versions than this are a mistake.
const MOST_VERSIONS: u32 = 500;

/// Makes a new version of a contract, which holds from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseContract {
    pub contract: ContractId,
    /// From which day it holds, where the client is.
    #[schemars(schema_with = "dates::schema", extend("x-order" = 1))]
    pub from_on: Date,
    /// What both sides call it.
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub title: String,
    /// The contract's last day; no end when left out.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema", extend("x-order" = 3))]
    pub ends_on: Option<Date>,
    /// How many days before its end it has to be renewed or given up; 90 when left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 4), range(min = 0, max = 730))]
    pub notice_days: Option<u32>,
    /// What is agreed.
    #[schemars(extend("x-order" = 5))]
    pub terms: terms::TypedTerms,
}

impl Order for ReviseContract {
    const ACT: Act = Act {
        name: "agreements.revise-contract",
        says: "Revise a service contract",
        path: "/contracts/{contract}/revise",
        duty: Duty::ManageContracts,
        phi: Phi::None,
    };
    type Receipt = ContractReceipt;
    type Needs = Covering;

    fn ground(&self) -> Ground {
        Ground::thing(self.contract)
    }

    fn perform(&self, work: &mut Work, needs: Covering) -> Result<Done<ContractReceipt>, Stop> {
        let mut contract = found(work, self.contract)?;
        only_for_provider(work, needs.employer, contract.provider)?;
        let now = work.now();
        let over = contract.ends_at.is_some_and(|end| end <= now) && contract.state == ContractState::Active;
        if contract.state == ContractState::Dropped || over {
            return Err(Refusal::conflict("This contract has ended. Draft another one.").into());
        }
        let draft = contract.state == ContractState::Draft;
        let from = days(self.from_on, self.ends_on, &contract.zone, "from_on")?;
        if !draft && from.effective_at < contract.starts_at {
            let sentence = "A version cannot hold before the first day of its contract.";
            return Err(Refusal::invalid("from_on", sentence).into());
        }
        if !draft && from.effective_on < now.date_in(&contract.zone) {
            let sentence = "Work that was done is judged by what held then: a version begins today or later.";
            return Err(Refusal::invalid("from_on", sentence).into());
        }
        if contract.version >= MOST_VERSIONS {
            return Err(Refusal::conflict("This contract has too many versions. Draft another one.").into());
        }
        let version = Version {
            version: contract.version + 1,
            title: terms::title(&self.title)?,
            from_on: from.effective_on,
            from_at: from.effective_at,
            terms: self.terms.checked(&needs)?,
            made_by: work.person(),
            made_at: now,
        };
        contract.version = version.version;
        if draft {
            (contract.starts_on, contract.starts_at) = (from.effective_on, from.effective_at);
        }
        if contract.ends_at != from.ends_at {
            (contract.ends_on, contract.ends_at, contract.noticed) = (from.ends_on, from.ends_at, None);
        }
        contract.notice_days = notice(self.notice_days)?;
        records::put(work, &contract)?;
        records::add_version(work, contract.id, &version)?;
        let revised = fact("agreements.contract-revised", &contract)
            .with("kind", version.terms.kind)
            .with("from_on", version.from_on.to_string())
            .with("ends_on", contract.ends_on.map(|d| d.to_string()));
        Ok(Done::new(revised, ContractReceipt::of(&contract)))
    }
}
