//! Threat intelligence: what HC3, CISA or a vendor warns of is taken in as a file or by mail and sealed with its hash. The
//! vendors and products it speaks of are held against the assets, and a playbook is named where one fits; a person says what
//! is made of it. The file stays as evidence.

pub mod by_mail;
mod letters;
mod notes;
mod orders;
mod pages;
mod questions;
mod read;
pub(crate) mod records;
mod topic;
pub mod words;

pub use letters::{LetterRead, MOST_FILES, Mailed, ReadAdvisoryLetter};
pub use notes::{AdvisoriesNoted, NoteAdvisories, to_note};
pub use orders::{AcknowledgeAdvisory, AdvisoryReceipt, LARGEST_ADVISORY_BYTES, SealedFile, TakeInAdvisory};
pub use pages::{AdvisoriesView, AdvisoryView, Match, advisories_page, advisory_page};
pub use questions::{Advisories, AdvisoryFile, AdvisoryList, OneAdvisory, OpenedAdvisory};
pub use read::{Told, read};
pub use records::Advisory;
pub use topic::stands_in;
pub use words::Format;

use kernel::{LetterId, Stop};
use office::Registry;
use serde_json::Value;
use store::Look;

/// Letters to mailboxes of advisories that are to be read, the oldest first, for the house: at most so many.
///
/// # Errors
/// A fault of the store.
pub fn letters_to_read(look: &mut Look, most: u32) -> Result<Vec<LetterId>, Stop> {
    Ok(records::letters_to_read(look, most)?)
}

/// Everything about advisories that needs nothing from another slice.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .order::<AcknowledgeAdvisory>()
        .order::<NoteAdvisories>()
        .question::<Advisories>()
        .question::<OneAdvisory>()
        .question::<AdvisoryFile>()
        .locate("adv", &records::LOCATE);
}

/// What happened to an advisory, as a sentence.
pub(crate) fn sentence(name: &str, body: &Value) -> Option<String> {
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    let number = |key: &str| body.get(key).and_then(Value::as_u64).unwrap_or_default();
    let source = word("source")
        .and_then(words::AdvisorySource::from_word)
        .map_or("somebody", words::AdvisorySource::title);
    let verdict = word("verdict").and_then(words::Verdict::from_word).map_or("seen", words::Verdict::title);
    Some(match name {
        "incidents.advisory-taken-in" => format!("took an advisory in; it is from: {source}"),
        "incidents.advisory-acknowledged" => {
            format!("acknowledged an advisory: {}", verdict.to_lowercase())
        }
        "incidents.advisory-letter-read" => match number("advisories") {
            0 => "read a letter that came to the mailbox of advisories; it brought nothing new".to_owned(),
            n => format!("read a letter that came to the mailbox of advisories; new in it: {n}"),
        },
        "incidents.advisories-wait" => format!("New advisories wait to be acknowledged: {}", number("new")),
        "incidents.advisories-unacknowledged" => {
            format!("Advisories that nobody acknowledged for three days: {}", number("late"))
        }
        "incidents.advisory-mailbox-set" => match body.get("advisories").and_then(Value::as_bool) {
            Some(false) => "said that a mailbox is no longer one of advisories".to_owned(),
            _ => "said that what comes to a mailbox is an advisory".to_owned(),
        },
        _ => return None,
    })
}
