//! What can be asked about changes.

mod change;
mod changes;
mod freezes;

pub use change::{ChangeText, ChangeTexts, LookAtChange, MaskedText, OneChange, TestLine, Told, VoteLine};
pub use changes::{ChangeLine, ChangeList, Changes, TicketChanges};
pub use freezes::{FreezeLine, FreezeList, Freezes};
