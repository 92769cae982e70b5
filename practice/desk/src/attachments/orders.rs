//! What can be done with files: they are attached by the desk or by the reporter, let out of quarantine for a
//! quarter of an hour with a reason, and removed.

use super::bytes::{self, FileBytes};
use super::records::{self, Attachment, Parcel};
use super::words::{FileKind, Quarantine};
use crate::records::Ticket;
use crate::words::{TextKind, Visibility};
use crate::{facts, texts};
use kernel::{AttachmentId, Done, Duty, Fact, Moment, Phi, Private, Refusal, Span, Stop, TicketId};
use office::{Act, Ground, Order, in_base64};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// How long a file is out of quarantine for whoever asked.
pub const RELEASED_FOR: Span = Span::minutes(15);

/// Attaches a file to a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attach {
    pub ticket: TicketId,
    /// Who may have it.
    pub visibility: Visibility,
    /// The file's name; it is cleaned and kept sealed.
    pub name: Private,
    pub bytes: FileBytes,
    #[serde(skip)]
    #[schemars(skip)]
    pub sealed: Option<Parcel>,
}

/// Attaches a file to one's own report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachToMine {
    pub ticket: TicketId,
    /// The file's name; it is cleaned and kept sealed.
    pub name: Private,
    pub bytes: FileBytes,
    #[serde(skip)]
    #[schemars(skip)]
    pub sealed: Option<Parcel>,
}

/// What became of the file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Attached {
    pub ticket: TicketId,
    pub attachment: AttachmentId,
    pub kind: FileKind,
    /// In bytes.
    pub size: usize,
    /// Why it is kept apart, when it is.
    pub quarantine: Option<Quarantine>,
}

/// What is wrong with a file is said before anything is looked up; then it is sealed outside the transaction that
/// keeps it. The gate has let the caller through by then, so the ticket is at the organization that is bound.
fn prepared(
    look: &mut Look,
    ticket: impl FnOnce(&mut Look) -> Result<Ticket, Stop>,
    name: &Private,
    bytes: &FileBytes,
) -> Result<Option<Parcel>, Stop> {
    bytes::fits(bytes.reveal().len())?;
    let ticket = ticket(look)?;
    super::sealed(look, (ticket.org, ticket.id), name.reveal(), bytes).map(Some)
}

/// The caller's own report.
fn own(look: &mut Look, id: TicketId) -> Result<Ticket, Stop> {
    let ticket = crate::records::ticket(look, id)?;
    if look.person().is_none() || ticket.reporter != look.person() {
        return Err(Refusal::not_found("report").into());
    }
    Ok(ticket)
}

fn kept(
    work: &mut Work,
    ticket: &Ticket,
    parcel: Option<&Parcel>,
    for_reporter: bool,
) -> Result<Done<Attached>, Stop> {
    let parcel = parcel.ok_or_else(|| Refusal::not_found("ticket"))?;
    let (attachment, fact) = super::keep(work, ticket, parcel, for_reporter)?;
    let found = parcel.found();
    let receipt = Attached {
        ticket: ticket.id,
        attachment,
        kind: found.kind,
        size: parcel.size(),
        quarantine: found.quarantine,
    };
    Ok(Done::new(fact, receipt))
}

impl Order for Attach {
    const ACT: Act = Act {
        name: "desk.attach",
        says: "Attach a file to a ticket",
        path: "/desk/tickets/{ticket}/attachments",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    const PREPARES: bool = true;
    const MOST_BYTES: usize = in_base64(bytes::LARGEST_BYTES);
    type Receipt = Attached;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        self.sealed = prepared(look, |l| crate::records::ticket(l, self.ticket), &self.name, &self.bytes)?;
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Attached>, Stop> {
        let ticket = crate::records::ticket(work, self.ticket)?;
        kept(work, &ticket, self.sealed.as_ref(), self.visibility == Visibility::Public)
    }
}

impl Order for AttachToMine {
    const ACT: Act = Act {
        name: "desk.attach-to-mine",
        says: "Attach a file to your report",
        path: "/desk/my-tickets/{ticket}/attachments",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    const PREPARES: bool = true;
    const MOST_BYTES: usize = in_base64(bytes::LARGEST_BYTES);
    type Receipt = Attached;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        self.sealed = prepared(look, |l| own(l, self.ticket), &self.name, &self.bytes)?;
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Attached>, Stop> {
        let ticket = own(work, self.ticket)?;
        kept(work, &ticket, self.sealed.as_ref(), true)
    }
}

/// Lets you have a file that is kept apart.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseAttachment {
    pub attachment: AttachmentId,
    /// Why it must be had; kept sealed on the ticket.
    #[schemars(extend("x-long" = true))]
    pub reason: Private,
}

/// Until when it is out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Released {
    pub ticket: TicketId,
    pub attachment: AttachmentId,
    pub until: Moment,
}

/// The file, when its content is still there.
fn present(look: &mut Look, id: AttachmentId) -> Result<Attachment, Stop> {
    let file = records::attachment(look, id)?;
    match file.removed_at {
        Some(_) => {
            let refusal = Refusal::conflict("This file was removed.")
                .remedy("See the ticket", Some(format!("/tickets/{}", file.ticket)));
            Err(refusal.into())
        }
        None => Ok(file),
    }
}

fn about(name: &'static str, look: &mut Look, file: &Attachment) -> Result<Fact, Stop> {
    let ticket = crate::records::ticket(look, file.ticket)?;
    Ok(facts::about(name, &ticket).about(file.id).with("kind", file.kind))
}

impl Order for ReleaseAttachment {
    const ACT: Act = Act {
        name: "desk.release-attachment",
        says: "Let a file out of quarantine for yourself",
        path: "/desk/attachments/{attachment}/release",
        duty: Duty::DirectWork,
        phi: Phi::Incidental,
    };
    type Receipt = Released;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.attachment)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Released>, Stop> {
        let reason = texts::said("reason", &self.reason)?;
        let file = present(work, self.attachment)?;
        if file.quarantine.is_none() {
            let refusal = Refusal::conflict("This file is not in quarantine.")
                .remedy("See the ticket", Some(format!("/tickets/{}", file.ticket)));
            return Err(refusal.into());
        }
        let text = crate::records::write(work, file.org, file.ticket, TextKind::Reason, &reason)?;
        let until = records::release(work, &file, RELEASED_FOR)?;
        let fact = about("desk.attachment-released", work, &file)?.with("text", text).with("until", until);
        Ok(Done::new(fact, Released { ticket: file.ticket, attachment: file.id, until }))
    }
}

/// Removes a file for good.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAttachment {
    pub attachment: AttachmentId,
    /// Why it is removed; kept sealed on the ticket.
    #[schemars(extend("x-long" = true))]
    pub reason: Private,
}

/// What is gone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Removed {
    pub ticket: TicketId,
    pub attachment: AttachmentId,
}

impl Order for RemoveAttachment {
    const ACT: Act = Act {
        name: "desk.remove-attachment",
        says: "Remove a file from a ticket",
        path: "/desk/attachments/{attachment}/remove",
        duty: Duty::DirectWork,
        phi: Phi::Incidental,
    };
    type Receipt = Removed;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.attachment)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Removed>, Stop> {
        let reason = texts::said("reason", &self.reason)?;
        let file = present(work, self.attachment)?;
        let text = crate::records::write(work, file.org, file.ticket, TextKind::Reason, &reason)?;
        records::remove(work, &file)?;
        let fact = about("desk.attachment-removed", work, &file)?.with("text", text);
        Ok(Done::new(fact, Removed { ticket: file.ticket, attachment: file.id }))
    }
}
