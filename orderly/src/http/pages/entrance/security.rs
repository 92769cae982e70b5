//! One's own account: where one is signed in, the second factors, the password, tokens for programs. What is shown once
//! is shown in the answer to the form that made it, and nowhere else.

use super::super::super::{App, visitor::Visitor};
use super::super::frame::{Frame, Page, open, or_stop, with_flash};
use super::{Cookie, cookie, mistaken, room, see, sent, set_cookie, wait, wrong};
use axum::{
    Router,
    extract::{Form, Path, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post},
};
use kernel::{Duty, Refusal, Stop};
use markup::{ButtonKind, link_button};
use people::pages::{Errors, Shown, paths};
use people::{
    BeginTotp, ChangePassword, Checked, ConfirmTotp, EndTotp, MakeToken, Me, NewRecoveryCodes, Secret,
    StepUp, TokenMade, TotpBegun,
};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(me))
        .route(paths::SECURITY, get(security))
        .route("/me/security/{act}", post(act))
}

/// Recovery codes on their way from a script's answer to the page that shows them once.
pub const ONCE: &str = "once";

/// A cookie for this page alone.
pub fn once_cookie<'a>(name: &'a str, value: &'a str) -> Cookie<'a> {
    Cookie { path: paths::SECURITY, strict: true, ..Cookie::new(name, value) }
}

/// `GET /me`
async fn me(State(app): State<App>, visitor: Visitor) -> Response {
    let frame = open!(&app, &visitor);
    let found = or_stop!(frame.ask(Me {}).await);
    let emergency = frame.has(Duty::OpenEmergency) || frame.has(Duty::ReviewEmergency);
    let to = if frame.has(Duty::OpenEmergency) { "/emergency" } else { "/emergencies" };
    let page = Page {
        actions: emergency.then(|| link_button(ButtonKind::Plain, to, "Emergency access")),
        ..Page::new("Me", "me")
    };
    frame.page(room(&frame, page), people::pages::me(&found, frame.zone()))
}

/// What an act left to be shown once.
#[derive(Default)]
struct Made {
    totp: Option<TotpBegun>,
    codes: Vec<String>,
    token: Option<TokenMade>,
}

async fn shown(frame: &Frame<'_>, made: &Made, errors: &Errors) -> Response {
    let found = or_stop!(frame.ask(Me {}).await);
    let shown = Shown { totp: made.totp.as_ref(), recovery_codes: &made.codes, token: made.token.as_ref() };
    let main = people::pages::security(&found, shown, errors, frame.zone());
    frame.page(room(frame, Page::new("Signing in", "me")), main)
}

/// The codes that a passkey's enrolment left for this page.
fn left(headers: &HeaderMap) -> Option<Vec<String>> {
    let text = String::from_utf8(hex::decode(cookie(headers, ONCE)?).ok()?).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// `GET /me/security`
async fn security(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Response {
    let frame = open!(&app, &visitor);
    let codes = left(&headers);
    let once = codes.is_some();
    let made = Made { codes: codes.unwrap_or_default(), ..Made::default() };
    let mut response = shown(&frame, &made, &Errors::new()).await;
    if once {
        set_cookie(&app, &mut response, &once_cookie(ONCE, ""));
    }
    response
}

/// How an act of this page ended.
enum Turn {
    Done(&'static str),
    Once(Made),
    /// The field that was wrong, what is said of it, and the wait it costs.
    Wrong(&'static str, &'static str, u32),
}

impl Turn {
    fn of(checked: &Checked, done: &'static str, wrong: (&'static str, &'static str)) -> Self {
        match checked {
            Checked::Right => Turn::Done(done),
            Checked::Wrong { retry_after_s } => Turn::Wrong(wrong.0, wrong.1, *retry_after_s),
        }
    }
}

/// A form's fields, each read at most once.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }
    fn secret(&self, name: &str) -> Secret {
        Secret::from(self.text(name))
    }
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// `POST /me/security/{act}`
async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Path(act): Path<String>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let frame = open!(&app, &visitor);
    let fields = Fields(or_stop!(sent(form)));
    match carry_out(&frame, &act, &fields).await {
        Ok(Turn::Done(words)) => with_flash(see(paths::SECURITY), words),
        Ok(Turn::Once(made)) => shown(&frame, &made, &Errors::new()).await,
        Ok(Turn::Wrong(field, words, seconds)) => {
            let errors = Errors::from([(field.to_owned(), mistaken(words, seconds))]);
            wait(again(&frame, &errors, StatusCode::UNPROCESSABLE_ENTITY).await, seconds)
        }
        Err(stop) => {
            let (errors, status) = wrong(stop);
            again(&frame, &errors, status).await
        }
    }
}

async fn again(frame: &Frame<'_>, errors: &Errors, status: StatusCode) -> Response {
    let mut response = shown(frame, &Made::default(), errors).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

const WRONG_CODE: (&str, &str) = ("code", "This code is not right.");

async fn carry_out(frame: &Frame<'_>, act: &str, fields: &Fields) -> Result<Turn, Stop> {
    let (office, who) = (&frame.office, &frame.visitor.who);
    let place = frame.visitor.address.to_string();
    let code = fields.secret("code");
    Ok(match act {
        "step-up" => {
            let checked = office.execute(who, StepUp { code, place }).await?.receipt;
            Turn::of(&checked, "You showed your second factor.", WRONG_CODE)
        }
        "begin-totp" => {
            let begun = office.execute(who, BeginTotp {}).await?.receipt;
            Turn::Once(Made { totp: Some(begun), ..Made::default() })
        }
        "confirm-totp" => {
            let confirmed = office.execute(who, ConfirmTotp { code }).await?.receipt;
            Turn::Once(Made { codes: confirmed.recovery_codes, ..Made::default() })
        }
        "end-totp" => {
            let checked = office.execute(who, EndTotp { code, place }).await?.receipt;
            Turn::of(&checked, "The authenticator was taken away.", WRONG_CODE)
        }
        "new-recovery-codes" => {
            let made = office.execute(who, NewRecoveryCodes {}).await?.receipt;
            Turn::Once(Made { codes: made.recovery_codes, ..Made::default() })
        }
        "change-password" => {
            let (current, new) = (fields.secret("current"), fields.secret("new"));
            let order = ChangePassword { current, new, place, hashed: None };
            let checked = office.execute(who, order).await?.receipt;
            let done = "The password was changed. Your other sessions ended.";
            Turn::of(&checked, done, ("current", "This is not your password."))
        }
        "make-token" => {
            let made = office.execute(who, token(fields)?).await?.receipt;
            Turn::Once(Made { token: Some(made), ..Made::default() })
        }
        _ => return Err(Refusal::not_found("form").into()),
    })
}

fn token(fields: &Fields) -> Result<MakeToken, Stop> {
    let mut duties = Vec::new();
    for word in fields.all("duties") {
        let duty = Duty::from_word(word)
            .ok_or_else(|| Refusal::invalid("duties", "Choose duties from the list."))?;
        duties.push(duty);
    }
    let days = fields.text("days").trim().parse();
    let days = days.map_err(|_| Refusal::invalid("days", "From 1 to 366 days, as a whole number."))?;
    Ok(MakeToken { name: fields.text("name").to_owned(), duties, organizations: Vec::new(), days })
}
