//! The pages of assets: the list, one asset's card, the forms, and an import from the paste to its undoing.

mod card;
mod forms;
mod hangs;
mod import;
mod list;

pub use card::{AssetPage, asset_actions, asset_page};
pub use forms::{AddPage, RevisePage, add_page, revise_page};
pub use import::{ImportForm, ImportPage, import_form, import_page};
pub use list::{ListPage, list_actions, list_page};
