//! What a machine reports about a letter: that it did not arrive (RFC 3464), was read (RFC 8098) or was complained about
//! (RFC 5965). What matters to the desk is which letter it was, and whether it is lost for good.

use super::name_of_letter;
use mail_parser::{Message, MimeHeaders, PartType};

/// Which report it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    Delivery,
    Disposition,
    Feedback,
}

/// A report about a letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    pub kind: ReportKind,
    /// For deliveries: `failed`, `delayed`, `delivered`, `relayed` or `expanded`; in lower case.
    pub action: Option<String>,
    /// Such as `5.1.1`.
    pub status: Option<String>,
    /// The names of the letters that it may be about.
    pub about: Vec<String>,
}

const MOST_ABOUT: usize = 20;

pub(super) fn of(message: &Message<'_>) -> Option<Report> {
    let mut kind = None;
    let (mut fields, mut about) = (String::new(), Vec::new());
    for part in message.parts.iter().take(60) {
        let Some(content) = part.content_type() else { continue };
        let sub = content.subtype().unwrap_or_default().to_ascii_lowercase();
        match (content.ctype().to_ascii_lowercase().as_str(), sub.as_str()) {
            ("multipart", "report") => {
                let declared = content.attribute("report-type").map(str::to_lowercase);
                kind = kind.or(match declared.as_deref() {
                    Some("delivery-status") => Some(ReportKind::Delivery),
                    Some("disposition-notification") => Some(ReportKind::Disposition),
                    Some("feedback-report") => Some(ReportKind::Feedback),
                    _ => None,
                });
            }
            ("message", "delivery-status" | "global-delivery-status") => {
                kind = kind.or(Some(ReportKind::Delivery));
                take(part, &mut fields);
            }
            ("message", "disposition-notification") => {
                kind = kind.or(Some(ReportKind::Disposition));
                take(part, &mut fields);
            }
            ("message", "feedback-report") => kind = kind.or(Some(ReportKind::Feedback)),
            ("text", "rfc822-headers") | ("message", "rfc822") => names(part, &mut about),
            _ => {}
        }
    }
    let kind = kind?;
    let field = |name: &str| {
        let mut lines = fields.lines().filter_map(|l| l.split_once(':'));
        lines.find(|(n, _)| n.trim().eq_ignore_ascii_case(name)).map(|(_, v)| v.trim().to_owned())
    };
    if let Some(original) = field("original-message-id").and_then(|v| name_of_letter(&v)) {
        about.insert(0, original);
    }
    let word = |v: String| v.split([' ', ';', '(']).next().unwrap_or_default().to_lowercase();
    Some(Report {
        kind,
        action: field("action").map(word).filter(|w| !w.is_empty()),
        status: field("status").map(word).filter(|w| w.len() <= 11),
        about,
    })
}

fn take(part: &mail_parser::MessagePart<'_>, into: &mut String) {
    let bytes = part.contents();
    into.push_str(&String::from_utf8_lossy(&bytes[..bytes.len().min(64 * 1024)]));
    into.push('\n');
}

/// The names in the head of the letter that came back.
fn names(part: &mail_parser::MessagePart<'_>, about: &mut Vec<String>) {
    let mut add = |name: &str| {
        if let Some(name) = name_of_letter(name).filter(|_| about.len() < MOST_ABOUT) {
            about.push(name);
        }
    };
    match &part.body {
        PartType::Message(nested) => nested.message_id().into_iter().for_each(&mut add),
        _ => {
            let bytes = part.contents();
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(256 * 1024)]);
            for line in text.lines().take(4_000) {
                if let Some((name, value)) = line.split_once(':')
                    && name.trim().eq_ignore_ascii_case("message-id")
                {
                    add(value);
                }
            }
        }
    }
}
