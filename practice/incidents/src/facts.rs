//! What can happen on an incident, each told as a sentence after the name of whoever did it.

use crate::records::Incident;
use crate::words::{Effect, EvidenceKind, IncidentKind, IncidentRole, IndicatorKind, Means, Severity, Step};
use kernel::Fact;
use serde_json::Value;

/// A fact about an incident, with what reactions and letters need.
pub(crate) fn about(name: &'static str, i: &Incident) -> Fact {
    let fact = Fact::new(name, i.org)
        .about(i.id)
        .with("incident", i.id)
        .with("kind", i.kind)
        .with("severity", i.severity);
    match i.ticket {
        Some(ticket) => fact.about(ticket).with("ticket", ticket),
        None => fact,
    }
}

fn lower(title: Option<&'static str>, otherwise: &str) -> String {
    title.unwrap_or(otherwise).to_lowercase()
}

/// The fact as a sentence; nothing for a fact of another slice.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let kind = || lower(text("kind").and_then(IncidentKind::from_word).map(IncidentKind::title), "incident");
    let severity = || lower(text("severity").and_then(Severity::from_word).map(Severity::title), "unknown");
    let means = || lower(text("means").and_then(Means::from_word).map(Means::title), "isolated");
    let role = || lower(text("role").and_then(IncidentRole::from_word).map(IncidentRole::title), "a role");
    let piece =
        || lower(text("evidence_kind").and_then(EvidenceKind::from_word).map(EvidenceKind::title), "a piece");
    Some(match name {
        "incidents.declared" => format!("declared an incident: {}; severity {}", kind(), severity()),
        "incidents.severity-set" => format!("set the severity to {}", severity()),
        "incidents.role-named" => format!("named who is: {}", role()),
        "incidents.contained" => "said that it no longer spreads".to_owned(),
        "incidents.closed" => "closed the incident".to_owned(),
        "incidents.reopened" => "opened the incident again".to_owned(),
        "incidents.noted" => "wrote a note".to_owned(),
        "incidents.sign-added" => format!(
            "added a sign: {}",
            lower(text("sign").and_then(IndicatorKind::from_word).map(IndicatorKind::title), "something")
        ),
        "incidents.task-added" => "added a task".to_owned(),
        "incidents.task-given" => "gave a task to somebody".to_owned(),
        "incidents.task-done" => {
            format!("finished task {}", body.get("place").and_then(Value::as_i64).unwrap_or_default())
        }
        "incidents.task-late" => {
            format!("Task {} is late", body.get("place").and_then(Value::as_i64).unwrap_or_default())
        }
        "incidents.system-named" => format!(
            "named a system: {}",
            lower(text("effect").and_then(Effect::from_word).map(Effect::title), "touched")
        ),
        "incidents.system-restored" => "brought a system back".to_owned(),
        "incidents.isolation-ordered" => format!("ordered a system isolated: {}", means()),
        "incidents.isolated" => format!("isolated a system: {}", means()),
        "incidents.isolation-lifted" => "lifted the isolation of a system".to_owned(),
        "incidents.evidence-taken" => format!("took evidence: {}", piece()),
        "incidents.evidence-moved" => format!(
            "{} evidence: {}",
            match text("step").and_then(Step::from_word) {
                Some(Step::Returned) => "took back",
                _ => "handed over",
            },
            piece()
        ),
        _ => return crate::advisories::sentence(name, body),
    })
}
