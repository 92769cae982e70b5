//! What can be asked about the desk. Lists and boards show no text that somebody typed; looking at one is a
//! question of its own, and charted.

mod asset_tickets;
mod board;
mod clock_rules;
mod commitments;
mod day;
mod found;
mod kept;
mod look;
mod mine;
mod postings;
mod relations;
mod reminder;
mod satisfaction;
mod these;
mod ticket;
mod tickets;
mod trends;

pub use asset_tickets::AssetTickets;
pub use board::{Board, BoardNow, band};
pub use clock_rules::{ClockRulesNow, ClockRulesOf, RulesVersion};
pub use commitments::{Commitments, InForceNow, PlaceCommitments};
pub use day::{DayNow, MyDay, OnDay};
pub use kept::{PutIn, TemplateLine, Templates, ViewLine, Views};
pub use look::{FoundInMine, LookAt, MyWords, OpenText, OpenTexts, Outline, OutlineOf, Piece};
pub use mine::{MyReport, MyTicket, MyTickets};
pub use relations::{Related, Relations, Tied};
pub use reminder::{MyReminder, Reminder};
pub use satisfaction::{Answers, ClientAnswers, MOST_MONTHS, Satisfaction, SatisfactionNow};
pub use these::{MOST_AT_ONCE, TheseTickets};
pub use ticket::{Happening, MaskedText, OneTicket, Story, ToldFact};
pub use tickets::{Count, Listing, Tickets};
pub use trends::{Class, Day, MOST_DAYS, TrendNow, Trends, Went};

use crate::records::Ticket;
use crate::words::{Nature, PromiseKind, State, Trouble, WaitReason};
use kernel::{AssetId, DepartmentId, LocationId, Moment, OrgId, PersonId, TicketId};
use schemars::JsonSchema;
use serde::Serialize;

/// The most tickets of one answer.
pub const MOST: u32 = 200;
/// How many are given when nobody said.
pub const USUAL: u32 = 50;

/// A ticket as a list shows it: masked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Listed {
    pub ticket: TicketId,
    pub org: OrgId,
    pub number: i64,
    pub kind: Trouble,
    pub state: State,
    /// 1 (first) to 4.
    pub priority: u8,
    pub because: String,
    pub patient_affected: bool,
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
    pub asset: Option<AssetId>,
    pub reporter: Option<PersonId>,
    pub assignee: Option<PersonId>,
    /// The IANA zone of its place.
    pub zone: String,
    pub opened_at: Moment,
    pub last_at: Moment,
    /// When the next promise is due; nothing while the clocks stand still.
    pub due_at: Option<Moment>,
    pub due_what: Option<PromiseKind>,
    /// The later one of the two clocks of an outage: the ticket's next promise, or when the system has to be back.
    pub also_due_at: Option<Moment>,
    pub also_due_what: Option<PromiseKind>,
    pub waiting_for: Option<WaitReason>,
    pub resolved_at: Option<Moment>,
    /// The agreement under which it is served is not in force.
    pub standing_lost: bool,
    pub nature: Nature,
    /// 1 to 3.
    pub tier: u8,
    /// Short words by which the desk gathers tickets.
    pub tags: Vec<String>,
}

impl From<&Ticket> for Listed {
    fn from(t: &Ticket) -> Self {
        Self {
            ticket: t.id,
            org: t.org,
            number: t.number,
            kind: t.kind,
            state: t.state,
            priority: t.priority,
            because: t.because(),
            patient_affected: t.patient_affected,
            location: t.location,
            department: t.department,
            asset: t.asset,
            reporter: t.reporter,
            assignee: t.assignee,
            zone: t.zone.clone(),
            opened_at: t.opened_at,
            last_at: t.last_at,
            due_at: t.due_at,
            due_what: t.due_what,
            also_due_at: t.also_due.map(|also| also.0),
            also_due_what: t.also_due.map(|also| also.1),
            waiting_for: t.waiting_for,
            resolved_at: t.resolved_at,
            standing_lost: t.standing_lost,
            nature: t.nature,
            tier: t.tier,
            tags: t.tags.clone(),
        }
    }
}

/// A page of tickets and the ticket after which the next page begins.
fn page(mut tickets: Vec<Ticket>, most: u32) -> (Vec<Listed>, Option<TicketId>) {
    let most = usize::try_from(most).expect("at most 200");
    let more = tickets.len() > most;
    tickets.truncate(most);
    let next = if more { tickets.last().map(|t| t.id) } else { None };
    (tickets.iter().map(Listed::from).collect(), next)
}

/// How many to give: what was asked for, within bounds.
pub(crate) fn bounded(most: Option<u32>) -> u32 {
    most.unwrap_or(USUAL).clamp(1, MOST)
}
