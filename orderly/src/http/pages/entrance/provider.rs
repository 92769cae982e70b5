//! Signing in with the account of one's own organization: the way to its provider and back, and the provider's word
//! that a session is over. When the provider cannot be reached, the page says so and leads to the password.

use super::super::super::{App, reply, visitor::Visitor};
use super::super::frame::{Page, bare, bare_refused, card, open, or_stop};
use super::{Cookie, Entered, admitted, came_in_at, cookie, local, mistaken, set_cookie, wait};
use axum::{
    Router,
    extract::{Form, Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{IdentityProviderId, OrgId, Refusal, Status, Stop, Who};
use markup::html;
use people::{
    BeginProviderSignIn, Class, EndByProvider, FinishProviderSignIn, IdentityProviders, Secret, Settings,
    SignedIn,
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in/with/{provider}", get(begin))
        .route("/sign-in/back", get(back))
        .route("/sign-in/leave/{provider}", post(leave))
        .route("/organizations/{org}/identity-providers", get(providers))
}

/// What binds a sign-in to the browser in which it was begun.
const BEGUN: &str = "begun";
const BEGUN_S: i64 = 600;
/// With which provider people sign in at this workstation.
pub(super) const PROVIDER: &str = "provider";
const YEAR_S: i64 = 366 * 24 * 3600;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
    #[serde(default)]
    station: String,
}

fn back_to(app: &App) -> String {
    format!("{}/sign-in/back", app.site.origin.trim_end_matches('/'))
}

async fn settings(app: &App, provider: IdentityProviderId) -> Result<Settings, Response> {
    let read = app.office.read(&Who::House("sign-in"), move |look| Ok(people::settings(look, provider)?));
    match read.await {
        Ok(Some(settings)) => Ok(settings),
        Ok(None) => Err(bare_refused(&Refusal::not_found("identity provider"))),
        Err(stop) => Err(bare_refused(&reply::stop_refusal(stop))),
    }
}

/// The provider cannot be reached, or its answer does not hold: said plainly, with the way that is left.
fn unreachable(name: &str, error: &anyhow::Error) -> Response {
    tracing::warn!(error = format!("{error:#}"), "An identity provider could not be used");
    let sentence = format!("{name} does not answer as it should. Your password here works as before.");
    let refusal = Refusal::new(Status::Conflict, sentence)
        .remedy("Sign in with your password", Some("/sign-in?password=1".to_owned()));
    let mut response = bare("Sign in", card(&refusal));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

/// What asks the network runs beside, so that nobody waits behind it.
async fn beside<T: Send + 'static>(
    job: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(job).await?
}

/// `GET /sign-in/with/{provider}`
async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(provider): Path<IdentityProviderId>,
    Query(asked): Query<Asked>,
) -> Response {
    or_stop!(admitted(&app, &visitor));
    let settings = or_stop!(settings(&app, provider).await);
    let told = Some(asked.station.as_str()).filter(|word| !word.is_empty());
    let class = told.or_else(|| cookie(&headers, super::sign_in::STATION)).map(Class::from_word);
    let class = class.unwrap_or(Class::Private);
    let order = BeginProviderSignIn { provider, class, next: Some(local(&asked.next)) };
    let begun = match app.office.execute(&visitor.who, order).await {
        Ok(charted) => charted.receipt,
        Err(stop) => return bare_refused(&reply::stop_refusal(stop)),
    };
    let (oidc, back, name, state) =
        (app.oidc.clone(), back_to(&app), settings.name.clone(), begun.state.clone());
    match beside(move || oidc.asks_at(&settings, &begun, &back)).await {
        Ok(url) => {
            let mut response = Redirect::to(&url).into_response();
            let kept = Cookie { seconds: BEGUN_S, path: "/sign-in", ..Cookie::new(BEGUN, &state) };
            set_cookie(&app, &mut response, &kept);
            response
        }
        Err(error) => unreachable(&name, &error),
    }
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
}

fn not_begun() -> Response {
    let refusal = Refusal::conflict("This sign-in was not begun here, or its time is over. Begin again.")
        .remedy("Sign in", Some("/sign-in".to_owned()));
    bare_refused(&refusal)
}

