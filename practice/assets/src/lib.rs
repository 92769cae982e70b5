//! Assets: what an organization works with. A workstation on a ward, a server, a label printer, an infusion pump, a program
//! in somebody's cloud: each has a kind, says how much patients depend on it, whether ePHI is kept on it or reached from
//! it, where it stands, and who may patch it. Lists and inventories are brought in whole: weighed first, committed in
//! one instant, and undone as long as nothing was built upon them.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod continuity;
mod facts;
mod kinds;
pub mod lists;
pub mod needs;
mod orders;
mod pages;
mod particulars;
mod questions;
mod records;
pub mod recovery;
mod rows;
mod staging;
mod text;
pub mod uptime;
mod weigh;

pub use kinds::{
    AssetKind, AssetState, Criticality, ImportState, ListKind, MatchedBy, PatchAuthority, RowVerdict,
};

pub use orders::{
    AssetReceipt, BeginImport, BegunImport, CommitImport, CommittedImport, CorrectState, Disposal,
    DropImport, ImportReceipt, PartAssets, PasteImport, RecoverySet, RelateAssets, ReportState, RetireAsset,
    SaveColumns, SavedMap, SayContinuity, SetRecovery, StageRows, UndoImport, outage,
};
pub use pages::{
    AddPage, AssetPage, ImportForm, ImportPage, ListPage, RevisePage, add_page, asset_actions, asset_page,
    import_form, import_page, list_actions, list_page, revise_page,
};
pub use particulars::{AddAsset, Change, Particulars, ReviseAsset};
pub use questions::{
    Asset, AssetCard, AssetLine, AssetList, Assets, COUNTED_TO, Columns, Hanging, Hangs, ImportList,
    ImportSummary, ImportWeighed, Imports, Neighbour, RecoveryList, RecoveryTarget, RecoveryTargets,
    SavedColumns, SavedColumnsList, StatesNow, SystemStates, Tally, WeighImport, WeighedRow,
};
pub use rows::{ListRow, MOST_ROWS, Problem};
pub use text::name_key;

use office::Registry;
use store::{Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "assets",
        migrations: const {
            &[
                Migration { name: "0001_assets", text: include_str!("../migrations/0001_assets.sql") },
                Migration { name: "0002_spares", text: include_str!("../migrations/0002_spares.sql") },
                Migration {
                    name: "0003_continuity",
                    text: include_str!("../migrations/0003_continuity.sql"),
                },
                Migration { name: "0004_uptime", text: include_str!("../migrations/0004_uptime.sql") },
            ]
        },
        statements: &records::STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. [`AddAsset`], [`ReviseAsset`], [`StageRows`] and
/// [`PasteImport`] need [`needs::Places`], [`UndoImport`] needs [`needs::Ticketed`], [`ReportState`] and [`CorrectState`]
/// need [`needs::Zoned`], [`SetRecovery`] needs [`needs::Scoped`]: the binary registers them with their supplies.
pub fn register(registry: &mut Registry) {
    registry
        .order::<RetireAsset>()
        .order::<BeginImport>()
        .order::<CommitImport>()
        .order::<DropImport>()
        .order::<SaveColumns>()
        .question::<Assets>()
        .question::<Asset>()
        .order::<SayContinuity>()
        .order::<RelateAssets>()
        .order::<PartAssets>()
        .question::<Hangs>()
        .question::<SystemStates>()
        .question::<RecoveryTargets>()
        .question::<WeighImport>()
        .question::<Imports>()
        .question::<Columns>()
        .locate("ast", records::LOCATE_ASSET)
        .locate("imp", records::LOCATE_IMPORT)
        .tell(facts::sentence);
}
