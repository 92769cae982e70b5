//! What is typed into the search of tickets: words, filters, "or" and brackets. `(icu OR ed) printer -toner`
//! finds what holds the word printer, not the word toner, and one of the other two; `status:open priority:1,2
//! mine:yes` narrows as the form does. Small on purpose: so deep and so many terms and no more, and whatever
//! cannot be read is refused with the place of the sign.

use crate::questions::Tickets;
use crate::search;
use std::fmt;

mod filter;
mod named;

pub use named::{Named, with_ids};

/// The most terms of one query.
pub const MOST_TERMS: usize = 32;
/// The most brackets inside one another.
pub const DEEPEST: usize = 8;

/// What is asked of a ticket.
#[derive(Debug, Clone)]
pub enum Query {
    All(Vec<Query>),
    Any(Vec<Query>),
    Not(Box<Query>),
    /// All these words stand in its texts.
    Words(Vec<String>),
    /// It has this number, or the number stands in its texts.
    Number(i64),
    /// It has what the form can narrow by: one part of it.
    Only(Box<Tickets>),
    /// Whoever asks has it.
    Mine,
    /// Nobody has it.
    Nobody,
}

/// Where a query cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The sign at which it is, counted from 1.
    pub at: usize,
    pub why: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "At sign {}: {}", self.at, self.why)
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    Or,
    And,
    Not,
    /// A word as it stands, or several in quotes.
    Text(String),
    Filter(String, String),
}

/// Reads a query; nothing when it asks for nothing that could be found.
///
/// # Errors
/// The sign at which it cannot be read.
pub fn read(text: &str) -> Result<Option<Query>, Unread> {
    let tokens = tokens(text)?;
    let end = text.chars().count() + 1;
    let mut reader = Reader { tokens: &tokens, at: 0, end, terms: 0 };
    let query = reader.any(0)?;
    match reader.tokens.get(reader.at) {
        Some((at, _)) => Err(unread(*at, "this bracket was never opened.")),
        None => Ok(query),
    }
}

fn unread(at: usize, why: impl Into<String>) -> Unread {
    Unread { at, why: why.into() }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Unread> {
    let signs: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < signs.len() {
        let at = i + 1;
        match signs[i] {
            c if c.is_whitespace() => i += 1,
            '(' | ')' | '|' => {
                out.push((
                    at,
                    if signs[i] == '(' {
                        Token::Open
                    } else if signs[i] == ')' {
                        Token::Close
                    } else {
                        Token::Or
                    },
                ));
                i += 1;
            }
            '"' => {
                let close = signs[at..].iter().position(|c| *c == '"');
                let close = at + close.ok_or_else(|| unread(at, "these quotes are never closed."))?;
                out.push((at, Token::Text(signs[at..close].iter().collect())));
                i = close + 1;
            }
            '-' if signs.get(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '"' | '#')) => {
                out.push((at, Token::Not));
                i += 1;
            }
            _ => {
                let ends = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '|');
                let end = signs[i..].iter().position(ends).map_or(signs.len(), |n| i + n);
                out.push((at, word(signs[i..end].iter().collect())));
                i = end;
            }
        }
    }
    Ok(out)
}

fn word(text: String) -> Token {
    match text.as_str() {
        "OR" => return Token::Or,
        "AND" => return Token::And,
        "NOT" => return Token::Not,
        _ => {}
    }
    match text.split_once(':') {
        Some((name, value)) if !value.is_empty() && filter::known(name).is_some() => {
            Token::Filter(name.to_owned(), value.to_owned())
        }
        _ => Token::Text(text),
    }
}

