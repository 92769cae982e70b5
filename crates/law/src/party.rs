//! What an organization is under HIPAA: a covered entity, a business associate, both or neither. The definitions of
//! 45 CFR 160.103 are asked question by question; an open question is never read in favour of "neither".

use crate::associate::Answer;
use crate::citation::Confidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is asked about an organization, in the order in which a form asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyQuestion {
    /// A health plan?
    Plan,
    /// A clearinghouse?
    Clearinghouse,
    /// A health care provider?
    Provider,
    /// One that sends standard transactions?
    Electronic,
    /// Handles PHI on behalf of a covered entity?
    Functions,
    /// Is given PHI for advice or the like?
    Advice,
    /// Exchanges health information?
    Exchange,
    /// Offers personal health records?
    PersonalRecords,
    /// Handles PHI for a business associate?
    Subcontractor,
}

/// What a yes would make of the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Makes {
    CoveredEntity,
    BusinessAssociate,
}

/// A question as a form shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyInquiry {
    #[serde(rename = "id")]
    pub question: PartyQuestion,
    pub makes: Makes,
    /// The question itself, answered yes or no.
    pub text: String,
    pub paragraph: String,
    /// The rule behind it, in one sentence of our own.
    pub means: String,
    pub confidence: Confidence,
}

/// The answers about one organization, as they are kept.
pub type PartyAnswers = BTreeMap<PartyQuestion, Answer>;

/// What the answers mean together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    CoveredEntity(Vec<PartyQuestion>),
    BusinessAssociate(Vec<PartyQuestion>),
    /// A covered entity that is also a business associate of others.
    Both(Vec<PartyQuestion>),
    Neither,
    /// These questions decide and are open.
    Open(Vec<PartyQuestion>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "as_of")]
    _as_of: Date,
    question: Vec<PartyInquiry>,
}

static INQUIRIES: LazyLock<Vec<PartyInquiry>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../data/party.toml"))
        .expect("the data file is part of the program, and a test reads it");
    let mut inquiries = file.question;
    inquiries.sort_by_key(|inquiry| inquiry.question);
    inquiries
});

/// Every question, in the order in which a form asks.
pub fn party_questions() -> &'static [PartyInquiry] {
    &INQUIRIES
}

impl PartyQuestion {
    /// The words of the question, its paragraph and what it means.
    pub fn inquiry(self) -> &'static PartyInquiry {
        &INQUIRIES[self as usize]
    }
}

impl Party {
    /// The questions whose answers decided it.
    pub fn because(&self) -> &[PartyQuestion] {
        match self {
            Party::CoveredEntity(why)
            | Party::BusinessAssociate(why)
            | Party::Both(why)
            | Party::Open(why) => why,
            Party::Neither => &[],
        }
    }

    /// How well the statements behind the result were checked: as well as the weakest of them. "Neither" rests on all.
    pub fn confidence(&self) -> Confidence {
        let all = || INQUIRIES.iter().map(|inquiry| inquiry.confidence);
        let weakest = match self {
            Party::Neither | Party::Open(_) => all().max(),
            decided => decided.because().iter().map(|q| q.inquiry().confidence).max(),
        };
        weakest.unwrap_or(Confidence::Unverified)
    }
}

