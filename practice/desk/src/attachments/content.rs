//! What a file is: read from its first bytes, held against the ending of its name, and looked into where it is an
//! archive. What could run on the computer of whoever opens it is told apart.

use super::name::ending;
use super::words::{FileKind, Quarantine};
use std::io::Cursor;

/// What was found out about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub kind: FileKind,
    pub quarantine: Option<Quarantine>,
}

/// More names than this in an archive are not looked through.
const MOST_NAMES: u16 = 5_000;
/// How far into a file a sign is looked for where it may stand anywhere.
const HEAD: usize = 4_096;

const PROGRAMS: &[&str] = &[
    "exe",
    "dll",
    "com",
    "scr",
    "pif",
    "cpl",
    "msi",
    "msp",
    "msix",
    "appx",
    "sys",
    "drv",
    "ocx",
    "lnk",
    "jar",
    "apk",
    "ipa",
    "dmg",
    "pkg",
    "deb",
    "rpm",
    "app",
    "bin",
    "elf",
    "so",
    "class",
    "wasm",
    "iso",
    "img",
    "vhd",
    "vhdx",
    "gadget",
    "msc",
    "application",
    "xll",
    "appref_ms",
    "chm",
    "hlp",
    "inf",
    "library_ms",
];
const SCRIPTS: &[&str] = &[
    "js",
    "jse",
    "mjs",
    "vbs",
    "vbe",
    "wsf",
    "wsh",
    "wsc",
    "sct",
    "ps1",
    "psm1",
    "psd1",
    "bat",
    "cmd",
    "sh",
    "bash",
    "zsh",
    "py",
    "pyw",
    "pyc",
    "rb",
    "pl",
    "php",
    "hta",
    "reg",
    "scf",
    "url",
    "applescript",
    "command",
    "ahk",
    "au3",
    "lua",
    "tcl",
    "iqy",
    "slk",
    "settingcontent",
    "website",
    "desktop",
];
const MACROS: &[&str] = &[
    "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "xla", "pptm", "potm", "ppam", "ppsm", "sldm", "one",
    "onepkg", "mde", "accde", "ade", "mdb", "accdb",
];
const PAGES: &[&str] =
    &["htm", "html", "xhtml", "xht", "shtml", "mht", "mhtml", "svg", "svgz", "xsl", "xslt"];
