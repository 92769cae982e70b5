//! Promises and rests as they are kept. The due time in a row is a copy for sorting; [`recompute`] is the
//! only function that writes it after a ticket was opened.

use super::rules::rules_at;
use crate::calendars;
use crate::promises::{self, Anew, Commitment, Promise, Rest};
use crate::rules::Rules;
use crate::words::{Hours, PromiseKind};
use clocks::{Clock, Pauses, Said, Talk, Targets};
use jiff::SignedDuration;
use kernel::{Moment, TicketId};
use store::{Look, Work, params, sql};

sql! {
    PROMISE "desk.promise"
        "insert into promises (ticket, kind, org, started_at, target_s, always, calendar, commitment, due_at)
         values (:ticket, :kind, :org, :now, :target_s, :always, :calendar, :commitment, :due_at)";
    OF "desk.promises"
        "select p.kind, p.started_at, p.target_s, p.always, p.commitment, p.due_at, p.stopped_at, p.missed_at,
           p.missed_before, p.earlier, p.origin, p.beside, p.decided, c.text, t.zone, t.contract
         from promises p join tickets t on t.id = p.ticket
         left join calendars c on c.org = p.org and c.version = p.calendar
         where p.ticket = :ticket and p.org = :org
         order by case p.kind when 'response' then 0 when 'arrival' then 1 when 'update' then 2
           when 'resolution' then 3 else 4 end";
    BEGIN "desk.begin-promise"
        "insert into promises (ticket, kind, org, started_at, target_s, always, calendar, commitment)
         values (:ticket, :kind, :org, :now, :target_s, :always, :calendar, :commitment)
         on conflict (ticket, kind) do update set started_at = :now, target_s = :target_s, always = :always,
           calendar = :calendar, commitment = :commitment, due_at = null, stopped_at = null, missed_at = null,
           earlier = null, beside = null, decided = null,
           missed_before = promises.missed_before + case when promises.missed_at is null then 0 else 1 end
         where promises.org = excluded.org";
    KEEP_CLOCK "desk.put-promise"
        "update promises set started_at = :started_at, stopped_at = :stopped_at, missed_at = :missed_at, beside = :beside,
           decided = :decided
         where ticket = :ticket and kind = :kind and org = :org";
    AGAIN "desk.promise-again"
        "update promises set started_at = :started_at, target_s = :target_s, always = :always, earlier = :earlier,
           commitment = :commitment, missed_at = :missed_at, missed_before = :missed_before, stopped_at = :stopped_at,
           beside = :beside, decided = :decided
         where ticket = :ticket and kind = :kind and org = :org";
    SET_DUE "desk.set-due"
        "update promises set due_at = :due_at where ticket = :ticket and kind = :kind and org = :org";
    SET_TICKET_DUE "desk.set-ticket-due"
        "update tickets set due_at = :due_at, due_what = :due_what, also_due_at = :also_at, also_due_what = :also_what
         where id = :ticket and org = :org";
    STOP "desk.stop-promise"
        "update promises set stopped_at = :now, missed_at = :missed_at
         where ticket = :ticket and kind = :kind and org = :org";
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
}

pub(super) fn hours(always: bool) -> Hours {
    if always { Hours::Always } else { Hours::Business }
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
        work.put(
            &PROMISE,
            params! {
                "ticket": ticket, "kind": kind, "target_s": minutes * 60, "always": promised.hours == Hours::Always,
                "calendar": calendar, "commitment": promised.version, "due_at": due_at,
            },
        )?;
    }
    Ok(())
}

/// A list as it is kept: nothing where it is empty.
fn listed<T: serde::de::DeserializeOwned>(kept: Option<String>) -> anyhow::Result<Vec<T>> {
    Ok(kept.map_or_else(|| Ok(Vec::new()), |kept| serde_json::from_str(&kept))?)
}

fn kept_list<T: serde::Serialize>(list: &[T]) -> anyhow::Result<Option<String>> {
    Ok((!list.is_empty()).then(|| serde_json::to_string(list)).transpose()?)
}

/// The promises of a ticket, the first reply first.
///
/// # Errors
/// A fault of the store; a calendar that was never kept.
pub fn promises(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Promise>> {
    let rows = look.rows(&OF, params! { "ticket": ticket })?;
    rows.iter()
        .map(|row| {
            let (hours, zone) = (hours(row.get("always")?), row.get::<String>("zone")?);
            let calendar = match (hours, row.get::<Option<String>>("text")?) {
                (_, Some(text)) => text,
                (Hours::Always, None) => calendars::always(&zone),
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
                origin: row.get("origin")?,
                calendar,
                zone,
                earlier: listed(row.get("earlier")?)?,
                beside: listed(row.get("beside")?)?,
                decided: listed(row.get("decided")?)?,
                contract: row.get("contract")?,
                due_at: row.get("due_at")?,
                stopped_at: row.get("stopped_at")?,
                missed_at: row.get("missed_at")?,
                missed_before: row.get("missed_before")?,
            })
        })
        .collect()
}

