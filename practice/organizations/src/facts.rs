//! What can happen here, told in a sentence.

use serde_json::Value;

/// A fact of this slice as a sentence; nothing for a fact of another.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let word = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let said = |key: &str| word(key).replace('-', " ");
    Some(match name {
        "organizations.house-founded" => "The house was founded.".to_owned(),
        "organizations.organization-added" => format!("The organization was added as a {}.", said("kind")),
        "organizations.organization-revised" => "The organization's name or kind was revised.".to_owned(),
        "organizations.account-owner-named" if word("person").is_empty() => {
            "The organization was left without an account owner.".to_owned()
        }
        "organizations.account-owner-named" => "An account owner was named.".to_owned(),
        "organizations.party-test-answered" => {
            format!("The test of 45 CFR 160.103 was answered: {}.", said("result"))
        }
        "organizations.location-added" => format!("A location in the zone {} was added.", word("zone")),
        "organizations.location-revised" => format!("A location in the zone {} was revised.", word("zone")),
        "organizations.calendar-taken-in" => calendar_taken_in(body),
        "organizations.department-added" => {
            format!("A department was added; care area: {}.", said("care_area"))
        }
        "organizations.department-revised" => {
            format!("A department was revised; care area: {}.", said("care_area"))
        }
        _ => return None,
    })
}

fn calendar_taken_in(body: &Value) -> String {
    let count = |key: &str| body.get(key).and_then(Value::as_u64).unwrap_or_default();
    let (taken, replaced, left) = (count("days") + count("hours"), count("replaced"), count("left_out"));
    match taken {
        0 => format!("The days from a calendar file were taken away; entries: {replaced}."),
        _ => format!(
            "Closing days were taken over from a calendar file; entries: {taken}, in place of {replaced}; left out: {left}."
        ),
    }
}
