//! What a field looks like, read from its JSON Schema. Schemas come from our own orders, yet nothing here
//! trusts them: an unknown construct becomes a text of JSON, and references that turn in a circle end.

use super::label_of;
use crate::pieces::Choice;
use crate::words;
use serde_json::{Map, Value};

/// How a field is drawn.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Text,
    Long,
    Secret,
    Email,
    Url,
    Date,
    DateTime,
    Time,
    Number { min: Option<i64>, max: Option<i64> },
    Check,
    Choice(Vec<Choice>),
    Checks(Vec<Choice>),
    Lines,
    Group(Vec<Slot>),
    Json,
}

/// One field of the order.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub required: bool,
    pub secret: bool,
    pub most: Option<u32>,
    pub default: Value,
    pub shape: Shape,
}

/// Deeper than this no order is nested; a circle of references ends here.
const DEEPEST: u8 = 6;

/// The fields of an order, in the order in which it declares them.
pub(super) fn slots(schema: &Value) -> Vec<Slot> {
    object_slots(schema, schema, 0)
}

fn object_slots(root: &Value, schema: &Value, depth: u8) -> Vec<Slot> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Vec::new() };
    let required: Vec<&str> = list(schema, "required").iter().filter_map(Value::as_str).collect();
    // The map of properties may have lost the sequence of the declaration. `x-order` gives it back; without
    // it, what must be said comes first, in the sequence in which the schema requires it.
    let place = |name: &str, property: &Value| {
        let given = property.get("x-order").and_then(Value::as_u64).unwrap_or(u64::MAX);
        (given, required.iter().position(|known| *known == name).unwrap_or(usize::MAX))
    };
    let mut sorted: Vec<(&String, &Value)> = properties.iter().collect();
    sorted.sort_by_key(|(name, property)| place(name, property));
    let field = |(name, property): (&String, &Value)| {
        slot(root, name, property, required.contains(&name.as_str()), depth)
    };
    sorted.into_iter().map(field).collect()
}

fn slot(root: &Value, name: &str, property: &Value, required: bool, depth: u8) -> Slot {
    let (inner, nullable) = resolve(root, property, depth);
    let own = |key: &str| property.get(key).or_else(|| inner.get(key));
    let words = |key: &str| own(key).and_then(Value::as_str);
    let secret = own("writeOnly").and_then(Value::as_bool) == Some(true);
    let default = property.get("default").cloned().unwrap_or(Value::Null);
    let long = own("x-long").and_then(Value::as_bool) == Some(true);
    Slot {
        name: name.to_owned(),
        // A title of a definition names the type; only the field's own title is its label.
        label: property.get("title").and_then(Value::as_str).map_or_else(|| label_of(name), str::to_owned),
        hint: words("description").map(one_line),
        required: required && !nullable && default.is_null(),
        secret,
        most: own("maxLength").and_then(Value::as_u64).and_then(|most| u32::try_from(most).ok()),
        default,
        shape: shape(root, inner, depth, secret, long),
    }
}

/// A doc comment is wrapped for a source file and marks what is typed as it stands; a hint is one paragraph of words.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "")
}

/// Follows references and takes "or nothing" apart: the schema that remains, and whether nothing is allowed.
fn resolve<'a>(root: &'a Value, schema: &'a Value, depth: u8) -> (&'a Value, bool) {
    let mut at = schema;
    let mut nullable = false;
    for _ in depth..=DEEPEST {
        if let Some(target) = at.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix('#')) {
            match root.pointer(target) {
                Some(found) => at = found,
                None => break,
            }
            continue;
        }
        let options = ["anyOf", "oneOf", "allOf"].into_iter().find_map(|key| at.get(key)?.as_array());
        let Some(options) = options else { break };
        let real: Vec<&Value> = options.iter().filter(|option| !is_null(option)).collect();
        nullable |= real.len() < options.len();
        match real.as_slice() {
            [only] if only.get("const").is_none() => at = only,
            _ => break,
        }
    }
    nullable |= list(at, "type").iter().any(|kind| kind == "null");
    (at, nullable)
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null") || schema.get("const") == Some(&Value::Null)
}

fn shape(root: &Value, schema: &Value, depth: u8, secret: bool, long: bool) -> Shape {
    if depth >= DEEPEST {
        return Shape::Json;
    }
    if let Some(choices) = choices(schema) {
        return Shape::Choice(choices);
    }
    match type_of(schema) {
        "boolean" => Shape::Check,
        "integer" => number(schema),
        "string" if secret => Shape::Secret,
        "string" if long => Shape::Long,
        "string" => text(schema),
        "array" => items(root, schema, depth),
        "object" if schema.get("properties").is_some_and(Value::is_object) => {
            Shape::Group(object_slots(root, schema, depth + 1))
        }
        _ => Shape::Json,
    }
}

/// The first type that is not "null".
fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("")
        }
        _ => "",
    }
}

fn number(schema: &Value) -> Shape {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or("");
    let given = |key: &str| schema.get(key).and_then(Value::as_i64);
    let least = given("minimum").or(format.starts_with('u').then_some(0));
    Shape::Number { min: least, max: given("maximum") }
}

fn text(schema: &Value) -> Shape {
    match schema.get("format").and_then(Value::as_str) {
        Some("date") => Shape::Date,
        Some("date-time") => Shape::DateTime,
        Some("time" | "partial-time") => Shape::Time,
        Some("email") => Shape::Email,
        Some("uri") => Shape::Url,
        _ => Shape::Text,
    }
}

fn items(root: &Value, schema: &Value, depth: u8) -> Shape {
    let Some(item) = schema.get("items") else { return Shape::Json };
    let (inner, _) = resolve(root, item, depth);
    match choices(inner) {
        Some(choices) => Shape::Checks(choices),
        None if type_of(inner) == "string" => Shape::Lines,
        None => Shape::Json,
    }
}

/// What may be chosen: `enum`, or `oneOf` whose every branch is a `const` or an `enum` of words.
fn choices(schema: &Value) -> Option<Vec<Choice>> {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return words_only(values);
    }
    let branches = schema.get("oneOf").or_else(|| schema.get("anyOf"))?.as_array()?;
    let mut all = Vec::with_capacity(branches.len());
    for branch in branches.iter().filter(|branch| !is_null(branch)).filter_map(Value::as_object) {
        all.extend(branch_choices(branch)?);
    }
    (!all.is_empty()).then_some(all)
}

fn branch_choices(branch: &Map<String, Value>) -> Option<Vec<Choice>> {
    if let Some(values) = branch.get("enum").and_then(Value::as_array) {
        return words_only(values);
    }
    let value = branch.get("const")?.as_str()?;
    let words = |key: &str| branch.get(key).and_then(Value::as_str);
    let label = words("title").map_or_else(|| words::humane(&spaced(value)), str::to_owned);
    Some(vec![Choice { value: value.to_owned(), label, hint: words("description").map(one_line) }])
}

fn words_only(values: &[Value]) -> Option<Vec<Choice>> {
    let words = values.iter().filter(|value| !value.is_null());
    words.map(|value| value.as_str().map(|word| Choice::new(word, words::humane(&spaced(word))))).collect()
}

/// "SharedStation" is "Shared station"; a word that is all capitals stays.
fn spaced(name: &str) -> String {
    if name.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len() + 4);
    for (place, letter) in name.chars().enumerate() {
        if place > 0 && letter.is_uppercase() {
            out.push(' ');
            out.extend(letter.to_lowercase());
        } else {
            out.push(letter);
        }
    }
    out
}

fn list<'a>(schema: &'a Value, key: &str) -> &'a [Value] {
    schema.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
