//! Time on a ticket. What the contract says of it is kept with it, as it was then: a later contract does not change what
//! was worked before. In a month that is closed nothing is added or taken away.

use crate::Weighed;
use crate::month::Month;
use crate::records::{self, Fresh};
use kernel::{
    Done, Duty, Fact, Moment, OrgId, PersonId, Phi, Private, Refusal, Span, Stop, TicketId, TimeEntryId,
};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Logs time that you spent on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogTime {
    pub ticket: TicketId,
    /// How many minutes.
    #[schemars(extend("x-order" = 1), range(min = 1, max = 1440))]
    pub minutes: u32,
    /// When it began, in local time at the client; it ended just now when left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 2, "format" = "date-time"))]
    pub started: Option<String>,
    /// Whether you were there.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub on_site: bool,
    /// What you did, if the ticket does not say it.
    #[serde(default)]
    #[schemars(extend("x-order" = 4, "x-long" = true))]
    pub note: Option<Private>,
}

/// Corrects the minutes of an entry; the former one stays in the ledger.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectTime {
    pub entry: TimeEntryId,
    /// How many minutes it was.
    #[schemars(range(min = 1, max = 1440))]
    pub minutes: u32,
}

/// Drops an entry of your own.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropTime {
    pub entry: TimeEntryId,
}

/// An entry as it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TimeReceipt {
    pub entry: TimeEntryId,
    pub ticket: TicketId,
    pub minutes: u32,
    pub covered: bool,
    pub why: String,
}

/// A day in minutes: nobody works longer at a stretch.
const LONGEST_MINUTES: u32 = 1440;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 4_000;

fn checked(minutes: u32) -> Result<u32, Refusal> {
    if (1..=LONGEST_MINUTES).contains(&minutes) {
        return Ok(minutes);
    }
    Err(Refusal::invalid("minutes", "Give the minutes, from 1 to 1440."))
}

/// A time as it was typed, in the zone of the client; nothing when none was.
///
/// # Errors
/// A refusal: it cannot be read, or the clocks skip it or show it twice.
pub fn typed(text: Option<&str>, zone: &str) -> Result<Option<Moment>, Stop> {
    let text = text.filter(|t| !t.trim().is_empty());
    Ok(text.map(|text| office::text::moment("started", text, zone)).transpose()?)
}

/// When it began: as typed, or so that it ended now.
fn began(text: Option<&str>, zone: &str, minutes: u32, now: Moment) -> Result<Moment, Stop> {
    let length = Span::minutes(minutes.into());
    let Some(at) = typed(text, zone)? else { return Ok(now.minus(length)) };
    if at.plus(length) > now.plus(Span::minutes(1)) {
        return Err(Refusal::invalid("started", "It ends in the future. Log what was worked.").into());
    }
    if now.since(at) > Span::days(400) {
        return Err(Refusal::invalid("started", "This is more than a year ago.").into());
    }
    Ok(at)
}

/// Refuses what would change a month that is closed.
fn heed_closed(look: &mut Look, org: OrgId, at: Moment, zone: &str) -> Result<(), Stop> {
    let month = Month::of(at, zone).to_string();
    if records::closed(look, &month)?.is_none() {
        return Ok(());
    }
    let refusal =
        Refusal::conflict(format!("The sheet of {month} is closed. Somebody who bills opens it again."));
    Err(refusal.remedy("Show the sheet", Some(format!("/organizations/{org}/sheets/{month}"))).into())
}

fn caller(work: &Work) -> Result<(PersonId, OrgId), Stop> {
    let sentence = "Only somebody who signed in can do this.";
    let person = work.person().ok_or_else(|| Refusal::forbidden(sentence))?;
    let org = work.org().ok_or_else(|| anyhow::anyhow!("time of no organization"))?;
    Ok((person, org))
}

fn fact(name: &'static str, org: OrgId, entry: TimeEntryId, ticket: TicketId, minutes: u32) -> Fact {
    Fact::new(name, org).about(ticket).about(entry).with("entry", entry).with("minutes", minutes)
}

impl Order for LogTime {
    const ACT: Act = Act {
        name: "billing.log-time",
        says: "Log time on a ticket",
        path: "/desk/tickets/{ticket}/time",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TimeReceipt;
    type Needs = Weighed;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, needs: Weighed) -> Result<Done<TimeReceipt>, Stop> {
        let (logged, receipt) = log(work, self, needs)?;
        Ok(Done::new(logged, receipt))
    }
}

