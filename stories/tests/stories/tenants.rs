//! What belongs to one client is not there for another: by no act, whatever id is named in it.

use crate::world::{World, on_each};
use kernel::{Status, Stop, Who};
use office::{Entry, Kind};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Ids of Larkspur's things, by their prefix.
pub fn larkspurs(w: &World) -> BTreeMap<&'static str, String> {
    let ticket = w.report();
    let person = w.nurse.person().unwrap();
    let file = desk::attachments::Attach {
        ticket,
        visibility: desk::words::Visibility::Public,
        name: "notes.txt".into(),
        bytes: desk::attachments::FileBytes::new(b"notes".to_vec()),
        sealed: None,
    };
    let file = w.act(&w.technician, file).attachment;
    BTreeMap::from([
        ("att", file.to_string()),
        ("org", w.larkspur.to_string()),
        ("loc", w.clinic.to_string()),
        ("dep", w.ward.to_string()),
        ("tkt", ticket.to_string()),
        ("per", person.to_string()),
        ("agr", w.agreement.to_string()),
    ])
}

/// The same shape, with the ids of nothing.
pub fn nothings() -> BTreeMap<&'static str, String> {
    ["att", "org", "loc", "dep", "tkt", "per", "agr", "ast", "imp", "ent", "emg", "tok", "whk", "ses", "pky"]
        .map(|p| (p, format!("{p}_00000000000000000000000000000000")))
        .into()
}

/// Something that fits a field's schema, with the given ids where it wants one.
fn value(schema: &Value, root: &Value, ids: &BTreeMap<&'static str, String>, depth: u8) -> Option<Value> {
    if depth > 6 {
        return None;
    }
    if let Some(at) = schema.get("$ref").and_then(Value::as_str) {
        let name = at.rsplit('/').next()?;
        return value(root.pointer(&format!("/components/schemas/{name}"))?, root, ids, depth + 1);
    }
    if let Some(any) = ["anyOf", "oneOf"].iter().find_map(|k| schema.get(k)).and_then(Value::as_array) {
        return any.iter().find_map(|s| value(s, root, ids, depth + 1));
    }
    if let Some(fixed) = schema.get("const") {
        return Some(fixed.clone());
    }
    if let Some(list) = schema.get("enum").and_then(Value::as_array) {
        return list.first().cloned();
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        let prefix = pattern.strip_prefix('^').and_then(|p| p.split('_').next())?;
        return ids.get(prefix).map(|id| json!(id));
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().find_map(Value::as_str).unwrap_or("null"),
        Some(kind) => kind.as_str()?,
        None => "string",
    };
    Some(match kind {
        "object" => Value::Object(object(schema, root, ids, depth)),
        "array" => json!([]),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(60)),
        "boolean" => json!(false),
        "string" if schema.get("contentEncoding").is_some() => json!("dGV4dA=="),
        "string" => match schema.get("format").and_then(Value::as_str) {
            Some("date") => json!("2026-12-01"),
            Some("date-time") => json!("2026-12-01T00:00:00Z"),
            Some("email") => json!("ada@example.org"),
            _ => json!("twelve words that fit nearly everywhere and mean nothing to anybody"),
        },
        _ => return None,
    })
}

fn object(
    schema: &Value,
    root: &Value,
    ids: &BTreeMap<&'static str, String>,
    depth: u8,
) -> Map<String, Value> {
    let fields = schema.get("properties").and_then(Value::as_object);
    fields
        .into_iter()
        .flatten()
        .filter_map(|(name, shape)| Some((name.clone(), value(shape, root, ids, depth + 1)?)))
        .collect()
}

pub fn body(entry: &Entry, document: &Value, ids: &BTreeMap<&'static str, String>) -> Value {
    let operation = &document["paths"][format!("/api/v1{}", entry.act.path)]["post"];
    let shape = &operation["requestBody"]["content"]["application/json"]["schema"];
    let mut body = value(shape, document, ids, 0).and_then(|v| v.as_object().cloned()).unwrap_or_default();
    for parameter in operation["parameters"].as_array().unwrap() {
        if parameter["in"] == "path" {
            let name = parameter["name"].as_str().unwrap().to_owned();
            if let Some(v) = value(&parameter["schema"], document, ids, 0) {
                body.insert(name, v);
            }
        }
    }
    Value::Object(body)
}

