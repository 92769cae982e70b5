//! What can happen to people, sessions and emergencies, each told as a sentence that stands after a name.

use serde_json::Value;

/// The fact as a sentence; nothing for facts of other slices.
pub fn sentence(name: &str, with: &Value) -> Option<String> {
    let what = name.strip_prefix("people.")?;
    let count = |key: &str| with.get(key).and_then(Value::as_i64).unwrap_or(0);
    let word = |key: &str| with.get(key).and_then(Value::as_str).unwrap_or_default();
    let told = match what {
        "person-revised" => format!("Revised a person: {}.", list(with, "changed")),
        "person-added" => format!("Added a person as {}.", list(with, "roles")),
        "roles-set" => {
            format!("Set a person's roles to {} (before: {}).", list(with, "roles"), list(with, "before"))
        }
        "person-ended" => {
            let (sessions, tokens) = (count("sessions_ended"), count("tokens_ended"));
            format!("Ended a person's access, with {sessions} sessions and {tokens} tokens.")
        }
        "signed-in" => signed_in(with),
        "sign-in-failed" | "proof-failed" => {
            format!("A {} was wrong at sign-in.", word("with").replace('-', " "))
        }
        "provider-ended-sessions" => {
            format!("The identity provider ended {} sessions.", count("sessions"))
        }
        "sessions-revoked" => format!("Ended {} other sessions.", count("sessions")),
        "session-unlocked" => {
            format!("Unlocked a session with a {}.", word("with").replace('-', " "))
        }
        "token-made" => format!("Made a token with the duties {}.", list(with, "duties")),
        "emergency-opened" => {
            format!("Opened emergency access for {} min; a review is due.", count("minutes"))
        }
        "emergency-reviewed" => {
            let found = word("verdict").replace('-', " ");
            format!("Reviewed emergency access and found it {found}.")
        }
        "import-staged" => format!("Staged a staff list of {} rows.", count("rows")),
        "import-committed" => {
            let (added, changed, refused) = (count("added"), count("changed"), count("refused"));
            format!("Applied a staff list: {added} added, {changed} changed, {refused} refused.")
        }
        "import-undone" => {
            let (removed, restored) = (count("removed"), count("restored"));
            format!("Undid a staff list: {removed} removed, {restored} restored.")
        }
        _ => return plain(what).map(str::to_owned),
    };
    Some(told)
}

/// Those that have nothing to count or name.
fn plain(what: &str) -> Option<&'static str> {
    Some(match what {
        "invitation-made" => "Gave a person a new one-time link.",
        "invitation-accepted" => "Accepted the invitation and chose a password.",
        "training-recorded" => "Recorded a security training.",
        "certification-added" => "Added a certification.",
        "session-locked" => "Locked the session.",
        "signed-out" => "Signed out.",
        "session-revoked" => "Ended one of their own sessions.",
        "stepped-up" => "Showed the second factor.",
        "password-changed" => "Changed their password; other sessions ended.",
        "totp-begun" => "Began to enrol an authenticator.",
        "totp-confirmed" => "Enrolled an authenticator.",
        "totp-ended" => "Took their authenticator away.",
        "recovery-codes-made" => "Made new recovery codes.",
        "passkey-begun" => "Began to enrol a passkey.",
        "passkey-added" => "Enrolled a passkey.",
        "passkey-ended" => "Took a passkey away.",
        "identity-provider-set" => "Let people sign in with an identity provider.",
        "identity-provider-ended" => "Ended an identity provider.",
        "provider-asked" => "Somebody began to sign in with an identity provider.",
        "identity-linked" => "Came with an account of the identity provider for the first time.",
        "person-arrived" => "Was brought by the identity provider; their roles wait for a look.",
        "passkey-asked-for" => "Somebody began to sign in with a passkey.",
        "draft-kept" => "Kept a draft.",
        "draft-dropped" => "Dropped a draft.",
        "token-ended" => "Ended a token.",
        "emergency-used" => "Used the emergency access for the first time.",
        "emergency-closed" => "Closed the emergency access; a review is due.",
        "emergency-expired" => "The time of the emergency access was over; a review is due.",
        "import-begun" => "Began to import a staff list.",
        _ => return None,
    })
}

fn signed_in(with: &Value) -> String {
    let class = with.get("class").and_then(Value::as_str).unwrap_or_default();
    let place = match class {
        "private" => "at a private workstation",
        "shared" => "at a shared station",
        _ => "at a kiosk",
    };
    let needed = with.get("second_factor_needed").and_then(Value::as_bool).unwrap_or(false);
    match (with.get("second_factor").and_then(Value::as_str), needed) {
        (Some(proof), _) => format!("Signed in {place} with a second factor ({}).", proof.replace('-', " ")),
        (None, true) => format!("Signed in {place}; the second factor is still to be shown."),
        (None, false) => format!("Signed in {place} without a second factor."),
    }
}

fn list(with: &Value, key: &str) -> String {
    let words = with.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let words: Vec<String> = words.iter().filter_map(Value::as_str).map(|w| w.replace('-', " ")).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn facts_read_as_sentences() {
        for (name, with, told) in [
            (
                "people.person-added",
                json!({"roles": ["practice-owner"]}),
                "Added a person as practice owner.",
            ),
            (
                "people.signed-in",
                json!({"class": "shared", "second_factor": "recovery-code"}),
                "Signed in at a shared station with a second factor (recovery code).",
            ),
            ("people.sign-in-failed", json!({"with": "password"}), "A password was wrong at sign-in."),
            (
                "people.emergency-reviewed",
                json!({"verdict": "not-justified"}),
                "Reviewed emergency access and found it not justified.",
            ),
            ("people.person-revised", json!({}), "Revised a person: nothing."),
        ] {
            assert_eq!(sentence(name, &with).unwrap(), told);
        }
        assert_eq!(sentence("desk.ticket-opened", &json!({})), None);
    }
}
