//! Something is down, and somebody says so: from now on every ward sees on one page what it uses meanwhile, and a clock
//! runs for each system. What else fails later is added.

use super::{DowntimeReceipt, MOST_CONCERNED, bound, caller, concern, down, in_state, named};
use crate::records::{self, Downtime};
use crate::words::{Covers, Kind, State};
use crate::{GoingDown, facts, texts, when};
use kernel::{
    AssetId, Citation, DepartmentId, Done, DowntimeId, Duty, OrgId, Phi, Private, Refusal, Span, Stop,
    TicketId,
};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Declares that something is down now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareDowntime {
    /// The organization at which it is down.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// What is down.
    #[schemars(extend("x-order" = 2))]
    pub covers: Covers,
    /// What people call it, in one line. It stands on the wall: nothing about a patient.
    #[schemars(extend("x-order" = 3))]
    pub title: Private,
    /// The systems that do not work.
    #[schemars(extend("x-order" = 4))]
    pub systems: Vec<AssetId>,
    /// The departments that work without them.
    #[schemars(extend("x-order" = 5))]
    pub departments: Vec<DepartmentId>,
    /// Since when, in local time at the place. When nothing is said: since the ticket's system is gone, or else now.
    #[schemars(schema_with = "when::schema", extend("x-order" = 6))]
    #[serde(default)]
    pub since: Option<String>,
    /// The ticket it belongs to.
    #[schemars(extend("x-order" = 7))]
    pub ticket: Option<TicketId>,
}

/// Adds what else is down, and who else works without it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendDowntime {
    pub downtime: DowntimeId,
    /// Systems that do not work either.
    #[serde(default)]
    #[schemars(extend("x-order" = 1))]
    pub systems: Vec<AssetId>,
    /// Departments that are concerned too.
    #[serde(default)]
    #[schemars(extend("x-order" = 2))]
    pub departments: Vec<DepartmentId>,
}

/// How far back a downtime may have begun, in days.
const LONGEST_AGO_DAYS: i64 = 7;

/// A ticket has one downtime at a time: what else fails is added to it.
fn not_twice(work: &mut Work, ticket: TicketId) -> Result<(), Stop> {
    let all = records::of_ticket(work, ticket)?;
    let Some(running) = all.iter().find(|d| d.state == State::Active) else { return Ok(()) };
    let sentence = "A downtime of this ticket has begun already. Add there what else is down.";
    Err(Refusal::conflict(sentence).remedy("Show that downtime", super::address(running)).into())
}

impl Order for DeclareDowntime {
    const ACT: Act = Act {
        name: "downtime.declare",
        says: "Declare a downtime",
        path: "/organizations/{org}/downtimes",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = DowntimeReceipt;
    type Needs = GoingDown;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: GoingDown) -> Result<Done<DowntimeReceipt>, Stop> {
        let declared_by = caller(work)?;
        if let Some(ticket) = self.ticket {
            not_twice(work, ticket)?;
        }
        let systems = named("systems", &self.systems, "system", "/assets")?;
        let departments = named("departments", &self.departments, "department", "/organizations")?;
        let earliest = work.now().minus(Span::days(LONGEST_AGO_DAYS));
        let gone_since = needs.gone_since.filter(|since| (earliest..=work.now()).contains(since));
        let began = match self.since.as_deref().filter(|t| !t.trim().is_empty()) {
            Some(since) => when::past("since", since, work.now(), &needs.zone, LONGEST_AGO_DAYS)?,
            // One outage has one beginning: what the desk said of the ticket's system counts here too.
            None => gone_since.unwrap_or(work.now()),
        };
        let downtime = Downtime {
            id: work.id(),
            org: bound(work)?,
            kind: Kind::Unplanned,
            covers: self.covers,
            title: texts::line("title", &self.title)?,
            ticket: self.ticket,
            zone: needs.zone.clone(),
            state: State::Active,
            planned_from: None,
            planned_until: None,
            notice_at: None,
            noticed_at: None,
            began_at: Some(began),
            ended_at: None,
            closed_at: None,
            declared_by,
            declared_at: work.now(),
            closed_by: None,
            went_well: None,
            went_badly: None,
            rto_met: None,
        };
        records::put(work, &downtime)?;
        down(work, &downtime, &systems, &needs, Some(began))?;
        concern(work, &downtime, &departments, true)?;
        let fact = facts::about("downtime.declared", &downtime)
            .with("began_at", began)
            .with("systems", &systems)
            .with("departments", &departments);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

impl Order for ExtendDowntime {
    const ACT: Act = Act {
        name: "downtime.extend",
        says: "Add what else is down",
        path: "/downtimes/{downtime}/extend",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = DowntimeReceipt;
    type Needs = GoingDown;

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, needs: GoingDown) -> Result<Done<DowntimeReceipt>, Stop> {
        let downtime = in_state(work, self.downtime, &[State::Active], "running")?;
        let known = records::systems(work, downtime.id)?;
        let (mut systems, mut departments) = (self.systems.clone(), self.departments.clone());
        systems.sort();
        systems.dedup();
        systems.retain(|asset| !known.iter().any(|s| s.asset == *asset));
        let there = records::departments(work, downtime.id)?;
        departments.sort();
        departments.dedup();
        departments.retain(|d| !there.iter().any(|c| c.department == *d));
        if systems.is_empty() && departments.is_empty() {
            return Err(Refusal::conflict("All of these are part of this downtime already.").into());
        }
        if known.len() + systems.len() > MOST_CONCERNED || there.len() + departments.len() > MOST_CONCERNED {
            let sentence =
                format!("At most {MOST_CONCERNED} of each fit on one board. Declare another downtime.");
            return Err(Refusal::conflict(sentence).because(emergency_mode()).into());
        }
        let now = work.now();
        down(work, &downtime, &systems, &needs, Some(now))?;
        concern(work, &downtime, &departments, true)?;
        let fact = facts::about("downtime.extended", &downtime)
            .with("systems", &systems)
            .with("departments", &departments);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

/// Why any of this is kept.
pub(super) fn emergency_mode() -> Citation {
    Citation {
        paragraph: "45 CFR 164.308(a)(7)(ii)(C)".into(),
        says:
            "critical business processes go on, and ePHI stays protected, while operating in emergency mode"
                .into(),
    }
}
