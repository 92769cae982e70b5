//! Whatever the text: nothing panics, what is found lies on borders of letters, in order and apart, and a longer text
//! with nothing to find costs nothing but its length.

#![allow(clippy::unwrap_used)]

use identifiers::{Form, counted, find};
use proptest::prelude::*;

fn sound(text: &str) -> Result<(), TestCaseError> {
    let forms = [Form::parse("A######").unwrap(), Form::parse("LK-##.####").unwrap()];
    let found = find(text, &forms);
    let mut end = 0;
    for finding in &found {
        prop_assert!(finding.range.start >= end && finding.range.end > finding.range.start, "{:?}", finding);
        prop_assert!(text.is_char_boundary(finding.range.start) && text.is_char_boundary(finding.range.end));
        end = finding.range.end;
    }
    prop_assert!(end <= text.len());
    prop_assert_eq!(counted(&found).iter().map(|(_, n)| n).sum::<usize>(), found.len());
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        sound(&text)?;
    }

    #[test]
    fn texts_of_the_pieces_that_are_looked_for_are_read(
        pieces in prop::collection::vec(prop_oneof![
            Just("patient"), Just("Pt. "), Just("MRN"), Just(" "), Just(", "), Just("Doe"), Just("Jane"), Just("ü"), Just("’s"),
            Just("DOB "), Just("3/4/1962"), Just("123-45-6789"), Just("(312) 555-0142"), Just("1EG4-TE5-MK73"), Just("\n"),
            Just("@"), Just("a.b"), Just("mr "), Just("12 Oak St"), Just("#"), Just("94 yo"), Just("A^B"), Just("|"), Just("é"),
            Just("name is "), Just("b123456"), Just("LK-12.3456"), Just("-"), Just("'"), Just("chart for "), Just("999999999"),
        ], 0..40)
    ) {
        sound(&pieces.concat())?;
    }
}

#[test]
fn long_texts_of_one_kind_are_read() {
    for piece in [
        "a", "1", "A ", "1-", "Doe, ", "patient ", "MRN 1,", "a@", "(312) ", "1 Oak ", "'", "A^", "\u{202e}",
        "9 ", "Jane ",
    ] {
        sound(&piece.repeat(20_000)).unwrap();
    }
}

#[test]
fn a_clients_own_form_counts_without_a_word() {
    let forms = [Form::parse("A######").unwrap()];
    assert_eq!(find("look at k123456 please", &[]).len(), 0);
    let found = find("look at k123456 please", &forms);
    assert_eq!(
        (found.len(), found[0].kind, found[0].range.clone()),
        (1, identifiers::Kind::RecordNumber, 8..15)
    );
}
