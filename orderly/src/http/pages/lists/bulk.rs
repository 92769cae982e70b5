//! Acts for many tickets at once. Each ticket is an order of its own, given at the same door: it passes
//! the gate by itself, is charted by itself, and says by itself what became of it.

use super::super::super::{App, decode, visitor::Visitor};
use super::super::act::schema_of;
use super::super::around::read;
use super::super::desk::around;
use super::super::frame::{Frame, Page, open, or_stop};
use super::{Asked, back_to, value};
use crate::records::boards;
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use desk::pages::{Became, BulkAct, BulkDone, BulkPage};
use desk::{MOST_AT_ONCE, TheseTickets};
use futures_util::future::join_all;
use kernel::{Duty, Refusal, Stop, TicketId};

/// How many orders are on their way at the same time: enough to share a commit, few enough that a nurse
/// does not wait.
const TOGETHER: usize = 20;

/// What was sent: the act, the rows and where to go back to.
struct Chosen {
    act: BulkAct,
    tickets: Vec<TicketId>,
}

fn chosen(sent: &Asked) -> Result<Chosen, Refusal> {
    let list = || Some("/tickets".to_owned());
    let Some(act) = value(sent, "act").and_then(BulkAct::from_word) else {
        return Err(Refusal::invalid("act", "Choose what is to be done.").remedy("Back to the list", list()));
    };
    let mut tickets = Vec::new();
    for (_, row) in sent.iter().filter(|(n, _)| n == "row") {
        let ticket: TicketId =
            row.parse().map_err(|_| Refusal::invalid("row", "One of the chosen rows is no ticket."))?;
        if !tickets.contains(&ticket) {
            tickets.push(ticket);
        }
        if tickets.len() > MOST_AT_ONCE {
            let sentence = "At most 100 tickets are acted on at once. Choose fewer.";
            return Err(Refusal::invalid("row", sentence).remedy("Back to the list", list()));
        }
    }
    if tickets.is_empty() {
        return Err(Refusal::invalid("row", "No ticket was chosen.").remedy("Back to the list", list()));
    }
    Ok(Chosen { act, tickets })
}

/// `POST /tickets/bulk`: what will be done, to which, and what must still be said.
pub async fn asked(
    State(app): State<App>,
    visitor: Visitor,
    Query(address): Query<Asked>,
    Form(sent): Form<Asked>,
) -> Response {
    let frame = open!(&app, &visitor);
    let back = back_to(value(&sent, "back").or(value(&address, "back"))).to_owned();
    match chosen(&sent) {
        Ok(chosen) => ask(&frame, &chosen, &back, None).await,
        Err(refusal) => frame.refused(refusal),
    }
}

async fn ask(frame: &Frame<'_>, chosen: &Chosen, back: &str, error: Option<&str>) -> Response {
    let tickets = or_stop!(frame.ask(TheseTickets { tickets: chosen.tickets.clone() }).await);
    let around = or_stop!(around(frame, tickets.iter()).await);
    let employer = frame.badge.employer;
    let people = if chosen.act == BulkAct::Assign {
        or_stop!(read(frame, move |look| boards::people_of(look, employer)).await)
    } else {
        Vec::new()
    };
    let page = BulkPage {
        act: chosen.act,
        tickets: &tickets,
        around: &around,
        people: &people,
        back,
        once: &once(frame),
        error,
    };
    frame.page(Page::new(chosen.act.title(), "tickets"), desk::pages::bulk_asked(&page))
}

/// A word for one sending of a form. Keys belong to their person, so the moment is enough.
fn once(frame: &Frame<'_>) -> String {
    format!("bulk-{}", frame.now_us())
}

/// `POST /tickets/bulk/do`
pub async fn carry_out(State(app): State<App>, visitor: Visitor, Form(sent): Form<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let back = back_to(value(&sent, "back")).to_owned();
    let chosen = match chosen(&sent) {
        Ok(chosen) => chosen,
        Err(refusal) => return frame.refused(refusal),
    };
    if !frame.has(Duty::WorkTickets) {
        return frame.refused(Refusal::forbidden("Only whoever works on tickets acts on many of them."));
    }
    let mut said = Vec::new();
    for field in chosen.act.fields() {
        let Some(words) = value(&sent, field) else {
            return ask(&frame, &chosen, &back, Some("This is needed for all of them.")).await;
        };
        said.push(((*field).to_owned(), words.to_owned()));
    }
    let key = value(&sent, "_once").filter(|k| k.len() <= 60).map(str::to_owned);
    let key = key.unwrap_or_else(|| once(&frame));
    let mut became = Vec::with_capacity(chosen.tickets.len());
    for some in chosen.tickets.chunks(TOGETHER) {
        let orders = some.iter().map(|ticket| one(&frame, chosen.act, *ticket, &said, &key));
        became.extend(join_all(orders).await);
    }
    let tickets = or_stop!(frame.ask(TheseTickets { tickets: chosen.tickets }).await);
    let around = or_stop!(around(&frame, tickets.iter()).await);
    let done = BulkDone {
        act: chosen.act,
        became: &became,
        tickets: &tickets,
        around: &around,
        back: &back,
        once: &once(&frame),
    };
    frame.page(Page::new(chosen.act.title(), "tickets"), desk::pages::bulk_done(&done))
}

async fn one(frame: &Frame<'_>, act: BulkAct, ticket: TicketId, said: &Asked, key: &str) -> Became {
    let office = &frame.office;
    let mut pairs = said.clone();
    pairs.push(("ticket".to_owned(), ticket.to_string()));
    let body = match office.registry().find(act.order()) {
        Some(entry) => decode(&pairs, &schema_of(entry)),
        None => Err(Refusal::not_found("act").into()),
    };
    let once = format!("{key}-{}-{ticket}", act.word());
    let called = match body {
        Ok(body) => office.call(&frame.visitor.who, act.order(), body, Some(once)).await,
        Err(stop) => Err(stop),
    };
    let refused = match called {
        Ok(_) => None,
        Err(Stop::Refused(refusal)) => Some(refusal.sentence),
        Err(failed) => Some(super::super::super::reply::stop_refusal(failed).sentence),
    };
    Became { ticket, refused }
}
