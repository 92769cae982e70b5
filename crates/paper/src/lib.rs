//! Documents for paper: the letter to an individual after a breach, the notices in its place and to the media, the sheet
//! for the portal of HHS, the report of an incident, and the pack for the hour in which nothing works. Facts come in,
//! words go out. Where a fact is missing there is a blank that cannot be overlooked, never a sentence somebody made up;
//! what is only proposed or was not checked against the law is marked so.
//!
//! A [`Document`] becomes a [`Sheet`], and a sheet becomes a page or, by the crate `press`, an accessible PDF. Nothing here
//! reads a clock, a file or a network.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod bounds;
mod documents;
mod sheet;
mod words;

#[cfg(test)]
mod tests;

pub use documents::breach::{
    Addressee, BreachLetter, BreachLetters, Means, MediaNotice, Notice, Recipient, SubstituteNotice,
};
pub use documents::downtime::{Call, Department, DowntimePack, Field, Form, Place};
pub use documents::hhs::{Entity, Filer, HhsSheet};
pub use documents::incident::{Decision, Event, Evidence, IncidentReport, Indicator, Role, System, Task};
pub use documents::{Address, Contact, Duty, Sureness, When};
pub use sheet::{Block, Column, Line, Piece, Sheet, Slot, Style};

use serde::{Deserialize, Serialize};
use std::fmt;

/// Everything that is printed here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "document", rename_all = "kebab-case")]
pub enum Document {
    BreachLetter(BreachLetter),
    BreachLetters(BreachLetters),
    SubstituteNotice(SubstituteNotice),
    MediaNotice(MediaNotice),
    HhsSheet(HhsSheet),
    IncidentReport(IncidentReport),
    DowntimePack(DowntimePack),
}

impl Document {
    /// The document in words, within [`bounds`].
    pub fn sheet(&self) -> Result<Sheet, Problem> {
        Ok(match bounds::bounded(self)? {
            Self::BreachLetter(letter) => words::breach_letter(&letter),
            Self::BreachLetters(letters) => words::breach_letters(&letters),
            Self::SubstituteNotice(notice) => words::substitute_notice(&notice),
            Self::MediaNotice(notice) => words::media_notice(&notice),
            Self::HhsSheet(sheet) => words::hhs_sheet(&sheet),
            Self::IncidentReport(report) => words::incident_report(&report),
            Self::DowntimePack(pack) => words::downtime_pack(&pack),
        })
    }
}

/// Why a document cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", content = "about", rename_all = "kebab-case")]
pub enum Problem {
    TooLong {
        field: String,
        has: usize,
        most: usize,
    },
    TooMany {
        field: String,
        has: usize,
        most: usize,
    },
    TooMuch {
        field: String,
        most: usize,
    },
    Numbers {
        field: String,
        first: u32,
        last: u32,
    },
    Malformed(String),
    /// The press could not set it. A fault of ours.
    Unset(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { field, has, most } => {
                write!(f, "{field} has {has} letters; {most} are the most that are printed.")
            }
            Self::TooMany { field, has, most } => {
                write!(f, "{field} comes to {has}; {most} are the most that are printed.")
            }
            Self::TooMuch { field, most } => {
                write!(
                    f,
                    "With {field} the document has more than {most} letters, the most that are printed."
                )
            }
            Self::Numbers { field, first, last } => {
                write!(f, "{field} is {last} and comes before the first number, {first}.")
            }
            Self::Malformed(why) => write!(f, "This is no document: {why}."),
            Self::Unset(why) => write!(f, "The press could not set it: {why}"),
        }
    }
}

impl std::error::Error for Problem {}
