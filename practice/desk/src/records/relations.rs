//! How tickets hang together: links, tasks under a parent, merges, and the other assets that a ticket is about.
//! Both ends always belong to the transaction's organization.

use super::tickets::Ticket;
use crate::promises::Kept;
use crate::words::LinkKind;
use kernel::{AssetId, Moment, OrgId, TicketId};
use serde::{Deserialize, Serialize};
use store::{Look, Work, params, sql};

sql! {
    LINKS "desk.links"
        "select ticket, kind, other from ticket_links where org = :org and (ticket = :ticket or other = :ticket)
         order by made_at, ticket, other limit 200";
    LINK "desk.make-link"
        "insert into ticket_links (ticket, kind, other, org, made_at, made_by)
         values (:ticket, :kind, :other, :org, :now, :by) on conflict do nothing";
    UNLINK "desk.drop-link"
        "delete from ticket_links where org = :org and ticket = :ticket and kind = :kind and other = :other";
    /// The order is written so that SQLite does not walk all tickets in the order of their ids to have it.
    CHILDREN "desk.children"
        "select * from tickets where org = :org and parent = :ticket order by id || '' limit 200";
    JOINED "desk.merged-into"
        "select * from tickets where org = :org and merged_into = :ticket order by id || '' limit 200";
    ASSETS "desk.linked-assets"
        "select asset from ticket_assets where org = :org and ticket = :ticket order by made_at, asset limit 200";
    ADD_ASSET "desk.add-linked-asset"
        "insert into ticket_assets (ticket, asset, org, made_at) values (:ticket, :asset, :org, :now)";
    DROP_ASSET "desk.drop-linked-asset"
        "delete from ticket_assets where org = :org and ticket = :ticket and asset = :asset";
    KEEP_MERGE "desk.keep-merge"
        "insert into ticket_merges (ticket, place, org, survivor, merged_at, merged_by, before)
         select :ticket, count(*), :org, :survivor, :now, :by, :before from ticket_merges
         where org = :org and ticket = :ticket";
    LAST_MERGE "desk.last-merge"
        "select ticket, place, survivor, merged_at, before from ticket_merges
         where org = :org and ticket = :ticket and undone_at is null order by place desc limit 1";
    UNDO_MERGE "desk.undo-merge"
        "update ticket_merges set undone_at = :now where org = :org and ticket = :ticket and place = :place";
    CALENDAR "desk.calendar" "select text from calendars where org = :org and version = :version";
}

/// A link between two tickets: `ticket` is linked to `other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketLink {
    pub ticket: TicketId,
    pub kind: LinkKind,
    pub other: TicketId,
}

