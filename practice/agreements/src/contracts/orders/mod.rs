//! What can be done with service contracts, one order a file.

mod accept_rate;
mod activate;
mod draft;
mod end;
mod revise;

pub use accept_rate::{AcceptRate, AcceptedRateReceipt, NoteAcceptedRate};
pub use activate::ActivateContract;
pub use draft::DraftContract;
pub use end::EndContract;
pub(crate) use end::note_ends;
pub use revise::ReviseContract;

use super::kinds::ContractState;
use super::life::Contract;
use super::records;
use kernel::{ContractId, Fact, OrgId, Refusal, Stop, Who};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Work};

/// The contract as it stands after the order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractReceipt {
    pub contract: ContractId,
    pub state: ContractState,
    /// The newest version.
    pub version: u32,
}

impl ContractReceipt {
    fn of(contract: &Contract) -> Self {
        Self { contract: contract.id, state: contract.state, version: contract.version }
    }
}

fn found(look: &mut Look, id: ContractId) -> Result<Contract, Stop> {
    Ok(records::one(look, id)?.ok_or_else(|| Refusal::not_found("contract"))?)
}

/// Only the provider's people make and end its contracts, or an engine of the house.
pub(super) fn only_for_provider(work: &Work, employer: Option<OrgId>, provider: OrgId) -> Result<(), Stop> {
    if employer == Some(provider) || (employer.is_none() && matches!(work.who(), Who::House(_))) {
        return Ok(());
    }
    Err(Refusal::forbidden("Only somebody who works for the provider makes and ends its contracts.").into())
}

/// A fact about a contract.
fn fact(name: &'static str, contract: &Contract) -> Fact {
    Fact::new(name, contract.client)
        .about(contract.id)
        .about(contract.client)
        .with("contract", contract.id)
        .with("provider", contract.provider)
        .with("version", contract.version)
}
