//! What the verifier found, each as a sentence that says what is wrong, and where, to somebody who did not
//! build the ledger.

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError, KeyError};
use crate::hash::Hash;

/// Which checkpoint a finding is about. Numbers count from 1, in the order given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// The checkpoint of the export.
    Current,
    /// One of the export's `earlier-checkpoints`.
    Earlier(usize),
    /// One that its holder kept outside the house.
    Known(usize),
}

/// Something that is wrong with an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The file could not be read on from this line.
    Unreadable { line: u64, why: String },
    /// A line beyond the limit; reading stopped there.
    LineTooLong { line: u64 },
    /// A line that is no entry; it stands where entry `index` should.
    Malformed { line: u64, index: u64, why: String },
    /// Salt and body do not give the leaf hash that stands beside them.
    Altered { index: u64 },
    /// The body is what was sealed, but not canonical JSON.
    NotCanonical { index: u64, why: String },
    /// Entries `first` to `last` are not in the export.
    Missing { first: u64, last: u64 },
    /// The entry stands after one with a higher index.
    OutOfOrder { index: u64, line: u64 },
    /// The entry stands there a second time.
    Repeated { index: u64, line: u64 },
    /// The export ends before the number of entries that the checkpoint signs.
    Short { signed: u64, found: u64 },
    /// Entries `first` to `last` stand in the export, but its checkpoint does not cover them.
    Unsigned { first: u64, last: u64 },
    /// The entries do not give the root that was signed over them. `agreed` is the largest number of
    /// entries for which an older checkpoint still agrees, so the change lies in entries `agreed` to `size
    /// - 1`.
    Rewritten { paper: Paper, size: u64, signed: Hash, computed: Hash, agreed: u64 },
    /// A checkpoint was signed over more entries than the export's checkpoint covers.
    Rollback { paper: Paper, size: u64, current: u64 },
    /// Not signed by the key given: another key, or a key that was replaced.
    UnknownKey { paper: Paper, why: String },
    /// Signed in the key's name, but the signature is wrong.
    BadSignature { paper: Paper, why: String },
    /// Not a checkpoint at all.
    BadCheckpoint { paper: Paper, why: CheckpointError },
    /// A checkpoint of some other ledger.
    AnotherLedger { paper: Paper, origin: String, expected: String },
    /// The verifier key cannot be used, so no signature could be checked.
    BadKey { why: KeyError },
    /// More is wrong than is worth listing; reading stopped at this line.
    Stopped { line: u64 },
}

/// The verdict over an export. Prints as the lines that `orderly ledger verify` shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The verifier key by which signatures were checked. It is part of the export, so compare it with the
    /// one that you were given by another way.
    pub key: String,
    /// The export's checkpoint, once its signature held.
    pub checkpoint: Option<Checkpoint>,
    /// How many entries were read.
    pub entries: u64,
    /// How many of them were withheld from this export and checked by their leaf hash only.
    pub withheld: u64,
    /// How many earlier checkpoints agreed with the entries.
    pub earlier_agreed: usize,
    /// How many known checkpoints agreed with the entries. Without any, a rollback cannot be found.
    pub known_agreed: usize,
    /// What is wrong, in the order of the file, then of the checkpoints.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong: every entry is what was signed, and agrees with all checkpoints given.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty() && self.checkpoint.is_some()
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Paper::Current => f.write_str("the checkpoint of the export"),
            Paper::Earlier(number) => write!(f, "earlier checkpoint {number}"),
            Paper::Known(number) => write!(f, "known checkpoint {number}"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Unreadable { line, why } => write!(f, "Line {line} could not be read: {why}."),
            Finding::LineTooLong { line } => {
                write!(
                    f,
                    "Line {line} is longer than {} bytes; reading stopped there.",
                    super::MAX_LINE_BYTES
                )
            }
            Finding::Malformed { line, index, why } => {
                write!(f, "Line {line}, where entry {index} should stand, is damaged: {why}.")
            }
            Finding::Altered { index } => write!(
                f,
                "Entry {index} was changed: its salt and body do not give the leaf hash beside them."
            ),
            Finding::NotCanonical { index, why } => write!(f, "Entry {index} is not canonical JSON: {why}."),
            Finding::Missing { first, last } if first == last => write!(f, "Entry {first} was dropped."),
            Finding::Missing { first, last } => write!(f, "Entries {first} to {last} were dropped."),
            Finding::OutOfOrder { index, line } => {
                write!(f, "Entries were reordered: entry {index} stands on line {line}, after a later entry.")
            }
            Finding::Repeated { index, line } => {
                write!(f, "Entry {index} stands a second time, on line {line}.")
            }
            Finding::Short { signed, found } => write!(
                f,
                "Entries were dropped: the checkpoint signs {signed}, the export ends after {found}."
            ),
            Finding::Unsigned { first, last } => {
                write!(
                    f,
                    "Entries {first} to {last} stand in the export, but its checkpoint does not cover them."
                )
            }
            _ => self.write_paper(f),
        }
    }
}

impl Finding {
    /// The findings about checkpoints and keys.
    fn write_paper(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Rewritten { paper, size, signed, computed, agreed } => write!(
                f,
                "History was rewritten: {paper} signed the root {signed} over the first {size} entries, \
                 but they give {computed}; the change lies in entries {agreed} to {}.",
                size.saturating_sub(1)
            ),
            Finding::Rollback { paper, size, current } => write!(
                f,
                "The ledger was rolled back: {paper} was signed over {size} entries, but the export's \
                 checkpoint covers only {current}."
            ),
            Finding::UnknownKey { paper, why } => {
                write!(f, "The key is not the one that signed {paper}: {why}.")
            }
            Finding::BadSignature { paper, why } => {
                write!(f, "The signature of {paper} is bad: {why}.")
            }
            Finding::BadCheckpoint { paper, why } => {
                write!(f, "No checkpoint can be read in {paper}: {why}.")
            }
            Finding::AnotherLedger { paper, origin, expected } => {
                write!(
                    f,
                    "Another ledger's checkpoint stands as {paper}: it is of {origin:?}, not {expected:?}."
                )
            }
            Finding::BadKey { why } => write!(f, "The verifier key cannot be used: {why}."),
            Finding::Stopped { line } => {
                write!(f, "Too much is wrong to list; reading stopped at line {line}.")
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let verdict = if self.is_sound() { "The ledger verifies" } else { "The ledger DOES NOT verify" };
        writeln!(f, "{verdict}: {} entries read, {} of them withheld here.", self.entries, self.withheld)?;
        if let Some(checkpoint) = &self.checkpoint {
            let Checkpoint { origin, size, root, .. } = checkpoint;
            writeln!(f, "{origin} signed the root {} over {size} entries.", root.to_base64())?;
        }
        let (earlier, known) = (self.earlier_agreed, self.known_agreed);
        writeln!(f, "{earlier} earlier and {known} known checkpoints agree with these entries.")?;
        if known == 0 {
            writeln!(
                f,
                "Without a checkpoint that left the house, a rollback by its owner cannot be found."
            )?;
        }
        writeln!(f, "Checked with the key {}; compare it with the one you were given.", self.key)
    }
}
