//! Incidents in the words of VERIS: every kind of incident, as it comes out of the house, holds what the schema requires and
//! only words that it lists.
//!
//! The words and the shape below are those of `verisc-merged.json` in the public repository vz-risk/veris (VERIS 1.4.0), as far
//! as an export uses them; nothing else of it stands here. `stories/veris.py` validates the
//! same exports against a copy of the schema where somebody has one.

use crate::incidents::declare;
use crate::world::{World, on_each};
use assets::AssetKind;
use incidents::{ContainIncident, DeclareIncident, Effect, IncidentKind, NameSystem, VerisOfIncident};
use serde_json::Value;
use std::collections::BTreeSet;

/// Where the exports are written for `stories/veris.py`.
const RECORDS: &str = "ORDERLY_VERIS_RECORDS";

const UNITS: &[&str] =
    &["Seconds", "Minutes", "Hours", "Days", "Weeks", "Months", "Years", "Never", "NA", "Unknown"];
const MOTIVES: &[&str] = &[
    "Convenience",
    "Espionage",
    "Fear",
    "Financial",
    "Fun",
    "Grudge",
    "Ideology",
    "NA",
    "Secondary",
    "Other",
    "Unknown",
];

/// The words that a field may hold.
const WORDS: &[(&str, &[&str])] = &[
    ("asset.cloud", &["On-Premise Asset(s)", "External Cloud Asset(s)", "NA", "Other", "Unknown"]),
    ("victim.government", &["Federal", "Regional", "Local", "NA", "Other", "Unknown"]),
    ("security_incident", &["Confirmed", "Suspected", "Near miss", "False positive"]),
    ("timeline.containment.unit", UNITS),
    ("actor.external.motive", MOTIVES),
    ("actor.internal.motive", MOTIVES),
    ("actor.external.country", &["Unknown"]),
    ("victim.country", &["US"]),
    (
        "actor.external.variety",
        &[
            "Acquaintance",
            "Activist",
            "Auditor",
            "Competitor",
            "Customer",
            "Force majeure",
            "Former employee",
            "Nation-state",
            "Organized crime",
            "State-affiliated",
            "Terrorist",
            "Unaffiliated",
            "Other",
            "Unknown",
        ],
    ),
    (
        "actor.internal.variety",
        &[
            "Auditor",
            "Call center",
            "Cashier",
            "Developer",
            "End-user",
            "Executive",
            "Finance",
            "Guard",
            "Helpdesk",
            "Human resources",
            "Maintenance",
            "Manager",
            "System admin",
            "Doctor or nurse",
            "Other",
            "Unknown",
        ],
    ),
    ("action.malware.variety", &["Ransomware", "Other", "Unknown"]),
    ("action.malware.vector", &["Email", "Direct install", "Remote injection", "Other", "Unknown"]),
    ("action.hacking.variety", &["Exploit vuln", "Use of stolen creds", "Other", "Unknown"]),
    ("action.hacking.vector", &["Command shell", "Partner", "VPN", "Web application", "Other", "Unknown"]),
    ("action.error.variety", &["Disposal error", "Loss", "Malfunction", "Misdelivery", "Other", "Unknown"]),
    (
        "action.error.vector",
        &[
            "Carelessness",
            "Inadequate personnel",
            "Inadequate processes",
            "Inadequate technology",
            "Other",
            "Random error",
            "Web application",
            "Unknown",
        ],
    ),
    ("action.misuse.variety", &["Data mishandling", "Privilege abuse", "Other", "Unknown"]),
    (
        "action.misuse.vector",
        &[
            "LAN access",
            "Non-corporate",
            "Physical access",
            "Remote access",
            "Web application",
            "Other",
            "Unknown",
        ],
    ),
    (
        "asset.assets.variety",
        &[
            "M - Documents",
            "N - Other",
            "S - Unknown",
            "U - Desktop",
            "U - Laptop",
            "U - Peripheral",
            "U - Mobile phone",
            "E - Other",
            "Other",
            "Unknown",
        ],
    ),
    ("attribute.confidentiality.data_disclosure", &["No", "Potentially", "Yes", "Unknown"]),
    ("attribute.confidentiality.data.variety", &["Medical", "Personal", "Other", "Unknown"]),
    (
        "attribute.integrity.variety",
        &[
            "Alter behavior",
            "Modify configuration",
            "Modify data",
            "Software installation",
            "Other",
            "Unknown",
        ],
    ),
    (
        "attribute.availability.variety",
        &[
            "Acceleration",
            "Degradation",
            "Destruction",
            "Interruption",
            "Loss",
            "Obscuration",
            "Other",
            "Unknown",
        ],
    ),
    (
        "discovery_method.internal.variety",
        &[
            "Infrastructure monitoring",
            "Log review",
            "Reported by employee",
            "Security alarm",
            "Other",
            "Unknown",
        ],
    ),
    (
        "victim.employee_count",
        &["Small", "1 to 10", "11 to 100", "101 to 1000", "Large", "1001 to 10000", "Unknown"],
    ),
];

