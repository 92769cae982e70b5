//! The ledger answers "what happened?" in a way that an outsider can check without trusting us.
//!
//! Every entry (an order carried out, a refusal, a look at a record) becomes one leaf of a Merkle tree: a
//! tree of fingerprints whose single top fingerprint, the root, changes if any entry ever changes. From
//! time to time the root is signed; such a *checkpoint* is a few lines of text that can be mailed or
//! printed. Whoever holds one can later prove that an entry was altered, removed, moved, or that history
//! was rolled back.
//!
//! The formats are public ones, so that tools which we did not write can verify them: canonical JSON (RFC
//! 8785), the Merkle tree of RFC 6962 and RFC 9162, and the C2SP forms signed-note, tlog-checkpoint and
//! tlog-tiles. This crate only computes: it opens no file, reads no clock and draws no random number.
//!
//! - [`canonical`]: an entry as bytes, always the same bytes for the same content
//! - [`leaf`]: an entry with its salt, and the fingerprint of both
//! - [`tree`]: growing the tree; proofs that an entry is in it, and that it only ever grew
//! - [`tiles`]: the tree cut into files that anybody may fetch
//! - [`checkpoint`]: signing and checking the root
//! - [`export`]: the directory handed to an auditor, and the offline verifier that reads it
//!
//! ```
//! use ledger::{Checkpoint, Frontier, Leaf, SigningKey, canonical, checkpoint, tree};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut nodes = tree::InMemory::default(); // a store keeps them in a table
//! let body = canonical::bytes(&serde_json::json!({ "fact": "TicketOpened", "ticket": 7 }))?;
//! let leaf = Leaf { salt: [42; 16], body }; // the caller draws fresh random bytes for each
//! nodes.append(leaf.hash());
//!
//! let key = SigningKey::from_seed("ledger.harborlight.example", [1; 32])?;
//! let frontier = Frontier::resume(nodes.size(), &nodes)?;
//! let note = Checkpoint::new(&key, frontier.size(), frontier.root()).sign(&key)?;
//!
//! let signed = checkpoint::open(&note, &key.verifier().to_string().parse()?)?;
//! let proof = tree::inclusion_proof(&nodes, 0, signed.size)?;
//! tree::verify_inclusion(leaf.hash(), 0, signed.size, &proof, signed.root)?;
//! # Ok(())
//! # }
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))] // a failed unwrap is how a test says that it failed

pub mod canonical;
pub mod checkpoint;
pub mod export;
mod hash;
pub mod leaf;
pub mod tiles;
pub mod tree;

pub use checkpoint::{Checkpoint, SigningKey, VerifierKey};
pub use hash::{Hash, HashError};
pub use leaf::{Leaf, SALT_BYTES, leaf_hash};
pub use tree::{Frontier, Nodes};

/// The largest number of entries a ledger may hold: what a signed 64-bit column can count.
pub const MAX_SIZE: u64 = i64::MAX as u64;
