//! What people wrote: sealed under the organization's key, opened only by a look that is charted, and found
//! by keyed marks of its words.

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
    /// Two texts for one thing: SQLite copies every page of a statement of several rows aside in case the statement fails
    /// half way, unless it says `or ignore`.
    INDEX "desk.index-words"
        "insert or ignore into ticket_words (org, mark, ticket) values
         (:org, :m1, :ticket), (:org, :m2, :ticket), (:org, :m3, :ticket), (:org, :m4, :ticket),
         (:org, :m5, :ticket), (:org, :m6, :ticket), (:org, :m7, :ticket), (:org, :m8, :ticket)"
        postgres "insert into ticket_words (org, mark, ticket) values
         (:org, :m1, :ticket), (:org, :m2, :ticket), (:org, :m3, :ticket), (:org, :m4, :ticket),
         (:org, :m5, :ticket), (:org, :m6, :ticket), (:org, :m7, :ticket), (:org, :m8, :ticket)
         on conflict do nothing";
    HITS "desk.word-hits"
        "select ticket from ticket_words where org = :at_org and mark = :mark
           and org in (select org from reach where person = :who)
         order by ticket desc limit 1000";
    REACHED "desk.reached"
        "select org from reach where person = :who order by org limit 1000";
}

const MARKS: [&str; 8] = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"];

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
    work.run(
        &WRITE,
        params! { "ticket": ticket, "place": place, "author": author, "kind": kind, "text_sealed": sealed,
        "found": texts::counts(&findings) },
    )?;
    let words = search::findable(text, &findings);
    let mark = work.word_marker(org)?;
    let marks: Vec<String> = words.iter().map(|word| mark(word)).collect();
    for eight in marks.chunks(MARKS.len()) {
        // The last mark fills what is left of the eight; a mark that is there already changes nothing.
        let last = eight.last().expect("a chunk is never empty");
        let mut given = vec![("ticket", store::Value::from(ticket))];
        for (i, name) in MARKS.iter().enumerate() {
            given.push((name, store::Value::from(eight.get(i).unwrap_or(last))));
        }
        work.run(&INDEX, &given)?;
    }
    Ok(())
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

/// The organizations in which a search looks: this one, or all within reach.
///
/// # Errors
/// A fault of the store.
pub fn reached(look: &mut Look, org: Option<OrgId>) -> anyhow::Result<Vec<OrgId>> {
    match org {
        Some(org) => Ok(vec![org]),
        None => look.rows(&REACHED, &[])?.iter().map(|row| row.get("org")).collect(),
    }
}

/// The tickets in which all the words stand, newest first: within one organization, or all within reach. At
/// most a thousand for each organization and word are looked at.
///
/// # Errors
/// A fault of the store.
pub fn hits(look: &mut Look, org: Option<OrgId>, words: &[String]) -> anyhow::Result<Vec<TicketId>> {
    let mut found = Vec::new();
    for org in reached(look, org)? {
        let mut here: Option<Vec<TicketId>> = None;
        for word in words {
            let mark = match look.word_mark(org, word) {
                Ok(mark) => mark,
                // Nothing can be found where the key was destroyed.
                Err(error) if error.is::<store::KeyDestroyed>() => {
                    here = None;
                    break;
                }
                Err(error) => return Err(error),
            };
            let rows = look.rows(&HITS, params! { "at_org": org, "mark": mark })?;
            let with: Vec<TicketId> =
                rows.iter().map(|row| row.get("ticket")).collect::<anyhow::Result<_>>()?;
            let both = match here {
                None => with,
                Some(before) => {
                    before.into_iter().filter(|id| with.binary_search_by(|x| id.cmp(x)).is_ok()).collect()
                }
            };
            if both.is_empty() {
                here = None;
                break;
            }
            here = Some(both);
        }
        found.extend(here.unwrap_or_default());
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}
