//! Threat intelligence: what HC3, CISA or a vendor warns of is taken in as a file or by mail and sealed with its hash. The
//! vendors and products it speaks of are held against the assets, and a playbook is named where one fits; a person says what
//! is made of it. The file stays as evidence.

pub mod by_mail;
mod orders;
mod pages;
mod questions;
mod read;
pub(crate) mod records;
pub mod words;

pub use orders::{AcknowledgeAdvisory, AdvisoryReceipt, LARGEST_ADVISORY_BYTES, SealedFile, TakeInAdvisory};
pub use pages::{AdvisoriesView, AdvisoryView, Match, advisories_page, advisory_page};
pub use questions::{Advisories, AdvisoryFile, AdvisoryList, OneAdvisory, OpenedAdvisory};
pub use read::{Told, read};
pub use records::Advisory;
pub use words::Format;

use office::Registry;
use serde_json::Value;

/// Everything about advisories that needs nothing from another slice.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .order::<AcknowledgeAdvisory>()
        .question::<Advisories>()
        .question::<OneAdvisory>()
        .question::<AdvisoryFile>()
        .locate("adv", &records::LOCATE);
}

/// What happened to an advisory, as a sentence.
pub(crate) fn sentence(name: &str, body: &Value) -> Option<String> {
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    let source = word("source")
        .and_then(words::AdvisorySource::from_word)
        .map_or("somebody", words::AdvisorySource::title);
    let verdict = word("verdict").and_then(words::Verdict::from_word).map_or("seen", words::Verdict::title);
    Some(match name {
        "incidents.advisory-taken-in" => format!("took an advisory in; it is from: {source}"),
        "incidents.advisory-acknowledged" => {
            format!("acknowledged an advisory: {}", verdict.to_lowercase())
        }
        "incidents.advisory-mailbox-set" => match body.get("advisories").and_then(Value::as_bool) {
            Some(false) => "said that a mailbox is no longer one of advisories".to_owned(),
            _ => "said that what comes to a mailbox is an advisory".to_owned(),
        },
        _ => return None,
    })
}
