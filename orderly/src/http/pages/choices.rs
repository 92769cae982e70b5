//! What a form that is drawn from an order lets somebody choose from, where the order takes an id: nobody knows one by
//! heart. Departments, devices and people are an organization's own, so a form that needs them first asks at which.

use super::around;
use super::frame::Frame;
use crate::records::boards;
use axum::response::Response;
use markup::{Markup, address, html};
use serde_json::Value;
use std::collections::BTreeMap;

/// By field: value and label.
pub type Chosen = BTreeMap<String, boards::Choices>;

/// Fields that name an organization; the first that is filled says whose places and people are offered.
const ORGANIZATIONS: &[&str] = &["org", "organization", "client", "default_org", "associate", "provider"];

/// What an organization has of its own, and by which names a field asks for it.
#[derive(Clone, Copy)]
enum Own {
    Departments,
    Locations,
    Assets,
    People,
}

fn own(field: &str) -> Option<Own> {
    Some(match field {
        "department" | "departments" => Own::Departments,
        "location" | "locations" => Own::Locations,
        "asset" | "assets" | "systems" | "depends_on" => Own::Assets,
        "person" | "people" | "account_owner" | "to" | "called" | "reporter" => Own::People,
        _ => return None,
    })
}

/// Whether a field names an organization that work is done for. A subcontractor has people, rotas and a record of its own
/// to keep, and agreements as an associate; tickets, devices and changes are never about it.
fn is_served(act: &str, field: &str) -> bool {
    const OF_ALL: &[&str] = &["people.", "organizations.", "oncall."];
    match field {
        "client" | "default_org" => true,
        "org" => act == "people.open-emergency" || !OF_ALL.iter().any(|slice| act.starts_with(slice)),
        _ => false,
    }
}

fn fields(schema: &Value) -> Vec<String> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|all| all.keys().cloned())
        .collect()
}

fn given<'a>(values: &'a Value, name: &str) -> Option<&'a str> {
    values.get(name).and_then(Value::as_str).filter(|value| !value.is_empty())
}

/// The time zones that are offered: what each is called, and its name in the IANA database.
pub fn zones() -> boards::Choices {
    let zone = |(zone, called): &(&str, &str)| ((*zone).to_owned(), format!("{called} · {zone}"));
    organizations::ZONES.iter().map(zone).collect()
}

async fn reached(frame: &Frame<'_>, served: bool) -> Result<boards::Choices, Response> {
    around::read(frame, move |look| {
        let all = if served { boards::clients(look)? } else { boards::organizations(look)? };
        Ok(all.into_iter().map(|(org, name)| (org.to_string(), name)).collect())
    })
    .await
}

/// Whether a form knows at which organization it is filled in.
pub enum Place {
    /// It does, or nothing on it is an organization's own.
    Said,
    /// There is only one: its field, and which.
    Only(&'static str, String),
    /// It has to be asked first.
    Ask(&'static str, boards::Choices),
}

/// What a form must ask before it can offer departments, devices or people.
pub async fn place(frame: &Frame<'_>, act: &str, schema: &Value, values: &Value) -> Result<Place, Response> {
    let fields = fields(schema);
    let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let demanded = |name: &&&str| required.iter().any(|field| field.as_str() == Some(name));
    let Some(field) = ORGANIZATIONS.iter().find(demanded) else { return Ok(Place::Said) };
    if !fields.iter().any(|name| own(name).is_some()) || given(values, field).is_some() {
        return Ok(Place::Said);
    }
    let mut all = reached(frame, is_served(act, field)).await?;
    Ok(match all.len() {
        0 => Place::Said,
        1 => Place::Only(field, all.remove(0).0),
        _ => Place::Ask(field, all),
    })
}

/// The step before such a form: one touch, and what the address says already goes along.
pub fn where_to(act: &str, field: &str, orgs: &boards::Choices, given: &BTreeMap<String, String>) -> Markup {
    let said = given.iter().filter(|(name, _)| *name != field);
    let said: Vec<(&str, &str)> = said.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    html! {
        h2 { "Where?" }
        ul.choices-of-place {
            @for (org, name) in orgs {
                li { a href=(address(&format!("/do/{act}"), said.iter().copied().chain([(field, org.as_str())]))) { (name) } }
            }
        }
    }
}

/// What may be chosen for each field that takes ids.
pub async fn offered(
    frame: &Frame<'_>,
    act: &'static str,
    schema: &Value,
    values: &Value,
) -> Result<Chosen, Response> {
    let fields = fields(schema);
    let org = ORGANIZATIONS.iter().find_map(|name| given(values, name)?.parse().ok());
    let (employer, org) = (frame.badge.employer, org.unwrap_or(frame.badge.employer));
    let wanted: Vec<(String, Own)> =
        fields.iter().filter_map(|name| Some((name.clone(), own(name)?))).collect();
    let mut found: Chosen = around::read(frame, move |look| {
        let mut found = Chosen::new();
        for (name, own) in &wanted {
            let all = match own {
                Own::Departments => boards::departments_of(look, org)?,
                Own::Locations => boards::locations_of(look, org)?,
                Own::Assets => boards::assets_of(look, org)?,
                Own::People if employer != org && name != "called" && name != "reporter" => {
                    [boards::people_of(look, org)?, boards::people_of(look, employer)?].concat()
                }
                Own::People => boards::people_of(look, org)?,
            };
            found.insert(name.clone(), all);
        }
        Ok(found)
    })
    .await?;
    for name in fields.iter().filter(|name| ORGANIZATIONS.contains(&name.as_str())) {
        found.insert(name.clone(), reached(frame, is_served(act, name)).await?);
    }
    if fields.iter().any(|name| name == "zone") {
        found.insert("zone".to_owned(), zones());
    }
    // What the address says already is kept, whatever the list holds.
    for (name, all) in &mut found {
        let missing = given(values, name)
            .filter(|value| !value.contains('\n') && !all.iter().any(|(id, _)| id == value));
        if let Some(value) = missing.map(str::to_owned) {
            let called = around::names(frame, vec![value.clone()]).await?.remove(&value);
            all.push((value.clone(), called.unwrap_or(value)));
        }
    }
    Ok(found)
}
