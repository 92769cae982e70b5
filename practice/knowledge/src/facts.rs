//! What can happen here, told in a sentence.

use serde_json::Value;

/// A fact of this slice as a sentence; nothing for a fact of another.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let version = body.get("version").and_then(Value::as_i64).unwrap_or_default();
    Some(match name {
        "knowledge.article-written" => format!("wrote version {version} of an article"),
        "knowledge.article-published" => format!("published version {version} of an article"),
        "knowledge.article-retired" => "took an article out of use".to_owned(),
        "knowledge.article-reviewed" => "found an article still right".to_owned(),
        "knowledge.article-used" => "used an article".to_owned(),
        _ => return None,
    })
}
