//! A letter as it comes in by mail. Whoever wrote it may be a nurse, a machine, a list, somebody's absence or an
//! attacker; the letter may be broken, huge or nested without end. This module takes it apart within limits that stand
//! here, says what it is, splits what is new from what was only quoted, and tells whether the receiving server could
//! confirm who sent it. It decides nothing: whose ticket a letter belongs to is the desk's business.

mod auth;
mod body;
mod forward;
mod kind;
mod limits;
mod parts;
mod quote;
mod reference;
mod report;
#[cfg(test)]
mod tests;
mod tnef;

pub use auth::{Verdict, verdict};
pub use kind::Kind;
pub use limits::{MOST_BYTES, MOST_DEPTH, MOST_HEAD_BYTES, MOST_HEAD_LINES, MOST_PARTS};
pub use parts::Part;
pub use quote::{Split, split};
pub use reference::{Reference, SIGNATURE_BYTES, references};
pub use report::{Report, ReportKind};
pub use tnef::{Tnef, TnefError};

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser};

/// The longest text that is taken out of a letter, in bytes; the rest stays in the original.
pub const MOST_TEXT_BYTES: usize = 1 << 20;
/// The most addresses and names of other letters that are kept of a head.
const MOST_NAMES: usize = 100;
/// The longest address (RFC 5321, 4.5.3.1.3) and the longest name of a letter (RFC 5322, 2.1.1: one line).
const LONGEST_NAME: usize = 998;

/// Why a letter cannot be read. Nothing of its content is repeated, only where the trouble is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    #[error("the letter is empty")]
    Empty,
    #[error("the letter has {bytes} bytes; at most {MOST_BYTES} are taken")]
    TooLarge { bytes: usize },
    #[error("the letter has more than {MOST_PARTS} parts; the one too many begins at byte {byte}")]
    TooManyParts { byte: usize },
    #[error(
        "the letter's parts are nested more than {MOST_DEPTH} deep; the one too many begins at byte {byte}"
    )]
    TooDeep { byte: usize },
    #[error(
        "the letter's heads are longer than {MOST_HEAD_BYTES} bytes or {MOST_HEAD_LINES} lines, at byte {byte}"
    )]
    HeadTooLong { byte: usize },
    #[error("this is no letter: no head begins at byte 0")]
    NoHead,
    #[error("the letter is broken in a way that nobody foresaw")]
    NotUnderstood,
}

/// A person as a head names them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Named {
    pub name: Option<String>,
    /// In lower case.
    pub address: String,
}

/// A letter, taken apart.
#[derive(Clone)]
pub struct Letter {
    /// Its own name, without the angle brackets; nothing when it has none.
    pub message_id: Option<String>,
    /// The letters that it answers, the nearest last: `References`, then `In-Reply-To`.
    pub answers: Vec<String>,
    /// Who wrote it; nothing when nobody or more than one stands there.
    pub from: Option<Named>,
    /// Whether more than one author, or more than one `From`, stands in the head.
    pub from_is_ambiguous: bool,
    /// To whom it went, `To`, `Cc` and `Delivered-To` together.
    pub to: Vec<String>,
    pub subject: String,
    /// Seconds since 1970 as the sender's clock had it.
    pub sent_at_s: Option<i64>,
    pub kind: Kind,
    /// What was newly written.
    pub text: String,
    /// The whole text with everything that was quoted.
    pub whole_text: String,
    pub parts: Vec<Part>,
    /// Whose letter was passed on, when this one passes one on.
    pub forwarded: Option<Named>,
    /// What a machine reports about a letter of ours.
    pub report: Option<Report>,
    /// The signed names of ours that stand in it, wherever they stand.
    pub references: Vec<Reference>,
    /// The `Authentication-Results` of the head, topmost first.
    pub results: Vec<String>,
    /// Whether the bytes are not what they are said to be; the text is then as good as it gets.
    pub damaged: bool,
}

/// What people wrote is never printed by accident, in a log or in the words of a fault.
macro_rules! sealed {
    ($($of:ty),*) => {$(
        impl std::fmt::Debug for $of {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("‹sealed›")
            }
        }
    )*};
}

sealed!(Letter, Named, Part, Split, Report, Tnef, tnef::File);

impl Letter {
    /// Takes a letter apart.
    ///
    /// # Errors
    /// When it is no letter, or larger, deeper or of more parts than the limits allow.
    pub fn read(bytes: &[u8]) -> Result<Self, MailError> {
        let bytes = limits::checked(bytes)?;
        // A fault of the parser is one letter that somebody looks at, never the end of the engine that fetches.
        std::panic::catch_unwind(|| Self::take_apart(&bytes)).unwrap_or(Err(MailError::NotUnderstood))
    }

