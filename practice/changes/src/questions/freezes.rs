//! When nothing is changed at an organization.

use crate::records;
use crate::words::{CareArea, FreezeReason};
use kernel::{Duty, FreezeId, Moment, OrgId, PersonId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the freezes of an organization that have not ended.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Freezes {
    pub org: OrgId,
}

/// The freezes, the next first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FreezeList {
    pub org: OrgId,
    pub now: Moment,
    pub lines: Vec<FreezeLine>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FreezeLine {
    pub freeze: FreezeId,
    pub reason: FreezeReason,
    /// Where; everywhere when none is named.
    pub care_areas: Vec<CareArea>,
    pub zone: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub set_by: Option<PersonId>,
}

impl Question for Freezes {
    const ACT: Act = Act {
        name: "changes.freezes",
        says: "List freezes",
        path: "/organizations/{org}/freezes/list",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = FreezeList;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<FreezeList, Stop> {
        let now = look.now();
        let line = |f: records::Freeze| FreezeLine {
            freeze: f.id,
            reason: f.reason,
            care_areas: f.care_areas,
            zone: f.zone,
            starts_at: f.starts_at,
            ends_at: f.ends_at,
            set_by: f.set_by,
        };
        let lines = records::freezes(look, now)?.into_iter().map(line).collect();
        Ok(FreezeList { org: self.org, now, lines })
    }
}
