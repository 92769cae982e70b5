//! What senders send, right and wrong.

use super::*;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

fn read(text: &str) -> Sheet {
    Sheet::read(text.as_bytes()).unwrap()
}

fn lines(sheet: &Sheet) -> Vec<(u32, Vec<&str>)> {
    sheet.rows.iter().map(|row| (row.line, row.cells.iter().map(String::as_str).collect())).collect()
}

fn message(bytes: &[u8]) -> String {
    Sheet::read(bytes).unwrap_err().to_string()
}

#[test]
fn delimiters_are_guessed() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = ["name,site,beds", "\"A, B; C|D\tE\",North,12", "F,South,7"].map(|line| {
            if line.starts_with('"') {
                format!("\"A, B; C|D\tE\"{delimiter}North{delimiter}12")
            } else {
                line.replace(',', delimiter)
            }
        });
        let sheet = read(&text.join("\r\n"));
        assert_eq!(sheet.header, ["name", "site", "beds"], "{delimiter:?}");
        assert_eq!(sheet.rows[0].cells, ["A, B; C|D\tE", "North", "12"], "{delimiter:?}");
    }
    assert_eq!(read("name;price\nbed;1,5\npump;2,25\n").header, ["name", "price"]);
    assert_eq!(read("sep=|\r\na,b|c\r\n1,2|3\r\n").header, ["a,b", "c"]);
    assert_eq!(lines(&read("sep=;\r\na,b;c\r\n1;2\r\n")), [(3, vec!["1", "2"])]);
    assert_eq!(read("name\nonly one column\n").rows.len(), 1);
}

#[test]
fn lines_are_those_that_an_editor_shows() {
    let sheet = read("\n\nname,note\r\n\r\na,\"two\nlines\"\n,\n   ,\nb,\"said \"\"no\"\"\"\n");
    assert_eq!(lines(&sheet), [(5, vec!["a", "two\nlines"]), (9, vec!["b", "said \"no\""])]);
    let old_macintosh = read("name,note\ra,1\r\rb,2\r");
    assert_eq!(lines(&old_macintosh), [(2, vec!["a", "1"]), (4, vec!["b", "2"])]);
}

#[test]
fn ragged_rows_are_filled_and_overlong_ones_refused() {
    let sheet = read("a,b,c,,\n1\n1,2,3,,,\n");
    assert_eq!(lines(&sheet), [(2, vec!["1", "", ""]), (3, vec!["1", "2", "3"])]);
    assert_eq!(
        message(b"a,b\n1,2\n1,2,,x\n"),
        "Row 3, column D: a value stands here, but the header ends in column B; \
         a delimiter inside a value needs quotation marks around it."
    );
}

#[test]
fn header_names_are_distinct() {
    assert_eq!(read("Note, Note ,,Note\nx,y,z,w\n").header, ["Note", "Note (2)", "Column C", "Note (3)"]);
}

#[test]
fn an_open_quotation_is_refused() {
    assert_eq!(
        message(b"a,b\n1,2\n3,\"4\n5,6\n"),
        "Row 3: a quotation mark opens here or in the lines that follow and is never closed."
    );
    assert!(Sheet::read(b"a,b\n1,\"2\"\n3,\"4\"\"\"\n").is_ok());
    assert!(Sheet::read(b"size,b\n5\" disk,2\n").is_ok());
    assert!(Sheet::read(b"a,b\n1,\"4\"x\"\n").is_ok());
}

#[test]
fn limits_name_row_and_column() {
    let long = format!("a,b\n1,{}\n", "x".repeat(MAX_CELL_BYTES + 1));
    assert!(message(long.as_bytes()).starts_with("Row 2, column B: the text is longer than 32 KiB"));
    let exact = format!("a,b\n1,{}\n", "x".repeat(MAX_CELL_BYTES));
    assert_eq!(read(&exact).rows[0].cells[1].len(), MAX_CELL_BYTES);
    let wide = format!("{}\n", "x,".repeat(MAX_COLUMNS) + "x");
    assert_eq!(message(wide.as_bytes()), "Row 1, column GS: a list may have 200 columns.");
    let many = format!("a\n{}", "1\n".repeat(MAX_ROWS + 1));
    assert_eq!(message(many.as_bytes()), "The file is too large: it has more than 200 000 rows.");
    assert_eq!(read(&many[..many.len() - 2]).rows.len(), MAX_ROWS);
    let cells =
        format!("{}\n{}", vec!["h"; 199].join(","), format!("1{}\n", ",1".repeat(198)).repeat(20_101));
    assert_eq!(message(cells.as_bytes()), "The file is too large: it has more than 4 000 000 cells.");
}

