//! Drafts: what somebody was writing when the workstation locked comes back to them, wherever they sign in next, and to
//! nobody else.

use super::super::super::{App, reply, visitor::Visitor};
use super::super::frame::{Frame, or_stop};
use super::sent;
use axum::{
    Router,
    extract::{Form, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use kernel::{Private, Status, Stop};
use people::{DraftOf, DropDraft, SaveDraft};
use serde::Deserialize;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new().route("/drafts", post(keep))
}

/// The visitor's saved drafts of these keys, to fill the boxes of a page with. A draft that cannot be read leaves its
/// box empty rather than the page away.
pub async fn drafts(frame: &Frame<'_>, keys: &[String]) -> BTreeMap<String, String> {
    let mut saved = BTreeMap::new();
    for key in keys {
        match frame.office.answer(&frame.visitor.who, DraftOf { key: key.clone() }).await {
            Ok(found) => {
                if let Some(text) = found.text.filter(|t| !t.is_empty()) {
                    saved.insert(key.clone(), text);
                }
            }
            Err(Stop::Refused(_)) => {}
            Err(Stop::Failed(fault)) => {
                reply::keep(&fault.0);
            }
        }
    }
    saved
}

#[derive(Deserialize)]
struct Written {
    key: String,
    text: String,
}

/// `POST /drafts` with `key` and `text` of a box that is being written in; a box that was emptied needs no draft.
async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    form: Result<Form<Written>, FormRejection>,
) -> Response {
    let Written { key, text } = or_stop!(sent(form));
    let outcome = if text.trim().is_empty() {
        match app.office.execute(&visitor.who, DropDraft { key }).await {
            Err(Stop::Refused(refusal)) if refusal.status == Status::NotFound => Ok(()),
            other => other.map(|_| ()),
        }
    } else {
        app.office.execute(&visitor.who, SaveDraft { key, text: Private::new(text) }).await.map(|_| ())
    };
    match outcome {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(stop) => reply::stop_json(stop),
    }
}
