//! What can happen to a change, each told as a sentence after the name of whoever did it.

use crate::records::Change;
use crate::words::{Environment, FreezeReason, Outcome, Risk};
use kernel::Fact;
use serde_json::Value;

/// A fact about a change, with what reactions and letters need.
pub(crate) fn about(name: &'static str, c: &Change) -> Fact {
    let fact = Fact::new(name, c.org)
        .about(c.id)
        .with("change", c.id)
        .with("kind", c.kind)
        .with("category", c.category)
        .with("risk", c.risk)
        .with("round", c.round);
    match c.ticket {
        Some(ticket) => fact.about(ticket).with("ticket", ticket),
        None => fact,
    }
}

/// The fact as a sentence; nothing for a fact of another slice.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    Some(match name {
        "changes.change-planned" => format!("planned a change; {}", risk(body)),
        "changes.change-revised" => format!("planned the change anew; {}", risk(body)),
        "changes.test-recorded" => format!(
            "recorded a test ({}): {}",
            text("environment").and_then(Environment::from_word).map_or("somewhere", Environment::title),
            if body.get("passed").and_then(Value::as_bool) == Some(true) { "passed" } else { "failed" }
        ),
        "changes.approval-asked" => "put the change to its approvers".to_owned(),
        "changes.change-agreed" => "agreed to the change".to_owned(),
        "changes.change-approved" => "The change has every word it needs".to_owned(),
        "changes.change-refused" => "refused the change".to_owned(),
        "changes.change-cancelled" => "cancelled the change".to_owned(),
        "changes.change-started" => "began to carry the change out".to_owned(),
        "changes.change-finished" => format!(
            "ended the change: {}",
            text("outcome").and_then(Outcome::from_word).map_or("done", Outcome::title).to_lowercase()
        ),
        "changes.change-reviewed" => "reviewed the emergency change".to_owned(),
        "changes.freeze-set" => format!(
            "froze changes: {}",
            text("reason")
                .and_then(FreezeReason::from_word)
                .map_or("for a while", FreezeReason::title)
                .to_lowercase()
        ),
        "changes.freeze-ended" => "ended the freeze".to_owned(),
        _ => return None,
    })
}

fn risk(body: &Value) -> String {
    let risk = body.get("risk").and_then(Value::as_str).and_then(Risk::from_word);
    let because = body.get("because").and_then(Value::as_str).unwrap_or_default();
    format!("risk {}: {because}", risk.map_or("unknown", Risk::title))
}
