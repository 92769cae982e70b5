//! What billing must know of contracts, tickets and the client; the binary reads it in the same transaction.

use kernel::{ContractId, OrgId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// For time that is logged: what the contract says of work on the ticket at that moment.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// For whom the caller works.
    pub employer: OrgId,
    /// The client's IANA zone.
    pub zone: String,
    /// The ticket's number.
    pub number: i64,
    pub contract: Option<ContractId>,
    pub version: Option<u32>,
    pub covered: bool,
    /// Why it is covered or not, as a sentence.
    pub why: String,
    /// What an hour costs that is not covered, in cents; nothing when no rate was agreed.
    pub rate_cents: Option<i64>,
    /// In which steps work is billed, in minutes.
    pub step_minutes: u32,
    /// Of somebody else's people: whose subcontractor they are here.
    pub lent_to: Option<OrgId>,
    /// What an hour of theirs costs that provider, in cents; nothing when no rate was agreed.
    pub cost_cents: Option<i64>,
}

/// For a sheet: what the client has, and its contracts.
#[derive(Debug, Clone)]
pub struct Drawing {
    pub zone: String,
    pub users: u32,
    pub devices: u32,
    pub contracts: Vec<OneContract>,
}

/// A contract with what a month of it costs.
#[derive(Debug, Clone)]
pub struct OneContract {
    pub contract: ContractId,
    pub title: String,
    pub pricing: Pricing,
    /// What a month costs, in cents: a user, a device, all of it, or the block.
    pub price_cents: Option<i64>,
}

/// How a month is priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pricing {
    /// For each user, and for no fewer than were agreed.
    PerUser {
        agreed: u32,
    },
    PerDevice,
    Flat,
    /// For a block of hours.
    Block {
        hours: u32,
    },
    /// Only what is worked: break-fix.
    AsWorked,
}
