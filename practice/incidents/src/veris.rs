//! An incident as a record of VERIS 1.4 (Vocabulary for Event Recording and Incident Sharing). Only its words are used, none
//! of its text; what nobody knows yet is `Unknown`, as the vocabulary wants it. No name and no typed text is in it.

use crate::records::Incident;
use crate::words::{IncidentKind, Source};
use crate::work_records::System;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const VERSION: &str = "1.4.0";

/// Who did it, what they did and what it hurt, by the kind of incident.
fn told(kind: IncidentKind) -> (Value, Value, Value) {
    let external = |motive: &str| json!({ "external": { "country": ["Unknown"], "variety": ["Unknown"], "motive": [motive] } });
    let internal =
        |variety: &str, motive: &str| json!({ "internal": { "variety": [variety], "motive": [motive] } });
    let disclosed = |how: &str| json!({ "data_disclosure": how, "data": [{ "variety": "Medical" }] });
    let error = |variety: &str| json!({ "error": { "variety": [variety], "vector": ["Unknown"] } });
    let hacking = || json!({ "hacking": { "variety": ["Unknown"], "vector": ["Unknown"] } });
    match kind {
        IncidentKind::Ransomware => (
            json!({ "malware": { "variety": ["Ransomware"], "vector": ["Unknown"] } }),
            external("Financial"),
            json!({
                "availability": { "variety": ["Obscuration"] },
                "integrity": { "variety": ["Software installation"] },
                "confidentiality": disclosed("Potentially"),
            }),
        ),
        IncidentKind::LostDevice => (
            error("Loss"),
            internal("Unknown", "NA"),
            json!({ "availability": { "variety": ["Loss"] }, "confidentiality": disclosed("Potentially") }),
        ),
        IncidentKind::MisdirectedMail => (
            error("Misdelivery"),
            internal("End-user", "NA"),
            json!({ "confidentiality": disclosed("Potentially") }),
        ),
        IncidentKind::InsiderSnooping => (
            json!({ "misuse": { "variety": ["Privilege abuse"], "vector": ["LAN access"] } }),
            internal("End-user", "Unknown"),
            json!({ "confidentiality": disclosed("Yes") }),
        ),
        IncidentKind::VendorBreach => {
            (hacking(), external("Unknown"), json!({ "confidentiality": disclosed("Unknown") }))
        }
        IncidentKind::EhrOutage => (
            json!({ "unknown": {} }),
            // Of an actor whom nobody knows the schema wants a note.
            json!({ "unknown": { "notes": "Not known." } }),
            json!({ "availability": { "variety": ["Interruption"] } }),
        ),
        IncidentKind::DeviceCompromise => {
            (hacking(), external("Unknown"), json!({ "integrity": { "variety": ["Unknown"] } }))
        }
    }
}

fn variety(kind: &str) -> &'static str {
    match kind {
        "workstation" => "U - Desktop",
        "laptop" => "U - Laptop",
        "server" => "S - Unknown",
        "printer" => "U - Peripheral",
        "phone" => "U - Mobile phone",
        "network" => "N - Other",
        // A device with a computer within it.
        "medical-device" => "E - Other",
        _ => "Unknown",
    }
}

fn assets(kind: IncidentKind, systems: &[System]) -> Value {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for system in systems.iter().filter(|s| s.effect != crate::Effect::Clean) {
        *counted.entry(variety(&system.kind)).or_default() += 1;
    }
    if counted.is_empty() {
        let otherwise = if kind == IncidentKind::MisdirectedMail { "M - Documents" } else { "Unknown" };
        return json!([{ "variety": otherwise }]);
    }
    counted.into_iter().map(|(variety, amount)| json!({ "variety": variety, "amount": amount })).collect()
}

