//! Text that somebody typed and that may speak of a patient. It comes in by forms and by the API like any text, but it
//! never goes out again by accident: printed it is a blank, and in the ledger it is a keyed commitment, with which the
//! text can later be proven and from which nobody can guess it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};
use std::{borrow::Cow, cell::RefCell, fmt};

/// See the module.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Private(String);

type Commit = Box<dyn Fn(&str) -> String>;

thread_local! {
    static COMMIT: RefCell<Option<Commit>> = const { RefCell::new(None) };
}

/// Runs `work`; within it a private text serializes as what `commit` makes of it (a keyed commitment).
pub fn with_commitments<R>(commit: impl Fn(&str) -> String + 'static, work: impl FnOnce() -> R) -> R {
    struct Restore(Option<Commit>);
    impl Drop for Restore {
        fn drop(&mut self) {
            let before = self.0.take();
            COMMIT.with(|c| *c.borrow_mut() = before);
        }
    }
    let _restore = Restore(COMMIT.with(|c| c.borrow_mut().replace(Box::new(commit))));
    work()
}

impl Private {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    /// The text itself: for sealing it, or for showing it to somebody the gate let through.
    pub fn reveal(&self) -> &str {
        &self.0
    }
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Private {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹sealed›")
    }
}

impl Serialize for Private {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        COMMIT.with(|c| match c.borrow().as_ref() {
            Some(commit) => s.serialize_str(&commit(&self.0)),
            None => s.serialize_str("‹sealed›"),
        })
    }
}

impl JsonSchema for Private {
    fn schema_name() -> Cow<'static, str> {
        "Private".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-private": true,
            "description": "Kept sealed. The ledger holds a keyed commitment to it, never the text." })
    }
    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_text_is_blank_wherever_it_is_printed() {
        let text = Private::from("Mr. Example, bed 4");
        assert_eq!(format!("{text:?}"), "‹sealed›");
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"‹sealed›\"");
        let told =
            with_commitments(|t| format!("hmac:{}", t.len()), || serde_json::to_string(&text).unwrap());
        assert_eq!(told, "\"hmac:18\"");
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"‹sealed›\"");
    }
}
