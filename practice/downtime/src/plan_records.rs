//! Everything this slice asks of the database about procedures, paper forms and packs.

use crate::words::{Covers, Level};
use anyhow::Result;
use kernel::{DepartmentId, FormId, Moment, OrgId, PersonId, ProcedureId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "downtime.locate-procedure" "select org from downtime_procedures where id = :id";
    house LOCATE_FORM "downtime.locate-form" "select org from downtime_forms where id = :id";
    PROCEDURE "downtime.procedure" "select * from downtime_procedures where id = :procedure and org = :org";
    PROCEDURE_OF "downtime.procedure-of-department"
        "select * from downtime_procedures where org = :org and department = :department and retired_at is null
           and covers in (:covers, 'everything') order by case when covers = :covers then 0 else 1 end limit 1";
    SAME "downtime.same-procedure"
        "select id from downtime_procedures where org = :org and department = :department and covers = :covers
           and retired_at is null limit 1";
    PUT "downtime.put-procedure"
        "insert into downtime_procedures (id, org, department, covers, owner, zone, version, review_on, reviewed_by,
             reviewed_at, retired_at)
         values (:id, :org, :department, :covers, :owner, :zone, :version, :review_on, :reviewed_by, :reviewed_at,
             :retired_at)
         on conflict (id) do update set owner = excluded.owner, version = excluded.version,
             review_on = excluded.review_on, reviewed_by = excluded.reviewed_by,
             reviewed_at = excluded.reviewed_at, retired_at = excluded.retired_at
         where downtime_procedures.org = :org";
    VERSION "downtime.put-procedure-version"
        "insert into downtime_procedure_versions (procedure, version, org, read_only, viewer, workstation, paper,
             afterwards, written_by, written_at)
         values (:procedure, :version, :org, :read_only, :viewer, :workstation, :paper, :afterwards, :written_by,
             :now)";
    TEXTS "downtime.procedure-version"
        "select * from downtime_procedure_versions where procedure = :procedure and version = :version
           and org = :org";
    TEXTS_WITHIN "downtime.procedure-version-within-reach"
        "select * from downtime_procedure_versions where procedure = :procedure and version = :version
           and org in (select org from reach where person = :who)";
    VERSIONS "downtime.procedure-versions"
        "select version, written_by, written_at from downtime_procedure_versions
         where procedure = :procedure and org = :org order by version desc limit 100";
    LIST "downtime.procedures"
        "select * from downtime_procedures where org in (select org from reach where person = :who)
           and org = :at_org and retired_at is null order by department, covers, id limit 1000";
    FORM "downtime.form" "select * from downtime_forms where id = :form and org = :org";
    FORM_CODE "downtime.form-of-code"
        "select id from downtime_forms where org = :org and code = :code and retired_at is null limit 1";
    PUT_FORM "downtime.put-form"
        "insert into downtime_forms (id, org, code, title, enters_into, next_number, added_by, added_at, retired_at)
         values (:id, :org, :code, :title, :enters_into, :next_number, :added_by, :added_at, :retired_at)
         on conflict (id) do update set title = excluded.title, enters_into = excluded.enters_into,
             retired_at = excluded.retired_at
         where downtime_forms.org = :org";
    TAKE "downtime.take-numbers"
        "update downtime_forms set next_number = next_number + :copies
         where id = :form and org = :org and next_number = :seen and retired_at is null";
    FORMS "downtime.forms"
        "select * from downtime_forms where org in (select org from reach where person = :who) and org = :at_org
           and retired_at is null order by code, id limit 200";
    PACK "downtime.put-pack"
        "insert into downtime_packs (department, form, org, copies, set_by, set_at)
         values (:department, :form, :org, :copies, :set_by, :now)
         on conflict (department, form) do update set copies = excluded.copies, set_by = excluded.set_by,
             set_at = excluded.set_at
         where downtime_packs.org = :org";
    UNPACK "downtime.unpack"
        "delete from downtime_packs where department = :department and form = :form and org = :org";
    PACKS "downtime.packs"
        "select department, form, copies from downtime_packs
         where org in (select org from reach where person = :who) and org = :at_org
         order by department, form limit 5000";
}

