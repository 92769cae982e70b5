//! What is proposed and not law. It is shown apart, so that an organization can prepare, and never counts as
//! a duty.

use crate::citation::{Confidence, Status};
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

/// A proposed rule with its standing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The day on which its standing was last looked at.
    pub as_of: Date,
    #[serde(rename = "proposal")]
    pub title: String,
    /// Where it was published.
    pub register: String,
    /// The number under which the regulatory agenda lists it.
    pub docket: String,
    pub published: Date,
    /// How far it has come, in a sentence.
    #[serde(rename = "status")]
    pub standing: String,
    #[serde(rename = "item")]
    pub items: Vec<ProposalItem>,
}

/// One thing that the proposal would change.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalItem {
    pub id: String,
    pub topic: String,
    /// What it would do, in one sentence that begins with "Would".
    pub sentence: String,
    pub confidence: Confidence,
}

impl ProposalItem {
    /// Never law.
    pub const fn status(&self) -> Status {
        Status::Proposed
    }
}

static PROPOSAL: LazyLock<Proposal> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/proposed.toml"))
        .expect("the data file is part of the program, and a test reads it")
});

/// The proposed change of the Security Rule.
pub fn proposed() -> &'static Proposal {
    &PROPOSAL
}
