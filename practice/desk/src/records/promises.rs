//! Promises and rests as they are kept. The due time in a row is a copy for sorting; [`recompute`] is the
//! only function that writes it after a ticket was opened.

use crate::calendars;
use crate::promises::{Commitment, Promise, Rest};
use crate::words::{Hours, PromiseKind};
use kernel::{LocationId, Moment, TicketId};
use store::{Look, Work, params, sql};

sql! {
    KEEP_CALENDAR "desk.keep-calendar"
        "insert into calendars (org, version, text, kept_at) values (:org, :version, :text, :now)
         on conflict do nothing";
    PROMISE "desk.promise"
        "insert into promises (ticket, kind, org, started_at, target_s, always, calendar, commitment, due_at)
         values (:ticket, :kind, :org, :now, :target_s, :always, :calendar, :commitment, :due_at)";
    OF "desk.promises"
        "select p.kind, p.started_at, p.target_s, p.always, p.commitment, p.due_at, p.stopped_at, p.missed_at,
           p.missed_before, c.text, t.zone
         from promises p join tickets t on t.id = p.ticket
         left join calendars c on c.org = p.org and c.version = p.calendar
         where p.ticket = :ticket and p.org = :org
         order by case p.kind when 'response' then 0 when 'arrival' then 1 when 'update' then 2 else 3 end";
    BEGIN "desk.begin-promise"
        "insert into promises (ticket, kind, org, started_at, target_s, always, calendar, commitment)
         values (:ticket, :kind, :org, :now, :target_s, :always, :calendar, :commitment)
         on conflict (ticket, kind) do update set started_at = :now, target_s = :target_s, always = :always,
           calendar = :calendar, commitment = :commitment, due_at = null, stopped_at = null, missed_at = null,
           missed_before = promises.missed_before + case when promises.missed_at is null then 0 else 1 end
         where promises.org = excluded.org";
    KEEP_CLOCK "desk.put-promise"
        "update promises set started_at = :started_at, stopped_at = :stopped_at, missed_at = :missed_at
         where ticket = :ticket and kind = :kind and org = :org";
    AGAIN "desk.promise-again"
        "update promises set target_s = :target_s, always = :always, commitment = :commitment
         where ticket = :ticket and kind = :kind and org = :org and stopped_at is null";
    SET_DUE "desk.set-due"
        "update promises set due_at = :due_at where ticket = :ticket and kind = :kind and org = :org";
    SET_TICKET_DUE "desk.set-ticket-due"
        "update tickets set due_at = :due_at, due_what = :due_what where id = :ticket and org = :org";
    STOP "desk.stop-promise"
        "update promises set stopped_at = :now, missed_at = :missed_at
         where ticket = :ticket and kind = :kind and org = :org";
    START_AGAIN "desk.start-again"
        "update promises set stopped_at = null where ticket = :ticket and kind = 'resolution' and org = :org";
    MISS "desk.note-missed"
        "update promises set missed_at = :now
         where ticket = :ticket and org = :org and stopped_at is null and missed_at is null and due_at < :now
         returning kind, due_at";
    house OVERDUE "desk.overdue"
        "select ticket from promises
         where stopped_at is null and missed_at is null and due_at < :now
         group by ticket order by min(due_at) limit :most";
    RESTS "desk.rests"
        "select place, from_at, until_at, reason, stops, quiet from pauses where ticket = :ticket and org = :org
         order by place";
    REST "desk.rest"
        "insert into pauses (ticket, place, org, from_at, until_at, reason, stops, quiet)
         values (:ticket, :place, :org, :from_at, :until_at, :reason, :stops, :quiet)";
    DROP_RESTS "desk.drop-rests"
        "delete from pauses where ticket = :ticket and org = :org and place >= :place and from_at < :opened_at";
    END_REST "desk.end-rest"
        "update pauses set until_at = :now where ticket = :ticket and org = :org and until_at is null";
    MOVE_CALENDAR "desk.move-calendar"
        "update promises set calendar = :calendar
         where org = :org and stopped_at is null and ticket in
           (select id from tickets where org = :org and resolved_at is null and location = :location)";
    MOVE_TICKETS "desk.move-tickets"
        "update tickets set calendar = :calendar
         where org = :org and resolved_at is null and location = :location and calendar <> :calendar
         returning id";
}

pub(super) fn hours(always: bool) -> Hours {
    if always { Hours::Always } else { Hours::Business }
}

/// # Errors
/// A fault of the store.
pub fn keep_calendar(work: &mut Work, version: &str, text: &str) -> anyhow::Result<()> {
    work.run(&KEEP_CALENDAR, params! { "version": version, "text": text })?;
    Ok(())
}

