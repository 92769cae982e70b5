//! The words of a letter: plain text where there is some, else what its HTML says; readable whatever the bytes are.

use super::MOST_TEXT_BYTES;
use mail_parser::{Message, PartType, decoders::html::html_to_text};

pub(super) struct Body {
    pub text: String,
    pub damaged: bool,
}

/// The text of the letter's own bodies, one below the other.
pub(super) fn text(message: &Message<'_>) -> Body {
    let (mut out, mut damaged) = (String::new(), false);
    let bodies = message.text_body.iter().filter_map(|id| message.parts.get(*id as usize));
    for part in bodies.take(50) {
        damaged |= part.is_encoding_problem;
        let text = match &part.body {
            PartType::Text(text) => clean(first(text)),
            PartType::Html(html) => clean(&html_to_text(first(html))),
            _ => continue,
        };
        damaged |= text.contains('\u{fffd}');
        if !out.is_empty() && !text.trim().is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&text);
        if out.len() >= MOST_TEXT_BYTES {
            break;
        }
    }
    Body { text: cut(out), damaged }
}

/// At most [`MOST_TEXT_BYTES`], at the end of a letter.
pub(super) fn cut(mut text: String) -> String {
    let end = first(&text).len();
    text.truncate(end);
    text
}

pub(super) fn first(text: &str) -> &str {
    let mut end = text.len().min(MOST_TEXT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Line ends as LF; other control characters are left out, and so is what turns the direction of text.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                if letters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(letter),
            '\u{a0}' => out.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200b}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// One line of at most so many letters.
pub(super) fn line(text: &str, most: usize) -> String {
    let text: String = text.chars().take(most * 2).collect();
    let words: Vec<String> = clean(&text).split_whitespace().map(str::to_owned).collect();
    words.join(" ").chars().take(most).collect()
}
