//! Downtimes as a list, as the board of the wards, and one with everything that belongs to it.

use crate::number_records::{self, Numbers, Voided};
use crate::orders::close_missing;
use crate::records::{self, Concerned, Downtime, FollowUp, System};
use crate::rto::{self, Recovery};
use crate::words::{State, View};
use kernel::{DowntimeId, Duty, Moment, OrgId, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists downtimes within your reach, the latest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Downtimes {
    /// Which; the open ones when none is named.
    pub view: Option<View>,
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on.
    pub after: Option<DowntimeId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DowntimeList {
    pub now: Moment,
    pub view: View,
    pub lines: Vec<Downtime>,
    /// Whether there is more behind the last line.
    pub more: bool,
}

/// Shows what is down, what comes and what is entered, for the wards.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Only of this organization.
    pub org: Option<OrgId>,
}

/// The board: at most 30 downtimes, what is down now first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BoardShown {
    pub now: Moment,
    pub downtimes: Vec<Told>,
    /// Whether there are more that are not shown.
    pub more: bool,
}

/// Shows a downtime.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneDowntime {
    pub downtime: DowntimeId,
}

/// Lists the downtimes of a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketDowntimes {
    pub ticket: TicketId,
}

/// A downtime with everything that belongs to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Told {
    pub now: Moment,
    pub downtime: Downtime,
    pub systems: Vec<SystemLine>,
    pub departments: Vec<DepartmentLine>,
    pub numbers: Vec<NumbersLine>,
    pub follow_ups: Vec<FollowUp>,
    /// What is still missing before it can be closed; empty before everything is back.
    pub missing: Vec<String>,
}

/// A system and how its recovery stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SystemLine {
    pub system: System,
    pub recovery: Recovery,
    /// Why it is due back when it is; nothing before its clock begins.
    pub because: Option<String>,
}

/// A department, and what its procedure says for the level by which it works.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DepartmentLine {
    pub concerned: Concerned,
    pub does: Option<String>,
}

/// Numbers of a form and what is missing to account for them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NumbersLine {
    pub numbers: Numbers,
    /// What stands before each of its numbers.
    pub code: String,
    pub voids: Vec<Voided>,
    pub missing: Option<String>,
}

/// The most downtimes of the board.
const MOST_ON_BOARD: u32 = 30;

fn lines(now: Moment, systems: Vec<System>, zone: &str) -> anyhow::Result<Vec<SystemLine>> {
    let line = |system: System| {
        let recovery = rto::stands(system.started_at, system.target_s, system.back_at, now)?;
        let from = system.started_at.filter(|_| system.due_at.is_some());
        let because = from.map(|from| rto::because(from, system.target_s, system.basis, zone));
        Ok(SystemLine { system, recovery, because })
    };
    systems.into_iter().map(line).collect()
}

fn at_level(look: &mut Look, departments: Vec<Concerned>) -> anyhow::Result<Vec<DepartmentLine>> {
    let mut lines = Vec::new();
    for concerned in departments {
        let does = match concerned.procedure.zip(concerned.version) {
            Some((procedure, version)) => {
                let steps = crate::plan_records::steps_within(look, procedure, version)?;
                steps.at(concerned.level).map(str::to_owned)
            }
            None => None,
        };
        lines.push(DepartmentLine { concerned, does });
    }
    Ok(lines)
}

fn told(look: &mut Look, downtime: Downtime) -> Result<Told, Stop> {
    let id = downtime.id;
    let mut numbers = Vec::new();
    for n in number_records::of_downtime(look, id)? {
        let (voids, missing) = (number_records::voids(look, n.id)?, n.counts().missing());
        let code = crate::plan_records::form(look, n.form)?.code;
        numbers.push(NumbersLine { numbers: n, code, voids, missing });
    }
    let missing = match downtime.state {
        State::Reconciling => close_missing(look, &downtime)?,
        _ => Vec::new(),
    };
    let systems = records::systems(look, id)?;
    let departments = records::departments(look, id)?;
    Ok(Told {
        now: look.now(),
        systems: lines(look.now(), systems, &downtime.zone)?,
        departments: at_level(look, departments)?,
        numbers,
        follow_ups: records::follow_ups(look, id)?,
        missing,
        downtime,
    })
}

impl Question for Downtimes {
    const ACT: Act = Act {
        name: "downtime.downtimes",
        says: "List downtimes",
        path: "/downtimes",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = DowntimeList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<DowntimeList, Stop> {
        let view = self.view.unwrap_or(View::Open);
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let mut lines = records::list(look, view, self.org, self.after, most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(DowntimeList { now: look.now(), view, lines, more })
    }
}

impl Question for Board {
    const ACT: Act = Act {
        name: "downtime.board",
        says: "Show what is down",
        path: "/downtimes/board",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = BoardShown;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<BoardShown, Stop> {
        let mut found = records::list(look, View::Open, self.org, None, MOST_ON_BOARD + 1)?;
        let more = found.len() > MOST_ON_BOARD as usize;
        found.truncate(MOST_ON_BOARD as usize);
        let first = |d: &Downtime| match d.state {
            State::Active => 0,
            State::Planned => 1,
            _ => 2,
        };
        found.sort_by_key(|d| (first(d), d.began_at.or(d.planned_from)));
        let mut downtimes = Vec::new();
        for downtime in found {
            // Each is of an organization within reach; what belongs to it is read there.
            let systems = records::systems_within(look, downtime.id)?;
            let departments = records::departments_within(look, downtime.id)?;
            downtimes.push(Told {
                now: look.now(),
                systems: lines(look.now(), systems, &downtime.zone)?,
                departments: at_level(look, departments)?,
                downtime,
                numbers: Vec::new(),
                follow_ups: Vec::new(),
                missing: Vec::new(),
            });
        }
        Ok(BoardShown { now: look.now(), downtimes, more })
    }
}

impl Question for OneDowntime {
    const ACT: Act = Act {
        name: "downtime.downtime",
        says: "Show a downtime",
        path: "/downtimes/{downtime}",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = Told;

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn answer(&self, look: &mut Look) -> Result<Told, Stop> {
        let downtime = records::one(look, self.downtime)?;
        told(look, downtime)
    }
}

impl Question for TicketDowntimes {
    const ACT: Act = Act {
        name: "downtime.ticket-downtimes",
        says: "List the downtimes of a ticket",
        path: "/desk/tickets/{ticket}/downtimes",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = DowntimeList;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<DowntimeList, Stop> {
        let lines = records::of_ticket(look, self.ticket)?;
        Ok(DowntimeList { now: look.now(), view: View::Open, lines, more: false })
    }
}
