//! The letter to an individual, the notice in place of letters that cannot be delivered, and the notice to the media: all
//! three say the same things (45 CFR 164.404(c), 164.406(c)), so they hold the same [`Notice`].

use super::{Address, Contact, When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What every notice of a breach says: 45 CFR 164.404(c)(1)(A) to (E).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Notice {
    /// (A) What happened, in plain words. Empty lines part paragraphs.
    pub happened: Option<String>,
    pub breach: When,
    pub discovered: When,
    /// (B) The kinds of information, never the information itself: "Date of birth".
    pub information: Vec<String>,
    /// (C) What individuals should do to protect themselves, a step an item.
    pub protect: Vec<String>,
    /// (D) What is done to investigate.
    pub investigating: Option<String>,
    /// (D) What is done against harm to individuals.
    pub mitigating: Option<String>,
    /// (D) What is done so that it does not happen again.
    pub preventing: Option<String>,
    /// (E)
    pub contact: Contact,
}

/// Whom a letter addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// The individual.
    #[default]
    Individual,
    /// The parent or personal representative of the named individual.
    Representative(String),
    /// The next of kin or personal representative of the named individual, who has died.
    NextOfKin(String),
}

/// One letter. A letter without a recipient is a form letter: name and address are blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BreachLetter {
    /// The covered entity, on whose paper the letter stands.
    pub from: Address,
    /// The business associate that sends it for the covered entity, where one does.
    pub sent_by: Option<String>,
    pub dated: Option<Date>,
    /// By which a letter that comes back is found again: "Letter 12".
    pub reference: Option<String>,
    pub to: Address,
    pub addressee: Addressee,
    pub notice: Notice,
    /// What the entity gives to whom it concerns: "Twelve months of credit monitoring", with how to ask for it.
    pub offer: Option<String>,
    pub signed_name: Option<String>,
    pub signed_title: Option<String>,
}

/// To whom one of many letters goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipient {
    pub reference: Option<String>,
    pub to: Address,
    pub addressee: Addressee,
}

/// The same letter to many, each on pages of its own that count from one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BreachLetters {
    /// What all of them say; its own addressee is not used.
    pub letter: BreachLetter,
    /// At most [`crate::bounds::RECIPIENTS`].
    pub recipients: Vec<Recipient>,
}

/// By what means individuals are told whose addresses are missing or wrong: 45 CFR 164.404(d)(2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// Ten or more: on the home page, or in major print or broadcast media, with a toll-free number.
    #[default]
    Public,
    /// Fewer than ten: another form of writing, the telephone or other means. The notice is what is said.
    Other,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SubstituteNotice {
    pub from: Address,
    pub means: Means,
    pub posted: Option<Date>,
    /// The day until which it stands, at least 90 days after it was posted.
    pub stands_until: Option<Date>,
    pub notice: Notice,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MediaNotice {
    pub from: Address,
    pub dated: Option<Date>,
    /// The State or jurisdiction whose outlets are told: "Georgia".
    pub state: Option<String>,
    /// Residents of it who are affected.
    pub residents: Option<u64>,
    pub city: Option<String>,
    /// Whom a journalist may ask.
    pub press_name: Option<String>,
    pub press_telephone: Option<String>,
    pub press_email: Option<String>,
    pub notice: Notice,
}
