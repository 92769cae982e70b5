//! Advisories as publishers and anybody else send them: CSAF documents, texts, PDFs. Whatever comes is read within its bounds
//! or refused, and nothing that cannot be seen gets into a name. The tests of `practice/incidents` include this file and replay
//! the corpus.

use incidents::advisories::{Format, read};

pub fn advisory(data: &[u8]) {
    let Some(told) = read(data) else {
        assert!(std::str::from_utf8(data).is_err() || data.contains(&0), "a text is kept as it is");
        return;
    };
    assert!(told.words.len() <= 600 && told.words.len() <= told.named);
    let lines = [&told.title, &told.number, &told.rating].into_iter().flatten().chain(&told.words);
    for line in lines {
        assert!(!line.is_empty() && line.chars().count() <= 120 && !line.chars().any(char::is_control));
    }
    if told.format != Format::Csaf {
        assert!(told.title.is_none() && told.words.is_empty());
    }
}
