//! One entry as a leaf of the tree. Fingerprints are public, so an entry is mixed with 16 random bytes, its
//! salt, before it is fingerprinted: otherwise a stranger could guess an entry ("ticket 7 was closed") and
//! check the guess against the public fingerprint. Whoever may read the entry gets its salt along with it.

use sha2::{Digest as _, Sha256};

use crate::hash::Hash;

/// Length of a salt in bytes: 128 bits, so that guessing an entry means guessing them too.
pub const SALT_BYTES: usize = 16;

/// An entry as it enters the tree: leaf data is `salt || body` (RFC 6962 leaves its content to us).
#[derive(Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Fresh random bytes for every entry, drawn by the caller.
    pub salt: [u8; SALT_BYTES],
    /// The entry in canonical JSON, as [`crate::canonical::bytes`] writes it.
    pub body: Vec<u8>,
}

impl Leaf {
    /// The leaf hash, SHA-256(0x00 || salt || body).
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.salt, &self.body)
    }
}

impl std::fmt::Debug for Leaf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Leaf {{ {} bytes, {} }}", self.body.len(), self.hash())
    }
}

/// SHA-256(0x00 || salt || body): the leaf hash of RFC 6962, 2.1, over salted leaf data. Allocates nothing.
pub fn leaf_hash(salt: &[u8; SALT_BYTES], body: &[u8]) -> Hash {
    let mut head = [0; 1 + SALT_BYTES];
    head[1..].copy_from_slice(salt);
    Hash(Sha256::new().chain_update(head).chain_update(body).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leaf_hash_is_sha256_of_zero_salt_and_body() {
        let leaf = Leaf { salt: *b"0123456789abcdef", body: b"{}".to_vec() };
        let plain: [u8; 32] = Sha256::digest(b"\x000123456789abcdef{}").into();
        assert_eq!(leaf.hash(), Hash(plain));
    }

    #[test]
    fn debug_shows_no_salt_and_no_body() {
        let leaf = Leaf { salt: *b"0123456789abcdef", body: b"{\"secret\":1}".to_vec() };
        let shown = format!("{leaf:?}");
        assert!(!shown.contains("secret") && !shown.contains("0123456789abcdef"), "{shown}");
    }
}
