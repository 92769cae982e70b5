//! Something is written on a ticket: by the desk to the reporter, by the desk to itself, or by the reporter.
//! The first public reply of the desk keeps the promise of a first reply, and each one starts the clock of the
//! next update anew. What follows with the same step (the ticket waits or is resolved, minutes were worked,
//! others get a copy) happens with the reply or not at all. A reply to a ticket on which others wrote
//! meanwhile is refused once, with what is new shown. What the reporter of a merged ticket adds joins the
//! ticket that carries it on.

use crate::needs::KnownPeople;
use crate::orders::{resolve, wait};
use crate::records::{self, Missed, Ticket};
use crate::rules::WhenUpdated;
use crate::words::{AndThen, State, TextKind, Visibility, WaitReason};
use crate::{facts, texts};
use clocks::Said;
use kernel::{Done, Duty, Fact, PersonId, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Replies on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub ticket: TicketId,
    /// Who reads it.
    pub visibility: Visibility,
    /// What you write.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
    /// The place of the last text that stood on the page on which it was written. Others' texts after it refuse
    /// the reply once; nothing is compared when it is left out.
    pub seen: Option<u32>,
    /// What becomes of the ticket with it; it stays as it is when nothing is said.
    pub then: Option<AndThen>,
    /// How many minutes you worked for it; logged as time on the ticket, which ends now.
    #[schemars(range(min = 1, max = 1440))]
    pub minutes: Option<u32>,
    /// Whether you were there for these minutes.
    pub on_site: Option<bool>,
    /// Who else of the ticket's organization gets to read this reply; at most ten people.
    #[serde(default)]
    pub copies: Vec<PersonId>,
}

impl Reply {
    /// A reply with nothing that follows.
    pub fn new(ticket: TicketId, visibility: Visibility, words: Private) -> Self {
        let (seen, then, minutes, on_site) = (None, None, None, None);
        Self { ticket, visibility, words, seen, then, minutes, on_site, copies: Vec::new() }
    }
}

/// More people than this get no copy of one reply.
const MOST_COPIES: usize = 10;

/// Adds something to one's own report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyToMine {
    pub ticket: TicketId,
    /// What you write.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

/// Where the text stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Replied {
    pub ticket: TicketId,
    /// The text's place on the ticket; 0 is the report itself.
    pub text: u32,
    pub state: State,
}

impl Order for Reply {
    const ACT: Act = Act {
        name: "desk.reply",
        says: "Reply on a ticket",
        path: "/desk/tickets/{ticket}/reply",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Replied;
    /// That those who get a copy are the organization's.
    type Needs = KnownPeople;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, _people: KnownPeople) -> Result<Done<Replied>, Stop> {
        let words = texts::said("words", &self.words)?;
        self.fits_together()?;
        let ticket = records::open_ticket(work, self.ticket)?;
        unseen(work, &ticket, self.seen)?;
        if self.then == Some(AndThen::Resolve) {
            let over = resolve::bring_to_an_end(work, &ticket, &words)?;
            let fact = self.follows(work, &ticket, over.text, over.fact)?;
            let receipt = Replied { ticket: self.ticket, text: over.text, state: State::Resolved };
            return Ok(Done::new(fact, receipt).and_all(over.more));
        }
        let kind = match self.visibility {
            Visibility::Public => TextKind::Reply,
            Visibility::Internal => TextKind::Internal,
        };
        let text = records::write(work, ticket.org, self.ticket, kind, &words)?;
        let fact = facts::about("desk.replied", &ticket)
            .with("visibility", self.visibility)
            .with("text", text)
            .with("reporter", ticket.reporter);
        let fact = self.follows(work, &ticket, text, fact)?;
        let answers = self.visibility == Visibility::Public && work.person() != ticket.reporter;
        let missed = if answers { answered(work, &ticket)? } else { Vec::new() };
        let waits = self.then.and_then(AndThen::waits_for);
        let waits = waits.map(|reason| wait::let_wait(work, &ticket, reason)).transpose()?;
        let state = if waits.is_some() { State::Waiting } else { ticket.state };
        let receipt = Replied { ticket: self.ticket, text, state };
        let done = Done::new(fact, receipt).and_all(facts::missed(&ticket, &missed));
        Ok(done.and_all(waits.map(|(fact, _)| fact)))
    }
}

impl Reply {
    /// Refuses what cannot be said in one step.
    fn fits_together(&self) -> Result<(), Refusal> {
        let internal = self.visibility == Visibility::Internal;
        if internal && self.then == Some(AndThen::Resolve) {
            let sentence = "What was done is for the reporter too. Let the reporter read it, or resolve the ticket by itself.";
            return Err(Refusal::invalid("then", sentence));
        }
        if internal && !self.copies.is_empty() {
            let sentence = "Only what the reporter reads can be copied to others.";
            return Err(Refusal::invalid("copies", sentence));
        }
        if self.copies.len() > MOST_COPIES {
            return Err(Refusal::invalid("copies", format!("At most {MOST_COPIES} people get a copy.")));
        }
        Ok(())
    }

