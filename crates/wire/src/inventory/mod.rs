//! What is on the network? Three kinds of files answer: the reports of a GLPI agent that runs on a computer or asks
//! switches and printers, the result of an nmap scan, and a spreadsheet that somebody kept. All become one list of
//! findings. A finding is evidence, not yet an asset: whether it is the printer we already know is decided elsewhere,
//! by serial number, hardware address and name.

mod agent;
mod identity;
mod nmap;
mod table;

use crate::columns::ColumnError;
use crate::sheet::{MAX_BYTES, Sheet, SheetError};
use crate::text::{self, TextError};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

pub use identity::{mac, real};
pub use table::{TARGETS, from_sheet};

/// Most findings in one file: every address of a /16 network.
pub const MAX_FOUND: usize = 65_536;
/// Most hardware or network addresses of one finding that are kept.
pub const MAX_ADDRESSES: usize = 64;
/// Longest single value in a report, in bytes.
pub const MAX_VALUE_BYTES: usize = 4096;

/// Something that is there, as one source describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its name: host name, else network address, else whatever the source calls it.
    pub name: String,
    /// What it probably is.
    pub kind_hint: Option<KindHint>,
    /// Serial number. Placeholders such as "To be filled by O.E.M." are dropped.
    pub serial: Option<String>,
    /// Maker of the device. From a scan it is the maker of the network card, unless that is built into everything.
    pub maker: Option<String>,
    /// Model as the maker calls it.
    pub model: Option<String>,
    /// Hardware addresses as `aa:bb:cc:dd:ee:ff`, each once. Loopback and virtual cards are left out, since the same
    /// ones exist on many computers.
    pub macs: Vec<String>,
    /// Network addresses, each once. Loopback and link-local ones are left out.
    pub addresses: Vec<IpAddr>,
    /// Operating system, or the firmware of network equipment.
    pub operating_system: Option<String>,
    /// The line of the file on which its description begins, counted from 1.
    pub source_line: u32,
}

/// What a finding probably is, as far as its source can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindHint {
    /// A computer on or under a desk, or one of unknown shape.
    Computer,
    /// A computer that is carried.
    Laptop,
    /// A computer that serves others.
    Server,
    /// A computer inside another.
    VirtualMachine,
    /// Switch, router, firewall, access point.
    NetworkGear,
    /// Printer, copier, print server.
    Printer,
    /// Telephone, mobile or on the desk.
    Phone,
    /// Camera or recorder.
    Camera,
    /// Shared storage.
    Storage,
    /// UPS, PDU and the like.
    Power,
}

impl KindHint {
    /// The word used in files and pages, for example `network_gear`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            KindHint::Computer => "computer",
            KindHint::Laptop => "laptop",
            KindHint::Server => "server",
            KindHint::VirtualMachine => "virtual_machine",
            KindHint::NetworkGear => "network_gear",
            KindHint::Printer => "printer",
            KindHint::Phone => "phone",
            KindHint::Camera => "camera",
            KindHint::Storage => "storage",
            KindHint::Power => "power",
        }
    }
}

/// Why a file cannot be read as an inventory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InventoryError {
    /// The file is none of the kinds that are read.
    #[error("{name} is neither an agent report (JSON), an nmap scan (XML) nor a list (CSV, XLSX): {why}.")]
    Unknown {
        /// The file's name, shortened.
        name: String,
        /// What it is instead.
        why: String,
    },
    /// A report cannot be read.
    #[error("Line {line}, column {column}: {why}.")]
    Report {
        /// Line of the file, counted from 1.
        line: u32,
        /// Column of the line in bytes, counted from 1; 0 when only the line is known.
        column: u32,
        /// The end of the sentence.
        why: String,
    },
    /// A scan cannot be read.
    #[error("Byte {byte} (line {line}): {why}.")]
    Scan {
        /// Offset in the file, counted from 0.
        byte: u64,
        /// Line of the file, counted from 1.
        line: u32,
        /// The end of the sentence.
        why: String,
    },
    /// The file is larger than a limit of this module allows.
    #[error("The file is too large: {what}.")]
    TooLarge {
        /// The limit, in words.
        what: &'static str,
    },
    /// The bytes are not text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The list cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The columns of the list cannot be told.
    #[error(transparent)]
    Columns(#[from] ColumnError),
}

/// Reads an inventory, whatever of the three kinds it is; the content decides, the name only appears in errors.
///
/// # Errors
/// Says what the file is not, or which line, column or byte is wrong.
pub fn read_any(name: &str, bytes: &[u8]) -> Result<Vec<Found>, InventoryError> {
    if bytes.len() > MAX_BYTES {
        return Err(InventoryError::TooLarge { what: "it has more than 64 MiB" });
    }
    if bytes.starts_with(b"PK") {
        return from_list(bytes);
    }
    let text = match text::decode_unicode(bytes) {
        Ok(text) => text,
        // Lists may be Windows-1252; reports and scans are Unicode and say where they break it.
        Err(error) if matches!(first_sign(bytes), Some(b'{' | b'<')) => return Err(error.into()),
        Err(_) => return from_list(bytes),
    };
    match text.trim_start().as_bytes().first() {
        Some(b'{') => agent::read(name, &text),
        Some(b'<') => nmap::read(name, &text),
        Some(b'[') if text.trim_start().trim_start_matches('[').trim_start().starts_with('{') => {
            Err(unknown(name, "it is a JSON list, while an agent's report is one object"))
        }
        Some(_) => from_list(bytes),
        None => Err(unknown(name, "it is empty")),
    }
}

fn first_sign(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

fn from_list(bytes: &[u8]) -> Result<Vec<Found>, InventoryError> {
    let sheet = Sheet::read(bytes)?;
    let map = crate::ColumnMap::guess(&sheet.header, TARGETS);
    map.check(&sheet.header, TARGETS)?;
    Ok(from_sheet(&sheet, &map)?)
}

fn unknown(name: &str, why: impl Into<String>) -> InventoryError {
    InventoryError::Unknown { name: name.chars().take(80).collect(), why: why.into() }
}

#[cfg(test)]
mod tests;
