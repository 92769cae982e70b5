//! What time itself brings about, noted once each by a round of the house, so that it is charted and somebody is told: a
//! recovery was missed, a planned downtime comes near, a drill or a check is overdue. Nothing else depends on it; what is
//! late is late whether anybody noticed or not.

use super::DowntimeReceipt;
use crate::drill_records;
use crate::words::State;
use crate::{facts, records};
use kernel::{Done, DowntimeId, DrillId, Duty, Phi, Refusal, StationId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Notes what is due in a downtime.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteDowntime {
    pub downtime: DowntimeId,
}

/// Notes that the next drill is overdue.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteDrillOverdue {
    pub drill: DrillId,
}

/// Notes that the check of a downtime workstation is overdue.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteCheckOverdue {
    pub station: StationId,
}

impl Order for NoteDowntime {
    const ACT: Act = Act {
        name: "downtime.note",
        says: "Note what is due in a downtime",
        path: "/downtimes/{downtime}/note",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = DowntimeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DowntimeReceipt>, Stop> {
        let mut downtime = records::one(work, self.downtime)?;
        let now = work.now();
        let near = downtime.state == State::Planned && downtime.noticed_at.is_none();
        if near && downtime.notice_at.is_some_and(|at| at <= now) {
            downtime.noticed_at = Some(now);
            records::put(work, &downtime)?;
            let fact = facts::about("downtime.coming", &downtime).with("from", downtime.planned_from);
            return Ok(Done::new(fact, DowntimeReceipt::of(&downtime)));
        }
        let mut missed = Vec::new();
        if downtime.state == State::Active {
            for mut system in records::systems(work, downtime.id)? {
                let late = system.due_at.is_some_and(|due| due < now) && system.back_at.is_none();
                if late && system.missed_noted_at.is_none() {
                    system.missed_noted_at = Some(now);
                    records::put_system(work, downtime.id, &system)?;
                    missed.push(system.asset);
                }
            }
        }
        if missed.is_empty() {
            return Err(
                Refusal::conflict("Nothing is due in this downtime that was not noted before.").into()
            );
        }
        let fact = facts::about("downtime.recovery-missed", &downtime)
            .with("systems", missed.len())
            .with("assets", &missed);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

impl Order for NoteDrillOverdue {
    const ACT: Act = Act {
        name: "downtime.note-drill-overdue",
        says: "Note that the next drill is overdue",
        path: "/downtime-drills/{drill}/note",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = ();
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.drill)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<()>, Stop> {
        let mut drill = drill_records::drill(work, self.drill)?;
        let now = work.now();
        if drill.overdue_noted_at.is_some() || drill.next_at.is_none_or(|at| at > now) {
            return Err(Refusal::conflict("No drill is overdue here that was not noted before.").into());
        }
        drill.overdue_noted_at = Some(now);
        drill_records::put_drill(work, &drill)?;
        Ok(Done::new(facts::of_drill("downtime.drill-overdue", &drill), ()))
    }
}

impl Order for NoteCheckOverdue {
    const ACT: Act = Act {
        name: "downtime.note-check-overdue",
        says: "Note that the check of a downtime workstation is overdue",
        path: "/downtime-stations/{station}/note",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = ();
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.station)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<()>, Stop> {
        let mut station = drill_records::station(work, self.station)?;
        let now = work.now();
        if station.overdue_noted_at.is_some() || station.ended_at.is_some() || station.due_at > now {
            return Err(Refusal::conflict("This workstation is not overdue, or it was noted before.").into());
        }
        station.overdue_noted_at = Some(now);
        drill_records::put_station(work, &station)?;
        Ok(Done::new(
            facts::of_station("downtime.check-overdue", &station).with("due_at", station.due_at),
            (),
        ))
    }
}
