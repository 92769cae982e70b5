//! A downtime is practised, and that it was is proven: what was played, who took part, what was found, and where the
//! evidence is kept (45 CFR 164.308(a)(7)(ii)(D)). The latest drill says by which day the next one is held.

use super::{bound, caller, named};
use crate::drill_records::{self as records, Drill};
use crate::words::{Covers, DrillKind};
use crate::{GoingDown, facts, texts, when};
use kernel::{DepartmentId, Done, DrillId, Duty, OrgId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Records a drill with its evidence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDrill {
    /// The organization that practised.
    pub org: OrgId,
    /// How it was held.
    #[schemars(extend("x-order" = 1))]
    pub kind: DrillKind,
    /// What was taken to be down.
    #[schemars(extend("x-order" = 2))]
    pub covers: Covers,
    /// The departments that took part.
    #[schemars(extend("x-order" = 3))]
    pub departments: Vec<DepartmentId>,
    /// The day on which it was held.
    #[schemars(extend("format" = "date", "x-order" = 4))]
    pub held_on: String,
    /// How many people took part.
    #[schemars(extend("x-order" = 5), range(min = 1, max = 10_000))]
    pub took_part: u32,
    /// What was played. Nothing about a patient.
    #[schemars(extend("x-long" = true, "x-order" = 6))]
    pub scenario: Private,
    /// What proves it, and where it is kept: the signed list, the photographs, the timed log.
    #[schemars(extend("x-long" = true, "x-order" = 7))]
    pub evidence: Private,
    /// The SHA-256 of the file that is kept, in 64 hexadecimal digits.
    #[schemars(extend("x-order" = 8), length(max = 64))]
    pub evidence_sha256: Option<String>,
    /// What was found, and what changes.
    #[schemars(extend("x-long" = true, "x-order" = 9))]
    pub findings: Option<Private>,
    /// Whether it went as the procedures say.
    #[schemars(extend("x-order" = 10))]
    pub passed: bool,
    /// The day by which the next one is held.
    #[schemars(extend("format" = "date", "x-order" = 11))]
    pub next_on: String,
}

/// The drill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DrillReceipt {
    pub drill: DrillId,
}

fn digest(text: Option<&str>) -> Result<Option<String>, Stop> {
    let Some(text) = text.map(|t| t.trim().to_lowercase()).filter(|t| !t.is_empty()) else { return Ok(None) };
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(Some(text));
    }
    let sentence = "A SHA-256 is 64 hexadecimal digits; sha256sum prints it.";
    Err(Refusal::invalid("evidence_sha256", sentence).into())
}

impl Order for RecordDrill {
    const ACT: Act = Act {
        name: "downtime.record-drill",
        says: "Record a downtime drill",
        path: "/organizations/{org}/downtime-drills",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = DrillReceipt;
    type Needs = GoingDown;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: GoingDown) -> Result<Done<DrillReceipt>, Stop> {
        let now = work.now();
        let departments = named("departments", &self.departments, "department", "/organizations")?;
        if !(1..=10_000).contains(&self.took_part) {
            return Err(Refusal::invalid("took_part", "Say how many took part: 1 to 10 000.").into());
        }
        let findings = texts::maybe("findings", self.findings.as_ref())?;
        if !self.passed && findings.is_none() {
            let sentence = "Say what was found: a drill that did not pass is worth most.";
            return Err(Refusal::invalid("findings", sentence).into());
        }
        let next_on = when::coming("next_on", &self.next_on, now, &needs.zone)?;
        let drill = Drill {
            id: work.id(),
            org: bound(work)?,
            kind: self.kind,
            covers: self.covers,
            departments,
            held_on: when::gone("held_on", &self.held_on, now, &needs.zone)?,
            took_part: self.took_part,
            scenario: texts::said("scenario", &self.scenario)?,
            evidence: texts::said("evidence", &self.evidence)?,
            evidence_sha256: digest(self.evidence_sha256.as_deref())?,
            findings,
            passed: self.passed,
            next_at: Some(when::end_of(&next_on, &needs.zone)?),
            next_on: Some(next_on),
            zone: needs.zone,
            overdue_noted_at: None,
            recorded_by: caller(work)?,
            recorded_at: now,
        };
        records::followed(work)?;
        records::put_drill(work, &drill)?;
        Ok(Done::new(facts::of_drill("downtime.drill-recorded", &drill), DrillReceipt { drill: drill.id }))
    }
}
