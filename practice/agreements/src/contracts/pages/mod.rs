//! How service contracts look: those of a client, one with what was agreed, and what the desk shows on a ticket.

mod contract;
mod contracts;
mod ticket;
mod words;

pub use contract::{ContractView, contract_page};
pub use contracts::{ContractsView, contracts_page};
pub use ticket::entitlement_panel;

use markup::Choices;

/// What may be chosen in the form of a contract's terms, from what the binary offers: each a value and a label.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub locations: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    pub asset_kinds: Vec<(String, String)>,
    pub assets: Vec<(String, String)>,
    pub zones: Vec<(String, String)>,
}

impl Offered {
    fn choices(&self) -> Choices {
        Choices::from([
            ("terms.locations".to_owned(), self.locations.clone()),
            ("terms.departments".to_owned(), self.departments.clone()),
            ("terms.asset_kinds".to_owned(), self.asset_kinds.clone()),
            ("terms.assets".to_owned(), self.assets.clone()),
            ("terms.calendar.zone".to_owned(), self.zones.clone()),
        ])
    }
}
