//! The board: what is open within reach, in order of patient-care impact and then of what is due next.

use crate::questions::{Listed, MOST};
use crate::records;
use crate::words::Band;
use kernel::{Duty, Moment, OrgId, Phi, Span, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// What is open now.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Only this organization.
    pub org: Option<OrgId>,
}

/// The board as it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BoardNow {
    pub now: Moment,
    /// Patient care is at risk.
    pub at_once: Vec<Listed>,
    /// Late, or due on this day of its place.
    pub today: Vec<Listed>,
    pub watch: Vec<Listed>,
    /// Whether there is more than is shown.
    pub more: bool,
    /// When the last ticket was resolved, if nothing is open.
    pub clear_since: Option<Moment>,
}

/// What is due sooner than this is today's work, whatever the calendar says.
const NEAR: Span = Span::hours(8);

/// Where a ticket stands on the board. A ticket whose clocks rest is watched, unless patient care is at risk.
pub fn band(ticket: &Listed, now: Moment) -> Band {
    if ticket.priority == 1 || ticket.patient_affected && ticket.priority == 2 {
        return Band::Now;
    }
    match ticket.due_at {
        // Shortly before midnight, what is due within hours is today's work too.
        Some(due) if due.since(now) < NEAR => Band::Today,
        Some(due) if due.date_in(&ticket.zone) <= now.date_in(&ticket.zone) => Band::Today,
        _ => Band::Watch,
    }
}

impl Question for Board {
    const ACT: Act = Act {
        name: "desk.board",
        says: "See what is open",
        path: "/desk/board",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = BoardNow;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<BoardNow, Stop> {
        let now = look.now();
        let tickets = records::board(look, self.org, MOST + 1)?;
        let clear_since = if tickets.is_empty() { records::cleared_at(look, self.org)? } else { None };
        let most = usize::try_from(MOST).expect("at most 200");
        let more = tickets.len() > most;
        let (mut at_once, mut today, mut watch) = (Vec::new(), Vec::new(), Vec::new());
        for ticket in tickets.iter().take(most).map(Listed::from) {
            match band(&ticket, now) {
                Band::Now => at_once.push(ticket),
                Band::Today => today.push(ticket),
                Band::Watch => watch.push(ticket),
            }
        }
        Ok(BoardNow { now, at_once, today, watch, more, clear_since })
    }
}
