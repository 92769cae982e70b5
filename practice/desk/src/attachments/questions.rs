//! What can be asked about files: which ones a ticket has, told without their names, and one of them, opened, for
//! somebody whom the gate let through. Each opening is charted before the file is given.

use super::bytes::OpenBytes;
use super::records::{self, Attachment};
use super::words::{FileKind, Quarantine};
use kernel::{AttachmentId, Duty, Moment, PersonId, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the files of a ticket, without their names.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    pub ticket: TicketId,
}

/// Lists the files of one's own report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyAttachments {
    pub ticket: TicketId,
}

/// Opens a file of a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtAttachment {
    pub attachment: AttachmentId,
}

/// Opens a file of one's own report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtMyAttachment {
    pub attachment: AttachmentId,
}

/// A file as a list tells of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OneAttachment {
    pub attachment: AttachmentId,
    pub ticket: TicketId,
    pub kind: FileKind,
    /// In bytes.
    pub size: usize,
    pub author: Option<PersonId>,
    pub at: Moment,
    /// Whether the reporter may have it.
    pub for_reporter: bool,
    /// Why it is kept apart, when it is.
    pub quarantine: Option<Quarantine>,
    /// Until when you have it out of quarantine.
    pub released_until: Option<Moment>,
    pub removed_at: Option<Moment>,
    pub removed_by: Option<PersonId>,
}

/// A file behind its seal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenAttachment {
    pub attachment: AttachmentId,
    pub ticket: TicketId,
    pub name: String,
    pub kind: FileKind,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    pub bytes: OpenBytes,
}

fn told(look: &Look, file: &Attachment) -> OneAttachment {
    let mine = file.is_released_to(look.person(), look.now());
    OneAttachment {
        attachment: file.id,
        ticket: file.ticket,
        kind: file.kind,
        size: file.size,
        author: file.author,
        at: file.at,
        for_reporter: file.for_reporter,
        quarantine: file.quarantine,
        released_until: if mine { file.released_until } else { None },
        removed_at: file.removed_at,
        removed_by: file.removed_by,
    }
}

fn opened(look: &mut Look, file: &Attachment) -> Result<OpenAttachment, Stop> {
    if file.removed_at.is_some() {
        return Err(Refusal::conflict("This file was removed.").into());
    }
    if let Some(why) = file.quarantine
        && !file.is_released_to(look.person(), look.now())
    {
        let sentence = format!("This file is in quarantine: {}.", why.title());
        let refusal = Refusal::forbidden(sentence)
            .remedy("Somebody who directs work can let it out with a reason", None);
        return Err(refusal.into());
    }
    let (name, sha256, bytes) = records::open(look, file)?;
    let (attachment, ticket, kind) = (file.id, file.ticket, file.kind);
    Ok(OpenAttachment { attachment, ticket, name, kind, sha256, bytes: OpenBytes(bytes) })
}

/// Whether the caller reported the ticket.
fn is_mine(look: &mut Look, ticket: TicketId) -> Result<bool, Stop> {
    let ticket = crate::records::ticket(look, ticket)?;
    Ok(look.person().is_some() && ticket.reporter == look.person())
}

impl Question for Attachments {
    const ACT: Act = Act {
        name: "desk.attachments",
        says: "List the files of a ticket",
        path: "/desk/tickets/{ticket}/files",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = Vec<OneAttachment>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<OneAttachment>, Stop> {
        let files = records::attachments(look, self.ticket)?;
        Ok(files.iter().map(|file| told(look, file)).collect())
    }
}

impl Question for MyAttachments {
    const ACT: Act = Act {
        name: "desk.my-attachments",
        says: "List the files of your report",
        path: "/desk/my-tickets/{ticket}/files",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Answer = Vec<OneAttachment>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<OneAttachment>, Stop> {
        if !is_mine(look, self.ticket)? {
            return Err(Refusal::not_found("report").into());
        }
        let files = records::attachments(look, self.ticket)?;
        Ok(files.iter().filter(|file| file.for_reporter).map(|file| told(look, file)).collect())
    }
}

impl Question for LookAtAttachment {
    const ACT: Act = Act {
        name: "desk.look-at-attachment",
        says: "Open a file of a ticket",
        path: "/desk/attachments/{attachment}/open",
        duty: Duty::SeePhi,
        phi: Phi::Holds,
    };
    type Answer = OpenAttachment;

    fn ground(&self) -> Ground {
        Ground::thing(self.attachment)
    }

    fn answer(&self, look: &mut Look) -> Result<OpenAttachment, Stop> {
        let file = records::attachment(look, self.attachment)?;
        opened(look, &file)
    }
}

impl Question for LookAtMyAttachment {
    const ACT: Act = Act {
        name: "desk.look-at-my-attachment",
        says: "Open a file of your report",
        path: "/desk/my-attachments/{attachment}/open",
        duty: Duty::ReportTrouble,
        phi: Phi::Holds,
    };
    type Answer = OpenAttachment;

    fn ground(&self) -> Ground {
        Ground::thing(self.attachment)
    }

    fn answer(&self, look: &mut Look) -> Result<OpenAttachment, Stop> {
        let file = records::attachment(look, self.attachment)?;
        if !file.for_reporter || !is_mine(look, file.ticket)? {
            return Err(Refusal::not_found("file").into());
        }
        opened(look, &file)
    }
}