    fn take_apart(bytes: &[u8]) -> Result<Self, MailError> {
        let message = MessageParser::default().parse(bytes).ok_or(MailError::NoHead)?;
        let root = message.parts.first().ok_or(MailError::NoHead)?;
        if root.headers.is_empty() {
            return Err(MailError::NoHead);
        }
        let known = |h: &mail_parser::Header| !matches!(h.name, HeaderName::Other(_));
        let plausible = |h: &mail_parser::Header| h.name.as_str().bytes().all(|b| b.is_ascii_graphic());
        if !root.headers.iter().any(known) && !root.headers.iter().all(plausible) {
            return Err(MailError::NoHead);
        }
        Ok(Self::of(&message))
    }

    fn of(message: &Message<'_>) -> Self {
        let body::Body { text: whole_text, damaged } = body::text(message);
        let (parts, inner) = parts::of(message);
        let whole_text = if whole_text.trim().is_empty() { inner.unwrap_or(whole_text) } else { whole_text };
        let whole_text = body::cut(whole_text);
        let report = report::of(message);
        let subject = message.subject().map(|s| body::line(s, LONGEST_NAME)).unwrap_or_default();
        let kind = kind::of(message, report.as_ref(), &subject);
        let forwarded = forward::of(message, &subject, &whole_text);
        let text = match kind {
            Kind::Person | Kind::Calendar if forwarded.is_none() => quote::split(&whole_text).fresh,
            _ => whole_text.trim().to_owned(),
        };
        let (from, from_is_ambiguous) = from(message);
        let answers = answers(message);
        let references = found_references(message, &answers, &whole_text, report.as_ref());
        Self {
            message_id: message.message_id().and_then(name_of_letter),
            answers,
            from,
            from_is_ambiguous,
            to: recipients(message),
            subject,
            sent_at_s: message.date().map(mail_parser::DateTime::to_timestamp),
            kind,
            text,
            whole_text,
            parts,
            forwarded,
            report,
            references,
            results: auth::results(message),
            damaged,
        }
    }
}

/// An address as it is compared: trimmed, in lower case; nothing when it is none.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>']).trim();
    let (local, host) = text.rsplit_once('@')?;
    let plain = |c: char| !c.is_control() && !c.is_whitespace();
    let good = !local.is_empty() && !host.is_empty() && text.len() <= 320 && text.chars().all(plain);
    good.then(|| text.to_lowercase())
}

/// The host of an address.
pub fn host(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, host)| host)
}

fn name_of_letter(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>']).trim();
    let plain = |c: char| !c.is_control() && !c.is_whitespace();
    (!text.is_empty() && text.len() <= LONGEST_NAME && text.chars().all(plain)).then(|| text.to_owned())
}

fn named(addr: &mail_parser::Addr<'_>) -> Option<Named> {
    let name = addr.name.as_deref().map(|n| body::line(n, 200)).filter(|n| !n.is_empty());
    Some(Named { name, address: address(addr.address.as_deref()?)? })
}

fn from(message: &Message<'_>) -> (Option<Named>, bool) {
    let heads: Vec<&Address<'_>> =
        message.header_values(HeaderName::From).filter_map(HeaderValue::as_address).collect();
    let mut all = heads.iter().flat_map(|a| a.iter()).take(2).filter_map(named);
    let first = all.next();
    let several = heads.len() > 1 || all.next().is_some();
    (first, several)
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |one: Option<String>| {
        if let Some(one) = one.filter(|one| found.len() < MOST_NAMES && !found.contains(one)) {
            found.push(one);
        }
    };
    for list in [message.to(), message.cc()].into_iter().flatten() {
        list.iter().take(MOST_NAMES).for_each(|a| add(a.address.as_deref().and_then(address)));
    }
    for (name, value) in message.headers_raw().take(2_000) {
        if name.eq_ignore_ascii_case("delivered-to") || name.eq_ignore_ascii_case("x-original-to") {
            add(address(value));
        }
    }
    found
}

fn answers(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for head in [HeaderName::References, HeaderName::InReplyTo] {
        for value in message.header_values(head).take(4) {
            let names: Vec<&str> = match value {
                HeaderValue::Text(text) => vec![text.as_ref()],
                // The last are the nearest.
                HeaderValue::TextList(list) => {
                    list.iter().rev().take(MOST_NAMES).rev().map(AsRef::as_ref).collect()
                }
                _ => Vec::new(),
            };
            for name in names.into_iter().filter_map(name_of_letter) {
                found.retain(|f| *f != name);
                found.push(name);
            }
        }
    }
    let spare = found.len().saturating_sub(MOST_NAMES);
    found.split_off(spare)
}

/// Our own signed names: in the address that was answered, in the letters that are answered, in the text.
fn found_references(
    message: &Message<'_>,
    answers: &[String],
    text: &str,
    report: Option<&Report>,
) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut look = |text: &str| {
        for one in reference::references(text) {
            if found.len() < 20 && !found.contains(&one) {
                found.push(one);
            }
        }
    };
    recipients(message).iter().for_each(|to| look(to));
    answers.iter().rev().for_each(|name| look(name));
    if let Some(report) = report {
        report.about.iter().for_each(|name| look(name));
    }
    look(text);
    found
}
