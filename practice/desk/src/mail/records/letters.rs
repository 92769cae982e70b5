//! Letters as they are kept, and the keyed marks by which one finds its ticket and is known again.

use crate::mail::words::{Discard, Joined, LetterKind, Outcome, Reason, Sender};
use kernel::{LetterId, MailboxId, Moment, OrgId, PersonId, Refusal, Stop, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE_LETTER "desk.locate-letter" "select org from letters where id = :id";
    house TICKET "desk.ticket-of-a-letter"
        "select id, org, reporter, assignee from tickets where id = :ticket";
    house NUMBERED "desk.ticket-by-number"
        "select id, org, reporter, assignee from tickets where org = :at_org and number = :number";
    house NAMED "desk.tickets-by-letter"
        "select t.id, t.org, t.reporter, t.assignee from letter_names n join tickets t on t.id = n.ticket
         where n.mark = :mark order by t.id desc limit 20";
    MARK "desk.mark-letter"
        "insert into letter_marks (mark, letter) values (:mark, :letter) on conflict (mark) do nothing";
    MARKED "desk.marked-letter" "select letter from letter_marks where mark = :mark";
    NAME "desk.name-letter"
        "insert into letter_names (mark, org, ticket) values (:mark, :org, :ticket) on conflict (mark, org) do nothing";
    PUT "desk.put-letter"
        "insert into letters (id, org, mailbox, ticket, place, outcome, reason, detail, kind, verdict, joined, person,
           suggested, sender_sealed, subject_sealed, raw_sealed, mark, size, parts, at)
         values (:id, :org, :mailbox, :ticket, :place, :outcome, :reason, :detail, :kind, :verdict, :joined, :person,
           :suggested, :sender_sealed, :subject_sealed, :raw_sealed, :mark, :size, :parts, :now)";
    ONE "desk.letter"
        "select id, org, mailbox, ticket, place, outcome, reason, detail, kind, verdict, joined, person, suggested, size,
           parts, at, settled_at, discarded from letters where id = :id and org = :org";
    OPENED "desk.open-letter"
        "select mark, sender_sealed, subject_sealed, raw_sealed from letters where id = :id and org = :org";
    house RAW "desk.raw-letter" "select org, mark, raw_sealed from letters where id = :id";
    HELD "desk.letters-held"
        "select id, org, mailbox, ticket, place, outcome, reason, detail, kind, verdict, joined, person, suggested, size,
           parts, at, settled_at, discarded from letters
         where org in (select org from reach where person = :who) and outcome = 'held' and settled_at is null
           and id < :before order by id desc limit :most";
    ON_TICKET "desk.letters-on-ticket"
        "select id, org, mailbox, ticket, place, outcome, reason, detail, kind, verdict, joined, person, suggested, size,
           parts, at, settled_at, discarded from letters where ticket = :ticket and org = :org order by id limit 500";
    SETTLE "desk.settle-letter"
        "update letters set settled_at = :now, settled_by = :by, ticket = :ticket, place = :place, joined = :joined,
           outcome = :outcome where id = :id and org = :org and settled_at is null";
    ELSEWHERE "desk.letter-is-of-use-elsewhere"
        "update letters set settled_at = :now where id = :id and org = :org and outcome = 'held' and settled_at is null";
    DISCARD "desk.discard-letter"
        "update letters set settled_at = :now, settled_by = :by, discarded = :why, raw_sealed = null,
           sender_sealed = null, subject_sealed = null
         where id = :id and org = :org and outcome = 'held' and settled_at is null";
    AUTHOR "desk.author-of-a-letter"
        "update ticket_texts set author = :author where ticket = :ticket and place = :place and org = :org";
}
/// A ticket that a letter may belong to.
#[derive(Debug, Clone, Copy)]
pub(in crate::mail) struct Candidate {
    pub ticket: TicketId,
    pub org: OrgId,
    pub reporter: Option<PersonId>,
    pub assignee: Option<PersonId>,
}

fn candidate(row: &Row) -> anyhow::Result<Candidate> {
    let (reporter, assignee) = (row.get("reporter")?, row.get("assignee")?);
    Ok(Candidate { ticket: row.get("id")?, org: row.get("org")?, reporter, assignee })
}

pub(in crate::mail) fn by_id(look: &mut Look, ticket: TicketId) -> anyhow::Result<Option<Candidate>> {
    look.row(&TICKET, params! { "ticket": ticket })?.as_ref().map(candidate).transpose()
}

