//! Secrets that pass through here: a password, a code, the secret of a session. They come in and are never
//! written anywhere: not in a log, not in the ledger, not even as a commitment, because a short secret could
//! be guessed from one.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Chance;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::{borrow::Cow, fmt};

/// The longest secret that is looked at, in bytes: hashing an endless password would hold up everybody else.
pub const LONGEST: usize = 1024;

/// See the module.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹secret›")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str("‹secret›")
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "writeOnly": true, "maxLength": LONGEST,
            "description": "Never kept and never written in the ledger." })
    }
    fn inline_schema() -> bool {
        true
    }
}

/// A new secret of 256 bits, as text, with the digest that is kept in its place.
pub(crate) fn fresh(chance: &mut Chance) -> (String, Vec<u8>) {
    let text = URL_SAFE_NO_PAD.encode(chance.bytes::<32>());
    let kept = digest(&text);
    (text, kept)
}

/// SHA-256: enough for secrets that nobody chose, because they cannot be guessed.
pub(crate) fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// Whether two digests are equal, in a time that does not tell where they differ.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_blank_wherever_it_is_printed() {
        let secret = Secret::from("correct horse battery staple");
        assert_eq!(format!("{secret:?}"), "‹secret›");
        let told = kernel::with_commitments(str::to_owned, || serde_json::to_string(&secret).unwrap());
        assert_eq!(told, "\"‹secret›\"");
    }

    #[test]
    fn digests_are_compared_whole() {
        let mut chance = Chance::from_number(7);
        let (text, kept) = fresh(&mut chance);
        assert!(text.len() == 43 && same(&kept, &digest(&text)));
        assert!(!same(&kept, &digest("other")) && !same(&kept, &kept[1..]));
    }
}
