//! Instants as people type them and as programs pass them on (RFC 9557).
//!
//! Whoever types "01:30" on the night when the clocks go back is told of both instants that it may be, each in the
//! form in which it can be typed again; with an offset the time names one of them.

use crate::hours::shortened;
use crate::zone::{TypedProblem, typed};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Longer than any instant is written.
const LONGEST: usize = 120;

/// The instant that a text names: `2026-11-25T16:00` in the zone, `2026-11-01T01:30-04:00` with an offset, or
/// `2026-11-01T01:30:00-04:00[America/New_York]`.
///
/// # Errors
/// The end of a sentence that starts with the field. A local time that does not exist or occurs twice is refused with
/// both candidates.
pub fn instant(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    let text = text.trim();
    let shape =
        || format!("\"{}\" is not a time such as 2026-11-25T16:00, with an offset or not", shortened(text));
    if text.len() > LONGEST {
        return Err(shape());
    }
    if text.contains('[') {
        let zoned: Zoned = text.parse().map_err(|_| shape())?;
        return Ok(zoned.timestamp());
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let local: DateTime = text.parse().map_err(|_| shape())?;
    typed(local, zone).map_err(|problem| match problem {
        TypedProblem::Skipped { candidates: [a, b] } => format!(
            "{} does not exist, the clocks jump over it; {} or {} may be meant",
            shortened(text),
            rfc9557(a, zone),
            rfc9557(b, zone)
        ),
        TypedProblem::Repeated { candidates: [a, b] } => format!(
            "{} occurs twice, the clocks go back; write {} or {}",
            shortened(text),
            rfc9557(a, zone),
            rfc9557(b, zone)
        ),
        TypedProblem::OutOfRange => {
            format!("\"{}\" lies outside the years that are counted", shortened(text))
        }
    })
}

/// The instant in local time with offset and zone, as RFC 9557 has it: `2026-11-27T11:00:00-05:00[America/New_York]`.
pub fn rfc9557(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned(zone.clone()).to_string()
}
