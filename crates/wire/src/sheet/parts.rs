//! The archive around a workbook. An .xlsx file is a zip of XML parts; a few kilobytes of zip can unpack to gigabytes.
//! So the sizes that the archive declares are added up before anything is unpacked, and since an archive can lie,
//! what is really unpacked is counted as well.

use super::SheetError;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// Most bytes that all parts of a workbook may unpack to.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// Most parts; a workbook with many sheets and pictures has some hundreds.
const MAX_PARTS: usize = 4096;
/// Deepest nesting of elements; a worksheet has about six.
const MAX_DEPTH: u32 = 64;

/// An opened archive and what it may still unpack.
pub(super) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// The error for a damaged part.
pub(super) fn damaged(part: &str, byte: u64, why: impl Into<String>) -> SheetError {
    SheetError::Part { part: part.to_owned(), byte, why: why.into() }
}

impl<'a> Parts<'a> {
    /// Reads the directory of the archive and refuses what is too large by its own account.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            damaged("the archive", 0, "its directory cannot be read; the file may be cut off")
        })?;
        if zip.len() > MAX_PARTS {
            return Err(SheetError::TooLarge { what: "the workbook has more than 4096 parts" });
        }
        let mut parts = Parts { zip, left: MAX_UNPACKED };
        let mut declared = 0_u64;
        for index in 0..parts.zip.len() {
            let entry = parts.zip.by_index_raw(index);
            let entry = entry.map_err(|_| damaged("the archive", 0, "its directory cannot be read"))?;
            declared = declared.saturating_add(entry.size());
        }
        if declared > MAX_UNPACKED {
            return Err(SheetError::TooLarge { what: "the workbook unpacks to more than 256 MiB" });
        }
        Ok(parts)
    }

    /// The part's name as the archive spells it, whatever the letter case.
    pub(super) fn find(&self, name: &str) -> Option<String> {
        self.zip
            .file_names()
            .flatten()
            .find(|present| present.eq_ignore_ascii_case(name))
            .map(std::borrow::Cow::into_owned)
    }

    /// Lets `visit` see every event of a part together with the byte where it ended. Nesting is limited, a document
    /// type is refused, and the size is counted against what may still be unpacked.
    pub(super) fn walk(
        &mut self,
        part: &str,
        mut visit: impl FnMut(Event<'_>, u64) -> Result<Flow, SheetError>,
    ) -> Result<(), SheetError> {
        let limit = self.left;
        let entry = self
            .zip
            .by_name(part)
            .map_err(|_| damaged(part, 0, "it is missing, has a password, or is packed in an unusual way"))?;
        let mut reader = Reader::from_reader(BufReader::new(entry.take(limit)));
        let outcome = events(part, &mut reader, &mut visit);
        let remains = reader.into_inner().into_inner().limit();
        self.left = remains;
        if remains == 0 {
            return Err(SheetError::TooLarge { what: "the workbook unpacks to more than 256 MiB" });
        }
        outcome
    }
}

/// Whether to read on.
#[derive(PartialEq, Eq)]
pub(super) enum Flow {
    On,
    Stop,
}

fn events<R: BufRead>(
    part: &str,
    reader: &mut Reader<R>,
    visit: &mut impl FnMut(Event<'_>, u64) -> Result<Flow, SheetError>,
) -> Result<(), SheetError> {
    // `<a/>` then arrives as a start and an end, so that nobody has to treat it apart.
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut depth) = (Vec::new(), 0_u32);
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(_) => return Err(damaged(part, reader.error_position(), "it is not well-formed XML")),
        };
        let byte = reader.buffer_position();
        match &event {
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(damaged(part, byte, "it ends too early")),
            Event::DocType(_) => return Err(damaged(part, byte, "it declares a document type")),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(damaged(part, byte, "its elements are nested more than 64 deep"));
        }
        if visit(event, byte)? == Flow::Stop {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    #[test]
    fn what_is_really_unpacked_counts() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("<a>{}</a>", "b".repeat(5000)).as_bytes()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut parts = Parts::open(&bytes).unwrap();
        parts.left = 12_000;
        assert!(parts.walk("a.xml", |_, _| Ok(Flow::On)).is_ok());
        assert!(parts.walk("a.xml", |_, _| Ok(Flow::On)).is_ok());
        let error = parts.walk("a.xml", |_, _| Ok(Flow::On)).unwrap_err();
        assert_eq!(error, SheetError::TooLarge { what: "the workbook unpacks to more than 256 MiB" });
    }
}
