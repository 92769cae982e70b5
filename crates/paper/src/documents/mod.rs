//! What each document is made of: facts that somebody has, and an empty place where nobody has them yet. Every text is
//! taken as it is written, never as an instruction; a day is a day of the calendar; a moment is words with a zone.

pub mod breach;
pub mod downtime;
pub mod hhs;
pub mod incident;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How well something was checked, or that it is no law at all. Printed wherever it is not [`Sureness::Verified`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sureness {
    Verified,
    /// Matched to one secondary source.
    Secondary,
    /// General knowledge.
    #[default]
    Unverified,
    /// Sources disagree.
    Uncertain,
    /// No paragraph asks for it; an agreement does.
    Agreed,
    /// Only proposed: no law.
    Proposed,
}

impl Sureness {
    /// The mark that stands beside it; `None` for what was checked.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Verified => None,
            Self::Secondary => Some("one secondary source"),
            Self::Unverified => Some("unverified"),
            Self::Uncertain => Some("sources disagree"),
            Self::Agreed => Some("by agreement"),
            Self::Proposed => Some("proposed, not law"),
        }
    }
}

/// A name with an address, line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    pub name: Option<String>,
    pub lines: Vec<String>,
}

/// How to ask and learn more. 45 CFR 164.404(c)(1)(E) wants one of the first four.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    pub toll_free: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub postal: Vec<String>,
    /// When somebody answers: "Monday to Friday, 8 am to 6 pm Central".
    pub hours: Option<String>,
    /// Who answers: "the Privacy Office".
    pub person: Option<String>,
}

/// When something was, as far as anybody knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Nobody has said: a blank.
    #[default]
    Missing,
    /// It was looked for and is not known; the document says so.
    Unknown,
    On(Date),
    Between(Date, Date),
}

/// Somebody is told of something by a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Duty {
    pub whom: String,
    /// The last day, a ceiling; `None` where the law sets no number of days.
    pub by: Option<Date>,
    /// How fast the law wants it: "without unreasonable delay".
    pub standard: String,
    /// The paragraph: "45 CFR 164.404(b)".
    pub because: String,
    pub sureness: Sureness,
    /// What was done about it, in words with the moment; `None` while it is open.
    pub done: Option<String>,
}
