//! A search through what is published here: an article is found that holds all the words. However common the words are, a
//! page costs no more than a fixed number of steps along the index, and says where the next one goes on.

use super::{LISTED, Reading, WITH_WORD, behind, reading};
use crate::kinds::Trouble;
use kernel::ArticleId;
use store::{Look, params};

/// So many steps along the index at most for one page.
const STEPS: usize = 2_000;

/// The newest article that holds the word and stands below this place in the index.
fn with(look: &mut Look, word: &str, below: &str) -> anyhow::Result<Option<ArticleId>> {
    look.row(&WITH_WORD, params! { "word": word, "below": below })?.map(|row| row.get("article")).transpose()
}

/// The newest articles behind `after` that hold all the words, for this trouble where one is named; at most so many. Then
/// where to go on, when there may be more.
///
/// # Errors
/// A fault of the store.
pub fn with_words(
    look: &mut Look,
    words: &[String],
    trouble: Option<Trouble>,
    after: Option<ArticleId>,
    most: usize,
) -> anyhow::Result<(Vec<Reading>, Option<ArticleId>)> {
    let mut found = Vec::new();
    // What is newer than the candidate is decided; `holding` words are known to be in the candidate.
    let (mut decided, mut candidate, mut holding) = (after, None, 0);
    let mut below = behind(after);
    for word in words.iter().cycle().take(STEPS) {
        let Some(next) = with(look, word, &below)? else { return Ok((found, None)) };
        if candidate == Some(next) {
            holding += 1;
        } else {
            decided = candidate.or(decided);
            (candidate, holding) = (Some(next), 1);
        }
        if holding < words.len() {
            // The candidate itself is asked for once more, with the next word.
            below = format!("{next}~");
            continue;
        }
        let line = look.row(&LISTED, params! { "article": next })?.as_ref().map(reading).transpose()?;
        found.extend(line.filter(|l| trouble.is_none() || l.trouble == trouble));
        (decided, candidate, below) = (Some(next), None, next.to_string());
        if found.len() == most {
            return Ok((found, decided));
        }
    }
    Ok((found, decided.filter(|_| !words.is_empty())))
}
