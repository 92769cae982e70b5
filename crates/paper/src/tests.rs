//! What every document says, and what it refuses.

use crate::*;
use serde_json::Value;

const SAMPLES: &[(&str, &str)] = &[
    ("breach-letter", include_str!("../samples/breach-letter.json")),
    ("substitute-notice", include_str!("../samples/substitute-notice.json")),
    ("media-notice", include_str!("../samples/media-notice.json")),
    ("hhs-sheet", include_str!("../samples/hhs-sheet.json")),
    ("incident-report", include_str!("../samples/incident-report.json")),
    ("downtime-pack", include_str!("../samples/downtime-pack.json")),
];

fn read(text: &str) -> Document {
    serde_json::from_str(text).unwrap()
}

/// The words of a sheet, a line each.
fn words(sheet: &Sheet) -> String {
    let line = |line: &Line| -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Strong(text) => format!("*{text}*"),
            Piece::Blank(what) => format!("[____ {what}]"),
            Piece::Mark(mark) => format!("({mark})"),
            Piece::Turn => " / ".to_owned(),
        };
        line.iter().map(piece).collect()
    };
    let mut out = vec![format!("title: {}", sheet.title), format!("foot: {}", sheet.foot)];
    for block in &sheet.blocks {
        out.push(match block {
            Block::Heading { level, text } => format!("\n{} {text}", "#".repeat(usize::from(*level))),
            Block::Paragraph { line: words } => line(words),
            Block::Stanza { lines } => lines.iter().map(line).collect::<Vec<_>>().join("\n"),
            Block::List { style, items } => {
                let mark = match style {
                    Style::Points => "-",
                    Style::Steps => "1.",
                    Style::Boxes => "[ ]",
                };
                items.iter().map(|item| format!("{mark} {}", line(item))).collect::<Vec<_>>().join("\n")
            }
            Block::Facts { name, rows } => {
                let rows = rows.iter().map(|(name, words)| format!("| {name} | {}", line(words)));
                std::iter::once(format!("| {name}")).chain(rows).collect::<Vec<_>>().join("\n")
            }
            Block::Table { columns, rows, .. } => {
                let head = columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>().join(" | ");
                let rows = rows.iter().map(|row| row.iter().map(line).collect::<Vec<_>>().join(" | "));
                std::iter::once(format!("= {head}")).chain(rows).collect::<Vec<_>>().join("\n")
            }
            Block::Notice { label, line: words } => format!("!! {label}: {}", line(words)),
            Block::Form { name, number, note, slots } => {
                let slots =
                    slots.iter().map(|s| format!("  {} {}", s.label, "_".repeat(usize::from(s.lines))));
                let head = format!("form {number}: {name} ({note})");
                std::iter::once(head).chain(slots).collect::<Vec<_>>().join("\n")
            }
            Block::Page => "\n--- page".to_owned(),
            Block::Letter => "\n--- letter".to_owned(),
        });
    }
    out.join("\n")
}

#[test]
fn each_document_says_what_it_was_given_in_plain_words() {
    for (name, text) in SAMPLES {
        insta::assert_snapshot!(*name, words(&read(text).sheet().unwrap()));
    }
}

#[test]
fn an_empty_document_is_full_of_blanks_and_says_that_it_is_not_ready() {
    for (name, text) in SAMPLES {
        let kind: Value = serde_json::from_str(text).unwrap();
        let empty = serde_json::json!({ "document": kind["document"] });
        let sheet = serde_json::from_value::<Document>(empty).unwrap().sheet().unwrap();
        assert!(!sheet.blanks().is_empty(), "{name} has blanks");
        insta::assert_snapshot!(format!("empty-{name}"), words(&sheet));
    }
}

#[test]
fn a_complete_letter_has_no_blank_and_every_fact_left_out_makes_one() {
    let whole: Value = serde_json::from_str(SAMPLES[0].1).unwrap();
    let blanks = |value: &Value| {
        let document: Document = serde_json::from_value(value.clone()).unwrap();
        document.sheet().unwrap().blanks().len()
    };
    assert_eq!(blanks(&whole), 0);
    for field in [
        "happened",
        "breach",
        "discovered",
        "information",
        "protect",
        "investigating",
        "mitigating",
        "preventing",
        "contact",
    ] {
        let mut part = whole.clone();
        part["notice"].as_object_mut().unwrap().remove(field).unwrap();
        assert_eq!(blanks(&part), 1, "{field} is required: 45 CFR 164.404(c)(1)");
    }
}

#[test]
fn any_one_way_to_reach_the_entity_is_enough_and_hours_are_none() {
    for (way, enough) in
        [("toll_free", true), ("email", true), ("website", true), ("hours", false), ("person", false)]
    {
        let letter = BreachLetter {
            notice: Notice {
                contact: serde_json::from_value(serde_json::json!({ way: "somewhere" })).unwrap(),
                ..Notice::default()
            },
            ..BreachLetter::default()
        };
        let sheet = Document::BreachLetter(letter).sheet().unwrap();
        let missing = sheet.blanks().iter().any(|what| what.contains("a toll-free number, an email address"));
        assert_eq!(missing, !enough, "{way}");
    }
}

