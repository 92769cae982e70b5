//! Many tickets at once: the board, the lists, one's own, and how the days went. No statement here touches a
//! text.

use super::tickets::Ticket;
use crate::words::View;
use kernel::{AssetId, Moment, OrgId, PersonId, TicketId};
use store::{Look, Row, params, sql};

sql! {
    /// First which tickets, along the index that has their order, then the tickets. Whether one is within
    /// reach is asked in words that no engine takes for an invitation to begin there.
    BOARD "desk.board"
        "select t.* from (select id from tickets where resolved_at is null
             and (org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))) is true
           order by priority, patient_affected desc, coalesce(due_at, 9223372036854775807), id limit :most) b
         join tickets t on t.id = b.id
         order by t.priority, t.patient_affected desc, coalesce(t.due_at, 9223372036854775807), t.id";
    CLEARED "desk.cleared"
        "select max(o.at) as at from (select
           (select max(t.resolved_at) from tickets t where t.org = r.org and t.resolved_at is not null) as at
           from reach r where r.person = :who and (:at_org = '' or r.org = :at_org)) o";
    COUNTS "desk.ticket-counts"
        "select
           (select count(*) from (select 1 as one from tickets where resolved_at is null
              and (org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))) is true
              limit 1001) a) as open,
           (select count(*) from (select 1 as one from tickets where resolved_at is null and assignee = :me
              and (org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))) is true
              limit 1001) b) as mine,
           (select count(*) from (select 1 as one from tickets where resolved_at is null and assignee is null
              and (org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))) is true
              limit 1001) c) as unassigned,
           (select count(*) from (select 1 as one from tickets where resolved_at is null and state = 'waiting'
              and (org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))) is true
              limit 1001) d) as waiting,
           (select count(*) from (select 1 as one from tickets where resolved_at is not null
              and org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))
              limit 1001) e) as resolved";
    FOUND "desk.found-tickets"
        "select * from tickets where id in (select value from json_each(:ids))
           and (org in (select org from reach where person = :who)) is true"
        postgres "select * from tickets
         where id = any(array(select jsonb_array_elements_text(cast(cast(:ids as text) as jsonb))))
           and (org in (select org from reach where person = :who)) is true";
    NUMBERED "desk.numbered-tickets"
        "select * from tickets
         where org in (select org from reach where person = :who) and number = :number
           and (:at_org = '' or org = :at_org)
         order by id desc limit :most";
    OF_REPORTER "desk.my-tickets"
        "select * from tickets
         where reporter = :me and org in (select org from reach where person = :who) and id < :after
         order by id desc limit :most";
    MINE_BY_DUE "desk.mine-by-due"
        "select t.*, coalesce((select x.kind from ticket_texts x where x.ticket = t.id order by x.place desc limit 1)
             in ('from-reporter', 'reopening', 'from-joined', 'by-mail', 'unverified'), false) as unanswered
         from tickets t
         where t.assignee = :me and t.resolved_at is null and t.org in (select org from reach where person = :who)
         order by coalesce(t.due_at, 9223372036854775807), t.priority, t.id limit :most";
    RESOLVED_BY "desk.resolved-since"
        "select * from tickets
         where resolved_at >= :from_at and assignee = :me and org in (select org from reach where person = :who)
         order by resolved_at desc, id limit :most";
    OF_ASSET "desk.asset-tickets"
        "select * from tickets where org = :org and id < :after and id in (
           select b.id from tickets b where b.org = :org and b.asset = :asset
           union select a.ticket from ticket_assets a where a.org = :org and a.asset = :asset)
         order by id desc limit :most";
}

/// Behind the last id there can be.
pub(super) const END: &str = "tkt_g";

pub(super) fn all(rows: &[Row]) -> anyhow::Result<Vec<Ticket>> {
    rows.iter().map(Ticket::read).collect()
}

