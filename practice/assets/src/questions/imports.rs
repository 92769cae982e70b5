//! An import before and after its commit: how many rows mean what, and what became of each.

use super::page;
use crate::{
    kinds::{ImportState, MatchedBy, RowVerdict},
    particulars::Change,
    records::{self, KeptRow},
    rows::Problem,
};
use kernel::{AssetId, Duty, ImportId, Moment, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// How many rows mean what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Rows of the whole list.
    pub total: i64,
    /// Rows that were weighed so far.
    pub staged: i64,
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub refused: i64,
}

impl Tally {
    pub(crate) fn count(&mut self, verdict: RowVerdict) {
        self.staged += 1;
        match verdict {
            RowVerdict::Added => self.added += 1,
            RowVerdict::Changed => self.changed += 1,
            RowVerdict::Unchanged => self.unchanged += 1,
            RowVerdict::Refused => self.refused += 1,
        }
    }
}

/// An import and how it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportSummary {
    pub id: ImportId,
    pub org: OrgId,
    /// Where the list came from.
    pub source: String,
    pub state: ImportState,
    pub tally: Tally,
    pub begun_by: Option<PersonId>,
    pub begun_at: Moment,
    pub committed_at: Option<Moment>,
    pub undone_at: Option<Moment>,
    pub dropped_at: Option<Moment>,
}

/// What a list would change, row by row; after the commit, what it did change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeighImport {
    /// Which import.
    pub import: ImportId,
    /// Only rows with this verdict.
    pub verdict: Option<RowVerdict>,
    /// The number of the last row of the page before.
    pub after: Option<i64>,
    /// How many at most, up to 200.
    pub most: Option<u32>,
}

/// What became of a row.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WeighedRow {
    /// Which row of the import, counted from 1.
    pub number: i64,
    pub file: Option<String>,
    /// The line of the file, counted from 1.
    pub line: u32,
    pub name: Option<String>,
    pub verdict: RowVerdict,
    /// By what the asset was recognised.
    pub matched_by: Option<MatchedBy>,
    pub asset: Option<AssetId>,
    /// For a changed asset, each field with before and after.
    pub changes: Vec<Change>,
    /// For a refused row, the field and the reason.
    pub problem: Option<Problem>,
}

/// A page of an import's rows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportWeighed {
    pub import: ImportSummary,
    pub rows: Vec<WeighedRow>,
    /// To be given as `after` for the next page; nothing on the last one.
    pub next: Option<i64>,
}

impl Question for WeighImport {
    const ACT: Act = Act {
        name: "assets.weigh-import",
        says: "See what an import changes",
        path: "/asset-imports/{import}",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = ImportWeighed;

    fn ground(&self) -> Ground {
        Ground::thing(self.import)
    }

    fn answer(&self, look: &mut Look) -> Result<ImportWeighed, Stop> {
        let import = records::import(look, self.import)?.ok_or_else(|| Refusal::not_found("import"))?;
        let (most, after) = (page(self.most), self.after.unwrap_or_default());
        let mut kept = records::rows(look, self.import, self.verdict, after, most + 1)?;
        let more = kept.len() > most as usize;
        kept.truncate(most as usize);
        let next = kept.last().filter(|_| more).map(|r| r.number);
        let mut rows = Vec::with_capacity(kept.len());
        for row in kept {
            rows.push(weighed(look, row, import.base)?);
        }
        Ok(ImportWeighed { import: import.summary, rows, next })
    }
}

fn weighed(look: &mut Look, row: KeptRow, base: i64) -> Result<WeighedRow, Stop> {
    let changes = match row.asset.filter(|_| row.verdict == RowVerdict::Changed) {
        Some(asset) => {
            let around = records::around(look, asset, base)?;
            around.map(|(before, after)| before.changes(&after)).unwrap_or_default()
        }
        None => Vec::new(),
    };
    Ok(WeighedRow {
        number: row.number,
        file: row.file,
        line: row.line,
        name: row.name,
        verdict: row.verdict,
        matched_by: row.matched_by,
        asset: row.asset,
        changes,
        problem: row.problem,
    })
}

/// The latest imports of an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Imports {
    /// Whose imports.
    pub org: OrgId,
    /// How many at most, up to 200.
    pub most: Option<u32>,
}

/// Imports, the latest first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportList {
    pub imports: Vec<ImportSummary>,
}

impl Question for Imports {
    const ACT: Act = Act {
        name: "assets.imports",
        says: "List imports",
        path: "/organizations/{org}/asset-imports/latest",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = ImportList;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<ImportList, Stop> {
        Ok(ImportList { imports: records::recent(look, page(self.most))? })
    }
}
