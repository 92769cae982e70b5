//! What can be asked about breaches.

mod addressees;
mod breach;
mod breaches;
mod log;
mod papers;

pub use addressees::{AddresseeLine, AddresseeList, Addressees, MOST_LETTERS};
pub use breach::{BreachFile, BreachText, BreachTexts, IncidentBreaches, LookAtBreach, OneBreach};
pub use breaches::{BreachLine, BreachList, Breaches};
pub use log::{BreachLog, LogLine, LogPlace, YearLog};
pub use papers::{BreachPapers, Papers};

pub use crate::duties::DutyLine;
pub use crate::finding::Found;
pub use crate::records::{Agreed, Text};
pub use crate::told_records::{Factor, Held, Known};
