//! A workstation that is there for a downtime: it holds a local copy, hangs on a printer and on power that stays. It is
//! worth nothing unless somebody looked at it lately, so every look is kept and a missing one is announced.

use super::{bound, caller};
use crate::drill_records::{self as records, Check, Station};
use crate::words::Outlet;
use crate::{GoingDown, facts, texts, when};
use kernel::{AssetId, DepartmentId, Done, Duty, Moment, Phi, Private, Refusal, Span, StationId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Keeps a workstation for downtimes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepStation {
    /// The workstation.
    #[schemars(extend("x-order" = 1))]
    pub asset: AssetId,
    /// The department in which it stands.
    #[schemars(extend("x-order" = 2))]
    pub department: DepartmentId,
    /// What keeps it running when the power fails.
    #[schemars(extend("x-order" = 3))]
    pub outlet: Outlet,
    /// The printer that hangs on it.
    #[schemars(extend("x-order" = 4))]
    pub printer: Option<Private>,
    /// How often somebody looks at it, in days.
    #[schemars(extend("x-order" = 5), range(min = 1, max = 366))]
    pub every_days: u32,
}

/// Looks at a workstation that is there for a downtime.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckStation {
    pub station: StationId,
    /// Somebody signed in to it without the network.
    #[serde(default)]
    #[schemars(extend("x-order" = 1))]
    pub signs_in: bool,
    /// It printed a page.
    #[serde(default)]
    #[schemars(extend("x-order" = 2))]
    pub prints: bool,
    /// It hangs on its battery or its generator outlet.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub powered: bool,
    /// When its local copy was made, in local time, as it says itself.
    #[schemars(schema_with = "when::schema", extend("x-order" = 4))]
    pub copied: String,
    /// What was seen, in one line. Nothing about a patient.
    #[schemars(extend("x-order" = 5))]
    pub note: Option<Private>,
}

/// No longer keeps a workstation for downtimes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndStation {
    pub station: StationId,
}

/// The workstation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StationReceipt {
    pub station: StationId,
    /// How the last look ended; nothing before the first.
    pub passed: Option<bool>,
    /// By when somebody looks again.
    pub due_at: Moment,
}

/// A local copy that is older than this is of no use at a bedside, in hours.
pub const FRESH_COPY_HOURS: i64 = 24;

impl StationReceipt {
    fn of(s: &Station) -> Self {
        Self { station: s.id, passed: s.passed, due_at: s.due_at }
    }
}

fn kept(work: &mut Work, station: StationId) -> Result<Station, Stop> {
    let found = records::station(work, station)?;
    if found.ended_at.is_none() {
        return Ok(found);
    }
    let refusal = Refusal::conflict("This workstation is no longer kept for downtimes.");
    Err(refusal.remedy("Show the workstations", Some("/downtimes/stations".to_owned())).into())
}

impl Order for KeepStation {
    const ACT: Act = Act {
        name: "downtime.keep-station",
        says: "Keep a workstation for downtimes",
        path: "/assets/{asset}/downtime-station",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = StationReceipt;
    type Needs = GoingDown;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, needs: GoingDown) -> Result<Done<StationReceipt>, Stop> {
        if let Some(known) = records::station_of(work, self.asset)? {
            let refusal = Refusal::conflict("This workstation is kept for downtimes already.");
            return Err(refusal.remedy("Show it", Some(format!("/downtimes/stations/{known}"))).into());
        }
        if !(1..=366).contains(&self.every_days) {
            return Err(Refusal::invalid("every_days", "Somebody looks every 1 to 366 days.").into());
        }
        let now = work.now();
        let station = Station {
            id: work.id(),
            org: bound(work)?,
            asset: self.asset,
            department: self.department,
            zone: needs.zone,
            outlet: self.outlet,
            printer: texts::maybe_line("printer", self.printer.as_ref())?,
            every_days: self.every_days,
            checked_at: None,
            passed: None,
            copied_at: None,
            due_at: now.plus(Span::days(i64::from(self.every_days))),
            overdue_noted_at: None,
            kept_by: caller(work)?,
            kept_at: now,
            ended_at: None,
        };
        records::put_station(work, &station)?;
        let fact = facts::of_station("downtime.station-kept", &station)
            .with("outlet", station.outlet)
            .with("every_days", station.every_days);
        Ok(Done::new(fact, StationReceipt::of(&station)))
    }
}

impl Order for CheckStation {
    const ACT: Act = Act {
        name: "downtime.check-station",
        says: "Check a downtime workstation",
        path: "/downtime-stations/{station}/checks",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = StationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.station)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<StationReceipt>, Stop> {
        let mut station = kept(work, self.station)?;
        let now = work.now();
        let copied_at = when::past("copied", &self.copied, now, &station.zone, 3_660)?;
        let fresh = now.since(copied_at) <= Span::hours(FRESH_COPY_HOURS);
        let check = Check {
            signs_in: self.signs_in,
            prints: self.prints,
            powered: self.powered,
            copied_at,
            passed: self.signs_in && self.prints && self.powered && fresh,
            note: texts::maybe_line("note", self.note.as_ref())?,
            checked_by: caller(work)?,
            checked_at: now,
        };
        records::check(work, station.id, &check)?;
        (station.checked_at, station.passed) = (Some(now), Some(check.passed));
        station.copied_at = Some(copied_at);
        // What did not pass is looked at again the next day.
        let days = if check.passed { i64::from(station.every_days) } else { 1 };
        (station.due_at, station.overdue_noted_at) = (now.plus(Span::days(days)), None);
        records::put_station(work, &station)?;
        let fact = facts::of_station("downtime.station-checked", &station)
            .with("passed", check.passed)
            .with("signs_in", check.signs_in)
            .with("prints", check.prints)
            .with("powered", check.powered)
            .with("copied_at", copied_at);
        Ok(Done::new(fact, StationReceipt::of(&station)))
    }
}

impl Order for EndStation {
    const ACT: Act = Act {
        name: "downtime.end-station",
        says: "No longer keep a workstation for downtimes",
        path: "/downtime-stations/{station}/end",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = StationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.station)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<StationReceipt>, Stop> {
        let mut station = kept(work, self.station)?;
        station.ended_at = Some(work.now());
        records::put_station(work, &station)?;
        let fact = facts::of_station("downtime.station-ended", &station);
        Ok(Done::new(fact, StationReceipt::of(&station)))
    }
}