/// The two promises of a fresh ticket; the due times were worked out already.
///
/// # Errors
/// A fault of the store.
pub fn promise(
    work: &mut Work,
    ticket: TicketId,
    promised: &Commitment,
    calendar: &str,
    due: (Option<Moment>, Option<Moment>),
) -> anyhow::Result<()> {
    // One row a statement: for several, SQLite copies every page aside in case the statement fails half way.
    let kinds = [
        (PromiseKind::Response, promised.response_minutes, due.0),
        (PromiseKind::Resolution, promised.resolution_minutes, due.1),
    ];
    for (kind, minutes, due_at) in kinds {
        work.run(
            &PROMISE,
            params! {
                "ticket": ticket, "kind": kind, "target_s": minutes * 60, "always": promised.hours == Hours::Always,
                "calendar": calendar, "commitment": promised.version, "due_at": due_at,
            },
        )?;
    }
    Ok(())
}

/// The promises of a ticket, the first reply first.
///
/// # Errors
/// A fault of the store; a calendar that was never kept.
pub fn promises(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Promise>> {
    let rows = look.rows(&OF, params! { "ticket": ticket })?;
    rows.iter()
        .map(|row| {
            let hours = hours(row.get("always")?);
            let calendar = match (hours, row.get::<Option<String>>("text")?) {
                (Hours::Always, _) => calendars::always(&row.get::<String>("zone")?),
                (Hours::Business, Some(text)) => text,
                (Hours::Business, None) => {
                    anyhow::bail!("a promise of {ticket} names opening hours that were not kept")
                }
            };
            Ok(Promise {
                kind: row.get("kind")?,
                started_at: row.get("started_at")?,
                target_s: row.get("target_s")?,
                hours,
                commitment: row.get("commitment")?,
                calendar,
                due_at: row.get("due_at")?,
                stopped_at: row.get("stopped_at")?,
                missed_at: row.get("missed_at")?,
                missed_before: row.get("missed_before")?,
            })
        })
        .collect()
}

/// What is promised changes while the clock runs: what was used up and every rest carry over.
///
/// # Errors
/// A fault of the store.
pub fn promise_again(work: &mut Work, ticket: TicketId, promised: &Commitment) -> anyhow::Result<()> {
    for kind in PromiseKind::ALL {
        // What is not promised any more where it was stays promised on this ticket.
        let Some(target_s) = promised.target_s(*kind) else { continue };
        work.run(
            &AGAIN,
            params! { "ticket": ticket, "kind": *kind, "target_s": target_s,
            "always": promised.hours == Hours::Always, "commitment": promised.version },
        )?;
    }
    Ok(())
}

/// A promise begins now, or anew; nothing where it is not promised. A miss before it began anew stays counted.
/// The caller works the due times out.
///
/// # Errors
/// A fault of the store.
pub fn begin(
    work: &mut Work,
    ticket: TicketId,
    kind: PromiseKind,
    promised: &Commitment,
    calendar: &str,
) -> anyhow::Result<bool> {
    let Some(target_s) = promised.target_s(kind) else { return Ok(false) };
    work.run(
        &BEGIN,
        params! {
            "ticket": ticket, "kind": kind, "target_s": target_s, "always": promised.hours == Hours::Always,
            "calendar": calendar, "commitment": promised.version,
        },
    )?;
    Ok(true)
}

/// Keeps when a promise began, stopped and was missed, as `promise` has it.
///
/// # Errors
/// A fault of the store.
pub fn put(work: &mut Work, ticket: TicketId, promise: &Promise) -> anyhow::Result<()> {
    work.run(
        &KEEP_CLOCK,
        params! { "ticket": ticket, "kind": promise.kind, "started_at": promise.started_at,
        "stopped_at": promise.stopped_at, "missed_at": promise.missed_at },
    )?;
    Ok(())
}

/// Works the due times of a ticket's running promises out again and keeps them for sorting.
///
/// # Errors
/// A fault of the store.
pub fn recompute(work: &mut Work, ticket: TicketId) -> anyhow::Result<Vec<Promise>> {
    let rests = rests(work, ticket)?;
    let mut all = promises(work, ticket)?;
    for promise in all.iter_mut().filter(|promise| promise.stopped_at.is_none()) {
        let due = promise.due(&rests)?;
        if due != promise.due_at {
            work.run(&SET_DUE, params! { "ticket": ticket, "kind": promise.kind, "due_at": due })?;
            promise.due_at = due;
        }
    }
    set_ticket_due(work, ticket, &all)?;
    Ok(all)
}

fn set_ticket_due(work: &mut Work, ticket: TicketId, all: &[Promise]) -> anyhow::Result<()> {
    let next = all.iter().filter(|p| p.stopped_at.is_none()).filter_map(|p| Some((p.due_at?, p.kind))).min();
    let (due_at, due_what) = (next.map(|n| n.0), next.map(|n| n.1));
    work.run(&SET_TICKET_DUE, params! { "ticket": ticket, "due_at": due_at, "due_what": due_what })?;
    Ok(())
}

/// A promise that turned out to be missed.
#[derive(Debug, Clone, Copy)]
pub struct Missed {
    pub kind: PromiseKind,
    pub due_at: Moment,
}

/// Stops the clocks of these kinds, now; gives those that were late and that nobody had noticed yet.
///
/// # Errors
/// A fault of the store.
pub fn stop(work: &mut Work, ticket: TicketId, kinds: &[PromiseKind]) -> anyhow::Result<Vec<Missed>> {
    let now = work.now();
    let mut all = promises(work, ticket)?;
    let mut missed = Vec::new();
    for promise in all.iter_mut().filter(|p| p.stopped_at.is_none() && kinds.contains(&p.kind)) {
        if let (Some(due_at), None) = (promise.due_at.filter(|due| *due < now), promise.missed_at) {
            missed.push(Missed { kind: promise.kind, due_at });
            promise.missed_at = Some(now);
        }
        promise.stopped_at = Some(now);
        work.run(&STOP, params! { "ticket": ticket, "kind": promise.kind, "missed_at": promise.missed_at })?;
    }
    set_ticket_due(work, ticket, &all)?;
    Ok(missed)
}

/// The clock of the resolution goes on.
///
/// # Errors
/// A fault of the store.
pub fn start_again(work: &mut Work, ticket: TicketId) -> anyhow::Result<()> {
    work.run(&START_AGAIN, params! { "ticket": ticket })?;
    Ok(())
}

/// Notes the promises of a ticket that are late and were not noted before.
///
/// # Errors
/// A fault of the store.
pub fn note_missed(work: &mut Work, ticket: TicketId) -> anyhow::Result<Vec<Missed>> {
    let rows = work.rows(&MISS, params! { "ticket": ticket })?;
    rows.iter().map(|row| Ok(Missed { kind: row.get("kind")?, due_at: row.get("due_at")? })).collect()
}

/// For the round that notes what was missed: tickets with a late promise that nobody noted, the longest late
/// first. Only the house itself may ask.
///
/// # Errors
/// A fault of the store.
pub fn overdue(look: &mut Look, most: u32) -> anyhow::Result<Vec<TicketId>> {
    look.rows(&OVERDUE, params! { "most": most })?.iter().map(|row| row.get("ticket")).collect()
}

/// # Errors
/// A fault of the store.
pub fn rests(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Rest>> {
    let rows = look.rows(&RESTS, params! { "ticket": ticket })?;
    rows.iter()
        .map(|row| {
            Ok(Rest {
                from: row.get("from_at")?,
                until: row.get("until_at")?,
                reason: row.get("reason")?,
                stops: row.get("stops")?,
                quiet: row.get("quiet")?,
            })
        })
        .collect()
}

/// Keeps a rest of the ticket.
///
/// # Errors
/// A fault of the store.
pub fn rest(work: &mut Work, ticket: TicketId, rest: &Rest) -> anyhow::Result<()> {
    let place = rests(work, ticket)?.len();
    work.run(
        &REST,
        params! { "ticket": ticket, "place": place, "from_at": rest.from, "until_at": rest.until, "reason": rest.reason.as_str(),
                  "stops": rest.stops, "quiet": rest.quiet },
    )?;
    Ok(())
}

/// Takes away the rests from `place` on that ended before the ticket was opened: they came with a ticket that
/// was merged into it and goes its own way again.
///
/// # Errors
/// A fault of the store.
pub fn drop_rests(work: &mut Work, ticket: TicketId, place: usize, opened: Moment) -> anyhow::Result<()> {
    work.run(&DROP_RESTS, params! { "ticket": ticket, "place": place, "opened_at": opened })?;
    Ok(())
}

/// Ends the rest that lasts, if one does.
///
/// # Errors
/// A fault of the store.
pub fn end_rest(work: &mut Work, ticket: TicketId) -> anyhow::Result<bool> {
    Ok(work.run(&END_REST, params! { "ticket": ticket })? > 0)
}

/// Puts the open tickets of a location under another version of its opening hours and works them out again;
/// what was resolved stays as it was judged.
///
/// # Errors
/// A fault of the store.
pub fn move_calendar(work: &mut Work, location: LocationId, text: &str) -> anyhow::Result<Vec<TicketId>> {
    let laid = calendars::laid(text)?;
    keep_calendar(work, &laid.version, text)?;
    let version = laid.version.as_str();
    work.run(&MOVE_CALENDAR, params! { "calendar": version, "location": location })?;
    let rows = work.rows(&MOVE_TICKETS, params! { "calendar": version, "location": location })?;
    let moved: Vec<TicketId> = rows.iter().map(|row| row.get("id")).collect::<anyhow::Result<_>>()?;
    for ticket in &moved {
        recompute(work, *ticket)?;
    }
    Ok(moved)
}