pub(super) fn word(id: Option<impl ToString>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// The open tickets within reach: patient-care impact first, then what is due next.
///
/// # Errors
/// A fault of the store.
pub fn board(look: &mut Look, org: Option<OrgId>, most: u32) -> anyhow::Result<Vec<Ticket>> {
    all(&look.rows(&BOARD, params! { "at_org": word(org), "most": most })?)
}

/// When the last open ticket within reach was resolved.
///
/// # Errors
/// A fault of the store.
pub fn cleared_at(look: &mut Look, org: Option<OrgId>) -> anyhow::Result<Option<Moment>> {
    let row = look.row(&CLEARED, params! { "at_org": word(org) })?;
    Ok(row.map(|row| row.get("at")).transpose()?.flatten())
}

/// How many stand in each view, counted to 1 000 and no further (1 001 says there are more).
///
/// # Errors
/// A fault of the store.
pub fn counts(look: &mut Look, org: Option<OrgId>, me: Option<PersonId>) -> anyhow::Result<Vec<(View, i64)>> {
    let row = look.row(&COUNTS, params! { "me": word(me), "at_org": word(org) })?;
    let row = row.ok_or_else(|| anyhow::anyhow!("no answer about the counts"))?;
    let counted = View::ALL.iter().filter(|view| **view != View::All);
    counted.map(|view| Ok((*view, row.get(view.word())?))).collect()
}

/// Tickets by their ids, those within reach, in the order of the ids.
///
/// # Errors
/// A fault of the store.
pub fn found(look: &mut Look, ids: &[TicketId]) -> anyhow::Result<Vec<Ticket>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let several: Vec<String> = ids.iter().map(|id| id.to_string()).collect();
    let several = serde_json::to_string(&several)?;
    let mut tickets = all(&look.rows(&FOUND, params! { "ids": several })?)?;
    let at = |id: TicketId| ids.iter().position(|other| *other == id);
    tickets.sort_by_cached_key(|ticket| at(ticket.id));
    Ok(tickets)
}

/// Tickets with this number, one for each organization within reach.
///
/// # Errors
/// A fault of the store.
pub fn numbered(look: &mut Look, number: i64, org: Option<OrgId>, most: u32) -> anyhow::Result<Vec<Ticket>> {
    all(&look.rows(&NUMBERED, params! { "number": number, "at_org": word(org), "most": most })?)
}

/// The open tickets of this person, what is due next first, and whether the reporter wrote last.
///
/// # Errors
/// A fault of the store.
pub fn mine_by_due(look: &mut Look, me: PersonId, most: u32) -> anyhow::Result<Vec<(Ticket, bool)>> {
    let rows = look.rows(&MINE_BY_DUE, params! { "me": me, "most": most })?;
    rows.iter().map(|row| Ok((Ticket::read(row)?, row.get("unanswered")?))).collect()
}

/// What this person has resolved since then, the latest first.
///
/// # Errors
/// A fault of the store.
pub fn resolved_by(look: &mut Look, me: PersonId, from: Moment, most: u32) -> anyhow::Result<Vec<Ticket>> {
    all(&look.rows(&RESOLVED_BY, params! { "me": me, "from_at": from, "most": most })?)
}

/// What this person reported, the newest first.
///
/// # Errors
/// A fault of the store.
pub fn of_reporter(
    look: &mut Look,
    me: PersonId,
    after: Option<TicketId>,
    most: u32,
) -> anyhow::Result<Vec<Ticket>> {
    let after = after.map_or_else(|| END.to_owned(), |id| id.to_string());
    all(&look.rows(&OF_REPORTER, params! { "me": me, "after": after, "most": most })?)
}

/// The tickets about an asset of the transaction's organization, the newest first.
///
/// # Errors
/// A fault of the store.
pub fn of_asset(
    look: &mut Look,
    asset: AssetId,
    after: Option<TicketId>,
    most: u32,
) -> anyhow::Result<Vec<Ticket>> {
    let after = after.map_or_else(|| END.to_owned(), |id| id.to_string());
    all(&look.rows(&OF_ASSET, params! { "asset": asset, "after": after, "most": most })?)
}
