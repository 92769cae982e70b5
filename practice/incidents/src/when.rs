//! When something happened or is due, as people type it: local time at the place, or an instant with its offset.

use kernel::{Moment, Refusal, Stop};
use office::text;
use schemars::{Schema, SchemaGenerator, json_schema};

/// How such a time stands in the API.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "format": "date-time" })
}

/// A typed time, if one was typed.
pub(crate) fn typed(field: &str, typed: Option<&str>, zone: &str) -> Result<Option<Moment>, Stop> {
    match typed.map(str::trim).filter(|t| !t.is_empty()) {
        Some(typed) => Ok(Some(text::moment(field, typed, zone)?)),
        None => Ok(None),
    }
}

/// A typed time that is over; now when none was typed.
pub(crate) fn past(field: &str, said: Option<&str>, zone: &str, now: Moment) -> Result<Moment, Stop> {
    match typed(field, said, zone)? {
        Some(at) if at > now => Err(Refusal::invalid(field, "This has not happened yet.").into()),
        Some(at) => Ok(at),
        None => Ok(now),
    }
}
