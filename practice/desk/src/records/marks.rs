//! How a ticket is found by its words: texts are sealed, so only keyed marks of their words are kept. An order writes
//! the marks of its text in one row, in the order of time; a round carries many such rows over at once to where each mark
//! leads to its tickets. A search looks at both, so nothing is found late.

use crate::search::MOST_OF_A_TEXT;
use kernel::{OrgId, TicketId};
use store::{Look, Work, params, sql};

sql! {
    LIST "desk.list-words"
        "insert into ticket_word_lists (org, ticket, place, marks) values (:org, :ticket, :place, :marks)";
    HITS "desk.word-hits"
        "select ticket from ticket_words where org = :at_org and mark = :mark and ticket <= :from_id
           and org in (select org from reach where person = :who)
         order by ticket desc limit :most";
    LISTED "desk.listed-word-hits"
        "select distinct ticket from ticket_word_lists
         where org = :at_org and ticket <= :from_id and instr(marks, :mark) > 0
           and org in (select org from reach where person = :who)
         order by ticket desc limit :most"
        postgres "select distinct ticket from ticket_word_lists
         where org = :at_org and ticket <= :from_id and strpos(marks, :mark) > 0
           and org in (select org from reach where person = :who)
         order by ticket desc limit :most";
    REACHED "desk.reached"
        "select org from reach where person = :who order by org limit 1000";
    house LAST "desk.last-words-to-gather"
        "select org, ticket, place from ticket_word_lists order by org, ticket, place limit 1 offset :before";
    /// Two texts for one thing: SQLite copies every page of a statement of several rows aside in case the statement fails
    /// half way, unless it says `or ignore`.
    house GATHER "desk.gather-words"
        "insert or ignore into ticket_words (org, mark, ticket)
         with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < :most)
         select l.org, substr(l.marks, 2 + n.i * 12, 11), l.ticket
         from ticket_word_lists l join n on 2 + n.i * 12 < length(l.marks)
         where (l.org, l.ticket, l.place) <= (:to_org, :ticket, :place) order by 1, 2, 3"
        postgres "insert into ticket_words (org, mark, ticket)
         with n as (select generate_series(0, cast(:most as integer) - 1) as i)
         select l.org, substr(l.marks, 2 + n.i * 12, 11), l.ticket
         from ticket_word_lists l join n on 2 + n.i * 12 < length(l.marks)
         where (l.org, l.ticket, l.place) <= (:to_org, :ticket, :place) order by 1, 2, 3
         on conflict do nothing";
    house GATHERED "desk.drop-gathered-words"
        "delete from ticket_word_lists where (org, ticket, place) <= (:to_org, :ticket, :place)";
}

/// How many texts are gathered at once. Fewer wait as they are: a search reads them all.
pub const GATHERED_AT_ONCE: usize = 1024;

/// Keeps the marks of a text's words.
///
/// # Errors
/// A fault of the store; when the organization's key was destroyed.
pub(super) fn list(
    work: &mut Work,
    org: OrgId,
    ticket: TicketId,
    place: u32,
    words: &[String],
) -> anyhow::Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    let mark = work.word_marker(org)?;
    let marks = words.iter().fold(" ".to_owned(), |marks, word| marks + &mark(word) + " ");
    work.put(&LIST, params! { "ticket": ticket, "place": place, "marks": marks })
}

/// Carries the first `most` lists over to where each mark leads to its tickets; false, and nothing is done, when there are
/// fewer. For a round of the house.
///
/// # Errors
/// A fault of the store.
pub fn gather_words(work: &mut Work, most: usize) -> anyhow::Result<bool> {
    let Some(last) = work.row(&LAST, params! { "before": most.saturating_sub(1) })? else { return Ok(false) };
    let (org, ticket, place) =
        (last.get::<String>("org")?, last.get::<String>("ticket")?, last.get::<i64>("place")?);
    work.run(
        &GATHER,
        params! { "most": MOST_OF_A_TEXT, "to_org": org.as_str(), "ticket": ticket.as_str(), "place": place },
    )?;
    work.run(&GATHERED, params! { "to_org": org, "ticket": ticket, "place": place })?;
    Ok(true)
}

/// Whether there are as many lists as are gathered at once.
///
/// # Errors
/// A fault of the store.
pub fn words_wait(look: &mut Look) -> anyhow::Result<bool> {
    Ok(look.row(&LAST, params! { "before": GATHERED_AT_ONCE - 1 })?.is_some())
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

/// Where the marks of words are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Each mark leads to its tickets.
    Gathered,
    /// Each text has its marks, until they are gathered.
    Listed,
}

/// The tickets of an organization with this mark, the newest first: from a place in the order of time back, at most so
/// many.
///
/// # Errors
/// A fault of the store.
pub fn with_word(
    look: &mut Look,
    kept: Kept,
    org: OrgId,
    mark: &str,
    from: TicketId,
    most: u32,
) -> anyhow::Result<Vec<TicketId>> {
    let (sql, mark) = match kept {
        Kept::Gathered => (&HITS, mark.to_owned()),
        Kept::Listed => (&LISTED, format!(" {mark} ")),
    };
    let rows = look.rows(sql, params! { "at_org": org, "mark": mark, "from_id": from, "most": most })?;
    rows.iter().map(|row| row.get("ticket")).collect()
}
