//! The list of tickets as a page: what the address asks, what its reader keeps, acts for many at once, and
//! the list as a file.

mod bulk;
mod csv;
pub(super) mod kept;

use super::super::{App, visitor::Visitor};
use super::around::read;
use super::desk::around;
use super::frame::{Frame, Page, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use desk::pages::{BulkAct, ListColumn, ListPage};
use desk::query::{Unread, with_ids as with_names};
use desk::{Tickets, Views};
use kernel::{Duty, OrgId, Refusal, Stop};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/tickets", get(tickets))
        .route("/search", get(tickets))
        .route("/tickets.csv", get(csv::take_out))
        .route("/tickets/bulk", post(bulk::asked))
        .route("/tickets/bulk/do", post(bulk::carry_out))
        .route("/templates", get(kept::templates))
}

/// What an address asks, as it was typed.
type Asked = Vec<(String, String)>;

fn value<'a>(asked: &'a Asked, name: &str) -> Option<&'a str> {
    asked.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
}

/// What is asked of the list; a part that cannot be read is refused by its name.
fn question(asked: &Asked) -> Result<Tickets, Refusal> {
    let wrong = |part: &str| {
        Refusal::invalid(part, format!("The part '{part}' of this address cannot be read."))
            .remedy("All open tickets", Some("/tickets".to_owned()))
    };
    let pairs = asked.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let mut question = Tickets::from_pairs(pairs).map_err(|part| wrong(&part))?;
    let after = value(asked, "after").map(str::parse).transpose().map_err(|_| wrong("after"))?;
    let key = |name: &str| value(asked, name).map(str::parse).transpose().map_err(|_| wrong(name));
    question.after = after;
    question.after_first = key("after_first")?;
    question.after_second = key("after_second")?;
    Ok(question)
}

async fn tickets(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let mut question = match question(&asked) {
        Ok(question) => question,
        Err(refusal) => return frame.refused(refusal),
    };
    let searched = value(&asked, "words").or(value(&asked, "q")).unwrap_or_default().to_owned();
    let unread = |question: &Tickets, why: &str| {
        let main = desk::pages::unread(question, &searched, why);
        let mut response = frame.page(Page::new("Tickets", "tickets"), main);
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        response
    };
    let words = match or_stop!(with_ids(&frame, &searched).await) {
        Ok(words) => words,
        Err(why) => return unread(&question, &why.to_string()),
    };
    question.words = Some(words.as_str()).filter(|w| !w.is_empty()).map(Into::into);
    let listing = match frame.office.answer(&visitor.who, question.clone()).await {
        Err(Stop::Refused(refusal)) if refusal.field.as_deref() == Some("words") => {
            return unread(&question, &refusal.sentence);
        }
        listing => or_stop!(listing.map_err(|stop| frame.stopped(stop))),
    };
    let views = or_stop!(frame.ask(Views {}).await);
    let mut around = or_stop!(around(&frame, listing.tickets.iter()).await);
    let narrowed = [
        question.org.map(|id| id.to_string()),
        question.location.map(|id| id.to_string()),
        question.asset.map(|id| id.to_string()),
        question.assignee.map(|id| id.to_string()),
        question.reporter.map(|id| id.to_string()),
    ];
    let narrowed = narrowed.into_iter().flatten().collect();
    around.take = frame.has(Duty::WorkTickets).then(|| here(&asked));
    around.names.extend(or_stop!(super::around::names(&frame, narrowed).await));
    let (clients, people, locations) = or_stop!(choices(&frame, question.org).await);
    let columns = asked.iter().filter(|(n, _)| n == "column");
    let columns: Vec<ListColumn> = columns.filter_map(|(_, v)| ListColumn::from_word(v)).collect();
    let acts: Vec<(String, String)> = BulkAct::OFFERED
        .iter()
        .filter(|act| app.office.registry().find(act.order()).is_some_and(|e| frame.has(e.act.duty)))
        .map(|act| (act.word().to_owned(), act.title().to_owned()))
        .collect();
    let page = ListPage {
        around,
        searched: &searched,
        views: &views,
        // Each column once, in the order of the table.
        columns: ListColumn::ALL.iter().copied().filter(|c| columns.contains(c)).collect(),
        dense: value(&asked, "dense").is_some(),
        clients: &clients,
        people: &people,
        locations: &locations,
        acts: &acts,
        zone: frame.zone(),
    };
    frame.page(Page::new("Tickets", "tickets").live(), desk::pages::tickets(&listing, &question, &page))
}

/// What was typed into the search, with ids for the names of clients and people in its filters.
async fn with_ids(frame: &Frame<'_>, typed: &str) -> Result<Result<String, Unread>, Response> {
    let typed = typed.to_owned();
    read(frame, move |look| with_names(&typed, |kind, name| boards::called(look, kind, name))).await
}

type Named = Vec<(String, String)>;

/// What a list can be narrowed by: clients, people of the viewer's desk and of the chosen client, its
/// locations.
async fn choices(frame: &Frame<'_>, org: Option<OrgId>) -> Result<(Named, Named, Named), Response> {
    let employer = frame.badge.employer;
    read(frame, move |look| {
        let clients = boards::clients(look)?.into_iter().map(|(id, name)| (id.to_string(), name));
        let mut people = boards::people_of(look, employer)?;
        let mut locations = Vec::new();
        if let Some(org) = org {
            if org != employer {
                people.extend(boards::people_of(look, org)?);
            }
            locations = boards::locations_of(look, org)?;
        }
        Ok((clients.collect(), people, locations))
    })
    .await
}

/// The address of the list as it was asked.
fn here(asked: &Asked) -> String {
    let pairs = asked.iter().map(|(name, value)| (name, value));
    back_to(Some(&markup::address("/tickets", pairs))).to_owned()
}

/// The way back to a list: one of our own addresses, or the list itself.
fn back_to(asked: Option<&str>) -> &str {
    let ours = |a: &&str| *a == "/tickets" || a.starts_with("/tickets?");
    asked.filter(ours).filter(|a| a.len() <= 2_000 && !a.chars().any(char::is_control)).unwrap_or("/tickets")
}
