//! What is decided about a ticket while it is open: how urgent it is, what it is by nature, its tier, what it
//! asks for, and where it belongs.

use super::tickets::Ticket;
use crate::priority::{self, Judged};
use crate::words::{Nature, State};
use kernel::{PersonId, TicketId};
use store::{Look, Work, params, sql};

sql! {
    TRIAGE "desk.triage"
        "update tickets set care_area_set = :care_area_set, users = :users, workaround = :workaround,
           patient_affected = :patient_affected, priority = :priority, because = :because, judged = :judged,
           deadline_at = :deadline_at, deadline_kind = :deadline_kind, judge_at = :judge_at, last_at = :now
         where id = :id and org = :org";
    house TO_JUDGE "desk.to-judge-again"
        "select id from tickets where judge_at <= :now and resolved_at is null order by judge_at limit :most";
    SET_NATURE "desk.set-nature" "update tickets set nature = :nature, last_at = :now where id = :id and org = :org";
    SET_TIER "desk.set-tier" "update tickets set tier = :tier, last_at = :now where id = :id and org = :org";
    SET_CERTIFICATION "desk.set-certification"
        "update tickets set certification = :certification, last_at = :now where id = :id and org = :org";
    SET_PARENT "desk.set-parent" "update tickets set parent = :parent, last_at = :now where id = :id and org = :org";
    SET_TAGS "desk.set-tags" "update tickets set tags = :tags, last_at = :now where id = :id and org = :org";
    SENT_ON_SITE "desk.note-sent-on-site"
        "update tickets set sent_on_site_at = :now, last_at = :now where id = :id and org = :org";
    SET_REPORTER "desk.set-reporter"
        "update tickets set reporter = :reporter, last_at = :now where id = :id and org = :org";
    SET_MERGED "desk.set-merged"
        "update tickets set merged_into = :survivor, state = :state, resolved_at = :resolved_at, waiting_for = null,
           last_at = :now
         where id = :id and org = :org";
}

/// Keeps what decides how urgent a ticket is, as `after` has it, with what the rule makes of it; `set` is the
/// priority that somebody chose instead. Gives the priority that counts.
///
/// # Errors
/// A fault of the store.
pub fn judge(work: &mut Work, after: &Ticket, judged: &Judged, set: Option<u8>) -> anyhow::Result<u8> {
    let now = work.now();
    let number = set.unwrap_or(judged.number);
    work.run(
        &TRIAGE,
        params! {
            "id": after.id, "care_area_set": after.care_area_set, "users": after.users, "workaround": after.workaround,
            "patient_affected": after.patient_affected, "priority": i64::from(number),
            "because": judged.because.as_str(), "judged": set.map(|_| i64::from(judged.number)),
            "deadline_at": after.deadline.map(|d| d.1), "deadline_kind": after.deadline.map(|d| d.0),
            "judge_at": after.deadline.and_then(|(_, at)| priority::look_again_at(at, now)),
        },
    )?;
    Ok(number)
}

/// For the round that looks at deadlines: open tickets whose deadline came nearer. Only the house itself may
/// ask.
///
/// # Errors
/// A fault of the store.
pub fn to_judge_again(look: &mut Look, most: u32) -> anyhow::Result<Vec<TicketId>> {
    look.rows(&TO_JUDGE, params! { "most": most })?.iter().map(|row| row.get("id")).collect()
}

/// # Errors
/// A fault of the store.
pub fn set_nature(work: &mut Work, id: TicketId, nature: Nature) -> anyhow::Result<()> {
    work.run(&SET_NATURE, params! { "id": id, "nature": nature })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn set_tier(work: &mut Work, id: TicketId, tier: u8) -> anyhow::Result<()> {
    work.run(&SET_TIER, params! { "id": id, "tier": i64::from(tier) })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn set_certification(work: &mut Work, id: TicketId, name: Option<&str>) -> anyhow::Result<()> {
    work.run(&SET_CERTIFICATION, params! { "id": id, "certification": name })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn set_parent(work: &mut Work, id: TicketId, parent: Option<TicketId>) -> anyhow::Result<()> {
    work.run(&SET_PARENT, params! { "id": id, "parent": parent })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn set_tags(work: &mut Work, id: TicketId, tags: &[String]) -> anyhow::Result<()> {
    work.run(&SET_TAGS, params! { "id": id, "tags": tags.join(" ") })?;
    Ok(())
}

/// Somebody goes there, whether an arrival is promised or not.
///
/// # Errors
/// A fault of the store.
pub fn sent_on_site(work: &mut Work, id: TicketId) -> anyhow::Result<()> {
    work.run(&SENT_ON_SITE, params! { "id": id })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn set_reporter(work: &mut Work, ticket: TicketId, reporter: PersonId) -> anyhow::Result<()> {
    work.run(&SET_REPORTER, params! { "id": ticket, "reporter": reporter })?;
    Ok(())
}

/// Closes the ticket in favour of another, or opens it again.
///
/// # Errors
/// A fault of the store.
pub fn set_merged(work: &mut Work, ticket: &Ticket, survivor: Option<TicketId>) -> anyhow::Result<()> {
    let state = if survivor.is_some() { State::Resolved } else { Ticket::going(ticket.assignee) };
    let resolved_at = survivor.map(|_| work.now());
    work.run(
        &SET_MERGED,
        params! { "id": ticket.id, "survivor": survivor, "state": state, "resolved_at": resolved_at },
    )?;
    Ok(())
}
