//! What a department does while something is down, written level by level: the read-only copy first, then the web
//! viewer, the downtime workstation and paper. Every version is kept; somebody answers for it and looks at it again.

use super::{bound, caller};
use crate::plan_records::{self as records, Procedure, Steps};
use crate::words::Covers;
use crate::{OfDepartment, facts, texts, when};
use kernel::{DepartmentId, Done, Duty, PersonId, Phi, Private, ProcedureId, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Writes the procedure of a department, or a new version of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteProcedure {
    pub department: DepartmentId,
    /// What is down then.
    #[schemars(extend("x-order" = 1))]
    pub covers: Covers,
    /// Who answers for it.
    #[schemars(extend("x-order" = 2))]
    pub owner: PersonId,
    /// The day by which it is looked at again.
    #[schemars(extend("format" = "date", "x-order" = 3))]
    pub review_on: String,
    /// First: how the read-only copy is opened. Nothing about a patient.
    #[schemars(extend("x-long" = true, "x-order" = 4))]
    pub read_only: Option<Private>,
    /// Then: how the web viewer is opened.
    #[schemars(extend("x-long" = true, "x-order" = 5))]
    pub viewer: Option<Private>,
    /// Then: where the downtime workstation is, and what is printed there.
    #[schemars(extend("x-long" = true, "x-order" = 6))]
    pub workstation: Option<Private>,
    /// At last: how the department works on paper.
    #[schemars(extend("x-long" = true, "x-order" = 7))]
    pub paper: Private,
    /// Once it is back: what is entered by whom, and in which order.
    #[schemars(extend("x-long" = true, "x-order" = 8))]
    pub afterwards: Option<Private>,
}

/// Says that a procedure was looked at and stands as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewProcedure {
    pub procedure: ProcedureId,
    /// The day by which it is looked at again.
    #[schemars(extend("format" = "date", "x-order" = 1))]
    pub review_on: String,
}

/// Retires a procedure.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireProcedure {
    pub procedure: ProcedureId,
}

/// The procedure as it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProcedureReceipt {
    pub procedure: ProcedureId,
    pub version: u32,
}

impl ProcedureReceipt {
    fn of(p: &Procedure) -> Self {
        Self { procedure: p.id, version: p.version }
    }
}

impl WriteProcedure {
    fn steps(&self) -> Result<Steps, Stop> {
        Ok(Steps {
            read_only: texts::maybe("read_only", self.read_only.as_ref())?,
            viewer: texts::maybe("viewer", self.viewer.as_ref())?,
            workstation: texts::maybe("workstation", self.workstation.as_ref())?,
            paper: Some(texts::said("paper", &self.paper)?),
            afterwards: texts::maybe("afterwards", self.afterwards.as_ref())?,
        })
    }
}

impl Order for WriteProcedure {
    const ACT: Act = Act {
        name: "downtime.write-procedure",
        says: "Write a department's downtime procedure",
        path: "/departments/{department}/downtime-procedures",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = ProcedureReceipt;
    type Needs = OfDepartment;

    fn ground(&self) -> Ground {
        Ground::thing(self.department)
    }

    fn perform(&self, work: &mut Work, needs: OfDepartment) -> Result<Done<ProcedureReceipt>, Stop> {
        let (by, now) = (caller(work)?, work.now());
        let steps = self.steps()?;
        let review_on = when::coming("review_on", &self.review_on, now, &needs.zone)?;
        let known = records::same(work, self.department, self.covers)?;
        let was = known.map(|id| records::procedure(work, id)).transpose()?;
        if let Some(was) = &was
            && records::steps(work, was.id, was.version)? == steps
            && was.owner == self.owner
        {
            let refusal = Refusal::conflict("It says the same already. Say that you looked at it instead.");
            return Err(refusal
                .remedy("Show the procedure", Some(format!("/downtimes/procedures/{}", was.id)))
                .into());
        }
        let procedure = Procedure {
            id: was.as_ref().map_or_else(|| work.id(), |p| p.id),
            org: bound(work)?,
            department: self.department,
            covers: self.covers,
            owner: self.owner,
            zone: needs.zone,
            version: was.as_ref().map_or(1, |p| p.version + 1),
            review_on,
            reviewed_by: by,
            reviewed_at: now,
            retired_at: None,
        };
        records::put(work, &procedure)?;
        records::write(work, &procedure, &steps, by)?;
        let fact =
            facts::of_procedure("downtime.procedure-written", &procedure).with("owner", procedure.owner);
        Ok(Done::new(fact, ProcedureReceipt::of(&procedure)))
    }
}

/// A procedure that still counts.
fn standing(work: &mut Work, procedure: ProcedureId) -> Result<Procedure, Stop> {
    let found = records::procedure(work, procedure)?;
    if found.retired_at.is_none() {
        return Ok(found);
    }
    let refusal = Refusal::conflict("This procedure was retired. Write a new one for the department.");
    Err(refusal.remedy("Show the plan", Some(format!("/downtimes/plan?org={}", found.org))).into())
}

impl Order for ReviewProcedure {
    const ACT: Act = Act {
        name: "downtime.review-procedure",
        says: "Say that a downtime procedure still stands",
        path: "/downtime-procedures/{procedure}/review",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = ProcedureReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.procedure)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ProcedureReceipt>, Stop> {
        let mut procedure = standing(work, self.procedure)?;
        procedure.review_on = when::coming("review_on", &self.review_on, work.now(), &procedure.zone)?;
        (procedure.reviewed_by, procedure.reviewed_at) = (caller(work)?, work.now());
        records::put(work, &procedure)?;
        let fact = facts::of_procedure("downtime.procedure-reviewed", &procedure);
        Ok(Done::new(fact, ProcedureReceipt::of(&procedure)))
    }
}

impl Order for RetireProcedure {
    const ACT: Act = Act {
        name: "downtime.retire-procedure",
        says: "Retire a downtime procedure",
        path: "/downtime-procedures/{procedure}/retire",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = ProcedureReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.procedure)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ProcedureReceipt>, Stop> {
        let mut procedure = standing(work, self.procedure)?;
        if !crate::records::running(work)?.is_empty() {
            let refusal =
                Refusal::conflict("Something is down right now; no procedure is retired meanwhile.");
            return Err(refusal
                .because(super::go_down::emergency_mode())
                .remedy("Show the board", Some("/downtimes/board".to_owned()))
                .into());
        }
        procedure.retired_at = Some(work.now());
        records::put(work, &procedure)?;
        let fact = facts::of_procedure("downtime.procedure-retired", &procedure);
        Ok(Done::new(fact, ProcedureReceipt::of(&procedure)))
    }
}
