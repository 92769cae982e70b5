//! Everything this slice asks of the database about drills and about workstations that are there for a downtime.

use crate::words::{Covers, DrillKind, Outlet};
use anyhow::Result;
use kernel::{AssetId, DepartmentId, DrillId, Moment, OrgId, PersonId, Refusal, StationId, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE_DRILL "downtime.locate-drill" "select org from downtime_drills where id = :id";
    house LOCATE_STATION "downtime.locate-station" "select org from downtime_stations where id = :id";
    DRILL "downtime.drill" "select * from downtime_drills where id = :drill and org = :org";
    PUT_DRILL "downtime.put-drill"
        "insert into downtime_drills (id, org, kind, covers, departments, held_on, took_part, scenario, evidence,
             evidence_sha256, findings, passed, zone, next_on, next_at, overdue_noted_at, recorded_by, recorded_at)
         values (:id, :org, :kind, :covers, :departments, :held_on, :took_part, :scenario, :evidence,
             :evidence_sha256, :findings, :passed, :zone, :next_on, :next_at, :overdue_noted_at, :recorded_by,
             :recorded_at)
         on conflict (id) do update set overdue_noted_at = excluded.overdue_noted_at
         where downtime_drills.org = :org";
    FOLLOWED "downtime.drill-followed"
        "update downtime_drills set next_on = null, next_at = null where org = :org and next_at is not null";
    DRILLS "downtime.drills"
        "select * from downtime_drills where org in (select org from reach where person = :who)
           and (:at_org = '' or org = :at_org) and id < :after order by id desc limit :most";
    STATION "downtime.station" "select * from downtime_stations where id = :station and org = :org";
    OF_ASSET "downtime.station-of-asset"
        "select id from downtime_stations where org = :org and asset = :asset and ended_at is null limit 1";
    PUT_STATION "downtime.put-station"
        "insert into downtime_stations (id, org, asset, department, zone, outlet, printer, every_days, checked_at,
             passed, copied_at, due_at, overdue_noted_at, kept_by, kept_at, ended_at)
         values (:id, :org, :asset, :department, :zone, :outlet, :printer, :every_days, :checked_at, :passed,
             :copied_at, :due_at, :overdue_noted_at, :kept_by, :kept_at, :ended_at)
         on conflict (id) do update set checked_at = excluded.checked_at, passed = excluded.passed,
             copied_at = excluded.copied_at, due_at = excluded.due_at,
             overdue_noted_at = excluded.overdue_noted_at, ended_at = excluded.ended_at
         where downtime_stations.org = :org";
    STATIONS "downtime.stations"
        "select * from downtime_stations where org in (select org from reach where person = :who)
           and ended_at is null and (:at_org = '' or org = :at_org)
           and (due_at > :after_at or (due_at = :after_at and id > :after)) order by due_at, id limit :most";
    CHECK "downtime.check-station"
        "insert into downtime_checks (station, place, org, signs_in, prints, powered, copied_at, passed, note,
             checked_by, checked_at)
         values (:station, (select coalesce(max(place), 0) + 1 from downtime_checks
             where station = :station and org = :org), :org, :signs_in, :prints, :powered, :copied_at, :passed, :note,
             :checked_by, :now)";
    CHECKS "downtime.checks"
        "select * from downtime_checks where station = :station and org = :org order by place desc limit 50";
    house DRILLS_DUE "downtime.drills-due"
        "select id from downtime_drills where next_at <= :now and overdue_noted_at is null
         order by next_at, id limit :most";
    house STATIONS_DUE "downtime.stations-due"
        "select id from downtime_stations where due_at <= :now and overdue_noted_at is null and ended_at is null
         order by due_at, id limit :most";
}

/// A drill with its evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Drill {
    pub id: DrillId,
    pub org: OrgId,
    pub kind: DrillKind,
    pub covers: Covers,
    pub departments: Vec<DepartmentId>,
    pub held_on: String,
    /// How many people took part.
    pub took_part: u32,
    pub scenario: String,
    /// What proves it, and where it is kept.
    pub evidence: String,
    pub evidence_sha256: Option<String>,
    pub findings: Option<String>,
    pub passed: bool,
    pub zone: String,
    /// The day by which the next one is held; nothing once another drill was held.
    pub next_on: Option<String>,
    pub next_at: Option<Moment>,
    pub overdue_noted_at: Option<Moment>,
    pub recorded_by: PersonId,
    pub recorded_at: Moment,
}

