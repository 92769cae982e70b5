//! The arithmetic of deadlines: calendar days, business days, and the end of a year. Whoever counts too few days frightens
//! people, whoever counts too many misses the law, so every line here is tested by itself.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// The day so many calendar days later; day 0 is the day itself. Stops at the last day a calendar has (9999-12-31).
pub(crate) fn after(day: Date, days: u16) -> Date {
    day.saturating_add(span(days))
}

fn span(days: u16) -> Span {
    i64::from(days).days()
}

/// The day so many business days later: Monday to Friday. Holidays count as business days, so that the result is never
/// later than under a calendar that leaves them out.
pub(crate) fn after_business(day: Date, days: u16) -> Date {
    let next = |from: Date| match from.weekday() {
        Weekday::Friday => after(from, 3),
        Weekday::Saturday => after(from, 2),
        _ => after(from, 1),
    };
    (0..days).fold(day, |reached, _| next(reached))
}

/// The sixtieth day after the end of the calendar year of a day: 1 March, or 29 February where the next year has one.
pub(crate) fn sixtieth_after_year(day: Date) -> Date {
    after(day.last_of_year(), 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn calendar_days_cross_months_years_and_leap_days() {
        assert_eq!(after(date(2018, 11, 8), 60), date(2019, 1, 7));
        assert_eq!(after(date(2024, 1, 1), 60), date(2024, 3, 1));
        assert_eq!(after(date(2023, 1, 1), 60), date(2023, 3, 2));
        assert_eq!(after(date(2026, 5, 5), 0), date(2026, 5, 5));
        assert_eq!(after(date(9999, 12, 30), 60), Date::MAX);
    }

    #[test]
    fn business_days_leave_out_the_weekend_and_nothing_else() {
        // 2026-11-20 is a Friday.
        assert_eq!(after_business(date(2026, 11, 20), 0), date(2026, 11, 20));
        assert_eq!(after_business(date(2026, 11, 20), 1), date(2026, 11, 23));
        assert_eq!(after_business(date(2026, 11, 21), 1), date(2026, 11, 23));
        assert_eq!(after_business(date(2026, 11, 22), 1), date(2026, 11, 23));
        assert_eq!(after_business(date(2026, 11, 23), 5), date(2026, 11, 30));
        assert_eq!(after_business(date(2026, 11, 20), 15), date(2026, 12, 11));
        assert_eq!(after_business(date(9999, 12, 30), 15), Date::MAX);
    }

    #[test]
    fn the_yearly_report_is_due_on_the_sixtieth_day_of_the_next_year() {
        for (year, due) in [
            (2023, date(2024, 2, 29)),
            (2024, date(2025, 3, 1)),
            (2026, date(2027, 3, 1)),
            (2027, date(2028, 2, 29)),
        ] {
            assert_eq!(sixtieth_after_year(date(year, 1, 1)), due);
            assert_eq!(sixtieth_after_year(date(year, 12, 31)), due);
        }
    }
}
