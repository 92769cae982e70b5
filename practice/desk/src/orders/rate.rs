//! How was it? Whoever reported a ticket says so in one word once it is resolved, with a word of their own if
//! they like, and may think again until the report is closed for good. Whoever worked on it does not rate it.

use crate::orders::{REOPEN_DAYS, reply};
use crate::records::{self, Ticket};
use crate::words::{Rating, TextKind};
use crate::{facts, texts};
use kernel::{Done, Duty, Moment, Phi, Private, Refusal, Span, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Says how it was, once one's own report is resolved.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub ticket: TicketId,
    pub rating: Rating,
    /// What you want to add. The desk reads it. No name of a patient.
    #[schemars(extend("x-long" = true))]
    pub words: Option<Private>,
}

/// What is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RatedNow {
    pub ticket: TicketId,
    pub rating: Rating,
    /// Until when you may think again.
    pub until: Moment,
}

impl Order for Rate {
    const ACT: Act = Act {
        name: "desk.rate",
        says: "Say how it was",
        path: "/desk/my-tickets/{ticket}/rate",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = RatedNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<RatedNow>, Stop> {
        let ticket = reply::mine(work, self.ticket)?;
        let author = work.person().ok_or_else(|| Refusal::not_found("report"))?;
        let before = records::rating(work, self.ticket)?;
        let standing = Rateable::of(work, &ticket)?;
        standing.may_be_rated(before.is_some(), work.now())?;
        let words = self.words.as_ref().filter(|words| !words.is_blank());
        let words = words.map(|words| texts::said("words", words)).transpose()?;
        records::rate(work, self.ticket, author, self.rating)?;
        let mut fact = facts::about("desk.rated", &ticket)
            .with("rating", self.rating)
            .with("changed", before.is_some())
            .with("assignee", standing.carried.assignee);
        if let Some(words) = words {
            let place = records::write(work, ticket.org, self.ticket, TextKind::Rating, &words)?;
            fact = fact.with("text", place);
        }
        let until = standing.closes_at.unwrap_or(work.now());
        Ok(Done::new(fact, RatedNow { ticket: self.ticket, rating: self.rating, until }))
    }
}

/// How a report stands for whoever may rate it: by the ticket that carried it to its end.
pub(crate) struct Rateable {
    carried: Ticket,
    /// Nothing while it is open.
    pub closes_at: Option<Moment>,
    /// Whether the caller worked on it.
    pub worked: bool,
}

impl Rateable {
    pub(crate) fn of(look: &mut Look, ticket: &Ticket) -> Result<Self, Stop> {
        let carried = records::survivor(look, ticket.clone())?;
        let me = look.person();
        let mut worked = me.is_some() && [ticket.assignee, carried.assignee].contains(&me);
        for id in [ticket.id, carried.id] {
            let desk = [TextKind::Reply, TextKind::Internal, TextKind::Reason, TextKind::Resolution];
            let wrote = |t: &records::Text| t.author == me && desk.contains(&t.kind);
            worked = worked || records::texts(look, id)?.iter().any(wrote);
        }
        let closes_at = carried.resolved_at.map(|at| at.plus(Span::days(REOPEN_DAYS)));
        Ok(Self { carried, closes_at, worked })
    }

    /// # Errors
    /// The refusal that says why not.
    pub(crate) fn may_be_rated(&self, before: bool, now: Moment) -> Result<(), Refusal> {
        let way = |refusal: Refusal| refusal.remedy("See your reports", Some("/my".to_owned()));
        let Some(closes_at) = self.closes_at else {
            return Err(way(Refusal::conflict("It is still worked on. Say how it was once it is resolved.")));
        };
        if self.worked {
            return Err(way(Refusal::forbidden("Whoever worked on a ticket does not rate it.")));
        }
        if before && closes_at < now {
            return Err(way(Refusal::conflict("This report is closed; what you said of it stands.")));
        }
        Ok(())
    }
}
