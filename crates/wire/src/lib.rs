//! What lists and inventories look like when they come from outside.
//!
//! A hospital's staff list arrives as a spreadsheet, its computers as a report of an inventory agent, its network as
//! the result of a scan. This crate turns such files into plain rows and plain findings, or says in a sentence which
//! row, column or byte it could not read. It trusts nothing: every size is limited before memory is spent, nothing in
//! a file can make it open another file, and no content of a cell is repeated in an error, because a cell may hold
//! something private.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod columns;
pub mod dates;
pub mod inventory;
pub mod mail;
pub mod phones;
pub mod sheet;
mod text;
mod xml;

pub use columns::{ColumnError, ColumnMap, Target};
pub use inventory::{Found, InventoryError, KindHint};
pub use sheet::{Row, Sheet, SheetError};
pub use text::TextError;
