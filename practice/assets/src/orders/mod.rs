//! Everything that can be changed here, one order a file.

mod add_asset;
mod begin_import;
mod commit_import;
mod continuity;
mod drop_import;
mod paste_import;
mod retire_asset;
mod revise_asset;
mod save_columns;
mod stage_rows;
mod undo_import;
mod uptime;

pub use begin_import::{BeginImport, BegunImport};
pub use commit_import::{CommitImport, CommittedImport};
pub(crate) use continuity::why;
pub use continuity::{PartAssets, RelateAssets, SayContinuity};
pub use drop_import::DropImport;
pub use paste_import::PasteImport;
pub use retire_asset::{Disposal, RetireAsset};
pub use save_columns::{SaveColumns, SavedMap};
pub use stage_rows::StageRows;
pub use undo_import::UndoImport;
pub use uptime::{CorrectState, RecoverySet, ReportState, SetRecovery, outage};

use kernel::AssetId;
use schemars::JsonSchema;
use serde::Serialize;

/// The asset that was added or changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssetReceipt {
    pub asset: AssetId,
}

/// The import that was dropped or undone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportReceipt {
    pub import: kernel::ImportId,
}

/// The first few of some names, for a sentence.
pub(crate) fn some_names(names: &[String]) -> String {
    let first: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
    let more = if names.len() > first.len() { " and others" } else { "" };
    format!("{}{more}", first.join(", "))
}
