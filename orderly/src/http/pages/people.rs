//! The pages about people: who works at which organization, one person with what may be done about them, and the forms
//! that add somebody or give a new one-time link, which is shown once.

mod imports;

use super::super::{App, decode, reply, visitor::Visitor};
use super::act::schema_of;
use super::around;
use super::entrance::room;
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Form, Path, Query, State, rejection::FormRejection},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use kernel::{OrgId, PersonId, Refusal, Status, Stop};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, html, link_button};
use office::{Ground, Order};
use people::pages::{AddForm, Errors, May, link_once};
use people::{AddPerson, BeginImport, People, Person, PersonLine, RenewInvitation, RevisePerson};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/people", get(list))
        .route("/people/new", get(new).post(add))
        .route("/people/{person}", get(person))
        .route("/people/{person}/link", post(renew))
        .merge(imports::routes())
}

/// Which people.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<String>,
    #[serde(default)]
    ended: bool,
}

impl Asked {
    /// The address of this list.
    fn href(&self) -> String {
        let ended = if self.ended { "ended=true" } else { "" };
        match (&self.org, ended) {
            (Some(org), "") => format!("/people?org={org}"),
            (Some(org), _) => format!("/people?org={org}&{ended}"),
            (None, "") => "/people".to_owned(),
            (None, _) => format!("/people?{ended}"),
        }
    }
}

/// `GET /people`
async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = People { org: asked.org, after: asked.after.clone(), most: None, ended: asked.ended };
    let found = or_stop!(frame.ask(question).await);
    let reached = or_stop!(around::read(&frame, boards::organizations).await);
    let org = asked.org.unwrap_or(frame.badge.employer);
    let acts = vec![(AddPerson::ACT, Ground::Org(org)), (BeginImport::ACT, Ground::Org(org))];
    let may = or_stop!(frame.may(acts).await);
    let add = may.first().is_some_and(|may| *may).then(|| format!("/people/new?org={org}"));
    let import = may.get(1).is_some_and(|may| *may).then(|| format!("/people/imports/new?org={org}"));
    let main = html! {
        (filter(&asked, &reached))
        (people::pages::people(&found, &asked.href(), add.as_deref()))
    };
    let actions = (add.is_some() || import.is_some()).then(|| {
        html! {
            @if let Some(href) = &import { (link_button(ButtonKind::Plain, href, "Import a staff list")) }
            @if let Some(href) = &add { (link_button(ButtonKind::Primary, href, "Add a person")) }
        }
    });
    frame.page(room(&frame, Page { actions, ..Page::new("People", "people") }), main)
}

/// The choice of the organization; nothing to choose for whoever reaches only one.
fn filter(asked: &Asked, reached: &[(OrgId, String)]) -> Markup {
    let choices: Vec<Choice> = reached.iter().map(|(org, name)| Choice::new(org.to_string(), name)).collect();
    let left = [Choice::new("true", "Also those who have left")];
    let (value, chosen) = (asked.org.map(|o| o.to_string()).unwrap_or_default(), ["true".to_owned()]);
    let one =
        |name, label, value, kind| Field { form: "people-of", name, label, value, kind, ..Field::default() };
    let select = FieldKind::Select { choices: &choices, none: Some("Everywhere within your reach") };
    let ended = FieldKind::Checks { choices: &left, chosen: if asked.ended { &chosen } else { &[] } };
    html! {
        form.form.filter id="people-of" method="get" action="/people" data-live {
            @if reached.len() > 1 { (field(&one("org", "Organization", &value, select))) }
            (field(&one("ended", "Show", "", ended)))
            div.buttons { (button(ButtonKind::Plain, "Show")) }
        }
    }
}

fn named(person: &str) -> Result<PersonId, Refusal> {
    person.parse().map_err(|_| Refusal::not_found("person"))
}

/// `GET /people/{person}`
async fn person(State(app): State<App>, visitor: Visitor, Path(person): Path<String>) -> Response {
    let frame = open!(&app, &visitor);
    let person = or_stop!(named(&person).map_err(|refusal| frame.refused(refusal)));
    let found = or_stop!(frame.ask(Person { person }).await);
    let may = or_stop!(frame.may(vec![(RevisePerson::ACT, Ground::thing(person))]).await);
    let manage = may.first().is_some_and(|may| *may);
    let org = found.person.org.to_string();
    let names = or_stop!(around::names(&frame, vec![org.clone()]).await);
    let revise = (manage && found.ended_at.is_none()).then(|| {
        let href = revise_address(&found);
        link_button(ButtonKind::Plain, &href, "Revise")
    });
    let main = html! {
        p { a href={ "/people?org=" (org) } { (names.get(&org).map_or("Their organization", String::as_str)) } }
        @if frame.has(kernel::Duty::WorkTickets) {
            p { a href={ "/tickets?view=all&reporter=" (person) } { "What they reported" } }
        }
        (people::pages::person(&found, May { manage }))
    };
    let title = found.person.name.clone();
    frame.page(room(&frame, Page { actions: revise, ..Page::new(&title, "people") }), main)
}

/// The form that revises a person, with everything filled in as it stands.
fn revise_address(found: &people::PersonPage) -> String {
    let PersonLine { id, name, email, title, .. } = &found.person;
    let mut address = format!("/do/people.revise-person?person={id}&_next=/people/{id}");
    let known = [
        ("name", Some(name.clone())),
        ("email", Some(email.clone())),
        ("title", title.clone()),
        ("location", found.location.map(|l| l.to_string())),
        ("department", found.department.map(|d| d.to_string())),
    ];
    for (field, value) in known {
        if let Some(value) = value {
            address.push_str(&format!("&{field}={}", markup::escaped(&value)));
        }
    }
    address
}

