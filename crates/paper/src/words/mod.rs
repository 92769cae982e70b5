//! The words of each document. Sentences stand here and facts are put into them; a fact that is missing is a blank.

mod breach;
mod downtime;
mod hhs;
mod incident;
mod public;

pub(crate) use breach::{breach_letter, breach_letters};
pub(crate) use downtime::downtime_pack;
pub(crate) use hhs::hhs_sheet;
pub(crate) use incident::incident_report;
pub(crate) use public::{media_notice, substitute_notice};

use crate::{Block, Column, Line, Piece, Style, Sureness, When};
use jiff::civil::Date;

fn text(words: impl Into<String>) -> Piece {
    Piece::Text(words.into())
}

fn strong(words: impl Into<String>) -> Piece {
    Piece::Strong(words.into())
}

fn blank(what: &str) -> Piece {
    Piece::Blank(what.to_owned())
}

/// A text of somebody's own, with its lines; a blank where it is missing or empty.
fn given(words: Option<&String>, what: &str) -> Line {
    match words.map(|w| w.trim()).filter(|w| !w.is_empty()) {
        Some(words) => lined(words),
        None => vec![blank(what)],
    }
}

/// The same where nothing needs to be there: "—".
fn perhaps(words: Option<&String>) -> Line {
    match words.map(|w| w.trim()).filter(|w| !w.is_empty()) {
        Some(words) => lined(words),
        None => vec![text("—")],
    }
}

/// Lines of a text stay lines.
fn lined(words: &str) -> Line {
    let mut line = Vec::new();
    for (number, part) in words.trim().split('\n').enumerate() {
        if number > 0 {
            line.push(Piece::Turn);
        }
        line.push(text(part.trim_end_matches('\r')));
    }
    line
}

/// A text as paragraphs: empty lines part them.
fn paragraphs(words: Option<&String>, what: &str) -> Vec<Block> {
    let parts: Vec<&str> = words
        .map(|words| words.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect())
        .unwrap_or_default();
    if parts.is_empty() {
        return vec![Block::Paragraph { line: vec![blank(what)] }];
    }
    parts.into_iter().map(|part| Block::Paragraph { line: lined(part) }).collect()
}

fn said(line: Line) -> Block {
    Block::Paragraph { line }
}

fn heading(level: u8, words: impl Into<String>) -> Block {
    Block::Heading { level, text: words.into() }
}

/// A list of texts; a blank where there is none.
fn list(style: Style, items: &[String], what: &str) -> Block {
    let items: Vec<Line> = items.iter().filter(|i| !i.trim().is_empty()).map(|i| lined(i)).collect();
    if items.is_empty() { said(vec![blank(what)]) } else { Block::List { style, items } }
}

/// Texts beside one another; a blank where there is none.
fn joined(items: &[String], what: &str) -> Line {
    let items: Vec<&str> = items.iter().map(|i| i.trim()).filter(|i| !i.is_empty()).collect();
    if items.is_empty() { vec![blank(what)] } else { vec![text(items.join(", "))] }
}

fn column(name: &str, share: u8) -> Column {
    Column { name: name.to_owned(), share }
}

/// "November 8, 2018".
fn day(date: Date) -> String {
    date.strftime("%B %-d, %Y").to_string()
}

fn day_or(date: Option<Date>, what: &str) -> Piece {
    date.map_or_else(|| blank(what), |date| text(day(date)))
}

/// The days in a table.
fn days(when: When, what: &str) -> Line {
    match when {
        When::Missing => vec![blank(what)],
        When::Unknown => vec![text("not known")],
        When::On(date) => vec![text(day(date))],
        When::Between(from, to) => vec![text(format!("{} to {}", day(from), day(to)))],
    }
}

/// A number of people, with separators: "12,400".
fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn count_or(number: Option<u64>, what: &str) -> Piece {
    number.map_or_else(|| blank(what), |number| text(count(number)))
}

/// A citation with its mark.
fn cited(because: &str, sureness: Sureness) -> Line {
    let mut line = vec![text(because)];
    if let Some(mark) = sureness.mark() {
        line.push(text(" "));
        line.push(Piece::Mark(mark.to_owned()));
    }
    line
}
