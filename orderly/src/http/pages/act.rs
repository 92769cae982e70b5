//! Any order as a page: its form is drawn from its own declaration, and what comes back is a receipt, or the form again
//! with the message beside the field.

use super::super::{App, decode, reply, visitor::Visitor};
use super::choices::{Place, offered, place, where_to};
use super::entrance::room;
use super::frame::{Frame, Page, card, or_stop, with_flash};
use axum::{
    Router,
    extract::{Form, Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{Refusal, Stop};
use markup::{ActForm, Markup, html, schema_form};
use office::{Entry, Kind};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new().route("/do/{act}", get(form).post(carry_out)).route("/palette", get(palette))
}

/// Acts whose page does more than a form can: cookies, ceremonies, files.
pub fn only_at_its_page(act: &str) -> bool {
    const HERE: &[&str] = &[
        "people.sign-in",
        "people.sign-out",
        "people.lock",
        "people.unlock",
        "people.accept-invitation",
        "people.first-owner",
        "people.step-up",
        "people.change-password",
        "people.begin-totp",
        "people.confirm-totp",
        "people.end-totp",
        "people.new-recovery-codes",
        "people.begin-passkey",
        "people.finish-passkey",
        "people.begin-passkey-sign-in",
        "people.finish-passkey-sign-in",
        "people.make-token",
        "people.add-person",
        "people.renew-invitation",
        "desk.attach",
        "desk.attach-to-mine",
        "people.save-draft",
        "people.drop-draft",
        "people.begin-import",
        "people.add-import-rows",
        "assets.begin-import",
        "assets.stage-rows",
        "organizations.found-house",
    ];
    HERE.contains(&act)
}

/// Where a person does an act: its form, or the page that does more; nothing when only a page's own step does it.
pub fn address(act: &str) -> Option<String> {
    let page = match act {
        "desk.open-ticket" => "/report",
        "assets.paste-import" => "/imports/new",
        "assets.add-asset" => "/assets/new",
        "people.add-person" => "/people/new",
        "breach.open" => "/breaches#open",
        "changes.plan-change" => "/changes#plan",
        "downtime.declare" | "downtime.schedule" => "/downtimes/new",
        "downtime.record-drill" => "/downtimes/drills",
        "incidents.declare" => "/incidents#declare",
        "incidents.take-in-advisory" => "/advisories",
        "knowledge.write-article" => "/articles/new",
        "people.begin-import" => "/people/imports/new",
        "people.change-password" => "/me/security#password",
        "people.begin-totp" => "/me/security#authenticator",
        "people.begin-passkey" => "/me/security#passkeys",
        "people.make-token" => "/me/security#tokens",
        "people.step-up" => "/me/security",
        "people.open-emergency" => "/emergency",
        "people.lock" => "/lock",
        generic => return (!only_at_its_page(generic)).then(|| format!("/do/{generic}")),
    };
    Some(page.to_owned())
}

/// Whether an act can begin without a thing in hand: what is done to a ticket or a person is done on its page.
pub fn starts_anywhere(entry: &Entry) -> bool {
    let schema = schema_of(entry);
    let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let in_address = |name: &str| entry.act.path.contains(&format!("{{{name}}}"));
    !required.iter().filter_map(Value::as_str).any(|name| name != "org" && in_address(name))
}

/// An act's schema with its definitions, as the forms read it.
pub fn schema_of(entry: &Entry) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.meta_schema = None;
    let mut generator = SchemaGenerator::new(settings);
    let root = (entry.input)(&mut generator).to_value();
    let definitions = generator.take_definitions(true);
    // The act itself is one of the definitions: its form needs it at the top.
    let name = root.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next()).map(str::to_owned);
    let mut top = name.and_then(|n| definitions.get(&n).cloned()).unwrap_or(root);
    if let Some(top) = top.as_object_mut() {
        top.insert("$defs".into(), Value::Object(definitions));
    }
    top
}

fn order<'a>(app: &'a App, act: &str) -> Option<&'a Entry> {
    app.office.registry().find(act).filter(|e| e.kind == Kind::Order && !only_at_its_page(act))
}

