//! Everything this slice asks of the database about downtimes, their systems and departments, and what is asked of
//! somebody afterwards.

use crate::words::{Basis, Covers, Kind, Level, State, View};
use anyhow::Result;
use kernel::{
    AssetId, DepartmentId, DowntimeId, Moment, OrgId, PersonId, ProcedureId, Refusal, Stop, TicketId,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "downtime.locate" "select org from downtimes where id = :id";
    ONE "downtime.one" "select * from downtimes where id = :downtime and org = :org";
    PUT "downtime.put"
        "insert into downtimes (id, org, kind, covers, title, ticket, zone, state, planned_from, planned_until,
             notice_at, noticed_at, began_at, ended_at, closed_at, declared_by, declared_at, closed_by, went_well,
             went_badly, rto_met)
         values (:id, :org, :kind, :covers, :title, :ticket, :zone, :state, :planned_from, :planned_until,
             :notice_at, :noticed_at, :began_at, :ended_at, :closed_at, :declared_by, :declared_at, :closed_by,
             :went_well, :went_badly, :rto_met)
         on conflict (id) do update set state = excluded.state, noticed_at = excluded.noticed_at,
             began_at = excluded.began_at, ended_at = excluded.ended_at, closed_at = excluded.closed_at,
             closed_by = excluded.closed_by, went_well = excluded.went_well, went_badly = excluded.went_badly,
             rto_met = excluded.rto_met
         where downtimes.org = :org";
    OPEN "downtime.open"
        "select * from downtimes where org in (select org from reach where person = :who) and closed_at is null
           and (:at_org = '' or org = :at_org) and id < :after order by id desc limit :most";
    PAST "downtime.past"
        "select * from downtimes where org in (select org from reach where person = :who) and closed_at is not null
           and (:at_org = '' or org = :at_org) and id < :after order by id desc limit :most";
    OF_TICKET "downtime.of-ticket"
        "select * from downtimes where org = :org and ticket = :ticket order by id desc limit 50";
    RUNNING "downtime.running" "select id from downtimes where org = :org and state = 'active' order by id limit 200";
    SYSTEM "downtime.put-system"
        "insert into downtime_systems (downtime, asset, org, target_s, basis, started_at, due_at, back_at, back_by,
             missed_noted_at)
         values (:downtime, :asset, :org, :target_s, :basis, :started_at, :due_at, :back_at, :back_by,
             :missed_noted_at)
         on conflict (downtime, asset) do update set target_s = excluded.target_s, basis = excluded.basis,
             started_at = excluded.started_at, due_at = excluded.due_at,
             back_at = excluded.back_at, back_by = excluded.back_by, missed_noted_at = excluded.missed_noted_at
         where downtime_systems.org = :org";
    SYSTEMS "downtime.systems"
        "select * from downtime_systems where downtime = :downtime and org = :org order by asset limit 200";
    SYSTEMS_WITHIN "downtime.systems-within-reach"
        "select * from downtime_systems where downtime = :downtime
           and org in (select org from reach where person = :who) order by asset limit 200";
    DOWN "downtime.down-already"
        "select d.id from downtime_systems s join downtimes d on d.id = s.downtime and d.org = s.org
         where s.org = :org and s.asset = :asset and s.back_at is null and d.state = 'active' limit 1";
    DEPARTMENT "downtime.put-department"
        "insert into downtime_departments (downtime, department, org, procedure, version, level, level_by, level_at)
         values (:downtime, :department, :org, :procedure, :version, :level, :level_by, :level_at)
         on conflict (downtime, department) do update set procedure = excluded.procedure,
             version = excluded.version, level = excluded.level, level_by = excluded.level_by,
             level_at = excluded.level_at
         where downtime_departments.org = :org";
    DEPARTMENTS "downtime.departments"
        "select * from downtime_departments where downtime = :downtime and org = :org order by department limit 500";
    DEPARTMENTS_WITHIN "downtime.departments-within-reach"
        "select * from downtime_departments where downtime = :downtime
           and org in (select org from reach where person = :who) order by department limit 500";
    FOLLOW_UP "downtime.put-follow-up"
        "insert into downtime_follow_ups (downtime, place, org, what, owner, due_on, added_by, added_at, done_by,
             done_at)
         values (:downtime, :place, :org, :what, :owner, :due_on, :added_by, :added_at, :done_by, :done_at)
         on conflict (downtime, place) do update set done_by = excluded.done_by, done_at = excluded.done_at
         where downtime_follow_ups.org = :org";
    FOLLOW_UPS "downtime.follow-ups"
        "select * from downtime_follow_ups where downtime = :downtime and org = :org order by place limit 500";
    house DUE "downtime.due"
        "select distinct d.id from downtime_systems s join downtimes d on d.id = s.downtime
         where s.due_at < :now and s.back_at is null and s.missed_noted_at is null and d.state = 'active'
         order by d.id limit :most";
    house COMING "downtime.notices-due"
        "select id from downtimes where notice_at <= :now and noticed_at is null and state = 'planned'
         order by notice_at, id limit :most";
}

