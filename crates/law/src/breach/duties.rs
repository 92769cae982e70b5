//! Whom to tell, by when, and because of which paragraph: the federal duties. Those of the States stand in the module beside.

use super::days::{after, sixtieth_after_year};
use super::delay::{Delayed, delayed};
use super::{Breach, Entity, statutes};
use crate::citation::{Confidence, cite};
use crate::rule::Rule;
use crate::state::State;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::fmt;

/// The ceiling in calendar days: 164.404(b), 164.406, 164.410(b).
pub(super) const CEILING_DAYS: u16 = 60;
/// From this many individuals on HHS is told with them: 164.408(b).
const LARGE: u64 = 500;
/// Above this many residents of one State the media are told: 164.406.
const MEDIA_ABOVE: u32 = 500;

/// The words of 164.404(b), 164.406 and 164.410(b) that come before any number of days.
pub(super) const WITHOUT_DELAY: &str = "without unreasonable delay";

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tell {
    CoveredEntity,
    Individuals,
    Media(State),
    Hhs,
    /// What the statute of a State asks for: [`Duty::whom`] says whether residents, an agency or the owner of the data.
    State(State),
}

impl fmt::Display for Tell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CoveredEntity => f.write_str("covered-entity"),
            Self::Individuals => f.write_str("individuals"),
            Self::Media(state) => write!(f, "media:{}", state.code()),
            Self::Hhs => f.write_str("hhs"),
            Self::State(state) => write!(f, "state:{}", state.code()),
        }
    }
}

impl Serialize for Tell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// One duty to tell somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    pub tell: Tell,
    /// Who that is, in words.
    pub whom: String,
    /// The last day; `None` where the law sets no number of days. A ceiling, not an aim: see `standard`.
    pub by: Option<Date>,
    /// How fast the law wants it.
    pub standard: String,
    /// The paragraphs behind it.
    pub because: String,
    #[serde(serialize_with = "Confidence::serialize_word")]
    pub confidence: Confidence,
    /// The day before which nobody is told, because an official asked for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Date>,
    /// The duty exists only for an entity that is this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
    /// What a reader has to know before relying on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Duty {
    /// The time in a phrase: "without unreasonable delay, and no later than 2019-01-07".
    pub fn when(&self) -> String {
        match self.by {
            Some(by) => format!("{}, and no later than {by}", self.standard),
            None => format!("{}; the law sets no last day", self.standard),
        }
    }
}

/// Every duty to tell somebody about a breach. None under federal law where the information was secured, or was discovered
/// breached before the rule was in force (2009-09-23). Pure: the same facts always mean the same.
pub fn duties(breach: &Breach) -> Vec<Duty> {
    if !breach.unsecured {
        return Vec::new();
    }
    let federal = Rule::BreachIndividuals.citation().in_force_on(breach.discovered);
    let mut all = Vec::new();
    match breach.entity {
        Entity::CoveredEntity => covered_entity(breach, federal, &mut all),
        Entity::BusinessAssociate { agent } => {
            if federal {
                all.push(to_covered_entity(breach));
            }
            if agent {
                let own = all.len();
                covered_entity(breach, federal, &mut all);
                all[own..].iter_mut().for_each(on_its_behalf);
            } else {
                all.extend(statutes::as_vendor(breach));
            }
        }
    }
    all
}

fn covered_entity(breach: &Breach, federal: bool, all: &mut Vec<Duty>) {
    let hhs = if federal { Some(to_hhs(breach)) } else { None };
    let hhs_by = hhs.as_ref().and_then(|duty| duty.by);
    if federal {
        all.push(to_individuals(breach));
        all.extend(to_media(breach));
    }
    all.extend(hhs);
    all.extend(statutes::as_owner(breach, hhs_by));
}

/// The duties of a covered entity whose agent made the discovery are as certain as that imputation.
fn on_its_behalf(duty: &mut Duty) {
    duty.confidence = duty.confidence.max(Confidence::Unverified);
    duty.notes.push(
        "The covered entity's own duty: what its agent discovers, it has discovered (78 FR 5566, the preamble).".into(),
    );
}

fn ceiling(breach: &Breach) -> Delayed {
    delayed(after(breach.discovered, CEILING_DAYS), &breach.delays)
}

fn duty(tell: Tell, whom: &str, standard: &str, rule: Rule, due: Delayed) -> Duty {
    let rules: Vec<Rule> = std::iter::once(rule).chain(due.because).collect();
    let citations = rules.iter().map(|rule| rule.citation());
    Duty {
        tell,
        whom: whom.to_owned(),
        by: Some(due.by),
        standard: standard.to_owned(),
        because: cite(&rules),
        confidence: citations.map(|c| c.confidence).max().unwrap_or(Confidence::Uncertain),
        not_before: due.not_before,
        only_if: None,
        notes: Vec::new(),
    }
}

fn to_covered_entity(breach: &Breach) -> Duty {
    duty(Tell::CoveredEntity, "The covered entity", WITHOUT_DELAY, Rule::BreachAssociate, ceiling(breach))
}

fn to_individuals(breach: &Breach) -> Duty {
    let whom = "Every affected individual";
    let mut duty = duty(Tell::Individuals, whom, WITHOUT_DELAY, Rule::BreachIndividuals, ceiling(breach));
    // An official's wish to wait holds for this notice too.
    if duty.not_before.is_none() {
        let urgent = Rule::BreachUrgent.citation();
        let (said, confidence) = (urgent.sentence.trim_end_matches('.'), urgent.confidence.word());
        duty.notes.push(format!("{said} ({}; {confidence}).", urgent.paragraph));
    }
    duty
}

fn to_media(breach: &Breach) -> Vec<Duty> {
    let above = breach.affected.residents.iter().filter(|(_, residents)| **residents > MEDIA_ABOVE);
    let one = |(state, _): (&State, &u32)| {
        let whom = format!("Prominent media outlets that serve {}", state.name());
        duty(Tell::Media(*state), &whom, WITHOUT_DELAY, Rule::BreachMedia, ceiling(breach))
    };
    above.map(one).collect()
}

fn to_hhs(breach: &Breach) -> Duty {
    let whom = "The Secretary of Health and Human Services, at the breach portal";
    if breach.affected.total() >= LARGE {
        let mut due = ceiling(breach);
        // At the same time as the individuals: once they were told, HHS is due.
        due.by = breach.individuals_told.map_or(due.by, |told| told.min(due.by));
        let standard = "at the same time as the individuals, without unreasonable delay";
        return duty(Tell::Hhs, whom, standard, Rule::BreachHhsLarge, due);
    }
    let due = delayed(sixtieth_after_year(breach.discovered), &breach.delays);
    let standard = "logged now and reported after the calendar year of discovery, within 60 days of its end";
    duty(Tell::Hhs, whom, standard, Rule::BreachHhsSmall, due)
}
