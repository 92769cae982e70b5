//! A downtime that is known before: it is told when it is planned and once more before it begins, it begins when somebody
//! begins it, and its promise is the window that was announced.

use super::{DowntimeReceipt, bound, caller, concern, down, in_state, named};
use crate::records::{self, Downtime};
use crate::words::{Basis, Covers, Kind, State};
use crate::{GoingDown, facts, texts, when};
use kernel::{
    AssetId, DepartmentId, Done, DowntimeId, Duty, Moment, OrgId, Phi, Private, Refusal, Span, Stop, TicketId,
};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Plans a downtime and tells everybody concerned.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleDowntime {
    /// The organization at which something will be down.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// What will be down.
    #[schemars(extend("x-order" = 2))]
    pub covers: Covers,
    /// What people call it, in one line. It stands on the wall: nothing about a patient.
    #[schemars(extend("x-order" = 3))]
    pub title: Private,
    /// The systems that will not work.
    #[schemars(extend("x-order" = 4))]
    pub systems: Vec<AssetId>,
    /// The departments that work without them.
    #[schemars(extend("x-order" = 5))]
    pub departments: Vec<DepartmentId>,
    /// When it begins, in local time at the place.
    #[schemars(schema_with = "when::schema", extend("x-order" = 6))]
    pub from: String,
    /// When it is over.
    #[schemars(schema_with = "when::schema", extend("x-order" = 7))]
    pub until: String,
    /// How many hours before it begins everybody is told once more; 24 when nothing is said.
    #[schemars(extend("x-order" = 8), range(min = 1, max = 336))]
    pub notice_hours: Option<u32>,
    /// The ticket it belongs to.
    #[schemars(extend("x-order" = 9))]
    pub ticket: Option<TicketId>,
}

/// Begins a downtime that was planned.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginDowntime {
    pub downtime: DowntimeId,
}

/// Calls a planned downtime off.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelDowntime {
    pub downtime: DowntimeId,
}

/// The longest notice, in hours.
const LONGEST_NOTICE_HOURS: u32 = 336;

impl Order for ScheduleDowntime {
    const ACT: Act = Act {
        name: "downtime.schedule",
        says: "Plan a downtime",
        path: "/organizations/{org}/downtimes/planned",
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
        let systems = named("systems", &self.systems, "system", "/assets")?;
        let departments = named("departments", &self.departments, "department", "/organizations")?;
        let (from, until) = when::window(&self.from, &self.until, work.now(), &needs.zone)?;
        let hours = self.notice_hours.unwrap_or(24);
        if !(1..=LONGEST_NOTICE_HOURS).contains(&hours) {
            let sentence = format!("A notice is given 1 to {LONGEST_NOTICE_HOURS} hours before.");
            return Err(Refusal::invalid("notice_hours", sentence).into());
        }
        // Whoever plans it later than that has told everybody just now.
        let notice_at = Some(from.minus(Span::hours(i64::from(hours)))).filter(|at| *at > work.now());
        let downtime = Downtime {
            id: work.id(),
            org: bound(work)?,
            kind: Kind::Planned,
            covers: self.covers,
            title: texts::line("title", &self.title)?,
            ticket: self.ticket,
            zone: needs.zone.clone(),
            state: State::Planned,
            planned_from: Some(from),
            planned_until: Some(until),
            notice_at,
            noticed_at: None,
            began_at: None,
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
        down(work, &downtime, &systems, &needs, None)?;
        concern(work, &downtime, &departments, false)?;
        let fact = facts::about("downtime.planned", &downtime)
            .with("from", from)
            .with("until", until)
            .with("systems", &systems)
            .with("departments", &departments);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

/// The clock of a planned downtime runs to the end of its window, however late it began.
fn run_to_window(work: &mut Work, d: &Downtime, now: Moment) -> Result<(), Stop> {
    let until = d.planned_until.ok_or_else(|| anyhow::anyhow!("the planned downtime {} has no end", d.id))?;
    for mut system in records::systems(work, d.id)? {
        if let Some(other) = records::down_already(work, system.asset)? {
            let refusal = Refusal::conflict("One of these systems is down already, in another downtime.");
            return Err(refusal.remedy("Show that downtime", Some(format!("/downtimes/{other}"))).into());
        }
        system.target_s = until.since(now).0.max(0) / 1_000_000;
        (system.basis, system.started_at, system.due_at) = (Basis::Window, Some(now), Some(until.max(now)));
        records::put_system(work, d.id, &system)?;
    }
    Ok(())
}

impl Order for BeginDowntime {
    const ACT: Act = Act {
        name: "downtime.begin",
        says: "Begin the planned downtime",
        path: "/downtimes/{downtime}/begin",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = DowntimeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DowntimeReceipt>, Stop> {
        let mut downtime = in_state(work, self.downtime, &[State::Planned], "waiting to begin")?;
        let now = work.now();
        run_to_window(work, &downtime, now)?;
        (downtime.state, downtime.began_at) = (State::Active, Some(now));
        records::put(work, &downtime)?;
        // What was written since it was planned counts.
        let known: Vec<DepartmentId> =
            records::departments(work, downtime.id)?.iter().map(|c| c.department).collect();
        concern(work, &downtime, &known, true)?;
        let fact =
            facts::about("downtime.begun", &downtime).with("began_at", now).with("departments", &known);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

impl Order for CancelDowntime {
    const ACT: Act = Act {
        name: "downtime.cancel",
        says: "Call a planned downtime off",
        path: "/downtimes/{downtime}/cancel",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = DowntimeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DowntimeReceipt>, Stop> {
        let mut downtime = in_state(work, self.downtime, &[State::Planned], "waiting to begin")?;
        (downtime.state, downtime.closed_at) = (State::Cancelled, Some(work.now()));
        downtime.closed_by = Some(caller(work)?);
        records::put(work, &downtime)?;
        let fact = facts::about("downtime.cancelled", &downtime);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}
