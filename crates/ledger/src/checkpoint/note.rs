//! A signed note: text, a blank line, and one line for each signature. It is readable as it stands,
//! survives being mailed or printed, and several parties may sign the same text.
//!
//! Source: c2sp.org/signed-note.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::key::{SigningKey, VerifierKey, is_key_name};

/// The longest note that is read, in bytes: room for 16 signatures of post-quantum length.
pub const MAX_NOTE_BYTES: usize = 128 * 1024;

/// The most signatures that are read; the format asks for at least 16.
pub const MAX_SIGNATURES: usize = 64;

const SIGNATURE_MARK: &str = "\u{2014} ";

/// A note that was read, its signatures not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key, as the line states it.
    pub name: String,
    /// Id of the key, as the line states it.
    pub key_id: [u8; 4],
    /// The signature itself; 64 bytes for Ed25519.
    pub signature: Vec<u8>,
}

/// Why a note cannot be used or believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("the note is longer than {MAX_NOTE_BYTES} bytes")]
    TooLong,
    #[error("the note has more than {MAX_SIGNATURES} signatures")]
    TooManySignatures,
    #[error("the note holds a control character at byte {at}")]
    ControlCharacter { at: usize },
    #[error("the note must be text, a blank line and signature lines, each ending in a newline")]
    Form,
    #[error("signature line {line} must read: dash, space, key name, space, base64")]
    SignatureLine { line: usize },
    #[error("no signature by the key {wanted}; it is signed by: {found}")]
    UnknownKey { wanted: String, found: String },
    #[error(
        "the signature by the key {name} is wrong: the text was changed after it was signed, or never was"
    )]
    BadSignature { name: String },
}

impl Note {
    /// Signs a text, which must end in a newline and hold no other control characters.
    pub fn sign(text: &str, key: &SigningKey) -> Result<String, NoteError> {
        refuse_control_characters(text)?;
        if !text.ends_with('\n') {
            return Err(NoteError::Form);
        }
        let mut signature = key.verifier().id().to_vec();
        signature.extend_from_slice(&key.sign(text.as_bytes()));
        let note = format!("{text}\n{SIGNATURE_MARK}{} {}\n", key.name(), STANDARD.encode(signature));
        if note.len() > MAX_NOTE_BYTES { Err(NoteError::TooLong) } else { Ok(note) }
    }

    /// Reads a note without checking its signatures.
    pub fn parse(note: &str) -> Result<Note, NoteError> {
        if note.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong);
        }
        refuse_control_characters(note)?;
        let blank = note.rfind("\n\n").ok_or(NoteError::Form)?;
        let (text, lines) = (&note[..=blank], &note[blank + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form)?;
        let mut signatures = Vec::new();
        for (position, line) in lines.split('\n').enumerate() {
            if position == MAX_SIGNATURES {
                return Err(NoteError::TooManySignatures);
            }
            let signature = parse_signature(line).ok_or(NoteError::SignatureLine { line: position + 1 })?;
            signatures.push(signature);
        }
        Ok(Note { text: text.to_owned(), signatures })
    }

    /// The text, which must not be believed before [`Note::verify`] agreed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines, known and unknown.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Checks the signatures that claim to be by this key: there must be one, and each must hold.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), NoteError> {
        let claims = |claim: &&NoteSignature| claim.name == key.name() && claim.key_id == key.id();
        let mut claiming = self.signatures.iter().filter(claims).peekable();
        if claiming.peek().is_none() {
            let names = self.signatures.iter().map(|s| format!("{}+{}", s.name, hex::encode(s.key_id)));
            let found = names.collect::<Vec<_>>().join(", ");
            let wanted = format!("{}+{}", key.name(), hex::encode(key.id()));
            return Err(NoteError::UnknownKey { wanted, found });
        }
        if claiming.all(|claim| key.accepts(self.text.as_bytes(), &claim.signature)) {
            Ok(())
        } else {
            Err(NoteError::BadSignature { name: key.name().to_owned() })
        }
    }
}

fn refuse_control_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().position(|byte| byte < b' ' && byte != b'\n') {
        Some(at) => Err(NoteError::ControlCharacter { at }),
        None => Ok(()),
    }
}

fn parse_signature(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix(SIGNATURE_MARK)?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (key_id, signature) = bytes.split_first_chunk::<4>()?;
    if !is_key_name(name) || signature.is_empty() {
        return None;
    }
    Some(NoteSignature { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published with the Go checksum database's note format.
    const VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const SEED: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                        then you don't know what your problem is.\n";
    const LINE: &str = "\u{2014} PeterNeumann \
        x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn the_published_note_is_made_and_read() {
        let skey = STANDARD.decode(SEED).unwrap();
        let key = SigningKey::from_seed("PeterNeumann", skey[1..].try_into().unwrap()).unwrap();
        let note = Note::sign(TEXT, &key).unwrap();
        assert_eq!(note, format!("{TEXT}\n{LINE}"));
        let read = Note::parse(&note).unwrap();
        assert_eq!(read.text(), TEXT);
        assert_eq!(read.verify(&VKEY.parse().unwrap()), Ok(()));
    }

    #[test]
    fn unknown_signatures_are_passed_over_and_wrong_ones_refused() {
        let key: VerifierKey = VKEY.parse().unwrap();
        let witness = SigningKey::from_seed("witness.example", [3; 32]).unwrap();
        let alone = Note::sign(TEXT, &witness).unwrap();
        assert!(matches!(Note::parse(&alone).unwrap().verify(&key), Err(NoteError::UnknownKey { .. })));
        let both = format!("{alone}{LINE}");
        assert_eq!(Note::parse(&both).unwrap().verify(&key), Ok(()));
        assert_eq!(Note::parse(&both).unwrap().verify(&witness.verifier()), Ok(()));
        let changed = format!("{TEXT}\n{LINE}").replace("answer", "Answer");
        assert!(matches!(Note::parse(&changed).unwrap().verify(&key), Err(NoteError::BadSignature { .. })));
    }

    #[test]
    fn malformed_notes_are_refused() {
        let good = format!("{TEXT}\n{LINE}");
        for (text, error) in [
            (String::new(), NoteError::Form),
            (TEXT.to_owned(), NoteError::Form),
            (format!("{TEXT}\n"), NoteError::Form),
            (format!("\n\n{TEXT}"), NoteError::SignatureLine { line: 1 }),
            (good.trim_end().to_owned(), NoteError::Form),
            (good.replace(" x08", " "), NoteError::SignatureLine { line: 1 }),
            (good.replace("\u{2014}", "-"), NoteError::SignatureLine { line: 1 }),
            (good.replace("Neumann ", "Neumann\t"), NoteError::ControlCharacter { at: 116 }),
            (format!("{TEXT}\n{}", LINE.repeat(MAX_SIGNATURES + 1)), NoteError::TooManySignatures),
            ("x".repeat(MAX_NOTE_BYTES + 1), NoteError::TooLong),
        ] {
            assert_eq!(Note::parse(&text), Err(error), "{text:.40}");
        }
    }
}
