//! One way to write an entry down. The same content always gives the same bytes (RFC 8785, JSON
//! Canonicalization Scheme), so that a fingerprint taken today can be taken again in six years by somebody
//! else's program.
//!
//! Entries hold whole numbers only. Fractions and numbers that a JavaScript reader could not hold exactly
//! (beyond 2^53 - 1) are refused instead of being rounded silently.

use serde_json::{Map, Value};

/// The longest entry in bytes. Long texts live sealed in tables, so entries are short; the limit lets every
/// reader of an export work with bounded memory.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// How deep lists and objects may stand in one another.
pub const MAX_DEPTH: usize = 100;

/// The largest whole number every JSON reader holds exactly (RFC 7493, 2.2).
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Why a value has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    #[error("{number} is not a whole number between -(2^53 - 1) and 2^53 - 1; entries hold no other numbers")]
    Number { number: String },
    #[error("the value nests deeper than {MAX_DEPTH} levels")]
    TooDeep,
    #[error("the value takes more than {MAX_BODY_BYTES} bytes")]
    TooLong,
    #[error("not JSON: {why}")]
    NotJson { why: String },
    #[error("JSON, but not in canonical form from byte {at} on")]
    NotCanonical { at: usize },
}

/// The canonical bytes of a value. Errors: fractions, numbers beyond 2^53 - 1, depth, length.
pub fn bytes(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::with_capacity(256);
    write_value(value, &mut out, 0)?;
    Ok(out)
}

/// Reads bytes that must be in canonical form. Errors name the first byte that is not.
pub fn parse(text: &[u8]) -> Result<Value, CanonicalError> {
    if text.len() > MAX_BODY_BYTES {
        return Err(CanonicalError::TooLong);
    }
    let value: Value =
        serde_json::from_slice(text).map_err(|error| CanonicalError::NotJson { why: error.to_string() })?;
    let again = bytes(&value)?;
    if again == text {
        return Ok(value);
    }
    let same = again.iter().zip(text).take_while(|(ours, theirs)| ours == theirs).count();
    Err(CanonicalError::NotCanonical { at: same })
}

/// Whether the bytes are exactly what [`bytes`] would write for their content.
pub fn is_canonical(text: &[u8]) -> bool {
    parse(text).is_ok()
}

fn write_value(value: &Value, out: &mut Vec<u8>, depth: usize) -> Result<(), CanonicalError> {
    if depth > MAX_DEPTH {
        return Err(CanonicalError::TooDeep);
    }
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => write_integer(number, out)?,
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                write_value(item, out, depth + 1)?;
            }
            out.push(b']');
        }
        Value::Object(members) => write_object(members, out, depth)?,
    }
    if out.len() > MAX_BODY_BYTES { Err(CanonicalError::TooLong) } else { Ok(()) }
}

fn write_integer(number: &serde_json::Number, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match number.as_i64() {
        Some(whole) if whole.unsigned_abs() <= MAX_INTEGER => {
            out.extend_from_slice(whole.to_string().as_bytes());
            Ok(())
        }
        _ => Err(CanonicalError::Number { number: number.to_string() }),
    }
}

fn write_object(members: &Map<String, Value>, out: &mut Vec<u8>, depth: usize) -> Result<(), CanonicalError> {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    // RFC 8785, 3.2.3 orders names by UTF-16 code units, which differs from UTF-8 order beyond U+FFFF.
    sorted.sort_unstable_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
    out.push(b'{');
    for (position, (name, value)) in sorted.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write_string(name, out);
        out.push(b':');
        write_value(value, out, depth + 1)?;
    }
    out.push(b'}');
    Ok(())
}

/// RFC 8785, 3.2.2.2: the short escapes, lowercase `\u00xx` for other control characters, all else as it
/// is.
fn write_string(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    for &byte in text.as_bytes() {
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            0x08 => b'b',
            0x09 => b't',
            0x0a => b'n',
            0x0c => b'f',
            0x0d => b'r',
            0x00..0x20 => {
                let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 0xf)]);
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
                continue;
            }
            _ => {
                out.push(byte);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', short]);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(value: &Value) -> String {
        String::from_utf8(bytes(value).unwrap()).unwrap()
    }

    #[test]
    fn names_are_sorted_by_utf16_as_in_the_rfc() {
        // The example of RFC 8785, 3.2.3.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let text = text(&value);
        let order = [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew",
        ];
        let places: Vec<usize> = order.iter().map(|part| text.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn strings_are_escaped_as_in_the_rfc() {
        // The string of the sample in RFC 8785, 3.2.2.
        let value = json!({ "string": "\u{20ac}$\u{f}\u{a}A'\u{42}\u{22}\u{5c}\\\"/" });
        assert_eq!(text(&value), "{\"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
        assert_eq!(text(&json!("\u{8}\t\u{c}\r\u{1f}\u{7f}")), "\"\\b\\t\\f\\r\\u001f\u{7f}\"");
        assert_eq!(text(&json!({ "literals": [null, true, false] })), r#"{"literals":[null,true,false]}"#);
    }

    #[test]
    fn whole_numbers_are_exact_and_others_are_refused() {
        assert_eq!(text(&json!([0, -1, 9_007_199_254_740_991_i64])), "[0,-1,9007199254740991]");
        for value in
            [json!(0.5), json!(1.0), json!(9_007_199_254_740_992_i64), json!(u64::MAX), json!(i64::MIN)]
        {
            assert!(matches!(bytes(&value), Err(CanonicalError::Number { .. })), "{value}");
        }
    }

    #[test]
    fn only_the_one_spelling_is_canonical() {
        for good in [r#"{"a":1,"b":[{}]}"#, "[]", "-7", "\"\u{f6}\""] {
            assert!(is_canonical(good.as_bytes()), "{good}");
        }
        for bad in [
            r#"{"b":1,"a":2}"#,
            r#"{"a":1,"a":1}"#,
            "[1, 2]",
            "1\n",
            "1.0",
            "1e2",
            "-0",
            "01",
            "\"\\u0041\"",
            "\"\\/\"",
            "\"\\u000F\"",
            "",
            "{",
            "\"\\ud800\"",
        ] {
            assert!(!is_canonical(bad.as_bytes()), "{bad}");
        }
        assert_eq!(parse(b"[1, 2]"), Err(CanonicalError::NotCanonical { at: 3 }));
        assert!(!is_canonical(b"\"\xff\""));
    }

    #[test]
    fn depth_and_length_have_limits() {
        let mut deep = json!(1);
        for _ in 0..=MAX_DEPTH {
            deep = json!([deep]);
        }
        assert_eq!(bytes(&deep), Err(CanonicalError::TooDeep));
        assert_eq!(bytes(&json!("x".repeat(MAX_BODY_BYTES))), Err(CanonicalError::TooLong));
        assert_eq!(
            parse(&vec![b'['; 100_000]).map_err(|e| matches!(e, CanonicalError::NotJson { .. })),
            Err(true)
        );
    }
}
