//! Beginning to bring in a list.

use crate::{records, text};
use kernel::{Done, Duty, Fact, ImportId, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Most rows of one import.
pub(crate) const MOST_ROWS: i64 = 200_000;

/// Begins an import of a list of assets. Its rows are staged next and seen by nobody until it is committed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginImport {
    /// Whose list it is.
    pub org: OrgId,
    /// Where it comes from, for instance the file's name.
    pub source: String,
    /// How many rows will be staged.
    pub rows: i64,
}

/// The import that was begun.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BegunImport {
    pub import: ImportId,
}

/// Begins it, and gives its id with what is charted.
pub(crate) fn begin(work: &mut Work, org: OrgId, source: &str, rows: i64) -> Result<(ImportId, Fact), Stop> {
    let source = text::name("source", source)?;
    if !(1..=MOST_ROWS).contains(&rows) {
        return Err(Refusal::invalid("rows", format!("A list has from 1 to {MOST_ROWS} rows.")).into());
    }
    let (import, base): (ImportId, i64) = (work.id(), records::next_revision(work)?);
    records::begin(work, import, &source, rows, base)?;
    Ok((import, Fact::new("assets.import-begun", org).about(import).with("rows", rows)))
}

impl Order for BeginImport {
    const ACT: Act = Act {
        name: "assets.begin-import",
        says: "Begin to import a list of assets",
        path: "/organizations/{org}/asset-imports",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = BegunImport;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BegunImport>, Stop> {
        let (import, fact) = begin(work, self.org, &self.source, self.rows)?;
        Ok(Done::new(fact, BegunImport { import }))
    }
}
