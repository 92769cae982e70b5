//! The auditor's own clock. It knows nothing of the house's calendars: it walks over a table of minutes that
//! it drew up itself, from rules written down here once more (daylight saving by the rule of 2007, federal
//! holidays by 5 U.S.C. 6103). Slow, short, and easy to check by hand.

use jiff::civil::{Date, Weekday};

/// Microseconds in a minute.
const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A zone of the United States that keeps daylight saving time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    Eastern,
    Central,
}

impl Zone {
    /// Its IANA name.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Eastern => "America/New_York",
            Zone::Central => "America/Chicago",
        }
    }

    /// Hours behind UTC in winter.
    fn behind(self) -> i64 {
        match self {
            Zone::Eastern => 5,
            Zone::Central => 6,
        }
    }

    /// From local two o'clock (standard time) on the second Sunday of March until local two o'clock (daylight
    /// time) on the first Sunday of November.
    fn summer(self, year: i16) -> (i64, i64) {
        let begins = micros(nth(year, 3, Weekday::Sunday, 2)) + (2 + self.behind()) * 60 * MINUTE;
        let ends = micros(nth(year, 11, Weekday::Sunday, 1)) + (1 + self.behind()) * 60 * MINUTE;
        (begins, ends)
    }

    fn is_summer(self, at: i64) -> bool {
        let (begins, ends) = self.summer(date(at).year());
        (begins..ends).contains(&at)
    }

    /// What a clock on the wall shows, as microseconds since 1970 on that clock.
    pub fn wall(self, at: i64) -> i64 {
        let hours = self.behind() - i64::from(self.is_summer(at));
        at - hours * 60 * MINUTE
    }

    /// The moment at which a day begins.
    pub fn midnight(self, day: Date) -> i64 {
        let guess = micros(day) + self.behind() * 60 * MINUTE;
        let (begins, ends) = self.summer(day.year());
        guess - if (begins..ends).contains(&guess) { 60 * MINUTE } else { 0 }
    }
}

/// Midnight of a day in UTC.
pub fn micros(day: Date) -> i64 {
    let since = day.since(Date::constant(1970, 1, 1)).expect("two days of these centuries");
    i64::from(since.get_days()) * DAY
}

/// The day of a moment in UTC.
pub fn date(at: i64) -> Date {
    let days = i32::try_from(at.div_euclid(DAY)).expect("a day of these centuries");
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).expect("a day of these centuries")
}

/// The nth such weekday of a month.
fn nth(year: i16, month: i8, weekday: Weekday, n: i8) -> Date {
    let mut day = Date::new(year, month, 1).expect("the first of a month");
    let mut left = n;
    loop {
        left -= i8::from(day.weekday() == weekday);
        if left == 0 {
            return day;
        }
        day = day.tomorrow().expect("the next day");
    }
}

/// Whether a day is kept as a federal holiday: the day itself, or the weekday next to it when it falls on a
/// weekend.
fn federal(day: Date) -> bool {
    if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        return false;
    }
    let near = match day.weekday() {
        Weekday::Friday => day.tomorrow(),
        Weekday::Monday => day.yesterday(),
        _ => Ok(day),
    };
    fixed(day) || near.is_ok_and(fixed) || moving(day)
}

fn fixed(day: Date) -> bool {
    matches!((day.month(), day.day()), (1, 1) | (6, 19) | (7, 4) | (11, 11) | (12, 25))
}

fn moving(day: Date) -> bool {
    let monday = |month, n| day.month() == month && nth(day.year(), month, Weekday::Monday, n) == day;
    let week_later = day.checked_add(jiff::Span::new().days(7)).expect("the next week");
    let last_monday_of_may = day.month() == 5 && day.weekday() == Weekday::Monday && week_later.month() == 6;
    let thanksgiving = day.month() == 11 && nth(day.year(), 11, Weekday::Thursday, 4) == day;
    monday(1, 3) || monday(2, 3) || last_monday_of_may || monday(9, 1) || monday(10, 2) || thanksgiving
}

/// When a place is open, as its people would say it.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    pub zone: Zone,
    /// Day and night; then nothing else counts.
    pub always: bool,
    /// Local hours from Monday to Friday.
    pub weekdays: (i64, i64),
    /// Local hours on Saturdays.
    pub saturday: Option<(i64, i64)>,
    pub federal_holidays: bool,
}

impl Opening {
    /// The hours of a day on the wall; nothing on a day on which it stays closed.
    fn hours(&self, day: Date) -> Option<(i64, i64)> {
        if self.always {
            return Some((0, 24));
        }
        if self.federal_holidays && federal(day) {
            return None;
        }
        match day.weekday() {
            Weekday::Sunday => None,
            Weekday::Saturday => self.saturday,
            _ => Some(self.weekdays),
        }
    }
}

/// A place's minutes, one by one: open or not, and until which minute it stays so.
#[derive(Debug)]
pub struct Minutes {
    begins: i64,
    open: Vec<(bool, u32)>,
}

