//! Passkeys: what the page's script asks the house, and what it brings back from the browser. The beginning and the end
//! of a ceremony belong together by a cookie that lasts five minutes.

use super::super::super::{App, reply, visitor::Visitor};
use super::super::frame::{or_stop, with_flash};
use super::security::{ONCE, once_cookie};
use super::{Cookie, Entered, cookie, local, may_ask, mistaken, set_cookie, too_often, wait};
use axum::{
    Router,
    extract::{Json, State, rejection::JsonRejection},
    http::HeaderMap,
    response::Response,
    routing::post,
};
use kernel::{PasskeyId, Private, Refusal, Status, Stop};
use people::pages::paths;
use people::{
    BeginPasskey, BeginPasskeySignIn, Class, FinishPasskey, FinishPasskeySignIn, Options, Secret, SignedIn,
    Site,
};
use serde_json::{Value, json};

pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::PASSKEY_BEGIN, post(begin))
        .route(paths::PASSKEY_FINISH, post(finish))
        .route(paths::PASSKEY_SIGN_IN_BEGIN, post(begin_sign_in))
        .route(paths::PASSKEY_SIGN_IN_FINISH, post(finish_sign_in))
}

const CEREMONY: &str = "ceremony";
/// As long as a ceremony may take.
const CEREMONY_S: i64 = 300;

type Sent = Result<Json<Value>, JsonRejection>;

/// Where the house is reached, as passkeys are bound to it.
fn site(app: &App) -> Site {
    let origin = app.site.origin.trim_end_matches('/').to_owned();
    let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
    let rp = host.rsplit_once(':').map_or(host, |(name, _)| name).to_owned();
    Site { origin, rp }
}

/// A refusal as the script shows it.
fn no(refusal: &Refusal) -> Response {
    reply::json(refusal.status.code(), &json!({ "error": refusal.sentence }))
}

fn stopped(stop: Stop) -> Response {
    no(&reply::stop_refusal(stop))
}

fn read(sent: Sent) -> Result<Value, Response> {
    sent.map(|Json(value)| value)
        .map_err(|_| no(&Refusal::new(Status::Malformed, "The browser's answer cannot be read.")))
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The browser's credential and the ceremony that it answers.
fn answered(headers: &HeaderMap, value: &mut Value) -> Result<(PasskeyId, Value), Response> {
    let ceremony = cookie(headers, CEREMONY).and_then(|c| c.parse().ok());
    let ceremony =
        ceremony.ok_or_else(|| no(&Refusal::conflict("The time for this passkey is over. Begin again.")))?;
    let credential = value.get_mut("credential").map(Value::take).unwrap_or_default();
    Ok((ceremony, credential))
}

/// The options for the browser, with the cookie that finds the ceremony again.
fn asked(app: &App, options: &Options) -> Response {
    let mut response = reply::json(200, &options.options);
    let id = options.ceremony.to_string();
    set_cookie(
        app,
        &mut response,
        &Cookie { seconds: CEREMONY_S, strict: true, ..Cookie::new(CEREMONY, &id) },
    );
    response
}

fn onward(app: &App, next: &str) -> Response {
    let mut response = reply::json(200, &json!({ "next": next }));
    set_cookie(app, &mut response, &Cookie { strict: true, ..Cookie::new(CEREMONY, "") });
    response
}

/// `POST /me/passkeys/begin`
async fn begin(State(app): State<App>, visitor: Visitor, sent: Sent) -> Response {
    or_stop!(read(sent));
    let order = BeginPasskey { site: Some(site(&app)), begun: None };
    match app.office.execute(&visitor.who, order).await {
        Ok(charted) => asked(&app, &charted.receipt),
        Err(stop) => stopped(stop),
    }
}

/// `POST /me/passkeys/finish`: recovery codes that were made along with the first passkey are shown on the next page.
async fn finish(State(app): State<App>, visitor: Visitor, headers: HeaderMap, sent: Sent) -> Response {
    let mut value = or_stop!(read(sent));
    let (ceremony, credential) = or_stop!(answered(&headers, &mut value));
    let name = text(&value, "name");
    let order = FinishPasskey { ceremony, name, credential, site: Some(site(&app)), key: None };
    let codes = match app.office.execute(&visitor.who, order).await {
        Ok(charted) => charted.receipt.recovery_codes,
        Err(stop) => return stopped(stop),
    };
    let mut response = onward(&app, paths::SECURITY);
    if !codes.is_empty() {
        let value = hex::encode(codes.join("\n"));
        set_cookie(&app, &mut response, &Cookie { seconds: 120, ..once_cookie(ONCE, &value) });
    }
    with_flash(response, "The passkey was added.")
}

/// `POST /sign-in/passkey/begin`
async fn begin_sign_in(State(app): State<App>, visitor: Visitor, sent: Sent) -> Response {
    if !may_ask(&app, &visitor) {
        return wait(no(&too_often()), 5);
    }
    let value = or_stop!(read(sent));
    let email = Private::new(text(&value, "email"));
    let order = BeginPasskeySignIn { email, site: Some(site(&app)), begun: None };
    match app.office.execute(&visitor.who, order).await {
        Ok(charted) => asked(&app, &charted.receipt),
        Err(stop) => stopped(stop),
    }
}

/// `POST /sign-in/passkey/finish`: also the way back from the lock.
async fn finish_sign_in(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    sent: Sent,
) -> Response {
    if !may_ask(&app, &visitor) {
        return wait(no(&too_often()), 5);
    }
    let mut value = or_stop!(read(sent));
    let (ceremony, credential) = or_stop!(answered(&headers, &mut value));
    let order = FinishPasskeySignIn {
        ceremony,
        credential,
        class: Class::from_word(&text(&value, "class")),
        leaving: visitor.cookie.as_deref().map(Secret::from),
        place: visitor.address.to_string(),
        site: Some(site(&app)),
        proven: None,
    };
    match app.office.execute(&visitor.who, order).await {
        Ok(charted) => match charted.receipt {
            SignedIn::In { cookie, ends_at, needs_second_factor, .. } => {
                let entered = Entered { cookie, ends_at, needs_second_factor };
                let mut response = onward(&app, &entered.onward(&local(&text(&value, "_next"))));
                entered.keep(&app, &mut response);
                response
            }
            SignedIn::Wrong { retry_after_s } => {
                let words = mistaken("This passkey does not open this account.", retry_after_s);
                wait(no(&Refusal::new(Status::Invalid, words)), retry_after_s)
            }
        },
        Err(stop) => stopped(stop),
    }
}
