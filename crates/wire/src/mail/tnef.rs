//! `winmail.dat`: the envelope in which Outlook sometimes packs a letter (TNEF, [MS-OXTNEF]), so that files arrive inside a
//! file that nobody can open. Its text and its files are taken out. Every length in it is held against what is there; a
//! file that was cut gives what came before the cut.

use mail_parser::decoders::html::html_to_text;

/// Why it cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TnefError {
    #[error("this is no winmail.dat: it begins otherwise")]
    NotTnef,
    #[error("the winmail.dat ends within an entry, at byte {byte}")]
    Cut { byte: usize },
    #[error("an entry of the winmail.dat does not match its checksum, at byte {byte}")]
    Checksum { byte: usize },
    #[error("the winmail.dat has more than {MOST_FILES} files, at byte {byte}")]
    TooMany { byte: usize },
}

/// A file in it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What it holds.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Tnef {
    pub text: Option<String>,
    pub files: Vec<File>,
    /// Where reading ended early, if it did.
    pub problem: Option<TnefError>,
}

pub(super) const BEGIN: [u8; 4] = 0x223e_9f78_u32.to_le_bytes();
const MOST_FILES: usize = 200;
const MOST_PROPERTIES: u32 = 10_000;

const BODY: u32 = 0x0002_800c;
const PROPERTIES: u32 = 0x0006_9003;
const NEW_FILE: u32 = 0x0006_9002;
const TITLE: u32 = 0x0001_8010;
const DATA: u32 = 0x0006_800f;
const FILE_PROPERTIES: u32 = 0x0006_9005;

impl Tnef {
    /// Reads it.
    ///
    /// # Errors
    /// When it is none; what is wrong further on stands in `problem`.
    pub fn read(bytes: &[u8]) -> Result<Self, TnefError> {
        if !bytes.starts_with(&BEGIN) || bytes.len() < 6 {
            return Err(TnefError::NotTnef);
        }
        let mut tnef = Tnef::default();
        let mut at = 6;
        while at < bytes.len() {
            match tnef.entry(bytes, at) {
                Ok(next) => at = next,
                Err(problem) => {
                    tnef.problem = Some(problem);
                    break;
                }
            }
        }
        for (place, file) in tnef.files.iter_mut().enumerate() {
            if file.name.is_empty() {
                file.name = format!("file-{}", place + 1);
            }
        }
        Ok(tnef)
    }

    fn entry(&mut self, bytes: &[u8], at: usize) -> Result<usize, TnefError> {
        let cut = TnefError::Cut { byte: at };
        let mut reader = Reader { bytes, at: at + 1 };
        let (Some(id), Some(length)) = (reader.u32(), reader.u32()) else { return Err(cut) };
        let data = reader.take(length as usize).ok_or(cut.clone())?;
        let sum = reader.u16().ok_or(cut)?;
        if data.iter().fold(0_u16, |sum, b| sum.wrapping_add(u16::from(*b))) != sum {
            return Err(TnefError::Checksum { byte: at });
        }
        if id == NEW_FILE {
            if self.files.len() == MOST_FILES {
                return Err(TnefError::TooMany { byte: at });
            }
            self.files.push(File::default());
        }
        self.keep(id, data);
        Ok(reader.at)
    }

    fn keep(&mut self, id: u32, data: &[u8]) {
        match (id, self.files.last_mut()) {
            (BODY, _) => self.text = Some(narrow(data)),
            (PROPERTIES, _) => {
                let found = Property::all(data);
                let by = |id: u16| found.iter().find(|p| p.id == id);
                if let Some(body) = by(0x1000) {
                    self.text = Some(body.text());
                } else if let Some(html) = by(0x1013).filter(|_| self.text.is_none()) {
                    self.text = Some(html_to_text(&html.text()));
                }
            }
            (TITLE, Some(file)) if file.name.is_empty() => file.name = narrow(data),
            (DATA, Some(file)) => file.bytes = data.to_vec(),
            (FILE_PROPERTIES, Some(file)) => {
                let found = Property::all(data);
                let by = |id: u16| found.iter().find(|p| p.id == id);
                if let Some(name) = by(0x3707).or(by(0x3704)).map(Property::text).filter(|n| !n.is_empty()) {
                    file.name = name;
                }
                if let Some(data) = by(0x3701).filter(|_| file.bytes.is_empty()) {
                    file.bytes = data.bytes.to_vec();
                }
            }
            _ => {}
        }
    }
}

/// Text of one byte a letter, up to its NUL.
fn narrow(bytes: &[u8]) -> String {
    let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
    let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16_lossy(&units)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }
    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }
    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
    /// Bytes with their length before them, filled up to four.
    fn counted(&mut self) -> Option<&'a [u8]> {
        let length = self.u32()? as usize;
        let taken = self.take(length)?;
        let end = self.at.checked_add((4 - length % 4) % 4)?;
        self.at = end.min(self.bytes.len());
        Some(taken)
    }
}

/// One property of MAPI; only those with text or bytes are kept.
struct Property<'a> {
    id: u16,
    wide: bool,
    bytes: &'a [u8],
}

impl<'a> Property<'a> {
    fn text(&self) -> String {
        if self.wide { wide(self.bytes) } else { narrow(self.bytes) }
    }

    /// All up to the first that cannot be read.
    fn all(data: &'a [u8]) -> Vec<Self> {
        let mut reader = Reader { bytes: data, at: 0 };
        let count = reader.u32().unwrap_or(0).min(MOST_PROPERTIES);
        let mut found = Vec::new();
        for _ in 0..count {
            match Self::one(&mut reader) {
                Some(Some(property)) => found.push(property),
                Some(None) => {}
                None => break,
            }
        }
        found
    }

    /// One property: nothing when it cannot be read, and nothing within when it has no bytes worth keeping.
    fn one(reader: &mut Reader<'a>) -> Option<Option<Self>> {
        let (kind, id) = (reader.u16()?, reader.u16()?);
        if id >= 0x8000 {
            reader.take(16)?;
            match reader.u32()? {
                0 => drop(reader.u32()?),
                _ => drop(reader.counted()?),
            }
        }
        let (base, several) = (kind & 0x0fff, kind & 0x1000 != 0);
        if matches!(base, 0x1e | 0x1f | 0x0102 | 0x0d) {
            let values = reader.u32()?.min(MOST_PROPERTIES);
            let mut first = None;
            for _ in 0..values {
                let bytes = reader.counted()?;
                // An object begins with the name of its interface.
                let bytes = if base == 0x0d { bytes.get(16..).unwrap_or_default() } else { bytes };
                first.get_or_insert(Self { id, wide: base == 0x1f, bytes });
            }
            return Some(first);
        }
        let size = match base {
            0x02 | 0x03 | 0x04 | 0x0a | 0x0b => 4,
            0x05 | 0x06 | 0x07 | 0x14 | 0x40 => 8,
            0x48 => 16,
            0x00 | 0x01 => 0,
            _ => return None,
        };
        let values = if several { reader.u32()? as usize } else { 1 };
        reader.take(values.checked_mul(size)?)?;
        Some(None)
    }
}