const ARCHIVES: &[&str] = &[
    "zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz", "zst", "cab", "arj", "lzh", "lha", "ace", "z", "lz4",
];
const DOCUMENTS: &[&str] =
    &["docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "rtf", "vsd", "vsdx", "dotx", "xltx"];
const TEXTS: &[&str] =
    &["txt", "log", "csv", "tsv", "json", "xml", "md", "ini", "conf", "yml", "yaml", "hl7"];

/// Finds out what a file is. `name` is the cleaned name.
pub fn found(name: &str, bytes: &[u8]) -> Found {
    let ending = ending(name).unwrap_or_default();
    let by_name = named(&ending);
    let (kind, inside) = content(bytes, &ending);
    let kind = kind.or(by_name.map(|(kind, _)| kind)).unwrap_or(FileKind::Other);
    // What runs comes before what is merely odd.
    let quarantine = inside
        .or(by_name.and_then(|(_, why)| why))
        .or_else(|| disguised(&ending, bytes).then_some(Quarantine::Disguised));
    Found { kind, quarantine }
}

/// What an ending says.
fn named(ending: &str) -> Option<(FileKind, Option<Quarantine>)> {
    let is = |list: &[&str]| list.contains(&ending);
    Some(match ending {
        _ if is(PROGRAMS) => (FileKind::Program, Some(Quarantine::Program)),
        _ if is(SCRIPTS) => (FileKind::Program, Some(Quarantine::Script)),
        _ if is(MACROS) => (FileKind::Document, Some(Quarantine::Macros)),
        _ if is(PAGES) => (FileKind::Page, Some(Quarantine::Page)),
        _ if is(ARCHIVES) => (FileKind::Archive, None),
        _ if is(DOCUMENTS) => (FileKind::Document, None),
        _ if is(TEXTS) => (FileKind::Text, None),
        "pdf" => (FileKind::Pdf, None),
        "eml" | "msg" => (FileKind::Letter, None),
        "dcm" => (FileKind::Scan, None),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "tif" | "tiff" | "heic" => (FileKind::Image, None),
        "mp3" | "wav" | "m4a" | "mp4" | "mov" | "ogg" | "webm" | "avi" => (FileKind::Sound, None),
        _ => return None,
    })
}

/// What the bytes say: the kind, where they say one, and why the file is kept apart.
fn content(bytes: &[u8], ending: &str) -> (Option<FileKind>, Option<Quarantine>) {
    if is_program(bytes) {
        return (Some(FileKind::Program), Some(Quarantine::Program));
    }
    if bytes.starts_with(b"#!") {
        return (Some(FileKind::Program), Some(Quarantine::Script));
    }
    if bytes.get(128..132) == Some(b"DICM") {
        return (Some(FileKind::Scan), None);
    }
    if bytes.starts_with(b"%PDF") {
        let active = [&b"/JavaScript"[..], b"/Launch", b"/EmbeddedFile"].iter().any(|sign| has(bytes, sign));
        return (Some(FileKind::Pdf), active.then_some(Quarantine::Macros));
    }
    if bytes.starts_with(b"{\\rtf") {
        let active = has(bytes, b"\\objdata") || has(bytes, b"\\objocx");
        return (Some(FileKind::Document), active.then_some(Quarantine::Macros));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes, ending);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let wide: Vec<u8> = "_VBA_PROJECT".bytes().flat_map(|b| [b, 0]).collect();
        let kind = if ending == "msg" { FileKind::Letter } else { FileKind::Document };
        return (Some(kind), has(bytes, &wide).then_some(Quarantine::Macros));
    }
    if is_page(bytes) {
        return (Some(FileKind::Page), Some(Quarantine::Page));
    }
    let closed = (Some(FileKind::Archive), Some(Quarantine::Closed));
    match infer::get(bytes) {
        Some(kind) if matches!(kind.matcher_type(), infer::MatcherType::Archive) => closed,
        Some(kind) if matches!(kind.matcher_type(), infer::MatcherType::App) => {
            (Some(FileKind::Program), Some(Quarantine::Program))
        }
        Some(kind) if matches!(kind.matcher_type(), infer::MatcherType::Image) => {
            (Some(FileKind::Image), None)
        }
        Some(kind)
            if matches!(kind.matcher_type(), infer::MatcherType::Audio | infer::MatcherType::Video) =>
        {
            (Some(FileKind::Sound), None)
        }
        // A disk image and an old archive have no sign at their beginning: the name alone says it.
        None if ARCHIVES.contains(&ending) => closed,
        _ => (None, None),
    }
}

/// Programs of the systems that clinics use, by their first bytes.
fn is_program(bytes: &[u8]) -> bool {
    let signs: [&[u8]; 11] = [
        b"MZ",
        b"\x7fELF",
        &[0xfe, 0xed, 0xfa, 0xce],
        &[0xfe, 0xed, 0xfa, 0xcf],
        &[0xce, 0xfa, 0xed, 0xfe],
        &[0xcf, 0xfa, 0xed, 0xfe],
        &[0xca, 0xfe, 0xba, 0xbe],
        b"\0asm",
        b"dex\n",
        // A shortcut of Windows.
        &[0x4c, 0, 0, 0, 1, 0x14, 2, 0],
        b"!<arch>",
    ];
    signs.iter().any(|sign| bytes.starts_with(sign))
}

