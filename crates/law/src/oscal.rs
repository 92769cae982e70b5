//! The Security Rule as an OSCAL catalog, which other programs for compliance read: a group for each section, a control for each
//! standard with its specifications inside, each keyed by its paragraph. What is only proposed is not in it.

use crate::citation::{Confidence, Kind};
use crate::rule::Rule;
use crate::safeguards::{Safeguard, Section, safeguards_as_of, sections};
use serde_json::{Value, json};

/// The version of OSCAL that is written.
pub const OSCAL_VERSION: &str = "1.2.1";
/// The version of the catalog: raised with every change of what is exported, and with it [`CATALOG`].
pub const CATALOG_VERSION: &str = "1.0.0";
/// Under which other documents refer to this version of the catalog.
const CATALOG: &str = "5b0a6c1e-7d0f-4f3a-9a52-1c64d3f0a8e1";
/// Under which its resource, the text of the rule, is referred to.
const RULE_TEXT: &str = "c4d8f2b7-3e16-4a8b-8a0d-6f2b9e5d7713";
/// Whose words the properties are.
const NS: &str = "urn:cfr:45:164:subpart-c";

/// The catalog. The same program always yields the same one.
pub fn catalog() -> Value {
    let groups: Vec<Value> = sections().iter().map(group).collect();
    sorted(json!({ "catalog": {
        "uuid": CATALOG,
        "metadata": {
            "title": "HIPAA Security Rule, 45 CFR 164.308 to 164.316",
            "last-modified": format!("{}T00:00:00Z", safeguards_as_of()),
            "version": CATALOG_VERSION,
            "oscal-version": OSCAL_VERSION,
            "props": [
                property("granularity", "22 standards, 46 specifications; 164.314(a)(2)(i) is one row, 164.314(b)(2) is four"),
                property("assessable", "53: 31 required, 22 addressable"),
            ],
            "remarks": "Statements are paraphrases and not legal advice; the paragraphs of the rule control. \
                Nothing that is only proposed is contained.",
        },
        "groups": groups,
        "back-matter": { "resources": [{
            "uuid": RULE_TEXT,
            "title": "45 CFR Part 164, Subpart C",
            "citation": { "text": "Security Standards for the Protection of Electronic Protected Health Information, \
                45 CFR 164.302 to 164.318" },
            "rlinks": [{ "href": "https://www.ecfr.gov/current/title-45/part-164/subpart-C" }],
        }] },
    } }))
}

/// The same with its keys in alphabetical order, however the library that holds them was built.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<(String, Value)> = map.into_iter().collect();
            pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
            pairs.into_iter().map(|(key, value)| (key, sorted(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

fn property(name: &str, value: &str) -> Value {
    json!({ "name": name, "ns": NS, "value": value })
}

fn group(section: &'static Section) -> Value {
    let standards = section.rows.iter().filter(|row| row.kind == Kind::Standard);
    json!({
        "id": format!("s{}", section.id),
        "class": "section",
        "title": section.title,
        "props": [{ "name": "label", "value": section.id }],
        "controls": standards.map(control).collect::<Vec<_>>(),
    })
}

/// "164.308(a)(1)(ii)(A)" as an identifier: "hipaa-164.308-a-1-ii-A".
pub fn control_id(row: &Safeguard) -> String {
    let parts = row.paragraph.split(['(', ')']).filter(|part| !part.is_empty());
    parts.fold("hipaa".to_owned(), |id, part| format!("{id}-{part}"))
}

fn control(row: &'static Safeguard) -> Value {
    let id = control_id(row);
    let kind = match row.kind {
        Kind::Standard => "standard",
        Kind::Required => "required",
        Kind::Addressable => "addressable",
    };
    let mut parts = vec![json!({ "id": format!("{id}_smt"), "name": "statement", "prose": row.duty })];
    if row.is_addressable() {
        let prose = &Rule::Addressable.citation().sentence;
        parts.push(json!({ "id": format!("{id}_gdn"), "name": "guidance", "prose": prose }));
    }
    let mut written = json!({
        "id": id,
        "class": kind,
        "title": row.title,
        "props": [
            { "name": "label", "value": row.paragraph },
            { "name": "sort-id", "value": sort_id(row) },
            property("kind", kind),
            property("assessable", if row.is_assessable() { "yes" } else { "no" }),
            property("kind-confidence", Confidence::word(row.confidence())),
        ],
        "links": [{ "href": format!("#{RULE_TEXT}"), "rel": "reference" }],
        "parts": parts,
    });
    // One level deep: a specification has none inside.
    let inside: Vec<Value> = row.specifications().map(control).collect();
    if !inside.is_empty() {
        written["controls"] = Value::Array(inside);
    }
    written
}

/// The place in the rule: section and row, so that a sorted list stands in the rule's order.
fn sort_id(row: &'static Safeguard) -> String {
    let section = row.section();
    let place = section.rows.iter().position(|other| std::ptr::eq(other, row)).unwrap_or_default();
    format!("{}-{:02}", section.id, place + 1)
}