/// A downtime, as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Downtime {
    pub id: DowntimeId,
    pub org: OrgId,
    pub kind: Kind,
    pub covers: Covers,
    pub title: String,
    pub ticket: Option<TicketId>,
    /// IANA zone of the place.
    pub zone: String,
    pub state: State,
    pub planned_from: Option<Moment>,
    pub planned_until: Option<Moment>,
    /// When everybody concerned is told once more.
    pub notice_at: Option<Moment>,
    pub noticed_at: Option<Moment>,
    pub began_at: Option<Moment>,
    /// When the last system was back.
    pub ended_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub declared_by: PersonId,
    pub declared_at: Moment,
    pub closed_by: Option<PersonId>,
    pub went_well: Option<String>,
    pub went_badly: Option<String>,
    /// Whether every system was back in time; nothing before it is closed.
    pub rto_met: Option<bool>,
}

impl Downtime {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            kind: row.get("kind")?,
            covers: row.get("covers")?,
            title: row.get("title")?,
            ticket: row.get("ticket")?,
            zone: row.get("zone")?,
            state: row.get("state")?,
            planned_from: row.get("planned_from")?,
            planned_until: row.get("planned_until")?,
            notice_at: row.get("notice_at")?,
            noticed_at: row.get("noticed_at")?,
            began_at: row.get("began_at")?,
            ended_at: row.get("ended_at")?,
            closed_at: row.get("closed_at")?,
            declared_by: row.get("declared_by")?,
            declared_at: row.get("declared_at")?,
            closed_by: row.get("closed_by")?,
            went_well: row.get("went_well")?,
            went_badly: row.get("went_badly")?,
            rto_met: row.get("rto_met")?,
        })
    }
}

/// A downtime of the bound organization.
pub(crate) fn one(look: &mut Look, downtime: DowntimeId) -> Result<Downtime, Stop> {
    let row = look.row(&ONE, params! { "downtime": downtime })?;
    let row = row.ok_or_else(|| Refusal::not_found("downtime"))?;
    Ok(Downtime::read(&row)?)
}

pub(crate) fn put(work: &mut Work, d: &Downtime) -> Result<()> {
    let written = work.run(
        &PUT,
        params! {
            "id": d.id, "kind": d.kind, "covers": d.covers, "title": &d.title, "ticket": d.ticket, "zone": &d.zone,
            "state": d.state, "planned_from": d.planned_from, "planned_until": d.planned_until,
            "notice_at": d.notice_at, "noticed_at": d.noticed_at, "began_at": d.began_at, "ended_at": d.ended_at,
            "closed_at": d.closed_at, "declared_by": d.declared_by, "declared_at": d.declared_at,
            "closed_by": d.closed_by, "went_well": d.went_well.clone(), "went_badly": d.went_badly.clone(),
            "rto_met": d.rto_met,
        },
    )?;
    anyhow::ensure!(written == 1, "the downtime {} belongs to another organization than the bound one", d.id);
    Ok(())
}

/// Downtimes within reach, the latest first.
pub(crate) fn list(
    look: &mut Look,
    view: View,
    org: Option<OrgId>,
    after: Option<DowntimeId>,
    most: u32,
) -> Result<Vec<Downtime>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let after = after.map_or_else(|| "dwn_g".to_owned(), |id| id.to_string());
    let sql = if view == View::Open { &OPEN } else { &PAST };
    look.rows(sql, params! { "at_org": at_org, "after": after, "most": most })?
        .iter()
        .map(Downtime::read)
        .collect()
}

pub(crate) fn of_ticket(look: &mut Look, ticket: TicketId) -> Result<Vec<Downtime>> {
    look.rows(&OF_TICKET, params! { "ticket": ticket })?.iter().map(Downtime::read).collect()
}

/// What is down now at the bound organization.
pub(crate) fn running(look: &mut Look) -> Result<Vec<DowntimeId>> {
    look.rows(&RUNNING, &[])?.iter().map(|r| r.get("id")).collect()
}

/// A system of a downtime.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct System {
    pub asset: AssetId,
    /// Seconds until it has to be back.
    pub target_s: i64,
    pub basis: Basis,
    pub started_at: Option<Moment>,
    pub due_at: Option<Moment>,
    pub back_at: Option<Moment>,
    pub back_by: Option<PersonId>,
    pub missed_noted_at: Option<Moment>,
}

pub(crate) fn put_system(work: &mut Work, downtime: DowntimeId, s: &System) -> Result<()> {
    let given = params! {
        "downtime": downtime, "asset": s.asset, "target_s": s.target_s, "basis": s.basis,
        "started_at": s.started_at, "due_at": s.due_at, "back_at": s.back_at, "back_by": s.back_by,
        "missed_noted_at": s.missed_noted_at,
    };
    let written = work.run(&SYSTEM, given)?;
    anyhow::ensure!(
        written == 1,
        "a system of {downtime} belongs to another organization than the bound one"
    );
    Ok(())
}

