//! The Security Rule as data: 22 standards and 46 specifications, each with its paragraph, whether it is required or
//! addressable, and the duty in our own words. What is only proposed stands apart, in a type of its own.

use crate::citation::{Confidence, Kind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A section of the rule: 164.308, .310, .312, .314 or .316.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub title: String,
    /// How well the difference between required and addressable was checked in this section.
    pub flags: Confidence,
    /// The standards and specifications, in the order of the rule.
    pub rows: Vec<Safeguard>,
}

/// A standard or an implementation specification.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safeguard {
    /// Without the title of the code: "164.312(a)(2)(iv)".
    pub paragraph: String,
    pub kind: Kind,
    pub title: String,
    /// The duty in our own words.
    pub duty: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    as_of: Date,
    section: Vec<Section>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/safeguards.toml"))
        .expect("the data file is part of the program, and a test reads it")
});

/// The five sections, in the order of the rule.
pub fn sections() -> &'static [Section] {
    &FILE.section
}

/// Every standard and specification, in the order of the rule.
pub fn safeguards() -> impl Iterator<Item = &'static Safeguard> {
    sections().iter().flat_map(|section| &section.rows)
}

/// The day on which the rows were held against the text.
pub fn safeguards_as_of() -> Date {
    FILE.as_of
}

/// The standard or specification at a paragraph, however it is written: "45 CFR 164.312(b)", "§164.312(b)", "164.312 (b)".
pub fn find_safeguard(text: &str) -> Option<&'static Safeguard> {
    let wanted = plain_paragraph(text);
    safeguards().find(|row| row.paragraph == wanted)
}

/// A paragraph without blanks, section signs and the title of the code.
pub fn plain_paragraph(text: &str) -> String {
    let tight: String = text.chars().filter(|c| !c.is_whitespace() && *c != '§').collect();
    let upper = tight.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("45CFR"));
    if upper { tight[5..].to_owned() } else { tight }
}

impl Safeguard {
    /// As it is quoted: "45 CFR 164.312(b)".
    pub fn citation(&self) -> String {
        format!("45 CFR {}", self.paragraph)
    }

    /// The section it stands in.
    pub fn section(&'static self) -> &'static Section {
        let own = |section: &&Section| section.rows.iter().any(|row| std::ptr::eq(row, self));
        sections().iter().find(own).expect("every row came out of a section")
    }

    /// The standard it belongs to; a standard belongs to itself.
    pub fn standard(&'static self) -> &'static Safeguard {
        let rows = &self.section().rows;
        let place = rows.iter().position(|row| std::ptr::eq(row, self)).unwrap_or_default();
        rows[..=place].iter().rfind(|row| row.kind == Kind::Standard).unwrap_or(self)
    }

    /// The specifications of a standard; none of a specification.
    pub fn specifications(&'static self) -> impl Iterator<Item = &'static Safeguard> {
        let rows = self.section().rows.iter();
        rows.filter(move |row| row.kind != Kind::Standard && std::ptr::eq(row.standard(), self))
    }

    /// Whether it is itself assessed: a specification, or a standard that has none.
    pub fn is_assessable(&'static self) -> bool {
        self.kind != Kind::Standard || self.specifications().next().is_none()
    }

    /// Whether an assessment may end in anything but "implemented".
    pub fn is_addressable(&self) -> bool {
        self.kind == Kind::Addressable
    }

    /// How well its kind was checked.
    pub fn confidence(&'static self) -> Confidence {
        self.section().flags
    }
}

/// How an assessment of one row ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Implemented,
    /// Another measure takes its place, for a reason that is written down.
    Equivalent {
        reason: String,
    },
    /// Neither it nor an equivalent is reasonable, for a reason that is written down.
    NotReasonable {
        reason: String,
    },
}

/// Why an outcome is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unacceptable {
    /// Only an addressable specification may be met in another way: 164.306(d)(2).
    NotAddressable,
    /// 164.306(d)(3) wants the reason in writing.
    NoReason,
}

impl Outcome {
    /// Whether a row may end this way.
    ///
    /// # Errors
    /// The outcome is none for a standard or a required specification, or lacks its reason.
    pub fn acceptable(&self, row: &Safeguard) -> Result<(), Unacceptable> {
        let reason = match self {
            Self::Implemented => return Ok(()),
            Self::Equivalent { reason } | Self::NotReasonable { reason } => reason,
        };
        match (row.is_addressable(), reason.trim().is_empty()) {
            (false, _) => Err(Unacceptable::NotAddressable),
            (true, true) => Err(Unacceptable::NoReason),
            (true, false) => Ok(()),
        }
    }
}