struct Reader<'a> {
    tokens: &'a [(usize, Token)],
    at: usize,
    /// Behind the last sign.
    end: usize,
    terms: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(at, _)| *at)
    }

    /// Terms with "OR" between them.
    fn any(&mut self, deep: usize) -> Result<Option<Query>, Unread> {
        let mut parts = Vec::new();
        let mut wanted = false;
        loop {
            let (from, place) = (self.at, self.place());
            match self.all(deep)? {
                Some(Query::Any(several)) => parts.extend(several),
                one => parts.extend(one),
            }
            if self.at == from && (wanted || self.peek() == Some(&Token::Or)) {
                return Err(unread(place, "OR stands between two things to find."));
            }
            if self.peek() != Some(&Token::Or) {
                return Ok(one_or(parts, Query::Any));
            }
            self.at += 1;
            wanted = true;
        }
    }

    /// Terms beside each other; plain words among them are one term.
    fn all(&mut self, deep: usize) -> Result<Option<Query>, Unread> {
        let (mut parts, mut typed) = (Vec::new(), String::new());
        loop {
            let place = self.place();
            match self.peek() {
                None | Some(Token::Or | Token::Close) => break,
                Some(Token::And) => self.at += 1,
                Some(Token::Text(text)) if search::tagged_number(text).is_none() => {
                    typed.push(' ');
                    typed.push_str(text);
                    self.at += 1;
                }
                Some(_) => match self.term(deep, place)? {
                    Some(Query::All(several)) => parts.extend(several),
                    one => parts.extend(one),
                },
            }
        }
        // A bracket that only held words was none.
        parts.retain(|part| match part {
            Query::Words(words) => {
                typed.extend(words.iter().flat_map(|word| [" ", word.as_str()]));
                false
            }
            _ => true,
        });
        if !typed.is_empty() {
            self.count(self.place())?;
            parts.extend(words(&typed));
        }
        Ok(one_or(parts, Query::All))
    }

    /// One term: a word, a filter, a bracket, or what is not wanted.
    fn term(&mut self, deep: usize, place: usize) -> Result<Option<Query>, Unread> {
        self.count(place)?;
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Text(text)) => Ok(match search::tagged_number(&text) {
                Some(number) => Some(Query::Number(number)),
                None => words(&text),
            }),
            Some(Token::Filter(name, value)) => filter::read(&name, &value, place).map(Some),
            Some(Token::Not) if deep < DEEPEST && self.is_term() => {
                let inner = self.term(deep + 1, self.place())?;
                Ok(inner.map(|inner| Query::Not(Box::new(inner))))
            }
            Some(Token::Not) => Err(unread(place, "what is not wanted stands right behind it.")),
            Some(Token::Open) if deep < DEEPEST => {
                let inner = self.any(deep + 1)?;
                if self.peek() != Some(&Token::Close) {
                    return Err(unread(place, "this bracket is never closed."));
                }
                self.at += 1;
                Ok(inner)
            }
            Some(Token::Open) => {
                Err(unread(place, format!("more than {DEEPEST} brackets stand inside one another.")))
            }
            _ => Err(unread(place, "a word, a filter or a bracket stands here.")),
        }
    }

    fn is_term(&self) -> bool {
        matches!(self.peek(), Some(Token::Text(_) | Token::Filter(..) | Token::Open | Token::Not))
    }

    fn count(&mut self, place: usize) -> Result<(), Unread> {
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(unread(place, format!("more than {MOST_TERMS} things are asked for at once.")));
        }
        Ok(())
    }
}

fn words(text: &str) -> Option<Query> {
    let words = search::words(text);
    (!words.is_empty()).then_some(Query::Words(words))
}

fn one_or(mut parts: Vec<Query>, several: fn(Vec<Query>) -> Query) -> Option<Query> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(several(parts)),
    }
}

impl Query {
    /// Whether it holds nothing that somebody typed of their own: only words of the program, numbers of days
    /// and ids. Only such a query stands in a kept view.
    pub fn is_of_filters(&self) -> bool {
        match self {
            Query::All(parts) | Query::Any(parts) => parts.iter().all(Query::is_of_filters),
            Query::Not(part) => part.is_of_filters(),
            Query::Words(_) | Query::Number(_) => false,
            Query::Only(_) | Query::Mine | Query::Nobody => true,
        }
    }
}

/// As it can be read again.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, parts: &[Query], between: &str| {
            for (i, part) in parts.iter().enumerate() {
                let bracket = matches!(part, Query::Any(_) | Query::All(_));
                let (open, close) = if bracket { ("(", ")") } else { ("", "") };
                write!(f, "{}{open}{part}{close}", if i > 0 { between } else { "" })?;
            }
            Ok(())
        };
        match self {
            Query::All(parts) => joined(f, parts, " "),
            Query::Any(parts) => joined(f, parts, " OR "),
            Query::Not(part) => write!(f, "-({part})"),
            Query::Words(words) => write!(f, "\"{}\"", words.join(" ")),
            Query::Number(number) => write!(f, "#{number}"),
            Query::Only(part) => filter::write(part, f),
            Query::Mine => f.write_str("mine:yes"),
            Query::Nobody => f.write_str("unassigned:yes"),
        }
    }
}

#[cfg(test)]
#[path = "query/tests.rs"]
mod tests;
