//! Collects rows into a sheet and keeps every limit, whatever format the rows come from.

use super::{
    MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT_BYTES, Row, Sheet, SheetError, letters,
};
use std::collections::HashSet;

/// A sheet in the making.
#[derive(Default)]
pub(super) struct Builder {
    sheet: Sheet,
    cells: usize,
    text_bytes: usize,
}

/// The error for a cell; `column` counts from 0 here.
pub(super) fn bad_cell(row: u32, column: usize, why: impl Into<String>) -> SheetError {
    let column = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1);
    SheetError::Cell { row, column, why: why.into() }
}

/// Refuses a cell that stands too far right or is too long; both readers ask before they keep the text.
pub(super) fn check_cell(row: u32, column: usize, bytes: usize) -> Result<(), SheetError> {
    if column >= MAX_COLUMNS {
        return Err(bad_cell(row, column, "a list may have 200 columns"));
    }
    if bytes > MAX_CELL_BYTES {
        let why = "the text is longer than 32 KiB; often a quotation mark is missing above";
        return Err(bad_cell(row, column, why));
    }
    Ok(())
}

impl Builder {
    /// Takes the next row. The first row that is not blank becomes the header.
    pub(super) fn push(&mut self, line: u32, mut cells: Vec<String>) -> Result<(), SheetError> {
        let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        cells.truncate(filled);
        if cells.is_empty() {
            return Ok(());
        }
        for (column, cell) in cells.iter().enumerate() {
            check_cell(line, column, cell.len())?;
        }
        if self.sheet.header.is_empty() {
            self.sheet.header = distinct(&cells);
            return Ok(());
        }
        let width = self.sheet.header.len();
        if cells.len() > width {
            let why = format!(
                "a value stands here, but the header ends in column {}; \
                 a delimiter inside a value needs quotation marks around it",
                letters(u32::try_from(width).unwrap_or(u32::MAX))
            );
            return Err(bad_cell(line, cells.len() - 1, why));
        }
        self.cells += width;
        self.text_bytes += cells.iter().map(String::len).sum::<usize>();
        if self.sheet.rows.len() >= MAX_ROWS {
            return Err(SheetError::TooLarge { what: "it has more than 200 000 rows" });
        }
        if self.cells > MAX_CELLS {
            return Err(SheetError::TooLarge { what: "it has more than 4 000 000 cells" });
        }
        if self.text_bytes > MAX_TEXT_BYTES {
            return Err(SheetError::TooLarge { what: "its cells hold more than 256 MiB of text" });
        }
        cells.resize(width, String::new());
        self.sheet.rows.push(Row { line, cells });
        Ok(())
    }

    /// The finished sheet; a file without any text has no header and is refused.
    pub(super) fn finish(self) -> Result<Sheet, SheetError> {
        if self.sheet.header.is_empty() { Err(SheetError::Empty) } else { Ok(self.sheet) }
    }
}

/// Header names, trimmed, inner line breaks made blanks, and made distinct, so that a column map can point at each.
fn distinct(cells: &[String]) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut header = Vec::with_capacity(cells.len());
    for (column, cell) in (1..).zip(cells) {
        let plain = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = if plain.is_empty() { format!("Column {}", letters(column)) } else { plain };
        let mut name = plain.clone();
        let mut copy = 1;
        while !seen.insert(name.clone()) {
            copy += 1;
            name = format!("{plain} ({copy})");
        }
        header.push(name);
    }
    header
}
