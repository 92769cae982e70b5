//! How the days went: each day (UTC) is counted once when it is over, so that a chart of three months
//! reads some hundred small rows and no ticket. Today is counted when somebody asks.

use super::lists::word;
use crate::questions::Class;
use kernel::{Moment, OrgId, Span, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    COUNTED "desk.days-that-went"
        "select day, class, cast(sum(opened) as bigint) as opened, cast(sum(resolved) as bigint) as resolved,
           cast(sum(reopened) as bigint) as reopened, cast(sum(response_met) as bigint) as response_met,
           cast(sum(response_missed) as bigint) as response_missed, cast(sum(response_s) as bigint) as response_s,
           cast(sum(resolution_met) as bigint) as resolution_met,
           cast(sum(resolution_missed) as bigint) as resolution_missed,
           cast(sum(resolution_s) as bigint) as resolution_s, cast(sum(backlog) as bigint) as backlog,
           cast(sum(backlog_age_s) as bigint) as backlog_age_s
         from desk_days
         where org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))
           and day >= :first and day < :behind
         group by day, class order by day, class";
    OPENED "desk.opened-since"
        "select opened_at / 86400000000 as day, count(*) as opened from tickets
         where org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))
           and opened_at >= :from_at
         group by opened_at / 86400000000 order by day";
    /// A ticket that was merged is resolved by nobody, and what was promised on it is kept by the one that carries it on.
    house COUNT_TICKETS "desk.count-tickets-of-day"
        "select org, class, cast(sum(opened) as bigint) as opened, cast(sum(resolved) as bigint) as resolved,
           cast(sum(reopened) as bigint) as reopened, cast(sum(resolution_s) as bigint) as resolution_s,
           cast(sum(backlog) as bigint) as backlog, cast(sum(backlog_age_s) as bigint) as backlog_age_s
         from (
           select org, case when patient_affected or coalesce(care_area_set, care_area, '') not in
               ('registration', 'billing', 'administration') then 'clinical' else 'administrative' end as class,
             1 as opened, 0 as resolved, 0 as reopened, 0 as resolution_s, 0 as backlog, 0 as backlog_age_s
           from tickets where id >= :from_id and id < :behind_id
           union all
           select org, case when patient_affected or coalesce(care_area_set, care_area, '') not in
               ('registration', 'billing', 'administration') then 'clinical' else 'administrative' end as class,
             0, 1, case when reopened > 0 then 1 else 0 end, (resolved_at - opened_at) / 1000000, 0, 0
           from tickets where resolved_at >= :from_at and resolved_at < :behind_at and merged_into is null
           union all
           select org, case when patient_affected or coalesce(care_area_set, care_area, '') not in
               ('registration', 'billing', 'administration') then 'clinical' else 'administrative' end as class,
             0, 0, 0, 0, 1, (:behind_at - opened_at) / 1000000
           from tickets where resolved_at is null and id < :behind_id
           union all
           select org, case when patient_affected or coalesce(care_area_set, care_area, '') not in
               ('registration', 'billing', 'administration') then 'clinical' else 'administrative' end as class,
             0, 0, 0, 0, 1, (:behind_at - opened_at) / 1000000
           from tickets where resolved_at >= :behind_at and id < :behind_id
         ) one group by org, class";
    house COUNT_PROMISES "desk.count-promises-of-day"
        "select t.org, case when t.patient_affected or coalesce(t.care_area_set, t.care_area, '') not in
             ('registration', 'billing', 'administration') then 'clinical' else 'administrative' end as class,
           cast(sum(case when p.kind = 'response' and p.missed_at is null then 1 else 0 end) as bigint) as response_met,
           cast(sum(case when p.kind = 'response' and p.missed_at is not null then 1 else 0 end) as bigint)
             as response_missed,
           cast(sum(case when p.kind = 'response' then p.stopped_at - p.started_at else 0 end) as bigint) / 1000000
             as response_s,
           cast(sum(case when p.kind = 'resolution' and p.missed_at is null then 1 else 0 end) as bigint)
             as resolution_met,
           cast(sum(case when p.kind = 'resolution' and p.missed_at is not null then 1 else 0 end) as bigint)
             as resolution_missed
         from promises p join tickets t on t.id = p.ticket
         where p.stopped_at >= :from_at and p.stopped_at < :behind_at and t.merged_into is null
         group by t.org, case when t.patient_affected or coalesce(t.care_area_set, t.care_area, '') not in
             ('registration', 'billing', 'administration') then 'clinical' else 'administrative' end";
    house CLEAR "desk.clear-day" "delete from desk_days where day = :day";
    house PUT "desk.put-day"
        "insert into desk_days (org, day, class, opened, resolved, reopened, response_met, response_missed, response_s,
           resolution_met, resolution_missed, resolution_s, backlog, backlog_age_s)
         values (:at_org, :day, :class, :opened, :resolved, :reopened, :response_met, :response_missed, :response_s,
           :resolution_met, :resolution_missed, :resolution_s, :backlog, :backlog_age_s)";
    house NOTE "desk.day-counted"
        "insert into desk_days_counted (day, counted_at) values (:day, :now)
         on conflict (day) do update set counted_at = :now";
    house LAST "desk.last-day-counted" "select max(day) as day from desk_days_counted";
    BEHIND "desk.days-counted-to"
        "select coalesce(max(day) + 1, 0) as behind from desk_days_counted";
    house FIRST "desk.first-ticket-ever" "select opened_at from tickets order by id limit 1";
}

