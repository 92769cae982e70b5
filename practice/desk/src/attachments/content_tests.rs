//! What files are taken for: by their content, by their names, and when the two disagree.

use super::*;
use std::io::Write as _;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

fn zip_of(names: &[&str]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"content").unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn ordinary_files_are_taken_as_what_they_are() {
    let document = zip_of(&["[Content_Types].xml", "word/document.xml", "docProps/thumbnail.html"]);
    let photos = zip_of(&["a/one.jpg", "two.txt"]);
    let mut scan = vec![0; 128];
    scan.extend(b"DICM\x02\0");
    let files: [(&str, &[u8], FileKind); 9] = [
        ("scan.png", PNG, FileKind::Image),
        ("letter.pdf", b"%PDF-1.7\n1 0 obj", FileKind::Pdf),
        ("letter.docx", &document, FileKind::Document),
        ("photos.zip", &photos, FileKind::Archive),
        ("error.log", b"2026-11-22 error <html> is not valid", FileKind::Text),
        ("notes.csv", b"a,b\n1,2\n", FileKind::Text),
        ("ct.dcm", &scan, FileKind::Scan),
        ("thing", b"\x01\x02\x03", FileKind::Other),
        ("data.xml", b"<?xml version=\"1.0\"?><list/>", FileKind::Text),
    ];
    for (name, bytes, kind) in files {
        assert_eq!(found(name, bytes), Found { kind, quarantine: None }, "{name}");
    }
}

#[test]
fn what_could_run_is_kept_apart_whatever_it_is_called() {
    let vba: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain([0; 600])
        .chain("_VBA_PROJECT".bytes().flat_map(|b| [b, 0]))
        .collect();
    let wide: Vec<u8> = "<html><script>".bytes().flat_map(|b| [b, 0]).collect();
    let files: Vec<(&str, Vec<u8>, Quarantine)> = vec![
        ("photo.png", b"MZ\x90\0".to_vec(), Quarantine::Program),
        ("invoice.pdf.exe", b"hello".to_vec(), Quarantine::Program),
        ("run", b"\x7fELF\x02".to_vec(), Quarantine::Program),
        ("readme", b"#!/bin/sh\nrm -r x".to_vec(), Quarantine::Script),
        ("mend.ps1", b"Get-Item".to_vec(), Quarantine::Script),
        ("plan.docx", zip_of(&["word/document.xml", "word/vbaProject.bin"]), Quarantine::Macros),
        ("old.doc", vba, Quarantine::Macros),
        ("sheet.xlsm", zip_of(&["xl/workbook.xml"]), Quarantine::Macros),
        ("form.pdf", b"%PDF-1.7 /OpenAction /JavaScript (x)".to_vec(), Quarantine::Macros),
        ("letter.rtf", b"{\\rtf1{\\object\\objdata 01}}".to_vec(), Quarantine::Macros),
        ("files.zip", zip_of(&["a.txt", "setup.EXE"]), Quarantine::Archive),
        ("files.zip", zip_of(&["a.txt", "inner.zip"]), Quarantine::Closed),
        ("files.zip", b"PK\x03\x04broken".to_vec(), Quarantine::Closed),
        ("files.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), Quarantine::Closed),
        ("page.html", b"hello".to_vec(), Quarantine::Page),
        ("note.txt", b"\xef\xbb\xbf <!DOCTYPE HTML><p>".to_vec(), Quarantine::Page),
        ("note.txt", wide, Quarantine::Page),
        ("drawing.svg", b"<svg onload='x'/>".to_vec(), Quarantine::Page),
        ("photo.jpg", PNG.to_vec(), Quarantine::Disguised),
        ("letter.pdf", b"not one".to_vec(), Quarantine::Disguised),
    ];
    for (name, bytes, why) in files {
        assert_eq!(found(name, &bytes).quarantine, Some(why), "{name}");
    }
}

#[test]
fn only_pictures_of_the_web_are_shown() {
    assert_eq!(picture(PNG), Some("image/png"));
    assert_eq!(picture(b"<svg/>"), None);
    assert_eq!(picture(b"BM\0\0\0\0"), None);
    assert_eq!(picture(b""), None);
}
