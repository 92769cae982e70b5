//! Whatever is typed into the search is read, or refused at one of its signs. What is asserted stands with the fuzzer's
//! own function.

use proptest::prelude::*;

#[path = "../../../../fuzz/src/query.rs"]
mod fuzzed;

#[test]
fn the_corpus_is_read_or_refused() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/query");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("replaying {}", path.display());
        fuzzed::query(&std::fs::read(path).unwrap());
        count += 1;
    }
    assert!(count >= 20, "the corpus has only {count} files");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_sign(text in "\\PC{0,200}") {
        fuzzed::query(text.as_bytes());
    }

    #[test]
    fn any_row_of_terms_is_read_or_refused_at_a_sign(
        parts in prop::collection::vec(
            prop::sample::select(vec!["icu", "printer", "(", ")", "OR", "-", "NOT", "\"", "#12", "mine:yes",
                "priority:1,2", "status:open", "tag:x1", "older:7", "AND", "|", "due:day", "é"]), 0..60),
        apart in prop::bool::ANY,
    ) {
        fuzzed::query(parts.join(if apart { " " } else { "" }).as_bytes());
    }
}
