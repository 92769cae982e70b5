//! A checkpoint is the ledger's seal: a few lines that name the ledger, say how many entries it holds and
//! what the root over them is, signed with the ledger's key. Copies leave the house (mailed to each
//! client's officer, kept in a second place); whoever holds one can tell later whether history was
//! rewritten.
//!
//! Sources: c2sp.org/tlog-checkpoint for the three lines, c2sp.org/signed-note for the signature under
//! them.

mod key;
mod note;

use crate::MAX_SIZE;
use crate::hash::Hash;

pub(crate) use key::plays_tricks;
pub use key::{KeyError, SigningKey, VerifierKey};
pub use note::{MAX_NOTE_BYTES, MAX_SIGNATURES, Note, NoteError, NoteSignature};

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger; by our rule the name of the key that signs it, such as `ledger.harborlight.example`.
    pub origin: String,
    /// How many entries the root covers.
    pub size: u64,
    /// The root over those entries.
    pub root: Hash,
    /// Further lines, which we neither write nor interpret but keep, as they are signed too.
    pub extensions: Vec<String>,
}

/// Why a checkpoint's text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    #[error("the first line, the origin, must not be empty or hold control characters")]
    Origin,
    #[error("the second line must be the number of entries, in decimal without leading zeroes")]
    Size,
    #[error("the third line must be the root hash, 32 bytes in base64")]
    Root,
    #[error("lines after the third must not be empty or hold control characters")]
    Extension,
    #[error("the text must consist of lines that each end in a newline")]
    Lines,
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Checkpoint {
    /// A checkpoint of a ledger; its origin is the name of the key that will sign it.
    pub fn new(key: &SigningKey, size: u64, root: Hash) -> Checkpoint {
        Checkpoint { origin: key.name().to_owned(), size, root, extensions: Vec::new() }
    }

    /// The text that is signed. Errors if a line is empty or holds a control character, a line break for
    /// one.
    pub fn body(&self) -> Result<String, CheckpointError> {
        if !is_line(&self.origin) {
            return Err(CheckpointError::Origin);
        }
        if self.size > MAX_SIZE {
            return Err(CheckpointError::Size);
        }
        let mut body = format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64());
        for line in &self.extensions {
            if !is_line(line) {
                return Err(CheckpointError::Extension);
            }
            body.push_str(line);
            body.push('\n');
        }
        Ok(body)
    }

    /// Reads the text of a checkpoint. It proves nothing before its signature is checked: see [`open`].
    pub fn parse_body(body: &str) -> Result<Checkpoint, CheckpointError> {
        let lines = body.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        let mut lines = lines.split('\n');
        let origin = lines.next().filter(|line| is_line(line)).ok_or(CheckpointError::Origin)?;
        let size = lines.next().and_then(parse_size).ok_or(CheckpointError::Size)?;
        let root = lines.next().and_then(|line| Hash::from_base64(line).ok()).ok_or(CheckpointError::Root)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(|line| !is_line(line)) {
            return Err(CheckpointError::Extension);
        }
        Ok(Checkpoint { origin: origin.to_owned(), size, root, extensions })
    }

    /// The signed note, ready to be published.
    pub fn sign(&self, key: &SigningKey) -> Result<String, CheckpointError> {
        Ok(Note::sign(&self.body()?, key)?)
    }
}

/// Reads a signed checkpoint and checks its signature. Signatures by other keys (witnesses) are passed
/// over.
pub fn open(text: &str, key: &VerifierKey) -> Result<Checkpoint, CheckpointError> {
    let note = Note::parse(text)?;
    note.verify(key)?;
    Checkpoint::parse_body(note.text())
}

fn is_line(line: &str) -> bool {
    !line.is_empty() && !line.contains(|c: char| c < ' ')
}

fn parse_size(line: &str) -> Option<u64> {
    let digits = line.bytes().all(|byte| byte.is_ascii_digit()) && (line == "0" || !line.starts_with('0'));
    if !digits {
        return None;
    }
    line.parse().ok().filter(|size| *size <= MAX_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed("ledger.harborlight.example", [7; 32]).unwrap()
    }

    #[test]
    fn a_checkpoint_goes_there_and_back() {
        let checkpoint = Checkpoint::new(&key(), 3, Hash::empty_root());
        let note = checkpoint.sign(&key()).unwrap();
        assert_eq!(open(&note, &key().verifier()), Ok(checkpoint));
        assert!(note.starts_with("ledger.harborlight.example\n3\n47DEQpj8"), "{note}");
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let note = Checkpoint::new(&key(), 41, Hash::empty_root()).sign(&key()).unwrap();
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 0x01;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(open(&changed, &key().verifier()).is_err(), "byte {at} of {changed}");
        }
    }

    #[test]
    fn the_three_lines_are_read_strictly() {
        let root = Hash::empty_root().to_base64();
        let read = |text: &str| Checkpoint::parse_body(&text.replace("ROOT", &root));
        assert_eq!(read("a\n0\nROOT\n").map(|c| c.size), Ok(0));
        assert_eq!(read("a\n5\nROOT\nmore\n").map(|c| c.extensions), Ok(vec!["more".to_owned()]));
        assert_eq!(read("a\n5\nROOT"), Err(CheckpointError::Lines));
        assert_eq!(read("\n5\nROOT\n"), Err(CheckpointError::Origin));
        for size in ["05", "", "+5", "-1", "9223372036854775808", "99999999999999999999999"] {
            assert_eq!(read(&format!("a\n{size}\nROOT\n")), Err(CheckpointError::Size), "{size}");
        }
        assert_eq!(read("a\n5\nROO\n"), Err(CheckpointError::Root));
        assert_eq!(read("a\n5\n"), Err(CheckpointError::Root));
        assert_eq!(read("a\n5\nROOT\n\n"), Err(CheckpointError::Extension));
    }

    #[test]
    fn an_origin_cannot_smuggle_in_a_line() {
        let mut checkpoint = Checkpoint::new(&key(), 3, Hash::empty_root());
        checkpoint.origin = "evil\n999".to_owned();
        assert_eq!(checkpoint.sign(&key()), Err(CheckpointError::Origin));
    }
}
