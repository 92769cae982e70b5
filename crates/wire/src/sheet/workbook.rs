//! Excel workbooks. Of the many parts of a workbook four matter: the list of sheets, the texts that cells share, the
//! number formats (only they tell a date from a number), and the sheet itself. Dates come out as ISO text, whole
//! numbers without a fraction, and a formula as its last result. Format: ECMA-376, SpreadsheetML.

mod cells;
mod formats;

use super::parts::{Flow, Parts, damaged};
use super::{MAX_CELL_BYTES, MAX_TEXT_BYTES, Sheet, SheetError};
use crate::xml::{attribute, reference};
use formats::Formats;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Most sheets, and most relations of one part.
const MAX_ENTRIES: usize = 4096;

/// What a sheet needs to know about its workbook.
#[derive(Default)]
struct Context {
    strings: Vec<String>,
    formats: Formats,
    /// Days count from 1904 (old Macintosh files) instead of 1900.
    from_1904: bool,
}

/// One line of the workbook's list of sheets.
struct Entry {
    name: String,
    relation: String,
    visible: bool,
}

/// Reads the named sheet or the first visible one.
pub(super) fn read(bytes: &[u8], name: Option<&str>) -> Result<Sheet, SheetError> {
    let mut parts = Parts::open(bytes)?;
    let (path, entries, from_1904) = list(&mut parts)?;
    let chosen = match name {
        Some(wanted) => entries.iter().find(|entry| entry.name.to_lowercase() == wanted.to_lowercase()),
        None => entries.iter().find(|entry| entry.visible),
    };
    let Some(chosen) = chosen else {
        let present = entries.into_iter().map(|entry| entry.name).collect();
        return Err(SheetError::NoSuchSheet { wanted: name.unwrap_or("").to_owned(), present });
    };
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let targets = relations(&mut parts, &format!("{folder}/_rels/{file}.rels"))?;
    let mut context = Context { from_1904, ..Context::default() };
    let mut sheet = None;
    for (id, (kind, target)) in &targets {
        let part = |parts: &Parts<'_>| parts.find(&resolve(folder, target));
        match kind.rsplit('/').next() {
            Some("worksheet") if *id == chosen.relation => sheet = part(&parts),
            Some("sharedStrings") if context.strings.is_empty() => {
                if let Some(part) = part(&parts) {
                    context.strings = strings(&mut parts, &part)?;
                }
            }
            Some("styles") => {
                if let Some(part) = part(&parts) {
                    context.formats = Formats::read(&mut parts, &part)?;
                }
            }
            _ => {}
        }
    }
    let Some(sheet) = sheet else {
        return Err(damaged(&path, 0, "the chosen sheet is a chart, or its part is missing"));
    };
    cells::read(&mut parts, &sheet, &context)
}

/// The names of the visible sheets.
pub(super) fn names(bytes: &[u8]) -> Result<Vec<String>, SheetError> {
    let (_, entries, _) = list(&mut Parts::open(bytes)?)?;
    Ok(entries.into_iter().filter(|entry| entry.visible).map(|entry| entry.name).collect())
}

/// Finds the workbook part and gives its path, its sheets and whether days count from 1904.
fn list(parts: &mut Parts<'_>) -> Result<(String, Vec<Entry>, bool), SheetError> {
    let root = relations(parts, "_rels/.rels")?;
    let path = root
        .values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .and_then(|(_, target)| parts.find(&resolve("", target)))
        .or_else(|| parts.find("xl/workbook.xml"));
    let Some(path) = path else {
        let kind = "an archive (zip, OpenDocument or another kind) without an Excel workbook in it";
        return Err(SheetError::OtherKind { kind });
    };
    let (mut entries, mut from_1904) = (Vec::new(), false);
    parts.walk(&path, |event, byte| {
        let Event::Start(tag) = event else { return Ok(Flow::On) };
        let take = |name| take(&path, &tag, name, byte);
        if entries.len() > MAX_ENTRIES {
            return Err(damaged(&path, byte, "it has more than 4096 sheets"));
        }
        match tag.local_name().as_ref() {
            "sheet" => entries.push(Entry {
                name: take("name")?.unwrap_or_default().into_owned(),
                relation: take("id")?.unwrap_or_default().into_owned(),
                visible: take("state")?.is_none_or(|state| state == "visible"),
            }),
            "workbookPr" => {
                from_1904 = take("date1904")?.is_some_and(|value| value == "1" || value == "true")
            }
            _ => {}
        }
        Ok(Flow::On)
    })?;
    Ok((path, entries, from_1904))
}

