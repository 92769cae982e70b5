//! The lock of a workstation: what was open stays, nobody sees it, and its person comes back with one word. Signing out
//! and handing the workstation on to the next person are here too.

use super::super::super::{
    App,
    visitor::{COOKIE, Visitor},
};
use super::super::frame::{bare, bare_refused, or_stop};
use super::{Cookie, admitted, local, mistaken, see, sent, set_cookie, typed, wait, wrong};
use axum::{
    Router,
    extract::{Form, Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post},
};
use kernel::{Refusal, Status, Stop, Who};
use markup::escaped;
use people::pages::Errors;
use people::{Known, Lock, Secret, SignOut, Stand, Unlock, Unlocked};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/lock", get(locked).post(switch))
        .route("/unlock", post(unlock))
        .route("/sign-out", post(sign_out))
}

/// Whoever asks before and behind the lock.
const ENTRANCE: Who = Who::House("entrance");

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    next: String,
}

/// Whether a browser says that another site's page led here; such a page locks nobody's session.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

/// `GET /lock`: an open session is locked first, because whoever comes here has gone.
async fn locked(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    or_stop!(admitted(&app, &visitor));
    let next = local(&asked.next);
    let (Some(cookie), Some(known)) = (&visitor.cookie, &visitor.session) else {
        return see(&format!("/sign-in?next={}", escaped(&next)));
    };
    if known.stand == Stand::Open {
        if from_elsewhere(&headers) {
            return see("/");
        }
        if let Err(stop) = app.office.execute(&visitor.who, Lock {}).await {
            return refused(stop);
        }
    }
    lock_page(&app, cookie, &next, &Errors::new()).await
}

fn refused(stop: Stop) -> Response {
    bare_refused(&super::reply::stop_refusal(stop))
}

/// The page of the lock for the session behind a cookie, as it stands now.
async fn lock_page(app: &App, cookie: &str, next: &str, errors: &Errors) -> Response {
    let cookie = cookie.to_owned();
    let read = app.office.read(&ENTRANCE, move |look| {
        let Some(known) = people::session(look, &cookie)? else { return Ok(None) };
        let email = crate::records::places::address(look, known.person)?.unwrap_or_default();
        Ok(Some((known, email)))
    });
    let found: Option<(Known, String)> = match read.await {
        Ok(found) => found,
        Err(stop) => return refused(stop),
    };
    match found.filter(|(known, _)| known.stand != Stand::Ended) {
        Some((known, email)) => bare("Locked", people::pages::lock(&known, &email, next, errors)),
        None => see(&format!("/sign-in?next={}", escaped(next))),
    }
}

/// `POST /lock`: the workstation is for somebody else now; the session waits behind the lock until they sign in.
async fn switch(State(app): State<App>, visitor: Visitor) -> Response {
    let open = visitor.session.as_ref().is_some_and(|s| s.stand == Stand::Open);
    if open && let Err(stop) = app.office.execute(&visitor.who, Lock {}).await {
        return refused(stop);
    }
    see("/sign-in?switch=1")
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    password: Secret,
    code: Secret,
    #[serde(rename = "_next")]
    next: String,
}

/// `POST /unlock`
async fn unlock(
    State(app): State<App>,
    visitor: Visitor,
    form: Result<Form<Given>, FormRejection>,
) -> Response {
    or_stop!(admitted(&app, &visitor));
    let given = or_stop!(sent(form));
    let next = local(&given.next);
    let Some(cookie) = &visitor.cookie else { return see(&format!("/sign-in?next={}", escaped(&next))) };
    let order = Unlock {
        session: Secret::new(cookie.clone()),
        password: typed(given.password),
        code: typed(given.code),
        place: visitor.address.to_string(),
        right: None,
    };
    let (errors, status, seconds) = match app.office.execute(&visitor.who, order).await {
        Ok(charted) => match charted.receipt {
            Unlocked::Open { .. } => return see(&next),
            Unlocked::Wrong { retry_after_s } => {
                let words = mistaken("That is not right.", retry_after_s);
                (Errors::from([(String::new(), words)]), StatusCode::UNPROCESSABLE_ENTITY, retry_after_s)
            }
        },
        Err(Stop::Refused(refusal)) if refusal.status == Status::SignIn => {
            return see(&format!("/sign-in?next={}", escaped(&next)));
        }
        Err(stop) => {
            let (errors, status) = wrong(stop);
            (errors, status, 0)
        }
    };
    let mut response = lock_page(&app, cookie, &next, &errors).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    wait(response, seconds)
}

/// `POST /sign-out`: also for a session that is locked, and nothing to complain about when it is over already.
async fn sign_out(State(app): State<App>, visitor: Visitor) -> Response {
    if let Some(cookie) = &visitor.cookie {
        let order = SignOut { session: Secret::new(cookie.clone()) };
        match app.office.execute(&visitor.who, order).await {
            Ok(_) => {}
            Err(Stop::Refused(refusal)) if refusal.status == Status::Conflict => {}
            Err(stop) => return not_signed_out(stop),
        }
    }
    let mut response = see("/sign-in");
    set_cookie(&app, &mut response, &Cookie::new(COOKIE, ""));
    response
}

/// A session that could not be ended must not look as if it were.
fn not_signed_out(stop: Stop) -> Response {
    let refusal: Refusal = super::reply::stop_refusal(stop);
    bare_refused(&refusal.remedy("Lock this workstation instead", Some("/lock".to_owned())))
}
