//! A year of opening hours with its odd days: holidays, days with hours of their own, extra openings, and the days on which
//! the clocks change. Each day is held against what its weekday would be, so that whatever differs is seen.

use clocks::{Calendar, Horizon, Pauses, Why};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

store::kinds! {
    /// What is odd about a day.
    OddKind {
        /// A holiday, or another day on which it stays closed.
        Closed = "closed" "Closed",
        /// Open, and shorter than the weekday is.
        Shorter = "shorter" "Shorter hours",
        /// Open longer than the weekday is, or on a day that is closed otherwise.
        Longer = "longer" "Extra opening",
        /// Open as long as always, at other hours.
        Moved = "moved" "Other hours",
        /// The clocks change.
        Clocks = "clocks" "The clocks change",
    }
}

/// A day that differs from its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OddDay {
    /// Such as 2026-11-26.
    pub date: String,
    pub kind: OddKind,
    /// Such as "Thanksgiving Day", or how the clocks change.
    pub name: String,
    /// The hours in which it is open, such as 08:00–12:00; empty when it is closed.
    pub open: String,
}

/// A day as it is drawn.
#[derive(Debug, Clone, Copy, Default)]
struct Day {
    open: SignedDuration,
    special: bool,
}

/// The first moment of a date.
fn begins(date: Date, calendar: &Calendar) -> Option<Timestamp> {
    Some(date.to_zoned(calendar.zone().clone()).ok()?.timestamp())
}

/// Which days of a year differ, in order.
///
/// # Errors
/// When the year lies outside those that can be reckoned.
pub fn odd_days(calendar: &Calendar, year: i16) -> anyhow::Result<Vec<OddDay>> {
    let first = Date::new(year, 1, 1)?;
    let last = first.checked_add(1.year())?;
    let at = |date| begins(date, calendar).ok_or_else(|| anyhow::anyhow!("{date} cannot be reckoned"));
    let account = Horizon::new(calendar.clone()).account(at(first)?, at(last)?, &Pauses::none())?;
    let date_of = |at: Timestamp| calendar.zone().to_datetime(at).date();
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let mut names: BTreeMap<Date, String> = BTreeMap::new();
    let mut hours: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for row in &account.rows {
        let (mut from, mut date) = (row.from, date_of(row.from));
        while from < row.to {
            let next = date.tomorrow()?;
            let to = at(next)?.min(row.to);
            let day = days.entry(date).or_default();
            if let Why::SpecialDay(name) | Why::SpecialHours(name) = &row.why {
                day.special = true;
                names.entry(date).or_insert_with(|| name.clone());
            }
            if row.counted {
                day.open += to.duration_since(from);
                hours.entry(date).or_default().push(span(calendar, (from, to), next));
            }
            (from, date) = (to, next);
        }
    }
    let usual = usual(&days);
    let mut odd = Vec::new();
    for (date, day) in &days {
        let name = names.get(date).cloned().unwrap_or_default();
        let open = hours.remove(date).unwrap_or_default().join(", ");
        if day.special {
            let usual = usual.get(&date.weekday().to_monday_zero_offset()).copied().unwrap_or_default();
            let kind = match day.open.cmp(&usual) {
                _ if day.open.is_zero() => OddKind::Closed,
                std::cmp::Ordering::Less => OddKind::Shorter,
                std::cmp::Ordering::Greater => OddKind::Longer,
                std::cmp::Ordering::Equal => OddKind::Moved,
            };
            odd.push(OddDay { date: date.to_string(), kind, name, open: open.clone() });
        }
        if let Some(name) = change(calendar, *date) {
            odd.push(OddDay { date: date.to_string(), kind: OddKind::Clocks, name, open });
        }
    }
    Ok(odd)
}

/// How long each weekday is open when nothing is special about it.
fn usual(days: &BTreeMap<Date, Day>) -> BTreeMap<i8, SignedDuration> {
    let mut seen: BTreeMap<i8, BTreeMap<SignedDuration, u32>> = BTreeMap::new();
    for (date, day) in days.iter().filter(|(_, day)| !day.special) {
        let weekday = seen.entry(date.weekday().to_monday_zero_offset()).or_default();
        *weekday.entry(day.open).or_default() += 1;
    }
    let most = |all: BTreeMap<SignedDuration, u32>| {
        all.into_iter().max_by_key(|(_, times)| *times).map_or(SignedDuration::ZERO, |(open, _)| open)
    };
    seen.into_iter().map(|(weekday, all)| (weekday, most(all))).collect()
}

/// Hours of a day as people write them; midnight at its end is 24:00.
fn span(calendar: &Calendar, (from, to): (Timestamp, Timestamp), next: Date) -> String {
    let clock = |at: Timestamp| calendar.zone().to_datetime(at);
    let end = clock(to);
    let until =
        if end.date() == next { "24:00".to_owned() } else { end.time().strftime("%H:%M").to_string() };
    format!("{}–{until}", clock(from).time().strftime("%H:%M"))
}

/// How the clocks change on a date, where they do.
fn change(calendar: &Calendar, date: Date) -> Option<String> {
    let (begin, end) = (begins(date, calendar)?, begins(date.tomorrow().ok()?, calendar)?);
    let minutes = end.duration_since(begin).as_mins() - 24 * 60;
    let by = clocks::length_in_words(SignedDuration::from_mins(minutes.abs()));
    match minutes {
        0 => None,
        ..0 => Some(format!("The clocks go forward by {by}")),
        _ => Some(format!("The clocks go back by {by}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clocks::CalendarText;

    #[test]
    fn a_year_names_its_holidays_short_days_extra_openings_and_changes_of_the_clocks() {
        let text: CalendarText = serde_json::from_value(serde_json::json!({
            "zone": "America/New_York",
            "week": { "monday": ["08:00-17:00"], "tuesday": ["08:00-17:00"], "wednesday": ["08:00-17:00"],
                      "thursday": ["08:00-17:00"], "friday": ["08:00-17:00"] },
            "holidays": "us-federal",
            "special_days": [
                { "date": "2026-12-24", "name": "Christmas Eve", "open": ["08:00-12:00"] },
                { "date": "2026-10-17", "name": "Flu Saturday", "open": ["09:00-13:00"] }
            ]
        }))
        .unwrap();
        let odd = odd_days(&Calendar::try_from(text).unwrap(), 2026).unwrap();
        let of = |date: &str| -> Vec<(OddKind, &str, &str)> {
            odd.iter()
                .filter(|d| d.date == date)
                .map(|d| (d.kind, d.name.as_str(), d.open.as_str()))
                .collect()
        };
        assert_eq!(of("2026-11-26"), [(OddKind::Closed, "Thanksgiving Day", "")]);
        assert_eq!(of("2026-12-24"), [(OddKind::Shorter, "Christmas Eve", "08:00–12:00")]);
        assert_eq!(of("2026-10-17"), [(OddKind::Longer, "Flu Saturday", "09:00–13:00")]);
        assert_eq!(of("2026-03-08"), [(OddKind::Clocks, "The clocks go forward by 1 h", "")]);
        assert_eq!(of("2026-11-01"), [(OddKind::Clocks, "The clocks go back by 1 h", "")]);
        assert_eq!(of("2026-11-25"), []);
        // Eleven federal holidays; Independence Day is observed on Friday the third.
        assert_eq!(odd.iter().filter(|d| d.kind == OddKind::Closed).count(), 11);
        let always = Calendar::always("America/New_York").unwrap();
        assert_eq!(odd_days(&always, 2026).unwrap().len(), 2, "only the clocks change");
    }
}
