//! From bytes to text. Files exported on Windows come in three alphabets (UTF-8, UTF-16 and the older Windows-1252);
//! a wrong guess turns "Muñoz" into "MuÃ±oz". A byte order mark is believed; valid UTF-8 is taken as such; only what
//! is neither is read as Windows-1252, and what cannot be text at all is refused with the byte that shows it.

use std::borrow::Cow;

/// Why some bytes are not text, and the offset (from 0) of the first byte that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Byte {byte} is not text: {why}.")]
pub struct TextError {
    /// Offset of the byte in the file, counted from 0.
    pub byte: usize,
    /// The reason, as the end of a sentence.
    pub why: &'static str,
}

/// Windows-1252 for 0x80 to 0x9F; the rest of that code page equals Latin-1. `\0` marks the five bytes that no
/// character has. Source: the code page table published by the Unicode Consortium.
const HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// UTF-8 or UTF-16 by byte order mark, else UTF-8, else Windows-1252. A NUL is refused: no list has one, and
/// databases do not store it.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, TextError> {
    let text = match unicode(bytes) {
        Ok(text) => text,
        Err(_) if !starts_with_mark(bytes) => Cow::Owned(windows_1252(bytes)?),
        Err(error) => return Err(error),
    };
    no_nul(&text)?;
    Ok(text)
}

/// UTF-8 or UTF-16 by byte order mark, else UTF-8: for formats whose alphabet is Unicode by definition.
pub(crate) fn decode_unicode(bytes: &[u8]) -> Result<Cow<'_, str>, TextError> {
    let text = unicode(bytes)?;
    no_nul(&text)?;
    Ok(text)
}

fn starts_with_mark(bytes: &[u8]) -> bool {
    [&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF"].iter().any(|mark| bytes.starts_with(mark))
}

fn unicode(bytes: &[u8]) -> Result<Cow<'_, str>, TextError> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, u16::from_le_bytes).map(Cow::Owned);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, u16::from_be_bytes).map(Cow::Owned);
    }
    let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(rest).map(Cow::Borrowed).map_err(|error| TextError {
        byte: bytes.len() - rest.len() + error.valid_up_to(),
        why: "it breaks the rules of UTF-8",
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, TextError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        let why = "the file is UTF-16 and ends in the middle of a character";
        return Err(TextError { byte: 2 + pairs.len() * 2, why });
    }
    let mut text = String::with_capacity(pairs.len());
    let mut at = 2;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let Ok(character) = decoded else {
            return Err(TextError { byte: at, why: "half of a UTF-16 surrogate pair stands alone" });
        };
        at += character.len_utf16() * 2;
        text.push(character);
    }
    Ok(text)
}

fn windows_1252(bytes: &[u8]) -> Result<String, TextError> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for (at, &byte) in bytes.iter().enumerate() {
        let character = match byte {
            0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
            _ => char::from(byte),
        };
        if character == '\0' && byte != 0 {
            let why = "it is neither UTF-8 nor a character of Windows-1252";
            return Err(TextError { byte: at, why });
        }
        text.push(character);
    }
    Ok(text)
}

fn no_nul(text: &str) -> Result<(), TextError> {
    match text.bytes().position(|byte| byte == 0) {
        Some(byte) => {
            let why = "it is NUL; the file is binary, or UTF-16 without a byte order mark";
            Err(TextError { byte, why })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alphabet_reads_the_same_name() {
        let name = "Muñoz – €";
        let little: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let cases: [Vec<u8>; 5] = [
            name.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", name.as_bytes()].concat(),
            [&b"\xFF\xFE"[..], &little].concat(),
            [&b"\xFE\xFF"[..], &big].concat(),
            b"Mu\xF1oz \x96 \x80".to_vec(),
        ];
        for bytes in cases {
            assert_eq!(decode(&bytes).unwrap(), name, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_not_text_is_refused_with_the_byte() {
        assert_eq!(decode(b"ab\0c").unwrap_err().byte, 2);
        assert_eq!(decode(b"ab\x81c").unwrap_err().byte, 2);
        assert_eq!(decode(b"\xFF\xFEa\0b").unwrap_err().byte, 4);
        assert_eq!(decode(b"\xFF\xFEa\0\x00\xD8b\0").unwrap_err().byte, 4);
        assert_eq!(decode(b"\xEF\xBB\xBFab\xFF").unwrap_err().byte, 5);
        assert_eq!(decode_unicode(b"Mu\xF1oz").unwrap_err().byte, 2);
    }

    #[test]
    fn a_surrogate_pair_is_one_character() {
        assert_eq!(decode(b"\xFF\xFE\x3D\xD8\x3A\xDE").unwrap(), "\u{1F63A}");
    }
}
