//! When a breach counts as discovered: on the first day on which it is known, or would be with reasonable diligence, to anybody
//! whose knowledge counts. Whoever committed it does not count; an agent does.

use crate::rule::Rule;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Knower {
    /// Anybody of the workforce: an employee, an officer, a volunteer.
    Workforce,
    /// An agent under the federal common law of agency.
    Agent,
    /// Whoever committed the breach. That they know does not count.
    Wrongdoer,
    /// A business associate that is the covered entity's agent: its discovery is the covered entity's.
    AssociateAsAgent,
    /// A business associate that is an independent contractor: for the covered entity only the day counts on which it was told.
    IndependentAssociate,
}

/// That somebody knew, or ought to have known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knowledge {
    pub knower: Knower,
    /// The day on which they knew, or on which reasonable diligence would have shown it to them.
    pub since: Date,
    /// The day on which an independent business associate told the covered entity; unused for others.
    pub passed_on: Option<Date>,
}

impl Knowledge {
    /// That somebody knew on a day.
    pub const fn of(knower: Knower, since: Date) -> Self {
        Self { knower, since, passed_on: None }
    }
}

/// The day of discovery, and what decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Discovery {
    pub on: Date,
    /// Which of the pieces of knowledge decided it, by its place in the list.
    pub decided_by: usize,
    pub because: Rule,
}

/// When a covered entity discovered a breach: 164.404(a)(2). `None` while nobody knows whose knowledge counts.
pub fn discovered_by_covered_entity(knowledge: &[Knowledge]) -> Option<Discovery> {
    let counts = |piece: &Knowledge| match piece.knower {
        Knower::Workforce | Knower::Agent | Knower::AssociateAsAgent => Some(piece.since),
        Knower::IndependentAssociate => piece.passed_on,
        Knower::Wrongdoer => None,
    };
    first(knowledge, counts, Rule::BreachDiscovery)
}

/// When a business associate discovered a breach: 164.410(a)(2). Its own subcontractors stand to it as it stands to the covered
/// entity.
pub fn discovered_by_associate(knowledge: &[Knowledge]) -> Option<Discovery> {
    discovered_by_covered_entity(knowledge)
        .map(|found| Discovery { because: Rule::BreachAssociateDiscovery, ..found })
}

fn first(
    knowledge: &[Knowledge],
    counts: impl Fn(&Knowledge) -> Option<Date>,
    because: Rule,
) -> Option<Discovery> {
    let days = knowledge.iter().enumerate().filter_map(|(place, piece)| Some((counts(piece)?, place)));
    days.min().map(|(on, decided_by)| Discovery { on, decided_by, because })
}
