//! A form's fields as the act's JSON. What a field means is read from the act's own schema: numbers, yes and no, lists
//! one a line, things left blank. Fields that the act does not have are named in the refusal.

use kernel::{Refusal, Stop};
use serde_json::{Map, Value, json};

/// More fields than this are not a form of ours.
const FIELDS: usize = 2_000;

/// Turns decoded pairs into JSON for `schema` (the act's schema with `$defs`). Names that begin with `_` are the page's
/// own and are left out. Nested fields are written `outer.inner`.
///
/// # Errors
/// A refusal that names the field.
pub fn decode(pairs: &[(String, String)], schema: &Value) -> Result<Value, Stop> {
    if pairs.len() > FIELDS {
        return Err(
            Refusal::new(kernel::Status::TooLarge, format!("A form has at most {FIELDS} fields.")).into()
        );
    }
    let mut out = Map::new();
    for (name, text) in pairs.iter().filter(|(n, _)| !n.starts_with('_')) {
        let mut path: Vec<&str> = name.split('.').collect();
        let last = path.pop().unwrap_or_default();
        if path.len() > 4 {
            return Err(unknown(name));
        }
        let mut shape = resolve(schema, schema);
        let mut place = &mut out;
        for step in &path {
            shape = resolve(schema, field(schema, shape, step).ok_or_else(|| unknown(name))?);
            let inner = place.entry((*step).to_owned()).or_insert_with(|| json!({}));
            place = inner.as_object_mut().ok_or_else(|| unknown(name))?;
        }
        let shape = field(schema, shape, last).ok_or_else(|| unknown(name))?;
        put(place, last, name, text, schema, shape)?;
    }
    let shape = resolve(schema, schema);
    leave_out_blank(schema, shape, &mut out);
    fill(schema, shape, &mut out);
    Ok(Value::Object(out))
}

fn unknown(name: &str) -> Stop {
    let short: String = name.chars().take(60).collect();
    Refusal::invalid(&short, format!("There is no field '{short}' here.")).into()
}

/// Follows `$ref` and takes the part of `anyOf`/`allOf` that is not null.
fn resolve<'a>(root: &'a Value, mut shape: &'a Value) -> &'a Value {
    for _ in 0..8 {
        if let Some(at) = shape.get("$ref").and_then(Value::as_str) {
            match at.strip_prefix('#').and_then(|p| root.pointer(p)) {
                Some(next) => shape = next,
                None => return shape,
            }
        } else if let Some(any) = shape.get("anyOf").or_else(|| shape.get("allOf")).and_then(Value::as_array)
        {
            match any.iter().find(|s| s.get("type").and_then(Value::as_str) != Some("null")) {
                Some(next) => shape = next,
                None => return shape,
            }
        } else {
            return shape;
        }
    }
    shape
}

fn field<'a>(root: &'a Value, shape: &'a Value, name: &str) -> Option<&'a Value> {
    let direct = shape.get("properties").and_then(|p| p.get(name));
    let in_one =
        || shape.get("oneOf")?.as_array()?.iter().find_map(|s| resolve(root, s).get("properties")?.get(name));
    direct.or_else(in_one)
}

fn is(shape: &Value, kind: &str) -> bool {
    match shape.get("type") {
        Some(Value::String(t)) => t == kind,
        Some(Value::Array(list)) => list.iter().any(|t| t == kind),
        _ => false,
    }
}

fn nullable(shape: &Value) -> bool {
    is(shape, "null")
        || shape.get("anyOf").and_then(Value::as_array).is_some_and(|any| any.iter().any(|s| is(s, "null")))
}

fn put(
    place: &mut Map<String, Value>,
    key: &str,
    name: &str,
    text: &str,
    root: &Value,
    shape: &Value,
) -> Result<(), Stop> {
    let inner = resolve(root, shape);
    if is(inner, "array") {
        let item = inner.get("items").map(|i| resolve(root, i)).unwrap_or(&Value::Null);
        let list = place.entry(key.to_owned()).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
                list.push(one(name, line, item)?);
            }
        }
        return Ok(());
    }
    if inner.get("properties").is_some() && !text.trim().is_empty() {
        let sentence = format!("The field '{name}' is sent part by part, as '{name}.…'.");
        return Err(Refusal::invalid(name, sentence).into());
    }
    if place.contains_key(key) && !is(inner, "boolean") {
        return Err(Refusal::invalid(name, format!("The field '{name}' was sent twice.")).into());
    }
    if text.trim().is_empty() && (nullable(shape) || !is(inner, "string") || inner.get("enum").is_some()) {
        // Left blank: as if it had not been sent, so that the act's own default holds.
        return Ok(());
    }
    place.insert(key.to_owned(), one(name, text, inner)?);
    Ok(())
}

