//! How long required documentation is kept.

use crate::rule::Rule;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
