//! A text as words, and the names that can be read from them.

use crate::before;
use crate::lexicon::{is_given, is_plain};
use crate::names::STAFF;
use std::ops::Range;

/// A word of the text.
pub(crate) struct Word<'a> {
    pub text: &'a str,
    pub at: usize,
    pub small: String,
}

impl Word<'_> {
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
    pub fn is_loud(&self) -> bool {
        self.text.chars().count() > 1 && self.text.chars().all(|c| !c.is_lowercase())
    }
    /// A word in the way names are written: one capital in front, and no word that everybody uses.
    pub fn is_name(&self) -> bool {
        self.is_capital() && !is_plain(&self.small) && self.text.chars().count() >= 2
    }
    pub fn is_initial(&self) -> bool {
        self.text.chars().count() == 1 && self.is_capital()
    }
}

pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, c)| *c);
        let joins = matches!(letter, '\'' | '’' | '-')
            && start.is_some()
            && next.is_some_and(char::is_alphabetic)
            // An ending of possession is no part of the name.
            && !(letter != '-' && next == Some('s') && !inside(text, at + letter.len_utf8() + 1));
        if letter.is_alphabetic() || joins {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            out.push(word(text, from, at));
        }
    }
    if let Some(from) = start {
        out.push(word(text, from, text.len()));
    }
    out
}

pub(crate) fn inside(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_alphabetic)
}

pub(crate) fn word(text: &str, from: usize, to: usize) -> Word<'_> {
    let text = &text[from..to];
    Word { text, at: from, small: text.chars().take(24).flat_map(char::to_lowercase).collect() }
}

/// A name that begins at a word.
pub(crate) struct Name {
    /// The word after it.
    pub next: usize,
    /// How many whole names it has.
    pub parts: usize,
    /// `Doe, Jane`.
    pub turned: bool,
    pub given: bool,
}

pub(crate) struct Reader<'a> {
    pub text: &'a str,
    pub words: Vec<Word<'a>>,
}

impl Reader<'_> {
    pub fn gap(&self, i: usize) -> &str {
        match (self.words.get(i), self.words.get(i + 1)) {
            (Some(one), Some(two)) => &self.text[one.end()..two.at],
            _ => "\u{0}",
        }
    }

    pub fn range(&self, from: usize, next: usize) -> Range<usize> {
        self.words[from].at..self.words[next - 1].end()
    }

    /// The name that begins at word `i`. `low` takes words in small letters as well.
    pub fn name(&self, i: usize, low: bool) -> Option<Name> {
        let first = self.words.get(i)?;
        let fits = |word: &Word<'_>| {
            word.is_name() || (low && !is_plain(&word.small) && word.text.chars().count() >= 3)
        };
        if !fits(first) {
            return None;
        }
        let mut name = Name { next: i + 1, parts: 1, turned: false, given: is_given(&first.small) };
        while name.parts < 4 {
            let Some(next) = self.words.get(name.next) else { break };
            let gap = self.gap(name.next - 1);
            if gap == ", " && name.parts == 1 && !name.turned && next.is_capital() && fits(next) {
                name.turned = true;
                name.given = is_given(&next.small);
            } else if !(gap == " " || (gap == ". " && self.words[name.next - 1].is_initial())) {
                break;
            } else if next.is_initial() && (name.parts >= 1) {
                name.next += 1;
                continue;
            } else if !fits(next) || next.is_loud() != first.is_loud() {
                break;
            }
            name.next += 1;
            name.parts += 1;
        }
        // An initial alone at the end belongs to the name, a capital article does not.
        Some(name)
    }

    pub fn staff_before(&self, i: usize) -> bool {
        let Some(one) = i.checked_sub(1) else {
            return before(self.text, self.words[i].at, 4).trim_start().starts_with("- ");
        };
        let near = self.gap(one);
        near.len() <= 3 && !near.contains('/') && STAFF.contains(&self.words[one].small.as_str())
    }
}
