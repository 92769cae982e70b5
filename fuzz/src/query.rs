//! What anybody may type into the search of tickets. It is read or refused at one of its signs, never larger than was
//! said, and what was read is read again, to the same, from how it is written. The tests of `practice/desk` include this
//! file and replay the corpus.

use desk::query::{DEEPEST, MOST_TERMS, Query, read};
use desk::search::MOST_WORDS;

/// A text in the search box.
pub fn query(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match read(&text) {
        Ok(None) => {}
        Ok(Some(query)) => {
            // A filter may have as many values as a query has terms.
            assert!(terms(&query, 0) <= MOST_TERMS * MOST_TERMS);
            let written = query.to_string();
            if let Ok(again) = read(&written) {
                assert_eq!(again.map(|q| q.to_string()), Some(written));
            }
        }
        Err(unread) => {
            assert!((1..=text.chars().count() + 1).contains(&unread.at), "{unread}");
            assert!(unread.why.chars().count() < 400 && !unread.why.contains('\n'));
        }
    }
}

fn terms(query: &Query, deep: usize) -> usize {
    // A bracket and a minus each go one deeper, and what stands in a bracket is one of several of all of it.
    assert!(deep <= 3 * (DEEPEST + 2), "{deep} deep");
    match query {
        Query::All(parts) | Query::Any(parts) => {
            assert!(parts.len() > 1);
            parts.iter().map(|part| terms(part, deep + 1)).sum()
        }
        Query::Not(part) => terms(part, deep + 1),
        Query::Words(words) => {
            assert!(!words.is_empty() && words.len() <= MOST_WORDS);
            1
        }
        Query::Only(_) | Query::Number(_) | Query::Mine | Query::Nobody => 1,
    }
}
