//! What can happen to rotas, each told as a sentence after the name of whoever did it. Facts hold ids, words and
//! numbers: a rota's name and its layers stand in its tables.

use crate::records::RotaRow;
use crate::words::OverrideKind;
use kernel::Fact;
use serde_json::Value;

/// A fact about a rota.
pub(crate) fn about(name: &'static str, r: &RotaRow) -> Fact {
    Fact::new(name, r.org).about(r.id).about(r.org).with("rota", r.id).with("version", r.version)
}

/// The fact as a sentence; nothing for a fact of another slice.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    Some(match name {
        "oncall.rota-set" => format!("set the rota, version {}", number("version")),
        "oncall.rota-retired" => "retired the rota".to_owned(),
        "oncall.override-added" => {
            let kind = body.get("kind").and_then(Value::as_str).and_then(OverrideKind::from_word);
            format!("added an override: {}", kind.map_or("an override", OverrideKind::title).to_lowercase())
        }
        "oncall.override-ended" => "ended an override".to_owned(),
        "oncall.swap-asked" => "asked a colleague for a swap".to_owned(),
        "oncall.swap-accepted" => "accepted a swap; both turns have changed hands".to_owned(),
        "oncall.swap-declined" => "declined a swap".to_owned(),
        "oncall.swap-withdrawn" => "withdrew the wish for a swap".to_owned(),
        "oncall.skill-required" => "said what somebody on call must hold at every moment".to_owned(),
        "oncall.skill-dropped" => "no longer asks for a skill at every moment".to_owned(),
        "oncall.coverage-checked" => "The coming week is covered".to_owned(),
        "oncall.coverage-missing" => {
            let lacks = if body.get("skilled") == Some(&Value::Bool(true)) {
                "nobody on call holds what is required"
            } else {
                "nobody is on call"
            };
            format!(
                "In the coming week {lacks} for {} min in {} stretches",
                number("minutes"),
                number("stretches")
            )
        }
        "oncall.feed-made" => "made a calendar feed of the rota".to_owned(),
        "oncall.feed-ended" => "ended a calendar feed".to_owned(),
        _ => return None,
    })
}
