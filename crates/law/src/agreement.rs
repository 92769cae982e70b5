//! What a business associate agreement must say, as a checklist.

use crate::citation::Confidence;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

/// One term of a business associate agreement: 45 CFR 164.504(e)(2) and 164.314(a)(2)(i).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Under which a checklist keeps its tick; never changes.
    pub id: String,
    pub paragraph: String,
    /// The paragraph of the Security Rule that asks for the same.
    pub also: Option<String>,
    pub title: String,
    /// What the agreement does, in our own words: "Requires ...".
    pub sentence: String,
    /// Whether an agreement without it fails the rule.
    pub required: bool,
    pub confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "as_of")]
    _as_of: Date,
    term: Vec<Term>,
}

static TERMS: LazyLock<(Vec<Term>, Vec<Term>)> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../data/agreement.toml"))
        .expect("the data file is part of the program, and a test reads it");
    file.term.into_iter().partition(|term| term.required)
});

/// The terms without which an agreement fails the rule, in the order of the paragraphs. The same list holds
/// between a business associate and its subcontractor.
pub fn agreement_terms() -> &'static [Term] {
    &TERMS.0
}

/// Terms that an agreement may contain.
pub fn optional_terms() -> &'static [Term] {
    &TERMS.1
}

/// The required terms that are not among the ids of those found in an agreement.
pub fn missing_terms<'a>(found: impl IntoIterator<Item = &'a str>) -> Vec<&'static Term> {
    let found: Vec<&str> = found.into_iter().collect();
    agreement_terms().iter().filter(|term| !found.contains(&term.id.as_str())).collect()
}
