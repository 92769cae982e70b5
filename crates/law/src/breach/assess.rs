//! Whether something is a breach of unsecured protected health information: 164.402. A use that is not permitted is presumed to
//! be one. Three exceptions, a documented assessment of four factors, or information that was secured say otherwise.

use super::notice::Content;
use crate::citation::Confidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The three exceptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExceptionKind {
    GoodFaithAccess,
    InadvertentDisclosure,
    NotRetained,
}

/// An exception with the conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    #[serde(rename = "id")]
    pub kind: ExceptionKind,
    pub paragraph: String,
    pub title: String,
    pub confidence: Confidence,
    pub conditions: Vec<Condition>,
}

/// One condition of an exception.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub id: String,
    pub text: String,
}

/// The four factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorKind {
    NatureAndExtent,
    Who,
    AcquiredOrViewed,
    Mitigated,
}

/// A factor as a form asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    #[serde(rename = "id")]
    pub kind: FactorKind,
    pub paragraph: String,
    pub text: String,
    pub confidence: Confidence,
}

/// The ways in which information counts as secured: 74 FR 19006.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HarbourKind {
    EncryptedAtRest,
    EncryptedInMotion,
    PaperDestroyed,
    MediaDestroyed,
}

/// One of those ways with its source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harbour {
    #[serde(rename = "id")]
    pub kind: HarbourKind,
    pub source: String,
    pub sentence: String,
    /// Whether it holds only while the key was not breached and was kept apart.
    pub needs_key: bool,
    pub confidence: Confidence,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Data {
    #[serde(rename = "as_of")]
    _as_of: Date,
    exception: Vec<Exception>,
    factor: Vec<Factor>,
    harbour: Vec<Harbour>,
    pub(super) content: Vec<Content>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/breach.toml"))
        .expect("the data file is part of the program, and a test reads it")
});

pub(super) fn data() -> &'static Data {
    &DATA
}

/// The three exceptions, each with its conditions.
pub fn exceptions() -> &'static [Exception] {
    &DATA.exception
}

/// The four factors, in the order of the rule.
pub fn factors() -> &'static [Factor] {
    &DATA.factor
}

/// The ways in which information counts as secured.
pub fn harbours() -> &'static [Harbour] {
    &DATA.harbour
}

/// How the information was protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Not at all, by a password, or by a method that HHS does not name.
    None,
    /// By redaction, which HHS says does not count.
    Redaction,
    /// In one of the ways that HHS names.
    Named {
        harbour: HarbourKind,
        /// The key or the tool to decrypt was not breached and was kept apart from the data. Does not matter for what was
        /// destroyed.
        key_is_safe: bool,
    },
}

impl Protection {
    /// Whether the information counts as secured, and by which way.
    pub fn secured(self) -> Option<HarbourKind> {
        let Self::Named { harbour, key_is_safe } = self else { return None };
        let row = DATA.harbour.iter().find(|row| row.kind == harbour)?;
        (key_is_safe || !row.needs_key).then_some(harbour)
    }
}

/// What was found about one factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighed {
    /// It speaks for a low probability of compromise, and the facts are written down.
    SpeaksForLow,
    /// It does not, and the facts are written down.
    SpeaksAgainst,
}

/// What is known about a use or disclosure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impermissible {
    /// `Some(false)` when the Privacy Rule permits it; `None` when that is open, which never counts in favour.
    pub impermissible: Option<bool>,
    pub protection: Option<Protection>,
    /// An exception that somebody claims, with the conditions that are documented to hold.
    pub exception: Option<(ExceptionKind, BTreeSet<String>)>,
    /// The factors that were assessed in writing.
    pub factors: BTreeMap<FactorKind, Weighed>,
    /// Whether the person who answers for it has concluded, with reasons, that the probability of compromise is low.
    pub concluded_low: bool,
}

/// What a use or disclosure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The Privacy Rule permits it.
    Permitted,
    /// The information was secured, so nobody has to be told under federal law.
    Secured(HarbourKind),
    /// An exception holds.
    Excepted(ExceptionKind),
    /// The documented assessment shows a low probability of compromise.
    LowProbability,
    /// It is presumed a breach. `open` names the factors that were not assessed, `missing` the conditions of a claimed exception
    /// that are not documented.
    Presumed { open: Vec<FactorKind>, missing: Vec<&'static Condition> },
}

impl Finding {
    /// Whether people have to be told.
    pub const fn is_breach(&self) -> bool {
        matches!(self, Self::Presumed { .. })
    }
}

/// What a use or disclosure is. Nothing that is open counts in favour; notice may always be given without any assessment.
pub fn find_breach(facts: &Impermissible) -> Finding {
    if facts.impermissible == Some(false) {
        return Finding::Permitted;
    }
    if let Some(harbour) = facts.protection.and_then(Protection::secured) {
        return Finding::Secured(harbour);
    }
    let mut missing = Vec::new();
    if let Some((kind, documented)) = &facts.exception {
        let row = DATA.exception.iter().find(|row| row.kind == *kind);
        missing
            .extend(row.into_iter().flat_map(|row| &row.conditions).filter(|c| !documented.contains(&c.id)));
        if missing.is_empty() {
            return Finding::Excepted(*kind);
        }
    }
    let all = DATA.factor.iter().map(|factor| factor.kind);
    let open: Vec<FactorKind> = all.filter(|kind| !facts.factors.contains_key(kind)).collect();
    let some_speak_for = facts.factors.values().any(|weighed| *weighed == Weighed::SpeaksForLow);
    if open.is_empty() && some_speak_for && facts.concluded_low {
        return Finding::LowProbability;
    }
    Finding::Presumed { open, missing }
}