const DAY_US: i64 = 86_400_000_000;
/// How far back days are counted that nobody counted in their time.
const BACK_DAYS: i64 = 92;

/// What is counted of a day, or of several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub opened: i64,
    pub resolved: i64,
    /// Of the resolved ones, those that had been opened again before.
    pub reopened: i64,
    pub response_met: i64,
    pub response_missed: i64,
    /// The sum of the times to the first reply, by the calendar on the wall.
    pub response_s: i64,
    pub resolution_met: i64,
    pub resolution_missed: i64,
    /// The sum of the times from the report to the resolution.
    pub resolution_s: i64,
    /// What was open when the day ended.
    pub backlog: i64,
    /// The sum of its ages.
    pub backlog_age_s: i64,
}

impl Tally {
    /// Both together; the backlog is of the later day.
    pub fn and(self, later: &Tally) -> Tally {
        Tally {
            opened: self.opened + later.opened,
            resolved: self.resolved + later.resolved,
            reopened: self.reopened + later.reopened,
            response_met: self.response_met + later.response_met,
            response_missed: self.response_missed + later.response_missed,
            response_s: self.response_s + later.response_s,
            resolution_met: self.resolution_met + later.resolution_met,
            resolution_missed: self.resolution_missed + later.resolution_missed,
            resolution_s: self.resolution_s + later.resolution_s,
            backlog: later.backlog,
            backlog_age_s: later.backlog_age_s,
        }
    }
}

fn read(row: &Row) -> anyhow::Result<(i64, Class, Tally)> {
    let tally = Tally {
        opened: row.get("opened")?,
        resolved: row.get("resolved")?,
        reopened: row.get("reopened")?,
        response_met: row.get("response_met")?,
        response_missed: row.get("response_missed")?,
        response_s: row.get("response_s")?,
        resolution_met: row.get("resolution_met")?,
        resolution_missed: row.get("resolution_missed")?,
        resolution_s: row.get("resolution_s")?,
        backlog: row.get("backlog")?,
        backlog_age_s: row.get("backlog_age_s")?,
    };
    Ok((row.get("day")?, row.get("class")?, tally))
}

/// The days from `first` on (days since 1970, UTC) before `behind`, as they were counted, within reach.
///
/// # Errors
/// A fault of the store.
pub fn days(
    look: &mut Look,
    org: Option<OrgId>,
    first: i64,
    behind: i64,
) -> anyhow::Result<Vec<(i64, Class, Tally)>> {
    let given = params! { "at_org": word(org), "first": first, "behind": behind };
    look.rows(&COUNTED, given)?.iter().map(read).collect()
}

