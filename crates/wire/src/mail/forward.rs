//! Whose letter was passed on. Somebody of the staff passes on what a clinician wrote to them; then the clinician is the
//! one whose trouble it is. The original sender is found in an attached letter or in the head that mail programs copy
//! into the text.

use super::{Named, address, body, named};
use mail_parser::{Message, PartType};

/// Beginnings of subjects that say that something is passed on; in lower case.
const PREFIXES: &[&str] = &["fwd:", "fw:", "wg:", "tr:", "rv:", "enc:", "i:", "vb:", "vl:", "doorst:"];
/// Lines above a copied head; in lower case, without hyphens, blanks and underscores around them.
const LINES: &[&str] = &[
    "forwarded message",
    "begin forwarded message:",
    "original message",
    "weitergeleitete nachricht",
    "message transféré",
    "mensaje reenviado",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "forwarded by",
];

pub(super) fn of(message: &Message<'_>, subject: &str, text: &str) -> Option<Named> {
    let lower = subject.to_lowercase();
    let says_so = PREFIXES.iter().any(|p| lower.starts_with(p));
    // An attached letter is the surest; a bounce attaches one as well, and is no letter passed on.
    if says_so || text.trim().is_empty() {
        for id in message.attachments.iter().take(20) {
            if let Some(PartType::Message(nested)) = message.parts.get(*id as usize).map(|p| &p.body) {
                return nested.from().and_then(|a| a.first()).and_then(named);
            }
        }
    }
    if !says_so {
        return None;
    }
    in_text(text)
}

/// The sender in a head that was copied into the text.
fn in_text(text: &str) -> Option<Named> {
    let mut seen = false;
    for line in text.lines().take(2_000) {
        let plain = line.trim().trim_start_matches(['>', ' ', '*']);
        let bare = plain.trim_matches(|c: char| c == '-' || c == '_' || c == ' ').to_lowercase();
        seen |= LINES.iter().any(|l| bare.starts_with(l));
        let Some((head, value)) = plain.split_once(':') else { continue };
        let head = head.trim_matches(['*', ' ']).to_lowercase();
        let is_from = matches!(head.as_str(), "from" | "von" | "de" | "da" | "van" | "lähettäjä" | "från");
        if is_from && value.contains('@') {
            return person(value);
        }
        if seen && is_from {
            return None;
        }
    }
    None
}

/// `Name <address>`, `Name [mailto:address]` or an address alone.
fn person(value: &str) -> Option<Named> {
    let value = value.trim().trim_matches('*').trim();
    let (name, rest) = match value.find(['<', '[']) {
        Some(at) => (value[..at].trim(), &value[at + 1..]),
        None => ("", value),
    };
    let rest = rest.split(['>', ']', ' ']).next().unwrap_or_default();
    let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
    let name = body::line(name.trim_matches(['"', '\'', ' ']), 200);
    Some(Named { name: Some(name).filter(|n| !n.is_empty()), address: address(rest)? })
}