/// An attribute of a tag in a part, with the part and byte in the error.
fn take<'t>(
    part: &str,
    tag: &'t BytesStart<'_>,
    name: &str,
    byte: u64,
) -> Result<Option<Cow<'t, str>>, SheetError> {
    attribute(tag, name).map_err(|why| damaged(part, byte, why))
}

/// The relations of a part: id to (kind, target). A workbook without the file has none.
fn relations(parts: &mut Parts<'_>, name: &str) -> Result<BTreeMap<String, (String, String)>, SheetError> {
    let mut found = BTreeMap::new();
    let Some(path) = parts.find(name.trim_start_matches('/')) else { return Ok(found) };
    parts.walk(&path, |event, byte| {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "Relationship"
        {
            let id = take(&path, &tag, "Id", byte)?.unwrap_or_default().into_owned();
            let kind = take(&path, &tag, "Type", byte)?.unwrap_or_default().into_owned();
            let target = take(&path, &tag, "Target", byte)?.unwrap_or_default().into_owned();
            found.insert(id, (kind, target));
            if found.len() > MAX_ENTRIES {
                return Err(damaged(&path, byte, "it names more than 4096 parts"));
            }
        }
        Ok(Flow::On)
    })?;
    Ok(found)
}

/// A relation's target as a path in the archive: relative to the folder, or from the root when it begins with `/`.
fn resolve(folder: &str, target: &str) -> String {
    let from_root = target.starts_with('/');
    let mut path: Vec<&str> = if from_root { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            _ => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// The texts that cells share. Phonetic readings (`rPh`) that stand beside East Asian text are not part of it.
fn strings(parts: &mut Parts<'_>, part: &str) -> Result<Vec<String>, SheetError> {
    let (mut all, mut text, mut total) = (Vec::new(), Text::default(), 0);
    parts.walk(part, |event, byte| {
        match &event {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => text = Text::default(),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                let done = std::mem::take(&mut text.words);
                total += done.len();
                if total > MAX_TEXT_BYTES {
                    return Err(SheetError::TooLarge { what: "its cells hold more than 256 MiB of text" });
                }
                all.push(done);
            }
            _ => text.take(&event).map_err(|why| damaged(part, byte, why))?,
        }
        Ok(Flow::On)
    })?;
    Ok(all)
}

/// Gathers the words inside `<t>` elements, plain or in runs of formatting.
#[derive(Default)]
struct Text {
    words: String,
    open: bool,
    phonetic: bool,
}

impl Text {
    fn take(&mut self, event: &Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => self.open = !self.phonetic,
                "rPh" => self.phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => self.open = false,
                "rPh" => self.phonetic = false,
                _ => {}
            },
            _ if self.open => append(event, &mut self.words)?,
            _ => {}
        }
        Ok(())
    }
}

/// Adds the text of a text, reference or CDATA event.
fn append(event: &Event<'_>, words: &mut String) -> Result<(), &'static str> {
    match event {
        Event::Text(text) => words.push_str(&text.xml10_content()),
        Event::CData(text) => words.push_str(&text.xml10_content()),
        Event::GeneralRef(entity) => words.push_str(&reference(entity)?),
        _ => {}
    }
    // One byte more than a cell may have is kept, so that the row and column can be named when the cell is read.
    if words.len() > MAX_CELL_BYTES + 1 {
        let mut end = MAX_CELL_BYTES + 1;
        while !words.is_char_boundary(end) {
            end += 1;
        }
        words.truncate(end);
    }
    Ok(())
}
