//! Files as they are kept: one row that anybody who works on the ticket may see, and the parts, each sealed on its
//! own under the organization's key with its place among them, so that none can be left out or moved.

use super::bytes::FileBytes;
use super::content::Found;
use super::words::{FileKind, Quarantine};
use kernel::{AttachmentId, Moment, OrgId, PersonId, Refusal, Span, Stop, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    ADD "desk.add-attachment"
        "insert into attachments (id, org, ticket, author, for_reporter, kind, quarantine, size, parts, name_sealed,
           digest_sealed, at)
         values (:id, :org, :ticket, :author, :for_reporter, :kind, :quarantine, :size, :parts, :name_sealed,
           :digest_sealed, :now)";
    ADD_PART "desk.add-attachment-part"
        "insert into attachment_parts (attachment, place, org, part_sealed) values (:id, :place, :org, :part_sealed)";
    house LOCATE "desk.locate-attachment" "select org from attachments where id = :id";
    ONE "desk.attachment"
        "select id, org, ticket, author, for_reporter, kind, quarantine, size, parts, at, removed_at, removed_by,
           released_to, released_until
         from attachments where id = :id and org = :org";
    OF_TICKET "desk.attachments"
        "select id, org, ticket, author, for_reporter, kind, quarantine, size, parts, at, removed_at, removed_by,
           released_to, released_until
         from attachments where ticket = :ticket and org = :org order by id limit 200";
    SEALS "desk.attachment-seals"
        "select name_sealed, digest_sealed from attachments where id = :id and org = :org";
    PART "desk.attachment-part"
        "select part_sealed from attachment_parts where attachment = :id and place = :place and org = :org";
    REMOVE "desk.remove-attachment"
        "update attachments set name_sealed = null, digest_sealed = null, removed_at = :now, removed_by = :by
         where id = :id and org = :org";
    REMOVE_PARTS "desk.remove-attachment-parts"
        "delete from attachment_parts where attachment = :id and org = :org";
    RELEASE "desk.release-attachment"
        "update attachments set released_to = :to, released_until = :until where id = :id and org = :org";
    TOUCH "desk.touch-ticket" "update tickets set last_at = :now where id = :ticket and org = :org";
}

/// How much of a file one sealed part holds, in bytes.
const PART_BYTES: usize = 1 << 20;
/// A ticket holds no more files than this.
pub const MOST_FILES: usize = 200;

/// A file without its name and its content.
#[derive(Debug, Clone)]
pub struct Attachment {
    pub id: AttachmentId,
    pub org: OrgId,
    pub ticket: TicketId,
    pub author: Option<PersonId>,
    pub for_reporter: bool,
    pub kind: FileKind,
    pub quarantine: Option<Quarantine>,
    /// In bytes.
    pub size: usize,
    parts: usize,
    pub at: Moment,
    pub removed_at: Option<Moment>,
    pub removed_by: Option<PersonId>,
    /// To whom it was let out of quarantine, and until when.
    pub released_to: Option<PersonId>,
    pub released_until: Option<Moment>,
}

impl Attachment {
    fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            ticket: row.get("ticket")?,
            author: row.get("author")?,
            for_reporter: row.get("for_reporter")?,
            kind: row.get("kind")?,
            quarantine: row.get("quarantine")?,
            size: row.get("size")?,
            parts: row.get("parts")?,
            at: row.get("at")?,
            removed_at: row.get("removed_at")?,
            removed_by: row.get("removed_by")?,
            released_to: row.get("released_to")?,
            released_until: row.get("released_until")?,
        })
    }

    /// Whether this person has it out of quarantine now.
    pub fn is_released_to(&self, person: Option<PersonId>, now: Moment) -> bool {
        person.is_some() && self.released_to == person && self.released_until.is_some_and(|until| now < until)
    }
}

/// A file that is sealed and not kept yet.
#[derive(Debug, Clone)]
pub struct Parcel {
    found: Found,
    size: usize,
    sha256: String,
    name_sealed: Vec<u8>,
    digest_sealed: Vec<u8>,
    parts: Vec<Vec<u8>>,
}

impl Parcel {
    pub fn found(&self) -> Found {
        self.found
    }
    pub fn size(&self) -> usize {
        self.size
    }
}

/// What a part belongs to: the ticket, the file with exactly this content, its place and how many there are.
fn about(ticket: TicketId, sha256: &str, place: usize, of: usize) -> String {
    format!("tickets/{ticket}/files/{sha256}/{place}/{of}")
}

