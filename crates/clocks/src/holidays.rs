//! Holidays by a rule, so that nobody types next year's dates: the public holidays of the federal government of the
//! United States with the days on which they are observed (5 U.S.C. 6103; Executive Order 11582: a Saturday's holiday
//! is kept on the Friday before, a Sunday's on the Monday after).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// A set of holidays on which a calendar is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holidays {
    /// Those of the federal government of the United States.
    UsFederal,
}

impl Holidays {
    /// The holiday that is observed on a date.
    ///
    /// ```
    /// use clocks::Holidays;
    /// let thanksgiving = "2026-11-26".parse()?;
    /// assert_eq!(Holidays::UsFederal.on(thanksgiving), Some("Thanksgiving Day"));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn on(self, date: Date) -> Option<&'static str> {
        match self {
            Holidays::UsFederal => us_federal(date),
        }
    }
}

/// On which day something is kept that falls on a weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Observed {
    /// A Saturday's on the Friday before, a Sunday's on the Monday after, as the federal government does.
    NearestWorkday,
    /// On the next day that is neither at a weekend nor kept already.
    NextWorkday,
}

impl Observed {
    pub(crate) fn kept(self, date: Date) -> Date {
        let days = match (self, date.weekday()) {
            (Self::NearestWorkday, Weekday::Saturday) => -1,
            (Self::NextWorkday, Weekday::Saturday) => 2,
            (_, Weekday::Sunday) => 1,
            _ => 0,
        };
        date.saturating_add(days.days())
    }
}

pub(crate) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The holidays that fall on the same date every year: month, day, name and the first year.
const FIXED: [(i8, i8, &str, i16); 5] = [
    (1, 1, "New Year's Day", 1870),
    (6, 19, "Juneteenth", 2021),
    (7, 4, "Independence Day", 1870),
    (11, 11, "Veterans Day", 1938),
    (12, 25, "Christmas Day", 1870),
];

/// Those on the n-th weekday of a month (the last when negative): month, n, weekday and name.
const MOVING: [(i8, i8, Weekday, &str); 6] = [
    (1, 3, Weekday::Monday, "Birthday of Martin Luther King, Jr."),
    (2, 3, Weekday::Monday, "Washington's Birthday"),
    (5, -1, Weekday::Monday, "Memorial Day"),
    (9, 1, Weekday::Monday, "Labor Day"),
    (10, 2, Weekday::Monday, "Columbus Day"),
    (11, 4, Weekday::Thursday, "Thanksgiving Day"),
];

fn us_federal(date: Date) -> Option<&'static str> {
    let moving = MOVING.iter().find(|(month, n, day, _)| {
        date.month() == *month
            && date.weekday() == *day
            && date.nth_weekday_of_month(*n, *day).ok() == Some(date)
    });
    if let Some((_, _, _, name)) = moving {
        return Some(name);
    }
    // What is observed on this date fell on it, or on the day beside it that is no working day.
    let fell = match date.weekday() {
        Weekday::Monday => [Some(date), date.yesterday().ok()],
        Weekday::Friday => [Some(date), date.tomorrow().ok()],
        Weekday::Saturday | Weekday::Sunday => [None, None],
        _ => [Some(date), None],
    };
    fell.into_iter().flatten().find_map(|day| {
        let here = |(month, of, _, since): &&(i8, i8, &str, i16)| {
            day.month() == *month && day.day() == *of && day.year() >= *since
        };
        FIXED.iter().find(here).map(|(_, _, name, _)| *name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(of: i16) -> Vec<(String, &'static str)> {
        let mut day = Date::constant(of, 1, 1);
        let mut found = Vec::new();
        while day.year() == of {
            found.extend(Holidays::UsFederal.on(day).map(|name| (day.to_string(), name)));
            day = day.tomorrow().unwrap();
        }
        found
    }

    #[test]
    fn the_federal_holidays_of_a_year_on_the_days_they_are_observed() {
        // 2026: Independence Day is a Saturday, so the Friday before it is kept.
        let of_2026: Vec<String> = year(2026).into_iter().map(|(day, _)| day).collect();
        let expected = [
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
            "2026-09-07",
            "2026-10-12",
            "2026-11-11",
            "2026-11-26",
            "2026-12-25",
        ];
        assert_eq!(of_2026, expected);
    }

    #[test]
    fn a_new_years_day_on_a_saturday_closes_a_day_of_the_year_before() {
        let of_2027 = year(2027);
        let expected =
            [("2027-12-24".to_owned(), "Christmas Day"), ("2027-12-31".to_owned(), "New Year's Day")];
        assert_eq!(of_2027[of_2027.len() - 2..], expected);
        assert_eq!(of_2027.len(), 12);
        // So that the year that begins on that Saturday has one less.
        assert_eq!(year(2028).len(), 10);
        // A Sunday's is kept on Monday.
        assert_eq!(Holidays::UsFederal.on(Date::constant(2027, 7, 5)), Some("Independence Day"));
        assert_eq!(Holidays::UsFederal.on(Date::constant(2027, 7, 4)), None);
    }

    #[test]
    fn juneteenth_began_in_2021_and_every_holiday_is_a_working_day() {
        assert_eq!(Holidays::UsFederal.on(Date::constant(2020, 6, 19)), None);
        assert_eq!(Holidays::UsFederal.on(Date::constant(2021, 6, 18)), Some("Juneteenth"));
        for of in 2020..2100 {
            for (day, name) in year(of) {
                let weekday = day.parse::<Date>().unwrap().weekday();
                assert!(!matches!(weekday, Weekday::Saturday | Weekday::Sunday), "{day} {name}");
            }
        }
    }
}
