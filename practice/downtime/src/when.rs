//! Days and times as people type them: local at the place, never guessed. A day is over when it is over there.

use jiff::{ToSpan, civil::Date};
use kernel::{Moment, Refusal, Span, Stop};
use office::text::moment;
use schemars::{Schema, SchemaGenerator, json_schema};

/// How a time stands in the API.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date-time" })
}

/// The longest downtime that is planned, in days.
const LONGEST_DAYS: i64 = 14;

/// A day that was typed.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn day(field: &str, text: &str) -> Result<Date, Stop> {
    match text.trim().parse::<Date>() {
        Ok(day) if (2000..=2200).contains(&day.year()) => Ok(day),
        _ => Err(Refusal::invalid(field, "Give a day, for instance 2026-11-25.").into()),
    }
}

/// A day that has not begun yet at the place.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn coming(field: &str, text: &str, now: Moment, zone: &str) -> Result<String, Stop> {
    let day = day(field, text)?;
    if day <= now.date_in(zone) {
        return Err(Refusal::invalid(field, "Give a day that comes.").into());
    }
    Ok(day.to_string())
}

/// A day that has begun already at the place.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn gone(field: &str, text: &str, now: Moment, zone: &str) -> Result<String, Stop> {
    let day = day(field, text)?;
    if day > now.date_in(zone) {
        return Err(Refusal::invalid(field, "This day has not come yet.").into());
    }
    Ok(day.to_string())
}

/// Whether a kept day is over at the place.
pub(crate) fn over(day: &str, now: Moment, zone: &str) -> bool {
    day < now.date_in(zone).to_string().as_str()
}

/// The first moment after a kept day at the place.
pub(crate) fn end_of(day: &str, zone: &str) -> anyhow::Result<Moment> {
    let next = day.parse::<Date>()?.checked_add(1.day())?;
    let zone = clocks::zone(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    Ok(Moment::from_timestamp(next.to_zoned(zone)?.timestamp()))
}

/// A window that is still to come: its first moment and the first moment after it.
///
/// # Errors
/// A refusal that names the field: unreadable, over, backwards, or longer than two weeks.
pub(crate) fn window(from: &str, until: &str, now: Moment, zone: &str) -> Result<(Moment, Moment), Stop> {
    let (starts, ends) = (moment("from", from, zone)?, moment("until", until, zone)?);
    if starts <= now {
        let sentence = "This has begun already. Declare what is down now instead.";
        return Err(Refusal::invalid("from", sentence).into());
    }
    if ends <= starts {
        return Err(Refusal::invalid("until", "It ends before it begins.").into());
    }
    if ends.since(starts) > Span::days(LONGEST_DAYS) {
        return Err(Refusal::invalid("until", format!("It is longer than {LONGEST_DAYS} days.")).into());
    }
    Ok((starts, ends))
}

/// A moment that lies in the past, at most so many days ago.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn past(field: &str, text: &str, now: Moment, zone: &str, days: i64) -> Result<Moment, Stop> {
    let at = moment(field, text, zone)?;
    if at > now {
        return Err(Refusal::invalid(field, "This lies in the future.").into());
    }
    if now.since(at) > Span::days(days) {
        return Err(Refusal::invalid(field, format!("This is more than {days} days ago.")).into());
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHICAGO: &str = "America/Chicago";

    #[test]
    fn days_and_windows_are_of_the_place() {
        let now = Moment::from_timestamp("2026-11-25T03:00:00Z".parse().unwrap());
        assert!(!over("2026-11-24", now, CHICAGO) && over("2026-11-24", now, "UTC"));
        assert!(coming("on", "2026-11-24", now, CHICAGO).is_err());
        assert!(coming("on", "2026-11-25", now, CHICAGO).is_ok());
        assert!(gone("on", "2026-11-25", now, CHICAGO).is_err());
        let end = end_of("2026-11-24", CHICAGO).unwrap();
        assert_eq!(end.timestamp().to_string(), "2026-11-25T06:00:00Z");
        let (from, until) = window("2026-11-25T02:00", "2026-11-25 04:00", now, CHICAGO).unwrap();
        assert_eq!(until.since(from), Span::hours(2));
        for (from, until) in [
            ("2026-11-24T20:00", "2026-11-25T02:00"),
            ("2026-11-26T02:00", "2026-11-26T02:00"),
            ("2026-11-26T02:00", "2026-12-26T02:00"),
            ("soon", "2026-11-26T02:00"),
        ] {
            assert!(window(from, until, now, CHICAGO).is_err(), "{from} {until}");
        }
        assert!(past("copied", "2026-11-24T20:00", now, CHICAGO, 30).is_ok());
        assert!(past("copied", "2026-11-24T22:00", now, CHICAGO, 30).is_err());
        assert!(past("copied", "2026-10-20T22:00", now, CHICAGO, 30).is_err());
    }
}
