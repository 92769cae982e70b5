//! The directory that is handed to an auditor, and the verifier that reads it offline, years later, without
//! us.
//!
//! | file | content |
//! |---|---|
//! | `entries.jsonl` | one line an entry, in order: index, salt, body, leaf hash (see [`Line`]) |
//! | `checkpoint` | the signed checkpoint over exactly these entries |
//! | `earlier-checkpoints` | checkpoints signed before, one after the other with a blank line between |
//! | `key` | the public half of the ledger's key |
//!
//! Where the reader of an export may not see an entry, its salt and body are null. A withheld entry still
//! has its leaf hash, so every export, however small the part that its reader may see, is checked as a
//! whole. Whoever owns our database and files can rewrite all of the directory but cannot sign; and
//! checkpoints that left the house earlier are *known* to their holder, so even going back to an older,
//! rightly signed state is found. This module only computes: the caller opens the files.

mod finding;
mod proven;
mod verify;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::leaf::{Leaf, SALT_BYTES};

pub use finding::{Finding, Paper, Report};
pub use proven::{ProveError, Proven, ProvenError};
pub use verify::{MAX_FINDINGS, Papers, verify};

/// File name of the entries, one JSON object a line.
pub const ENTRIES: &str = "entries.jsonl";
/// File name of the signed checkpoint over the entries.
pub const CHECKPOINT: &str = "checkpoint";
/// File name of the checkpoints signed before.
pub const EARLIER_CHECKPOINTS: &str = "earlier-checkpoints";
/// File name of the verifier key.
pub const KEY: &str = "key";

/// The longest line of `entries.jsonl` in bytes: twice the longest body, as quotes in it are escaped, and
/// more.
pub const MAX_LINE_BYTES: usize = 2 * crate::canonical::MAX_BODY_BYTES + 1024;

/// One entry of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Place in the ledger, from 0.
    pub index: u64,
    /// The entry, or `None` where it is withheld from the reader of this export.
    pub leaf: Option<Leaf>,
    /// The leaf hash, which is public.
    pub leaf_hash: Hash,
}

/// A line as it stands in the file; the order of the fields is the order in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<T> {
    index: u64,
    salt: Option<String>,
    body: Option<T>,
    leaf_hash: Hash,
}

impl Line {
    /// An entry that the reader may see.
    pub fn shown(index: u64, leaf: Leaf) -> Line {
        Line { index, leaf_hash: leaf.hash(), leaf: Some(leaf) }
    }

    /// An entry that is not within the reader's reach: only its place and leaf hash.
    pub fn withheld(index: u64, leaf_hash: Hash) -> Line {
        Line { index, leaf: None, leaf_hash }
    }

    /// Appends the line with its newline to `out`. Errors: a body that is not UTF-8 (`InvalidData`), or
    /// what the writer reports.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        let body = self.leaf.as_ref().map(|leaf| std::str::from_utf8(&leaf.body)).transpose();
        let written = Written {
            index: self.index,
            salt: self.leaf.as_ref().map(|leaf| STANDARD.encode(leaf.salt)),
            body: body.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?,
            leaf_hash: self.leaf_hash,
        };
        serde_json::to_writer(&mut out, &written)?;
        out.write_all(b"\n")
    }

    /// Reads a line with its newline. Only the exact form that [`Line::write`] writes is accepted, so that
    /// no byte of an export can change without being noticed. Errors say why, in words.
    pub fn parse(line: &[u8]) -> Result<Line, String> {
        let written: Written<String> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let leaf = match (written.salt, written.body) {
            (Some(salt), Some(body)) => {
                let salt: Option<[u8; SALT_BYTES]> =
                    STANDARD.decode(salt).ok().and_then(|s| s.try_into().ok());
                let salt = salt.ok_or_else(|| format!("salt must be {SALT_BYTES} bytes in base64"))?;
                Some(Leaf { salt, body: body.into_bytes() })
            }
            (None, None) => None,
            _ => return Err("salt and body must be given together or withheld together".to_owned()),
        };
        let read = Line { index: written.index, leaf, leaf_hash: written.leaf_hash };
        let mut again = Vec::with_capacity(line.len());
        read.write(&mut again).map_err(|error| error.to_string())?;
        if again == line { Ok(read) } else { Err("it is not written as an export writes it".to_owned()) }
    }
}

