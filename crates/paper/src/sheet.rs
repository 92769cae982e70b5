//! A document as it stands on paper, before anybody sets it: headings, paragraphs, lists, tables and places to write. The
//! press makes a PDF of it and a page makes HTML of it, from the same words. A text here is only ever letters.

use serde::{Deserialize, Serialize};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "text", rename_all = "kebab-case")]
pub enum Piece {
    Text(String),
    Strong(String),
    /// A fact that nobody has given yet, and which: "the date of the breach". Shown so that it cannot be overlooked.
    Blank(String),
    /// How sure it is, where it was not checked against the law.
    Mark(String),
    /// A new line within the same paragraph.
    Turn,
}

/// Pieces beside one another.
pub type Line = Vec<Piece>;

/// A column of a table and its share of the width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub share: u8,
}

/// A place to write by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub label: String,
    pub lines: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// Level 1 is the title.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        line: Line,
    },
    /// Lines that stay lines: an address, a signature.
    Stanza {
        lines: Vec<Line>,
    },
    /// Steps are numbered, or have a box to tick.
    List {
        style: Style,
        items: Vec<Line>,
    },
    /// Names and what stands beside them.
    Facts {
        name: String,
        rows: Vec<(String, Line)>,
    },
    Table {
        name: String,
        columns: Vec<Column>,
        rows: Vec<Vec<Line>>,
        /** In points. */
        row_height: u16,
    },
    /// Set apart so that it is read first.
    Notice {
        label: String,
        line: Line,
    },
    /// A form with its reserved number. Never broken across pages.
    Form {
        name: String,
        number: String,
        note: String,
        slots: Vec<Slot>,
    },
    /// What follows begins on a new page.
    Page,
    /// What follows is a letter of its own: it begins on a new page, and its pages count from one.
    Letter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    Points,
    Steps,
    Boxes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What the document is called, in a reader's window and for whoever hears it read.
    pub title: String,
    /// At the foot of every page, before its number.
    pub foot: String,
    pub blocks: Vec<Block>,
}

impl Sheet {
    /// What is still missing, in order, each once.
    pub fn blanks(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for block in &self.blocks {
            for line in block.lines() {
                for piece in line {
                    if let Piece::Blank(what) = piece
                        && !found.contains(&what.as_str())
                    {
                        found.push(what);
                    }
                }
            }
        }
        found
    }
}

impl Block {
    /// Every line within it.
    pub fn lines(&self) -> Vec<&Line> {
        match self {
            Self::Paragraph { line } | Self::Notice { line, .. } => vec![line],
            Self::Stanza { lines } | Self::List { items: lines, .. } => lines.iter().collect(),
            Self::Facts { rows, .. } => rows.iter().map(|(_, line)| line).collect(),
            Self::Table { rows, .. } => rows.iter().flatten().collect(),
            Self::Heading { .. } | Self::Form { .. } | Self::Page | Self::Letter => Vec::new(),
        }
    }
}