/// A department's procedure, as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Procedure {
    pub id: ProcedureId,
    pub org: OrgId,
    pub department: DepartmentId,
    pub covers: Covers,
    /// Who answers for it.
    pub owner: PersonId,
    pub zone: String,
    pub version: u32,
    /// The day by which it is looked at again.
    pub review_on: String,
    pub reviewed_by: PersonId,
    pub reviewed_at: Moment,
    pub retired_at: Option<Moment>,
}

impl Procedure {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            department: row.get("department")?,
            covers: row.get("covers")?,
            owner: row.get("owner")?,
            zone: row.get("zone")?,
            version: row.get("version")?,
            review_on: row.get("review_on")?,
            reviewed_by: row.get("reviewed_by")?,
            reviewed_at: row.get("reviewed_at")?,
            retired_at: row.get("retired_at")?,
        })
    }
}

/// What stands in a version of a procedure: what is done at each level, the first that works first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Steps {
    pub read_only: Option<String>,
    pub viewer: Option<String>,
    pub workstation: Option<String>,
    pub paper: Option<String>,
    /// What is done once it is back.
    pub afterwards: Option<String>,
}

impl Steps {
    /// What is done at a level.
    pub fn at(&self, level: Level) -> Option<&str> {
        match level {
            Level::Normal => self.afterwards.as_deref(),
            Level::ReadOnly => self.read_only.as_deref(),
            Level::Viewer => self.viewer.as_deref(),
            Level::Workstation => self.workstation.as_deref(),
            Level::Paper => self.paper.as_deref(),
        }
    }
}

pub(crate) fn procedure(look: &mut Look, procedure: ProcedureId) -> Result<Procedure, Stop> {
    let row = look.row(&PROCEDURE, params! { "procedure": procedure })?;
    let row = row.ok_or_else(|| Refusal::not_found("procedure"))?;
    Ok(Procedure::read(&row)?)
}

/// The procedure of a department for this, or the one for everything.
pub(crate) fn procedure_of(
    look: &mut Look,
    department: DepartmentId,
    covers: Covers,
) -> Result<Option<Procedure>> {
    let given = params! { "department": department, "covers": covers };
    look.row(&PROCEDURE_OF, given)?.as_ref().map(Procedure::read).transpose()
}

/// The procedure of a department for exactly this.
pub(crate) fn same(look: &mut Look, department: DepartmentId, covers: Covers) -> Result<Option<ProcedureId>> {
    let given = params! { "department": department, "covers": covers };
    look.row(&SAME, given)?.map(|r| r.get("id")).transpose()
}

pub(crate) fn put(work: &mut Work, p: &Procedure) -> Result<()> {
    let given = params! {
        "id": p.id, "department": p.department, "covers": p.covers, "owner": p.owner, "zone": &p.zone,
        "version": p.version, "review_on": &p.review_on, "reviewed_by": p.reviewed_by,
        "reviewed_at": p.reviewed_at, "retired_at": p.retired_at,
    };
    let written = work.run(&PUT, given)?;
    anyhow::ensure!(
        written == 1,
        "the procedure {} belongs to another organization than the bound one",
        p.id
    );
    Ok(())
}

pub(crate) fn write(work: &mut Work, p: &Procedure, steps: &Steps, by: PersonId) -> Result<()> {
    let given = params! {
        "procedure": p.id, "version": p.version, "read_only": steps.read_only.clone(),
        "viewer": steps.viewer.clone(), "workstation": steps.workstation.clone(), "paper": steps.paper.clone(),
        "afterwards": steps.afterwards.clone(), "written_by": by,
    };
    work.run(&VERSION, given)?;
    Ok(())
}

/// What stands in a version, at the bound organization.
pub(crate) fn steps(look: &mut Look, procedure: ProcedureId, version: u32) -> Result<Steps> {
    texts(look, &TEXTS, procedure, version)
}

/// What stands in a version, within reach.
pub(crate) fn steps_within(look: &mut Look, procedure: ProcedureId, version: u32) -> Result<Steps> {
    texts(look, &TEXTS_WITHIN, procedure, version)
}

fn texts(look: &mut Look, sql: &store::Sql, procedure: ProcedureId, version: u32) -> Result<Steps> {
    let row = look.row(sql, params! { "procedure": procedure, "version": version })?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the procedure {procedure} has no version {version}"))?;
    Ok(Steps {
        read_only: row.get("read_only")?,
        viewer: row.get("viewer")?,
        workstation: row.get("workstation")?,
        paper: row.get("paper")?,
        afterwards: row.get("afterwards")?,
    })
}