pub(in crate::mail) fn by_number(
    look: &mut Look,
    org: OrgId,
    number: i64,
) -> anyhow::Result<Option<Candidate>> {
    let row = look.row(&NUMBERED, params! { "at_org": org, "number": number })?;
    row.as_ref().map(candidate).transpose()
}

pub(in crate::mail) fn by_name(look: &mut Look, mark: &str) -> anyhow::Result<Vec<Candidate>> {
    look.rows(&NAMED, params! { "mark": mark })?.iter().map(candidate).collect()
}

/// Marks a letter as taken in; nothing when another one has the mark already.
pub(in crate::mail) fn mark(work: &mut Work, mark: &str, letter: LetterId) -> anyhow::Result<bool> {
    Ok(work.run(&MARK, params! { "mark": mark, "letter": letter })? == 1)
}

pub(in crate::mail) fn marked(look: &mut Look, mark: &str) -> anyhow::Result<Option<LetterId>> {
    look.row(&MARKED, params! { "mark": mark })?.map(|r| r.get("letter")).transpose()
}

pub(in crate::mail) fn name(work: &mut Work, mark: &str, ticket: TicketId) -> anyhow::Result<()> {
    work.run(&NAME, params! { "mark": mark, "ticket": ticket })?;
    Ok(())
}

/// A letter as it is about to be kept.
pub(in crate::mail) struct Fresh<'a> {
    pub id: LetterId,
    pub mailbox: MailboxId,
    pub ticket: Option<TicketId>,
    pub place: Option<u32>,
    pub outcome: Outcome,
    pub reason: Option<Reason>,
    /// Words of ours on the reason, such as the byte at which a limit was passed.
    pub detail: Option<&'a str>,
    pub kind: LetterKind,
    pub verdict: Sender,
    pub joined: Option<Joined>,
    pub person: Option<PersonId>,
    pub suggested: Option<TicketId>,
    pub sealed: &'a SealedLetter,
    pub mark: &'a str,
    pub size: usize,
    pub parts: usize,
}

/// What is kept of a letter's content, sealed.
#[derive(Debug, Clone, Default)]
pub(in crate::mail) struct SealedLetter {
    pub sender: Option<Vec<u8>>,
    pub subject: Option<Vec<u8>>,
    pub raw: Option<Vec<u8>>,
}

fn about(mark: &str, what: &str) -> String {
    format!("letters/{mark}/{what}")
}

/// Seals what is kept of a letter. The mark stands for the letter, whose id is not made yet.
pub(in crate::mail) fn seal(
    look: &mut Look,
    org: OrgId,
    mark: &str,
    (sender, subject, raw): (Option<&str>, Option<&str>, &[u8]),
) -> anyhow::Result<SealedLetter> {
    Ok(SealedLetter {
        sender: sender.map(|s| look.seal(org, &about(mark, "sender"), s)).transpose()?,
        subject: subject.map(|s| look.seal(org, &about(mark, "subject"), s)).transpose()?,
        raw: Some(look.seal_bytes(org, &about(mark, "raw"), raw)?),
    })
}

pub(in crate::mail) fn put(work: &mut Work, f: &Fresh<'_>) -> anyhow::Result<()> {
    work.run(
        &PUT,
        params! {
            "id": f.id, "mailbox": f.mailbox, "ticket": f.ticket, "place": f.place, "outcome": f.outcome,
            "reason": f.reason, "detail": f.detail, "kind": f.kind, "verdict": f.verdict, "joined": f.joined,
            "person": f.person, "suggested": f.suggested, "sender_sealed": f.sealed.sender.clone(),
            "subject_sealed": f.sealed.subject.clone(), "raw_sealed": f.sealed.raw.clone(), "mark": f.mark,
            "size": f.size, "parts": f.parts,
        },
    )?;
    Ok(())
}

/// A letter without its content.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: LetterId,
    pub org: OrgId,
    pub mailbox: MailboxId,
    pub ticket: Option<TicketId>,
    pub place: Option<u32>,
    pub outcome: Outcome,
    pub reason: Option<Reason>,
    pub detail: Option<String>,
    pub kind: LetterKind,
    pub verdict: Sender,
    pub joined: Option<Joined>,
    pub person: Option<PersonId>,
    pub suggested: Option<TicketId>,
    pub size: i64,
    pub parts: i64,
    pub at: Moment,
    pub settled_at: Option<Moment>,
    pub discarded: Option<Discard>,
}

