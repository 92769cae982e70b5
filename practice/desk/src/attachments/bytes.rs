//! The content of a file on its way in. Like a typed text it never goes out again by accident: printed it is a
//! blank, and in the ledger stands a keyed commitment to its SHA-256, with which the file can later be proven.

use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{Private, Refusal, Status};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};
use std::{borrow::Cow, fmt, sync::Arc};

/// The largest file, in bytes.
pub const LARGEST_BYTES: usize = 20 << 20;

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct FileBytes {
    bytes: Arc<Vec<u8>>,
    sha256: String,
}

/// # Errors
/// A refusal when the file is empty or larger than [`LARGEST_BYTES`].
pub fn fits(size: usize) -> Result<(), Refusal> {
    match size {
        0 => Err(Refusal::invalid("bytes", "The file is empty. Choose it again.")),
        1..=LARGEST_BYTES => Ok(()),
        _ => {
            let sentence = format!("The file is larger than {} MB. Send it in parts.", LARGEST_BYTES >> 20);
            let mut refusal = Refusal::new(Status::TooLarge, sentence);
            refusal.field = Some("bytes".to_owned());
            Err(refusal)
        }
    }
}

impl FileBytes {
    /// Takes the content and hashes it, which takes a tenth of a second for the largest.
    pub fn new(bytes: Vec<u8>) -> Self {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        Self { bytes: Arc::new(bytes), sha256 }
    }
    /// The content itself: for sealing it, or for somebody whom the gate let through.
    pub fn reveal(&self) -> &[u8] {
        &self.bytes
    }
    /// SHA-256 in hexadecimal; only for whoever may read the file.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

impl fmt::Debug for FileBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹sealed›")
    }
}

impl Serialize for FileBytes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        Private::new(self.sha256.as_str()).serialize(s)
    }
}

impl<'de> Deserialize<'de> for FileBytes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        let wrong = || D::Error::custom("`bytes` is not base64");
        STANDARD.decode(text.as_bytes()).map(Self::new).map_err(|_| wrong())
    }
}

impl JsonSchema for FileBytes {
    fn schema_name() -> Cow<'static, str> {
        "FileBytes".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "contentEncoding": "base64", "x-private": true,
            "description": "The file in base64, at most 20 MB. The ledger holds a keyed commitment to its SHA-256." })
    }
    fn inline_schema() -> bool {
        true
    }
}

/// The content on its way out, to somebody whose look is charted.
#[derive(Clone)]
pub struct OpenBytes(pub Vec<u8>);

impl fmt::Debug for OpenBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹sealed›")
    }
}

impl Serialize for OpenBytes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl JsonSchema for OpenBytes {
    fn schema_name() -> Cow<'static, str> {
        "OpenBytes".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "contentEncoding": "base64", "description": "The file in base64." })
    }
    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_blank_wherever_it_is_printed() {
        let file: FileBytes = serde_json::from_str("\"aGVsbG8=\"").unwrap();
        assert_eq!(file.reveal(), b"hello");
        assert_eq!(format!("{file:?}"), "‹sealed›");
        assert_eq!(serde_json::to_string(&file).unwrap(), "\"‹sealed›\"");
        assert!(serde_json::from_str::<FileBytes>("\"no base64!\"").is_err());
    }

    #[test]
    fn files_are_held_to_their_size() {
        assert!(fits(0).is_err() && fits(LARGEST_BYTES + 1).is_err());
        assert!(fits(1).is_ok() && fits(LARGEST_BYTES).is_ok());
    }
}
