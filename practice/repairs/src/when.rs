//! Days as people give them: 2026-11-25. A day is late when it is over at the place.

use jiff::civil::Date;
use kernel::{Moment, Refusal, Stop};

/// A day that was typed, as it is kept.
pub(crate) fn day(field: &str, text: &str) -> Result<String, Stop> {
    match text.trim().parse::<Date>() {
        Ok(day) if (2000..=2200).contains(&day.year()) => Ok(day.to_string()),
        _ => Err(Refusal::invalid(field, "Give a day, for instance 2026-11-25.").into()),
    }
}

/// A day that is not over yet.
pub(crate) fn coming(field: &str, text: &str, now: Moment, zone: &str) -> Result<String, Stop> {
    let day = day(field, text)?;
    if over(&day, now, zone) {
        return Err(Refusal::invalid(field, "This day is over already.").into());
    }
    Ok(day)
}

/// Whether a kept day is over in the zone.
pub(crate) fn over(day: &str, now: Moment, zone: &str) -> bool {
    day < now.date_in(zone).to_string().as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_at_its_place() {
        let now = Moment::from_timestamp("2026-11-25T03:00:00Z".parse().unwrap());
        assert!(!over("2026-11-24", now, "America/Chicago"));
        assert!(over("2026-11-24", now, "UTC"));
        assert!(day("on", "soon").is_err() && day("on", "-0001-01-01").is_err());
        assert_eq!(day("on", " 2026-11-25 ").unwrap(), "2026-11-25");
    }
}
