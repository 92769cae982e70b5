//! The first page of an empty house: whoever holds the link from the console says which organization runs the
//! house and who they are, and goes on to choose a password.

use super::super::{App, reply, visitor::Visitor};
use super::frame::{bare, bare_refused, card};
use axum::{
    Router,
    extract::{Form, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{Refusal, Status, Stop, Who};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, html};
use organizations::{FoundHouse, OrgKind};
use people::FirstOwner;
use serde::Deserialize;

const START: Who = Who::House("first-start");

pub fn routes() -> Router<App> {
    Router::new().route("/first/{secret}", get(ask).post(begin))
}

/// What is asked.
#[derive(Debug, Default, Clone, Deserialize)]
struct Told {
    organization: String,
    kind: String,
    name: String,
    email: String,
}

fn gone() -> Response {
    let refusal = Refusal::new(
        Status::NotFound,
        "This link is not the one that the last start printed, or it was used.",
    )
    .remedy("Sign in", Some("/sign-in".to_owned()));
    bare_refused(&refusal)
}

fn form(told: &Told, refusal: Option<&Refusal>) -> Markup {
    let wrong =
        |name: &str| refusal.filter(|r| r.field.as_deref() == Some(name)).map(|r| r.sentence.as_str());
    let kinds = [OrgKind::Provider, OrgKind::Hospital].map(|k| Choice::new(k.word(), k.title()));
    let text = |name, label, value, error, autocomplete| Field {
        form: "first",
        name,
        label,
        value,
        error,
        required: true,
        autocomplete,
        most: Some(200),
        ..Field::default()
    };
    let org_wrong = wrong("organization");
    let org_label = "The organization that runs this desk";
    html! {
        p { "Say who runs it and who you are. You choose your password on the next page." }
        @if let Some(refusal) = refusal { (card(refusal)) }
        form method="post" {
            (field(&text("organization", org_label, &told.organization, org_wrong, Some("organization"))))
            (field(&Field { kind: FieldKind::Radio { choices: &kinds },
                ..text("kind", "What it is", &told.kind, wrong("kind"), None) }))
            (field(&text("name", "Your first and last name", &told.name, wrong("name"), Some("name"))))
            (field(&Field { kind: FieldKind::Email, hint: Some("You sign in with it."),
                ..text("email", "Your e-mail address", &told.email, wrong("email"), Some("email")) }))
            (button(ButtonKind::Primary, "Begin"))
        }
    }
}

/// `GET /first/{secret}`
async fn ask(State(app): State<App>, visitor: Visitor, Path(secret): Path<String>) -> Response {
    if !app.limits.admit(visitor.address, std::time::Instant::now()) || !app.first.fits(&secret) {
        return gone();
    }
    let told = Told { kind: OrgKind::Provider.word().to_owned(), ..Told::default() };
    bare("Welcome to an empty house", form(&told, None))
}

/// `POST /first/{secret}`
async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    told: Result<Form<Told>, axum::extract::rejection::FormRejection>,
) -> Response {
    if !app.limits.admit(visitor.address, std::time::Instant::now()) || !app.first.fits(&secret) {
        return gone();
    }
    let Ok(Form(told)) = told else {
        return bare_refused(&Refusal::new(
            Status::Malformed,
            "The form cannot be read. Go back and send it again.",
        ));
    };
    match found(&app, &told).await {
        Ok(invitation) => {
            app.first.close();
            Redirect::to(&format!("/invitation/{invitation}")).into_response()
        }
        Err(stop) => {
            let refusal = reply::stop_refusal(stop);
            let mut response = bare("Welcome to an empty house", form(&told, Some(&refusal)));
            *response.status_mut() =
                StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::FORBIDDEN);
            response
        }
    }
}

/// Founds the house, unless that was done by an attempt before, and makes its owner; gives the secret of
/// their invitation.
async fn found(app: &App, told: &Told) -> Result<String, Stop> {
    let kind = OrgKind::from_word(&told.kind).filter(|k| matches!(k, OrgKind::Provider | OrgKind::Hospital));
    let kind = kind.ok_or_else(|| Refusal::invalid("kind", "Choose one of the two."))?;
    let founder = app.office.read(&START, |look| Ok(crate::records::founder(look)?)).await?;
    let org = match founder {
        Some(org) => org,
        None => {
            let order = FoundHouse { name: told.organization.clone(), kind };
            let founded = app.office.execute(&START, order).await.map_err(|stop| match stop {
                // The order calls it its name; here the name is the person's.
                Stop::Refused(mut refusal) if refusal.field.as_deref() == Some("name") => {
                    refusal.field = Some("organization".to_owned());
                    Stop::Refused(refusal)
                }
                other => other,
            })?;
            founded.receipt.organization
        }
    };
    let owner = FirstOwner { org, name: told.name.clone(), email: told.email.clone() };
    Ok(app.office.execute(&START, owner).await?.receipt.link.secret)
}
