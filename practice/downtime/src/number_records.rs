//! Everything this slice asks of the database about numbers of paper forms: handed out, used, voided, entered and
//! looked at a second time.

use crate::reckon::Counts;
use crate::words::VoidReason;
use anyhow::Result;
use kernel::{DepartmentId, DowntimeId, FormId, Moment, NumbersId, OrgId, PersonId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "downtime.locate-numbers" "select org from downtime_numbers where id = :id";
    ONE "downtime.numbers" "select * from downtime_numbers where id = :numbers and org = :org";
    PUT "downtime.put-numbers"
        "insert into downtime_numbers (id, org, department, form, first_number, last_number, downtime, owner, used,
             used_by, used_at, voided, entered, entered_by, entered_at, checked_by, checked_at, reserved_by,
             reserved_at)
         values (:id, :org, :department, :form, :first_number, :last_number, :downtime, :owner, :used, :used_by,
             :used_at, :voided, :entered, :entered_by, :entered_at, :checked_by, :checked_at, :reserved_by,
             :reserved_at)
         on conflict (id) do update set downtime = excluded.downtime, owner = excluded.owner, used = excluded.used,
             used_by = excluded.used_by, used_at = excluded.used_at, voided = excluded.voided,
             entered = excluded.entered, entered_by = excluded.entered_by, entered_at = excluded.entered_at,
             checked_by = excluded.checked_by, checked_at = excluded.checked_at
         where downtime_numbers.org = :org";
    ATTACH "downtime.attach-numbers"
        "update downtime_numbers set downtime = :downtime
         where org = :org and department = :department and downtime is null and voided <= last_number - first_number";
    OF_DOWNTIME "downtime.numbers-of-downtime"
        "select * from downtime_numbers where downtime = :downtime and org = :org order by department, id limit 2000";
    READY "downtime.numbers-ready"
        "select * from downtime_numbers where org in (select org from reach where person = :who) and org = :at_org
           and downtime is null and voided <= last_number - first_number order by department, id limit 2000";
    VOID "downtime.void-numbers"
        "insert into downtime_voids (numbers, first_number, org, last_number, reason, voided_by, voided_at)
         values (:numbers, :first_number, :org, :last_number, :reason, :voided_by, :now)";
    VOIDS "downtime.voids"
        "select * from downtime_voids where numbers = :numbers and org = :org order by first_number limit 1000";
}

/// Numbers of a form that were handed out together: the task of accounting for them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Numbers {
    pub id: NumbersId,
    pub org: OrgId,
    pub department: DepartmentId,
    pub form: FormId,
    pub first_number: u32,
    pub last_number: u32,
    /// The downtime in which they were used; nothing while they lie ready.
    pub downtime: Option<DowntimeId>,
    /// Who answers for them: what was used is entered, what was not is voided.
    pub owner: PersonId,
    pub used: Option<u32>,
    pub used_by: Option<PersonId>,
    pub used_at: Option<Moment>,
    pub voided: u32,
    pub entered: Option<u32>,
    pub entered_by: Option<PersonId>,
    pub entered_at: Option<Moment>,
    pub checked_by: Option<PersonId>,
    pub checked_at: Option<Moment>,
    pub reserved_by: PersonId,
    pub reserved_at: Moment,
}

impl Numbers {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            department: row.get("department")?,
            form: row.get("form")?,
            first_number: row.get("first_number")?,
            last_number: row.get("last_number")?,
            downtime: row.get("downtime")?,
            owner: row.get("owner")?,
            used: row.get("used")?,
            used_by: row.get("used_by")?,
            used_at: row.get("used_at")?,
            voided: row.get("voided")?,
            entered: row.get("entered")?,
            entered_by: row.get("entered_by")?,
            entered_at: row.get("entered_at")?,
            checked_by: row.get("checked_by")?,
            checked_at: row.get("checked_at")?,
            reserved_by: row.get("reserved_by")?,
            reserved_at: row.get("reserved_at")?,
        })
    }

    /// How many were handed out.
    pub fn reserved(&self) -> u32 {
        (self.last_number + 1).saturating_sub(self.first_number)
    }

    /// How they stand.
    pub fn counts(&self) -> Counts {
        Counts {
            reserved: self.reserved(),
            used: self.used,
            voided: self.voided,
            entered: self.entered,
            checked: self.checked_at.is_some(),
        }
    }
}

pub(crate) fn one(look: &mut Look, numbers: NumbersId) -> Result<Numbers, Stop> {
    let row = look.row(&ONE, params! { "numbers": numbers })?;
    let row = row.ok_or_else(|| Refusal::not_found("hand-out of numbers"))?;
    Ok(Numbers::read(&row)?)
}

pub(crate) fn put(work: &mut Work, n: &Numbers) -> Result<()> {
    let given = params! {
        "id": n.id, "department": n.department, "form": n.form, "first_number": n.first_number,
        "last_number": n.last_number, "downtime": n.downtime, "owner": n.owner, "used": n.used,
        "used_by": n.used_by, "used_at": n.used_at, "voided": n.voided, "entered": n.entered,
        "entered_by": n.entered_by, "entered_at": n.entered_at, "checked_by": n.checked_by,
        "checked_at": n.checked_at, "reserved_by": n.reserved_by, "reserved_at": n.reserved_at,
    };
    let written = work.run(&PUT, given)?;
    anyhow::ensure!(written == 1, "the numbers {} belong to another organization than the bound one", n.id);
    Ok(())
}

/// What lies ready in a department belongs to the downtime from now on.
pub(crate) fn attach(work: &mut Work, downtime: DowntimeId, department: DepartmentId) -> Result<()> {
    work.run(&ATTACH, params! { "downtime": downtime, "department": department })?;
    Ok(())
}

pub(crate) fn of_downtime(look: &mut Look, downtime: DowntimeId) -> Result<Vec<Numbers>> {
    look.rows(&OF_DOWNTIME, params! { "downtime": downtime })?.iter().map(Numbers::read).collect()
}

/// What lies ready at an organization within reach.
pub(crate) fn ready(look: &mut Look, org: OrgId) -> Result<Vec<Numbers>> {
    look.rows(&READY, params! { "at_org": org })?.iter().map(Numbers::read).collect()
}

/// Numbers that no longer count.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Voided {
    pub first_number: u32,
    pub last_number: u32,
    pub reason: VoidReason,
    pub voided_by: PersonId,
    pub voided_at: Moment,
}

pub(crate) fn void(work: &mut Work, numbers: NumbersId, v: &Voided) -> Result<()> {
    let given = params! {
        "numbers": numbers, "first_number": v.first_number, "last_number": v.last_number, "reason": v.reason,
        "voided_by": v.voided_by,
    };
    work.run(&VOID, given)?;
    Ok(())
}

pub(crate) fn voids(look: &mut Look, numbers: NumbersId) -> Result<Vec<Voided>> {
    let read = |row: &Row| {
        Ok(Voided {
            first_number: row.get("first_number")?,
            last_number: row.get("last_number")?,
            reason: row.get("reason")?,
            voided_by: row.get("voided_by")?,
            voided_at: row.get("voided_at")?,
        })
    };
    look.rows(&VOIDS, params! { "numbers": numbers })?.iter().map(read).collect()
}
