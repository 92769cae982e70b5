//! What came with a letter: files, pictures, letters within it, invitations, and whatever Outlook packed into a
//! `winmail.dat`. Each is named and its bytes are given; nothing is opened, run or unpacked further.

use super::{body, tnef::Tnef};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// A part of a letter beside its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// As the sender called it, one line; a name of ours when nobody did.
    pub name: String,
    /// As the sender declared it, for instance `image/png`.
    pub kind: String,
    pub bytes: Vec<u8>,
    /// Why it could only be read in part.
    pub problem: Option<String>,
}

/// All of them, and the text that only a `winmail.dat` or an embedded letter holds.
pub(super) fn of(message: &Message<'_>) -> (Vec<Part>, Option<String>) {
    let (mut found, mut inner) = (Vec::new(), None);
    for (place, id) in message.attachments.iter().enumerate() {
        let Some(part) = message.parts.get(*id as usize) else { continue };
        if matches!(part.body, PartType::Multipart(_)) {
            continue;
        }
        let one = read(message, part, place + 1);
        match tnef(&one) {
            Some(opened) => add_tnef(one, opened, &mut found, &mut inner),
            None => found.push(one),
        }
        if let PartType::Message(nested) = &part.body
            && inner.is_none()
        {
            inner = Some(body::text(nested).text).filter(|t| !t.trim().is_empty());
        }
    }
    (found, inner)
}

fn read(message: &Message<'_>, part: &MessagePart<'_>, place: usize) -> Part {
    let kind = part.content_type().map_or("text/plain".to_owned(), |c| {
        body::line(&format!("{}/{}", c.ctype(), c.subtype().unwrap_or("plain")), 100).to_lowercase()
    });
    let name = part.attachment_name().map(|n| body::line(n, 200)).filter(|n| !n.is_empty());
    let bytes = match &part.body {
        PartType::Message(nested) => {
            let (from, to) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
            // A letter that was encoded has bytes of its own; one that was not stands in ours.
            match message.raw_message.get(from..to.max(from)) {
                Some(raw) if part.encoding == mail_parser::Encoding::None => raw.to_vec(),
                _ => nested.raw_message.to_vec(),
            }
        }
        _ => part.contents().to_vec(),
    };
    let name = name.unwrap_or_else(|| format!("part-{place}{}", ending(&kind)));
    let problem = part.is_encoding_problem.then(|| "its bytes are not encoded as they say".to_owned());
    Part { name, kind, bytes, problem }
}

fn ending(kind: &str) -> &'static str {
    match kind {
        "message/rfc822" | "message/global" => ".eml",
        "text/plain" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "application/pdf" => ".pdf",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        _ => "",
    }
}

/// What the part says it is decides, or its first bytes.
fn tnef(part: &Part) -> Option<Result<Tnef, super::TnefError>> {
    let named = part.kind == "application/ms-tnef"
        || part.kind == "application/vnd.ms-tnef"
        || part.name.eq_ignore_ascii_case("winmail.dat");
    (named || part.bytes.starts_with(&super::tnef::BEGIN)).then(|| Tnef::read(&part.bytes))
}

fn add_tnef(
    mut shell: Part,
    opened: Result<Tnef, super::TnefError>,
    found: &mut Vec<Part>,
    inner: &mut Option<String>,
) {
    match opened {
        Ok(opened) => {
            if let Some(text) = opened.text.filter(|t| !t.trim().is_empty()) {
                inner.get_or_insert(body::clean(&text));
            }
            let problem = opened.problem.map(|p| p.to_string());
            let none = opened.files.is_empty();
            for file in opened.files {
                let kind = "application/octet-stream".to_owned();
                let name = body::line(&file.name, 200);
                found.push(Part { name, kind, bytes: file.bytes, problem: problem.clone() });
            }
            if none || problem.is_some() {
                shell.problem = problem;
                found.push(shell);
            }
        }
        // What cannot be opened is kept as it is.
        Err(error) => {
            shell.problem = Some(error.to_string());
            found.push(shell);
        }
    }
}
