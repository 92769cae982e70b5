//! The States as HIPAA counts them, the District of Columbia and the territories included, and what the breach statute of
//! each is known to say. Every row rests on secondary sources, and says how well they agree.

use crate::citation::Confidence;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::LazyLock;

/// A State, the District of Columbia or a territory, by its two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(u8);

/// What is known of a State's breach statute.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateLaw {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub territory: bool,
    /// As it is quoted; `None` where none was established.
    pub statute: Option<String>,
    /// The ceiling in calendar days for telling residents; `None` where the statute sets no number.
    pub days: Option<u16>,
    /// The day before which that number did not hold.
    pub since: Option<Date>,
    pub starts: ClockStart,
    /// How well the residents' deadline was checked.
    pub confidence: Confidence,
    /// The letters of the sources; the data file says what they stand for.
    pub sources: String,
    /// What the statute does with an entity under HIPAA.
    pub hipaa: Interplay,
    /// Whether health data counts as personal information.
    pub medical: Option<Medical>,
    /// Calendar days within which a vendor tells the owner of the data.
    pub vendor_days: Option<u16>,
    #[serde(default)]
    pub notes: Vec<String>,
    /// The agencies that are told.
    #[serde(default, rename = "agency")]
    pub agencies: Vec<Agency>,
}

/// When a statute's clock starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockStart {
    Discovery,
    Determination,
    Confirmation,
    AwarenessAndScope,
    /// The sources do not say.
    Unstated,
}

impl ClockStart {
    /// As in "45 days from …".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Discovery | Self::Unstated => "discovery",
            Self::Determination => "determination",
            Self::Confirmation => "confirmation",
            Self::AwarenessAndScope => "awareness of the breach and its scope",
        }
    }
}

/// What a State's statute does with an entity under HIPAA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interplay {
    /// Nothing: the statute applies beside HIPAA.
    None,
    Exempt,
    /// Compliance with HIPAA counts as compliance.
    Deemed,
    /// The same towards residents, but the agency is still told.
    Partly,
    /// The sources disagree.
    Unclear,
    /// The sources say nothing.
    Unstated,
}

impl Interplay {
    /// What a reader has to know of it, if anything.
    pub const fn remark(self) -> Option<&'static str> {
        match self {
            Self::None | Self::Unstated => None,
            Self::Exempt => {
                Some("Entities under HIPAA are reported to be exempt; ask counsel before relying on it.")
            }
            Self::Deemed => Some("Notice that complies with HIPAA is reported to count as compliance."),
            Self::Partly => {
                Some("Notice that complies with HIPAA is reported to count, but the agency is still told.")
            }
            Self::Unclear => Some("Sources disagree on whether entities under HIPAA are exempt."),
        }
    }
}

/// Whether health data counts as personal information under a statute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medical {
    Yes,
    No,
    /// Only at public bodies and their contractors.
    Public,
    Unverified,
}

/// An agency that a statute has told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    pub whom: String,
    /// Another statute than the row's.
    pub statute: Option<String>,
    /// Told from this number of residents on.
    pub at_least: Option<u32>,
    /// Told above this number of residents.
    pub more_than: Option<u32>,
    pub timing: Timing,
    #[serde(default)]
    pub count: u16,
    /// Whether the days are Monday to Friday.
    #[serde(default)]
    pub business: bool,
    /// Never later than the notice to residents.
    #[serde(default)]
    pub with_residents_at_latest: bool,
    /// The day before which the duty, or its number, did not hold.
    pub since: Option<Date>,
    /// The duty falls only on an entity that is this.
    pub only_if: Option<String>,
    pub confidence: Confidence,
    pub note: Option<String>,
}

/// From what an agency's deadline is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// From the start of the statute's clock.
    Days,
    WithResidents,
    BeforeResidents,
    AfterResidents,
    /// From the report to HHS.
    AfterHhs,
    Unnumbered,
}

/// Whether a number of residents reaches an agency's threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    No,
    Yes,
    /// It is the very number of which sources do not agree whether it counts.
    AtTheEdge,
}

impl Agency {
    /// Whether this many residents reach the threshold.
    pub fn reached(&self, residents: u32) -> Reached {
        let edge = self.at_least.filter(|n| *n > 1).or(self.more_than);
        match (edge, residents) {
            (_, 0) => Reached::No,
            (None, _) => Reached::Yes,
            (Some(edge), n) if n == edge => Reached::AtTheEdge,
            (Some(edge), n) if n > edge => Reached::Yes,
            _ => Reached::No,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    as_of: Date,
    read_since: Date,
    state: Vec<StateLaw>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/states.toml"))
        .expect("the data file is part of the program, and a test reads it")
});

/// The day on which the States' rows were last looked at.
pub fn states_as_of() -> Date {
    FILE.as_of
}

/// The day from which the States' numbers are known; what they were before was not looked at.
pub(crate) fn read_since() -> Date {
    FILE.read_since
}

impl State {
    /// Every State in alphabetical order, the District of Columbia among them, then the territories.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u8..).zip(&FILE.state).map(|(place, _)| Self(place))
    }

    /// The State with these two letters, in whatever case.
    pub fn find(code: &str) -> Option<Self> {
        Self::all().find(|state| state.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Its two letters.
    pub fn code(self) -> &'static str {
        &self.law().code
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        &self.law().name
    }

    /// What is known of its breach statute.
    pub fn law(self) -> &'static StateLaw {
        &FILE.state[usize::from(self.0)]
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::find(&code).ok_or_else(|| serde::de::Error::custom(format!("'{code}' is no State")))
    }
}
