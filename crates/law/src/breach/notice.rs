//! What a notice must say, and what takes its place where addresses are missing.

use super::assess::data;
use super::days::after;
use crate::citation::Confidence;
use crate::rule::Rule;
use jiff::civil::Date;
use serde::Deserialize;

/// One thing that a notice must say: 164.404(c).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub id: String,
    pub paragraph: String,
    pub text: String,
    pub confidence: Confidence,
}

/// Everything that a notice must say.
pub fn contents() -> &'static [Content] {
    &data().content
}

/// What takes the place of letters that cannot be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Substitute {
    /// Another form of writing, the telephone or other means: 164.404(d)(2)(i).
    OtherMeans,
    /// A notice on the home page or in major media, with a toll-free number: 164.404(d)(2)(ii).
    Public,
}

/// From this many individuals with missing or wrong addresses on the substitute is public.
const PUBLIC_FROM: u32 = 10;
/// For how many days it stands.
const POSTED_DAYS: u16 = 90;

/// The substitute for individuals whose addresses are missing or wrong; `None` where every letter can be delivered.
pub const fn substitute(unreachable: u32) -> Option<Substitute> {
    match unreachable {
        0 => None,
        1..PUBLIC_FROM => Some(Substitute::OtherMeans),
        _ => Some(Substitute::Public),
    }
}

impl Substitute {
    /// The paragraph behind it.
    pub const fn because(self) -> Rule {
        match self {
            Self::OtherMeans => Rule::BreachSubstituteFew,
            Self::Public => Rule::BreachSubstituteMany,
        }
    }

    /// The day until which a notice that was posted on a day stands: 90 days later. `None` for other means.
    pub fn stands_until(self, posted: Date) -> Option<Date> {
        (self == Self::Public).then(|| after(posted, POSTED_DAYS))
    }
}
