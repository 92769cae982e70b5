//! Service contracts: what a provider undertakes for a client. Managed, co-managed or break-fix; who, when, where and
//! what is covered; what other work costs; how a month is billed. What was agreed is kept in versions, so that work is
//! judged by what held when it was done. Before work starts the desk shows whether it is covered, and why.

pub(crate) mod entitlement;
pub(crate) mod facts;
pub(crate) mod hours;
mod kinds;
pub(crate) mod life;
pub(crate) mod money;
mod orders;
pub(crate) mod pages;
mod questions;
pub(crate) mod records;
pub(crate) mod records_uptime;
pub(crate) mod terms;
mod ticket;
mod uptime;

pub use entitlement::{Entitlement, Rate, entitlement};
pub use hours::{NamedCalendar, TypedCalendar};
pub use kinds::{BillingModel, ContractKind, ContractShown, ContractState, CoveredHours, CoveredPeople};
pub use life::Version;
pub use money::{CURRENCY, dollars};
pub(crate) use orders::note_ends;
pub use orders::{
    AcceptRate, AcceptedRateReceipt, ActivateContract, ContractReceipt, DraftContract, EndContract,
    NoteAcceptedRate, ReviseContract,
};
pub use pages::{ContractView, ContractsView, Offered, contract_page, contracts_page, entitlement_panel};
pub use questions::{ContractLine, ContractList, ContractOf, ContractPage, Contracts, VersionLine};
pub use terms::{Terms, TypedTerms};
pub use ticket::{
    Accepted, EntitlementNow, contract_in_force, entitlement_at, entitlement_now, may_hand_over, parties,
    terms_in_force, terms_in_month, work_may_start,
};
pub use uptime::{CountsAs, LeftOut, PromiseUptime, UptimePromised, UptimeTerms, month, uptime_terms};
