//! How agreements look: the chains of an organization, one agreement with its checklist and its one next act,
//! and the questions that decide whether one is needed.

mod agreement;
mod agreements;
pub(crate) mod forms;
mod not_required;

pub use agreement::{AgreementView, agreement_page};
pub use agreements::{AgreementsView, agreements_page};
pub use not_required::{NotRequiredView, not_required_page};

use crate::questions::Happened;
use crate::{AgreementLine, Shown, StandingLine, Term};
use kernel::{Moment, OrgId, PersonId, Standing};
use markup::{FactLine, Markup, StandingKind, html, standing_seal, words};
use std::collections::BTreeMap;

/// What organizations and people are called; the binary knows.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    pub organizations: &'a BTreeMap<OrgId, String>,
    pub people: &'a BTreeMap<PersonId, String>,
    /// Whatever else has a name (locations, departments, assets), by its id.
    pub things: &'a BTreeMap<String, String>,
}

impl Names<'_> {
    pub(crate) fn organization(&self, id: OrgId) -> &str {
        self.organizations.get(&id).map_or("another organization", String::as_str)
    }
    pub(crate) fn person(&self, id: Option<PersonId>) -> &str {
        id.and_then(|id| self.people.get(&id)).map_or("The house", String::as_str)
    }
    pub(crate) fn thing(&self, id: &str) -> String {
        self.things.get(id).map_or("something that is no longer there", String::as_str).to_owned()
    }
}

/// The standing seal of an organization, leading to its agreements.
pub fn seal(standing: &StandingLine) -> Markup {
    let href = format!("/organizations/{}/agreements", standing.organization);
    let kind = match standing.standing {
        Standing::OwnWorkforce => StandingKind::OwnWorkforce,
        Standing::InForce => StandingKind::InForce,
        Standing::Lapsing => StandingKind::Lapsing { days: standing.days_left.unwrap_or(0) },
        Standing::NotRequired => StandingKind::NotRequired,
        Standing::Lapsed => StandingKind::Lapsed,
        Standing::Terminated => StandingKind::Terminated,
        Standing::Absent => StandingKind::Absent,
    };
    standing_seal(&markup::Standing { kind, href: Some(&href), detail: None })
}

/// What happened, as the ledger has it, with a way to the proof of each.
pub(crate) fn told(title: &str, happened: &[Happened], names: &Names, (now, zone): (Moment, &str)) -> Markup {
    let ids: Vec<String> = happened.iter().map(|h| h.entry.to_string()).collect();
    let lines: Vec<FactLine> = happened
        .iter()
        .zip(&ids)
        .map(|(happened, id)| FactLine {
            id,
            sentence: html! {
                (happened.says.join(" ")) " " a.fact-entry href={ "/ledger/entries/" (id) } { "proof" }
            },
            actor: names.person(happened.person),
            at_us: happened.at.micros(),
            now_us: now.micros(),
            zone,
            proof: None,
            body: None,
        })
        .collect();
    markup::story(title, &lines)
}

/// How an agreement stands, with its days: "in force, 1 Dec 2026 to 30 Nov 2027, 214 days left".
fn state_words(line: &AgreementLine) -> String {
    let mut said = line.shown.title().to_owned();
    let end = line.ends_on.as_deref().unwrap_or("no end");
    said.push_str(&format!(" · {} to {end}", line.effective_on));
    if let Some(days) = line.days_left.filter(|_| line.shown == Shown::Lapsing) {
        said.push_str(&format!(" · {} left", words::counted(days, "day", "days")));
    }
    said
}

/// From when to when somebody else's people work here, and for how many hours: "2 Nov 2026 to 27 Nov 2026, 40 hours agreed".
pub fn term_words(term: &Term, zone: &str) -> String {
    let day = |at: Moment| words::local_day(at.micros(), zone);
    let last = term.until_at.map(|end| day(end.minus(kernel::Span(1))));
    let mut said = match (term.starts_at.map(day), last) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("from {first} until somebody ends it"),
        (None, Some(last)) => format!("until {last}"),
        (None, None) => "until somebody ends it".to_owned(),
    };
    if let Some(hours) = term.hours {
        said.push_str(&format!(", {} agreed", words::counted(hours.into(), "hour", "hours")));
    }
    said
}

/// What an agreement is called on its link.
fn called(line: &AgreementLine, names: &Names) -> Markup {
    html! {
        a href={ "/agreements/" (line.agreement) } {
            (line.title.as_deref().unwrap_or(line.kind.title()))
        }
        " · " (names.organization(line.principal)) " → " (names.organization(line.associate))
    }
}
