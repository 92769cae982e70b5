//! The entrance: sign in, lock and come back, accept an invitation; and one's own account behind it: second factors,
//! passwords, tokens, drafts, emergency access. Whatever sets or takes the cookie of a session is here.

mod drafts;
mod emergency;
mod lock;
mod passkeys;
mod provider;
mod security;
mod sign_in;

pub use drafts::drafts;
use sign_in::came_in as came_in_at;

use super::super::{
    App, reply,
    visitor::{COOKIE, Visitor},
};
use super::frame::{Frame, Page, bare_refused};
use axum::{
    Router,
    extract::{Form, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use kernel::{Duty, Moment, Refusal, Span, Status, Stop};
use markup::escaped;
use people::Secret;
use people::pages::Errors;
use std::time::Instant;

/// Every address of the entrance.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(sign_in::routes())
        .merge(lock::routes())
        .merge(security::routes())
        .merge(passkeys::routes())
        .merge(provider::routes())
        .merge(drafts::routes())
        .merge(emergency::routes())
}

/// Somebody came in; where they are led next.
struct Entered {
    cookie: String,
    ends_at: Moment,
    needs_second_factor: bool,
}

impl Entered {
    /// The address to go on to: the second factor first, where it is still to be shown.
    fn onward(&self, next: &str) -> String {
        if self.needs_second_factor { format!("/lock?next={}", escaped(next)) } else { next.to_owned() }
    }

    /// Gives the browser the cookie of its session, for as long as the session can last.
    fn keep(&self, app: &App, response: &mut Response) {
        let seconds = self.ends_at.since(app.office.now()).0 / Span::seconds(1).0;
        set_cookie(app, response, &Cookie { seconds, ..Cookie::new(COOKIE, &self.cookie) });
    }
}

/// A cookie that no script reads. Without seconds it is taken away.
struct Cookie<'a> {
    name: &'a str,
    /// Letters that may stand in a cookie.
    value: &'a str,
    path: &'a str,
    seconds: i64,
    /// Never sent along when somebody comes from another site.
    strict: bool,
}

impl<'a> Cookie<'a> {
    fn new(name: &'a str, value: &'a str) -> Self {
        Self { name, value, path: "/", seconds: 0, strict: false }
    }
}

fn set_cookie(app: &App, response: &mut Response, cookie: &Cookie<'_>) {
    let Cookie { name, value, path, .. } = cookie;
    let seconds = cookie.seconds.max(0);
    let same = if cookie.strict { "Strict" } else { "Lax" };
    let secure = if app.site.secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path={path}; HttpOnly; SameSite={same}; Max-Age={seconds}{secure}");
    match HeaderValue::from_str(&text) {
        Ok(value) => {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        Err(_) => tracing::error!("the cookie '{name}' holds what no cookie can hold"),
    }
}

/// A cookie of the request, at most 1200 bytes.
fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let all =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let mut pairs = all.filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
        .filter(|v| !v.is_empty() && v.len() <= 1200)
}

/// A path of ours to go on to; anything else leads to the start. The entrance itself is nowhere to go on to.
pub(super) fn local(next: &str) -> String {
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let ours = next.starts_with('/') && !next.starts_with("//") && plain && next.len() <= 1000;
    let entrance =
        ["/sign-in", "/lock", "/unlock", "/sign-out", "/invitation"].iter().any(|e| next.starts_with(e));
    if ours && !entrance { next.to_owned() } else { "/".to_owned() }
}

fn too_often() -> Refusal {
    Refusal::new(
        Status::TooOften,
        "Too many requests came from this network. Wait a few seconds and try again.",
    )
}

/// Whether this address may ask once more, before anybody is known.
fn may_ask(app: &App, visitor: &Visitor) -> bool {
    app.limits.admit(visitor.address, Instant::now())
}

/// The page for an address that asks too often.
fn admitted(app: &App, visitor: &Visitor) -> Result<(), Response> {
    if may_ask(app, visitor) { Ok(()) } else { Err(wait(bare_refused(&too_often()), 5)) }
}

/// Says in the reply's head when to come back.
fn wait(mut response: Response, seconds: u32) -> Response {
    if seconds > 0 {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// What was sent, or the page that says why it cannot be read.
pub(super) fn sent<T>(form: Result<Form<T>, FormRejection>) -> Result<T, Response> {
    form.map(|Form(sent)| sent).map_err(|error| {
        let large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
        let status = if large { Status::TooLarge } else { Status::Malformed };
        bare_refused(&Refusal::new(
            status,
            format!("The form cannot be read: {}.", error.to_string().trim_end_matches('.')),
        ))
    })
}

/// What is wrong, beside its field or above the form, and the status of the page that says so.
fn wrong(stop: Stop) -> (Errors, StatusCode) {
    let refusal = reply::stop_refusal(stop);
    let status = StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::FORBIDDEN);
    let field = refusal.field.unwrap_or_default();
    (Errors::from([(field, refusal.sentence)]), status)
}

/// A mistake that was counted: one sentence, with the wait that it costs.
fn mistaken(what: &str, retry_after_s: u32) -> String {
    match retry_after_s {
        0 => format!("{what} Try again."),
        1..=119 => format!("{what} The next attempt counts in {retry_after_s} s."),
        _ => format!("{what} The next attempt counts in {} min.", retry_after_s.div_ceil(60)),
    }
}

/// A secret that was typed; nothing for a field left blank.
fn typed(secret: Secret) -> Option<Secret> {
    Some(secret).filter(|s| !s.is_blank())
}

/// The page in the visitor's room: whoever works no tickets has the portal.
pub(super) fn room<'a>(frame: &Frame<'_>, page: Page<'a>) -> Page<'a> {
    if frame.has(Duty::WorkTickets) { page } else { page.portal() }
}

fn see(to: &str) -> Response {
    Redirect::to(to).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_only_to_our_own_pages() {
        for ours in ["/", "/tickets/tkt_1?tab=chart", "/people?org=org_1"] {
            assert_eq!(local(ours), ours);
        }
        let foreign = [
            "",
            "tickets",
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "/a b",
            "/a\r\nset-cookie: x",
        ];
        for other in foreign.into_iter().chain(["/lock?next=/", "/sign-in", "/sign-out"]) {
            assert_eq!(local(other), "/", "{other:?}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(2000))), "/");
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("not-station=a; station=shared; empty="));
        assert_eq!(cookie(&headers, "station"), Some("shared"));
        assert_eq!(cookie(&headers, "empty"), None);
        assert_eq!(cookie(&headers, "tion"), None);
    }

    #[test]
    fn a_wait_is_told_in_words() {
        assert_eq!(mistaken("Wrong.", 0), "Wrong. Try again.");
        assert!(mistaken("Wrong.", 64).ends_with("in 64 s."));
        assert!(mistaken("Wrong.", 900).ends_with("in 15 min."));
    }
}