    /// Keeps who else may read the text, and says with the fact what the house does next: letters to them,
    /// and the minutes on the ticket.
    fn follows(&self, work: &mut Work, ticket: &Ticket, text: u32, fact: Fact) -> Result<Fact, Stop> {
        let others = self.copies.iter().copied().filter(|person| Some(*person) != ticket.reporter);
        let others: std::collections::BTreeSet<PersonId> = others.collect();
        for person in &others {
            records::copy_text(work, ticket.id, text, *person)?;
        }
        let mut fact = fact;
        if !others.is_empty() {
            fact = fact.with("copies", others);
        }
        if let Some(minutes) = self.minutes {
            fact = fact.with("minutes", minutes).with("on_site", self.on_site.unwrap_or(false));
        }
        Ok(fact)
    }
}

impl Order for ReplyToMine {
    const ACT: Act = Act {
        name: "desk.reply-to-mine",
        says: "Add something to your report",
        path: "/desk/my-tickets/{ticket}/reply",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = Replied;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Replied>, Stop> {
        let words = texts::said("words", &self.words)?;
        let own = mine(work, self.ticket)?;
        // What was merged is carried on elsewhere, and so is what is added to it. Another reporter's own page
        // never shows it.
        let (reporter, merged) = (own.reporter, own.merged_into.is_some());
        let ticket = records::survivor(work, own)?;
        if !ticket.state.is_open() && merged {
            let refusal = Refusal::conflict("This was resolved with the other report of the same trouble.")
                .remedy("Report it anew", Some("/report".to_owned()));
            return Err(refusal.into());
        }
        if !ticket.state.is_open() {
            let refusal =
                Refusal::conflict("This report is closed. Open it again and say what is still wrong.")
                    .remedy("Open it again", Some(format!("/my/{}", self.ticket)));
            return Err(refusal.into());
        }
        let kind = if ticket.reporter == reporter { TextKind::FromReporter } else { TextKind::FromJoined };
        let text = records::write(work, ticket.org, ticket.id, kind, &words)?;
        let fact = facts::about("desk.reporter-replied", &ticket)
            .with("text", text)
            .with("assignee", ticket.assignee);
        let mut facts: Vec<Fact> = Vec::new();
        let mut state = ticket.state;
        if ticket.waiting_for == Some(WaitReason::Reporter) {
            facts.push(crate::orders::resume::go_on(work, &ticket)?.0);
            state = Ticket::going(ticket.assignee);
        }
        asked(work, &ticket)?;
        Ok(Done::new(fact, Replied { ticket: self.ticket, text, state }).and_all(facts))
    }
}

/// Refuses what was written without having seen what others wrote on the ticket since.
fn unseen(work: &mut Work, ticket: &Ticket, seen: Option<u32>) -> Result<(), Stop> {
    let Some(seen) = seen.filter(|seen| *seen < ticket.texts) else { return Ok(()) };
    let me = work.person();
    let texts = records::texts(work, ticket.id)?;
    let new = texts.iter().filter(|text| text.place > seen && text.author != me).count();
    let sentence = match new {
        0 => return Ok(()),
        1 => "While you wrote, somebody else wrote on this ticket.".to_owned(),
        more => format!("While you wrote, {more} texts were written on this ticket."),
    };
    let sentence = format!("{sentence} Read what is new, and send yours again if it still fits.");
    let refusal = Refusal { field: Some("seen".to_owned()), ..Refusal::conflict(sentence) };
    Err(refusal.remedy("See the ticket", Some(format!("/tickets/{}", ticket.id))).into())
}

/// The reporter said something: where the contract counts updates from what nobody has answered, the next one begins.
pub(crate) fn asked(work: &mut Work, ticket: &Ticket) -> Result<(), Stop> {
    let now = work.now();
    let rules = records::rules_at(work, ticket.contract, now)?;
    if rules.rules.updates == WhenUpdated::Answers && ticket.resolved_at.is_none() {
        let (promised, _) = records::commitment(work, ticket.priority, ticket.scope(), &ticket.calendar)?;
        records::hear(work, ticket.id, Said::Reporter, (&promised, &ticket.calendar), &rules)?;
        records::recompute(work, ticket.id)?;
    }
    Ok(())
}

/// The reporter heard from the desk: the first reply is given, and the clock of the next update starts anew.
fn answered(work: &mut Work, ticket: &Ticket) -> Result<Vec<Missed>, Stop> {
    let (promised, _) = records::commitment(work, ticket.priority, ticket.scope(), &ticket.calendar)?;
    let now = work.now();
    let rules = records::rules_at(work, ticket.contract, now)?;
    let missed = records::hear(work, ticket.id, Said::Desk, (&promised, &ticket.calendar), &rules)?;
    records::recompute(work, ticket.id)?;
    Ok(missed)
}

/// The caller's own ticket; another person's is as if it were not there.
pub(super) fn mine(work: &mut Work, id: TicketId) -> Result<Ticket, Stop> {
    let ticket = records::ticket(work, id)?;
    match work.person() {
        Some(me) if ticket.reporter == Some(me) => Ok(ticket),
        _ => Err(Refusal::not_found("report").into()),
    }
}
