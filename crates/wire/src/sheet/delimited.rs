//! Delimited text. Which sign separates the columns depends on the country of the computer that wrote the file, so
//! it is guessed from the first rows; the rows themselves are read in one pass, field by field.

use super::builder::{bad_cell, check_cell};
use super::{Builder, MAX_CELL_BYTES, MAX_COLUMNS, Sheet, SheetError};
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// The delimiters that occur, in the order in which a tie is decided.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much of a file the guess looks at: bytes and rows.
const SAMPLE_BYTES: usize = 64 * 1024;
const SAMPLE_ROWS: usize = 20;

/// Reads decoded text.
pub(super) fn read(text: &str) -> Result<Sheet, SheetError> {
    let (delimiter, start) = match declared(text) {
        Some(declared) => declared,
        None => (guess(text), 0),
    };
    let mut fields = Fields::new(text.as_bytes(), delimiter, start);
    let mut builder = Builder::default();
    let mut width = 0;
    while let Some(line) = fields.next_row() {
        let mut cells = Vec::with_capacity(width);
        loop {
            let (bytes, last) = fields.next_field(line, cells.len())?;
            check_cell(line, cells.len(), bytes.len())?;
            // The input is text and the delimiters are ASCII, so fields are cut between characters only.
            let Ok(cell) = std::str::from_utf8(bytes) else {
                return Err(bad_cell(line, cells.len(), "the text breaks off inside a character"));
            };
            cells.push(cell.to_owned());
            if last {
                break;
            }
        }
        width = width.max(cells.len());
        builder.push(line, cells)?;
    }
    if let Some(line) = fields.open_quote() {
        let why = "a quotation mark opens here or in the lines that follow and is never closed".to_owned();
        return Err(SheetError::Row { row: line, why });
    }
    builder.finish()
}

/// Excel writes and obeys a first line `sep=;`. Gives the delimiter and the byte where the list begins.
fn declared(text: &str) -> Option<(u8, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    let sign = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and(line.as_bytes().get(4))?;
    (line.len() == 5 && DELIMITERS.contains(sign)).then_some((*sign, line.len()))
}

/// The delimiter under which most of the first rows have as many fields as the header, more fields deciding a tie.
fn guess(text: &str) -> u8 {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let whole = end == text.len();
    let mut best = (0, 1, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let mut widths = widths(&text.as_bytes()[..end], delimiter);
        if !whole && widths.len() > 1 && widths.len() < SAMPLE_ROWS {
            widths.pop();
        }
        let Some(&header) = widths.first() else { continue };
        let agreeing = widths.iter().filter(|&&width| width == header).count();
        if header > 1 && (agreeing, header) > (best.0, best.1) {
            best = (agreeing, header, delimiter);
        }
    }
    best.2
}

/// The number of fields in each of the first rows.
fn widths(sample: &[u8], delimiter: u8) -> Vec<usize> {
    let mut fields = Fields::new(sample, delimiter, 0);
    let mut widths = Vec::new();
    while widths.len() < SAMPLE_ROWS {
        let Some(line) = fields.next_row() else { break };
        let mut width = 1;
        while let Ok((_, false)) = fields.next_field(line, width - 1) {
            width += 1;
            if width > MAX_COLUMNS {
                return widths;
            }
        }
        widths.push(width);
    }
    widths
}

/// Walks over the fields of a text and knows the line on which each row begins.
struct Fields<'a> {
    reader: Reader,
    text: &'a [u8],
    at: usize,
    /// The byte that ends a line: `\r` only in files of the old Macintosh kind.
    line_end: u8,
    line: u32,
    counted: usize,
    row_start: usize,
    delimiter: u8,
    field: Vec<u8>,
}

impl<'a> Fields<'a> {
    fn new(text: &'a [u8], delimiter: u8, at: usize) -> Self {
        let line_end = if text.contains(&b'\n') { b'\n' } else { b'\r' };
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        let field = vec![0; MAX_CELL_BYTES + 1];
        Fields { reader, text, at, line_end, line: 1, counted: 0, row_start: at, delimiter, field }
    }

    /// Steps over empty lines to the next row and gives its line number, or `None` at the end.
    fn next_row(&mut self) -> Option<u32> {
        while matches!(self.text.get(self.at), Some(b'\r' | b'\n')) {
            self.at += 1;
        }
        let passed = self.text.get(self.counted..self.at).unwrap_or_default();
        let ends = passed.iter().filter(|&&byte| byte == self.line_end).count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.counted = self.at;
        if self.at >= self.text.len() {
            return None;
        }
        self.row_start = self.at;
        Some(self.line)
    }

    /// The next field of the row, quotes removed, and whether it is the row's last.
    fn next_field(&mut self, line: u32, column: usize) -> Result<(&[u8], bool), SheetError> {
        let mut filled = 0;
        loop {
            let (result, read, written) =
                self.reader.read_field(&self.text[self.at..], &mut self.field[filled..]);
            self.at += read;
            filled += written;
            match result {
                // The next call passes no bytes, which tells the reader that the text has ended.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => {
                    check_cell(line, column, MAX_CELL_BYTES + 1)?;
                    return Err(bad_cell(line, column, "the text is longer than 32 KiB"));
                }
                ReadFieldResult::Field { record_end } => return Ok((&self.field[..filled], record_end)),
                ReadFieldResult::End => return Ok((&self.field[..filled], true)),
            }
        }
    }

    /// The line of the last row if a quotation in it is still open at the end of the text. Such a quotation would
    /// otherwise swallow all rows after it without a word.
    fn open_quote(&self) -> Option<u32> {
        let (mut quoted, mut field_begins) = (false, true);
        for &byte in self.text.get(self.row_start..)? {
            match byte {
                b'"' if quoted => quoted = false,
                // A quotation mark right after one that closed is an escaped one: the quotation goes on.
                b'"' if field_begins => quoted = true,
                _ if quoted => {}
                _ => field_begins = byte == self.delimiter || byte == b'\n' || byte == b'\r',
            }
        }
        quoted.then(|| {
            let ends = self.text[..self.row_start].iter().filter(|&&byte| byte == self.line_end).count();
            u32::try_from(ends).unwrap_or(u32::MAX).saturating_add(1)
        })
    }
}