/// Whether it is markup that a browser would run.
fn is_page(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    // UTF-16 has every second byte empty.
    let text: Vec<u8> = head.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let first = text.iter().position(|b| !b.is_ascii_whitespace() && b.is_ascii()).unwrap_or(0);
    let markup = text.get(first) == Some(&b'<');
    markup
        && [&b"<html"[..], b"<!doctype html", b"<script", b"<svg", b"<body", b"<iframe", b"<head"]
            .iter()
            .any(|sign| has(&text, sign))
}

/// What stands in a zip: a document of an office suite, or an archive with names.
fn zipped(bytes: &[u8], ending: &str) -> (Option<FileKind>, Option<Quarantine>) {
    let office = ["docx", "xlsx", "pptx", "odt", "ods", "odp", "dotx", "xltx", "vsdx"].contains(&ending);
    let kind = Some(if office { FileKind::Document } else { FileKind::Archive });
    let closed = (kind, Some(Quarantine::Closed));
    if names_told(bytes).is_none_or(|count| count > MOST_NAMES) {
        return closed;
    }
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return closed };
    let mut why = None;
    for at in 0..archive.len().min(usize::from(MOST_NAMES)) {
        let Ok(file) = archive.by_index_raw(at) else { return closed };
        let Ok(name) = file.name().map(|name| name.to_ascii_lowercase()) else { return closed };
        let last = ending_of(&name);
        let macros =
            name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") || name.contains("/activex/");
        why = match () {
            () if macros => Some(Quarantine::Macros),
            () if office => why,
            () if [PROGRAMS, SCRIPTS, MACROS, PAGES].iter().any(|list| list.contains(&last)) => {
                Some(Quarantine::Archive)
            }
            // What stands within what stands within is not looked into.
            () if file.encrypted() || ARCHIVES.contains(&last) => why.or(Some(Quarantine::Closed)),
            () => why,
        };
        if matches!(why, Some(Quarantine::Macros | Quarantine::Archive)) {
            break;
        }
    }
    (kind, why)
}

fn ending_of(name: &str) -> &str {
    name.rsplit('/').next().and_then(|last| last.rsplit_once('.')).map_or("", |(_, ending)| ending)
}

/// How many names a zip says that it holds, read before anything is made room for.
fn names_told(bytes: &[u8]) -> Option<u16> {
    let tail = &bytes[bytes.len().saturating_sub(22 + usize::from(u16::MAX))..];
    let at = tail.windows(4).rposition(|sign| sign == b"PK\x05\x06")?;
    let count: [u8; 2] = tail.get(at + 10..at + 12)?.try_into().ok()?;
    Some(u16::from_le_bytes(count))
}

/// Whether a name promises a picture or a PDF, and the content is neither.
fn disguised(ending: &str, bytes: &[u8]) -> bool {
    let is = |mime: &[&str]| infer::get(bytes).is_some_and(|kind| mime.contains(&kind.mime_type()));
    match ending {
        "pdf" => !bytes.starts_with(b"%PDF"),
        "png" => !is(&["image/png"]),
        "jpg" | "jpeg" => !is(&["image/jpeg"]),
        "gif" => !is(&["image/gif"]),
        "webp" => !is(&["image/webp"]),
        "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" => !bytes.starts_with(b"PK"),
        "txt" | "log" | "csv" => infer::get(bytes).is_some_and(|kind| {
            !matches!(kind.matcher_type(), infer::MatcherType::Text | infer::MatcherType::Book)
        }),
        _ => false,
    }
}

/// The type under which a picture may be shown; nothing for whatever is no picture of the web.
pub fn picture(bytes: &[u8]) -> Option<&'static str> {
    let kind = infer::get(bytes)?.mime_type();
    ["image/png", "image/jpeg", "image/gif", "image/webp"].into_iter().find(|known| *known == kind)
}

fn has(bytes: &[u8], sign: &[u8]) -> bool {
    let Some(first) = sign.first() else { return true };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|b| b == first) {
        let at = from + at;
        if bytes[at..].starts_with(sign) {
            return true;
        }
        from = at + 1;
    }
    false
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
