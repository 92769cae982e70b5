//! Drills and downtime workstations, as lists and one by one.

use crate::drill_records::{self as records, Check, Drill, Station};
use kernel::{DrillId, Duty, Moment, OrgId, Phi, StationId, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists drills within your reach, the latest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drills {
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on.
    pub after: Option<DrillId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DrillList {
    pub now: Moment,
    pub lines: Vec<Drill>,
    pub more: bool,
}

/// Shows a drill with its evidence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneDrill {
    pub drill: DrillId,
}

/// Lists downtime workstations within your reach, the one that is due first first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stations {
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on: when the last line is due, and its id.
    pub after_at: Option<Moment>,
    pub after: Option<StationId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StationList {
    pub now: Moment,
    pub lines: Vec<Station>,
    pub more: bool,
}

/// Shows a downtime workstation with its checks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneStation {
    pub station: StationId,
}

/// A downtime workstation with its latest 50 checks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StationTold {
    pub now: Moment,
    pub station: Station,
    pub checks: Vec<Check>,
}

impl Station {
    /// Whether its check is overdue.
    pub fn overdue(&self, now: Moment) -> bool {
        self.ended_at.is_none() && self.due_at <= now
    }
}

impl Drill {
    /// Whether the next drill is overdue.
    pub fn overdue(&self, now: Moment) -> bool {
        self.next_at.is_some_and(|at| at <= now)
    }
}

impl Question for Drills {
    const ACT: Act = Act {
        name: "downtime.drills",
        says: "List downtime drills",
        path: "/downtime-drills",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = DrillList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<DrillList, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let mut lines = records::drills(look, self.org, self.after, most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(DrillList { now: look.now(), lines, more })
    }
}

impl Question for OneDrill {
    const ACT: Act = Act {
        name: "downtime.drill",
        says: "Show a downtime drill",
        path: "/downtime-drills/{drill}",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = Drill;

    fn ground(&self) -> Ground {
        Ground::thing(self.drill)
    }

    fn answer(&self, look: &mut Look) -> Result<Drill, Stop> {
        records::drill(look, self.drill)
    }
}

impl Question for Stations {
    const ACT: Act = Act {
        name: "downtime.stations",
        says: "List downtime workstations",
        path: "/downtime-stations",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = StationList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<StationList, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let mut lines = records::stations(look, self.org, self.after_at.zip(self.after), most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(StationList { now: look.now(), lines, more })
    }
}

impl Question for OneStation {
    const ACT: Act = Act {
        name: "downtime.station",
        says: "Show a downtime workstation",
        path: "/downtime-stations/{station}",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = StationTold;

    fn ground(&self) -> Ground {
        Ground::thing(self.station)
    }

    fn answer(&self, look: &mut Look) -> Result<StationTold, Stop> {
        let station = records::station(look, self.station)?;
        Ok(StationTold { now: look.now(), checks: records::checks(look, self.station)?, station })
    }
}
