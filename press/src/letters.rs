//! Which letters can be set. The fonts here hold the alphabets of Europe, Arabic and Hebrew; a letter that no font holds
//! is shown as a square instead of failing the page, and a word longer than a line may be broken.

use paper::{Block, Line, Piece, Sheet};
use std::collections::BTreeSet;
use typst::text::Font;
use unicode_segmentation::UnicodeSegmentation;

/// In place of what no font holds.
const SQUARE: char = '\u{25a1}';
/// A run of letters without a place to break becomes breakable from here on.
const LONG_RUN: usize = 24;

/// The sheet with only letters that can be set, and how many kinds of letters could not.
pub(crate) fn settable(mut sheet: Sheet, fonts: &[Font]) -> (Sheet, usize) {
    let mut letters = Letters { fonts, missing: BTreeSet::new() };
    letters.text(&mut sheet.title);
    letters.text(&mut sheet.foot);
    for block in &mut sheet.blocks {
        letters.block(block);
    }
    let missing = letters.missing.len();
    if missing > 0 {
        let words = format!("{SQUARE} stands for a letter that the press does not have.");
        let line = vec![Piece::Text(words)];
        sheet.blocks.push(Block::Notice { label: "Letters".to_owned(), line });
    }
    (sheet, missing)
}

struct Letters<'a> {
    fonts: &'a [Font],
    missing: BTreeSet<String>,
}

impl Letters<'_> {
    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading { text, .. } => self.text(text),
            Block::Paragraph { line } => self.line(line),
            Block::Notice { label, line } => {
                self.text(label);
                self.line(line);
            }
            Block::Stanza { lines } | Block::List { items: lines, .. } => {
                lines.iter_mut().for_each(|line| self.line(line));
            }
            Block::Facts { name, rows } => {
                self.text(name);
                for (name, line) in rows {
                    self.text(name);
                    self.line(line);
                }
            }
            Block::Table { name, columns, rows, .. } => {
                self.text(name);
                columns.iter_mut().for_each(|column| self.text(&mut column.name));
                rows.iter_mut().flatten().for_each(|line| self.line(line));
            }
            Block::Form { name, number, note, slots } => {
                for text in [name, number, note] {
                    self.text(text);
                }
                slots.iter_mut().for_each(|slot| self.text(&mut slot.label));
            }
            Block::Page | Block::Letter => {}
        }
    }

    fn line(&mut self, line: &mut Line) {
        for piece in line {
            match piece {
                Piece::Text(text) | Piece::Strong(text) | Piece::Blank(text) | Piece::Mark(text) => {
                    self.text(text);
                }
                Piece::Turn => {}
            }
        }
    }

    fn text(&mut self, text: &mut String) {
        if text.is_ascii() && !text.contains(|c: char| c.is_ascii_control()) && !long(text) {
            return;
        }
        let mut out = String::with_capacity(text.len() + 8);
        let mut run = 0;
        for cluster in text.graphemes(true) {
            if cluster.chars().all(char::is_whitespace) {
                out.push(if cluster == "\u{a0}" { '\u{a0}' } else { ' ' });
                run = 0;
                continue;
            }
            if run == LONG_RUN {
                out.push('\u{200b}');
                run = 0;
            }
            run += 1;
            if self.held(cluster) {
                out.push_str(cluster);
            } else {
                self.missing.insert(cluster.to_owned());
                out.push(SQUARE);
            }
        }
        *text = out;
    }

    /// Whether one font holds everything that is written as one letter.
    fn held(&self, cluster: &str) -> bool {
        self.fonts.iter().any(|font| cluster.chars().all(|c| font.info().coverage.contains(c as u32)))
    }
}

fn long(text: &str) -> bool {
    text.split(' ').any(|word| word.chars().count() > LONG_RUN)
}
