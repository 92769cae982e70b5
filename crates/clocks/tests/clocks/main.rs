//! The clock against known wrong cases, against a minute-by-minute walker, and against its own laws.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the place")]

mod agrees;
mod changes;
mod explained;
mod feeds;
mod laws;
mod odd_days;
mod oracle;
mod policies;
mod refused;
mod talks;
mod vectors;
mod watched;

use clocks::{Calendar, Horizon, Pause, Pauses, typed, zone};
use jiff::{SignedDuration, Timestamp};

pub const NEW_YORK: &str = "America/New_York";

/// An instant from New York wall time, `2026-06-05 16:00`, or from a full `2026-11-01T01:30:00-05:00`.
pub fn at(text: &str) -> Timestamp {
    at_in(text, NEW_YORK)
}

pub fn at_in(text: &str, zone_name: &str) -> Timestamp {
    match text.parse::<Timestamp>() {
        Ok(instant) => instant,
        Err(_) => typed(text.parse().unwrap(), &zone(zone_name).unwrap()).unwrap(),
    }
}

pub fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

pub fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

pub fn weekdays(spans: &[&str]) -> Calendar {
    Calendar::weekdays(NEW_YORK, spans).unwrap()
}

/// Monday to Friday, eight to five.
pub fn office() -> Calendar {
    weekdays(&["08:00-17:00"])
}

pub fn always() -> Calendar {
    Calendar::always(NEW_YORK).unwrap()
}

pub fn daily(zone: &str, span: &str) -> Calendar {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let week: serde_json::Map<_, _> =
        days.iter().map(|day| ((*day).to_owned(), serde_json::json!([span]))).collect();
    serde_json::from_value(serde_json::json!({ "zone": zone, "week": week })).unwrap()
}

pub fn pauses(list: &[(&str, Option<&str>, &str)]) -> Pauses {
    Pauses::new(list.iter().map(|(from, until, reason)| Pause {
        from: at(from),
        until: until.map(at),
        reason: (*reason).to_owned(),
    }))
    .unwrap()
}

/// Asks for the due time in every way there is, and checks that the account adds up to the target without a
/// gap.
pub fn due(calendar: &Calendar, start: Timestamp, target: SignedDuration, pauses: &Pauses) -> Timestamp {
    let mut horizon = Horizon::new(calendar.clone());
    let due = horizon.due(start, target, pauses).unwrap();
    let end = due.at.unwrap();
    assert_eq!(horizon.due_at(start, target, pauses).unwrap(), Some(end));
    assert_eq!(horizon.elapsed(start, end, pauses).unwrap(), target);
    assert_eq!(due.account.counted(), target, "the counted rows add up to the target");
    let mut cursor = start;
    for row in &due.account.rows {
        assert_eq!(row.from, cursor, "rows leave no gap");
        cursor = row.to;
    }
    assert_eq!(cursor, end, "the last row ends at the due time");
    end
}