/// Weighs the answers about an organization. Pure: the same answers always mean the same.
pub fn classify(answers: &PartyAnswers) -> Party {
    use PartyQuestion::*;
    let given = |q: PartyQuestion| answers.get(&q).copied();
    let yes = |q: PartyQuestion| given(q) == Some(Answer::Yes);
    let mut covered: Vec<PartyQuestion> = [Plan, Clearinghouse].into_iter().filter(|q| yes(*q)).collect();
    if yes(Provider) && yes(Electronic) {
        covered.extend([Provider, Electronic]);
    }
    let associate = [Functions, Advice, Exchange, PersonalRecords, Subcontractor];
    let serving: Vec<PartyQuestion> = associate.into_iter().filter(|q| yes(*q)).collect();
    // A provider that sends nothing electronically is none, and whoever is no provider may leave the other open.
    let mut open: Vec<PartyQuestion> =
        [Plan, Clearinghouse].into_iter().filter(|q| given(*q).is_none()).collect();
    match (given(Provider), given(Electronic)) {
        (Some(Answer::No), _) | (_, Some(Answer::No)) => {}
        (Some(_), Some(_)) => {}
        (provider, electronic) => {
            open.extend(provider.is_none().then_some(Provider));
            open.extend(electronic.is_none().then_some(Electronic));
        }
    }
    if !covered.is_empty() {
        open.clear();
    }
    if serving.is_empty() {
        open.extend(associate.into_iter().filter(|q| given(*q).is_none()));
    }
    match (covered.is_empty(), serving.is_empty(), open.is_empty()) {
        (_, _, false) => Party::Open(open),
        (false, false, _) => Party::Both([covered, serving].concat()),
        (false, true, _) => Party::CoveredEntity(covered),
        (true, false, _) => Party::BusinessAssociate(serving),
        (true, true, _) => Party::Neither,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PartyQuestion::*;

    const ALL: [PartyQuestion; 9] = [
        Plan,
        Clearinghouse,
        Provider,
        Electronic,
        Functions,
        Advice,
        Exchange,
        PersonalRecords,
        Subcontractor,
    ];

    fn answers(yes: &[PartyQuestion]) -> PartyAnswers {
        ALL.into_iter().map(|q| (q, if yes.contains(&q) { Answer::Yes } else { Answer::No })).collect()
    }

    #[test]
    fn the_data_file_asks_every_question_once_with_its_paragraph() {
        let asked: Vec<PartyQuestion> = party_questions().iter().map(|i| i.question).collect();
        assert_eq!(asked, ALL);
        assert!(party_questions().iter().all(|i| i.paragraph.starts_with("45 CFR 160.103")));
    }

    #[test]
    fn what_each_organization_is() {
        let cases: [(&[PartyQuestion], Party); 8] = [
            (&[Provider, Electronic], Party::CoveredEntity(vec![Provider, Electronic])),
            (&[Plan], Party::CoveredEntity(vec![Plan])),
            (&[Clearinghouse, Functions], Party::Both(vec![Clearinghouse, Functions])),
            // A cash-only practice that never sends a standard transaction.
            (&[Provider], Party::Neither),
            // A billing company, a managed service provider.
            (&[Electronic, Functions], Party::BusinessAssociate(vec![Functions])),
            (&[Functions, Subcontractor], Party::BusinessAssociate(vec![Functions, Subcontractor])),
            (&[Provider, Electronic, Functions], Party::Both(vec![Provider, Electronic, Functions])),
            (&[], Party::Neither),
        ];
        for (yes, expected) in cases {
            assert_eq!(classify(&answers(yes)), expected, "{yes:?}");
        }
    }

    #[test]
    fn an_open_question_never_counts_in_favour() {
        for open in [Plan, Clearinghouse, Functions, Subcontractor] {
            let mut given = answers(&[]);
            given.remove(&open);
            assert_eq!(classify(&given), Party::Open(vec![open]), "{open:?}");
        }
        let mut given = answers(&[]);
        given.remove(&Electronic);
        assert_eq!(classify(&given), Party::Neither, "it is no provider");
        given.insert(Provider, Answer::Yes);
        assert_eq!(classify(&given), Party::Open(vec![Electronic]));
        assert_eq!(classify(&PartyAnswers::new()).because().len(), 9);
        // What makes it a covered entity is known; whether it also serves others is not.
        let mut given = answers(&[Plan]);
        given.remove(&Advice);
        assert_eq!(classify(&given), Party::Open(vec![Advice]));
    }

    #[test]
    fn a_result_is_as_certain_as_the_weakest_statement_behind_it() {
        assert_eq!(classify(&answers(&[Provider, Electronic])).confidence(), Confidence::Checked);
        assert_eq!(classify(&answers(&[Functions])).confidence(), Confidence::Secondary);
        assert_eq!(classify(&answers(&[Subcontractor])).confidence(), Confidence::Unverified);
        assert_eq!(classify(&answers(&[])).confidence(), Confidence::Unverified);
    }
}
