//! Keeping which column of a client's list is which field.

use crate::{kinds::ListKind, records, text};
use kernel::{Done, Duty, Fact, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Work;
use wire::ColumnMap;

/// Keeps a column map under a name, so that next month's list is read the same way.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveColumns {
    /// Whose list it is.
    pub org: OrgId,
    /// What the list holds.
    pub list: ListKind,
    /// The map's name; one of the same name is replaced.
    pub name: String,
    /// Our field to the name of the list's column.
    pub columns: BTreeMap<String, String>,
}

/// The map that was kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedMap {
    pub name: String,
}

impl Order for SaveColumns {
    const ACT: Act = Act {
        name: "assets.save-columns",
        says: "Keep the columns of a list",
        path: "/organizations/{org}/list-columns/keep",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    type Receipt = SavedMap;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SavedMap>, Stop> {
        let name = text::name("name", &self.name)?;
        if self.columns.is_empty() || self.columns.len() > 50 {
            return Err(Refusal::invalid("columns", "A map has from 1 to 50 fields.").into());
        }
        for (field, column) in &self.columns {
            text::name("columns", field)?;
            text::name("columns", column)?;
        }
        records::save_columns(work, self.list, &name, &ColumnMap(self.columns.clone()))?;
        let fact = Fact::new("assets.columns-kept", self.org)
            .with("list", self.list)
            .with("fields", self.columns.keys().collect::<Vec<_>>());
        Ok(Done::new(fact, SavedMap { name }))
    }
}
