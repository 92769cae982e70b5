//! The cells of one worksheet, row by row.

use super::super::builder::{Builder, bad_cell, check_cell};
use super::super::parts::{Flow, Parts, damaged};
use super::super::{Sheet, SheetError};
use super::{Context, Text, append, take};
use quick_xml::events::{BytesStart, Event};

/// Rows of a worksheet in Excel; a higher number is damage.
const LAST_ROW: u32 = 1_048_576;

/// Reads the worksheet in this part.
pub(super) fn read(parts: &mut Parts<'_>, part: &str, context: &Context) -> Result<Sheet, SheetError> {
    let mut reading = Reading {
        part,
        context,
        builder: Builder::default(),
        row: 0,
        next: 0,
        cells: Vec::new(),
        cell: None,
    };
    parts.walk(part, |event, byte| reading.take(&event, byte))?;
    reading.builder.finish()
}

struct Reading<'a> {
    part: &'a str,
    context: &'a Context,
    builder: Builder,
    /// The row being read, counted from 1.
    row: u32,
    /// The column, counted from 0, of a cell that does not say where it stands.
    next: usize,
    cells: Vec<String>,
    cell: Option<Cell>,
}

/// A cell between its start and its end.
struct Cell {
    /// Counted from 0.
    column: usize,
    kind: Kind,
    style: usize,
    in_value: bool,
    value: String,
    inline: Text,
}

/// What the attribute `t` of a cell says about its value.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Shared,
    Inline,
    Formula,
    Boolean,
    Literal,
    Unknown,
}

impl Kind {
    fn of(word: Option<&str>) -> Kind {
        match word {
            None | Some("n" | "") => Kind::Number,
            Some("s") => Kind::Shared,
            Some("inlineStr") => Kind::Inline,
            Some("str") => Kind::Formula,
            Some("b") => Kind::Boolean,
            // Errors such as #N/A, and dates that are already ISO text.
            Some("e" | "d") => Kind::Literal,
            Some(_) => Kind::Unknown,
        }
    }
}

impl Reading<'_> {
    fn take(&mut self, event: &Event<'_>, byte: u64) -> Result<Flow, SheetError> {
        match event {
            Event::Start(tag) => self.start(tag, byte)?,
            Event::End(tag) => match tag.local_name().as_ref() {
                "sheetData" => return Ok(Flow::Stop),
                "row" => self.builder.push(self.row, std::mem::take(&mut self.cells))?,
                "c" => self.end_cell()?,
                "v" => {
                    if let Some(cell) = &mut self.cell {
                        cell.in_value = false;
                    }
                }
                _ => self.inside(event, byte)?,
            },
            _ => self.inside(event, byte)?,
        }
        Ok(Flow::On)
    }

    fn start(&mut self, tag: &BytesStart<'_>, byte: u64) -> Result<(), SheetError> {
        let attribute = |name| take(self.part, tag, name, byte);
        match tag.local_name().as_ref() {
            "row" => {
                let next = match attribute("r")? {
                    Some(number) => number.parse().ok().filter(|number| (1..=LAST_ROW).contains(number)),
                    None => self.row.checked_add(1),
                };
                let Some(next) = next.filter(|next| *next > self.row) else {
                    return Err(damaged(self.part, byte, "the rows are not numbered in order"));
                };
                self.row = next;
                self.next = 0;
                self.cells.clear();
            }
            "c" => {
                let column = match attribute("r")? {
                    Some(place) => column_of(&place)
                        .ok_or_else(|| damaged(self.part, byte, "a cell has no valid place in the sheet"))?,
                    None => self.next,
                };
                self.next = column.saturating_add(1);
                let style = attribute("s")?.and_then(|style| style.parse().ok()).unwrap_or(0);
                let kind = Kind::of(attribute("t")?.as_deref());
                let (value, inline) = (String::new(), Text::default());
                self.cell = Some(Cell { column, kind, style, in_value: false, value, inline });
            }
            "v" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_value = true;
                }
            }
            _ => {
                if let Some(cell) = &mut self.cell {
                    let start = Event::Start(tag.borrow());
                    cell.inline.take(&start).map_err(|why| damaged(self.part, byte, why))?;
                }
            }
        }
        Ok(())
    }

    fn inside(&mut self, event: &Event<'_>, byte: u64) -> Result<(), SheetError> {
        let Some(cell) = &mut self.cell else { return Ok(()) };
        let taken = if cell.in_value { append(event, &mut cell.value) } else { cell.inline.take(event) };
        taken.map_err(|why| damaged(self.part, byte, why))
    }

    fn end_cell(&mut self) -> Result<(), SheetError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let column = cell.column;
        let text = self.text_of(cell)?;
        if text.is_empty() {
            return Ok(());
        }
        check_cell(self.row, column, text.len())?;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    /// The cell as a person would write it.
    fn text_of(&self, cell: Cell) -> Result<String, SheetError> {
        let bad = |why: &str| Err(bad_cell(self.row, cell.column, why));
        let value = cell.value.trim();
        match cell.kind {
            Kind::Inline => Ok(cell.inline.words),
            Kind::Formula => Ok(cell.value),
            _ if value.is_empty() => Ok(String::new()),
            Kind::Shared => {
                match value.parse::<usize>().ok().and_then(|index| self.context.strings.get(index)) {
                    Some(text) => Ok(text.clone()),
                    None => bad("the text of the cell is missing in the workbook"),
                }
            }
            Kind::Boolean => match value {
                "0" | "false" => Ok("FALSE".to_owned()),
                "1" | "true" => Ok("TRUE".to_owned()),
                _ => bad("a yes-or-no cell holds something else"),
            },
            Kind::Literal => Ok(value.to_owned()),
            Kind::Number => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    match self.context.formats.text_of(number, cell.style, self.context.from_1904) {
                        Some(text) => Ok(text),
                        None => bad("the cell is formatted as a date, but its number is no date"),
                    }
                }
                _ => bad("a number cell holds something else"),
            },
            Kind::Unknown => bad("the cell is of a kind that the format does not know"),
        }
    }
}

/// The column, counted from 0, of a place such as `BC27`. Excel's last column is XFD.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.find(|sign: char| !sign.is_ascii_alphabetic())?;
    if letters == 0 || letters > 3 || !place[letters..].bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |letter: u8| usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = place.bytes().take(letters).fold(0, |column, letter| column * 26 + number(letter));
    Some(column - 1)
}

#[cfg(test)]
mod tests {
    use super::column_of;

    #[test]
    fn places_name_columns() {
        assert_eq!(column_of("A1"), Some(0));
        assert_eq!(column_of("z9"), Some(25));
        assert_eq!(column_of("AA10"), Some(26));
        assert_eq!(column_of("XFD1048576"), Some(16_383));
        for wrong in ["", "A", "1", "AAAA1", "A1B", "Ä1", "A-1"] {
            assert_eq!(column_of(wrong), None, "{wrong}");
        }
    }
}
