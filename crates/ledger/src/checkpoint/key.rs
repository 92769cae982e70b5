//! The two halves of the ledger's key. The secret half signs and never leaves the house; the public half is
//! a line of text that anybody may have: `name+keyid+key`. Whoever wants to check the ledger should get
//! that line from us by another way than the ledger itself.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _};
use sha2::{Digest as _, Sha256};

/// The signature type of Ed25519 in signed notes (c2sp.org/signed-note, "Signature types").
const ED25519: u8 = 0x01;

/// The longest key name in bytes that we read or make.
const MAX_NAME_BYTES: usize = 255;

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("a key name must have 1 to 255 bytes and no space, plus sign or control character")]
    Name,
    #[error("a verifier key must read name+keyid+key")]
    Form,
    #[error("the key id must be eight hex digits")]
    Id,
    #[error("the key must be one byte 01 and 32 bytes of an Ed25519 public key, in base64")]
    Key,
    #[error("the key id does not belong to this name and key; the line was changed or mistyped")]
    Mismatch,
}

/// The public half: checks signatures. Prints and parses in the form `name+keyid+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: ed25519_dalek::VerifyingKey,
}

/// The secret half: signs checkpoints. Its `Debug` shows only the public half.
#[derive(Clone)]
pub struct SigningKey {
    secret: ed25519_dalek::SigningKey,
    public: VerifierKey,
}

impl SigningKey {
    /// The key made from 32 secret bytes, which the caller draws at random and keeps. Errors: the name.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<SigningKey, KeyError> {
        let secret = ed25519_dalek::SigningKey::from_bytes(&seed);
        let public = VerifierKey::new(name, secret.verifying_key())?;
        Ok(SigningKey { secret, public })
    }

    /// The name that stands in checkpoints.
    pub fn name(&self) -> &str {
        &self.public.name
    }

    /// The public half.
    pub fn verifier(&self) -> VerifierKey {
        self.public.clone()
    }

    pub(super) fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.secret.sign(text).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(‹sealed›, {})", self.public)
    }
}

impl VerifierKey {
    fn new(name: &str, key: ed25519_dalek::VerifyingKey) -> Result<VerifierKey, KeyError> {
        if !is_key_name(name) || name.len() > MAX_NAME_BYTES {
            return Err(KeyError::Name);
        }
        let hash: [u8; 32] = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519])
            .chain_update(key.as_bytes())
            .finalize()
            .into();
        Ok(VerifierKey { name: name.to_owned(), id: [hash[0], hash[1], hash[2], hash[3]], key })
    }

    /// The name that stands in checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The short id that stands before each signature; an address, not a proof.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    pub(super) fn accepts(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut typed = [ED25519; 33];
        typed[1..].copy_from_slice(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id), STANDARD.encode(typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(line: &str) -> Result<VerifierKey, KeyError> {
        let mut parts = line.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Form);
        };
        let mut stated = [0; 4];
        hex::decode_to_slice(id, &mut stated).map_err(|_| KeyError::Id)?;
        if key.len() != 44 {
            return Err(KeyError::Key);
        }
        let typed: [u8; 33] =
            STANDARD.decode(key).ok().and_then(|b| b.try_into().ok()).ok_or(KeyError::Key)?;
        let (kind, public) = typed.split_first().ok_or(KeyError::Key)?;
        let public: &[u8; 32] = public.try_into().map_err(|_| KeyError::Key)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(public).map_err(|_| KeyError::Key)?;
        if *kind != ED25519 || key.is_weak() {
            return Err(KeyError::Key);
        }
        let key = VerifierKey::new(name, key)?;
        if key.id == stated { Ok(key) } else { Err(KeyError::Mismatch) }
    }
}

/// Signed notes allow any name without spaces and plus signs; we also refuse what plays tricks on a reader.
pub(super) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+' || plays_tricks(c))
}

/// Control characters, which a terminal obeys, and the marks of Unicode that turn the direction of a text
/// (UAX 9, 2) and so show one name as another.
pub(crate) fn plays_tricks(c: char) -> bool {
    let turns =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published with the Go checksum database's note format.
    const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn published_keys_go_there_and_back() {
        let others = [
            "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
            "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        ];
        for line in others.into_iter().chain([PETER]) {
            assert_eq!(line.parse::<VerifierKey>().unwrap().to_string(), line);
        }
    }

    #[test]
    fn a_published_seed_gives_its_published_key() {
        let skey = STANDARD.decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").unwrap();
        let key = SigningKey::from_seed("PeterNeumann", skey[1..].try_into().unwrap()).unwrap();
        assert_eq!(key.verifier().to_string(), PETER);
        assert_eq!(format!("{key:?}"), format!("SigningKey(‹sealed›, {PETER})"));
    }

    #[test]
    fn changed_keys_are_refused() {
        let read = |line: &str| line.parse::<VerifierKey>().err();
        assert_eq!(read(&PETER.replace("Peter", "Pieter")), Some(KeyError::Mismatch));
        assert_eq!(read(&PETER.replace("c74f20a3", "c74f20a4")), Some(KeyError::Mismatch));
        assert_eq!(read(&PETER.replace("c74f20a3", "c74f20")), Some(KeyError::Id));
        assert_eq!(read(&PETER.replace("ARpc", "BRpc")), Some(KeyError::Key));
        assert_eq!(read(&PETER.replace("Peter", "Peter ")), Some(KeyError::Name));
        assert_eq!(read(&PETER[..40]), Some(KeyError::Key));
        assert_eq!(read(""), Some(KeyError::Form));
        assert!(SigningKey::from_seed("two words", [1; 32]).is_err());
        assert!(SigningKey::from_seed("evil\u{202e}moc.example", [1; 32]).is_err());
        assert!(SigningKey::from_seed(&"x".repeat(256), [1; 32]).is_err());
    }
}