fn kept(row: &Row) -> anyhow::Result<Kept> {
    Ok(Kept {
        id: row.get("id")?,
        org: row.get("org")?,
        mailbox: row.get("mailbox")?,
        ticket: row.get("ticket")?,
        place: row.get("place")?,
        outcome: row.get("outcome")?,
        reason: row.get("reason")?,
        detail: row.get("detail")?,
        kind: row.get("kind")?,
        verdict: row.get("verdict")?,
        joined: row.get("joined")?,
        person: row.get("person")?,
        suggested: row.get("suggested")?,
        size: row.get("size")?,
        parts: row.get("parts")?,
        at: row.get("at")?,
        settled_at: row.get("settled_at")?,
        discarded: row.get("discarded")?,
    })
}

/// A letter of the transaction's organization.
///
/// # Errors
/// `not_found`; a fault of the store.
pub fn letter(look: &mut Look, id: LetterId) -> Result<Kept, Stop> {
    let row = look.row(&ONE, params! { "id": id })?.ok_or_else(|| Refusal::not_found("letter"))?;
    Ok(kept(&row)?)
}

pub(in crate::mail) fn held(look: &mut Look, before: &str, most: u32) -> anyhow::Result<Vec<Kept>> {
    look.rows(&HELD, params! { "before": before, "most": most })?.iter().map(kept).collect()
}

pub(in crate::mail) fn on_ticket(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Kept>> {
    look.rows(&ON_TICKET, params! { "ticket": ticket })?.iter().map(kept).collect()
}

/// A letter's content, opened: only for acts that are labelled so and charted.
#[derive(Clone, Default)]
pub(in crate::mail) struct OpenedLetter {
    pub sender: Option<String>,
    pub subject: Option<String>,
    pub raw: Vec<u8>,
}

pub(in crate::mail) fn open(look: &mut Look, letter: &Kept) -> Result<OpenedLetter, Stop> {
    let row = look.row(&OPENED, params! { "id": letter.id })?.ok_or_else(|| Refusal::not_found("letter"))?;
    let mark: String = row.get("mark")?;
    let Some(raw) = row.get::<Option<Vec<u8>>>("raw_sealed")? else {
        return Err(Refusal::conflict("This letter was discarded; its original is gone.").into());
    };
    let mut text = |what: &str| -> anyhow::Result<Option<String>> {
        let sealed: Option<Vec<u8>> = row.get(&format!("{what}_sealed"))?;
        sealed.map(|s| look.open(letter.org, &about(&mark, what), &s)).transpose()
    };
    let (sender, subject) = (text("sender")?, text("subject")?);
    Ok(OpenedLetter { sender, subject, raw: look.open_bytes(letter.org, &about(&mark, "raw"), &raw)? })
}

/// The original of a letter, opened, for the house; nothing where it is gone.
pub(in crate::mail) fn raw(look: &mut Look, id: LetterId) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(row) = look.row(&RAW, params! { "id": id })? else { return Ok(None) };
    let (org, mark): (OrgId, String) = (row.get("org")?, row.get("mark")?);
    let sealed = row.get::<Option<Vec<u8>>>("raw_sealed")?;
    sealed.map(|sealed| look.open_bytes(org, &about(&mark, "raw"), &sealed)).transpose()
}

pub(in crate::mail) fn settle(
    work: &mut Work,
    letter: LetterId,
    (ticket, place): (TicketId, Option<u32>),
    outcome: Outcome,
) -> anyhow::Result<bool> {
    let by = work.person();
    let changed = work.run(
        &SETTLE,
        params! { "id": letter, "by": by, "ticket": ticket, "place": place, "joined": Joined::Hand, "outcome": outcome },
    )?;
    Ok(changed == 1)
}

/// A letter that was set aside waits no more: something else was made of it. Its original stays.
pub(in crate::mail) fn of_use_elsewhere(work: &mut Work, letter: LetterId) -> anyhow::Result<()> {
    work.run(&ELSEWHERE, params! { "id": letter })?;
    Ok(())
}

pub(in crate::mail) fn discard(work: &mut Work, letter: LetterId, why: Discard) -> anyhow::Result<bool> {
    let by = work.person();
    Ok(work.run(&DISCARD, params! { "id": letter, "by": by, "why": why })? == 1)
}

/// Says who wrote a text that the house itself put down.
pub(in crate::mail) fn author(
    work: &mut Work,
    ticket: TicketId,
    place: u32,
    person: Option<PersonId>,
) -> anyhow::Result<()> {
    if let Some(author) = person {
        work.run(&AUTHOR, params! { "ticket": ticket, "place": place, "author": author })?;
    }
    Ok(())
}
