//! The breach rule, 45 CFR 164.400 to 164.414, as functions over dates and counts: when a breach was discovered, whether it is
//! one, who has to be told, by when, and why. Nothing here reads a clock.
//!
//! Every day that comes out is a ceiling. "Without unreasonable delay" comes first, and whoever waits for the ceiling without
//! a reason is late already.

mod assess;
mod days;
mod delay;
mod discovery;
mod duties;
mod notice;
mod statutes;

pub use assess::{
    Condition, Exception, ExceptionKind, Factor, FactorKind, Finding, Harbour, HarbourKind, Impermissible,
    Protection, Weighed, exceptions, factors, find_breach, harbours,
};
pub use delay::Delay;
pub use discovery::{Discovery, Knower, Knowledge, discovered_by_associate, discovered_by_covered_entity};
pub use duties::{Duty, Tell, duties};
pub use notice::{Content, Substitute, contents, substitute};

use crate::state::State;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// On whom the duties fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entity {
    CoveredEntity,
    BusinessAssociate {
        /// Whether it acts as the covered entity's agent under the federal common law of agency. What an agent discovers, the
        /// covered entity has discovered.
        agent: bool,
    },
}

/// How many people are affected, by where they live.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    pub residents: BTreeMap<State, u32>,
    /// People who live in no State, or of whom it is not known where they live.
    #[serde(default)]
    pub elsewhere: u32,
}

impl Affected {
    /// Everybody.
    pub fn total(&self) -> u64 {
        let residents: u64 = self.residents.values().map(|n| u64::from(*n)).sum();
        residents + u64::from(self.elsewhere)
    }
}

impl<const N: usize> From<[(State, u32); N]> for Affected {
    fn from(residents: [(State, u32); N]) -> Self {
        Self { residents: residents.into(), elsewhere: 0 }
    }
}

/// What has to be known about a breach before it can be said who is told by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breach {
    /// The day of discovery by the entity: see [`discovered_by_covered_entity`] and [`discovered_by_associate`].
    pub discovered: Date,
    pub entity: Entity,
    pub affected: Affected,
    /// Whether the information was unsecured: 164.402, see [`Protection::secured`]. Secured information has no breach.
    pub unsecured: bool,
    pub delays: Vec<Delay>,
    /// The day on which the individuals were told, once they were.
    pub individuals_told: Option<Date>,
    /// Whether the entity is a clinic, health facility, home health agency or hospice licensed in California; `None` when
    /// that is not known.
    pub licensed_in_california: Option<bool>,
}

impl Breach {
    /// A breach of unsecured information with nothing else known.
    pub fn of(entity: Entity, discovered: Date, affected: impl Into<Affected>) -> Self {
        Self {
            discovered,
            entity,
            affected: affected.into(),
            unsecured: true,
            delays: Vec::new(),
            individuals_told: None,
            licensed_in_california: None,
        }
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod states_tests;
#[cfg(test)]
mod tests;
