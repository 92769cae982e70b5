//! What can be asked of the desk, one order a file: from the first report to the resolution, and what is
//! promised.

mod assign;
mod hand_back;
mod note_missed;
mod open_ticket;
mod reopen;
mod reply;
mod resolve;
mod resume;
mod set_commitments;
mod standing;
mod take;
mod triage;
mod wait;

pub use assign::Assign;
pub use hand_back::HandBack;
pub use note_missed::NoteMissed;
pub use open_ticket::{OpenTicket, Opened};
pub use reopen::{REOPEN_DAYS, Reopen, ReopenMine};
pub use reply::{Replied, Reply, ReplyToMine};
pub use resolve::Resolve;
pub use resume::Resume;
pub use set_commitments::{CommitmentsSet, SetCommitments, Target};
pub use standing::{calendar_changed, standing_back, standing_lost};
pub use take::Take;
pub use triage::{Triage, Triaged};
pub use wait::Wait;

use crate::records::Ticket;
use crate::words::State;
use kernel::{Moment, TicketId};
use schemars::JsonSchema;
use serde::Serialize;

/// How the ticket stands after the order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TicketNow {
    pub ticket: TicketId,
    pub number: i64,
    pub state: State,
    /// When the next promise is due; nothing while the clocks stand still.
    pub due_at: Option<Moment>,
}

impl TicketNow {
    fn of(ticket: &Ticket, state: State, due_at: Option<Moment>) -> Self {
        Self { ticket: ticket.id, number: ticket.number, state, due_at }
    }
}