#[test]
fn other_files_are_named() {
    assert!(message(b"\xD0\xCF\x11\xE0\xA1\xB1").starts_with("This is an old Excel file (.xls)"));
    assert!(message(b"%PDF-1.7").starts_with("This is a PDF."));
    assert_eq!(message(b""), "The file has no row with text in it.");
    assert_eq!(message(b"\r\n , ,\r\n"), "The file has no row with text in it.");
    assert!(message(b"a,b\n1,\0\n").starts_with("Byte 6 is not text"));
    assert!(message(b"PK\x03\x04 and nothing").starts_with("The workbook is damaged in the archive"));
    let other = zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]);
    assert!(message(&other).contains("without an Excel workbook"));
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with a hidden sheet, then "Staff" with these rows, then "Empty".
fn workbook(sheet_data: &str, workbook_pr: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, name: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{kind}/{name}\" Target=\"{target}\"/>")
    };
    let relations = |all: &[String]| format!("<Relationships>{}</Relationships>", all.concat());
    let sheet = |data: &str| format!("<worksheet><dimension ref=\"A1:XFD1048576\"/>{data}</worksheet>");
    zipped(&[
        ("_rels/.rels", &relations(&[relation("rId1", "officeDocument", "/xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            &format!(
                "<?xml version=\"1.0\"?><x:workbook>{workbook_pr}<x:sheets>\
                 <x:sheet name=\"Lists\" sheetId=\"1\" state=\"veryHidden\" r:id=\"rId1\"/>\
                 <x:sheet name=\"Staff &amp; more\" sheetId=\"2\" r:id=\"rId2\"/>\
                 <x:sheet name=\"Empty\" sheetId=\"3\" r:id=\"rId3\"/></x:sheets></x:workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                relation("rId2", "worksheet", "worksheets/sheet2.xml"),
                relation("rId3", "worksheet", "/xl/worksheets/../worksheets/sheet3.xml"),
                relation("rId4", "sharedStrings", "sharedStrings.xml"),
                relation("rId5", "styles", "styles.xml"),
            ]),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
             <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"22\"/></cellXfs>\
             </styleSheet>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst uniqueCount=\"999999999999999\"><si><t>Name</t></si>\
             <si><r><t>Bed &lt;</t></r><r><t xml:space=\"preserve\"> 3&#233;</t></r><rPh><t>no</t></rPh></si>\
             <si><t/></si></sst>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet("<sheetData/>")),
        ("xl/worksheets/sheet2.xml", &sheet(&format!("<sheetData>{sheet_data}</sheetData>"))),
        ("xl/worksheets/sheet3.xml", &sheet("<sheetData/>")),
    ])
}

const STAFF: &str = "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"inlineStr\"><is><t>Since</t></is></c>\
    <c r=\"D3\" t=\"str\"><f>A1</f><v>Seen</v></c></row><row r=\"4\"><c r=\"A4\" s=\"1\"/></row>\
    <row r=\"7\"><c r=\"A7\" t=\"s\"><v>1</v></c><c r=\"B7\" s=\"1\"><v>46085</v></c><c r=\"C7\"><v>5095550123</v></c>\
    <c r=\"D7\" s=\"3\"><v>46085.5</v></c></row>\
    <row><c><v>1.50</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"d\"><v>2026-03-04</v></c></row>";

#[test]
fn a_workbook_gives_what_excel_shows() {
    let bytes = workbook(STAFF, "");
    let sheet = Sheet::read(&bytes).unwrap();
    assert_eq!(sheet.header, ["Name", "Since", "Column C", "Seen"]);
    assert_eq!(
        lines(&sheet),
        [
            (7, vec!["Bed < 3é", "2026-03-04", "5095550123", "2026-03-04T12:00:00"]),
            (8, vec!["1.5", "TRUE", "#N/A", "2026-03-04"]),
        ]
    );
    assert_eq!(Sheet::read_named(&bytes, "STAFF & MORE").unwrap(), sheet);
    assert_eq!(Sheet::names(&bytes).unwrap(), ["Staff & more", "Empty"]);
    assert_eq!(Sheet::read_named(&bytes, "empty"), Err(SheetError::Empty));
    let error = Sheet::read_named(&bytes, "Nurses").unwrap_err().to_string();
    assert_eq!(error, "The workbook has no sheet named “Nurses”; it has Lists, Staff & more, Empty.");
    let from_1904 = workbook(STAFF, "<workbookPr date1904=\"1\"/>");
    assert_eq!(Sheet::read(&from_1904).unwrap().rows[0].cells[1], "2030-03-05");
}

#[test]
fn damage_in_a_workbook_is_named() {
    let row = |cell: &str| workbook(&format!("<row r=\"2\">{cell}</row>"), "");
    let cases = [
        (
            "<c r=\"B2\" t=\"s\"><v>9</v></c>",
            "Row 2, column B: the text of the cell is missing in the workbook.",
        ),
        ("<c r=\"B2\" t=\"n\"><v>abc</v></c>", "Row 2, column B: a number cell holds something else."),
        ("<c r=\"B2\" t=\"n\"><v>inf</v></c>", "Row 2, column B: a number cell holds something else."),
        ("<c r=\"B2\" t=\"b\"><v>maybe</v></c>", "Row 2, column B: a yes-or-no cell holds something else."),
        ("<c r=\"A2\" s=\"1\"><v>-5</v></c>", "the cell is formatted as a date, but its number is no date."),
        ("<c r=\"GS2\"><v>1</v></c>", "Row 2, column GS: a list may have 200 columns."),
        ("<c r=\"AAAAAAAAAA99999999999999\"><v>1</v></c>", "a cell has no valid place in the sheet."),
        ("</row><row r=\"2\">", "the rows are not numbered in order."),
        ("</row><row r=\"99999999999\">", "the rows are not numbered in order."),
        ("<c r=\"A2\"><v>&bomb;</v></c>", "it refers to an entity that XML does not define itself."),
        ("<c r=\"A2\"><v></c>", "it is not well-formed XML."),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]>", "it declares a document type."),
    ];
    for (cell, end) in cases {
        let told = message(&row(cell));
        assert!(told.ends_with(end), "{cell}: {told}");
    }
    let deep = message(&row(&"<a>".repeat(100)));
    assert!(deep.ends_with("its elements are nested more than 64 deep."), "{deep}");
    let long = format!("<c r=\"C2\" t=\"inlineStr\"><is><t>{}</t></is></c>", "é".repeat(MAX_CELL_BYTES));
    assert!(message(&row(&long)).starts_with("Row 2, column C: the text is longer than 32 KiB"));
}

