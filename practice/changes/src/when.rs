//! When something begins and ends, as people type it: local time at the place, or an instant with its offset. A
//! local time that the clocks skip or show twice is not guessed; it is refused with both that may be meant.

use kernel::{Moment, Refusal, Span, Stop};
use office::text::moment;
use schemars::{Schema, SchemaGenerator, json_schema};

/// How such a time stands in the API.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date-time" })
}

/// The longest window, in days.
const LONGEST_DAYS: i64 = 31;

/// A window: its first moment and the first moment after it.
///
/// # Errors
/// A refusal that names the field: unreadable, skipped, repeated, backwards, or longer than a month.
pub(crate) fn window(starts: &str, ends: &str, zone: &str) -> Result<(Moment, Moment), Stop> {
    let (from, to) = (moment("starts", starts, zone)?, moment("ends", ends, zone)?);
    if to <= from {
        return Err(Refusal::invalid("ends", "It ends before it begins.").into());
    }
    if to.since(from) > Span::days(LONGEST_DAYS) {
        return Err(Refusal::invalid("ends", format!("It is longer than {LONGEST_DAYS} days.")).into());
    }
    Ok((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHICAGO: &str = "America/Chicago";

    #[test]
    fn local_times_are_of_the_place_and_never_guessed() {
        let (from, to) = window("2026-11-25T02:00", "2026-11-25 04:30", CHICAGO).unwrap();
        assert_eq!(from.timestamp().to_string(), "2026-11-25T08:00:00Z");
        assert_eq!(to.since(from), Span(9_000_000_000));
        for (starts, field) in
            [("2026-11-01T01:30", "starts"), ("2026-11-26T00:00", "ends"), ("2026-09-01T00:00", "ends")]
        {
            let Err(Stop::Refused(refusal)) = window(starts, "2026-11-25T04:30", CHICAGO) else {
                panic!("{starts} was taken")
            };
            assert_eq!(refusal.field.as_deref(), Some(field), "{starts}");
        }
        assert!(window("2026-11-01T01:30-05:00", "2026-11-01T03:30", CHICAGO).is_ok());
    }
}
