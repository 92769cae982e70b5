//! The OpenAPI 3.1 document: a fold over the registry, so that it cannot say anything but what the house does.

use crate::{Entry, Kind, Registry};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The whole document.
pub fn document(registry: &Registry, version: &str) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = SchemaGenerator::new(settings);
    let mut paths = Map::new();
    for entry in registry.entries() {
        let path = format!("/api/v1{}", entry.act.path);
        let operation = operation(entry, &mut generator);
        paths.entry(path).or_insert_with(|| json!({}))["post"] = operation;
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Refusal".into(), refusal());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Orderly", "version": version,
            "description": "Every act of the house. Questions and orders are both sent with POST: their fields may \
                hold what must not stand in an address. An order answers with its receipt and the ledger entry that \
                keeps it.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer",
                "description": "A token that a person made for a program; it never has more than that person's duties." } }
        },
        "security": [ { "token": [] } ],
    })
}

fn operation(entry: &Entry, generator: &mut SchemaGenerator) -> Value {
    let mut input = (entry.input)(generator).to_value();
    let named: Vec<&str> = parameters(entry.act.path);
    let input_shape = resolve(&input, generator);
    let parameters: Vec<Value> = named
        .iter()
        .map(|name| {
            let schema = input_shape
                .pointer(&format!("/properties/{name}"))
                .cloned()
                .unwrap_or(json!({"type": "string"}));
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    if !named.is_empty() {
        input = without(&input_shape, &named);
    }
    let output = (entry.output)(generator).to_value();
    let answer = match entry.kind {
        Kind::Question => output,
        Kind::Order => json!({
            "type": "object", "required": ["entry", "at", "receipt"],
            "properties": {
                "entry": { "type": "string", "description": "The entry of the ledger that keeps this." },
                "at": { "type": "string", "format": "date-time" },
                "receipt": output,
            }
        }),
    };
    let mut parameters = parameters;
    if entry.kind == Kind::Order {
        parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Sent again with the same key within a day, the order is not carried out twice.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 200 } }));
    }
    let mut responses =
        json!({ "200": { "description": "Done.", "content": { "application/json": { "schema": answer } } } });
    for (status, says) in REFUSALS {
        responses[status] = json!({ "description": says,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } } });
    }
    json!({
        "operationId": entry.act.name, "summary": entry.act.says,
        "tags": [entry.act.name.split('.').next().unwrap_or_default()],
        "description": format!(
            "Duty: {}. PHI: {}. At most {} KB.",
            entry.act.duty, entry.act.phi, entry.most_bytes.div_ceil(1 << 10)
        ),
        "parameters": parameters,
        "requestBody": { "required": true, "content": { "application/json": { "schema": input } } },
        "responses": responses,
    })
}

const REFUSALS: [(&str, &str); 9] = [
    ("400", "The request cannot be read."),
    ("401", "Not signed in."),
    ("403", "Not permitted; the refusal names the citation and the way out."),
    ("404", "Not there, or not within reach."),
    ("409", "It stands otherwise than the order assumes."),
    ("413", "Too large; the refusal says how much the act takes."),
    ("415", "Not JSON."),
    ("422", "A field is wrong; the refusal names it."),
    ("429", "Too often."),
];

/// The fields that stand in an address.
pub(crate) fn parameters(path: &str) -> Vec<&str> {
    path.split('/').filter_map(|p| p.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn resolve(schema: &Value, generator: &SchemaGenerator) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next());
    name.and_then(|n| generator.definitions().get(n)).cloned().unwrap_or_else(|| schema.clone())
}

fn without(schema: &Value, named: &[&str]) -> Value {
    let mut schema = schema.clone();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        named.iter().for_each(|name| {
            properties.remove(*name);
        });
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|r| !r.as_str().is_some_and(|r| named.contains(&r)));
    }
    schema
}

fn refusal() -> Value {
    json!({
        "type": "object", "required": ["status", "sentence"],
        "properties": {
            "status": { "type": "string" }, "sentence": { "type": "string" }, "field": { "type": "string" },
            "citation": { "type": "object", "properties": { "paragraph": { "type": "string" }, "says": { "type": "string" } } },
            "remedy": { "type": "object", "properties": { "label": { "type": "string" }, "href": { "type": "string" } } },
            "fault": { "type": "string", "description": "The id of a fault of ours, as it stands in the log." }
        }
    })
}
