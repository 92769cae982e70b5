//! What an organization has prepared: its procedures, its paper forms and its packs; one procedure with its versions; and
//! the pack of a department as plain data, for paper and for a folder that is read without a server.

use crate::number_records::{self, Numbers};
pub use crate::plan_records::Written;
use crate::plan_records::{self as records, Form, Packed, Procedure, Steps};
use kernel::{DepartmentId, Duty, Moment, OrgId, Phi, ProcedureId, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Shows what an organization has prepared for a downtime.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub org: OrgId,
}

/// Everything that is prepared.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanShown {
    pub now: Moment,
    pub org: OrgId,
    pub procedures: Vec<ProcedureTold>,
    pub forms: Vec<Form>,
    pub packs: Vec<Packed>,
    /// Numbers that lie ready on the wards.
    pub ready: Vec<Numbers>,
}

/// Shows a procedure with its versions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneProcedure {
    pub procedure: ProcedureId,
    /// Which version; the latest, when none is named.
    pub version: Option<u32>,
}

/// A procedure with what stands in it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProcedureTold {
    pub procedure: Procedure,
    /// The version that is shown.
    pub version: u32,
    pub steps: Steps,
    /// Who wrote which version; empty in a list.
    pub versions: Vec<Written>,
    /// Whether the day by which it is looked at again is over.
    pub overdue: bool,
}

/// Shows the pack of a department: its procedures, its forms and the numbers that lie ready.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentPack {
    pub department: DepartmentId,
}

/// A department's pack.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pack {
    pub now: Moment,
    pub org: OrgId,
    pub department: DepartmentId,
    pub procedures: Vec<ProcedureTold>,
    pub forms: Vec<PackedForm>,
}

/// A form of a pack.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PackedForm {
    pub form: Form,
    /// How many copies belong into the pack; 0 when it is there only by its numbers.
    pub copies: u32,
    /// Numbers that lie ready there.
    pub ready: Vec<Numbers>,
}

impl Form {
    /// A number as it stands on paper: MAR-000041.
    pub fn numbered(&self, number: u32) -> String {
        format!("{}-{number:06}", self.code)
    }
}

fn shown(look: &mut Look, procedure: Procedure) -> anyhow::Result<ProcedureTold> {
    let steps = records::steps_within(look, procedure.id, procedure.version)?;
    let overdue = crate::when::over(&procedure.review_on, look.now(), &procedure.zone);
    Ok(ProcedureTold { version: procedure.version, steps, versions: Vec::new(), overdue, procedure })
}

fn plan(look: &mut Look, org: OrgId) -> anyhow::Result<PlanShown> {
    let mut procedures = Vec::new();
    for procedure in records::procedures(look, org)? {
        procedures.push(shown(look, procedure)?);
    }
    Ok(PlanShown {
        now: look.now(),
        org,
        procedures,
        forms: records::forms(look, org)?,
        packs: records::packs(look, org)?,
        ready: number_records::ready(look, org)?,
    })
}

impl PlanShown {
    /// The pack of one of its departments.
    pub fn pack(&self, department: DepartmentId) -> Pack {
        let forms = self.forms.iter().filter_map(|form| {
            let ready = self.ready.iter().filter(|n| n.department == department && n.form == form.id);
            let ready: Vec<Numbers> = ready.cloned().collect();
            let packed = self.packs.iter().find(|p| p.department == department && p.form == form.id);
            let copies = packed.map_or(0, |p| p.copies);
            let there = copies > 0 || !ready.is_empty();
            there.then(|| PackedForm { form: form.clone(), copies, ready })
        });
        let procedures = self.procedures.iter().filter(|p| p.procedure.department == department);
        Pack {
            now: self.now,
            org: self.org,
            department,
            procedures: procedures.cloned().collect(),
            forms: forms.collect(),
        }
    }
}

impl Question for Plan {
    const ACT: Act = Act {
        name: "downtime.plan",
        says: "Show what is prepared for a downtime",
        path: "/organizations/{org}/downtime-plan",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = PlanShown;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<PlanShown, Stop> {
        Ok(plan(look, self.org)?)
    }
}

impl Question for DepartmentPack {
    const ACT: Act = Act {
        name: "downtime.pack",
        says: "Show a department's downtime pack",
        path: "/departments/{department}/downtime-pack",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = Pack;

    fn ground(&self) -> Ground {
        Ground::thing(self.department)
    }

    fn answer(&self, look: &mut Look) -> Result<Pack, Stop> {
        let org = look.org().ok_or_else(|| anyhow::anyhow!("a department of no organization"))?;
        Ok(plan(look, org)?.pack(self.department))
    }
}

impl Question for OneProcedure {
    const ACT: Act = Act {
        name: "downtime.procedure",
        says: "Show a downtime procedure",
        path: "/downtime-procedures/{procedure}",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = ProcedureTold;

    fn ground(&self) -> Ground {
        Ground::thing(self.procedure)
    }

    fn answer(&self, look: &mut Look) -> Result<ProcedureTold, Stop> {
        let procedure = records::procedure(look, self.procedure)?;
        let version = self.version.unwrap_or(procedure.version);
        if version == 0 || version > procedure.version {
            return Err(kernel::Refusal::not_found("version").into());
        }
        let overdue = procedure.retired_at.is_none()
            && crate::when::over(&procedure.review_on, look.now(), &procedure.zone);
        Ok(ProcedureTold {
            version,
            steps: records::steps(look, procedure.id, version)?,
            versions: records::versions(look, procedure.id)?,
            overdue,
            procedure,
        })
    }
}
