//! The pieces of a page, one function each. A piece takes what it shows as plain values and gives markup;
//! it asks nothing, decides nothing and knows no table.

mod button;
mod chart;
mod chip;
mod due;
mod empty;
mod fact;
mod field;
mod glyph;
mod mask;
mod notice;
mod outline;
mod priority;
mod refusal;
mod seal;
mod table;
mod tabs;

pub use button::{ActButton, ButtonKind, act_button, button, link_button};
pub use chart::{Bar, Bars, Stat, bars, sparkline, stat_tile};
pub use chip::{Chip, ChipKind, chip};
pub use due::{AccountRow, Due, DueState, due_chip, moment, relative_time};
pub use empty::{Empty, empty_state};
pub use fact::{FactLine, Proof, fact_line, story};
pub use field::{Choice, Draft, Field, FieldKind, field, hidden};
pub use glyph::{Glyph, glyph};
pub use mask::{Mask, mask, unmasked};
pub use notice::{Flash, Tone, flash, notice};
pub use outline::{Step, StepState, definitions, panel, qr_code, steps};
pub use priority::{Priority, priority_sentence};
pub use refusal::{RefusalCard, Remedy, refusal_card};
pub use seal::{Standing, StandingKind, standing_seal};
pub use table::{Bulk, Chooser, Column, Paging, Row, RowMark, Sort, Table, table};
pub use tabs::{Tab, tabs};
