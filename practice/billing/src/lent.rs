//! Somebody else's people and what they cost: for each subcontractor the minutes of a month, what they cost the provider
//! who engaged it, and what is billed for the same work. The client is told nothing of it; only the two sides are.

use crate::month::Month;
use crate::records::{self, Entry};
use crate::sheet::{stepped, worth};
use kernel::{OrgId, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use store::Look;

/// A subcontractor's month at a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lent {
    pub subcontractor: OrgId,
    /// Who engaged it, and whom it costs.
    pub provider: OrgId,
    /// As they were spent.
    pub minutes: i64,
    /// Of these, the minutes for which nobody agreed a rate.
    pub without_rate: i64,
    /// What the minutes cost the provider, in cents, to the minute.
    pub cost_cents: i64,
    /// What is billed to the client for the same work, in cents; nothing for what a contract covers.
    pub billed_cents: i64,
}

impl Lent {
    /// A month in which nobody of it worked here.
    pub fn none(provider: OrgId, subcontractor: OrgId) -> Self {
        Self { subcontractor, provider, minutes: 0, without_rate: 0, cost_cents: 0, billed_cents: 0 }
    }
}

/// The subcontractors of a month at the bound organization, each by itself.
///
/// # Errors
/// A fault of the store.
pub fn lent_in_month(look: &mut Look, month: Month, zone: &str) -> Result<Vec<Lent>, Stop> {
    let (from, to) = month.span(zone)?;
    Ok(summed(&records::of_month(look, from, to)?))
}

fn summed(entries: &[Entry]) -> Vec<Lent> {
    let mut found: BTreeMap<(OrgId, OrgId), Lent> = BTreeMap::new();
    for entry in entries {
        let Some(provider) = entry.lent_to else { continue };
        let subcontractor = entry.employer;
        let of = found.entry((provider, subcontractor)).or_insert(Lent::none(provider, subcontractor));
        let (spent, minutes) = (&entry.spent, i64::from(entry.spent.minutes));
        of.minutes += minutes;
        match entry.cost_cents {
            Some(rate) => of.cost_cents = of.cost_cents.saturating_add(worth(minutes, rate)),
            None => of.without_rate += minutes,
        }
        let billed = spent.rate_cents.filter(|_| !spent.covered);
        let billed = billed.map_or(0, |rate| worth(stepped(spent.minutes, spent.step_minutes), rate));
        of.billed_cents = of.billed_cents.saturating_add(billed);
    }
    found.into_values().collect()
}
