//! Emergency access: open one's own, end it, and review what others did under theirs.

use super::super::super::{App, visitor::Visitor};
use super::super::around;
use super::super::frame::{Page, open, or_stop, with_flash};
use super::{room, see};
use crate::records::boards;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use kernel::{Duty, EmergencyId, Refusal};
use markup::{ButtonKind, Choice, html, link_button};
use people::pages::Errors;
use people::{CloseEmergency, Emergencies, Emergency, Me};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/emergency", get(own))
        .route("/emergencies", get(all))
        .route("/emergency/{emergency}", get(one))
        .route("/emergency/{emergency}/end", post(end))
}

fn named(emergency: &str) -> Result<EmergencyId, Refusal> {
    emergency.parse().map_err(|_| Refusal::not_found("emergency access"))
}

/// `GET /emergency`: the form that opens one's own, or the open one with the button that ends it.
async fn own(State(app): State<App>, visitor: Visitor) -> Response {
    let frame = open!(&app, &visitor);
    let me = or_stop!(frame.ask(Me {}).await);
    if me.emergency.is_none() && !frame.has(Duty::OpenEmergency) {
        let refusal = Refusal::forbidden("Your roles do not let you open emergency access.")
            .remedy("Ask an owner of your organization", None);
        return frame.refused(refusal);
    }
    let reached = or_stop!(around::read(&frame, boards::clients).await);
    let choices: Vec<Choice> =
        reached.into_iter().map(|(org, name)| Choice::new(org.to_string(), name)).collect();
    let main = html! {
        (people::pages::open_emergency(me.emergency.as_ref(), &choices, &Errors::new(), frame.zone()))
        @if frame.has(Duty::ReviewEmergency) {
            div.buttons { (link_button(ButtonKind::Quiet, "/emergencies", "All emergency accesses")) }
        }
    };
    frame.page(room(&frame, Page::new("Emergency access", "me")), main)
}

/// Where to go on.
#[derive(Deserialize)]
struct From {
    #[serde(default, deserialize_with = "super::super::frame::blank")]
    after: Option<EmergencyId>,
}

/// `GET /emergencies`: those within reach, newest first.
async fn all(State(app): State<App>, visitor: Visitor, Query(from): Query<From>) -> Response {
    let frame = open!(&app, &visitor);
    let found = or_stop!(frame.ask(Emergencies { after: from.after, most: None }).await);
    let main = people::pages::emergencies(&found, frame.zone());
    frame.page(room(&frame, Page::new("Emergency accesses", "me").live()), main)
}

/// `GET /emergency/{id}`
async fn one(State(app): State<App>, visitor: Visitor, Path(emergency): Path<String>) -> Response {
    let frame = open!(&app, &visitor);
    let emergency = or_stop!(named(&emergency).map_err(|refusal| frame.refused(refusal)));
    let found = or_stop!(frame.ask(Emergency { emergency }).await);
    let main =
        people::pages::emergency(&found, frame.has(Duty::ReviewEmergency), &Errors::new(), frame.zone());
    frame.page(room(&frame, Page::new("Emergency access", "me")), main)
}

/// `POST /emergency/{id}/end`
async fn end(State(app): State<App>, visitor: Visitor, Path(emergency): Path<String>) -> Response {
    let frame = open!(&app, &visitor);
    let emergency = or_stop!(named(&emergency).map_err(|refusal| frame.refused(refusal)));
    match app.office.execute(&visitor.who, CloseEmergency { emergency }).await {
        Ok(_) => with_flash(see("/"), "Your emergency access is over. Somebody else reviews it."),
        Err(stop) => frame.stopped(stop),
    }
}
