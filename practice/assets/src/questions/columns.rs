//! The column maps that were kept.

use crate::{kinds::ListKind, records};
use kernel::{Duty, Moment, OrgId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Look;

/// The column maps that were kept for an organization's lists.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Whose lists.
    pub org: OrgId,
    /// What the lists hold.
    pub list: ListKind,
}

/// A kept map.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedColumns {
    pub name: String,
    /// Our field to the name of the list's column.
    pub columns: BTreeMap<String, String>,
    pub saved_at: Moment,
}

/// All of them, by name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedColumnsList {
    pub maps: Vec<SavedColumns>,
}

impl Question for Columns {
    const ACT: Act = Act {
        name: "assets.columns",
        says: "See the kept columns of lists",
        path: "/organizations/{org}/list-columns",
        duty: Duty::ReadAssets,
        phi: Phi::None,
    };
    type Answer = SavedColumnsList;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<SavedColumnsList, Stop> {
        Ok(SavedColumnsList { maps: records::column_maps(look, self.list)? })
    }
}