/// Something else is promised on a ticket than before; what that does to a running clock is the rules' to say.
///
/// # Errors
/// A fault of the store.
pub fn promise_again(
    work: &mut Work,
    ticket: TicketId,
    promised: &Commitment,
    why: Anew,
) -> anyhow::Result<()> {
    let (rests, now, all) = (rests(work, ticket)?, work.now(), promises(work, ticket)?);
    let rules = rules_at(work, all.first().and_then(|promise| promise.contract), now)?;
    for promise in all.iter().filter(|promise| promise.stopped_at.is_none()) {
        // What is not promised any more where it was stays promised on this ticket.
        let Some(target_s) = promised.target_s(promise.kind) else { continue };
        let new = promise.promised_anew(&rests, (now, why), (target_s, promised.hours), &rules)?;
        again(work, ticket, &Promise { commitment: promised.version, ..new })?;
    }
    Ok(())
}

/// Keeps a promise as it stands after something happened to it.
fn again(work: &mut Work, ticket: TicketId, new: &Promise) -> anyhow::Result<()> {
    let earlier = kept_list(&new.earlier)?;
    let (beside, decided) = (kept_list(&new.beside)?, kept_list(&new.decided)?);
    work.run(
        &AGAIN,
        params! { "ticket": ticket, "kind": new.kind, "started_at": new.started_at, "target_s": new.target_s,
        "always": new.hours == Hours::Always, "earlier": earlier, "commitment": new.commitment,
        "missed_at": new.missed_at, "missed_before": new.missed_before, "stopped_at": new.stopped_at,
        "beside": beside, "decided": decided },
    )?;
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
    let (beside, decided) = (kept_list(&promise.beside)?, kept_list(&promise.decided)?);
    work.run(
        &KEEP_CLOCK,
        params! { "ticket": ticket, "kind": promise.kind, "started_at": promise.started_at,
        "stopped_at": promise.stopped_at, "missed_at": promise.missed_at, "beside": beside, "decided": decided },
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

/// The sooner of the ticket's next promise and its system's recovery goes first in lists; the other stands beside it.
fn set_ticket_due(work: &mut Work, ticket: TicketId, all: &[Promise]) -> anyhow::Result<()> {
    let running = || all.iter().filter(|p| p.stopped_at.is_none()).filter_map(|p| Some((p.due_at?, p.kind)));
    let own = running().filter(|(_, kind)| *kind != PromiseKind::Recovery).min();
    let system = running().find(|(_, kind)| *kind == PromiseKind::Recovery);
    let both = own.zip(system);
    let first = both.map(|(own, system)| own.min(system)).or(own).or(system);
    let also = both.map(|(own, system)| own.max(system));
    work.run(
        &SET_TICKET_DUE,
        params! { "ticket": ticket, "due_at": first.map(|n| n.0), "due_what": first.map(|n| n.1),
        "also_at": also.map(|n| n.0), "also_what": also.map(|n| n.1) },
    )?;
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
    let all = promises(work, ticket)?;
    stop_of(work, ticket, all, kinds)
}

fn stop_of(
    work: &mut Work,
    ticket: TicketId,
    mut all: Vec<Promise>,
    kinds: &[PromiseKind],
) -> anyhow::Result<Vec<Missed>> {
    let now = work.now();
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

/// Something is said on the ticket, now: the clocks of the conversation stop, go on and begin as the rules have it.
/// Gives those that were late and that nobody had noticed yet. The caller works the due times out.
///
/// # Errors
/// A fault of the store.
pub fn hear(
    work: &mut Work,
    ticket: TicketId,
    said: Said,
    (promised, calendar): (&Commitment, &str),
    rules: &Rules,
) -> anyhow::Result<Vec<Missed>> {
    let all = promises(work, ticket)?;
    let (before, seconds) = (promises::talk(&all), |s: Option<i64>| s.map(SignedDuration::from_secs));
    let update = seconds(promised.target_s(PromiseKind::Update));
    let targets = Targets { response: None, update, resolution: None };
    let said = [(work.now().timestamp(), said)];
    let after = before.clone().after(&said, targets, rules.policy().updates, &Pauses::none());
    let ended = |before: Option<&Clock>, after: Option<&Clock>| {
        before.is_some_and(|b| b.stopped.is_none()) && after.is_some_and(|a| a.stopped.is_some())
    };
    let kinds = [
        (PromiseKind::Response, ended(before.response.as_ref(), after.response.as_ref())),
        (PromiseKind::Update, ended(before.updates.first(), after.updates.first())),
        (PromiseKind::Resolution, ended(before.resolution.as_ref(), after.resolution.as_ref())),
    ];
    let kinds: Vec<PromiseKind> =
        kinds.into_iter().filter(|(_, ended)| *ended).map(|(kind, _)| kind).collect();
    let goes_on = |talk: &Talk| talk.resolution.as_ref().is_some_and(|clock| clock.stopped.is_none());
    let reopened = all.iter().find(|p| p.kind == PromiseKind::Resolution).cloned();
    let missed = stop_of(work, ticket, all, &kinds)?;
    if let Some(reopened) = reopened.filter(|_| goes_on(&after) && !goes_on(&before)) {
        let (rests, now) = (rests(work, ticket)?, work.now());
        again(work, ticket, &reopened.reopened(&rests, now, rules)?)?;
    }
    if after.updates.len() > before.updates.len() {
        begin(work, ticket, PromiseKind::Update, promised, calendar)?;
    }
    Ok(missed)
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