async fn drawn(
    frame: &Frame<'_>,
    entry: &Entry,
    values: &Value,
    errors: &BTreeMap<String, String>,
    next: Option<&str>,
) -> Result<Markup, Response> {
    let schema = schema_of(entry);
    let choices = offered(frame, entry.act.name, &schema, values).await?;
    let action = format!("/do/{}", entry.act.name);
    let verb = entry.act.says.trim_end_matches('.');
    let hidden: Vec<(&str, &str)> = next.iter().map(|n| ("_next", *n)).collect();
    let form = ActForm {
        values,
        errors,
        choices: &choices,
        hidden: &hidden,
        ..ActForm::new("act", &action, verb, &schema)
    };
    Ok(schema_form(&form))
}

/// `GET /do/{act}`: what the address says stands in the form already.
async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(act): Path<String>,
    Query(given): Query<BTreeMap<String, String>>,
) -> Response {
    let frame = match Frame::open(&app, &visitor).await {
        Ok(frame) => frame,
        Err(response) => return response,
    };
    let Some(entry) = order(&app, &act) else { return frame.refused(Refusal::not_found("form")) };
    let next = given.get("_next").cloned();
    let mut values = serde_json::to_value(&given).unwrap_or_default();
    let title = entry.act.says.trim_end_matches('.');
    match or_stop!(place(&frame, entry.act.name, &schema_of(entry), &values).await) {
        Place::Said => {}
        Place::Only(field, org) => values[field] = org.into(),
        Place::Ask(field, orgs) => {
            let main = where_to(entry.act.name, field, &orgs, &given);
            return frame.page(room(&frame, Page::new(title, "")), main);
        }
    }
    let main = or_stop!(drawn(&frame, entry, &values, &BTreeMap::new(), next.as_deref()).await);
    frame.page(room(&frame, Page::new(title, "")), main)
}

/// `POST /do/{act}`
async fn carry_out(
    State(app): State<App>,
    visitor: Visitor,
    Path(act): Path<String>,
    pairs: Result<Form<Vec<(String, String)>>, axum::extract::rejection::FormRejection>,
) -> Response {
    let frame = match Frame::open(&app, &visitor).await {
        Ok(frame) => frame,
        Err(response) => return response,
    };
    let Some(entry) = order(&app, &act) else { return frame.refused(Refusal::not_found("form")) };
    let pairs = match pairs {
        Ok(Form(pairs)) => pairs,
        Err(error) => {
            let status = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
                kernel::Status::TooLarge
            } else {
                kernel::Status::Malformed
            };
            return frame.refused(Refusal::new(status, format!("The form cannot be read: {error}.")));
        }
    };
    let next = pairs.iter().find(|(n, _)| n == "_next").map(|(_, v)| v.clone());
    let once = pairs.iter().find(|(n, v)| n == "_once" && !v.is_empty()).map(|(_, v)| v.clone());
    let outcome = match decode(&pairs, &schema_of(entry)) {
        Ok(body) => app.office.call(&visitor.who, entry.act.name, body, once).await,
        Err(stop) => Err(stop),
    };
    match outcome {
        Ok(answered) => done(&frame, entry, &answered.body, next.as_deref()),
        Err(Stop::Refused(refusal)) if entry.act.name == "desk.reply" && refusal.field.is_some() => {
            unsent(&frame, entry, *refusal, &pairs, next.as_deref()).await
        }
        Err(stop) => again(&frame, entry, stop, &pairs, next.as_deref()).await,
    }
}

