//! Whether work on a ticket is covered by a service contract, and why: a pure rule over what was agreed and what is
//! known of the ticket. The desk shows the answer before work starts.

use super::hours::open_at;
use super::kinds::{BillingModel, ContractKind, CoveredHours, CoveredPeople};
use super::life::{Version, named};
use crate::needs::TicketFacts;
use clocks::Calendar;
use kernel::Moment;
use schemars::JsonSchema;
use serde::Serialize;

/// What work costs that is not covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rate {
    /// For an hour, in cents of US dollars.
    pub cents: i64,
    /// In which steps it is billed, in minutes.
    pub minimum_minutes: u32,
    /// Whether it is the rate outside the covered hours.
    pub late: bool,
}

/// Whether work on a ticket is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entitlement {
    Entitled {
        why: String,
    },
    NotCovered {
        why: String,
        /// Nothing when no rate was agreed.
        rate: Option<Rate>,
    },
}

impl Entitlement {
    pub fn is_entitled(&self) -> bool {
        matches!(self, Self::Entitled { .. })
    }
    /// The reason as a sentence.
    pub fn why(&self) -> &str {
        match self {
            Self::Entitled { why } | Self::NotCovered { why, .. } => why,
        }
    }
    pub fn rate(&self) -> Option<Rate> {
        match self {
            Self::Entitled { .. } => None,
            Self::NotCovered { rate, .. } => *rate,
        }
    }
}

/// Whether work on a ticket is covered by a version of a contract at a moment. What decides first is said: what the
/// contract is, whom it covers, where, what, whether somebody must go there, when, and what is left of a block.
pub fn entitlement(version: &Version, facts: &TicketFacts, at: Moment) -> Entitlement {
    let terms = &version.terms;
    let open = within_hours(version, facts, at);
    let rate = || {
        let (cents, late) =
            if open { (terms.rate_cents, false) } else { (terms.late_rate_cents.or(terms.rate_cents), true) };
        cents.map(|cents| Rate { cents, minimum_minutes: terms.minimum_minutes, late })
    };
    let not = |why: String| Entitlement::NotCovered { why, rate: rate() };
    if terms.kind == ContractKind::BreakFix {
        return not(
            "Break-fix: each piece of work is billed, and the client says yes to its rate first.".to_owned()
        );
    }
    let checks =
        [people(version, facts), place(version, facts), system(version, facts), site(version, facts)];
    let mut covered = Vec::new();
    for check in checks {
        match check {
            Ok(says) => covered.push(says),
            Err(why) => return not(why),
        }
    }
    if !open {
        return not(format!("It is outside the covered hours: {}.", hours_words(version)));
    }
    covered.push(hours_words(version));
    match block(version, facts) {
        Err(why) => return not(why),
        Ok(says) => covered.extend(says),
    }
    let what = named(terms.kind, &version.title);
    Entitlement::Entitled { why: format!("The {what} covers {}.", covered.join(", ")) }
}

fn people(version: &Version, facts: &TicketFacts) -> Result<String, String> {
    let terms = &version.terms;
    match terms.people {
        CoveredPeople::Everyone => Ok("everyone who works there".to_owned()),
        CoveredPeople::Number => {
            let agreed = terms.most_people.unwrap_or(0);
            if facts.people > agreed {
                // Nobody is turned away for a colleague too many: the number is a matter of the monthly sheet.
                return Ok(format!(
                    "{agreed} people ({} work there; the difference is billed)",
                    facts.people
                ));
            }
            Ok(format!("{agreed} people"))
        }
        CoveredPeople::Chosen => {
            let by_department = facts.department.is_some_and(|d| terms.departments.contains(&d));
            if by_department {
                return Ok("this department".to_owned());
            }
            match facts.roles.iter().find(|r| terms.roles.contains(r)) {
                Some(role) => Ok(format!("the role {}", role.title().to_lowercase())),
                None if facts.department.is_none() && facts.roles.is_empty() => {
                    Err("Only certain departments or roles are covered, and nobody knows who asks."
                        .to_owned())
                }
                None => Err("Neither the department nor the role of whoever asks is covered.".to_owned()),
            }
        }
    }
}

fn place(version: &Version, facts: &TicketFacts) -> Result<String, String> {
    let locations = &version.terms.locations;
    match facts.location {
        _ if locations.is_empty() => Ok("every location".to_owned()),
        Some(here) if locations.contains(&here) => Ok("this location".to_owned()),
        Some(_) => Err("This location is not covered.".to_owned()),
        None => Err("Only certain locations are covered, and nobody knows where the trouble is.".to_owned()),
    }
}

fn system(version: &Version, facts: &TicketFacts) -> Result<String, String> {
    let terms = &version.terms;
    if terms.asset_kinds.is_empty() && terms.assets.is_empty() {
        return Ok("every system".to_owned());
    }
    if facts.asset.is_some_and(|a| terms.assets.contains(&a)) {
        return Ok("this asset by name".to_owned());
    }
    match &facts.asset_kind {
        Some(kind) if terms.asset_kinds.contains(kind) => Ok(format!("every {}", kind.replace('-', " "))),
        Some(kind) => Err(format!("A {} is not covered, nor is this asset by name.", kind.replace('-', " "))),
        None => Err("Only certain systems are covered, and the ticket names none.".to_owned()),
    }
}

fn site(version: &Version, facts: &TicketFacts) -> Result<String, String> {
    match (version.terms.on_site, facts.on_site) {
        (true, _) => Ok("work on site and from afar".to_owned()),
        (false, false) => Ok("work from afar".to_owned()),
        (false, true) => Err("Only work from afar is covered, and somebody has to go there.".to_owned()),
    }
}

fn block(version: &Version, facts: &TicketFacts) -> Result<Option<String>, String> {
    let terms = &version.terms;
    let (BillingModel::Block, Some(hours)) = (terms.billing, terms.block_hours) else { return Ok(None) };
    let all = i64::from(hours) * 60;
    match facts.used_minutes {
        None => Ok(Some(format!("a block of {hours} hours"))),
        Some(used) if used >= all => Err(format!("The block of {hours} hours is used up.")),
        Some(used) => {
            let left = all - used;
            Ok(Some(format!(
                "a block of {hours} hours of which {} h {:02} min are left",
                left / 60,
                left % 60
            )))
        }
    }
}

fn hours_words(version: &Version) -> String {
    match (version.terms.hours, &version.terms.calendar) {
        (CoveredHours::Always, _) => "around the clock".to_owned(),
        (CoveredHours::Named, Some(calendar)) => calendar.words(),
        _ => "the opening hours of the location".to_owned(),
    }
}

/// Whether a moment lies within the covered hours. A location of which no hours are known is open round the clock.
fn within_hours(version: &Version, facts: &TicketFacts, at: Moment) -> bool {
    let calendar = match (version.terms.hours, &version.terms.calendar) {
        (CoveredHours::Always, _) => return true,
        (CoveredHours::Named, Some(named)) => named.calendar().ok(),
        _ => facts.hours.as_deref().and_then(|text| serde_json::from_str::<Calendar>(text).ok()),
    };
    calendar.is_none_or(|calendar| open_at(&calendar, at))
}

#[cfg(test)]
#[path = "entitlement_tests.rs"]
mod tests;