/// The links from and to a ticket.
///
/// # Errors
/// A fault of the store.
pub fn links(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<TicketLink>> {
    look.rows(&LINKS, params! { "ticket": ticket })?
        .iter()
        .map(|row| {
            Ok(TicketLink { ticket: row.get("ticket")?, kind: row.get("kind")?, other: row.get("other")? })
        })
        .collect()
}

/// Whether two tickets are linked so; that two relate holds both ways.
///
/// # Errors
/// A fault of the store.
pub fn linked(look: &mut Look, ticket: TicketId, kind: LinkKind, other: TicketId) -> anyhow::Result<bool> {
    let same = |l: &TicketLink| {
        l.kind == kind
            && ((l.ticket, l.other) == (ticket, other)
                || kind == LinkKind::RelatesTo && (l.ticket, l.other) == (other, ticket))
    };
    Ok(links(look, ticket)?.iter().any(same))
}

/// # Errors
/// A fault of the store.
pub fn link(work: &mut Work, ticket: TicketId, kind: LinkKind, other: TicketId) -> anyhow::Result<()> {
    let by = work.person();
    work.run(&LINK, params! { "ticket": ticket, "kind": kind, "other": other, "by": by })?;
    Ok(())
}

/// Takes a link away, in whichever direction it was made; whether there was one.
///
/// # Errors
/// A fault of the store.
pub fn unlink(work: &mut Work, ticket: TicketId, kind: LinkKind, other: TicketId) -> anyhow::Result<bool> {
    let gone = work.run(&UNLINK, params! { "ticket": ticket, "kind": kind, "other": other })?;
    let back = work.run(&UNLINK, params! { "ticket": other, "kind": kind, "other": ticket })?;
    Ok(gone + back > 0)
}

/// The tickets that hang under this one.
///
/// # Errors
/// A fault of the store.
pub fn children(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Ticket>> {
    look.rows(&CHILDREN, params! { "ticket": ticket })?.iter().map(Ticket::read).collect()
}

/// The tickets that were merged into this one.
///
/// # Errors
/// A fault of the store.
pub fn merged_into(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Ticket>> {
    look.rows(&JOINED, params! { "ticket": ticket })?.iter().map(Ticket::read).collect()
}

/// Every ticket that a ticket carries on: those merged into it, and those that had been merged into these.
///
/// # Errors
/// A fault of the store.
pub fn carried_on(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Ticket>> {
    let mut found = merged_into(look, ticket)?;
    let mut seen = 0;
    while let Some(next) = found.get(seen).map(|t| t.id) {
        found.extend(merged_into(look, next)?);
        seen += 1;
    }
    Ok(found)
}

/// The assets that were added to a ticket, beside its first.
///
/// # Errors
/// A fault of the store.
pub fn linked_assets(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<AssetId>> {
    look.rows(&ASSETS, params! { "ticket": ticket })?.iter().map(|row| row.get("asset")).collect()
}

/// # Errors
/// A fault of the store.
pub fn link_asset(work: &mut Work, ticket: TicketId, asset: AssetId) -> anyhow::Result<()> {
    work.run(&ADD_ASSET, params! { "ticket": ticket, "asset": asset })?;
    Ok(())
}

/// Takes an asset off a ticket; whether it was there.
///
/// # Errors
/// A fault of the store.
pub fn unlink_asset(work: &mut Work, ticket: TicketId, asset: AssetId) -> anyhow::Result<bool> {
    Ok(work.run(&DROP_ASSET, params! { "ticket": ticket, "asset": asset })? > 0)
}

/// How the clocks of both tickets stood before a merge, and how many rests the survivor had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    pub rests: usize,
    pub merged: Vec<Kept>,
    pub survivor: Vec<Kept>,
}

/// A merge that stands.
#[derive(Debug, Clone)]
pub struct StandingMerge {
    pub ticket: TicketId,
    pub place: i64,
    pub survivor: TicketId,
    pub at: Moment,
    pub before: Before,
}

/// # Errors
/// A fault of the store.
pub fn keep_merge(
    work: &mut Work,
    ticket: TicketId,
    survivor: TicketId,
    before: &Before,
) -> anyhow::Result<()> {
    let (by, before) = (work.person(), serde_json::to_string(before)?);
    work.run(&KEEP_MERGE, params! { "ticket": ticket, "survivor": survivor, "by": by, "before": before })?;
    Ok(())
}

/// The merge of this ticket that was not undone, if there is one.
///
/// # Errors
/// A fault of the store.
pub fn last_merge(look: &mut Look, ticket: TicketId) -> anyhow::Result<Option<StandingMerge>> {
    let row = look.row(&LAST_MERGE, params! { "ticket": ticket })?;
    row.map(|row| {
        Ok(StandingMerge {
            ticket: row.get("ticket")?,
            place: row.get("place")?,
            survivor: row.get("survivor")?,
            at: row.get("merged_at")?,
            before: serde_json::from_str(&row.get::<String>("before")?)?,
        })
    })
    .transpose()
}

/// # Errors
/// A fault of the store.
pub fn undo_merge(work: &mut Work, merge: &StandingMerge) -> anyhow::Result<()> {
    work.run(&UNDO_MERGE, params! { "ticket": merge.ticket, "place": merge.place })?;
    Ok(())
}

/// The opening hours of a version, as text; nothing when they were never kept.
///
/// # Errors
/// A fault of the store.
pub fn calendar(look: &mut Look, version: &str) -> anyhow::Result<Option<String>> {
    look.row(&CALENDAR, params! { "version": version })?.map(|row| row.get("text")).transpose()
}

/// One text of a ticket, opened by an order that carries it elsewhere and is labelled so.
///
/// # Errors
/// A fault of the store; when the organization's key was destroyed.
pub fn open_one(look: &mut Look, org: OrgId, ticket: TicketId, place: u32) -> anyhow::Result<String> {
    let found = super::opened(look, org, ticket)?.into_iter().find(|(text, _)| text.place == place);
    found.map(|(_, words)| words).ok_or_else(|| anyhow::anyhow!("a text of {ticket} is not there"))
}