fn one(name: &str, text: &str, shape: &Value) -> Result<Value, Stop> {
    let text = text.replace("\r\n", "\n");
    let trimmed = text.trim();
    if is(shape, "integer") {
        let digits: String = trimmed.chars().filter(|c| !matches!(c, ' ' | ',' | '\u{a0}')).collect();
        return digits.parse::<i64>().map(Value::from).map_err(|_| {
            Refusal::invalid(name, format!("'{}' is not a whole number.", brief(trimmed))).into()
        });
    }
    if is(shape, "boolean") {
        return match trimmed.to_ascii_lowercase().as_str() {
            "true" | "on" | "yes" | "1" => Ok(true.into()),
            "" | "false" | "off" | "no" | "0" => Ok(false.into()),
            _ => Err(Refusal::invalid(name, format!("'{}' is neither yes nor no.", brief(trimmed))).into()),
        };
    }
    Ok(Value::String(text))
}

fn brief(text: &str) -> String {
    text.chars().take(40).collect()
}

fn properties(shape: &Value) -> impl Iterator<Item = (&String, &Value)> {
    shape.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// Parts that may be left out, and of which every field was left blank, are left out.
fn leave_out_blank(root: &Value, shape: &Value, out: &mut Map<String, Value>) {
    for (name, property) in properties(shape) {
        let Some(Value::Object(part)) = out.get_mut(name) else { continue };
        leave_out_blank(root, resolve(root, property), part);
        if part.is_empty() && nullable(property) {
            out.remove(name);
        }
    }
}

/// What a browser does not send: a box that is not ticked means no, a list without a line is empty.
fn fill(root: &Value, shape: &Value, out: &mut Map<String, Value>) {
    let required: Vec<&str> = shape
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (name, property) in properties(shape) {
        let inner = resolve(root, property);
        if let Some(Value::Object(part)) = out.get_mut(name) {
            fill(root, inner, part);
        } else if required.contains(&name.as_str()) && !out.contains_key(name) {
            if is(inner, "boolean") {
                out.insert(name.clone(), false.into());
            } else if is(inner, "array") {
                out.insert(name.clone(), json!([]));
            }
        }
    }
}

#[cfg(test)]
#[path = "../../../fuzz/src/form.rs"]
mod fuzzed;

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    fn schema() -> Value {
        json!({ "type": "object", "required": ["name", "urgent", "tags"], "properties": {
            "name": { "type": "string" }, "users": { "type": ["integer", "null"] }, "urgent": { "type": "boolean" },
            "tags": { "type": "array", "items": { "type": "string" } },
            "where": { "anyOf": [ { "$ref": "#/$defs/Where" }, { "type": "null" } ] } },
            "$defs": { "Where": { "type": "object", "properties": { "room": { "type": "integer" } } } } })
    }

    #[test]
    fn fields_become_what_the_schema_says() {
        let sent =
            [("name", "a"), ("users", "1,200"), ("tags", "x\n\n y "), ("where.room", "4"), ("_next", "/")];
        let got = decode(&pairs(&sent), &schema()).unwrap();
        assert_eq!(
            got,
            json!({ "name": "a", "users": 1200, "urgent": false, "tags": ["x", "y"], "where": { "room": 4 } })
        );
    }

    #[test]
    fn a_nested_part_is_whole_or_left_out() {
        let mut schema = schema();
        schema["$defs"]["Where"]["required"] = json!(["locked"]);
        schema["$defs"]["Where"]["properties"]["locked"] = json!({ "type": "boolean" });
        let read = |sent: &[(&str, &str)]| decode(&pairs(sent), &schema).map(|mut got| got["where"].take());
        assert_eq!(
            read(&[("name", "a"), ("where.room", "4")]).unwrap(),
            json!({ "room": 4, "locked": false })
        );
        assert_eq!(read(&[("name", "a"), ("where.room", " ")]).unwrap(), Value::Null);
    }

    /// Replays the fuzzer's corpus. What is asserted stands with the fuzzer's own function.
    #[test]
    fn the_corpus_is_read_or_refused() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/corpus/form");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            println!("replaying {}", path.display());
            fuzzed::form(&std::fs::read(path).unwrap());
            count += 1;
        }
        assert!(count >= 20, "the corpus has only {count} files");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for wrong in [
            &[("users", "many")][..],
            &[("nobody", "1")],
            &[("where.hall", "1")],
            &[("where", "here")],
            &[("where.room.of.my.own.house", "1")],
            &[("name", "a"), ("name", "b")],
        ] {
            let Err(Stop::Refused(refusal)) = decode(&pairs(wrong), &schema()) else {
                panic!("{wrong:?} was taken")
            };
            assert!(refusal.field.is_some());
        }
    }
}
