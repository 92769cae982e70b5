//! On whose paper a letter stands and who signs it, and whom the portal of HHS may ask; kept whole in sealed texts of the
//! record, of which the latest counts.

use crate::words::{FilerKind, PhiKind};
use anyhow::{Context as _, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Who signs and sends the letters.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Letterhead {
    /// The covered entity, where the record is kept by somebody else or its letters bear another name.
    pub entity: Option<String>,
    /// Its address, a line each.
    pub address: String,
    /// Who sends the letters on its behalf.
    pub sent_by: Option<String>,
    pub signed_name: String,
    pub signed_title: String,
    /// Who answers, and when.
    pub person: Option<String>,
    pub hours: Option<String>,
    /// What individuals are offered, and how to ask for it.
    pub offer: Option<String>,
    /// The place from which the media are told, and whom they may ask.
    pub city: Option<String>,
    pub press_name: Option<String>,
    pub press_telephone: Option<String>,
    pub press_email: Option<String>,
}

/// What the portal of HHS asks beside the breach itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Filing {
    /// In the words of the portal.
    pub entity_kind: Option<FilerKind>,
    pub entity: FilingContact,
    /// The business associate, where there is one.
    pub associate: Option<FilingContact>,
    /// Kinds of information in the words of the portal.
    pub information: Vec<PhiKind>,
    /// Safeguards that were in place before, one a line.
    pub safeguards: Option<String>,
    pub attested_name: Option<String>,
    /// What the portal answered.
    pub confirmation: Option<String>,
}

/// Whom the portal may ask at an organization.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FilingContact {
    /// A line each.
    pub address: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
}

impl std::fmt::Debug for Letterhead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a letterhead ‹sealed›")
    }
}

impl std::fmt::Debug for FilingContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a contact ‹sealed›")
    }
}

impl std::fmt::Debug for Filing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("contacts for HHS ‹sealed›")
    }
}

/// As it is kept, sealed whole.
pub(crate) fn kept(words: &impl Serialize) -> Result<String> {
    serde_json::to_string(words).context("words of a letter")
}

pub(crate) fn read<T: DeserializeOwned>(kept: &str) -> Result<T> {
    serde_json::from_str(kept).context("words of a letter")
}

/// As somebody reads it who looked behind the mask.
pub(crate) fn plain(kept: &str) -> Result<String> {
    let value: serde_json::Value = read(kept)?;
    let mut lines = Vec::new();
    walk("", &value, &mut lines);
    Ok(lines.join("\n"))
}

fn walk(name: &str, value: &serde_json::Value, lines: &mut Vec<String>) {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            for (inner, value) in fields {
                let name = if name.is_empty() { inner.clone() } else { format!("{name}, {inner}") };
                walk(&name, value, lines);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(name, item, lines)),
        Value::String(text) if !text.is_empty() => lines.push(format!("{}: {text}", name.replace('_', " "))),
        _ => {}
    }
}
