//! What is proposed and not law. It is shown apart, so that an organization can prepare, and never counts as
//! a duty.

use crate::citation::{Confidence, Status};
use crate::safeguards::{Safeguard, find_safeguard};
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
    /// The paragraphs of the present rule that it would change, as we read it: "164.312(d)".
    #[serde(default)]
    pub over: Vec<String>,
}

impl Proposal {
    /// What lies over a paragraph of the present rule. An overlay: it changes nothing of what stands below.
    pub fn over(&'static self, paragraph: &str) -> impl Iterator<Item = &'static ProposalItem> {
        let row = find_safeguard(paragraph);
        let addressable = row.is_some_and(Safeguard::is_addressable);
        self.items.iter().filter(move |item| {
            let named = row.is_some_and(|row| item.over.contains(&row.paragraph));
            named || (addressable && item.id == NO_ADDRESSABLE)
        })
    }
}

/// The item that would end the difference between required and addressable.
const NO_ADDRESSABLE: &str = "no-addressable";

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
