//! Signing in with address and password, and choosing the first password with a one-time link.

use super::super::super::{App, visitor::Visitor};
use super::super::frame::{bare, or_stop};
use super::{Cookie, Entered, admitted, cookie, local, mistaken, see, sent, set_cookie, typed, wait, wrong};
use axum::{
    Router,
    extract::{Form, Path, Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::get,
};
use kernel::Private;
use markup::{Tone, escaped, html, notice};
use people::pages::{Errors, SignInForm};
use people::{AcceptInvitation, Class, Secret, SignIn, SignedIn, Stand};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(ask).post(enter))
        .route("/invitation", get(by_query).post(accept))
        .route("/invitation/{link}", get(by_path))
}

/// The workstation's class, remembered for the next person who signs in at it.
pub(super) const STATION: &str = "station";
const YEAR_S: i64 = 366 * 24 * 3600;

#[derive(Deserialize)]
#[serde(default)]
struct Asked {
    next: String,
    switch: String,
    /// The class of the workstation, where a link says it.
    station: String,
}

impl Default for Asked {
    fn default() -> Self {
        Self { next: "/".to_owned(), switch: String::new(), station: String::new() }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    email: String,
    password: Secret,
    code: Secret,
    class: String,
    #[serde(rename = "_next")]
    next: String,
}

/// The page, with what was done or went wrong before above the form.
fn page(app: &App, form: &SignInForm<'_>, done: Option<&str>) -> Response {
    let main = html! {
        @if let Some(banner) = &app.site.banner { (notice(Tone::Info, &html! {
            p { (banner) " " a href="/demo/codes" { "Who can sign in, and their codes" } }
        })) }
        @if let Some(done) = done { (notice(Tone::Done, &html! { p { (done) } })) }
        (people::pages::sign_in(form))
    };
    bare("Sign in", main)
}

/// `GET /sign-in`
async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    or_stop!(admitted(&app, &visitor));
    let next = local(&asked.next);
    let switching = !asked.switch.is_empty();
    if !switching && visitor.is_locked() {
        return see(&format!("/lock?next={}", escaped(&next)));
    }
    if !switching && matches!(app.office.badge(&visitor.who).await, Ok(Some(_))) {
        return see(&next);
    }
    let standing = visitor.session.as_ref().filter(|s| s.stand != Stand::Ended);
    let told = Some(asked.station.as_str()).filter(|word| !word.is_empty()).map(Class::from_word);
    let class = told.or_else(|| standing.map(|s| s.class));
    let class = class.or_else(|| cookie(&headers, STATION).map(Class::from_word));
    let switching_from = standing.map(|s| s.name.as_str());
    // At a workstation where people came in with an account of their organization, that way stands first.
    let provider: Option<kernel::IdentityProviderId> =
        cookie(&headers, super::provider::PROVIDER).and_then(|id| id.parse().ok());
    let own = provider.map(|id| {
        let station = class.map_or("", Class::word);
        format!("/sign-in/with/{id}?next={}&station={station}", escaped(&next))
    });
    let own_account = own.as_deref();
    page(&app, &SignInForm { class, next: &next, switching_from, own_account, ..SignInForm::default() }, None)
}

/// `POST /sign-in`
async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    form: Result<Form<Given>, FormRejection>,
) -> Response {
    or_stop!(admitted(&app, &visitor));
    let given = or_stop!(sent(form));
    let (class, next) = (Class::from_word(&given.class), local(&given.next));
    let order = SignIn {
        email: Private::new(given.email.clone()),
        password: given.password,
        class,
        code: typed(given.code),
        // A workstation is one person's at a time.
        leaving: visitor.cookie.as_deref().map(Secret::from),
        place: visitor.address.to_string(),
        found: None,
    };
    let (errors, status, seconds) = match app.office.execute(&visitor.who, order).await {
        Ok(charted) => match charted.receipt {
            SignedIn::In { cookie, ends_at, needs_second_factor, .. } => {
                let entered = Entered { cookie, ends_at, needs_second_factor };
                return came_in(&app, &entered, class, &next);
            }
            SignedIn::Wrong { retry_after_s } => {
                let words = mistaken("Address, password or code is not right.", retry_after_s);
                (Errors::from([(String::new(), words)]), StatusCode::UNPROCESSABLE_ENTITY, retry_after_s)
            }
        },
        Err(stop) => {
            let (errors, status) = wrong(stop);
            (errors, status, 0)
        }
    };
    let form = SignInForm {
        email: &given.email,
        class: Some(class),
        next: &next,
        errors: Some(&errors),
        switching_from: visitor.session.as_ref().map(|s| s.name.as_str()),
        ..SignInForm::default()
    };
    let mut response = page(&app, &form, None);
    *response.status_mut() = status;
    wait(response, seconds)
}

pub(super) fn came_in(app: &App, entered: &Entered, class: Class, next: &str) -> Response {
    let mut response = see(&entered.onward(next));
    entered.keep(app, &mut response);
    set_cookie(app, &mut response, &Cookie { seconds: YEAR_S, ..Cookie::new(STATION, class.word()) });
    response
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    link: String,
}

fn invitation(link: &str, errors: &Errors) -> Response {
    bare("Welcome", people::pages::accept_invitation(link, errors))
}

/// `GET /invitation?link=`
async fn by_query(State(app): State<App>, visitor: Visitor, Query(asked): Query<Link>) -> Response {
    or_stop!(admitted(&app, &visitor));
    invitation(&asked.link, &Errors::new())
}

/// `GET /invitation/{link}`
async fn by_path(State(app): State<App>, visitor: Visitor, Path(link): Path<String>) -> Response {
    or_stop!(admitted(&app, &visitor));
    invitation(&link, &Errors::new())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    link: String,
    password: Secret,
}

/// `POST /invitation`: afterwards one signs in, and is led to the second factor.
async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    form: Result<Form<Chosen>, FormRejection>,
) -> Response {
    or_stop!(admitted(&app, &visitor));
    let chosen = or_stop!(sent(form));
    let order =
        AcceptInvitation { link: Secret::new(chosen.link.clone()), password: chosen.password, hashed: None };
    match app.office.execute(&visitor.who, order).await {
        Ok(charted) => {
            let form = SignInForm {
                email: &charted.receipt.email,
                next: people::pages::paths::SECURITY,
                switching_from: visitor.session.as_ref().map(|s| s.name.as_str()),
                ..SignInForm::default()
            };
            page(&app, &form, Some("Your password is chosen. Sign in with it."))
        }
        Err(stop) => {
            let (errors, status) = wrong(stop);
            let mut response = invitation(&chosen.link, &errors);
            *response.status_mut() = status;
            response
        }
    }
}
