//! One ticket with its story. The story is what the ledger holds about it, told in sentences; the texts stand
//! in it masked, and the promises tell their own account.

use crate::questions::{Listed, Relations};
use crate::words::{CareArea, Criticality, DeadlineKind, Rating, TextKind};
use crate::{facts, promises, records};
use kernel::{Duty, EntryId, Moment, PersonId, Phi, Stop, TicketId};
use office::{Act, Ground, Line, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Look;

/// One ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneTicket {
    pub ticket: TicketId,
}

/// A ticket with its promises and its story.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Story {
    pub now: Moment,
    pub head: Listed,
    /// The department's care area, and what a technician set instead.
    pub care_area: Option<CareArea>,
    pub care_area_set: Option<CareArea>,
    /// The kind of the asset, and how much hangs on it.
    pub device: Option<String>,
    pub criticality: Option<Criticality>,
    pub holds_ephi: bool,
    pub users: u32,
    pub workaround: Option<bool>,
    pub reopened: i64,
    pub first_resolved_at: Option<Moment>,
    /// What the rule says where somebody set another priority by hand.
    pub judged: Option<u8>,
    /// What presses on it from outside, and until when.
    pub deadline: Option<DeadlineKind>,
    pub deadline_at: Option<Moment>,
    /// The certification without which nobody takes it.
    pub certification: Option<String>,
    /// Whether a working spare stood in the unit when it was opened.
    pub spare: Option<bool>,
    /// Whether somebody is sent to its place.
    pub dispatch: bool,
    pub sent_on_site_at: Option<Moment>,
    /// How it was for whoever reported it, if they said so.
    pub rating: Option<Rating>,
    /// The place of the last text, for whoever writes the next.
    pub last_text: u32,
    pub relations: Relations,
    pub promises: Vec<promises::PromiseTold>,
    pub texts: Vec<MaskedText>,
    pub story: Vec<Happening>,
}

/// A text that is still sealed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MaskedText {
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
}

/// One entry of the ledger about the ticket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Happening {
    pub entry: EntryId,
    pub at: Moment,
    /// Nobody when an engine of the house did it.
    pub person: Option<PersonId>,
    /// `done`, `refused` or `looked`.
    pub outcome: String,
    pub told: Vec<ToldFact>,
    /// Its place in the ledger's tree, once sealed.
    pub leaf: Option<u64>,
}

/// One fact of an entry.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ToldFact {
    pub fact: String,
    pub sentence: String,
    /// The place of the text that came with it.
    pub text: Option<u32>,
    /// To whom the ticket was given.
    pub to: Option<PersonId>,
}

impl Question for OneTicket {
    const ACT: Act = Act {
        name: "desk.ticket",
        says: "See a ticket",
        path: "/desk/tickets/{ticket}",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = Story;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<Story, Stop> {
        let ticket = records::ticket(look, self.ticket)?;
        let now = look.now();
        let rests = records::rests(look, self.ticket)?;
        let promises = records::promises(look, self.ticket)?;
        let promises = promises.iter().map(|p| p.told(&rests, now)).collect::<anyhow::Result<_>>()?;
        let texts = records::texts(look, self.ticket)?;
        let lines = office::timeline(look, &self.ticket.to_string())?;
        let relations = Relations::of(look, &ticket)?;
        Ok(Story {
            now,
            head: Listed::from(&ticket),
            care_area: ticket.care_area,
            care_area_set: ticket.care_area_set,
            device: ticket.device,
            criticality: ticket.criticality,
            holds_ephi: ticket.holds_ephi,
            users: ticket.users,
            workaround: ticket.workaround,
            reopened: ticket.reopened,
            first_resolved_at: ticket.first_resolved_at,
            judged: ticket.judged,
            deadline: ticket.deadline.map(|d| d.0),
            deadline_at: ticket.deadline.map(|d| d.1),
            certification: ticket.certification.clone(),
            spare: ticket.spare,
            dispatch: ticket.dispatch,
            sent_on_site_at: ticket.sent_on_site_at,
            rating: records::rating(look, self.ticket)?.map(|rated| rated.rating),
            last_text: ticket.texts,
            relations,
            promises,
            texts: texts
                .into_iter()
                .map(|t| MaskedText { place: t.place, kind: t.kind, author: t.author, at: t.at })
                .collect(),
            story: lines.iter().map(|line| happening(line, self.ticket)).collect(),
        })
    }
}

fn happening(line: &Line, ticket: TicketId) -> Happening {
    // Many tickets may go on in one entry; only what names this one, or none, is its story.
    let id = ticket.to_string();
    let here = |body: &Value| body.get("ticket").and_then(Value::as_str).is_none_or(|of| of == id);
    let facts = line.facts().filter(|(_, body)| here(body));
    let told = facts.map(|(name, body)| told(name, body, &line.body)).collect();
    Happening {
        entry: line.id,
        at: line.at,
        person: line.person,
        outcome: line.outcome.clone(),
        told,
        leaf: line.leaf,
    }
}

fn told(name: &str, body: &Value, entry: &Value) -> ToldFact {
    let sentence = facts::sentence(name, body).unwrap_or_else(|| match name {
        "office.phi-looked-at" => "looked at what is written; the look is charted".to_owned(),
        "office.refused" => match entry.pointer("/refused/sentence").and_then(Value::as_str) {
            Some(said) => format!("was refused: {said}"),
            None => "was refused".to_owned(),
        },
        other => elsewhere(other, body),
    });
    let text = match name {
        "desk.ticket-opened" => Some(0),
        _ => body.get("text").and_then(Value::as_u64).and_then(|place| u32::try_from(place).ok()),
    };
    let to = match name {
        "desk.ticket-assigned" | "desk.escalated" => {
            body.get("to").and_then(Value::as_str).and_then(|id| id.parse().ok())
        }
        _ => None,
    };
    ToldFact { fact: name.to_owned(), sentence, text, to }
}

/// A fact of somebody else than the desk: its name, and how long it took where it says so.
fn elsewhere(name: &str, body: &Value) -> String {
    let what = name.split_once('.').map_or(name, |(_, what)| what).replace('-', " ");
    match body.get("minutes").and_then(Value::as_u64) {
        Some(minutes) => format!("{what}: {minutes} min"),
        None => what,
    }
}
