//! Every citation in the data, in one list: what a reader can look up, how well it was checked, and in which of the layers it
//! stands that never mix.

use crate::citation::{Confidence, Status};
use crate::state::State;
use crate::{Rule, agreement_terms, breach, crosswalk, kept, not_required_questions, optional_terms};
use crate::{party_questions, penalty, practices, proposed, risk, safeguards};

/// The layers: what is law is never mixed with what is proposed, policy, method or a State's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Federal law in force, with the guidance on it.
    Federal,
    /// The law of a State, from secondary sources throughout.
    State,
    /// What an agency says it will do, and may stop doing at will.
    Policy,
    /// Methods and frameworks, which bind nobody.
    Method,
    /// Proposed, not law.
    Proposed,
}

/// A citation in the data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    pub layer: Layer,
    /// The file it stands in.
    pub file: &'static str,
    /// What it is a citation for.
    pub what: String,
    /// As it is quoted.
    pub citation: String,
    pub confidence: Confidence,
}

fn cited(
    layer: Layer,
    file: &'static str,
    what: impl Into<String>,
    citation: impl Into<String>,
    confidence: Confidence,
) -> Cited {
    Cited { layer, file, what: what.into(), citation: citation.into(), confidence }
}

/// Every citation, by layer and file, in the order of the data.
pub fn citations() -> Vec<Cited> {
    let mut all = Vec::new();
    duties(&mut all);
    parties(&mut all);
    breaches(&mut all);
    penalties(&mut all);
    states(&mut all);
    methods(&mut all);
    let proposal = proposed();
    all.extend(proposal.items.iter().map(|item| {
        debug_assert_eq!(item.status(), Status::Proposed);
        cited(Layer::Proposed, "proposed.toml", &item.topic, &proposal.register, item.confidence)
    }));
    all.sort_by_key(|one| (one.layer, one.file));
    all
}

fn duties(all: &mut Vec<Cited>) {
    let rules = Rule::ALL.iter().map(|rule| rule.citation());
    let mut acts: Vec<_> = rules.clone().flat_map(|c| std::iter::once(c.since).chain(c.amended)).collect();
    acts.sort_by_key(|act| act.published);
    acts.dedup_by_key(|act| &act.id);
    let act =
        |act: &&crate::Act| cited(Layer::Federal, "acts.toml", &act.title, &act.register, act.confidence);
    all.extend(acts.iter().map(act));
    all.extend(rules.map(|c| cited(Layer::Federal, "rules.toml", &c.title, &c.paragraph, c.confidence)));
    all.extend(
        safeguards::safeguards().map(|row| {
            cited(Layer::Federal, "safeguards.toml", &row.title, row.citation(), row.confidence())
        }),
    );
    all.extend(
        kept().iter().map(|kind| {
            cited(Layer::Federal, "retention.toml", &kind.title, &kind.paragraph, kind.confidence)
        }),
    );
    all.push(cited(
        Layer::Federal,
        "practices.rs",
        "Recognized security practices: twelve months",
        practices::SOURCE.0,
        practices::SOURCE.1,
    ));
    all.extend(practices::QUALIFIES.iter().map(|(source, what, confidence)| {
        cited(Layer::Federal, "practices.rs", *what, *source, *confidence)
    }));
}

fn parties(all: &mut Vec<Cited>) {
    for term in agreement_terms().iter().chain(optional_terms()) {
        all.push(cited(Layer::Federal, "agreement.toml", &term.title, &term.paragraph, term.confidence));
        all.extend(
            term.also
                .iter()
                .map(|also| cited(Layer::Federal, "agreement.toml", &term.title, also, term.confidence)),
        );
    }
    all.extend(
        not_required_questions()
            .iter()
            .map(|q| cited(Layer::Federal, "associate.toml", &q.means, &q.paragraph, q.confidence)),
    );
    all.extend(
        party_questions()
            .iter()
            .map(|q| cited(Layer::Federal, "party.toml", &q.means, &q.paragraph, q.confidence)),
    );
}

fn breaches(all: &mut Vec<Cited>) {
    let file = "breach.toml";
    all.extend(
        breach::exceptions()
            .iter()
            .map(|e| cited(Layer::Federal, file, &e.title, &e.paragraph, e.confidence)),
    );
    all.extend(
        breach::factors().iter().map(|f| cited(Layer::Federal, file, &f.text, &f.paragraph, f.confidence)),
    );
    all.extend(
        breach::harbours().iter().map(|h| cited(Layer::Federal, file, &h.sentence, &h.source, h.confidence)),
    );
    all.extend(
        breach::contents().iter().map(|c| cited(Layer::Federal, file, &c.text, &c.paragraph, c.confidence)),
    );
}

fn penalties(all: &mut Vec<Cited>) {
    let file = "penalties.toml";
    all.extend(
        penalty::tiers()
            .iter()
            .map(|tier| cited(Layer::Federal, file, &tier.culpability, &tier.paragraph, tier.confidence)),
    );
    all.extend(penalty::tables().iter().map(|table| {
        let what = format!("Amounts for penalties assessed since {}", table.effective);
        cited(Layer::Federal, file, what, &table.register, table.confidence.max(table.published))
    }));
    let notice = penalty::discretion();
    all.push(cited(Layer::Policy, file, &notice.title, &notice.register, notice.confidence));
}

fn states(all: &mut Vec<Cited>) {
    for law in State::all().map(State::law) {
        let residents = match law.days {
            Some(days) => format!("{}: residents, {days} days", law.name),
            None => format!("{}: residents, no number of days", law.name),
        };
        let statute = law.statute.as_deref().unwrap_or("none established");
        all.push(cited(Layer::State, "states.toml", residents, statute, law.confidence));
        all.extend(law.agencies.iter().map(|agency| {
            let what = format!("{}: {}", law.name, agency.whom);
            let statute = agency.statute.as_deref().unwrap_or(statute);
            cited(Layer::State, "states.toml", what, statute, agency.confidence)
        }));
    }
}

fn methods(all: &mut Vec<Cited>) {
    for (what, source) in [("Overall likelihood", risk::G5_SOURCE), ("Level of risk", risk::I2_SOURCE)] {
        all.push(cited(Layer::Method, "risk.rs", what, source.0, source.1));
    }
    for framework in crosswalk::frameworks() {
        let of = format!("{} ({})", framework.title, framework.edition);
        for item in &framework.items {
            let confidence = item.confidence(framework);
            match &item.citation {
                Some(citation) => {
                    all.push(cited(Layer::Federal, "crosswalks.toml", &item.title, citation, confidence));
                }
                None => {
                    let what = format!("{} {}", item.id, item.title);
                    all.push(cited(Layer::Method, "crosswalks.toml", what, &of, confidence));
                }
            }
        }
    }
}
