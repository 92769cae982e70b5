//! What comes out of the press: pages with tags that say what everything is, texts that stay texts whatever they say, and a
//! process that may do nothing else.

// A failed unwrap is how a test says that it failed.
#![allow(clippy::unwrap_used)]

use lopdf::{Dictionary, Document as Read, Object};
use paper::{Address, BreachLetter, Document, IncidentReport, Notice};
use press::{Pdf, print};
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    process::{Command, Output, Stdio},
};

fn samples() -> Vec<(String, Document)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/paper/samples");
    let mut found: Vec<(String, Document)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_slice(&fs::read(&path).unwrap()).unwrap())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found.len(), 6);
    found
}

fn read(pdf: &Pdf) -> Read {
    Read::load_mem(&pdf.bytes).unwrap()
}

/// The words of every page, without the places where lines turn.
fn text(pdf: &Pdf) -> String {
    let read = read(pdf);
    let pages: Vec<u32> = read.get_pages().keys().copied().collect();
    let text = read.extract_text(&pages).unwrap();
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How often each kind of element stands in the tree that a screen reader walks.
fn tags(read: &Read) -> BTreeMap<String, u32> {
    let catalog = read.catalog().unwrap();
    let root = read.get_dictionary(catalog.get(b"StructTreeRoot").unwrap().as_reference().unwrap()).unwrap();
    let mut found = BTreeMap::new();
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
            *found.entry(String::from_utf8_lossy(kind).into_owned()).or_insert(0) += 1;
        }
        open.extend(kids(read, element));
    }
    found
}

fn kids<'a>(read: &'a Read, element: &'a Dictionary) -> Vec<&'a Dictionary> {
    let Ok(kids) = element.get(b"K") else { return Vec::new() };
    let one = std::slice::from_ref(kids);
    let list = kids.as_array().map_or(one, Vec::as_slice);
    list.iter()
        .filter_map(|kid| match kid {
            Object::Reference(id) => read.get_dictionary(*id).ok(),
            Object::Dictionary(inner) => Some(inner),
            _ => None,
        })
        .collect()
}

#[test]
fn each_document_is_held_to_pdf_ua_1_with_its_title_its_language_and_its_tags() {
    for (name, document) in samples() {
        let pdf = print(&document).unwrap();
        assert!(pdf.accessible, "{name} is held to PDF/UA-1");
        assert_eq!(pdf.missing, 0, "{name} has every letter");
        let read = read(&pdf);
        let catalog = read.catalog().unwrap();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-US");
        let marks = catalog.get(b"MarkInfo").and_then(Object::as_dict).unwrap();
        assert!(marks.get(b"Marked").unwrap().as_bool().unwrap());
        let said: Vec<String> =
            tags(&read).into_iter().map(|(tag, times)| format!("{tag} {times}")).collect();
        insta::assert_snapshot!(format!("tags-{name}"), format!("{} pages\n{}", pdf.pages, said.join("\n")));
    }
}

#[test]
fn every_word_of_a_document_stands_on_its_pages() {
    let (_, document) = samples().into_iter().find(|(name, _)| name == "breach-letter").unwrap();
    let on_paper = text(&print(&document).unwrap());
    for block in &document.sheet().unwrap().blocks {
        for line in block.lines() {
            for piece in line {
                let (paper::Piece::Text(words) | paper::Piece::Strong(words)) = piece else { continue };
                assert!(on_paper.contains(&squeezed(words)), "‘{words}’ is printed");
            }
        }
    }
}

#[test]
fn the_same_document_is_the_same_file() {
    let (_, document) = samples().remove(0);
    assert_eq!(print(&document).unwrap().bytes, print(&document).unwrap().bytes);
}

/// A letter in which a text stands wherever one can.
fn letter(text: &str) -> Document {
    let some = || Some(text.to_owned());
    let list = || vec![text.to_owned(); 2];
    let address = || Address { name: some(), lines: list() };
    let notice = Notice {
        happened: some(),
        information: list(),
        protect: list(),
        investigating: some(),
        mitigating: some(),
        preventing: some(),
        contact: paper::Contact { toll_free: some(), hours: some(), ..paper::Contact::default() },
        ..Notice::default()
    };
    Document::BreachLetter(BreachLetter {
        from: address(),
        to: address(),
        sent_by: some(),
        notice,
        signed_name: some(),
        ..BreachLetter::default()
    })
}

#[test]
fn code_that_somebody_typed_is_printed_as_it_was_typed() {
    for typed in [
        "#read(\"/etc/passwd\")",
        "#import \"@preview/tablex:0.0.8\": *",
        "#while true {}",
        "#panic(\"no\") $ x^2 $ *bold* _it_ `raw` <label> @label \\ // /* - + = 1.",
        "= Heading\n- list\n#pagebreak()",
        "https://example.org/?a=b#c {} [] () #{ sys.inputs }",
        "\\u{202e} \\0 ~ --- ... ' \"",
    ] {
        let pdf = print(&letter(typed)).unwrap();
        assert!(pdf.accessible);
        let on_paper = text(&pdf);
        for line in typed.lines() {
            assert!(on_paper.contains(&squeezed(line)), "‘{line}’ is printed as it was typed: {on_paper}");
        }
        assert!(!on_paper.contains("root:"), "no file was read");
    }
}

