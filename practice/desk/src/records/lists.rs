//! Many tickets at once: the board, the lists, one's own, and how the days went. No statement here touches a
//! text.

use super::tickets::Ticket;
use crate::words::{PromiseKind, View};
use kernel::{AssetId, Moment, OrgId, PersonId, TicketId};
use store::{Look, Row, params, sql};

sql! {
    BOARD "desk.board"
        "select * from tickets
         where org in (select org from reach where person = :who) and resolved_at is null
           and (:at_org = '' or org = :at_org)
         order by priority, patient_affected desc, coalesce(due_at, 9223372036854775807), id limit :most";
    CLEARED "desk.cleared"
        "select max(resolved_at) as at from tickets
         where org in (select org from reach where person = :who) and (:at_org = '' or org = :at_org)";
    OPEN_LIST "desk.open-tickets"
        "select * from tickets
         where org in (select org from reach where person = :who) and resolved_at is null
           and (:at_org = '' or org = :at_org) and (:state = '' or state = :state)
           and (:assignee = '' or assignee = :assignee) and (:anyone or assignee is null)
           and (:asset = '' or asset = :asset) and id < :after
         order by id desc limit :most";
    RESOLVED_LIST "desk.resolved-tickets"
        "select * from tickets
         where org in (select org from reach where person = :who) and resolved_at is not null
           and (:at_org = '' or org = :at_org) and (:assignee = '' or assignee = :assignee)
           and (:asset = '' or asset = :asset) and id < :after
         order by id desc limit :most";
    COUNTS "desk.ticket-counts"
        "select
           (select count(*) from (select 1 as one from tickets where resolved_at is null
              and org in (select org from reach where person = :who) limit 1001) a) as open,
           (select count(*) from (select 1 as one from tickets where resolved_at is null and assignee = :me
              and org in (select org from reach where person = :who) limit 1001) b) as mine,
           (select count(*) from (select 1 as one from tickets where resolved_at is null and assignee is null
              and org in (select org from reach where person = :who) limit 1001) c) as unassigned,
           (select count(*) from (select 1 as one from tickets where resolved_at is null and state = 'waiting'
              and org in (select org from reach where person = :who) limit 1001) d) as waiting,
           (select count(*) from (select 1 as one from tickets where resolved_at is not null
              and org in (select org from reach where person = :who) limit 1001) e) as resolved";
    FOUND "desk.found-ticket"
        "select * from tickets where id = :id and org in (select org from reach where person = :who)";
    NUMBERED "desk.numbered-tickets"
        "select * from tickets
         where org in (select org from reach where person = :who) and number = :number
           and (:at_org = '' or org = :at_org)
         order by id desc limit :most";
    OF_REPORTER "desk.my-tickets"
        "select * from tickets
         where reporter = :me and org in (select org from reach where person = :who) and id < :after
         order by id desc limit :most";
    OF_ASSET "desk.asset-tickets"
        "select * from tickets where org = :org and asset = :asset and id < :after order by id desc limit :most";
    DAYS "desk.tickets-by-day"
        "select opened_at / 86400000000 as day, count(*) as opened from tickets
         where org in (select org from reach where person = :who) and id >= :from_id
           and (:at_org = '' or org = :at_org)
         group by opened_at / 86400000000 order by day";
    KEPT "desk.promises-kept"
        "select kind, count(case when missed_at is null and stopped_at is not null then 1 end) as met,
           count(case when missed_at is not null then 1 end) as missed,
           count(case when missed_at is null and stopped_at is null then 1 end) as running
         from promises
         where org in (select org from reach where person = :who) and ticket >= :from_id
           and (:at_org = '' or org = :at_org)
         group by kind order by kind desc";
}

/// Behind the last id there can be.
const END: &str = "tkt_g";

fn all(rows: &[Row]) -> anyhow::Result<Vec<Ticket>> {
    rows.iter().map(Ticket::read).collect()
}

fn word(id: Option<impl ToString>) -> String {
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

/// What a list of tickets is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    pub org: Option<OrgId>,
    pub assignee: Option<PersonId>,
    pub asset: Option<AssetId>,
    /// Only older tickets than this one.
    pub after: Option<TicketId>,
    pub most: u32,
}

/// A view of the tickets within reach, the newest first. `me` is for the view of one's own.
///
/// # Errors
/// A fault of the store.
pub fn list(look: &mut Look, view: View, by: &Narrow, me: Option<PersonId>) -> anyhow::Result<Vec<Ticket>> {
    let after = by.after.map_or_else(|| END.to_owned(), |id| id.to_string());
    let (org, asset) = (word(by.org), word(by.asset));
    if view == View::Resolved {
        let given = params! { "at_org": org, "assignee": word(by.assignee), "asset": asset, "after": after,
        "most": by.most };
        return all(&look.rows(&RESOLVED_LIST, given)?);
    }
    let assignee = if view == View::Mine { me } else { by.assignee };
    let state = if view == View::Waiting { "waiting" } else { "" };
    let given = params! {
        "at_org": org, "state": state, "assignee": word(assignee), "anyone": view != View::Unassigned,
        "asset": asset, "after": after, "most": by.most,
    };
    all(&look.rows(&OPEN_LIST, given)?)
}

/// How many stand in each view, counted to 1 000 and no further (1 001 says there are more).
///
/// # Errors
/// A fault of the store.
pub fn counts(look: &mut Look, me: Option<PersonId>) -> anyhow::Result<Vec<(View, i64)>> {
    let row = look.row(&COUNTS, params! { "me": word(me) })?;
    let row = row.ok_or_else(|| anyhow::anyhow!("no answer about the counts"))?;
    View::ALL.iter().map(|view| Ok((*view, row.get(view.word())?))).collect()
}

/// Tickets by their ids, those within reach.
///
/// # Errors
/// A fault of the store.
pub fn found(look: &mut Look, ids: &[TicketId]) -> anyhow::Result<Vec<Ticket>> {
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = look.row(&FOUND, params! { "id": *id })? {
            out.push(Ticket::read(&row)?);
        }
    }
    Ok(out)
}

/// Tickets with this number, one for each organization within reach.
///
/// # Errors
/// A fault of the store.
pub fn numbered(look: &mut Look, number: i64, org: Option<OrgId>, most: u32) -> anyhow::Result<Vec<Ticket>> {
    all(&look.rows(&NUMBERED, params! { "number": number, "at_org": word(org), "most": most })?)
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

/// Days since 1970 (UTC) and how many tickets were opened on each; days without one are left out.
///
/// # Errors
/// A fault of the store.
pub fn by_day(look: &mut Look, from: Moment, org: Option<OrgId>) -> anyhow::Result<Vec<(i64, i64)>> {
    let given = params! { "from_id": TicketId::new(from, [0; 10]), "at_org": word(org) };
    look.rows(&DAYS, given)?.iter().map(|row| Ok((row.get("day")?, row.get("opened")?))).collect()
}

/// How the promises of tickets opened since `from` were kept: met, missed, still running.
///
/// # Errors
/// A fault of the store.
pub fn kept(
    look: &mut Look,
    from: Moment,
    org: Option<OrgId>,
) -> anyhow::Result<Vec<(PromiseKind, [i64; 3])>> {
    let given = params! { "from_id": TicketId::new(from, [0; 10]), "at_org": word(org) };
    let rows = look.rows(&KEPT, given)?;
    rows.iter()
        .map(|row| Ok((row.get("kind")?, [row.get("met")?, row.get("missed")?, row.get("running")?])))
        .collect()
}
