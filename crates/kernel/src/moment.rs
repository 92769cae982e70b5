//! An instant, to the microsecond, in UTC. Nobody below the binary reads a clock: moments are handed in.

use jiff::{Timestamp, tz::TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{borrow::Cow, fmt};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(i64);

/// A length of time in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span(pub i64);

impl Span {
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(1_000_000))
    }
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n.saturating_mul(60))
    }
    pub const fn days(n: i64) -> Self {
        Self::hours(n.saturating_mul(24))
    }
}

impl Moment {
    /// From microseconds since the epoch, held within the years that can be written (-9999 to 9999).
    pub fn from_micros(micros: i64) -> Self {
        // The last second counts only in full: what lies within it cannot be made from microseconds again.
        Self(micros.clamp(Timestamp::MIN.as_microsecond(), Timestamp::MAX.as_second() * 1_000_000))
    }
    pub fn from_timestamp(t: Timestamp) -> Self {
        Self::from_micros(t.as_microsecond())
    }
    pub const fn micros(self) -> i64 {
        self.0
    }
    /// Milliseconds since the epoch, never negative: what a UUID of version 7 carries.
    pub fn millis(self) -> u64 {
        u64::try_from(self.0 / 1000).unwrap_or(0)
    }
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).expect("clamped when it was made")
    }
    pub fn plus(self, span: Span) -> Self {
        Self::from_micros(self.0.saturating_add(span.0))
    }
    pub fn minus(self, span: Span) -> Self {
        Self::from_micros(self.0.saturating_sub(span.0))
    }
    pub fn since(self, earlier: Moment) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
    /// The civil date in an IANA zone, `YYYY-MM-DD`; UTC when the zone is unknown.
    pub fn date_in(self, zone: &str) -> jiff::civil::Date {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        self.timestamp().to_zoned(zone).date()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.timestamp())
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        text.parse::<Timestamp>().map(Self::from_timestamp).map_err(|_| {
            D::Error::custom(
                "not an instant: write it like 2026-11-22T14:02:00Z or with an offset like -06:00",
            )
        })
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_moment_and_the_first_can_be_written_and_read() {
        for moment in [Moment::from_micros(i64::MAX), Moment::from_micros(i64::MIN)] {
            let text = serde_json::to_string(&moment).unwrap();
            assert_eq!(serde_json::from_str::<Moment>(&text).unwrap(), moment);
        }
        let late: Moment = serde_json::from_str("\"9999-12-30T22:00:00.9Z\"").unwrap();
        assert!(late.to_string().starts_with("9999-12-30T22:00:00"));
    }
}
