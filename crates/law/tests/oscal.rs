//! The OSCAL catalog as other programs meet it: snapshot, identifiers, counts. Whoever changes the snapshot raises
//! `CATALOG_VERSION` and gives the catalog a new uuid, because others refer to it by that.

use law::oscal::{CATALOG_VERSION, OSCAL_VERSION, catalog, control_id};
use law::safeguards::safeguards;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_catalog_is_this_one() {
    insta::assert_snapshot!("catalog", format!("{:#}\n", catalog()));
}

fn controls(of: &Value, found: &mut Vec<Value>) {
    for inner in of["controls"].as_array().into_iter().flatten() {
        found.push(inner.clone());
        controls(inner, found);
    }
}

#[test]
fn every_paragraph_is_one_control_with_an_id_of_its_own() {
    let catalog = catalog();
    let mut found = Vec::new();
    for group in catalog["catalog"]["groups"].as_array().unwrap() {
        controls(group, &mut found);
    }
    let label = |control: &Value| control["props"][0]["value"].as_str().unwrap().to_owned();
    let ours: Vec<String> = found.iter().map(label).collect();
    let theirs: Vec<String> = safeguards().map(|row| row.paragraph.clone()).collect();
    assert_eq!(ours, theirs, "in the order of the rule");
    let ids: BTreeSet<&str> = found.iter().map(|control| control["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 68);
    for id in ids {
        let begins = id.starts_with(|c: char| c.is_ascii_alphabetic());
        assert!(
            begins && id.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)),
            "{id} is no token"
        );
    }
    assert!(safeguards().any(|row| control_id(row) == "hipaa-164.308-a-1-ii-A"));
    let text = catalog.to_string();
    assert!(!text.contains("Would "), "nothing that is only proposed");
}

#[test]
fn the_metadata_is_what_the_format_asks_for() {
    let metadata = &catalog()["catalog"]["metadata"];
    assert_eq!(metadata["oscal-version"], OSCAL_VERSION);
    assert_eq!(metadata["version"], CATALOG_VERSION);
    let at = metadata["last-modified"].as_str().unwrap();
    assert!(at.parse::<jiff::Timestamp>().is_ok(), "{at} names its time zone");
}
