//! What can happen here, told in a sentence.

use serde_json::Value;

/// A fact of this slice as a sentence; nothing for a fact of another.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let word = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let said = |key: &str| word(key).replace('-', " ");
    let count = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    let list = |key: &str| {
        let words = body.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        words.map(|w| w.replace('_', " ")).collect::<Vec<_>>().join(", ")
    };
    Some(match name {
        "assets.asset-added" => format!("The asset was added: {}, {}.", said("kind"), said("criticality")),
        "assets.asset-revised" => format!("Revised: {}.", list("fields")),
        "assets.asset-retired" => match word("disposal") {
            "nothing-kept" => "The asset was retired; nothing was kept on it.".to_owned(),
            how => format!("The asset was retired; what was kept on it was {how}."),
        },
        "assets.continuity-said" => "How it has to come back after a failure was said.".to_owned(),
        "assets.assets-related" => match word("relation") {
            "spare-of" => "It was named as a spare.".to_owned(),
            _ => "It was said that one asset depends on another.".to_owned(),
        },
        "assets.assets-parted" => "It was taken back that one asset hangs on another.".to_owned(),
        "assets.state-reported" => format!("It was reported to be {}.", said("state")),
        "assets.state-corrected" => {
            format!("How it was is corrected for a time: {} ({}).", said("state"), said("reason"))
        }
        "assets.recovery-set" => {
            format!(
                "How soon systems have to be back was said: {}, {} minutes.",
                said("class"),
                count("rto_minutes")
            )
        }
        "assets.import-begun" => format!("An import of {} rows was begun.", count("rows")),
        "assets.rows-staged" => format!(
            "{} rows were weighed: {} add, {} change, {} were refused.",
            count("rows"),
            count("added"),
            count("changed"),
            count("refused")
        ),
        "assets.import-committed" => format!(
            "The import was committed: {} assets added, {} changed, {} rows unchanged, {} refused.",
            count("added"),
            count("changed"),
            count("unchanged"),
            count("refused")
        ),
        "assets.import-undone" => {
            format!(
                "The import was undone: {} assets removed, {} as before.",
                count("added"),
                count("changed")
            )
        }
        "assets.import-dropped" => format!("The import was dropped with {} rows.", count("rows")),
        "assets.columns-kept" => format!("The columns of a list of {} were kept.", said("list")),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use serde_json::json;

    #[test]
    fn facts_read_as_sentences() {
        let told = |name, body| sentence(name, &body).unwrap();
        assert_eq!(
            told("assets.asset-revised", json!({"fields": ["holds_ephi", "mac"]})),
            "Revised: holds ephi, mac."
        );
        let retired = told("assets.asset-retired", json!({"disposal": "erased"}));
        assert_eq!(retired, "The asset was retired; what was kept on it was erased.");
        assert_eq!(sentence("desk.ticket-opened", &json!({})), None);
    }
}
