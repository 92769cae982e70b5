//! What can be asked of the desk, one order a file: from the first report to the resolution, and what is
//! promised.

mod assign;
mod backdate;
mod client_it;
mod count_day;
mod deadline;
mod escalate;
mod export;
mod hand_back;
mod link;
mod link_asset;
mod merge;
mod name_reporter;
mod nature;
mod note_missed;
mod offspring;
mod on_site;
mod open_ticket;
mod outage;
mod parent;
mod rate;
mod remind;
mod reopen;
mod reply;
mod report_again;
mod resolve;
mod resume;
mod set_clock_rules;
mod set_commitments;
mod set_priority;
mod split;
mod standing;
mod tags;
mod take;
mod templates;
mod triage;
mod views;
mod wait;

pub use assign::Assign;
pub use backdate::{Backdate, Backdated, DueRevision};
pub use client_it::{BackFromClientIt, HandToClientIt};
pub use count_day::{CountDay, DayCounted};
pub use deadline::{ClearDeadline, JudgeAgain, SetDeadline};
pub use escalate::{Escalate, RequireCertification, SendDown};
pub use export::{ExportNow, ExportTickets};
pub use hand_back::HandBack;
pub use link::{LinkTickets, UnlinkTickets};
pub use link_asset::{LinkAsset, UnlinkAsset};
pub use merge::{Merge, Merged, UNMERGE_DAYS, Unmerge};
pub use name_reporter::NameReporter;
pub use nature::{ChangeNature, OpenProblem};
pub use note_missed::NoteMissed;
pub use on_site::{NoteArrival, SendOnSite};
pub use open_ticket::{OpenTicket, Opened};
pub use outage::{DeclareOutage, EndOutage, OutageNow};
pub use parent::{AddTask, PlaceUnder, TakeOut};
pub use rate::{Rate, RatedNow};
pub use remind::{DropReminder, RemindMe, Reminded};
pub use reopen::{REOPEN_DAYS, Reopen, ReopenMine};
pub use reply::{Replied, Reply, ReplyToMine};
pub use report_again::ReportAgain;
pub use resolve::Resolve;
pub use resume::Resume;
pub use set_clock_rules::{ClockRulesSet, SetClockRules};
pub use set_commitments::{CommitmentsSet, SetCommitments, Target};
pub use set_priority::{SetPriority, TakeBackPriority};
pub use split::Split;
pub use standing::{calendar_changed, standing_back, standing_lost};
pub use tags::{Tag, Tagged, Untag};
pub use take::Take;
pub use templates::{DropTemplate, KeepTemplate, TemplateNow, TemplateUse, VARIABLES};
pub use triage::{Triage, Triaged};
pub use views::{DropView, KeepView, RenameView, ViewNow};
pub use wait::Wait;

pub(crate) use open_ticket::{due, scope};
pub(crate) use rate::Rateable;
pub(crate) use reopen::{again as open_again, anew};
pub(crate) use reply::asked;
pub(crate) use resume::go_on;

use crate::needs::Routed;
use crate::priority::Judged;
use crate::promises::{Anew, Promise};
use crate::records::{self, Ticket};
use crate::routing;
use crate::texts;
use crate::words::{State, TextKind};
use kernel::{Fact, Moment, Private, Refusal, Stop, TicketId};
use schemars::JsonSchema;
use serde::Serialize;
use store::Work;

/// How the ticket stands after the order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TicketNow {
    pub ticket: TicketId,
    pub number: i64,
    pub state: State,
    /// When the next promise is due; nothing while the clocks stand still.
    pub due_at: Option<Moment>,
}

/// The earliest time at which a running promise is due.
fn next_due(promises: &[Promise]) -> Option<Moment> {
    promises.iter().filter(|p| p.stopped_at.is_none()).filter_map(|p| p.due_at).min()
}

/// Keeps what the rule makes of a ticket whose facts have changed; `set` is the priority that somebody chose
/// instead. What is promised follows the priority; the time used so far carries over. Gives the priority that
/// counts and what is due next.
fn judged(
    work: &mut Work,
    before: &Ticket,
    after: &Ticket,
    judged: &Judged,
    set: Option<u8>,
) -> Result<(u8, Option<Moment>), Stop> {
    let number = records::judge(work, after, judged, set)?;
    if number != before.priority {
        let (promised, _) = records::commitment(work, number, before.scope(), &before.calendar)?;
        let why = if number < before.priority { Anew::Raised } else { Anew::Lowered };
        records::promise_again(work, before.id, &promised, why)?;
    }
    let promises = records::recompute(work, before.id)?;
    Ok((number, next_due(&promises)))
}

/// Refuses somebody who cannot take the ticket on as it stands (or, with `tier`, as it will stand): the
/// sentence names everything that is missing, the way out who could.
fn fits(work: &Work, ticket: &Ticket, tier: u8, routed: &Routed) -> Result<(), Refusal> {
    let demand = routing::Demand { tier, ..ticket.demand() };
    let missing = routing::missing(&demand, &routed.worker, work.now());
    if missing.is_empty() {
        return Ok(());
    }
    let words: Vec<String> = missing.iter().map(routing::Missing::words).collect();
    let mine = work.person() == Some(routed.worker.person);
    let whom = if mine { "You" } else { "This person" };
    let sentence = format!("{whom} cannot take this ticket on. What is missing: {}.", words.join("; "));
    let way_out = match routed.could.as_slice() {
        [] => "See who may take it".to_owned(),
        could => format!("{} could take it", could.join(", ")),
    };
    let refusal = Refusal::forbidden(sentence);
    Err(refusal.remedy(way_out, Some(format!("/tickets/{}#who-may-take", ticket.id))))
}

/// Keeps a typed reason as a text that only the desk reads, and names its place in the fact.
fn reasoned(
    work: &mut Work,
    ticket: &Ticket,
    field: &str,
    reason: &Private,
    fact: Fact,
) -> Result<Fact, Stop> {
    let reason = texts::said(field, reason)?;
    let place = records::write(work, ticket.org, ticket.id, TextKind::Reason, &reason)?;
    Ok(fact.with("text", place))
}

impl TicketNow {
    fn of(ticket: &Ticket, state: State, due_at: Option<Moment>) -> Self {
        Self { ticket: ticket.id, number: ticket.number, state, due_at }
    }
}
