//! Undoing an import that was committed: all is again as before it.

use super::{ImportReceipt, some_names};
use crate::{kinds::ImportState, needs::Ticketed, records};
use kernel::{Done, Duty, Fact, ImportId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Undoes an import: what it added is gone, what it changed is as before. Only while nothing was built upon it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    /// Which import.
    pub import: ImportId,
}

impl Order for UndoImport {
    const ACT: Act = Act {
        name: "assets.undo-import",
        says: "Undo an import",
        path: "/asset-imports/{import}/undo",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = ImportReceipt;
    type Needs = Ticketed;

    fn ground(&self) -> Ground {
        Ground::thing(self.import)
    }

    fn perform(&self, work: &mut Work, ticketed: Ticketed) -> Result<Done<ImportReceipt>, Stop> {
        let import = records::import(work, self.import)?.ok_or_else(|| Refusal::not_found("import"))?;
        if import.summary.state != ImportState::Committed {
            let state = import.summary.state.title().to_lowercase();
            return Err(Refusal::conflict(format!(
                "This import is {state}; only a committed one is undone."
            ))
            .into());
        }
        let committed = records::committed_revision(work, self.import)?;
        if let Some(later) = records::later_import(work, self.import, committed)? {
            let sentence =
                format!("A later list, '{later}', was weighed against this one. Undo that one first.");
            return Err(Refusal::conflict(sentence).into());
        }
        let touched = records::touched_assets(work, self.import, import.base)?;
        if !touched.is_empty() {
            let sentence =
                format!("It cannot be undone: since then somebody changed {}.", some_names(&touched));
            return Err(Refusal::conflict(sentence).into());
        }
        let mut names = Vec::new();
        for asset in ticketed.assets.into_iter().take(20) {
            names.extend(records::asset(work, asset)?.map(|known| known.particulars.name));
        }
        if !names.is_empty() {
            let sentence = format!("It cannot be undone: there are tickets on {}.", some_names(&names));
            return Err(Refusal::conflict(sentence).into());
        }
        let revision = records::next_revision(work)?;
        if !records::flip(work, self.import, ImportState::Undone, revision)? {
            return Err(Refusal::conflict("This import was settled by somebody else at this moment.").into());
        }
        let tally = &import.summary.tally;
        let fact = Fact::new("assets.import-undone", import.summary.org)
            .about(self.import)
            .with("added", tally.added)
            .with("changed", tally.changed);
        Ok(Done::new(fact, ImportReceipt { import: self.import }))
    }
}
