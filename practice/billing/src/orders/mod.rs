//! What can be asked of billing: time that is logged, corrected and dropped, and months that are closed.

mod sheets;
mod time;

pub use sheets::{CloseSheet, OpenSheet, SheetReceipt};
pub use time::{CorrectTime, DropTime, LogTime, TimeReceipt, typed, worked};
