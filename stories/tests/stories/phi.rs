//! PHI in tickets: what is likely an identifier is counted when it comes in, never searchable, masked before a look,
//! and told to nobody by letters; and whatever was typed or sent stands nowhere in the clear.

use crate::world::{World, on_each, refused};
use desk::masking::{Masking, SetMasking, SetRecordNumberPatterns, TextRules};
use desk::words::Visibility;
use desk::{FoundInMine, OutlineOf, Piece, Reply};
use kernel::{Status, TicketId, Who};
use store::{Look, Work, sql};

mod canaries;

sql! {
    house FOUND "stories.found-in-texts" "select found from ticket_texts order by ticket, place";
    house MARKS "stories.count-marks" "select count(*) as found from ticket_words";
    house LISTS "stories.count-lists-of-marks" "select count(*) as found from ticket_word_lists";
    house OUTBOX "stories.letters" "select subject, content from outbox";
}

const WORDS: &str = "The chart of Jane Testwell, MRN 0012345, DOB 3/4/1962, does not open; call 312-555-0142";

fn opened(w: &World, words: &str) -> TicketId {
    w.act(&w.nurse, desk::OpenTicket { words: words.into(), ..w.trouble() }).ticket
}

fn found(w: &World) -> Vec<String> {
    crate::proof::look(&w.house, |look: &mut Look| {
        look.rows(&FOUND, &[])?
            .iter()
            .map(|row| Ok(row.get::<Option<String>>("found")?.unwrap_or_default()))
            .collect()
    })
}

fn hits(w: &World, who: &Who, words: &str) -> usize {
    w.ask(who, desk::Tickets { words: Some(words.into()), ..desk::Tickets::default() }).tickets.len()
}

#[test]
fn what_is_likely_identifying_is_counted_and_told_kindly() {
    on_each(|w| {
        let ticket = opened(w, WORDS);
        assert_eq!(found(w), ["name:1 birth-date:1 phone:1 record-number:1"]);
        let told = w.ask(&w.nurse, FoundInMine { ticket }).unwrap();
        assert_eq!(told, "a name, a date of birth, a phone number and a record number");
        let plain = opened(w, "The printer WS-4471 jams on tray 2 since 6 am");
        assert_eq!(w.ask(&w.nurse, FoundInMine { ticket: plain }), None);
        assert_eq!(refused(w.try_ask(&w.stranger, FoundInMine { ticket })).status, Status::NotFound);
    });
}

fn counted(w: &World, what: &'static store::Sql) -> i64 {
    crate::proof::look(&w.house, |look: &mut Look| look.row(what, &[])?.unwrap().get("found"))
}

fn gather(w: &World, most: usize) -> bool {
    let job = move |work: &mut Work| {
        work.on_behalf(Who::House("words"), None, kernel::Moment::default());
        Ok(desk::gather_words(work, most)?)
    };
    w.house.office.store().write(job).wait().unwrap()
}

#[test]
fn a_ticket_is_found_at_once_and_the_same_after_its_words_were_gathered() {
    on_each(|w| {
        let first = opened(w, "Scanner frozen near bed 4B, scanner again");
        w.pass(kernel::Span::seconds(1));
        let second = opened(w, "Scanner jams, label roll stuck");
        w.act(&w.technician, Reply::new(first, Visibility::Public, "Cable reseated".into()));
        let asked = [("scanner", 2), ("SCANNER jams", 1), ("scanner cable", 1), ("roll cable", 0), ("4b", 1)];
        let all = |w: &World| {
            for (words, found) in asked {
                assert_eq!(hits(w, &w.technician, words), found, "{words}");
                assert_eq!(hits(w, &w.meridian_owner, words), 0, "out of reach: {words}");
            }
        };
        all(w);
        assert_eq!((counted(w, &MARKS), counted(w, &LISTS)), (0, 3));
        assert!(!gather(w, 4), "fewer than four wait");
        assert!(gather(w, 2), "the two texts of the first ticket");
        assert_eq!((counted(w, &MARKS), counted(w, &LISTS)), (8, 1));
        all(w);
        assert!(gather(w, 1));
        assert_eq!((counted(w, &MARKS), counted(w, &LISTS)), (13, 0));
        all(w);
        opened(w, "Scanner once more");
        w.act(&w.technician, desk::Resolve { ticket: second, words: "Scanner cleaned".into() });
        assert_eq!(hits(w, &w.technician, "scanner"), 3);
        assert!(gather(w, 1) && gather(w, 1) && !gather(w, 1), "a word that has its mark gets no second");
        assert_eq!(hits(w, &w.technician, "scanner"), 3);
    });
}