#[test]
fn any_script_any_sign_and_no_sign_at_all_become_pages() {
    for (typed, missing) in [
        ("Ἀθῆναι Москва Łódź Đà Nẵng", false),
        ("مرحبا بالعالم 123 hello", false),
        ("שלום עולם", false),
        ("李小龍 さくら 한국어", true),
        ("👩‍⚕️🏥 emoji", true),
        ("a\0b\u{7}c\u{1b}[31m", false),
        ("\u{202e}reversed\u{202c} \u{2066}isolated", false),
        ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}", false),
        ("\u{feff}\u{fffe}\u{e000}\u{f0000}\u{10ffff}", false),
        ("\u{200b}\u{200d}\u{ad}\u{2028}\u{2029}\u{85}", false),
        ("", false),
        ("\n\n\n \t \r\n", false),
    ] {
        let pdf = print(&letter(typed)).unwrap();
        assert!(pdf.bytes.starts_with(b"%PDF-"), "{typed:?}");
        assert!(!missing || pdf.missing > 0, "{typed:?} holds letters that no font has");
        read(&pdf);
    }
}

#[test]
fn every_letter_that_a_font_holds_can_be_printed() {
    // Every letter of the first plane that is one, in lines of a list, regular and bold.
    let every: Vec<char> = ('\u{20}'..='\u{ffff}').filter(|c| !c.is_control()).collect();
    for lines in every.chunks(6_000) {
        let lines: Vec<String> =
            lines.chunks(60).map(|c| c.iter().map(|c| format!("{c} ")).collect()).collect();
        let address =
            Address { name: Some(lines.concat().chars().take(7_000).collect()), lines: vec!["x".into()] };
        let notice = Notice { information: lines, ..Notice::default() };
        let pdf =
            print(&Document::BreachLetter(BreachLetter { from: address, notice, ..BreachLetter::default() }));
        assert!(pdf.unwrap().bytes.starts_with(b"%PDF-"));
    }
}

#[test]
fn the_largest_documents_are_set_and_larger_ones_are_refused_by_field() {
    let most = paper::bounds::TEXT;
    let pdf = print(&letter(&"x".repeat(most))).unwrap();
    assert!(pdf.accessible && pdf.pages > 10, "a word of {most} letters is broken into lines");
    let many = Notice { protect: vec!["word ".repeat(78); paper::bounds::ITEMS], ..Notice::default() };
    let pdf =
        print(&Document::BreachLetter(BreachLetter { notice: many, ..BreachLetter::default() })).unwrap();
    assert!(pdf.accessible && pdf.pages > 100);
    let refused = print(&letter(&"x".repeat(100 << 10))).unwrap_err().to_string();
    assert!(refused.contains("has 102400 letters; 8000 are the most"), "{refused}");
}

#[test]
fn the_widest_tables_stay_on_the_page() {
    let long = || "W".repeat(400);
    let event = || paper::Event { at: long(), who: Some(long()), what: long() };
    let evidence = || paper::Evidence {
        name: long(),
        sha256: Some("f".repeat(64)),
        custody: vec![long(); 3],
        ..paper::Evidence::default()
    };
    let report = IncidentReport {
        timeline: (0..100).map(|_| event()).collect(),
        evidence: (0..50).map(|_| evidence()).collect(),
        ..IncidentReport::default()
    };
    assert!(print(&Document::IncidentReport(report)).unwrap().accessible);
}

/// The program itself, fed with these bytes.
fn pressed(bytes: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    // It may stop listening before everything is said.
    let said = std::thread::spawn(move || to.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    let _ = said.join().unwrap();
    output
}

#[test]
fn the_program_sets_a_document_with_no_right_to_open_anything() {
    let (_, document) = samples().remove(0);
    let output = pressed(&serde_json::to_vec(&document).unwrap());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.stdout, print(&document).unwrap().bytes, "the same as the library's");
}

#[test]
fn the_program_says_in_one_line_of_json_why_it_sets_nothing() {
    let problem = |bytes: &[u8]| -> paper::Problem {
        let output = pressed(bytes);
        assert!(!output.status.success() && output.stdout.is_empty());
        serde_json::from_slice(&output.stderr).unwrap()
    };
    let long = letter(&"x".repeat(9_000));
    assert!(matches!(problem(&serde_json::to_vec(&long).unwrap()), paper::Problem::TooLong { .. }));
    for bytes in [&b""[..], b"{", b"\xff\xfe", b"[]", b"{\"document\":\"poem\"}", &vec![b' '; 9 << 20]] {
        assert!(matches!(problem(bytes), paper::Problem::Malformed(_)));
    }
    let deep = [b"{\"document\":".repeat(100_000), b"1".to_vec()].concat();
    assert!(matches!(problem(&deep), paper::Problem::Malformed(_)), "nesting ends it no other way");
}