#[test]
fn an_archive_that_declares_too_much_is_refused_unread() {
    let mut bytes = zipped(&[("xl/workbook.xml", "<workbook/>")]);
    let entry = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&0x2000_0000_u32.to_le_bytes());
    assert_eq!(message(&bytes), "The file is too large: the workbook unpacks to more than 256 MiB.");
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Sheet::read(&bytes);
    }

    #[test]
    fn any_list_gets_an_answer(text in "[ab\",;|\t\r\n]{0,60}") {
        if let Ok(sheet) = Sheet::read(text.as_bytes()) {
            for row in &sheet.rows {
                prop_assert_eq!(row.cells.len(), sheet.header.len());
            }
        }
    }

    #[test]
    fn what_is_quoted_reads_back(
        cells in prop::collection::vec(prop::collection::vec("[ -~é\n]{1,12}", 3), 1..12),
        delimiter in prop::sample::select(vec![",", ";", "\t", "|"]),
    ) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = format!("sep={delimiter}\nname{delimiter}site{delimiter}note\n");
        for row in &cells {
            text += &row.iter().map(quoted).collect::<Vec<_>>().join(delimiter);
            text.push('\n');
        }
        let sheet = Sheet::read(text.as_bytes()).unwrap();
        let blank = |row: &&Vec<String>| !row.iter().all(|cell| cell.trim().is_empty());
        let mut wanted: Vec<Vec<String>> = cells.iter().filter(blank).cloned().collect();
        for row in &mut wanted {
            // Blank cells at the end of a row become empty.
            let filled = row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
            row[filled..].iter_mut().for_each(String::clear);
        }
        let read: Vec<Vec<String>> = sheet.rows.into_iter().map(|row| row.cells).collect();
        prop_assert_eq!(read, wanted);
    }

    #[test]
    fn any_worksheet_gets_an_answer(pieces in prop::collection::vec(prop::sample::select(vec![
        "<row>", "</row>", "<row r=\"4294967295\">", "<row r=\"5\"/>", "<c>", "</c>", "<c r=\"ZZZ9\" t=\"s\">",
        "<c t=\"inlineStr\">", "<c s=\"99999999999999999999\">", "<is>", "</is>", "<t>", "</t>", "<v>", "</v>",
        "1e999", "46085", "x", "&#x110000;", "&#0;", "&amp;", "<![CDATA[x]]>", "</sheetData>", "<f/>",
    ]), 0..30)) {
        let _ = Sheet::read(&workbook(&pieces.concat(), ""));
    }

    #[test]
    fn any_damage_to_a_workbook_gets_an_answer(
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = workbook(STAFF, "");
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = Sheet::read(&bytes);
        let _ = Sheet::names(&bytes);
    }
}
