//! The rounds: what the house does by itself, beat by beat. One gives every entry its place in the ledger,
//! one carries letters and messages out, one notices what has lapsed or was missed, one sends the ledger's
//! checkpoints out of the house. Each looks at what is, compares it with what should be and gives plain
//! orders; whatever it knows stands in the database, so any number of servers may run and any of them may
//! die.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod advisories;
mod beat;
mod checkpoints;
mod days;
mod escalations;
mod floor;
mod lease;
mod mail_in;
mod post;
mod receipts;
mod records;
mod seal;
mod sweeps;
mod waits;
mod words;

pub use advisories::AdvisoryLetters;
pub use beat::{Handle, Next, Round, start};
pub use checkpoints::{CheckpointSent, Checkpoints, SendCheckpoint};
pub use days::Days;
pub use escalations::Escalations;
pub use floor::{Every, Floor, Needed};
pub use lease::{LEASE, Leases};
pub use mail_in::MailIn;
pub use post::{Letters, Mail, MailSettings, MailTls, Messages, ShortMessages, signature};
pub use receipts::Receipts;
pub use seal::Seal;
pub use sweeps::{BreachClocks, Coverage, Deadlines, Downtimes, Emergencies, IncidentTasks, Lapses, Missed};
pub use waits::GIVE_UP_AFTER;
pub use words::Words;

use office::Registry;
use store::Schema;

/// The rounds keep no tables of their own, only statements.
pub fn schema() -> Schema {
    Schema { slice: "rounds", migrations: &[], statements: records::STATEMENTS }
}

/// What the rounds order that no slice has.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<SendCheckpoint>(|look, _| Ok(checkpoints::officers(look)?))
        .tell(checkpoints::sentence);
}
