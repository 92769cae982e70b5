//! The name by which a letter of ours is known again: the ticket it is about, and a signature that only the house can
//! make for this ticket and this recipient. It stands in the letter's own name, in the address to which an answer goes
//! and in a line of its text, so that it comes back whatever a relay rewrites. Here it is only written and found; whether
//! the signature is right is known by whoever has the key.

/// How many bytes of the signature are carried.
pub const SIGNATURE_BYTES: usize = 10;
/// What stands before it, so that it is found in any text.
const MARK: &str = "oly-";
const BYTES: usize = 16 + SIGNATURE_BYTES;
/// 26 bytes in letters of five bits.
const LETTERS: usize = (BYTES * 8).div_ceil(5);
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The bytes of the ticket's id.
    pub thing: [u8; 16],
    pub signature: [u8; SIGNATURE_BYTES],
}

impl Reference {
    /// As it is written, 46 letters: lower case, digits and one hyphen, which every mail server leaves alone.
    pub fn text(&self) -> String {
        let bytes = [&self.thing[..], &self.signature[..]].concat();
        let mut out = MARK.to_owned();
        let (mut held, mut bits) = (0_u32, 0);
        for byte in bytes {
            held = held << 8 | u32::from(byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                out.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
            }
        }
        if bits > 0 {
            out.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
        }
        out
    }

    fn read(letters: &[u8]) -> Option<Self> {
        let mut bytes = Vec::with_capacity(BYTES);
        let (mut held, mut bits) = (0_u32, 0);
        for letter in letters.get(..LETTERS)? {
            let value = ALPHABET.iter().position(|a| *a == letter.to_ascii_lowercase())?;
            held = (held << 5 | u32::try_from(value).ok()?) & 0xfff;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
            }
        }
        let (thing, signature) = bytes.get(..BYTES)?.split_at(16);
        Some(Self { thing: thing.try_into().ok()?, signature: signature.try_into().ok()? })
    }
}

/// Every reference in a text, first to last, at most twenty.
pub fn references(text: &str) -> Vec<Reference> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < 20 && at + MARK.len() + LETTERS <= bytes.len() {
        let Some(step) = bytes[at..].iter().position(|b| b.eq_ignore_ascii_case(&b'o')) else { break };
        at += step;
        let rest = &bytes[at..];
        let here =
            rest.len() >= MARK.len() + LETTERS && rest[..MARK.len()].eq_ignore_ascii_case(MARK.as_bytes());
        match here.then(|| Reference::read(&rest[MARK.len()..])).flatten() {
            Some(one) => {
                found.push(one);
                at += MARK.len() + LETTERS;
            }
            None => at += 1,
        }
    }
    found
}