impl System {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            asset: row.get("asset")?,
            target_s: row.get("target_s")?,
            basis: row.get("basis")?,
            started_at: row.get("started_at")?,
            due_at: row.get("due_at")?,
            back_at: row.get("back_at")?,
            back_by: row.get("back_by")?,
            missed_noted_at: row.get("missed_noted_at")?,
        })
    }
}

pub(crate) fn systems(look: &mut Look, downtime: DowntimeId) -> Result<Vec<System>> {
    look.rows(&SYSTEMS, params! { "downtime": downtime })?.iter().map(System::read).collect()
}

pub(crate) fn systems_within(look: &mut Look, downtime: DowntimeId) -> Result<Vec<System>> {
    look.rows(&SYSTEMS_WITHIN, params! { "downtime": downtime })?.iter().map(System::read).collect()
}

/// The downtime in which an asset is down already.
pub(crate) fn down_already(look: &mut Look, asset: AssetId) -> Result<Option<DowntimeId>> {
    look.row(&DOWN, params! { "asset": asset })?.map(|r| r.get("id")).transpose()
}

/// A department of a downtime.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Concerned {
    pub department: DepartmentId,
    /// The procedure by which it works, as it stood when the downtime began.
    pub procedure: Option<ProcedureId>,
    pub version: Option<u32>,
    pub level: Level,
    pub level_by: PersonId,
    pub level_at: Moment,
}

pub(crate) fn put_department(work: &mut Work, downtime: DowntimeId, c: &Concerned) -> Result<()> {
    let given = params! {
        "downtime": downtime, "department": c.department, "procedure": c.procedure, "version": c.version,
        "level": c.level, "level_by": c.level_by, "level_at": c.level_at,
    };
    let written = work.run(&DEPARTMENT, given)?;
    anyhow::ensure!(
        written == 1,
        "a department of {downtime} belongs to another organization than the bound one"
    );
    Ok(())
}

impl Concerned {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            department: row.get("department")?,
            procedure: row.get("procedure")?,
            version: row.get("version")?,
            level: row.get("level")?,
            level_by: row.get("level_by")?,
            level_at: row.get("level_at")?,
        })
    }
}

pub(crate) fn departments(look: &mut Look, downtime: DowntimeId) -> Result<Vec<Concerned>> {
    look.rows(&DEPARTMENTS, params! { "downtime": downtime })?.iter().map(Concerned::read).collect()
}

pub(crate) fn departments_within(look: &mut Look, downtime: DowntimeId) -> Result<Vec<Concerned>> {
    look.rows(&DEPARTMENTS_WITHIN, params! { "downtime": downtime })?.iter().map(Concerned::read).collect()
}

/// What the review asks of somebody.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FollowUp {
    pub place: u32,
    pub what: String,
    pub owner: PersonId,
    pub due_on: String,
    pub added_by: PersonId,
    pub added_at: Moment,
    pub done_by: Option<PersonId>,
    pub done_at: Option<Moment>,
}

pub(crate) fn put_follow_up(work: &mut Work, downtime: DowntimeId, f: &FollowUp) -> Result<()> {
    let given = params! {
        "downtime": downtime, "place": f.place, "what": &f.what, "owner": f.owner, "due_on": &f.due_on,
        "added_by": f.added_by, "added_at": f.added_at, "done_by": f.done_by, "done_at": f.done_at,
    };
    let written = work.run(&FOLLOW_UP, given)?;
    anyhow::ensure!(
        written == 1,
        "a follow-up of {downtime} belongs to another organization than the bound one"
    );
    Ok(())
}

pub(crate) fn follow_ups(look: &mut Look, downtime: DowntimeId) -> Result<Vec<FollowUp>> {
    let read = |row: &Row| {
        Ok(FollowUp {
            place: row.get("place")?,
            what: row.get("what")?,
            owner: row.get("owner")?,
            due_on: row.get("due_on")?,
            added_by: row.get("added_by")?,
            added_at: row.get("added_at")?,
            done_by: row.get("done_by")?,
            done_at: row.get("done_at")?,
        })
    };
    look.rows(&FOLLOW_UPS, params! { "downtime": downtime })?.iter().map(read).collect()
}

/// Downtimes of which a recovery was missed and not noted, or of which everybody is to be told once more.
///
/// # Errors
/// A fault of the store.
pub fn notes_due(look: &mut Look, most: u32) -> Result<Vec<DowntimeId>> {
    let mut found: Vec<DowntimeId> = Vec::new();
    for sql in [&DUE, &COMING] {
        for row in look.rows(sql, params! { "most": most })? {
            let id = row.get("id")?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found.truncate(most as usize);
    Ok(found)
}
