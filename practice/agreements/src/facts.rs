//! What can happen here, told in a sentence.

use serde_json::Value;

/// A fact of this slice as a sentence; nothing for a fact of another.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let said = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default().replace('-', " ");
    let days = body.get("days").and_then(Value::as_i64).unwrap_or_default();
    Some(match name {
        "agreements.agreement-drafted" if body.get("follows").is_some_and(|f| !f.is_null()) => {
            "A renewal was drafted.".to_owned()
        }
        "agreements.agreement-drafted" => "The agreement was drafted.".to_owned(),
        "agreements.agreement-revised" => "The draft was revised.".to_owned(),
        "agreements.agreement-sent" => "The agreement was sent for signature.".to_owned(),
        "agreements.side-signed" => format!("The agreement was signed for the {}'s side.", said("side")),
        "agreements.agreement-signed" => "Both sides have signed.".to_owned(),
        "agreements.agreement-withdrawn" => "The agreement was withdrawn before it was signed.".to_owned(),
        "agreements.agreement-terminated" => {
            format!("The agreement was terminated: {}. PHI: {}.", said("reason"), said("disposal"))
        }
        "agreements.disposal-noted" => format!("What became of the PHI was noted: {}.", said("disposal")),
        "agreements.agreement-lapsing" => format!("The agreement lapses within {days} days."),
        "agreements.agreement-in-force" => {
            "The first day of the agreement has come: it is in force.".to_owned()
        }
        "agreements.agreement-lapsed" => "The agreement has lapsed.".to_owned(),
        "agreements.not-required-kept" => {
            "The answers that no agreement is required were signed and are kept.".to_owned()
        }
        "agreements.not-required-revoked" => "The answers that none is required were revoked.".to_owned(),
        "agreements.subcontractor-engaged" => match body.get("ends_on").and_then(Value::as_str) {
            Some(last) => format!("The subcontractor was engaged until {last}."),
            None => "The subcontractor was engaged.".to_owned(),
        },
        "agreements.engagement-over" => "The term of the subcontractor is over.".to_owned(),
        "agreements.subcontractor-released" => "The subcontractor was released.".to_owned(),
        _ => return None,
    })
}
