//! The pages: each handler asks the office, hands the answer to the slice's page and puts the shell around it.

mod act;
mod advisories;
mod around;
mod assets;
mod attachments;
mod board;
mod breach;
mod changes;
mod choices;
mod client_terms;
mod client_work;
mod clients;
mod company;
mod contracts;
mod desk;
mod documents;
mod downtime;
mod entrance;
mod first;
mod frame;
mod incidents;
mod knowledge;
mod ledger;
mod letters;
mod lists;
mod mail;
mod oncall;
mod papers;
mod people;
mod repairs;
mod sheets;
mod start;
mod taken;
mod uptime;
mod year;

pub use frame::{Frame, Page};

use super::{App, visitor::Visitor};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{Duty, Refusal};

/// Every page's address.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/gallery", get(gallery))
        .route("/demo/codes", get(demo_codes))
        .merge(entrance::routes())
        .merge(first::routes())
        .merge(act::routes())
        .merge(board::routes())
        .merge(lists::routes())
        .merge(knowledge::routes())
        .merge(desk::routes())
        .merge(documents::routes())
        .merge(attachments::routes())
        .merge(changes::routes())
        .merge(repairs::routes())
        .merge(downtime::routes())
        .merge(incidents::routes())
        .merge(advisories::routes())
        .merge(breach::routes())
        .merge(oncall::routes())
        .merge(sheets::routes())
        .merge(clients::routes())
        .merge(contracts::routes())
        .merge(papers::routes())
        .merge(people::routes())
        .merge(assets::routes())
        .merge(ledger::routes())
        .merge(mail::routes())
        .merge(start::routes())
        .merge(uptime::routes())
        .merge(year::routes())
        .merge(taken::routes())
}

/// Whoever works tickets begins at the board, whoever reports begins there, whoever audits at the ledger.
async fn home(State(app): State<App>, visitor: Visitor) -> Response {
    if visitor.is_locked() {
        return Redirect::to("/lock").into_response();
    }
    let Ok(Some(badge)) = app.office.badge(&visitor.who).await else {
        return Redirect::to("/sign-in").into_response();
    };
    if badge.duties.has(Duty::RunHouse) && begins(&app, &visitor, &badge).await {
        return Redirect::to("/start").into_response();
    }
    let to = if badge.duties.has(Duty::WorkTickets) {
        "/board"
    } else if badge.duties.has(Duty::ReadLedger) {
        "/ledger"
    } else {
        "/report"
    };
    Redirect::to(to).into_response()
}

/// Whether this house serves nobody yet: then its owner begins with the first client.
async fn begins(app: &App, visitor: &Visitor, badge: &kernel::Badge) -> bool {
    let employer = badge.employer;
    let read = app.office.read(&visitor.who, move |look| {
        let reached = crate::records::boards::organizations(look)?;
        Ok(reached.iter().all(|(org, _)| *org == employer)
            && !crate::records::onramp::set_up(look, employer)?.reported)
    });
    read.await.unwrap_or(false)
}

/// Every piece of every page in every state, to look at.
async fn gallery(State(app): State<App>, visitor: Visitor) -> Response {
    match Frame::open(&app, &visitor).await {
        Ok(frame) => frame.page(Page::new("Gallery", ""), markup::gallery::pieces()),
        Err(response) => response,
    }
}

/// The codes that count now for those whom a visitor of the demo signs in as; anywhere else there is no such page.
async fn demo_codes(State(app): State<App>) -> Response {
    if app.site.banner.is_none() {
        return frame::bare_refused(&Refusal::not_found("page"));
    }
    let now = app.office.now();
    let rows = crate::demo::codes(now);
    let main = markup::html! {
        p { "Everybody here is invented, so their second factor may stand on a page. The password of all is "
            code { (crate::demo::PASSWORD) } "." }
        ul.codes { @for one in &rows { li {
            div { b { (one.name) } p.soft { (one.title) } code { (one.email) } }
            div { code.codes-code { (one.code) } p.soft { (one.seconds_left) " s left" } }
        } } }
        div.buttons {
            (markup::link_button(markup::ButtonKind::Primary, "/sign-in", "Sign in"))
            (markup::link_button(markup::ButtonKind::Plain, "/sign-in?station=shared&switch=1", "Sit down at a ward station"))
        }
    };
    frame::bare("Codes of the demo", main)
}

/// An address of which a part cannot be read: an id that is none, a word that no filter knows.
pub fn unreadable() -> Response {
    frame::bare_refused(&Refusal::not_found("page"))
}

/// What is not there, for a person.
pub async fn nowhere(State(app): State<App>, visitor: Visitor) -> Response {
    let refusal = Refusal::not_found("page").remedy("Back to the start", Some("/".to_owned()));
    match Frame::open(&app, &visitor).await {
        Ok(frame) => frame.refused(refusal),
        Err(_) => frame::bare_refused(&refusal),
    }
}
