//! Everything that can be asked here.

mod asset;
mod assets;
mod columns;
mod hangs;
mod imports;
mod uptime;

pub use asset::{Asset, AssetCard};
pub use assets::{AssetLine, AssetList, Assets, COUNTED_TO};
pub use columns::{Columns, SavedColumns, SavedColumnsList};
pub use hangs::{Hanging, Hangs, Neighbour};
pub use imports::{ImportList, ImportSummary, ImportWeighed, Imports, Tally, WeighImport, WeighedRow};
pub use uptime::{RecoveryList, RecoveryTarget, RecoveryTargets, StatesNow, SystemStates};

/// Rows of a page when nobody says otherwise.
const USUAL: u32 = 50;
/// Most rows of a page.
const MOST: u32 = 200;

fn page(most: Option<u32>) -> u32 {
    most.unwrap_or(USUAL).clamp(1, MOST)
}
