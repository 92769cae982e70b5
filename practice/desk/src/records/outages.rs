//! The second clock of an outage, as it is kept: since when the system is gone, and by when it has to be back.

use super::promises::{Missed, promises, recompute, stop};
use crate::needs::Recovery;
use crate::promises::Promise;
use crate::records::Ticket;
use crate::words::PromiseKind;
use kernel::Moment;
use store::{Work, params, sql};

sql! {
    GONE "desk.begin-outage"
        "insert into promises (ticket, kind, org, started_at, target_s, always, calendar, origin)
         values (:ticket, 'recovery', :org, :since, :target_s, :always, :calendar, :origin)
         on conflict (ticket, kind) do update set started_at = :since, target_s = :target_s, origin = :origin,
           due_at = null, stopped_at = null, missed_at = null,
           missed_before = promises.missed_before + case when promises.missed_at is null then 0 else 1 end
         where promises.org = excluded.org";
    BACK_EARLIER "desk.back-earlier"
        "update promises set stopped_at = :at where ticket = :ticket and kind = 'recovery' and org = :org";
}

/// The system of the ticket is gone since a moment; gives by when it has to be back.
///
/// # Errors
/// A fault of the store.
pub fn begin_outage(
    work: &mut Work,
    (ticket, calendar): (kernel::TicketId, &str),
    since: Moment,
    recovery: Recovery,
) -> anyhow::Result<Option<Moment>> {
    work.run(
        &GONE,
        params! { "ticket": ticket, "since": since, "target_s": recovery.rto_minutes * 60, "always": true,
        "calendar": calendar, "origin": recovery.origin },
    )?;
    let all = recompute(work, ticket)?;
    Ok(all.iter().find(|p| p.kind == PromiseKind::Recovery).and_then(|p| p.due_at))
}

/// The clock of the system that is gone now, if one is.
///
/// # Errors
/// A fault of the store.
pub fn outage(look: &mut store::Look, ticket: kernel::TicketId) -> anyhow::Result<Option<Promise>> {
    let all = promises(look, ticket)?;
    Ok(all.into_iter().find(|p| p.kind == PromiseKind::Recovery && p.stopped_at.is_none()))
}

/// The system of the ticket is back since a moment; gives whether that was too late and nobody had noticed.
///
/// # Errors
/// A fault of the store.
pub fn end_outage(
    work: &mut Work,
    ticket: &Ticket,
    gone: &Promise,
    at: Moment,
) -> anyhow::Result<Vec<Missed>> {
    // Whoever says it only now says when it was: it is late only if it was late then.
    let in_time = gone.due_at.is_none_or(|due| at <= due);
    if in_time {
        super::promises::put(
            work,
            ticket.id,
            &Promise { stopped_at: Some(at), missed_at: None, ..gone.clone() },
        )?;
        recompute(work, ticket.id)?;
        return Ok(Vec::new());
    }
    let missed = stop(work, ticket.id, &[PromiseKind::Recovery])?;
    work.run(&BACK_EARLIER, params! { "ticket": ticket.id, "at": at })?;
    Ok(missed)
}
