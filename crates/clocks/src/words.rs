//! Instants and lengths of time as people read them.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// `Fri 2026-06-05 16:00 EDT`: local time with its zone; seconds only when there are any.
pub fn instant_in_words(instant: Timestamp, zone: &TimeZone) -> String {
    let local = instant.to_zoned(zone.clone());
    let format = if local.second() == 0 { "%a %Y-%m-%d %H:%M %Z" } else { "%a %Y-%m-%d %H:%M:%S %Z" };
    local.strftime(format).to_string()
}

/// `2 h 30 min`; hours are never gathered into days, since a working day is not 24 hours. Below a second: `0
/// s`.
pub fn length_in_words(length: SignedDuration) -> String {
    let seconds = length.as_secs().unsigned_abs();
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let words: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if words.is_empty() { "0 s".into() } else { words.join(" ") }
}