/// Seals a file for a ticket: slow for a large one, so it is done before the transaction that keeps it.
///
/// # Errors
/// A fault of the store.
pub fn seal(
    look: &mut Look,
    org: OrgId,
    ticket: TicketId,
    name: &str,
    bytes: &FileBytes,
    found: Found,
) -> anyhow::Result<Parcel> {
    let (content, sha256) = (bytes.reveal(), bytes.sha256());
    let of = content.len().div_ceil(PART_BYTES);
    let mut parts = Vec::with_capacity(of);
    for (place, part) in content.chunks(PART_BYTES).enumerate() {
        parts.push(look.seal_bytes(org, &about(ticket, sha256, place, of), part)?);
    }
    Ok(Parcel {
        found,
        size: content.len(),
        sha256: sha256.to_owned(),
        name_sealed: look.seal(org, &format!("tickets/{ticket}/files/name"), name)?,
        digest_sealed: look.seal(org, &format!("tickets/{ticket}/files/digest"), sha256)?,
        parts,
    })
}

/// Keeps a sealed file and gives the keyed commitment to its SHA-256.
///
/// # Errors
/// A fault of the store.
pub fn keep(
    work: &mut Work,
    ticket: TicketId,
    parcel: &Parcel,
    for_reporter: bool,
) -> anyhow::Result<(AttachmentId, String)> {
    let id: AttachmentId = work.id();
    let author = work.person();
    let org = work.org().ok_or_else(|| anyhow::anyhow!("a file was attached at no organization"))?;
    work.run(
        &ADD,
        params! {
            "id": id, "ticket": ticket, "author": author, "for_reporter": for_reporter, "kind": parcel.found.kind,
            "quarantine": parcel.found.quarantine, "size": parcel.size, "parts": parcel.parts.len(),
            "name_sealed": parcel.name_sealed.as_slice(), "digest_sealed": parcel.digest_sealed.as_slice(),
        },
    )?;
    for (place, part) in parcel.parts.iter().enumerate() {
        work.run(&ADD_PART, params! { "id": id, "place": place, "part_sealed": part.as_slice() })?;
    }
    work.run(&TOUCH, params! { "ticket": ticket })?;
    let commitment = work.commitment(Some(org), &parcel.sha256)?;
    Ok((id, commitment))
}

/// A file of the transaction's organization, or the refusal that tells nobody whether it is anywhere.
///
/// # Errors
/// `not_found`; a fault of the store.
pub fn attachment(look: &mut Look, id: AttachmentId) -> Result<Attachment, Stop> {
    match look.row(&ONE, params! { "id": id })? {
        Some(row) => Ok(Attachment::read(&row)?),
        None => Err(Refusal::not_found("file").into()),
    }
}

/// The files of a ticket, those that were removed too.
///
/// # Errors
/// A fault of the store.
pub fn attachments(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Attachment>> {
    look.rows(&OF_TICKET, params! { "ticket": ticket })?.iter().map(Attachment::read).collect()
}

/// The name, the SHA-256 and the content of a file: only for questions that are labelled so and charted.
///
/// # Errors
/// A fault of the store; when the organization's key was destroyed; when a part was altered.
pub fn open(look: &mut Look, file: &Attachment) -> Result<(String, String, Vec<u8>), Stop> {
    let gone = || Stop::from(Refusal::not_found("file"));
    let row = look.row(&SEALS, params! { "id": file.id })?.ok_or_else(gone)?;
    let (Some(name), Some(digest)) =
        (row.get::<Option<Vec<u8>>>("name_sealed")?, row.get::<Option<Vec<u8>>>("digest_sealed")?)
    else {
        return Err(gone());
    };
    let ticket = file.ticket;
    let name = look.open(file.org, &format!("tickets/{ticket}/files/name"), &name)?;
    let sha256 = look.open(file.org, &format!("tickets/{ticket}/files/digest"), &digest)?;
    let mut bytes = Vec::with_capacity(file.size);
    for place in 0..file.parts {
        let row = look.row(&PART, params! { "id": file.id, "place": place })?.ok_or_else(gone)?;
        let part: Vec<u8> = row.get("part_sealed")?;
        bytes.extend(look.open_bytes(file.org, &about(ticket, &sha256, place, file.parts), &part)?);
    }
    Ok((name, sha256, bytes))
}

/// Takes the content and the name away; the row stays.
///
/// # Errors
/// A fault of the store.
pub fn remove(work: &mut Work, file: &Attachment) -> anyhow::Result<()> {
    let by = work.person();
    work.run(&REMOVE_PARTS, params! { "id": file.id })?;
    work.run(&REMOVE, params! { "id": file.id, "by": by })?;
    Ok(())
}

/// Lets the caller have a file that is kept apart, for so long.
///
/// # Errors
/// A fault of the store.
pub fn release(work: &mut Work, file: &Attachment, span: Span) -> anyhow::Result<Moment> {
    let (to, until) = (work.person(), work.now().plus(span));
    work.run(&RELEASE, params! { "id": file.id, "to": to, "until": until })?;
    Ok(until)
}