/// After an order: on to the next page, or to the receipt when it must be read (a link shown once).
fn done(frame: &Frame<'_>, entry: &Entry, body: &Value, next: Option<&str>) -> Response {
    let receipt = body.get("receipt").cloned().unwrap_or_default();
    if let Some(next) = next.and_then(|n| fill(n, &receipt)) {
        let said = format!("{}: done.", entry.act.says.trim_end_matches('.'));
        return with_flash(Redirect::to(&next).into_response(), &said);
    }
    let charted = body.get("entry").and_then(Value::as_str).unwrap_or_default();
    let main = html! {
        p {
            (entry.act.says.trim_end_matches('.')) ": done, and charted as "
            a href={ "/ledger/entries/" (charted) } { (charted) } "."
        }
        dl.receipt {
            @for (name, value) in receipt.as_object().into_iter().flatten() {
                dt { (words_of(name)) }
                dd { (shown(value)) }
            }
        }
        p { a.button href="/" { "On to the start" } }
    };
    frame.page(room(frame, Page::new("Done", "")), main)
}

fn words_of(name: &str) -> String {
    let mut letters = name.replace('_', " ");
    if let Some(first) = letters.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    letters
}

fn shown(value: &Value) -> Markup {
    match value {
        Value::String(text) => html! { code { (text) } },
        Value::Array(list) => html! { ul { @for one in list { li { (shown(one)) } } } },
        Value::Null => html! { "none" },
        other => html! { code { (other.to_string()) } },
    }
}

/// A path of ours, with `{field}` filled from the receipt; nothing else is followed.
fn fill(next: &str, receipt: &Value) -> Option<String> {
    let mut path = next.to_owned();
    for (name, value) in receipt.as_object().into_iter().flatten() {
        if let Some(text) = value.as_str() {
            path = path.replace(&format!("{{{name}}}"), text);
        }
    }
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '{', '\r', '\n']);
    ours.then_some(path)
}

/// A reply that others' texts overtook, or in which something is wrong: the ticket as it stands now, with all
/// that was typed.
async fn unsent(
    frame: &Frame<'_>,
    entry: &Entry,
    refusal: Refusal,
    pairs: &[(String, String)],
    next: Option<&str>,
) -> Response {
    let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    match value("ticket").parse() {
        Ok(ticket) => {
            let unsent = super::desk::Unsent { sent: pairs, why: &refusal };
            super::desk::unsent(frame, ticket, unsent).await
        }
        Err(_) => again(frame, entry, refusal.into(), pairs, next).await,
    }
}

async fn again(
    frame: &Frame<'_>,
    entry: &Entry,
    stop: Stop,
    pairs: &[(String, String)],
    next: Option<&str>,
) -> Response {
    let refusal = reply::stop_refusal(stop);
    // What was chosen among several comes once for each.
    let mut values = BTreeMap::<&str, String>::new();
    for (name, value) in pairs.iter().filter(|(n, _)| !n.starts_with('_')) {
        values.entry(name).and_modify(|all| all.extend(["\n", value])).or_insert_with(|| value.clone());
    }
    let values = serde_json::to_value(values).unwrap_or_default();
    let mut errors = BTreeMap::new();
    if let Some(field) = &refusal.field {
        errors.insert(field.clone(), refusal.sentence.clone());
    }
    let title = entry.act.says.trim_end_matches('.');
    let form = or_stop!(drawn(frame, entry, &values, &errors, next).await);
    let main = html! { (card(&refusal)) (form) };
    let mut response = frame.page(room(frame, Page::new(title, "")), main);
    *response.status_mut() = StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::FORBIDDEN);
    response
}

/// `GET /palette`: the same list as behind ctrl-k, for those without a script.
async fn palette(State(app): State<App>, visitor: Visitor) -> Response {
    match Frame::open(&app, &visitor).await {
        Ok(frame) => {
            let page = room(&frame, Page::new("Everything you can do", ""));
            frame.page(page, markup::palette_page(&frame.palette()))
        }
        Err(response) => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_followed() {
        let receipt = serde_json::json!({ "ticket": "tkt_1" });
        assert_eq!(fill("/tickets/{ticket}", &receipt).unwrap(), "/tickets/tkt_1");
        for foreign in ["//evil.example", "https://evil.example", "/\\evil", "/{nothing}", "tickets"] {
            assert_eq!(fill(foreign, &receipt), None, "{foreign}");
        }
    }
}
