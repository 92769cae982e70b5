//! What people wrote: sealed under the organization's key, opened only by a look that is charted, and found
//! by its words (`marks`).

use super::marks;
use crate::words::TextKind;
use crate::{masking, search, texts};
use kernel::{Moment, OrgId, PersonId, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    NEXT_PLACE "desk.next-text"
        "update tickets set texts = texts + 1, last_at = :now where id = :ticket and org = :org returning texts";
    WRITE "desk.write-text"
        "insert into ticket_texts (ticket, place, org, author, kind, at, text_sealed, found)
         values (:ticket, :place, :org, :author, :kind, :now, :text_sealed, :found)";
    LIST "desk.texts"
        "select place, author, kind, at, found from ticket_texts where ticket = :ticket and org = :org order by place
         limit 2000";
    OPENED "desk.open-texts"
        "select place, author, kind, at, found, text_sealed from ticket_texts where ticket = :ticket and org = :org
         order by place limit 2000";
}

/// A text that is still sealed.
#[derive(Debug, Clone)]
pub struct Text {
    pub place: u32,
    pub author: Option<PersonId>,
    pub kind: TextKind,
    pub at: Moment,
    /// Which likely identifiers were found in it when it came in, as `kind:number` apart by blanks; nothing is known
    /// of texts from before that was looked for.
    pub found: Option<String>,
}

impl Text {
    fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self {
            place: row.get("place")?,
            author: row.get("author")?,
            kind: row.get("kind")?,
            at: row.get("at")?,
            found: row.get("found")?,
        })
    }
}

fn about(ticket: TicketId, place: u32) -> String {
    format!("tickets/{ticket}/texts/{place}")
}

/// Keeps what is wrong: the text at place 0 of a fresh ticket.
///
/// # Errors
/// A fault of the store.
pub fn write_first(work: &mut Work, org: OrgId, ticket: TicketId, text: &str) -> anyhow::Result<()> {
    write_at(work, org, ticket, 0, TextKind::Opening, text)
}

/// Keeps another text and gives its place.
///
/// # Errors
/// A fault of the store.
pub fn write(
    work: &mut Work,
    org: OrgId,
    ticket: TicketId,
    kind: TextKind,
    text: &str,
) -> anyhow::Result<u32> {
    let row = work.row(&NEXT_PLACE, params! { "ticket": ticket })?;
    let row = row.ok_or_else(|| anyhow::anyhow!("a text was written on a ticket that is not there"))?;
    let place = row.get("texts")?;
    write_at(work, org, ticket, place, kind, text)?;
    Ok(place)
}

fn write_at(
    work: &mut Work,
    org: OrgId,
    ticket: TicketId,
    place: u32,
    kind: TextKind,
    text: &str,
) -> anyhow::Result<()> {
    let sealed = work.seal(org, &about(ticket, place), text)?;
    let author = work.person();
    let rules = masking::rules(work)?;
    let findings = identifiers::find(text, &rules.forms);
    work.put(
        &WRITE,
        params! { "ticket": ticket, "place": place, "author": author, "kind": kind, "text_sealed": sealed,
        "found": texts::counts(&findings) },
    )?;
    marks::list(work, org, ticket, place, &search::findable(text, &findings))
}

/// The texts of a ticket, still sealed.
///
/// # Errors
/// A fault of the store.
pub fn texts(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Text>> {
    let rows = look.rows(&LIST, params! { "ticket": ticket })?;
    rows.iter().map(Text::read).collect()
}

/// The texts of a ticket, opened: only for questions that are labelled so and charted.
///
/// # Errors
/// A fault of the store; when the organization's key was destroyed.
pub fn opened(look: &mut Look, org: OrgId, ticket: TicketId) -> anyhow::Result<Vec<(Text, String)>> {
    let rows = look.rows(&OPENED, params! { "ticket": ticket })?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let text = Text::read(&row)?;
        let words = look.open(org, &about(ticket, text.place), &row.get::<Vec<u8>>("text_sealed")?)?;
        out.push((text, words));
    }
    Ok(out)
}
