//! Forms as a browser, or somebody who only claims to be one, sends them. Any fields with any texts must give JSON that
//! holds nothing but fields of the schema, each of its kind, or a refusal that names a field. The tests of
//! `orderly/src/http/forms.rs` include this file and replay the corpus.

use std::sync::LazyLock;

use kernel::{Status, Stop};
use serde_json::{Value, json};

use super::decode;

/// Nested fields, references, things left out, lists and choices.
fn intake() -> Value {
    json!({ "type": "object", "required": ["name", "urgent", "tags"], "properties": {
        "name": { "type": "string" }, "users": { "type": ["integer", "null"] }, "urgent": { "type": "boolean" },
        "tags": { "type": "array", "items": { "type": "string" } },
        "rooms": { "type": "array", "items": { "$ref": "#/$defs/Room" } },
        "care": { "type": "string", "enum": ["clinic", "hospital"] },
        "where": { "anyOf": [{ "$ref": "#/$defs/Where" }, { "type": "null" }] } },
        "$defs": { "Room": { "type": "integer" }, "Where": { "type": "object", "required": ["locked", "keys"],
            "properties": { "room": { "$ref": "#/$defs/Room" }, "locked": { "type": "boolean" },
                "keys": { "type": "array", "items": { "type": "boolean" } },
                "then": { "anyOf": [{ "$ref": "#/$defs/Where" }, { "type": "null" }] } } } } })
}

/// One of several shapes, as an order with variants has them; `way` tells which.
fn variants() -> Value {
    json!({ "type": "object", "required": ["sure"], "properties": { "sure": { "type": "boolean" } },
        "oneOf": [
            { "type": "object", "properties": { "way": { "const": "mail", "type": "string" },
                "to": { "type": "string" } } },
            { "$ref": "#/$defs/Call" }],
        "$defs": { "Call": { "type": "object", "properties": { "way": { "type": "string", "const": "call" },
            "number": { "type": "integer" }, "at": { "type": ["string", "null"] } } } } })
}

/// Shapes that no act of ours has: references that lead nowhere, to themselves, or around in a ring.
fn crooked() -> Value {
    json!({ "$ref": "#/$defs/Top", "$defs": {
        "Top": { "type": "object", "required": ["list", 7, null], "properties": {
            "nowhere": { "$ref": "#/$defs/Nowhere" }, "itself": { "$ref": "#/$defs/Itself" },
            "foreign": { "$ref": "https://example.org/schema" }, "anything": true, "empty": { "anyOf": [] },
            "nothing": { "anyOf": [{ "type": "null" }] }, "ring": { "$ref": "#/$defs/Ring" },
            "list": { "type": "array" }, "both": { "allOf": [{ "$ref": "#/$defs/Ring" }] } } },
        "Itself": { "$ref": "#/$defs/Itself" },
        "Ring": { "type": "object", "properties": { "ring": { "$ref": "#/$defs/Ring" },
            "deep": { "type": "integer" } } } } })
}

static SCHEMAS: LazyLock<[Value; 8]> = LazyLock::new(|| {
    let bare = json!({ "type": "object", "properties": {} });
    [intake(), variants(), crooked(), bare, Value::Null, intake(), variants(), crooked()]
});

/// The first byte chooses the schema; then fields as `name=text`, with `&` between them and no escapes.
pub fn form(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let schema = &SCHEMAS[usize::from(*choice) % SCHEMAS.len()];
    let text = String::from_utf8_lossy(rest);
    let pair = |part: &str| {
        let (name, text) = part.split_once('=').unwrap_or((part, ""));
        (name.to_owned(), text.to_owned())
    };
    let pairs: Vec<(String, String)> = text.split('&').filter(|part| !part.is_empty()).map(pair).collect();
    match decode(&pairs, schema) {
        Ok(value) => {
            assert!(value.is_object());
            fits(schema, schema, &value);
        }
        Err(Stop::Refused(refusal)) => {
            assert!(refusal.sentence.len() <= 400, "{} bytes of refusal", refusal.sentence.len());
            match refusal.field {
                Some(field) => assert!(pairs.iter().any(|(name, _)| name.starts_with(&field)), "{field:?}"),
                None => assert!(refusal.status == Status::TooLarge && pairs.len() > 1_000),
            }
        }
        Err(Stop::Failed(fault)) => panic!("a form made us fail: {fault}"),
    }
}

/// The schema itself and whatever it refers to, each with whether it is only one of several.
fn branches<'a>(root: &'a Value, shape: &'a Value, one_of: bool, depth: u8) -> Vec<(&'a Value, bool)> {
    let mut all = vec![(shape, one_of)];
    if depth == 0 {
        return all;
    }
    let target = shape.get("$ref").and_then(Value::as_str).and_then(|at| root.pointer(at.strip_prefix('#')?));
    all.extend(target.into_iter().flat_map(|next| branches(root, next, one_of, depth - 1)));
    for key in ["anyOf", "allOf", "oneOf"] {
        for next in shape.get(key).and_then(Value::as_array).into_iter().flatten() {
            all.extend(branches(root, next, one_of || key == "oneOf", depth - 1));
        }
    }
    all
}

fn is(shape: &Value, kind: &str) -> bool {
    let kinds = &shape["type"];
    kinds == kind || kinds.as_array().is_some_and(|several| several.iter().any(|one| one == kind))
}

/// Panics where the value is not of the schema's kind, or holds a field that the schema does not have.
fn fits(root: &Value, shape: &Value, value: &Value) {
    let all = branches(root, shape, false, 8);
    let any = |kind: &str| all.iter().any(|(one, _)| is(one, kind));
    let typed = all.iter().any(|(one, _)| one.get("type").is_some_and(|kind| kind != "null"));
    match value {
        Value::String(_) => assert!(any("string") || !typed, "a text as {shape}"),
        Value::Number(number) => assert!(number.is_i64() && any("integer"), "a number as {shape}"),
        Value::Bool(_) => assert!(any("boolean"), "yes or no as {shape}"),
        Value::Null => panic!("nobody can send nothing: {shape}"),
        Value::Array(items) => {
            let list = all.iter().find(|(one, _)| is(one, "array")).expect("a list where one may stand");
            items.iter().for_each(|item| fits(root, &list.0["items"], item));
        }
        Value::Object(fields) => {
            assert!(!fields.is_empty() || !any("null"), "{shape} was left blank, yet is there");
            for (name, inner) in fields {
                let known = all.iter().find_map(|(one, _)| one.get("properties")?.get(name));
                fits(root, known.unwrap_or_else(|| panic!("the schema has no field {name:?}")), inner);
            }
            for (one, _) in all.iter().filter(|(_, one_of)| !one_of) {
                for name in one["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                    let kind = branches(root, &one["properties"][name], false, 8);
                    let box_or_list = kind.iter().any(|(k, _)| is(k, "boolean") || is(k, "array"));
                    assert!(!box_or_list || fields.contains_key(name), "{name} was left open in {value}");
                }
            }
        }
    }
}
