//! What can happen in billing, each told as a sentence after the name of whoever did it.

use serde_json::Value;

/// The fact as a sentence; nothing for a fact of another slice.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    let covered = || match body.get("covered").and_then(Value::as_bool) {
        Some(true) => "covered by the contract",
        _ => "not covered",
    };
    let month = || body.get("month").and_then(Value::as_str).unwrap_or("a month").to_owned();
    Some(match name {
        "billing.time-logged" => format!("spent {} min on it, {}", number("minutes"), covered()),
        "billing.time-corrected" => {
            format!("corrected the time from {} to {} min", number("before"), number("minutes"))
        }
        "billing.time-dropped" => format!("dropped an entry of {} min", number("minutes")),
        "billing.sheet-closed" => {
            let total = number("total_cents");
            format!("closed the sheet of {} at {}.{:02} USD", month(), total / 100, (total % 100).abs())
        }
        "billing.sheet-opened" => format!("opened the sheet of {} again", month()),
        _ => return None,
    })
}
