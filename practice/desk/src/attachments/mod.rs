//! Files on tickets: a screenshot, a log, a scanned letter. Each is looked into, hashed and sealed under the
//! organization's key before it is kept; opening one is a look that is charted. What could run on the computer of
//! whoever opens it is kept apart. A file that is removed is gone, and that it was there stays told.
//!
//! A mail that comes in attaches with [`attach`].

pub mod bytes;
mod content;
mod name;
mod orders;
mod questions;
pub mod records;
pub mod words;

pub use bytes::{FileBytes, LARGEST_BYTES};
pub use content::picture;
pub use orders::{Attach, AttachToMine, Attached, ReleaseAttachment, Released, RemoveAttachment};
pub use questions::{
    Attachments, LookAtAttachment, LookAtMyAttachment, MyAttachments, OneAttachment, OpenAttachment,
};

use crate::facts;
use crate::records::Ticket;
use kernel::{AttachmentId, Fact, OrgId, Refusal, Stop, TicketId};
use office::Registry;
use records::Parcel;
use serde_json::Value;
use store::{Look, Work};

/// Every order and question about files.
pub(crate) fn register(r: &mut Registry) {
    r.order::<Attach>()
        .order::<AttachToMine>()
        .order::<ReleaseAttachment>()
        .order::<RemoveAttachment>()
        .question::<Attachments>()
        .question::<MyAttachments>()
        .question::<LookAtAttachment>()
        .question::<LookAtMyAttachment>()
        .locate("att", &records::LOCATE);
}

/// A file as it came.
#[derive(Debug, Clone, Copy)]
pub struct Came<'a> {
    /// As it was sent; it is cleaned.
    pub name: &'a str,
    pub bytes: &'a FileBytes,
    /// Whether the reporter may have it.
    pub for_reporter: bool,
}

/// Keeps a file on a ticket of the transaction's organization and gives its id and the fact to be charted. The file
/// is sealed here, within the transaction; an order that has time before it seals with [`sealed`] and keeps with
/// [`keep`].
///
/// # Errors
/// A refusal when the file is empty, too large, or one too many on the ticket; a fault of the store.
pub fn attach(work: &mut Work, ticket: &Ticket, came: Came<'_>) -> Result<(AttachmentId, Fact), Stop> {
    let parcel = sealed(work, (ticket.org, ticket.id), came.name, came.bytes)?;
    keep(work, ticket, &parcel, came.for_reporter)
}

/// Looks into a file and seals it for a ticket, which may be one that is still to be opened.
///
/// # Errors
/// As [`attach`].
pub fn sealed(
    look: &mut Look,
    (org, ticket): (OrgId, TicketId),
    name: &str,
    bytes: &FileBytes,
) -> Result<Parcel, Stop> {
    bytes::fits(bytes.reveal().len())?;
    let name = name::cleaned(name);
    let found = content::found(&name, bytes.reveal());
    Ok(records::seal(look, org, ticket, &name, bytes, found)?)
}

/// Keeps what was sealed.
///
/// # Errors
/// As [`attach`].
pub fn keep(
    work: &mut Work,
    ticket: &Ticket,
    parcel: &Parcel,
    for_reporter: bool,
) -> Result<(AttachmentId, Fact), Stop> {
    if records::attachments(work, ticket.id)?.len() >= records::MOST_FILES {
        let sentence = format!("This ticket holds {} files already.", records::MOST_FILES);
        return Err(Refusal::conflict(sentence).remedy("Put them into one archive", None).into());
    }
    let (id, commitment) = records::keep(work, ticket.id, parcel, for_reporter)?;
    let found = parcel.found();
    let fact = facts::about("desk.attached", ticket)
        .about(id)
        .with("kind", found.kind)
        .with("size", parcel.size())
        .with("quarantine", found.quarantine)
        .with("for_reporter", for_reporter)
        .with("sha256", commitment);
    Ok((id, fact))
}

/// What happened to a file, as a sentence.
pub(crate) fn sentence(name: &str, body: &Value) -> Option<String> {
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    let kind = word("kind").and_then(words::FileKind::from_word).map_or("File", words::FileKind::title);
    Some(match name {
        "desk.attached" => {
            let size = body.get("size").and_then(Value::as_u64).unwrap_or_default();
            let apart = match word("quarantine").and_then(words::Quarantine::from_word) {
                Some(why) => format!("; it is in quarantine, because {}", why.title()),
                None => String::new(),
            };
            format!("attached a file: {kind}, {}{apart}", sized(size))
        }
        "desk.attachment-released" => "let a file out of quarantine for a quarter of an hour".to_owned(),
        "desk.attachment-removed" => format!("removed a file for good: {kind}"),
        _ => return None,
    })
}

/// A size as people read it.
pub fn sized(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_happened_to_a_file_is_told_without_its_name() {
        let told = |name: &str, body| sentence(name, &body).unwrap();
        assert_eq!(
            told("desk.attached", json!({"kind": "pdf", "size": 341_002})),
            "attached a file: PDF document, 342 KB"
        );
        assert_eq!(
            told("desk.attached", json!({"kind": "program", "size": 2_450_000, "quarantine": "program"})),
            "attached a file: Program or script, 2.4 MB; it is in quarantine, because it is a program"
        );
        assert_eq!(sentence("desk.attachment-lost", &json!({})), None);
    }
}
