//! What can happen to service contracts, told in a sentence.

use super::money::dollars;
use serde_json::Value;

/// A fact about a contract as a sentence; nothing for a fact of another kind.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let said = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default().replace('-', " ");
    let word = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    Some(match name {
        "agreements.contract-drafted" => format!("A service contract was drafted: {}.", word("kind")),
        "agreements.contract-revised" => {
            format!(
                "Version {} of the contract was made; it holds from {}.",
                number("version"),
                word("from_on")
            )
        }
        "agreements.contract-activated" => "The contract was agreed with the client.".to_owned(),
        "agreements.contract-dropped" => "The draft of the contract was given up.".to_owned(),
        "agreements.contract-end-set" => format!("The contract's last day was set: {}.", word("ends_on")),
        "agreements.contract-ending" => format!("The contract ends within {} days.", number("days")),
        "agreements.uptime-promised" => {
            let ppm = number("promised_ppm");
            let percent = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
            let percent = percent.trim_end_matches('0').trim_end_matches('.').to_owned();
            format!("Uptime of {percent} % was promised from {} on.", word("from_month"))
        }
        "agreements.contract-ended" => "The contract has ended.".to_owned(),
        "agreements.rate-accepted" => {
            let how = if said("by") == "phone" { "by telephone" } else { "on the page" };
            format!("The client said yes to {} an hour, {how}.", dollars(number("rate_cents")))
        }
        _ => return None,
    })
}