/// `GET /sign-in/back`
async fn back(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(sent): Query<Back>,
) -> Response {
    or_stop!(admitted(&app, &visitor));
    if sent.state.is_empty() || cookie(&headers, BEGUN) != Some(sent.state.as_str()) {
        return not_begun();
    }
    let state = sent.state.clone();
    let read = app.office.read(&Who::House("sign-in"), move |look| Ok(people::begun(look, &state)?));
    let kept = match read.await {
        Ok(Some(kept)) => kept,
        Ok(None) => return not_begun(),
        Err(stop) => return bare_refused(&reply::stop_refusal(stop)),
    };
    let settings = or_stop!(settings(&app, kept.provider).await);
    if sent.code.is_empty() {
        let what: String = sent.error.chars().filter(|c| c.is_ascii_graphic()).take(60).collect();
        return unreachable(&settings.name, &anyhow::anyhow!("it sent no code, but: {what}"));
    }
    let (oidc, to, name) = (app.oidc.clone(), back_to(&app), settings.name.clone());
    let (class, next, provider) = (kept.class, kept.next.clone(), kept.provider);
    let claims = match beside(move || oidc.came_back(&settings, &kept, &sent.code, &to)).await {
        Ok(claims) => claims,
        Err(error) => return unreachable(&name, &error),
    };
    let order = FinishProviderSignIn {
        state: Secret::new(sent.state),
        leaving: visitor.cookie.as_deref().map(Secret::from),
        place: visitor.address.to_string(),
        claims: Some(claims),
    };
    match app.office.execute(&visitor.who, order).await {
        Ok(charted) => match charted.receipt {
            SignedIn::In { cookie, ends_at, needs_second_factor, .. } => {
                let entered = Entered { cookie, ends_at, needs_second_factor };
                let mut response = came_in_at(&app, &entered, class, &local(next.as_deref().unwrap_or("/")));
                let id = provider.to_string();
                set_cookie(&app, &mut response, &Cookie { seconds: YEAR_S, ..Cookie::new(PROVIDER, &id) });
                set_cookie(&app, &mut response, &Cookie { path: "/sign-in", ..Cookie::new(BEGUN, "") });
                response
            }
            SignedIn::Wrong { retry_after_s } => {
                let sentence = mistaken("This sign-in could not be finished.", retry_after_s);
                let refusal = Refusal::conflict(sentence).remedy("Sign in", Some("/sign-in".to_owned()));
                wait(bare_refused(&refusal), retry_after_s)
            }
        },
        Err(stop) => bare_refused(&reply::stop_refusal(stop)),
    }
}

#[derive(Deserialize)]
struct Leave {
    #[serde(default)]
    logout_token: String,
}

/// `POST /sign-in/leave/{provider}`: the provider's own server calls, nobody's browser.
async fn leave(
    State(app): State<App>,
    visitor: Visitor,
    Path(provider): Path<IdentityProviderId>,
    Form(sent): Form<Leave>,
) -> Response {
    let answer = |status: u16, words: &str| {
        let mut response = reply::json(status, &serde_json::json!({ "error_description": words }));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    };
    if !super::may_ask(&app, &visitor) {
        return wait(answer(429, "Too many requests came from this network."), 5);
    }
    let Ok(settings) = settings(&app, provider).await else {
        return answer(400, "There is no such provider.");
    };
    let (oidc, now) = (app.oidc.clone(), app.office.now());
    let claims = match beside(move || crate::oidc::logout(&oidc, &settings, &sent.logout_token, now)).await {
        Ok(claims) => claims,
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "A logout token was refused");
            return answer(400, "This logout token does not hold.");
        }
    };
    match app.office.execute(&Who::Nobody, EndByProvider { provider, claims: Some(claims) }).await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(Stop::Refused(refusal)) => answer(400, &refusal.sentence),
        Err(stop) => answer(reply::stop_refusal(stop).status.code(), "It could not be done."),
    }
}

/// `GET /organizations/{org}/identity-providers`
async fn providers(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let page = or_stop!(frame.ask(IdentityProviders { org }).await);
    let origin = app.site.origin.trim_end_matches('/');
    let main = html! { (people::oidc::pages::providers_page(&page, origin, frame.zone())) };
    frame.page(Page::new("Sign-in with an organization's own accounts", "organizations"), main)
}
