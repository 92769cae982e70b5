//! How long required documentation is kept, and what the six years do not cover.

use crate::citation::Confidence;
use crate::rule::Rule;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A day, and the rule that sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub by: Date,
    pub because: Rule,
}

/// The day before which a required document must not be destroyed: six years after it was made, or after it
/// was last in effect if that is later. `last_in_effect` is `None` for a document that was never in effect,
/// such as a log of a review; for one that still is, there is no such day yet and this function must not be
/// asked. A day that does not exist six years on, 29 February, becomes 1 March, so that nothing is destroyed
/// a day early.
///
/// `None` only for dates near the year 9999.
pub fn keep_until(created: Date, last_in_effect: Option<Date>) -> Option<Deadline> {
    let from = last_in_effect.map_or(created, |last| last.max(created));
    let six_years_on = from.checked_add(6.years()).ok()?;
    let by = if six_years_on.day() == from.day() { six_years_on } else { six_years_on.tomorrow().ok()? };
    Some(Deadline { by, because: Rule::RetentionSecurity })
}

/// A kind of record, and whether the six years cover it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    pub id: String,
    pub title: String,
    pub covered: Covered,
    pub paragraph: String,
    pub sentence: String,
    pub confidence: Confidence,
}

/// Whether the six years cover a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covered {
    Yes,
    No,
    /// Not as documentation; but somebody may ask about the last six years.
    LooksBack,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "as_of")]
    _as_of: Date,
    kind: Vec<Kept>,
}

static KEPT: LazyLock<Vec<Kept>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../data/retention.toml"))
        .expect("the data file is part of the program, and a test reads it");
    file.kind
});

/// What the six years cover, and what they do not.
pub fn kept() -> &'static [Kept] {
    &KEPT
}
