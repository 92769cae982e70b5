//! Letters. The function takes any bytes and must return; what a letter promises is asserted here.
//! `crates/wire/tests/corpus.rs` includes this file and replays the corpus.

use wire::mail::{self, Kind, Letter, MOST_BYTES, MailError, Tnef, Verdict};

/// A letter, and a `winmail.dat` by itself; quotes and references ride along, since their input is as foreign.
pub fn mail(data: &[u8]) {
    if let Ok(opened) = Tnef::read(data) {
        let size: usize = opened.files.iter().map(|f| f.bytes.len()).sum();
        assert!(size <= data.len() && opened.files.iter().all(|f| !f.name.is_empty()));
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let split = mail::split(text);
        assert!(split.fresh.len() <= text.len());
        for reference in mail::references(text) {
            assert_eq!(mail::references(&reference.text()), [reference]);
        }
        if let Some(address) = mail::address(text) {
            assert_eq!(mail::address(&address).as_ref(), Some(&address));
        }
    }
    let letter = match Letter::read(data) {
        Ok(letter) => letter,
        // A fault of the parser is caught where a ward depends on it; here it is to be found.
        Err(error) => return assert_ne!(error, MailError::NotUnderstood),
    };
    assert!(data.len() <= MOST_BYTES);
    assert!(letter.whole_text.len() <= mail::MOST_TEXT_BYTES && letter.text.len() <= letter.whole_text.len());
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!letter.text.contains(odd) && !letter.subject.contains(odd));
    assert!(letter.parts.iter().all(|part| !part.name.is_empty() && !part.name.contains(odd)));
    assert!(letter.parts.len() <= mail::MOST_PARTS * 2 && letter.references.len() <= 20);
    assert!(letter.kind == Kind::Person || !letter.kind.word().is_empty());
    assert_eq!(mail::verdict(&letter, None), Verdict::Unknown);
    if letter.from_is_ambiguous {
        assert_ne!(mail::verdict(&letter, Some("mx.example.org")), Verdict::Confirmed);
    }
}