/// Minutes that somebody named with a reply or with what was done, worked until now.
///
/// # Errors
/// As [`LogTime`].
pub fn worked(
    work: &mut Work,
    ticket: TicketId,
    minutes: u32,
    on_site: bool,
    needs: Weighed,
) -> Result<Fact, Stop> {
    let time = LogTime { ticket, minutes, started: None, on_site, note: None };
    Ok(log(work, &time, needs)?.0)
}

fn log(work: &mut Work, time: &LogTime, needs: Weighed) -> Result<(Fact, TimeReceipt), Stop> {
    let (person, org) = caller(work)?;
    let minutes = checked(time.minutes)?;
    let started_at = began(time.started.as_deref(), &needs.zone, minutes, work.now())?;
    heed_closed(work, org, started_at, &needs.zone)?;
    let note = office::text::maybe("note", time.note.as_ref(), LONGEST_NOTE)?;
    let note = note.as_deref();
    let (id, ticket, on_site) = (work.id(), time.ticket, time.on_site);
    let fresh = Fresh { id, ticket, person, started_at, minutes, on_site, note, replaces: None };
    records::log(work, &fresh, &needs)?;
    let logged = fact("billing.time-logged", org, id, ticket, minutes)
        .with("covered", needs.covered)
        .with("contract", needs.contract)
        .with("rate_cents", needs.rate_cents)
        .with("started_at", started_at)
        .with("on_site", on_site);
    let receipt = TimeReceipt { entry: id, ticket, minutes, covered: needs.covered, why: needs.why };
    Ok((logged, receipt))
}

impl Order for CorrectTime {
    const ACT: Act = Act {
        name: "billing.correct-time",
        says: "Correct time on a ticket",
        path: "/billing/time/{entry}/correct",
        duty: Duty::BillWork,
        phi: Phi::Incidental,
    };
    type Receipt = TimeReceipt;
    type Needs = Weighed;

    fn ground(&self) -> Ground {
        Ground::thing(self.entry)
    }

    fn perform(&self, work: &mut Work, needs: Weighed) -> Result<Done<TimeReceipt>, Stop> {
        let (_, org) = caller(work)?;
        let minutes = checked(self.minutes)?;
        let former = records::one(work, self.entry)?.ok_or_else(|| Refusal::not_found("entry"))?;
        heed_closed(work, org, former.spent.started_at, &needs.zone)?;
        records::drop_entry(work, self.entry)?;
        let id = work.id();
        let s = &former.spent;
        let fresh = Fresh {
            id,
            ticket: s.ticket,
            person: s.person,
            started_at: s.started_at,
            minutes,
            on_site: former.on_site,
            note: None,
            replaces: Some(self.entry),
        };
        // What was said of it then holds: only the minutes were wrong.
        let kept = Weighed {
            contract: s.contract,
            version: former.version,
            covered: s.covered,
            why: former.why.clone(),
            rate_cents: s.rate_cents,
            step_minutes: s.step_minutes,
            employer: former.employer,
            lent_to: former.lent_to,
            cost_cents: former.cost_cents,
            ..needs
        };
        records::log(work, &fresh, &kept)?;
        let corrected = fact("billing.time-corrected", org, id, s.ticket, minutes)
            .about(self.entry)
            .with("before", s.minutes)
            .with("person", s.person);
        let receipt =
            TimeReceipt { entry: id, ticket: s.ticket, minutes, covered: s.covered, why: former.why };
        Ok(Done::new(corrected, receipt))
    }
}

impl Order for DropTime {
    const ACT: Act = Act {
        name: "billing.drop-time",
        says: "Drop time on a ticket",
        path: "/billing/time/{entry}/drop",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TimeReceipt;
    type Needs = Weighed;

    fn ground(&self) -> Ground {
        Ground::thing(self.entry)
    }

    fn perform(&self, work: &mut Work, needs: Weighed) -> Result<Done<TimeReceipt>, Stop> {
        let (person, org) = caller(work)?;
        let entry = records::one(work, self.entry)?.ok_or_else(|| Refusal::not_found("entry"))?;
        if entry.spent.person != person {
            let sentence = "Only whoever spent the time drops it. Somebody who bills corrects it.";
            return Err(Refusal::forbidden(sentence).into());
        }
        heed_closed(work, org, entry.spent.started_at, &needs.zone)?;
        records::drop_entry(work, self.entry)?;
        let s = &entry.spent;
        let dropped = fact("billing.time-dropped", org, self.entry, s.ticket, s.minutes);
        let receipt = TimeReceipt {
            entry: self.entry,
            ticket: s.ticket,
            minutes: s.minutes,
            covered: s.covered,
            why: entry.why.clone(),
        };
        Ok(Done::new(dropped, receipt))
    }
}
