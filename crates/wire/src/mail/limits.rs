//! The limits of a letter, held before anything is taken apart: a letter of a thousand parts or a hundred levels is
//! refused while it is still only bytes. One pass over the bytes, and memory for the boundaries alone.

use super::MailError;
use std::borrow::Cow;

/// The longest letter, in bytes: what the large providers deliver at most.
pub const MOST_BYTES: usize = 25 << 20;
/// The most parts of a letter, counting those of letters within it.
pub const MOST_PARTS: usize = 400;
/// How deep parts may be nested, counting letters within letters.
pub const MOST_DEPTH: usize = 24;
/// The most bytes of all heads together.
pub const MOST_HEAD_BYTES: usize = 1 << 20;
/// The most lines of all heads together.
pub const MOST_HEAD_LINES: usize = 20_000;
/// The longest boundary that is followed; RFC 2046, 5.1.1 allows 70.
const LONGEST_BOUNDARY: usize = 200;

/// The bytes as they are taken apart: with line ends that are known, and within the limits.
pub(super) fn checked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, MailError> {
    if bytes.len() > MOST_BYTES {
        return Err(MailError::TooLarge { bytes: bytes.len() });
    }
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(MailError::Empty);
    }
    let bytes = line_ends(strip_envelope(bytes));
    let bounds = Bounds::of(&bytes)?;
    parts(&bytes, &bounds)?;
    heads(&bytes, &bounds)?;
    Ok(bytes)
}

/// A mailbox file and some servers put a line `From sender date` before the head, some programs an empty one.
fn strip_envelope(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let bytes = bytes.strip_prefix(b">").filter(|rest| rest.starts_with(b"From ")).unwrap_or(bytes);
    if !bytes.starts_with(b"From ") {
        return bytes;
    }
    match bytes.iter().position(|b| *b == b'\n' || *b == b'\r') {
        Some(end) => bytes[end..].trim_ascii_start(),
        None => bytes,
    }
}

/// Old systems end their lines with CR alone.
fn line_ends(bytes: &[u8]) -> Cow<'_, [u8]> {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    if head.contains(&b'\n') || !head.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(bytes.iter().map(|b| if *b == b'\r' { b'\n' } else { *b }).collect())
}

/// Every boundary that the letter declares, sorted; none of them begins another one.
struct Bounds<'a>(Vec<&'a [u8]>);

impl<'a> Bounds<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, MailError> {
        let mut all: Vec<&[u8]> = Vec::new();
        let (mut at, mut embedded) = (0, 0);
        while let Some(step) =
            bytes[at..].iter().position(|b| b.eq_ignore_ascii_case(&b'b') || b.eq_ignore_ascii_case(&b'm'))
        {
            at += step;
            let rest = &bytes[at..];
            if begins(rest, b"boundary")
                && let Some(value) = value(&rest[8..])
                && !all.contains(&value)
            {
                all.push(value);
                // Siblings count like levels: nobody sends so many multiparts that are not nested.
                if all.len() > MOST_DEPTH * 2 {
                    return Err(MailError::TooDeep { byte: at });
                }
            } else if begins(rest, b"message/rfc822") || begins(rest, b"message/global") {
                embedded += 1;
                if embedded > MOST_PARTS {
                    return Err(MailError::TooManyParts { byte: at });
                }
            }
            at += 1;
        }
        all.sort_unstable();
        let mut kept: Vec<&[u8]> = Vec::new();
        for one in all {
            if !kept.last().is_some_and(|shorter| one.starts_with(shorter)) {
                kept.push(one);
            }
        }
        Ok(Self(kept))
    }

    /// Whether a part begins (or ends) where these bytes begin, behind its two hyphens.
    fn starts(&self, rest: &[u8]) -> bool {
        let place = self.0.partition_point(|b| *b <= rest);
        place > 0 && rest.starts_with(self.0[place - 1])
    }
}

fn begins(bytes: &[u8], word: &[u8]) -> bool {
    bytes.len() >= word.len() && bytes[..word.len()].eq_ignore_ascii_case(word)
}

/// The value behind `boundary`, quoted or not. Encoded forms (`boundary*0=`) are no boundary for anybody who sends mail.
fn value(rest: &[u8]) -> Option<&[u8]> {
    let end = rest.iter().take(8).position(|b| !b.is_ascii_whitespace())?;
    let rest = rest[end..].strip_prefix(b"=")?;
    let start = rest.iter().take(80).position(|b| !b.is_ascii_whitespace())?;
    let rest = &rest[start..];
    let value = match rest.strip_prefix(b"\"") {
        Some(quoted) => {
            let longest = &quoted[..quoted.len().min(LONGEST_BOUNDARY)];
            let end = longest.iter().position(|b| *b == b'"' || *b == b'\n').unwrap_or(longest.len());
            &quoted[..end]
        }
        None => {
            let longest = &rest[..rest.len().min(LONGEST_BOUNDARY)];
            let ends = |b: &u8| b.is_ascii_whitespace() || *b == b';';
            &rest[..longest.iter().position(ends).unwrap_or(longest.len())]
        }
    };
    let value = value.trim_ascii();
    (!value.is_empty()).then_some(value)
}

fn parts(bytes: &[u8], bounds: &Bounds<'_>) -> Result<(), MailError> {
    if bounds.0.is_empty() {
        return Ok(());
    }
    let (mut at, mut count) = (0, 0);
    while at + 2 < bytes.len() {
        if bytes[at] == b'-' && bytes[at + 1] == b'-' && bounds.starts(&bytes[at + 2..]) {
            count += 1;
            // Each multipart has one more line than it has parts.
            if count > MOST_PARTS + MOST_DEPTH * 2 {
                return Err(MailError::TooManyParts { byte: at });
            }
            at += 2;
        }
        at += 1;
    }
    Ok(())
}

/// Counts what stands in heads: that of the letter, those of its parts and those of letters within it.
fn heads(bytes: &[u8], bounds: &Bounds<'_>) -> Result<(), MailError> {
    let (mut at, mut in_head, mut embeds) = (0, true, false);
    let (mut size, mut lines, mut levels) = (0, 0, 0);
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |i| at + i + 1);
        let line = &bytes[at..end];
        if line.starts_with(b"--") && bounds.starts(&line[2..]) {
            (in_head, embeds) = (true, false);
        } else if in_head && line.trim_ascii().is_empty() {
            // Behind the head of an embedded letter's part comes that letter's own head.
            in_head = embeds;
            levels += usize::from(embeds);
            embeds = false;
            if levels > MOST_DEPTH * 2 {
                return Err(MailError::TooDeep { byte: at });
            }
        } else if in_head {
            size += line.len();
            lines += 1;
            embeds |= contains(line, b"message/rfc822")
                || contains(line, b"message/global")
                || contains(line, b"multipart/digest");
            if size > MOST_HEAD_BYTES || lines > MOST_HEAD_LINES {
                return Err(MailError::HeadTooLong { byte: at });
            }
        }
        at = end;
    }
    Ok(())
}

fn contains(line: &[u8], word: &[u8]) -> bool {
    line.len() < 2_000 && line.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word))
}
