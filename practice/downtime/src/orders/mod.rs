//! What can be asked about downtimes, and what every such order has in common.

mod close;
mod drill;
mod form;
mod go_down;
mod meanwhile;
mod note;
mod numbers;
mod plan;
mod procedure;
mod reconcile;
mod station;

pub(crate) use close::missing as close_missing;
pub use close::{AddFollowUp, CloseDowntime, FinishFollowUp};
pub use drill::{DrillReceipt, RecordDrill};
pub use form::{AddForm, FormReceipt, RetireForm, SetPack};
pub use go_down::{DeclareDowntime, ExtendDowntime};
pub use meanwhile::{SetLevel, SystemBack};
pub use note::{NoteCheckOverdue, NoteDowntime, NoteDrillOverdue};
pub use numbers::{NumbersReceipt, ReserveNumbers, SayUsed, VoidNumbers};
pub use plan::{BeginDowntime, CancelDowntime, ScheduleDowntime};
pub use procedure::{ProcedureReceipt, RetireProcedure, ReviewProcedure, WriteProcedure};
pub use reconcile::{AssignNumbers, CheckNumbers, EnterNumbers};
pub use station::{CheckStation, EndStation, KeepStation, StationReceipt};

use crate::needs::GoingDown;
use crate::plan_records::{self, Steps};
use crate::records::{self, Concerned, Downtime, System};
use crate::words::{Level, State};
use crate::{number_records, rto};
use kernel::{AssetId, DepartmentId, DowntimeId, Moment, OrgId, PersonId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Work};

/// The most systems or departments of one downtime.
const MOST_CONCERNED: usize = 100;

/// How a downtime stands after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DowntimeReceipt {
    pub downtime: DowntimeId,
    pub state: State,
}

impl DowntimeReceipt {
    fn of(d: &Downtime) -> Self {
        Self { downtime: d.id, state: d.state }
    }
}

fn caller(work: &Work) -> Result<PersonId, Stop> {
    let sentence = "Only somebody who signed in can do this.";
    Ok(work.person().ok_or_else(|| Refusal::forbidden(sentence))?)
}

fn bound(work: &Work) -> Result<OrgId, Stop> {
    Ok(work.org().ok_or_else(|| anyhow::anyhow!("an order about a thing of no organization"))?)
}

fn address(d: &Downtime) -> Option<String> {
    Some(format!("/downtimes/{}", d.id))
}

/// A downtime that stands in one of these states.
fn in_state(look: &mut Look, downtime: DowntimeId, states: &[State], verb: &str) -> Result<Downtime, Stop> {
    let found = records::one(look, downtime)?;
    if states.contains(&found.state) {
        return Ok(found);
    }
    let sentence = format!("This downtime is not {verb}: it stands at \"{}\".", found.state.title());
    Err(Refusal::conflict(sentence).remedy("Show the downtime", address(&found)).into())
}

/// Named at least once, nobody twice, and not more than fit on a board.
fn named<T: Copy + PartialEq>(
    field: &str,
    all: &[T],
    one: &str,
    lists: &'static str,
) -> Result<Vec<T>, Stop> {
    let mut found: Vec<T> = Vec::new();
    for thing in all {
        if !found.contains(thing) {
            found.push(*thing);
        }
    }
    if found.is_empty() {
        let refusal = Refusal::invalid(field, format!("Name at least one {one}."));
        return Err(refusal.remedy("Show the list", Some(lists.to_owned())).into());
    }
    if found.len() > MOST_CONCERNED {
        return Err(Refusal::invalid(field, format!("At most {MOST_CONCERNED} fit on one board.")).into());
    }
    Ok(found)
}

/// Systems go down together; one that is down already belongs to the downtime in which it is.
fn down(
    work: &mut Work,
    d: &Downtime,
    systems: &[AssetId],
    needs: &GoingDown,
    started: Option<Moment>,
) -> Result<(), Stop> {
    for asset in systems {
        let target = needs.targets.get(asset);
        let target = target.ok_or_else(|| anyhow::anyhow!("nothing is known of the system {asset}"))?;
        if let Some(other) = records::down_already(work, *asset)? {
            let refusal = Refusal::conflict("One of these systems is down already, in another downtime.");
            return Err(refusal.remedy("Show that downtime", Some(format!("/downtimes/{other}"))).into());
        }
        let (target_s, basis) = (target.rto_minutes.saturating_mul(60), target.basis);
        let due_at = started.map(|at| rto::due(at, target_s)).transpose()?;
        let system = System {
            asset: *asset,
            target_s,
            basis,
            started_at: started,
            due_at,
            back_at: None,
            back_by: None,
            missed_noted_at: None,
        };
        records::put_system(work, d.id, &system)?;
    }
    Ok(())
}

/// Departments are concerned: each takes the procedure that it has, and its numbers belong to the downtime once it begins.
fn concern(work: &mut Work, d: &Downtime, departments: &[DepartmentId], begins: bool) -> Result<(), Stop> {
    let (by, at) = (caller(work)?, work.now());
    for department in departments {
        let procedure = plan_records::procedure_of(work, *department, d.covers)?;
        let level = match &procedure {
            Some(p) if begins => first_level(&plan_records::steps(work, p.id, p.version)?),
            None if begins => Level::Paper,
            _ => Level::Normal,
        };
        let concerned = Concerned {
            department: *department,
            procedure: procedure.as_ref().map(|p| p.id),
            version: procedure.as_ref().map(|p| p.version),
            level,
            level_by: by,
            level_at: at,
        };
        records::put_department(work, d.id, &concerned)?;
        if begins {
            number_records::attach(work, d.id, *department)?;
        }
    }
    Ok(())
}

/// The first level of which a procedure says something.
fn first_level(steps: &Steps) -> Level {
    let said = [
        (Level::ReadOnly, &steps.read_only),
        (Level::Viewer, &steps.viewer),
        (Level::Workstation, &steps.workstation),
    ];
    said.iter().find(|(_, text)| text.is_some()).map_or(Level::Paper, |(level, _)| *level)
}
