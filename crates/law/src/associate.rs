//! The questions that decide whether an outside party needs a business associate agreement.
//!
//! "Not required" is a decision with consequences, so it is never a mere tick: the questions of the
//! definition are answered one by one, and the answers are kept with the decision.

use crate::citation::Confidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is asked about a party. The order is the order in which a form asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Are its people members of the workforce?
    Workforce,
    /// Does it handle PHI, or can it reach PHI?
    Reach,
    /// Does it keep PHI beyond transport?
    Keeps,
    /// A provider that treats the patient?
    Treatment,
    /// A plan sponsor under 164.504(f)?
    PlanSponsor,
    /// An agency that determines eligibility?
    EligibilityAgency,
    /// A member that acts for an organized health care arrangement?
    CareArrangement,
    /// A mere conduit?
    Conduit,
    /// A bank that processes payments?
    Payment,
    /// Exposure by accident only?
    Incidental,
    /// Anything else that involves PHI?
    Beyond,
}

impl Question {
    /// Every question, in order.
    pub const ALL: &[Self] = &[
        Self::Workforce,
        Self::Reach,
        Self::Keeps,
        Self::Treatment,
        Self::PlanSponsor,
        Self::EligibilityAgency,
        Self::CareArrangement,
        Self::Conduit,
        Self::Payment,
        Self::Incidental,
        Self::Beyond,
    ];

    /// The words of the question, its paragraph and what it means.
    pub fn inquiry(self) -> &'static Inquiry {
        &INQUIRIES[self as usize]
    }
}

/// A question as a form shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inquiry {
    #[serde(rename = "id")]
    pub question: Question,
    /// The question itself, answered yes or no.
    pub text: String,
    /// The paragraph or guidance it comes from.
    pub paragraph: String,
    /// The rule behind it, in one sentence of our own.
    pub means: String,
    pub confidence: Confidence,
}

/// An answer. Whoever does not know leaves the question open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    Yes,
    No,
}

/// The answers about one party, as they are kept with the decision.
pub type Answers = BTreeMap<Question, Answer>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "as_of")]
    _as_of: Date,
    question: Vec<Inquiry>,
}

static INQUIRIES: LazyLock<Vec<Inquiry>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../data/associate.toml"))
        .expect("the data file is part of the program, and a test reads it");
    let mut inquiries = file.question;
    inquiries.sort_by_key(|inquiry| inquiry.question);
    inquiries
});

/// Every question, in the order in which a form asks: 45 CFR 160.103 and the guidance on it.
pub fn not_required_questions() -> &'static [Inquiry] {
    &INQUIRIES
}