fn names_an_id(body: &Value, ids: &BTreeMap<&'static str, String>) -> bool {
    let text = body.to_string();
    ids.values().any(|id| text.contains(id.as_str()))
}

/// What an outsider learns: the status, the sentence and the field, with the ids taken out.
fn learned(w: &World, who: &Who, entry: &Entry, body: &Value) -> Option<String> {
    let call = w.house.office.call(who, entry.act.name, body.clone(), None);
    match futures_executor::block_on(call) {
        Ok(answered) => Some(format!("done {}", answered.body)),
        Err(Stop::Refused(r)) => Some(format!("{:?} {} {:?}", r.status, r.sentence, r.field)),
        Err(Stop::Failed(fault)) => panic!("{}: a fault: {fault}", entry.act.name),
    }
}

#[test]
fn no_act_tells_another_clients_id_from_an_id_that_nobody_has() {
    on_each(|w| {
        let document = office::document(w.house.office.registry(), "0");
        let (theirs, nothing) = (larkspurs(w), nothings());
        let mut all = nothing.clone();
        all.extend(theirs.clone());
        let mut tried = 0;
        for entry in w.house.office.registry().entries() {
            let with_theirs = body(entry, &document, &all);
            if !names_an_id(&with_theirs, &theirs) || entry.act.name == "people.first-owner" {
                continue;
            }
            let with_nothing = body(entry, &document, &nothing);
            for who in [&w.meridian_owner, &w.stranger] {
                let foreign = learned(w, who, entry, &with_theirs).unwrap();
                let absent = learned(w, who, entry, &with_nothing).unwrap();
                let (mut foreign_text, mut absent_text) = (foreign.clone(), absent.clone());
                for (prefix, id) in &theirs {
                    foreign_text = foreign_text.replace(id.as_str(), prefix);
                    absent_text = absent_text.replace(nothing[prefix].as_str(), prefix);
                }
                let list = entry.kind == Kind::Question && foreign_text.starts_with("done");
                assert!(
                    foreign_text == absent_text || list && !mentions(&foreign, &theirs),
                    "{} as {who:?}\n theirs:  {foreign}\n nobody's: {absent}\n {with_theirs}",
                    entry.act.name
                );
                if entry.kind == Kind::Order {
                    assert!(
                        !foreign.starts_with("done") || !mentions(&foreign, &theirs),
                        "{}: {foreign}",
                        entry.act.name
                    );
                }
                tried += 1;
            }
        }
        assert!(tried > 60, "only {tried} acts were tried");
    });
}

fn mentions(text: &str, ids: &BTreeMap<&'static str, String>) -> bool {
    ids.values().any(|id| text.contains(id.as_str()))
}

#[test]
fn no_list_and_no_search_shows_anything_of_another_client() {
    on_each(|w| {
        let theirs = larkspurs(w);
        for entry in w.house.office.registry().entries().iter().filter(|e| e.kind == Kind::Question) {
            let call = w.house.office.call(&w.meridian_owner, entry.act.name, json!({}), None);
            match futures_executor::block_on(call) {
                Ok(answered) => {
                    let text = answered.body.to_string();
                    assert!(!mentions(&text, &theirs), "{}: {text}", entry.act.name);
                }
                Err(Stop::Refused(r)) => assert_ne!(r.status, Status::SignIn, "{}", entry.act.name),
                Err(Stop::Failed(fault)) => panic!("{}: a fault: {fault}", entry.act.name),
            }
        }
        let search = desk::Tickets { words: Some("chart patient".into()), ..desk::Tickets::default() };
        assert!(w.ask(&w.meridian_owner, search.clone()).tickets.is_empty());
        assert_eq!(w.ask(&w.practice_owner, search).tickets.len(), 1);
    });
}
