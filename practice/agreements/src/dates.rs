//! An agreement's days, in the time zone of the client: it is in force from the first moment of its first day
//! to the last moment of its last.

use jiff::civil::Date;
use kernel::{Moment, Refusal, Stop};
use schemars::{Schema, SchemaGenerator, json_schema};

/// The years in which agreements begin and end.
const YEARS: std::ops::RangeInclusive<i16> = 1996..=2199;

/// The days of an agreement as moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub effective_on: Date,
    /// The last day in force.
    pub ends_on: Option<Date>,
    pub effective_at: Moment,
    /// The first moment after the last day.
    pub ends_at: Option<Moment>,
}

impl Days {
    /// # Errors
    /// A refusal that names the field.
    pub fn new(effective_on: Date, ends_on: Option<Date>, zone: &str) -> Result<Self, Stop> {
        if !YEARS.contains(&effective_on.year()) {
            return Err(Refusal::invalid("effective_on", "Its year lies outside 1996 to 2199.").into());
        }
        let ends_at = match ends_on {
            None => None,
            Some(last) if !YEARS.contains(&last.year()) => {
                return Err(Refusal::invalid("ends_on", "Its year lies outside 1996 to 2199.").into());
            }
            Some(last) if last < effective_on => {
                return Err(Refusal::invalid("ends_on", "The last day lies before the first.").into());
            }
            Some(last) => Some(starts(last.tomorrow().map_err(anyhow::Error::from)?, zone)?),
        };
        Ok(Self { effective_on, ends_on, effective_at: starts(effective_on, zone)?, ends_at })
    }
}

/// The first moment of a day in a zone.
fn starts(day: Date, zone: &str) -> Result<Moment, Stop> {
    let zone = clocks::zone(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let start = day.to_zoned(zone).map_err(anyhow::Error::from)?;
    Ok(Moment::from_timestamp(start.timestamp()))
}

/// How a day stands in the API.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date" })
}

pub(crate) fn optional_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "format": "date" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_begin_and_end_at_the_clients_midnight() {
        let days = Days::new(date("2026-03-01"), Some(date("2026-03-08")), "America/Chicago").unwrap();
        assert_eq!(days.effective_at.to_string(), "2026-03-01T06:00:00.000000Z");
        // The clocks went forward on the last day; the end is the next midnight all the same.
        assert_eq!(days.ends_at.unwrap().to_string(), "2026-03-09T05:00:00.000000Z");
        let utc = Days::new(date("2026-03-01"), None, "Nowhere/Atall").unwrap();
        assert_eq!(utc.effective_at.to_string(), "2026-03-01T00:00:00.000000Z");
    }

    #[test]
    fn wrong_days_are_refused_at_their_field() {
        let cases = [
            ("1995-12-31", None, "effective_on"),
            ("2026-01-02", Some("2026-01-01"), "ends_on"),
            ("2026-01-02", Some("9999-12-31"), "ends_on"),
        ];
        for (from, to, field) in cases {
            let Err(Stop::Refused(refusal)) = Days::new(date(from), to.map(date), "UTC") else {
                panic!("{from} to {to:?} was taken");
            };
            assert_eq!(refusal.field.as_deref(), Some(field));
        }
    }
}
