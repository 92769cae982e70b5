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
        let longest = if told.format == Format::Text { 400 } else { 120 };
        assert!(!line.is_empty() && line.chars().count() <= longest && !line.chars().any(char::is_control));
    }
    assert!(told.cves.len() <= 200 && told.cves.iter().all(|cve| cve.starts_with("CVE-") && cve.len() < 30));
    if told.format != Format::Csaf {
        assert!(told.title.is_none() && (told.format == Format::Text || told.words.is_empty()));
    }
}