impl Minutes {
    /// From the first day on, so many days.
    pub fn new(opening: &Opening, first: Date, days: u32) -> Self {
        let begins = micros(first);
        let mut open: Vec<(bool, u32)> = Vec::new();
        // The clocks change at whole hours, and places open and close at whole hours.
        for hour in 0..days * 24 {
            let wall = opening.zone.wall(begins + i64::from(hour) * 60 * MINUTE);
            let on_wall = wall.rem_euclid(DAY) / (60 * MINUTE);
            let within = |(from, to): (i64, i64)| (from..to).contains(&on_wall);
            let is = opening.hours(date(wall)).is_some_and(within);
            open.extend((0..60).map(|minute| (is, hour * 60 + minute + 1)));
        }
        for minute in (1..open.len()).rev() {
            if open[minute - 1].0 == open[minute].0 {
                open[minute - 1].1 = open[minute].1;
            }
        }
        Self { begins, open }
    }

    /// When a budget that began to run at `start` is used up; nothing while it rests, or beyond the table.
    pub fn due(&self, start: i64, budget_s: i64, rests: &[(i64, Option<i64>)]) -> Option<i64> {
        self.walk((start, budget_s * 1_000_000), i64::MAX, rests).map(|(at, _)| at)
    }

    /// Walks from a moment with so many microseconds left, until they are used up or `bound` is reached; nothing where a
    /// rest has no end, or beyond the table.
    pub fn walk(
        &self,
        (mut at, mut left): (i64, i64),
        bound: i64,
        rests: &[(i64, Option<i64>)],
    ) -> Option<(i64, i64)> {
        while left > 0 && at < bound {
            let resting =
                rests.iter().find(|(from, until)| *from <= at && until.is_none_or(|until| at < until));
            if let Some((_, until)) = resting {
                at = until.or((bound < i64::MAX).then_some(bound))?.min(bound);
                continue;
            }
            let minute = (at - self.begins).div_euclid(MINUTE);
            let (open, until) = *self.open.get(usize::try_from(minute).ok()?)?;
            let mut end = (self.begins + i64::from(until) * MINUTE).min(bound);
            if let Some(next) = rests.iter().map(|(from, _)| *from).filter(|from| *from > at).min() {
                end = end.min(next);
            }
            let used = if open { left.min(end - at) } else { 0 };
            left -= used;
            at = if open { at + used } else { end };
        }
        Some((at, left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
    }

    #[test]
    fn the_wall_shows_what_the_zone_says() {
        for (utc, wall) in [
            ("2026-03-08T07:59:00Z", "2026-03-08T01:59:00Z"),
            ("2026-03-08T08:00:00Z", "2026-03-08T03:00:00Z"),
            ("2026-11-01T06:59:00Z", "2026-11-01T01:59:00Z"),
            ("2026-11-01T07:00:00Z", "2026-11-01T01:00:00Z"),
            ("2026-12-31T23:00:00Z", "2026-12-31T17:00:00Z"),
        ] {
            assert_eq!(Zone::Central.wall(at(utc)), at(wall), "{utc}");
        }
        assert_eq!(Zone::Eastern.midnight(Date::constant(2026, 11, 1)), at("2026-11-01T04:00:00Z"));
        assert_eq!(Zone::Eastern.midnight(Date::constant(2026, 11, 2)), at("2026-11-02T05:00:00Z"));
        assert_eq!(Zone::Central.midnight(Date::constant(2026, 3, 9)), at("2026-03-09T05:00:00Z"));
    }

    #[test]
    fn federal_holidays_of_2026_and_no_others() {
        let mut found = Vec::new();
        let mut day = Date::constant(2026, 1, 1);
        while day.year() == 2026 {
            if federal(day) {
                found.push(format!("{:02}-{:02}", day.month(), day.day()));
            }
            day = day.tomorrow().unwrap();
        }
        let known = [
            "01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25",
        ];
        assert_eq!(found, known);
    }

    #[test]
    fn a_budget_is_used_up_in_open_minutes_only() {
        let office = Opening {
            zone: Zone::Central,
            always: false,
            weekdays: (8, 17),
            saturday: None,
            federal_holidays: true,
        };
        let minutes = Minutes::new(&office, Date::constant(2026, 10, 20), 60);
        // Friday 16:00 before the clocks go back: one hour is left of the day, three of Monday.
        let due = minutes.due(at("2026-10-30T21:00:00Z"), 4 * 3600, &[]);
        assert_eq!(due, Some(at("2026-11-02T17:00:00Z")));
        let rest = (at("2026-11-02T14:30:00Z"), Some(at("2026-11-02T15:00:30Z")));
        let due = minutes.due(at("2026-10-30T21:00:00Z"), 4 * 3600, &[rest]);
        assert_eq!(due, Some(at("2026-11-02T17:30:30Z")));
        assert_eq!(minutes.due(at("2026-10-30T21:00:00Z"), 60, &[(at("2026-10-30T21:00:00Z"), None)]), None);
    }
}