/// At which organization.
#[derive(Deserialize)]
struct At {
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    /// A role that is ticked already.
    #[serde(default)]
    role: Option<String>,
    /// Where to go on to afterwards.
    #[serde(default)]
    next: Option<String>,
}

/// What was typed into the form that adds a person.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    title: String,
    roles: Vec<String>,
    /// Where to go on to afterwards.
    next: Option<String>,
}

async fn form(frame: &Frame<'_>, org: OrgId, typed: &Typed, errors: &Errors) -> Response {
    let read = around::read(frame, move |look| {
        let name = boards::names(look, &[org.to_string()])?.remove(&org.to_string());
        Ok((name, boards::locations_of(look, org)?, boards::departments_of(look, org)?))
    });
    let (name, locations, departments) = or_stop!(read.await);
    let Some(name) = name else { return frame.refused(Refusal::not_found("organization")) };
    let choices = |list: Vec<(String, String)>| -> Vec<Choice> {
        list.into_iter().map(|(id, name)| Choice::new(id, name)).collect()
    };
    let form = AddForm {
        org,
        name: &typed.name,
        email: &typed.email,
        title: &typed.title,
        roles: &typed.roles,
        locations: &choices(locations),
        departments: &choices(departments),
        errors,
        next: typed.next.as_deref(),
    };
    let main = html! { p { "At " b { (name) } "." } (people::pages::add_person(&form)) };
    frame.page(room(frame, Page::new("Add a person", "people")), main)
}

/// `GET /people/new?org=`
async fn new(State(app): State<App>, visitor: Visitor, Query(at): Query<At>) -> Response {
    let frame = open!(&app, &visitor);
    let org = at.org.unwrap_or(frame.badge.employer);
    let may = or_stop!(frame.may(vec![(AddPerson::ACT, Ground::Org(org))]).await);
    if !may.first().is_some_and(|may| *may) {
        let refusal = Refusal::forbidden("You cannot add people at this organization.")
            .remedy("Ask whoever manages people there", None);
        return frame.refused(refusal);
    }
    let typed = Typed { roles: at.role.into_iter().collect(), next: at.next, ..Typed::default() };
    form(&frame, org, &typed, &Errors::new()).await
}

/// The order out of the form's fields.
fn read(app: &App, pairs: &[(String, String)]) -> Result<AddPerson, Stop> {
    let entry = app.office.registry().find(AddPerson::ACT.name);
    let entry = entry.ok_or_else(|| Refusal::new(Status::NotFound, "There is no act of this name."))?;
    let body = decode(pairs, &schema_of(entry))?;
    serde_json::from_value(body)
        .map_err(|e| Refusal::new(Status::Malformed, format!("The form cannot be read: {e}.")).into())
}

/// `POST /people/new`: the answer holds the one-time link and is the only page that ever shows it.
async fn add(
    State(app): State<App>,
    visitor: Visitor,
    pairs: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let frame = open!(&app, &visitor);
    let pairs = or_stop!(super::entrance::sent(pairs));
    let next = pairs.iter().find(|(n, _)| n == "_next").map(|(_, v)| v.clone());
    let stop = match read(&app, &pairs) {
        Ok(order) => {
            let name = order.name.clone();
            match app.office.execute(&visitor.who, order).await {
                Ok(charted) => {
                    let main = link(&frame, &name, &charted.receipt.link, next.as_deref());
                    return frame.page(room(&frame, Page::new("Person added", "people")), main);
                }
                Err(stop) => stop,
            }
        }
        Err(stop) => stop,
    };
    let refusal = reply::stop_refusal(stop);
    let text = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let Ok(org) = text("org").parse() else { return frame.refused(refusal) };
    let roles = pairs.iter().filter(|(n, _)| n == "roles").map(|(_, v)| v.clone()).collect();
    let typed = Typed { name: text("name"), email: text("email"), title: text("title"), roles, next };
    let errors = Errors::from([(refusal.field.clone().unwrap_or_default(), refusal.sentence.clone())]);
    let mut response = form(&frame, org, &typed, &errors).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::FORBIDDEN);
    }
    response
}

fn link(frame: &Frame<'_>, name: &str, link: &people::Link, next: Option<&str>) -> Markup {
    let origin = frame.app.site.origin.trim_end_matches('/');
    let address = format!("{origin}{}/{}", people::pages::paths::INVITATION, link.secret);
    let onward = next.map_or_else(|| "/people".to_owned(), super::entrance::local);
    link_once(name, &address, link.until, frame.zone(), &onward)
}

/// `POST /people/{person}/link`: another one-time link, because the first was lost or the password forgotten.
async fn renew(State(app): State<App>, visitor: Visitor, Path(person): Path<String>) -> Response {
    let frame = open!(&app, &visitor);
    let person = or_stop!(named(&person).map_err(|refusal| frame.refused(refusal)));
    let found = or_stop!(frame.ask(Person { person }).await);
    match app.office.execute(&visitor.who, RenewInvitation { person }).await {
        Ok(charted) => {
            let main = link(&frame, &found.person.name, &charted.receipt, None);
            frame.page(room(&frame, Page::new("A new one-time link", "people")), main)
        }
        Err(stop) => frame.stopped(stop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_knows_its_own_address() {
        let asked = |org, ended| Asked { org, after: None, ended }.href();
        assert_eq!(asked(None, false), "/people");
        assert_eq!(asked(None, true), "/people?ended=true");
        let org: OrgId = OrgId::new(kernel::Moment::from_micros(0), [1; 10]);
        assert_eq!(asked(Some(org), false), format!("/people?org={org}"));
        assert_eq!(asked(Some(org), true), format!("/people?org={org}&ended=true"));
    }
}