/// The record of an incident.
pub fn record(incident: &Incident, systems: &[System]) -> Value {
    let (action, actor, attribute) = told(incident.kind);
    let zone = clocks::zone(&incident.zone).unwrap_or(TimeZone::UTC);
    let seen = incident.detected_at.timestamp().to_zoned(zone);
    let discovered = match incident.source {
        Source::Alert => "Infrastructure monitoring",
        Source::Ticket | Source::Hand => "Reported by employee",
    };
    let mut timeline = json!({
        "incident": {
            "year": seen.year(), "month": seen.month(), "day": seen.day(), // As the schema wants it: 05:45:00 PM.
            "time": seen.strftime("%I:%M:%S %p").to_string(),
        },
    });
    if let Some(at) = incident.contained_at {
        let hours = at.since(incident.detected_at).0.max(0) / 3_600_000_000;
        timeline["containment"] = json!({ "unit": "Hours", "value": hours });
    }
    json!({
        "schema_version": VERSION,
        "incident_id": incident.id,
        "source_id": "orderly",
        "security_incident": if incident.kind == IncidentKind::EhrOutage { "Suspected" } else { "Confirmed" },
        "action": action,
        "actor": actor,
        // Where an asset stands is not recorded here in the words of VERIS.
        "asset": { "assets": assets(incident.kind, systems), "cloud": ["Unknown"] },
        "attribute": attribute,
        "discovery_method": { "internal": { "variety": [discovered] } },
        "timeline": timeline,
        "summary": format!("{}.", incident.kind.title()),
        "victim": { "country": ["US"], "employee_count": "Unknown", "government": ["NA"], "industry": "62" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Effect, Severity, State};
    use kernel::{AssetId, IncidentId, Moment, OrgId, Span};

    fn incident(kind: IncidentKind) -> Incident {
        let at = Moment::from_timestamp("2026-11-25T03:30:00Z".parse().unwrap());
        Incident {
            id: IncidentId::new(at, [1; 10]),
            org: OrgId::new(at, [2; 10]),
            kind,
            severity: Severity::High,
            state: State::Open,
            source: Source::Alert,
            ticket: None,
            title: "Sample".into(),
            zone: "America/Chicago".into(),
            texts: 0,
            detected_at: at,
            declared_by: None,
            opened_at: at,
            contained_at: Some(at.plus(Span::hours(7))),
            closed_at: None,
        }
    }

    fn system(n: u8, kind: &str) -> System {
        let at = Moment::from_micros(i64::from(n));
        System {
            asset: AssetId::new(at, [n; 10]),
            effect: if n == 9 { Effect::Clean } else { Effect::Affected },
            kind: kind.into(),
            criticality: "office".into(),
            depends_on: Vec::new(),
            named_by: None,
            named_at: at,
            restored_by: None,
            restored_at: None,
            proof: None,
        }
    }

    /// What the schema of VERIS (vz-risk/veris, verisc-merged.json of 1.4.0) requires.
    #[test]
    fn every_kind_has_what_the_schema_requires() {
        for kind in IncidentKind::ALL {
            let made = record(&incident(*kind), &[]);
            for required in [
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
            ] {
                assert!(!made[required].is_null(), "{required} of {}", kind.word());
            }
            for part in ["actor", "action", "attribute"] {
                assert!(!made[part].as_object().unwrap().is_empty(), "{part} of {}", kind.word());
            }
            for (what, fields) in made["action"].as_object().unwrap() {
                let whole = fields["variety"].is_array() && fields["vector"].is_array();
                assert!(whole || what == "unknown", "an action has a variety and a vector");
            }
            assert!(made["asset"]["cloud"].is_array() && made["victim"]["government"].is_array());
            assert!(made["timeline"]["incident"]["year"].is_i64());
            assert!(!made["asset"]["assets"].as_array().unwrap().is_empty());
        }
    }

    #[test]
    fn systems_are_counted_by_what_they_are_and_times_are_of_the_place() {
        let systems = [
            system(1, "server"),
            system(2, "laptop"),
            system(3, "server"),
            system(4, "medical-device"),
            system(9, "server"),
        ];
        let made = record(&incident(IncidentKind::Ransomware), &systems);
        assert_eq!(
            made["asset"]["assets"],
            json!([
                { "variety": "E - Other", "amount": 1 },
                { "variety": "S - Unknown", "amount": 2 },
                { "variety": "U - Laptop", "amount": 1 },
            ])
        );
        assert_eq!(
            made["timeline"],
            json!({
                "incident": { "year": 2026, "month": 11, "day": 24, "time": "09:30:00 PM" },
                "containment": { "unit": "Hours", "value": 7 },
            })
        );
        assert_eq!(made["action"]["malware"]["variety"][0], "Ransomware");
        assert!(!made.to_string().contains("Sample"), "no typed text");
    }
}
