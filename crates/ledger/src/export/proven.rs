//! One entry, proven alone: the entry, the few fingerprints that lead from it to a signed root, and that
//! root's checkpoint. It fits in a mail, shows no other entry, and is checked with nothing but the public
//! key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::canonical::{self, CanonicalError};
use crate::checkpoint::{self, Checkpoint, CheckpointError, Note, VerifierKey};
use crate::hash::Hash;
use crate::leaf::{Leaf, SALT_BYTES};
use crate::tree::{self, BuildError, Nodes, ProofError};

/// An entry with all that is needed to check it. Travels as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    /// Place in the ledger, from 0.
    pub index: u64,
    /// The entry's salt, 16 bytes; base64 in JSON.
    #[serde(with = "salt_text")]
    pub salt: [u8; SALT_BYTES],
    /// The entry in canonical JSON.
    pub body: String,
    /// From the neighbour of the leaf up to the root's child.
    pub inclusion_proof: Vec<Hash>,
    /// The signed checkpoint that the proof leads to.
    pub checkpoint: String,
}

/// Why an entry is not proven.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProvenError {
    #[error("the checkpoint does not hold: {0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("the checkpoint is of another ledger, {origin:?}")]
    AnotherLedger { origin: String },
    #[error("the entry is not in the ledger as it stands here: {0}")]
    Proof(#[from] ProofError),
    #[error("the entry is not canonical JSON: {0}")]
    Body(#[from] CanonicalError),
}

/// Why an entry could not be proven.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProveError<E> {
    #[error("the checkpoint cannot be read: {0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("the entry is not canonical JSON: {0}")]
    Body(#[from] CanonicalError),
    #[error("{0}")]
    Proof(#[from] BuildError<E>),
}

impl Proven {
    /// Proves entry `index` against the tree that `checkpoint`, a signed note, covers. Its signature is not
    /// checked here; whoever receives the proof does that.
    pub fn build<N: Nodes>(
        nodes: &N,
        index: u64,
        leaf: &Leaf,
        checkpoint: &str,
    ) -> Result<Proven, ProveError<N::Error>> {
        canonical::parse(&leaf.body)?;
        let body = String::from_utf8(leaf.body.clone()).expect("canonical JSON is UTF-8");
        let note = Note::parse(checkpoint).map_err(CheckpointError::from)?;
        let size = Checkpoint::parse_body(note.text())?.size;
        let inclusion_proof = tree::inclusion_proof(nodes, index, size)?;
        Ok(Proven { index, salt: leaf.salt, body, inclusion_proof, checkpoint: checkpoint.to_owned() })
    }

    /// Checks signature, proof and form of the entry, and returns the checkpoint that vouches for it.
    pub fn verify(&self, key: &VerifierKey) -> Result<Checkpoint, ProvenError> {
        let checkpoint = checkpoint::open(&self.checkpoint, key)?;
        if checkpoint.origin != key.name() {
            return Err(ProvenError::AnotherLedger { origin: checkpoint.origin });
        }
        let leaf = crate::leaf_hash(&self.salt, self.body.as_bytes());
        let Checkpoint { size, root, .. } = checkpoint;
        tree::verify_inclusion(leaf, self.index, size, &self.inclusion_proof, root)?;
        canonical::parse(self.body.as_bytes())?;
        Ok(checkpoint)
    }

    /// The proof without the body in the form of c2sp.org/tlog-proof, for tools of others. Leaf data for
    /// them is the salt followed by the body; the salt stands in the `extra` line.
    pub fn to_tlog_proof(&self) -> String {
        let salt = STANDARD.encode(self.salt);
        let mut text = format!("c2sp.org/tlog-proof@v1\nextra {salt}\nindex {}\n", self.index);
        for hash in &self.inclusion_proof {
            text.push_str(&hash.to_base64());
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }
}

mod salt_text {
    use base64::Engine as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::{SALT_BYTES, STANDARD};

    pub fn serialize<S: Serializer>(salt: &[u8; SALT_BYTES], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(salt))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; SALT_BYTES], D::Error> {
        let text = String::deserialize(deserializer)?;
        let salt = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        salt.ok_or_else(|| serde::de::Error::custom(format!("salt must be {SALT_BYTES} bytes in base64")))
    }
}