/// A version of a procedure: who wrote it, and when.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Written {
    pub version: u32,
    pub by: PersonId,
    pub at: Moment,
}

pub(crate) fn versions(look: &mut Look, procedure: ProcedureId) -> Result<Vec<Written>> {
    let read = |row: &Row| {
        Ok(Written { version: row.get("version")?, by: row.get("written_by")?, at: row.get("written_at")? })
    };
    look.rows(&VERSIONS, params! { "procedure": procedure })?.iter().map(read).collect()
}

/// The procedures of an organization within reach: at most 1 000.
pub(crate) fn procedures(look: &mut Look, org: OrgId) -> Result<Vec<Procedure>> {
    look.rows(&LIST, params! { "at_org": org })?.iter().map(Procedure::read).collect()
}

/// A paper form.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Form {
    pub id: FormId,
    pub org: OrgId,
    /// Stands before each number: MAR-000041.
    pub code: String,
    pub title: String,
    /// Where what stands on it is entered afterwards.
    pub enters_into: String,
    /// The first number that was never handed out.
    pub next_number: u32,
    pub added_by: PersonId,
    pub added_at: Moment,
    pub retired_at: Option<Moment>,
}

impl Form {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            code: row.get("code")?,
            title: row.get("title")?,
            enters_into: row.get("enters_into")?,
            next_number: row.get("next_number")?,
            added_by: row.get("added_by")?,
            added_at: row.get("added_at")?,
            retired_at: row.get("retired_at")?,
        })
    }
}

pub(crate) fn form(look: &mut Look, form: FormId) -> Result<Form, Stop> {
    let row = look.row(&FORM, params! { "form": form })?;
    let row = row.ok_or_else(|| Refusal::not_found("form"))?;
    Ok(Form::read(&row)?)
}

/// The form with this code.
pub(crate) fn form_of_code(look: &mut Look, code: &str) -> Result<Option<FormId>> {
    look.row(&FORM_CODE, params! { "code": code })?.map(|r| r.get("id")).transpose()
}

pub(crate) fn put_form(work: &mut Work, f: &Form) -> Result<()> {
    let given = params! {
        "id": f.id, "code": &f.code, "title": &f.title, "enters_into": &f.enters_into,
        "next_number": f.next_number, "added_by": f.added_by, "added_at": f.added_at, "retired_at": f.retired_at,
    };
    let written = work.run(&PUT_FORM, given)?;
    anyhow::ensure!(written == 1, "the form {} belongs to another organization than the bound one", f.id);
    Ok(())
}

/// Takes the next numbers of a form; false when somebody else took them first.
pub(crate) fn take(work: &mut Work, f: &Form, copies: u32) -> Result<bool> {
    Ok(work.run(&TAKE, params! { "form": f.id, "seen": f.next_number, "copies": copies })? == 1)
}

/// The forms of an organization within reach: at most 200.
pub(crate) fn forms(look: &mut Look, org: OrgId) -> Result<Vec<Form>> {
    look.rows(&FORMS, params! { "at_org": org })?.iter().map(Form::read).collect()
}

/// A form in a department's pack.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Packed {
    pub department: DepartmentId,
    pub form: FormId,
    /// How many lie ready.
    pub copies: u32,
}

/// Puts a form into a department's pack, or takes it out when no copies are wanted.
pub(crate) fn pack(work: &mut Work, p: &Packed, by: PersonId) -> Result<()> {
    if p.copies == 0 {
        work.run(&UNPACK, params! { "department": p.department, "form": p.form })?;
        return Ok(());
    }
    let given = params! { "department": p.department, "form": p.form, "copies": p.copies, "set_by": by };
    let written = work.run(&PACK, given)?;
    anyhow::ensure!(
        written == 1,
        "the pack of {} belongs to another organization than the bound one",
        p.department
    );
    Ok(())
}

/// The packs of an organization within reach.
pub(crate) fn packs(look: &mut Look, org: OrgId) -> Result<Vec<Packed>> {
    let read = |row: &Row| {
        Ok(Packed { department: row.get("department")?, form: row.get("form")?, copies: row.get("copies")? })
    };
    look.rows(&PACKS, params! { "at_org": org })?.iter().map(read).collect()
}