#[test]
fn nobody_finds_out_by_searching_whose_number_stands_in_a_text() {
    on_each(|w| {
        opened(w, &format!("{WORDS}. Device WS-00471, case 20261122"));
        for open in ["chart", "00471", "ws-00471", "call"] {
            assert_eq!(hits(w, &w.technician, open), 1, "{open}");
        }
        for hidden in
            ["0012345", "Testwell", "jane", "0142", "312-555-0142", "1962", "20261122", "chart 0012345"]
        {
            assert_eq!(hits(w, &w.technician, hidden), 0, "{hidden}");
        }
    });
}

#[test]
fn texts_are_masked_whole_until_an_organization_decides_otherwise() {
    on_each(|w| {
        let ticket = opened(w, WORDS);
        let outline = |w: &World| w.ask(&w.technician, OutlineOf { ticket });
        assert!(outline(w)[0].pieces.is_empty(), "strict by default");
        assert!(outline(w)[0].holds.as_deref().unwrap().contains("a record number"));
        let set = |masking| SetMasking { org: w.larkspur, masking };
        for who in [&w.technician, &w.nurse] {
            assert_eq!(refused(w.try_act(who, set(Masking::Identifiers))).status, Status::Forbidden);
        }
        assert_eq!(refused(w.try_act(&w.meridian_owner, set(Masking::Identifiers))).status, Status::NotFound);
        w.act(&w.practice_owner, set(Masking::Identifiers));
        let pieces: Vec<String> = outline(w)[0]
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Masked(kind) => format!("[{kind}]"),
            })
            .collect();
        assert_eq!(
            pieces.concat(),
            "The chart of [Name], MRN [MRN], DOB [Date of birth], does not open; call [Phone]"
        );
        assert_eq!(w.ask(&w.practice_owner, TextRules { org: w.larkspur }).masking, Masking::Identifiers);
        w.terminate();
        assert_eq!(refused(w.try_ask(&w.technician, OutlineOf { ticket })).status, Status::Forbidden);
        crate::proof::sound(&w.house);
    });
}

#[test]
fn a_clients_own_record_numbers_are_known_by_their_form() {
    on_each(|w| {
        let set = |lines: &[&str]| SetRecordNumberPatterns {
            org: w.larkspur,
            patterns: lines.iter().map(ToString::to_string).collect(),
        };
        for wrong in [&["(.*)*"][..], &["####"], &["K123456"], &["A######"; 21]] {
            assert_eq!(refused(w.try_act(&w.practice_owner, set(wrong))).field.as_deref(), Some("patterns"));
        }
        opened(w, "please look at k123456");
        assert_eq!(hits(w, &w.technician, "k123456"), 0, "a long number is never searchable");
        w.act(&w.practice_owner, set(&["A######", " ", "LK-##.##"]));
        assert_eq!(w.ask(&w.practice_owner, TextRules { org: w.larkspur }).patterns, ["A######", "LK-##.##"]);
        opened(w, "please look at k123456 and lk-12.34");
        assert_eq!(found(w), ["", "record-number:2"]);
    });
}

#[test]
fn letters_are_fixed_sentences_without_a_word_of_a_ticket() {
    on_each(|w| {
        let ticket = opened(w, WORDS);
        w.act(&w.technician, Reply::new(ticket, Visibility::Public, WORDS.into()));
        w.act(&w.technician, desk::Resolve { ticket, words: WORDS.into() });
        w.pass(kernel::Span::days(3));
        opened(w, WORDS);
        w.pass(kernel::Span::days(3));
        w.terminate();
        let rows = crate::proof::look(&w.house, |look: &mut Look| {
            let letter = |row: &store::Row| {
                let content: Vec<u8> = row.get("content")?;
                Ok(format!("{}\n{}", row.get::<String>("subject")?, String::from_utf8(content)?))
            };
            look.rows(&OUTBOX, &[])?.iter().map(letter).collect::<anyhow::Result<Vec<_>>>()
        });
        assert!(!rows.is_empty());
        for row in rows {
            for word in ["Testwell,", "0012345", "555-0142", "1962", "does not open"] {
                assert!(!row.contains(word), "{row}");
            }
        }
        assert!(counted(w, &LISTS) > 0);
    });
}