impl Drill {
    fn read(row: &Row) -> Result<Self> {
        let departments: String = row.get("departments")?;
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            kind: row.get("kind")?,
            covers: row.get("covers")?,
            departments: departments
                .split(',')
                .filter(|t| !t.is_empty())
                .map(str::parse)
                .collect::<Result<_, _>>()?,
            held_on: row.get("held_on")?,
            took_part: row.get("took_part")?,
            scenario: row.get("scenario")?,
            evidence: row.get("evidence")?,
            evidence_sha256: row.get("evidence_sha256")?,
            findings: row.get("findings")?,
            passed: row.get("passed")?,
            zone: row.get("zone")?,
            next_on: row.get("next_on")?,
            next_at: row.get("next_at")?,
            overdue_noted_at: row.get("overdue_noted_at")?,
            recorded_by: row.get("recorded_by")?,
            recorded_at: row.get("recorded_at")?,
        })
    }
}

pub(crate) fn drill(look: &mut Look, drill: DrillId) -> Result<Drill, Stop> {
    let row = look.row(&DRILL, params! { "drill": drill })?;
    let row = row.ok_or_else(|| Refusal::not_found("drill"))?;
    Ok(Drill::read(&row)?)
}

pub(crate) fn put_drill(work: &mut Work, d: &Drill) -> Result<()> {
    let departments: Vec<String> = d.departments.iter().map(ToString::to_string).collect();
    let given = params! {
        "id": d.id, "kind": d.kind, "covers": d.covers, "departments": departments.join(","),
        "held_on": &d.held_on, "took_part": d.took_part, "scenario": &d.scenario, "evidence": &d.evidence,
        "evidence_sha256": d.evidence_sha256.clone(), "findings": d.findings.clone(), "passed": d.passed,
        "zone": &d.zone, "next_on": d.next_on.clone(), "next_at": d.next_at,
        "overdue_noted_at": d.overdue_noted_at, "recorded_by": d.recorded_by, "recorded_at": d.recorded_at,
    };
    let written = work.run(&PUT_DRILL, given)?;
    anyhow::ensure!(written == 1, "the drill {} belongs to another organization than the bound one", d.id);
    Ok(())
}

/// Another drill is held: those before it wait for no next one.
pub(crate) fn followed(work: &mut Work) -> Result<()> {
    work.run(&FOLLOWED, &[])?;
    Ok(())
}

/// Drills within reach, the latest first.
pub(crate) fn drills(
    look: &mut Look,
    org: Option<OrgId>,
    after: Option<DrillId>,
    most: u32,
) -> Result<Vec<Drill>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let after = after.map_or_else(|| "drl_g".to_owned(), |id| id.to_string());
    let given = params! { "at_org": at_org, "after": after, "most": most };
    look.rows(&DRILLS, given)?.iter().map(Drill::read).collect()
}

/// A workstation that is there for a downtime.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Station {
    pub id: StationId,
    pub org: OrgId,
    pub asset: AssetId,
    pub department: DepartmentId,
    pub zone: String,
    pub outlet: Outlet,
    /// The printer that hangs on it.
    pub printer: Option<String>,
    /// How often it is looked at, in days.
    pub every_days: u32,
    pub checked_at: Option<Moment>,
    pub passed: Option<bool>,
    /// When its local copy was made, as it was seen at the last check.
    pub copied_at: Option<Moment>,
    pub due_at: Moment,
    pub overdue_noted_at: Option<Moment>,
    pub kept_by: PersonId,
    pub kept_at: Moment,
    pub ended_at: Option<Moment>,
}

