//! What the house shows to the outside: its API document, its addresses, its statements, each as it was last reviewed.

use crate::world;
use office::Kind;
use std::{collections::HashMap, fmt::Write as _};

#[test]
fn the_openapi_document_is_the_one_that_was_reviewed() {
    let document = office::document(&orderly::house::registry(), "0.0.0");
    let mut text = String::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let operation = &item["post"];
        writeln!(
            text,
            "{path}\n  {}: {}",
            operation["operationId"].as_str().unwrap(),
            operation["summary"].as_str().unwrap()
        )
        .unwrap();
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        writeln!(text, "  asks {}", brief(body)).unwrap();
        let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        writeln!(
            text,
            "  gives {}",
            brief(answer.get("properties").and_then(|p| p.get("receipt")).unwrap_or(answer))
        )
        .unwrap();
    }
    insta::assert_snapshot!("openapi", text);
}

fn brief(schema: &serde_json::Value) -> String {
    if let Some(at) = schema.get("$ref").and_then(|r| r.as_str()) {
        return at.rsplit('/').next().unwrap().to_owned();
    }
    match schema.get("properties").and_then(|p| p.as_object()) {
        Some(fields) => fields.keys().cloned().collect::<Vec<_>>().join(", "),
        None => schema.get("type").map_or("anything".to_owned(), ToString::to_string),
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let document = office::document(&orderly::house::registry(), "0.0.0");
    let mut open = vec![&document];
    let mut count = 0;
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Object(map) => {
                if let Some(at) = map.get("$ref").and_then(|r| r.as_str()) {
                    assert!(document.pointer(at.trim_start_matches('#')).is_some(), "{at} leads nowhere");
                    count += 1;
                }
                open.extend(map.values());
            }
            serde_json::Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
    assert!(count > 100);
}

#[test]
fn no_two_acts_share_an_address_and_every_act_says_what_it_does() {
    let registry = orderly::house::registry();
    let mut at: HashMap<String, &str> = HashMap::new();
    for entry in registry.entries() {
        let shape: Vec<&str> =
            entry.act.path.split('/').map(|p| if p.starts_with('{') { "{}" } else { p }).collect();
        if let Some(other) = at.insert(shape.join("/"), entry.act.name) {
            panic!("{} and {other} share {}", entry.act.name, entry.act.path);
        }
        assert!(
            entry.act.says.len() >= 4 && entry.act.says.starts_with(char::is_uppercase),
            "{}",
            entry.act.name
        );
        let slice = entry.act.name.split('.').next().unwrap();
        assert!(entry.act.name.contains('.') && !slice.is_empty(), "{}", entry.act.name);
        assert!(entry.kind == Kind::Order || entry.kind == Kind::Question);
    }
}

#[test]
fn every_statement_means_the_same_on_both_engines() {
    let houses = world::places();
    let told: Vec<_> = houses.iter().map(|p| p.open(1).office.store().statement_check().unwrap()).collect();
    let first = &told[0];
    for other in &told[1..] {
        for (a, b) in first.iter().zip(other) {
            assert_eq!(a.name, b.name);
            assert_eq!(a.params, b.params, "{}", a.name);
            assert_eq!(a.columns, b.columns, "{}", a.name);
        }
    }
    let mut text = String::new();
    for schema in orderly::house::schemas() {
        for sql in schema.statements {
            let two = if sql.postgres.is_some() { " (two texts)" } else { "" };
            let house = if sql.house { " (house)" } else { "" };
            writeln!(text, "{}{house}{two}", sql.name).unwrap();
        }
    }
    insta::assert_snapshot!("statements", text);
}

/// The tables that belong to organizations, read from the migrations.
fn tenant_tables() -> Vec<String> {
    let mut tables = Vec::new();
    for schema in orderly::house::schemas() {
        for migration in schema.migrations {
            let lines: Vec<&str> = migration.text.lines().map(str::trim).collect();
            for pair in lines.windows(2) {
                if pair[0] == "-- tenant" {
                    let name = pair[1].strip_prefix("create table ").and_then(|t| t.split([' ', '(']).next());
                    tables.push(name.expect("a table follows the word tenant").to_owned());
                }
            }
        }
    }
    tables
}

#[test]
fn a_statement_on_a_tenant_table_names_the_organization_or_the_reach() {
    let tables = tenant_tables();
    assert!(tables.len() > 10, "{tables:?}");
    for schema in orderly::house::schemas() {
        for sql in schema.statements.iter().filter(|s| !s.house) {
            let words: Vec<&str> =
                sql.text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').collect();
            let touches = tables.iter().any(|t| words.contains(&t.as_str()));
            let bound = words.iter().any(|w| matches!(*w, ":org" | ":who" | "reach" | ":at_org"));
            assert!(
                !touches || bound,
                "{} touches a tenant table and names neither :org nor the reach",
                sql.name
            );
        }
    }
}