/// What an object must hold, and what else it may.
const SHAPES: &[(&str, &[&str], &[&str])] = &[
    (
        "",
        &[
            "actor",
            "action",
            "discovery_method",
            "schema_version",
            "asset",
            "timeline",
            "attribute",
            "incident_id",
            "security_incident",
            "summary",
        ],
        &["source_id", "victim"],
    ),
    ("action", &[], &["malware", "hacking", "error", "misuse", "unknown"]),
    ("action.malware", &["variety", "vector"], &[]),
    ("action.hacking", &["variety", "vector"], &[]),
    ("action.error", &["variety", "vector"], &[]),
    ("action.misuse", &["variety", "vector"], &[]),
    ("action.unknown", &[], &[]),
    ("actor", &[], &["external", "internal", "unknown"]),
    ("actor.external", &["country", "variety", "motive"], &[]),
    ("actor.internal", &["motive", "variety"], &[]),
    // The schema's own text: an actor whom nobody knows has a note.
    ("actor.unknown", &["notes"], &[]),
    ("asset", &["assets", "cloud"], &[]),
    ("asset.assets", &["variety"], &["amount"]),
    ("attribute", &[], &["availability", "confidentiality", "integrity"]),
    ("attribute.availability", &["variety"], &[]),
    ("attribute.confidentiality", &["data_disclosure"], &["data"]),
    ("attribute.confidentiality.data", &["variety"], &["amount"]),
    ("attribute.integrity", &["variety"], &[]),
    ("discovery_method", &[], &["internal"]),
    ("discovery_method.internal", &["variety"], &[]),
    ("timeline", &["incident"], &["containment"]),
    ("timeline.incident", &["year"], &["month", "day", "time"]),
    ("timeline.containment", &["unit"], &["value"]),
    ("victim", &["country", "employee_count", "government", "industry"], &[]),
];

/// Fields that hold a number, and those that hold any text.
const NUMBERS: &[&str] = &[
    "asset.assets.amount",
    "timeline.incident.year",
    "timeline.incident.month",
    "timeline.incident.day",
    "timeline.containment.value",
];
const TEXTS: &[&str] = &[
    "schema_version",
    "incident_id",
    "source_id",
    "summary",
    "timeline.incident.time",
    "victim.industry",
    "actor.unknown.notes",
];

fn check(path: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            let shape = SHAPES.iter().find(|(p, ..)| *p == path);
            let (_, must, may) = shape.unwrap_or_else(|| panic!("{path} is no object of VERIS"));
            for name in *must {
                assert!(fields.contains_key(*name), "{path} wants {name}");
            }
            // Who did what to what is said at least as unknown.
            let said = !matches!(path, "action" | "actor" | "attribute") || !fields.is_empty();
            assert!(said, "{path} says nothing");
            for (name, inner) in fields {
                assert!(
                    must.contains(&name.as_str()) || may.contains(&name.as_str()),
                    "{path} has no {name}"
                );
                check(&if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, inner);
            }
        }
        Value::Array(items) => {
            let apart: BTreeSet<String> = items.iter().map(Value::to_string).collect();
            assert!(!items.is_empty() && apart.len() == items.len(), "{path} holds something, each once");
            items.iter().for_each(|item| check(path, item));
        }
        Value::Number(_) => assert!(NUMBERS.contains(&path), "{path} is no number"),
        Value::String(word) => {
            let words = WORDS.iter().find(|(p, _)| *p == path).map(|(_, words)| *words);
            let known = words.map_or_else(|| TEXTS.contains(&path), |words| words.contains(&word.as_str()));
            assert!(known, "{path} may not be '{word}'");
        }
        Value::Null | Value::Bool(_) => panic!("{path} is neither a word nor a number"),
    }
}

fn keep(name: &str, record: &Value) {
    if let Ok(folder) = std::env::var(RECORDS) {
        std::fs::write(format!("{folder}/{name}.json"), record.to_string()).expect("the folder is there");
    }
}

/// An incident of each kind: just declared by an alert, and worked on until it was contained.
fn exported(w: &World) -> Vec<(String, Value)> {
    let kinds = [
        AssetKind::Server,
        AssetKind::Laptop,
        AssetKind::Printer,
        AssetKind::Phone,
        AssetKind::MedicalDevice,
    ];
    let assets: Vec<_> = kinds
        .iter()
        .enumerate()
        .map(|(n, kind)| {
            w.act(&w.senior, assets::AddAsset { kind: *kind, ..w.device(&format!("VER-{n}")) }).asset
        })
        .collect();
    let mut all = Vec::new();
    for kind in IncidentKind::ALL {
        let bare = DeclareIncident { by_alert: true, ..declare(w, *kind, None) };
        let bare = w.act(&w.technician, bare).incident;
        let worked = w.act(&w.technician, declare(w, *kind, None)).incident;
        for asset in &assets {
            w.act(&w.technician, NameSystem { incident: worked, asset: *asset, effect: Effect::Affected });
        }
        w.act(&w.senior, ContainIncident { incident: worked, proof: "Nothing new since noon.".into() });
        for (word, incident) in [("bare", bare), ("worked", worked)] {
            let record = w.ask(&w.officer, VerisOfIncident { incident }).0;
            all.push((format!("{}-{word}", kind.word()), record));
        }
    }
    all
}

#[test]
fn every_kind_of_incident_comes_out_in_the_words_of_veris() {
    on_each(|w| {
        for (name, record) in exported(w) {
            check("", &record);
            let industry = record["victim"]["industry"].as_str().unwrap();
            assert!((2..=6).contains(&industry.len()) && industry.bytes().all(|b| b.is_ascii_digit()));
            assert!(!record.to_string().contains("Files do not open"), "{name}: no typed text");
            // The schema's own form of a time of day: 05:45:00 PM.
            let time = record["timeline"]["incident"]["time"].as_str().unwrap();
            let read = jiff::civil::Time::strptime("%I:%M:%S %p", time).unwrap();
            assert_eq!(read.strftime("%I:%M:%S %p").to_string(), time, "{name}");
            keep(&name, &record);
        }
    });
}
