//! Dropping an import that was weighed and found wanting.

use super::ImportReceipt;
use crate::{kinds::ImportState, records};
use kernel::{Done, Duty, Fact, ImportId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Drops an import that was not committed. What became of its rows can still be read.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropImport {
    /// Which import.
    pub import: ImportId,
}

impl Order for DropImport {
    const ACT: Act = Act {
        name: "assets.drop-import",
        says: "Drop an import",
        path: "/asset-imports/{import}/drop",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = ImportReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.import)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ImportReceipt>, Stop> {
        let import = records::import(work, self.import)?.ok_or_else(|| Refusal::not_found("import"))?;
        if !records::flip(work, self.import, ImportState::Dropped, import.base)? {
            let state = import.summary.state.title().to_lowercase();
            return Err(Refusal::conflict(format!("This import is {state} already.")).into());
        }
        let fact = Fact::new("assets.import-dropped", import.summary.org)
            .about(self.import)
            .with("rows", import.summary.tally.staged);
        Ok(Done::new(fact, ImportReceipt { import: self.import }))
    }
}