/// Joins checkpoints into the text of `earlier-checkpoints`.
pub fn join_notes<T: AsRef<str>>(notes: impl IntoIterator<Item = T>) -> String {
    let mut text = String::new();
    for note in notes {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(note.as_ref());
    }
    text
}

/// Takes a text with any number of checkpoints apart. Also used for known checkpoints that come out of a
/// mail, hence line ends of either kind, and blank lines around, are accepted.
pub fn split_notes(text: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = String::new();
    let mut signed = false;
    for line in text.lines() {
        let signature = line.starts_with('\u{2014}');
        if signed && !signature {
            notes.push(std::mem::take(&mut note));
            signed = false;
        }
        if note.is_empty() && line.is_empty() {
            continue;
        }
        note.push_str(line);
        note.push('\n');
        signed |= signature;
    }
    if !note.is_empty() {
        notes.push(note);
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf() -> Leaf {
        Leaf { salt: [9; SALT_BYTES], body: br#"{"fact":"TicketOpened"}"#.to_vec() }
    }

    #[test]
    fn lines_go_there_and_back() {
        for line in [Line::shown(3, leaf()), Line::withheld(4, leaf().hash())] {
            let mut text = Vec::new();
            line.write(&mut text).unwrap();
            assert_eq!(Line::parse(&text), Ok(line));
        }
    }

    #[test]
    fn a_line_reads_as_the_book_says() {
        let mut text = Vec::new();
        Line::shown(3, leaf()).write(&mut text).unwrap();
        let expected = format!(
            "{{\"index\":3,\"salt\":\"CQkJCQkJCQkJCQkJCQkJCQ==\",\
             \"body\":\"{{\\\"fact\\\":\\\"TicketOpened\\\"}}\",\"leaf_hash\":\"{}\"}}\n",
            leaf().hash().to_base64()
        );
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn half_withheld_and_otherwise_written_lines_are_refused() {
        let hash = leaf().hash().to_base64();
        let line = |fields: &str| Line::parse(format!("{{{fields},\"leaf_hash\":\"{hash}\"}}\n").as_bytes());
        assert!(line(r#""index":3,"salt":null,"body":null"#).is_ok());
        for fields in [
            r#""index":3,"salt":null,"body":"{}""#,
            r#""index":3,"salt":"CQkJCQkJCQkJCQkJCQkJCQ==","body":null"#,
            r#""index":3,"salt":"CQkJ","body":"{}""#,
            r#""index": 3,"salt":null,"body":null"#,
            r#""index":3,"body":null,"salt":null"#,
            r#""index":3,"body":null"#,
            r#""index":3,"index":3,"salt":null,"body":null"#,
            r#""index":-3,"salt":null,"body":null"#,
            r#""index":3,"salt":null,"body":null,"more":1"#,
        ] {
            assert!(line(fields).is_err(), "{fields}");
        }
        assert!(Line::parse(b"").is_err());
        assert!(Line::parse(&[0xff; 40]).is_err());
    }

    #[test]
    fn checkpoints_are_taken_apart_even_out_of_a_mail() {
        let notes = ["a\n1\nroot\n\n\u{2014} a x\n", "b\n2\nroot\n\n\u{2014} b y\n\u{2014} c z\n"];
        let joined = join_notes(notes);
        assert_eq!(split_notes(&joined), notes);
        assert_eq!(split_notes(&format!("\r\n{}\r\n\r\n", joined.replace('\n', "\r\n"))), notes);
        assert_eq!(split_notes(&notes.concat()), notes);
        assert_eq!(split_notes(""), Vec::<String>::new());
        assert_eq!(split_notes("no note at all"), ["no note at all\n"]);
    }
}
