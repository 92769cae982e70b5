//! What can be asked of billing: the time on a ticket, one's own, a month's, and the sheets that were closed.

use crate::month::Month;
use crate::records::{self, Closed, Entry};
use crate::sheet::{Sheet, Spent};
use kernel::{ContractId, Duty, Moment, OrgId, PersonId, Phi, SheetId, Span, Stop, TicketId, TimeEntryId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the time on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketTime {
    pub ticket: TicketId,
}

/// Lists your own time of a day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyTime {
    /// From this moment on, for a day; the last day when nothing is said.
    pub from: Option<Moment>,
}

/// Lists the time spent for a client in a month.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthTime {
    pub org: OrgId,
    pub month: Month,
    /// The client's time zone, as an IANA name; UTC when nothing is said.
    pub zone: Option<String>,
}

/// Lists the closed sheets of a client.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sheets {
    pub org: OrgId,
    /// Only the sheet of this month; the last 36 when nothing is said.
    pub month: Option<Month>,
}

/// Entries, the oldest first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TimeList {
    pub now: Moment,
    pub lines: Vec<TimeLine>,
    pub minutes: i64,
}

/// An entry without its note.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TimeLine {
    pub entry: TimeEntryId,
    pub ticket: TicketId,
    pub number: i64,
    pub person: PersonId,
    pub started_at: Moment,
    pub minutes: u32,
    pub on_site: bool,
    pub noted: bool,
    /// The contract by which it was weighed; none for the organization's own people.
    pub contract: Option<ContractId>,
    pub covered: bool,
    pub why: String,
    /// What an hour costs that is not covered, in cents.
    pub rate_cents: Option<i64>,
    pub step_minutes: u32,
}

/// The closed sheets, the latest month first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetList {
    pub org: OrgId,
    pub sheets: Vec<ClosedSheet>,
}

/// A month as it was closed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClosedSheet {
    pub sheet: SheetId,
    pub month: String,
    pub drawn: Sheet,
    pub closed_at: Moment,
    pub closed_by: Option<PersonId>,
}

impl From<Closed> for ClosedSheet {
    fn from(c: Closed) -> Self {
        Self { sheet: c.id, month: c.month, drawn: c.sheet, closed_at: c.closed_at, closed_by: c.closed_by }
    }
}

impl TimeLine {
    /// The entry as a sheet is drawn from it.
    pub fn spent(&self) -> Spent {
        Spent {
            id: self.entry,
            ticket: self.ticket,
            number: self.number,
            person: self.person,
            started_at: self.started_at,
            minutes: self.minutes,
            contract: self.contract,
            covered: self.covered,
            rate_cents: self.rate_cents,
            step_minutes: self.step_minutes,
        }
    }
}

fn list(look: &Look, entries: Vec<Entry>) -> TimeList {
    let minutes = entries.iter().map(|e| i64::from(e.spent.minutes)).sum();
    let line = |e: Entry| TimeLine {
        entry: e.spent.id,
        ticket: e.spent.ticket,
        number: e.spent.number,
        person: e.spent.person,
        started_at: e.spent.started_at,
        minutes: e.spent.minutes,
        on_site: e.on_site,
        noted: e.noted,
        contract: e.spent.contract,
        covered: e.spent.covered,
        why: e.why,
        rate_cents: e.spent.rate_cents,
        step_minutes: e.spent.step_minutes,
    };
    TimeList { now: look.now(), lines: entries.into_iter().map(line).collect(), minutes }
}

impl Question for TicketTime {
    const ACT: Act = Act {
        name: "billing.ticket-time",
        says: "List the time on a ticket",
        path: "/desk/tickets/{ticket}/time/list",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = TimeList;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<TimeList, Stop> {
        let entries = records::of_ticket(look, self.ticket)?;
        Ok(list(look, entries))
    }
}

impl Question for MyTime {
    const ACT: Act = Act {
        name: "billing.my-time",
        says: "List your own time",
        path: "/billing/my-time",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = TimeList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<TimeList, Stop> {
        let Some(me) = look.person() else { return Ok(list(look, Vec::new())) };
        let from = self.from.unwrap_or_else(|| look.now().minus(Span::days(1)));
        let entries = records::of_person(look, me, from, from.plus(Span::days(1)))?;
        Ok(list(look, entries))
    }
}

impl Question for MonthTime {
    const ACT: Act = Act {
        name: "billing.month-time",
        says: "List the time of a month",
        path: "/organizations/{org}/time",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = TimeList;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<TimeList, Stop> {
        let (from, to) = self.month.span(self.zone.as_deref().unwrap_or("UTC"))?;
        let entries = records::of_month(look, from, to)?;
        Ok(list(look, entries))
    }
}

impl Question for Sheets {
    const ACT: Act = Act {
        name: "billing.sheets",
        says: "List monthly sheets",
        path: "/organizations/{org}/sheets",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = SheetList;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<SheetList, Stop> {
        let sheets = match self.month {
            Some(month) => records::closed(look, &month.to_string())?.into_iter().collect(),
            None => records::sheets(look)?,
        };
        Ok(SheetList { org: self.org, sheets: sheets.into_iter().map(Into::into).collect() })
    }
}