#[test]
fn what_is_too_large_is_refused_with_the_name_of_the_field() {
    let letter = |notice: Notice| Document::BreachLetter(BreachLetter { notice, ..BreachLetter::default() });
    let long = letter(Notice { happened: Some("x".repeat(100 << 10)), ..Notice::default() });
    let problem = long.sheet().unwrap_err();
    assert_eq!(
        problem.to_string(),
        "notice.happened has 102400 letters; 8000 are the most that are printed."
    );
    let many = letter(Notice { protect: vec!["step".to_owned(); 1_001], ..Notice::default() });
    assert_eq!(
        many.sheet().unwrap_err().to_string(),
        "notice.protect comes to 1001; 1000 are the most that are printed."
    );
    let much = letter(Notice { protect: vec!["x".repeat(4_000); 101], ..Notice::default() });
    let words =
        "With notice.protect[99] the document has more than 400000 letters, the most that are printed.";
    assert_eq!(much.sheet().unwrap_err().to_string(), words);
}

#[test]
fn a_letter_to_many_stands_on_pages_of_its_own_and_their_number_is_bounded() {
    let Document::BreachLetter(letter) = read(SAMPLES[0].1) else { panic!("the first sample is the letter") };
    let to = |name: &str| Address { name: Some(name.to_owned()), lines: vec!["1 Nowhere Lane".to_owned()] };
    let recipient = |number: u32| Recipient {
        reference: Some(format!("Letter {number}")),
        to: to("Robin Sampleton"),
        addressee: match number % 2 {
            0 => Addressee::NextOfKin("Kim Sampleton".to_owned()),
            _ => Addressee::Individual,
        },
    };
    let letters = |most: u32| {
        let recipients = (1..=most).map(recipient).collect();
        Document::BreachLetters(BreachLetters { letter: letter.clone(), recipients })
    };
    let sheet = letters(2).sheet().unwrap();
    assert_eq!(sheet.blanks(), Vec::<&str>::new());
    let said = words(&sheet);
    assert_eq!(said.matches("--- letter").count(), 2);
    assert_eq!(said.matches("Dear Robin Sampleton:").count(), 1);
    assert_eq!(said.matches("To the next of kin or personal representative of Kim Sampleton:").count(), 1);
    assert!(said.contains("Letter 1") && said.contains("Letter 2"));
    assert!(letters(100).sheet().is_ok());
    let many = letters(101).sheet().unwrap_err().to_string();
    assert_eq!(many, "recipients comes to 101; 100 are the most that are printed.");
    let mut heavy = letters(100);
    if let Document::BreachLetters(all) = &mut heavy {
        all.letter.notice.protect = vec!["x".repeat(4_000); 20];
    }
    assert!(matches!(heavy.sheet(), Err(Problem::TooMuch { .. })), "a notice too long for a hundred letters");
    let missing = BreachLetters { recipients: vec![recipient(1); 3], ..BreachLetters::default() };
    let missing = Document::BreachLetters(missing).sheet().unwrap();
    let told = missing.blocks.iter().filter(|b| matches!(b, Block::Notice { .. })).count();
    assert_eq!(told, 1, "what is missing is said once");
}

#[test]
fn numbers_of_forms_are_bounded_and_run_forwards() {
    let pack = |first, last, lines| {
        let fields = vec![Field { label: "Name".to_owned(), lines }];
        let form = Form { name: "Orders".to_owned(), first, last, fields, ..Form::default() };
        Document::DowntimePack(DowntimePack { forms: vec![form], ..DowntimePack::default() }).sheet()
    };
    assert_eq!(
        pack(5, 4, 1).unwrap_err(),
        Problem::Numbers { field: "forms[0].last".to_owned(), first: 5, last: 4 }
    );
    assert!(matches!(pack(0, u32::MAX, 1), Err(Problem::TooMany { .. })));
    assert!(matches!(pack(1, 1, 25), Err(Problem::TooMany { .. })));
    let sheet = pack(7, 9, 1).unwrap();
    let numbers: Vec<&str> = sheet
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Form { number, .. } => Some(number.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, ["7", "8", "9"], "every number once");
}

#[test]
fn letters_without_a_shape_become_visible() {
    let happened = Some("a\0b\u{202e}c\u{7}d\te\nf".to_owned());
    let notice = Notice { happened, ..Notice::default() };
    let letter = Document::BreachLetter(BreachLetter { notice, ..BreachLetter::default() });
    let text = words(&letter.sheet().unwrap());
    assert!(text.contains("a\u{fffd}b\u{fffd}c\u{fffd}d\te / f"), "{text}");
}

#[test]
fn citations_and_their_marks_are_those_of_the_law() {
    let every: Vec<String> = SAMPLES.iter().map(|(_, text)| words(&read(text).sheet().unwrap())).collect();
    let every = every.join("\n");
    for (id, marked) in [
        ("breach-individuals", false),
        ("breach-content", false),
        ("breach-substitute-many", false),
        ("breach-media", true),
        ("breach-hhs-large", false),
    ] {
        let rule = law::find(id).unwrap();
        assert!(every.contains(&rule.paragraph), "{} is cited", rule.paragraph);
        let unsure = rule.confidence != law::Confidence::Checked;
        assert_eq!(unsure, marked, "{id}");
        assert_eq!(
            every.contains(&format!("{} (unverified)", rule.paragraph)),
            unsure || id == "breach-substitute-many"
        );
    }
}

proptest::proptest! {
    /// No text makes a document fail, and none of it is lost but what has no shape.
    #[test]
    fn any_text_is_only_text(text in "\\PC{0,200}") {
        let notice = Notice { happened: Some(text.clone()), information: vec![text.clone()], ..Notice::default() };
        let letter = BreachLetter { notice, signed_name: Some(text), ..BreachLetter::default() };
        proptest::prop_assert!(Document::BreachLetter(letter).sheet().is_ok());
    }
}
