//! Spreadsheets: what a client sends when asked for its staff or its devices. CSV in any of the forms that Excel and
//! its rivals write, and XLSX workbooks, become one header and numbered rows, so that a mistake can be named by the
//! row and column that the sender sees on the screen.

mod builder;
mod delimited;
mod parts;
mod workbook;

use crate::text::{self, TextError};
use builder::Builder;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Most rows under the header.
pub const MAX_ROWS: usize = 200_000;
/// Most columns.
pub const MAX_COLUMNS: usize = 200;
/// Longest cell, in bytes of UTF-8. Excel's own limit is 32 767 characters.
pub const MAX_CELL_BYTES: usize = 32 * 1024;
/// Most cells in all rows together.
pub const MAX_CELLS: usize = 4_000_000;
/// Most text in all cells together, in bytes of UTF-8.
pub const MAX_TEXT_BYTES: usize = 256 * 1024 * 1024;

/// A list with a header. Blank rows are gone; every row has as many cells as the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The names of the columns, trimmed and distinct: a repeated name gets " (2)", a blank one is "Column C".
    pub header: Vec<String>,
    /// The rows under the header, in the order of the file.
    pub rows: Vec<Row>,
}

/// One row of a [`Sheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the row begins: the line of a text file, the row number of a workbook, counted from 1.
    pub line: u32,
    /// One text per column of the header, as written (not trimmed); what is missing is empty.
    pub cells: Vec<String>,
}

/// Why a file cannot be read as a list. No message repeats the content of a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is nothing to read.
    #[error("The file has no row with text in it.")]
    Empty,
    /// The file is larger than a limit of this module allows.
    #[error("The file is too large: {what}.")]
    TooLarge {
        /// The limit that is exceeded, in words.
        what: &'static str,
    },
    /// The file is of a kind that is not read.
    #[error("This is {kind}. Save the list as an Excel workbook (.xlsx) or as CSV and send it again.")]
    OtherKind {
        /// What the file is, with its article.
        kind: &'static str,
    },
    /// The bytes are not text in any alphabet we know.
    #[error(transparent)]
    Text(#[from] TextError),
    /// One row is wrong.
    #[error("Row {row}: {why}.")]
    Row {
        /// Line of a text file or row of a workbook, counted from 1.
        row: u32,
        /// The end of the sentence.
        why: String,
    },
    /// One cell is wrong.
    #[error("Row {row}, column {}: {why}.", letters(*column))]
    Cell {
        /// Line of a text file or row of a workbook, counted from 1.
        row: u32,
        /// Column, counted from 1.
        column: u32,
        /// The end of the sentence.
        why: String,
    },
    /// A part inside a workbook is damaged.
    #[error("The workbook is damaged in {part} near byte {byte}: {why}.")]
    Part {
        /// Name of the part in the archive.
        part: String,
        /// Offset in the unpacked part, counted from 0.
        byte: u64,
        /// The end of the sentence.
        why: String,
    },
    /// The workbook has no such sheet.
    #[error("The workbook has no sheet named \u{201c}{wanted}\u{201d}; it has {}.", present.join(", "))]
    NoSuchSheet {
        /// The name that was asked for.
        wanted: String,
        /// The names of the sheets there are.
        present: Vec<String>,
    },
}

impl Sheet {
    /// Reads CSV or the first visible sheet of an XLSX workbook, whichever the bytes are.
    ///
    /// # Errors
    /// Says which row, column or byte cannot be read, or which limit is exceeded.
    pub fn read(bytes: &[u8]) -> Result<Sheet, SheetError> {
        match kind_of(bytes)? {
            Kind::Workbook => workbook::read(bytes, None),
            Kind::Text => Self::read_csv(bytes),
        }
    }

    /// Reads the sheet of this name (letter case does not matter) from an XLSX workbook.
    ///
    /// # Errors
    /// As [`Sheet::read`]; also when there is no such sheet or the file is not a workbook.
    pub fn read_named(bytes: &[u8], name: &str) -> Result<Sheet, SheetError> {
        match kind_of(bytes)? {
            Kind::Workbook => workbook::read(bytes, Some(name)),
            Kind::Text => Err(SheetError::NoSuchSheet { wanted: name.to_owned(), present: Vec::new() }),
        }
    }

    /// The names of the visible sheets of an XLSX workbook in their order; none for a text file.
    ///
    /// # Errors
    /// As [`Sheet::read`].
    pub fn names(bytes: &[u8]) -> Result<Vec<String>, SheetError> {
        match kind_of(bytes)? {
            Kind::Workbook => workbook::names(bytes),
            Kind::Text => Ok(Vec::new()),
        }
    }

    /// Reads delimited text: UTF-8, UTF-16 or Windows-1252; comma, semicolon, tab or bar.
    ///
    /// # Errors
    /// As [`Sheet::read`].
    pub fn read_csv(bytes: &[u8]) -> Result<Sheet, SheetError> {
        if bytes.len() > MAX_BYTES {
            return Err(SheetError::TooLarge { what: "it has more than 64 MiB" });
        }
        delimited::read(&text::decode(bytes)?)
    }
}

enum Kind {
    Text,
    Workbook,
}

/// What the first bytes promise. Old Excel files and archives that are no workbook are named, so that the sender
/// knows what to do instead of reading about a strange byte.
fn kind_of(bytes: &[u8]) -> Result<Kind, SheetError> {
    let other = |kind| Err(SheetError::OtherKind { kind });
    match bytes {
        _ if bytes.len() > MAX_BYTES => Err(SheetError::TooLarge { what: "it has more than 64 MiB" }),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Ok(Kind::Workbook),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => other("an old Excel file (.xls) or a workbook with a password"),
        [b'%', b'P', b'D', b'F', ..] => other("a PDF"),
        [b'{', b'\\', b'r', b't', b'f', ..] => other("an RTF document"),
        [0x1F, 0x8B, ..] => other("a gzip archive"),
        _ => Ok(Kind::Text),
    }
}

/// The letters that a spreadsheet shows for a column counted from 1: 1 is A, 27 is AA.
pub(crate) fn letters(column: u32) -> String {
    let (mut left, mut name) = (column, Vec::new());
    while left > 0 {
        left -= 1;
        name.push(b'A' + (left % 26) as u8);
        left /= 26;
    }
    name.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests;
