//! While it lasts: the ward says by which means it works, and whoever mends says what is back. When the last system is
//! back the downtime is over, and what was written on paper waits to be entered.

use super::{DowntimeReceipt, caller, in_state};
use crate::records::{self, Concerned};
use crate::words::{Level, State};
use crate::{facts, rto, rto::Recovery, when};
use kernel::{AssetId, DepartmentId, Done, DowntimeId, Duty, Moment, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says that a system is back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemBack {
    pub downtime: DowntimeId,
    /// The system that works again.
    #[schemars(extend("x-order" = 1))]
    pub asset: AssetId,
    /// Since when, in local time at the place; now, when nothing is said.
    #[schemars(schema_with = "when::schema", extend("x-order" = 2))]
    #[serde(default)]
    pub since: Option<String>,
}

/// Says by which means a department works now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLevel {
    pub downtime: DowntimeId,
    /// The department.
    #[schemars(extend("x-order" = 1))]
    pub department: DepartmentId,
    /// What it works with now.
    #[schemars(extend("x-order" = 2))]
    pub level: Level,
}

impl Order for SystemBack {
    const ACT: Act = Act {
        name: "downtime.system-back",
        says: "Say that a system is back",
        path: "/downtimes/{downtime}/systems/back",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = DowntimeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DowntimeReceipt>, Stop> {
        let mut downtime = in_state(work, self.downtime, &[State::Active], "running")?;
        let systems = records::systems(work, downtime.id)?;
        let Some(mut system) = systems.iter().find(|s| s.asset == self.asset).cloned() else {
            return Err(Refusal::invalid("asset", "This system is not part of the downtime.").into());
        };
        if system.back_at.is_some() {
            return Err(Refusal::conflict("This system is back already.").into());
        }
        let now = work.now();
        let back = match self.since.as_deref().filter(|t| !t.trim().is_empty()) {
            Some(since) => when::past("since", since, now, &downtime.zone, 7)?,
            None => now,
        };
        if system.started_at.is_some_and(|began| back < began) {
            return Err(Refusal::invalid("since", "It went down later than that.").into());
        }
        (system.back_at, system.back_by) = (Some(back), Some(caller(work)?));
        records::put_system(work, downtime.id, &system)?;
        let stood = rto::stands(system.started_at, system.target_s, system.back_at, now)?;
        let fact = facts::about("downtime.system-back", &downtime)
            .about(system.asset)
            .with("asset", system.asset)
            .with("back_at", back)
            .with("in_time", stood == Recovery::Met);
        let others = systems.iter().filter(|s| s.asset != system.asset);
        let last = others.map(|s| s.back_at).collect::<Option<Vec<Moment>>>();
        let Some(others) = last else { return Ok(Done::new(fact, DowntimeReceipt::of(&downtime))) };
        // Everything is back: from here on it is about paper.
        downtime.state = State::Reconciling;
        downtime.ended_at = others.into_iter().chain([back]).max();
        records::put(work, &downtime)?;
        let over = facts::about("downtime.over", &downtime).with("ended_at", downtime.ended_at);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)).and(over))
    }
}

impl Order for SetLevel {
    const ACT: Act = Act {
        name: "downtime.set-level",
        says: "Say how a department works now",
        path: "/downtimes/{downtime}/levels",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Receipt = DowntimeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DowntimeReceipt>, Stop> {
        let downtime = in_state(work, self.downtime, &[State::Active, State::Reconciling], "running")?;
        let found = records::departments(work, downtime.id)?;
        let Some(known) = found.iter().find(|c| c.department == self.department).cloned() else {
            let refusal = Refusal::invalid("department", "This department is not part of the downtime.");
            return Err(refusal.remedy("Add it", Some(format!("/downtimes/{}#extend", downtime.id))).into());
        };
        if known.level == self.level {
            return Err(Refusal::conflict("The board says so already.").into());
        }
        let (level_by, level_at) = (caller(work)?, work.now());
        records::put_department(
            work,
            downtime.id,
            &Concerned { level: self.level, level_by, level_at, ..known.clone() },
        )?;
        let fact = facts::about("downtime.level-set", &downtime)
            .about(self.department)
            .with("department", self.department)
            .with("was", known.level)
            .with("level", self.level);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}