impl Station {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            asset: row.get("asset")?,
            department: row.get("department")?,
            zone: row.get("zone")?,
            outlet: row.get("outlet")?,
            printer: row.get("printer")?,
            every_days: row.get("every_days")?,
            checked_at: row.get("checked_at")?,
            passed: row.get("passed")?,
            copied_at: row.get("copied_at")?,
            due_at: row.get("due_at")?,
            overdue_noted_at: row.get("overdue_noted_at")?,
            kept_by: row.get("kept_by")?,
            kept_at: row.get("kept_at")?,
            ended_at: row.get("ended_at")?,
        })
    }
}

pub(crate) fn station(look: &mut Look, station: StationId) -> Result<Station, Stop> {
    let row = look.row(&STATION, params! { "station": station })?;
    let row = row.ok_or_else(|| Refusal::not_found("downtime workstation"))?;
    Ok(Station::read(&row)?)
}

/// The downtime workstation that an asset is already.
pub(crate) fn station_of(look: &mut Look, asset: AssetId) -> Result<Option<StationId>> {
    look.row(&OF_ASSET, params! { "asset": asset })?.map(|r| r.get("id")).transpose()
}

pub(crate) fn put_station(work: &mut Work, s: &Station) -> Result<()> {
    let given = params! {
        "id": s.id, "asset": s.asset, "department": s.department, "zone": &s.zone, "outlet": s.outlet,
        "printer": s.printer.clone(), "every_days": s.every_days, "checked_at": s.checked_at, "passed": s.passed,
        "copied_at": s.copied_at, "due_at": s.due_at, "overdue_noted_at": s.overdue_noted_at,
        "kept_by": s.kept_by, "kept_at": s.kept_at, "ended_at": s.ended_at,
    };
    let written = work.run(&PUT_STATION, given)?;
    anyhow::ensure!(
        written == 1,
        "the workstation {} belongs to another organization than the bound one",
        s.id
    );
    Ok(())
}

/// Downtime workstations within reach, the one that is due first first.
pub(crate) fn stations(
    look: &mut Look,
    org: Option<OrgId>,
    after: Option<(Moment, StationId)>,
    most: u32,
) -> Result<Vec<Station>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let (at, id) =
        after.map_or((Moment::from_micros(i64::MIN), String::new()), |(at, id)| (at, id.to_string()));
    let given = params! { "at_org": at_org, "after_at": at, "after": id, "most": most };
    look.rows(&STATIONS, given)?.iter().map(Station::read).collect()
}

/// A look at a workstation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Check {
    pub signs_in: bool,
    pub prints: bool,
    pub powered: bool,
    /// When its local copy was made.
    pub copied_at: Moment,
    pub passed: bool,
    pub note: Option<String>,
    pub checked_by: PersonId,
    pub checked_at: Moment,
}

pub(crate) fn check(work: &mut Work, station: StationId, c: &Check) -> Result<()> {
    let given = params! {
        "station": station, "signs_in": c.signs_in, "prints": c.prints, "powered": c.powered,
        "copied_at": c.copied_at, "passed": c.passed, "note": c.note.clone(), "checked_by": c.checked_by,
    };
    work.run(&CHECK, given)?;
    Ok(())
}

pub(crate) fn checks(look: &mut Look, station: StationId) -> Result<Vec<Check>> {
    let read = |row: &Row| {
        Ok(Check {
            signs_in: row.get("signs_in")?,
            prints: row.get("prints")?,
            powered: row.get("powered")?,
            copied_at: row.get("copied_at")?,
            passed: row.get("passed")?,
            note: row.get("note")?,
            checked_by: row.get("checked_by")?,
            checked_at: row.get("checked_at")?,
        })
    };
    look.rows(&CHECKS, params! { "station": station })?.iter().map(read).collect()
}

/// Drills after which the next one is overdue, and nobody was told.
///
/// # Errors
/// A fault of the store.
pub fn drills_due(look: &mut Look, most: u32) -> Result<Vec<DrillId>> {
    look.rows(&DRILLS_DUE, params! { "most": most })?.iter().map(|r| r.get("id")).collect()
}

/// Workstations whose check is overdue, and nobody was told.
///
/// # Errors
/// A fault of the store.
pub fn stations_due(look: &mut Look, most: u32) -> Result<Vec<StationId>> {
    look.rows(&STATIONS_DUE, params! { "most": most })?.iter().map(|r| r.get("id")).collect()
}