/// The first day, from `first` on, that was not counted yet.
///
/// # Errors
/// A fault of the store.
pub fn counted_behind(look: &mut Look, first: i64) -> anyhow::Result<i64> {
    let behind: i64 = look.row(&BEHIND, &[])?.map_or(Ok(0), |row| row.get("behind"))?;
    Ok(behind.max(first))
}

/// How many tickets were opened on each day since `from`; days without one are left out.
///
/// # Errors
/// A fault of the store.
pub fn opened_since(look: &mut Look, from: Moment, org: Option<OrgId>) -> anyhow::Result<Vec<(i64, i64)>> {
    let given = params! { "from_at": from, "at_org": word(org) };
    look.rows(&OPENED, given)?.iter().map(|row| Ok((row.get("day")?, row.get("opened")?))).collect()
}

/// The next day that is over and was not counted yet. A day is left alone for ten minutes, so that
/// whatever began before midnight is there.
///
/// # Errors
/// A fault of the store.
pub fn day_due(look: &mut Look) -> anyhow::Result<Option<i64>> {
    let over = look.now().plus(Span(-Span::minutes(10).0)).micros().div_euclid(DAY_US);
    let last: Option<i64> = look.row(&LAST, &[])?.map(|row| row.get("day")).transpose()?.flatten();
    let next = match last {
        Some(day) => day + 1,
        None => {
            let first: Option<Moment> = look.row(&FIRST, &[])?.map(|row| row.get("opened_at")).transpose()?;
            match first {
                Some(at) => at.micros().div_euclid(DAY_US),
                None => return Ok(None),
            }
        }
    };
    let next = next.max(over - BACK_DAYS);
    Ok((next < over).then_some(next))
}

/// Counts a day that is over; gives for how many organizations there was something to count.
///
/// # Errors
/// A fault of the store.
pub fn count_day(work: &mut Work, day: i64) -> anyhow::Result<usize> {
    use std::collections::BTreeMap;
    let (from, behind) = (Moment::from_micros(day * DAY_US), Moment::from_micros((day + 1) * DAY_US));
    let (from_id, behind_id) = (TicketId::new(from, [0; 10]), TicketId::new(behind, [0; 10]));
    let mut all: BTreeMap<(OrgId, Class), Tally> = BTreeMap::new();
    let given = params! { "from_id": from_id, "behind_id": behind_id, "from_at": from, "behind_at": behind };
    for row in work.rows(&COUNT_TICKETS, given)? {
        let tally = all.entry((row.get("org")?, row.get("class")?)).or_default();
        tally.opened = row.get("opened")?;
        tally.resolved = row.get("resolved")?;
        tally.reopened = row.get("reopened")?;
        tally.resolution_s = row.get("resolution_s")?;
        tally.backlog = row.get("backlog")?;
        tally.backlog_age_s = row.get("backlog_age_s")?;
    }
    for row in work.rows(&COUNT_PROMISES, params! { "from_at": from, "behind_at": behind })? {
        let tally = all.entry((row.get("org")?, row.get("class")?)).or_default();
        tally.response_met = row.get("response_met")?;
        tally.response_missed = row.get("response_missed")?;
        tally.response_s = row.get("response_s")?;
        tally.resolution_met = row.get("resolution_met")?;
        tally.resolution_missed = row.get("resolution_missed")?;
    }
    work.run(&CLEAR, params! { "day": day })?;
    for ((org, class), t) in &all {
        work.run(
            &PUT,
            params! {
                "at_org": *org, "day": day, "class": *class, "opened": t.opened, "resolved": t.resolved,
                "reopened": t.reopened, "response_met": t.response_met, "response_missed": t.response_missed,
                "response_s": t.response_s, "resolution_met": t.resolution_met,
                "resolution_missed": t.resolution_missed, "resolution_s": t.resolution_s,
                "backlog": t.backlog, "backlog_age_s": t.backlog_age_s,
            },
        )?;
    }
    work.run(&NOTE, params! { "day": day })?;
    Ok(all.len())
}
