//! Opening hours, laid out once and kept in memory. A calendar's version is the digest of its text, so what
//! is kept here can never be out of date: another text is another version.

use anyhow::Context;
use clocks::{Calendar, CalendarVersion};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

/// How many calendars stay laid out; a large provider has a few dozen.
const MOST_KEPT: usize = 128;

/// A calendar that is laid out.
pub struct Laid {
    /// SHA-256 of its text, in hexadecimal.
    pub version: String,
    pub calendar: CalendarVersion,
}

#[derive(Default)]
struct Kept {
    by_text: HashMap<String, (Arc<Laid>, u64)>,
    turn: u64,
}

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// The calendar of this text (JSON of [`clocks::CalendarText`]).
///
/// # Errors
/// When the text is not a calendar.
pub fn laid(text: &str) -> anyhow::Result<Arc<Laid>> {
    let mut kept = KEPT.lock();
    kept.turn += 1;
    let turn = kept.turn;
    if let Some((laid, used)) = kept.by_text.get_mut(text) {
        *used = turn;
        return Ok(laid.clone());
    }
    let calendar: Calendar =
        serde_json::from_str(text).context("a location's opening hours cannot be read")?;
    let version = hex::encode(Sha256::digest(text.as_bytes()));
    let calendar = CalendarVersion::first(&version, calendar);
    let laid = Arc::new(Laid { version, calendar });
    if kept.by_text.len() >= MOST_KEPT {
        let oldest = kept.by_text.iter().min_by_key(|(_, (_, used))| *used).map(|(text, _)| text.clone());
        oldest.and_then(|text| kept.by_text.remove(&text));
    }
    kept.by_text.insert(text.to_owned(), (laid.clone(), turn));
    Ok(laid)
}

/// The text of the calendar that never closes, told in this zone; UTC when the zone is not known.
pub fn always(zone: &str) -> String {
    // Looking a zone up reads its whole table, so what was found is kept; there are some six hundred zones.
    static KNOWN: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock();
    let zone = if known.contains(zone) {
        zone
    } else if clocks::zone(zone).is_some() {
        known.insert(zone.to_owned());
        zone
    } else {
        "UTC"
    };
    serde_json::json!({ "zone": zone, "always": true }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_laid_out_once_and_the_least_used_goes_first() {
        let first = laid(&always("America/Chicago")).unwrap();
        assert!(Arc::ptr_eq(&first, &laid(&always("America/Chicago")).unwrap()));
        assert!(laid("{}").is_err() && laid("nonsense").is_err());
        for day in 0..2 * MOST_KEPT {
            let text = format!(
                r#"{{"zone":"UTC","week":{{"monday":["08:00-17:00"]}},
                    "special_days":[{{"date":"2026-01-05","name":"day {day}"}}]}}"#
            );
            laid(&text).unwrap();
        }
        assert!(KEPT.lock().by_text.len() <= MOST_KEPT);
    }

    #[test]
    fn an_unknown_zone_is_told_in_utc() {
        assert!(laid(&always("Nowhere/Atall")).is_ok());
    }
}
