//! What can happen to rotas, each told as a sentence after the name of whoever did it. Facts hold ids, words and
//! numbers: a rota's name and its layers stand in its tables.

use crate::records::RotaRow;
use crate::words::{OnChange, OverrideKind, SnoozeReason};
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
        _ => return of_escalation(name, body),
    })
}

/// What happened to a policy or to an escalation.
fn of_escalation(name: &str, body: &Value) -> Option<String> {
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    let told = || body.get("people").and_then(Value::as_array).map_or(0, Vec::len);
    Some(match name {
        "oncall.policy-set" => {
            let adopted = word("running").and_then(OnChange::from_word) == Some(OnChange::Adopt);
            let running = if adopted { "; running escalations go on by it" } else { "" };
            format!(
                "set the policy of escalation, version {} with {} steps{running}",
                number("version"),
                number("steps")
            )
        }
        "oncall.phone-set" => "said at which telephone they are reached on call".to_owned(),
        "oncall.gateway-set" => "set the gateway for short messages".to_owned(),
        "oncall.gateway-ended" => "ended the gateway for short messages".to_owned(),
        "oncall.policy-retired" => "retired the policy of escalation".to_owned(),
        "oncall.escalation-begun" => "The escalation began".to_owned(),
        "oncall.step-fired" => format!("Step {} of the escalation: {} told", number("step"), told()),
        "oncall.nobody-on-call" => {
            format!(
                "Step {} of the escalation found nobody on call; the next one follows at once",
                number("step")
            )
        }
        "oncall.hole-found" => {
            let tickets = number("tickets");
            format!("Nobody was on call for {tickets} tickets; those who direct the work are told")
        }
        "oncall.step-moved" => format!("Step {} of the escalation has another time now", number("step")),
        "oncall.exhausted" => "All steps of the escalation were carried out".to_owned(),
        "oncall.escalation-ended" => "The escalation is over".to_owned(),
        "oncall.acknowledged" => "answered the escalation".to_owned(),
        "oncall.snoozed" => {
            let reason =
                word("reason").and_then(SnoozeReason::from_word).map_or("for a while", SnoozeReason::title);
            format!("let the escalation rest: {}", reason.to_lowercase())
        }
        "oncall.forced" => format!("had step {} of the escalation carried out at once", number("step")),
        "oncall.notices-sent" => format!("Told somebody of {} tickets that wait for them", number("count")),
        _ => return None,
    })
}
