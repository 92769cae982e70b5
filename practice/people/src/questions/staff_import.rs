//! A staff list before its commit: what each row comes to. After it: what became of it.

use crate::{orders, staff::Weighed};
use kernel::{Duty, ImportId, Moment, OrgId, PersonId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// A staff list, weighed against who is there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffImport {
    pub org: OrgId,
    pub import: ImportId,
}

/// How an import stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StaffImportPage {
    pub org: OrgId,
    pub import: ImportId,
    /// `staged`, `committed` or `undone`.
    pub state: String,
    pub made_by: Option<PersonId>,
    pub made_at: Moment,
    pub committed_at: Option<Moment>,
    pub undone_at: Option<Moment>,
    /// What the rows come to against who is there now.
    pub rows: Vec<Weighed>,
    pub now: Moment,
}

impl Question for StaffImport {
    const ACT: Act = Act {
        name: "people.weigh-import",
        says: "Weigh a staff list against who is there",
        path: "/people/imports/{import}",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Answer = StaffImportPage;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<StaffImportPage, Stop> {
        let kept = orders::find_import(look, self.import)?;
        let rows = orders::import_plans(look, self.import)?.into_iter().map(|p| p.weighed).collect();
        Ok(StaffImportPage {
            org: self.org,
            import: self.import,
            state: kept.state,
            made_by: kept.made_by,
            made_at: kept.made_at,
            committed_at: kept.committed_at,
            undone_at: kept.undone_at,
            rows,
            now: look.now(),
        })
    }
}
