//! A fingerprint: 32 bytes of SHA-256. Two different texts with the same fingerprint have never been found,
//! so equal fingerprints mean equal content.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// 32 bytes of SHA-256. Prints as hex; travels in JSON as standard base64, as in checkpoints.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// The text is not 32 bytes in the named notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash must be 32 bytes in {notation}")]
pub struct HashError {
    notation: &'static str,
}

impl Hash {
    /// The root of a tree without entries: SHA-256 of nothing (RFC 6962, 2.1).
    pub fn empty_root() -> Hash {
        Hash(Sha256::digest([]).into())
    }

    /// Lowercase hex, 64 characters.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// Reads 64 hex digits.
    pub fn from_hex(text: &str) -> Result<Hash, HashError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| HashError { notation: "hex" })?;
        Ok(Hash(bytes))
    }

    /// Standard base64 with padding, 44 characters.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads standard base64 with padding; any other spelling of the same bytes is refused.
    pub fn from_base64(text: &str) -> Result<Hash, HashError> {
        let wrong = HashError { notation: "base64" };
        if text.len() != 44 {
            return Err(wrong);
        }
        let bytes = STANDARD.decode(text).map_err(|_| wrong)?;
        Ok(Hash(bytes.try_into().map_err(|_| wrong)?))
    }
}

/// The hash of an inner node over its two children (RFC 6962, 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut data = [0; 65];
    data[0] = 0x01;
    data[1..33].copy_from_slice(&left.0);
    data[33..].copy_from_slice(&right.0);
    Hash(Sha256::digest(data).into())
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_base64())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        let text = String::deserialize(deserializer)?;
        Hash::from_base64(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_notations_go_there_and_back() {
        let hash = Hash::empty_root();
        assert_eq!(hash.to_hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hash.to_base64(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(Hash::from_hex(&hash.to_hex()), Ok(hash));
        assert_eq!(Hash::from_base64(&hash.to_base64()), Ok(hash));
    }

    #[test]
    fn other_spellings_and_lengths_are_refused() {
        // The last character carries two unused bits; they must be zero.
        assert!(Hash::from_base64("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=").is_err());
        assert!(Hash::from_base64("47DEQpj8HBSa").is_err());
        assert!(Hash::from_hex("e3b0").is_err());
        assert!(Hash::from_hex("zz").is_err());
    }
}
