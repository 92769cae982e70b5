//! A month at a client's place: from its first moment there to the first moment of the next.

use jiff::civil::Date;
use kernel::{Moment, Refusal, Stop};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

/// A month, written `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month in which a moment lies at a place.
    pub fn of(at: Moment, zone: &str) -> Self {
        let date = at.date_in(zone);
        Self { year: date.year(), month: date.month() }
    }

    fn first(self) -> Date {
        jiff::civil::date(self.year, self.month, 1)
    }

    fn after(self) -> Self {
        match self.month {
            12 => Self { year: self.year + 1, month: 1 },
            month => Self { year: self.year, month: month + 1 },
        }
    }

    /// The month before.
    pub fn before(self) -> Self {
        match self.month {
            1 => Self { year: self.year - 1, month: 12 },
            month => Self { year: self.year, month: month - 1 },
        }
    }

    /// Its first moment at a place, and the first moment of the next.
    ///
    /// # Errors
    /// A fault, when the calendar itself ends.
    pub fn span(self, zone: &str) -> Result<(Moment, Moment), Stop> {
        let tz = clocks::zone(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let start = |date: Date| -> Result<Moment, Stop> {
            let zoned = date.to_zoned(tz.clone()).map_err(anyhow::Error::from)?;
            Ok(Moment::from_timestamp(zoned.timestamp()))
        };
        Ok((start(self.first())?, start(self.after().first())?))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::invalid("month", "Write a month such as 2026-11.");
        let (year, month) = text.trim().split_once('-').ok_or_else(wrong)?;
        let plain = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !plain(year, 4) || !plain(month, 2) {
            return Err(wrong());
        }
        let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        if !(2000..=2199).contains(&year) || !(1..=12).contains(&month) {
            return Err(wrong());
        }
        Ok(Self { year, month })
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(|r: Refusal| serde::de::Error::custom(r.sentence))
    }
}

impl JsonSchema for Month {
    fn schema_name() -> Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "description": "A month such as 2026-11." })
    }
    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_the_places_own() {
        let november: Month = "2026-11".parse().unwrap();
        let (from, to) = november.span("America/Chicago").unwrap();
        assert_eq!(from.timestamp().to_string(), "2026-11-01T05:00:00Z");
        // The clocks went back on its first night.
        assert_eq!(to.timestamp().to_string(), "2026-12-01T06:00:00Z");
        assert_eq!(Month::of(from, "America/Chicago"), november);
        assert_eq!(Month::of(from.minus(kernel::Span(1)), "America/Chicago"), november.before());
        assert_eq!("2026-01".parse::<Month>().unwrap().before().to_string(), "2025-12");
        assert_eq!("2026-12".parse::<Month>().unwrap().after().to_string(), "2027-01");
        for wrong in ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "9999-01", "2026-+1"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
