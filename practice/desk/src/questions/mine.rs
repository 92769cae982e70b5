//! What somebody reported themselves: how it stands, what happens next and by when. A nurse at a ward station
//! sees this without a second factor, so the texts themselves stay masked; looking at them is an act of its
//! own.

use crate::orders::Rateable;
use crate::questions::{Listed, bounded, page};
use crate::records::Ticket;
use crate::words::{CareArea, PromiseState, Rating, TextKind};
use crate::{promises, records};
use kernel::{Duty, Moment, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists one's own reports, the newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyTickets {
    /// The last report of the page before.
    pub after: Option<TicketId>,
    /// How many, at most 200.
    pub most: Option<u32>,
}

/// One of one's own reports.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyTicket {
    pub ticket: TicketId,
}

/// How a report stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MyReport {
    pub now: Moment,
    pub head: Listed,
    pub care_area: Option<CareArea>,
    pub promises: Vec<promises::PromiseTold>,
    /// What happens next, in a sentence.
    pub next_step: String,
    /// How often the desk wrote, and when last.
    pub replies: u32,
    pub last_reply_at: Option<Moment>,
    /// Whether it can be opened again, once it is resolved.
    pub may_reopen: bool,
    /// Until when it can be opened again, where that ends.
    pub reopen_until: Option<Moment>,
    /// Whether it was merged with another report of the same trouble, which carries it on.
    pub merged: bool,
    /// Whether that other report is still worked on, so that something can be added.
    pub merged_open: bool,
    /// What you said of how it was.
    pub rating: Option<Rating>,
    /// Whether you may say it, or say it anew.
    pub may_rate: bool,
    /// Whether it is somebody else's report, of which you got a copy of a reply.
    pub copied: bool,
}

impl Question for MyTickets {
    const ACT: Act = Act {
        name: "desk.my-tickets",
        says: "List your own reports",
        path: "/desk/my-tickets",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = Vec<Listed>;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<Listed>, Stop> {
        let most = bounded(self.most);
        match look.person() {
            Some(me) => Ok(page(records::of_reporter(look, me, self.after, most)?, most).0),
            None => Ok(Vec::new()),
        }
    }
}

impl Question for MyTicket {
    const ACT: Act = Act {
        name: "desk.my-ticket",
        says: "See how your report stands",
        path: "/desk/my-tickets/{ticket}",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Answer = MyReport;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<MyReport, Stop> {
        let ticket = records::ticket(look, self.ticket)?;
        let places = yours(look, &ticket)?;
        let copied = places.is_some();
        let now = look.now();
        let rests = records::rests(look, self.ticket)?;
        let promises = records::promises(look, self.ticket)?;
        let promises: Vec<promises::PromiseTold> =
            promises.iter().map(|p| p.told(&rests, now)).collect::<anyhow::Result<_>>()?;
        let texts = records::texts(look, self.ticket)?;
        let replies: Vec<Moment> = texts
            .iter()
            .filter(|t| {
                matches!(t.kind, TextKind::Reply | TextKind::Resolution) && t.author != ticket.reporter
            })
            .filter(|t| places.as_ref().is_none_or(|places| places.contains(&t.place)))
            .map(|t| t.at)
            .collect();
        let rating = records::rating(look, self.ticket)?.filter(|_| !copied).map(|rated| rated.rating);
        let may_rate = !copied && Rateable::of(look, &ticket)?.may_be_rated(rating.is_some(), now).is_ok();
        let head = Listed::from(&ticket);
        let merged = ticket.merged_into.is_some();
        let merged_open = merged && records::survivor(look, ticket.clone())?.state.is_open();
        let next_step = match (merged, merged_open) {
            _ if copied => {
                "Somebody else reported this. The desk sent you a copy of what it answered.".to_owned()
            }
            (false, _) => next_step(&head, &promises),
            (true, true) => "The same trouble was reported twice; both are worked on as one.".to_owned(),
            (true, false) => "It is resolved together with the other report of the same trouble.".to_owned(),
        };
        let again = match ticket.resolved_at.filter(|_| !merged && !copied) {
            Some(closed_at) => Some(crate::orders::anew(look, &ticket, closed_at)?),
            None => None,
        };
        Ok(MyReport {
            now,
            merged,
            merged_open: merged_open && !copied,
            copied,
            rating,
            may_rate,
            next_step,
            care_area: ticket.care_area_set.or(ticket.care_area),
            promises,
            replies: u32::try_from(replies.len()).unwrap_or(u32::MAX),
            last_reply_at: replies.last().copied(),
            may_reopen: again.is_some_and(|(anew, _)| !anew),
            reopen_until: again.and_then(|(_, until)| until),
            head,
        })
    }
}

/// Nothing for one's own report; the places of the texts of which one got a copy for somebody else's. Any
/// other is as if it were not there.
pub(super) fn yours(look: &mut Look, ticket: &Ticket) -> Result<Option<Vec<u32>>, Stop> {
    let me = look.person().ok_or_else(|| Refusal::not_found("report"))?;
    if ticket.reporter == Some(me) {
        return Ok(None);
    }
    let places = records::copied(look, ticket.id, me)?;
    if places.is_empty() { Err(Refusal::not_found("report").into()) } else { Ok(Some(places)) }
}

/// What a reporter is told. The time itself stands beside it.
fn next_step(ticket: &Listed, promises: &[promises::PromiseTold]) -> String {
    use crate::words::{State, WaitReason};
    let answered = promises.first().is_some_and(|p| p.stopped_at.is_some());
    let late = promises.iter().any(|p| p.state == PromiseState::Late);
    let sentence = match (ticket.state, ticket.waiting_for) {
        (State::Resolved, _) => "It is resolved. If it is not, open it again.",
        (_, Some(WaitReason::Reporter)) => "The desk needs an answer from you to go on.",
        (_, Some(WaitReason::Vendor)) => "The desk waits for the vendor.",
        (_, Some(WaitReason::Parts)) => "The desk waits for parts.",
        (_, Some(WaitReason::ChangeWindow)) => "The work waits for the change window.",
        _ if late => "This is later than was promised. The desk knows, and it stands at the front.",
        _ if answered => "The desk is working on it.",
        _ if ticket.assignee.is_some() => "Somebody took it and will answer you.",
        _ => "The desk has it. Somebody will answer you.",
    };
    sentence.to_owned()
}
