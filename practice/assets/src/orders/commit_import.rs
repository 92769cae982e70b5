//! Committing an import: one row is flipped and all of its assets are there.

use super::some_names;
use crate::{kinds::ImportState, records};
use kernel::{Done, Duty, Fact, ImportId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Commits an import: what it adds and changes is seen at once, by everybody, as a whole.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitImport {
    /// Which import.
    pub import: ImportId,
}

/// What was brought in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CommittedImport {
    pub import: ImportId,
    pub added: i64,
    pub changed: i64,
}

impl Order for CommitImport {
    const ACT: Act = Act {
        name: "assets.commit-import",
        says: "Commit an import",
        path: "/asset-imports/{import}/commit",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = CommittedImport;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.import)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<CommittedImport>, Stop> {
        let import = records::import(work, self.import)?.ok_or_else(|| Refusal::not_found("import"))?;
        let (summary, base) = (&import.summary, import.base);
        let tally = &summary.tally;
        if summary.state != ImportState::Staging {
            let state = summary.state.title().to_lowercase();
            return Err(Refusal::conflict(format!("This import is {state} already.")).into());
        }
        if tally.staged < tally.total {
            let sentence = format!("Of {} rows only {} were staged so far.", tally.total, tally.staged);
            return Err(Refusal::conflict(sentence).into());
        }
        if tally.added + tally.changed == 0 {
            return Err(
                Refusal::conflict("Nothing in this list would change anything. Drop the import.").into()
            );
        }
        if let Some(other) = records::other_since(work, self.import, base)? {
            let sentence = format!(
                "Meanwhile another list, '{other}', was committed or undone, so this one was weighed against \
                 something else. Drop this import and bring the list in again."
            );
            return Err(Refusal::conflict(sentence).into());
        }
        let touched = records::touched(work, self.import, base)?;
        if !touched.is_empty() {
            let sentence = format!(
                "Since these rows were weighed somebody changed {}. Drop this import and bring the list in again.",
                some_names(&touched)
            );
            return Err(Refusal::conflict(sentence).into());
        }
        let revision = records::next_revision(work)?;
        if !records::flip(work, self.import, ImportState::Committed, revision)? {
            return Err(Refusal::conflict("This import was settled by somebody else at this moment.").into());
        }
        let fact = Fact::new("assets.import-committed", summary.org)
            .about(self.import)
            .with("added", tally.added)
            .with("changed", tally.changed)
            .with("unchanged", tally.unchanged)
            .with("refused", tally.refused);
        let receipt = CommittedImport { import: self.import, added: tally.added, changed: tally.changed };
        Ok(Done::new(fact, receipt))
    }
}
