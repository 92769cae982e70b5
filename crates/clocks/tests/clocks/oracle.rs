//! The other way to know: look at the wall clock of each minute, one after the other. It shares nothing with the
//! crate but the offset of a zone at an instant; dates, weekdays, holidays and spans are its own.
//!
//! Its meaning of opening hours is one sentence: a span is open from the first minute at which the wall clock shows
//! its beginning or later, until after the last minute at which it still shows less than its end; where the end is
//! midnight, until the first minute at which it shows that.

use clocks::{CalendarText, Does, ExceptionText, Holidays, SpecialDayText, WeekText};
use jiff::Timestamp;
use jiff::tz::TimeZone;

const DAY: i64 = 1440;
/// Days that are looked at before and after a window, so that night shifts and clock changes are seen whole.
const MARGIN: i64 = 4 * DAY;

/// Minutes of one day; the second may be more than 1440.
pub type Hours = (i64, i64);

/// A calendar as the walker knows it: days are numbered from 1970-01-01, minutes from its midnight.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub zone: String,
    /// From Monday on.
    pub week: [Vec<Hours>; 7],
    pub special: Vec<(i64, Vec<Hours>)>,
    /// In UTC.
    pub closures: Vec<(i64, i64)>,
    pub openings: Vec<(i64, i64)>,
    /// Closed at these hours on every n-th day from a day on.
    pub every: Option<(i64, i64, Hours)>,
    pub federal: bool,
}

/// Year, month and day of a day's number (the days of March begin the year, so that leap days come last).
pub fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * from_march + 2) / 5 + 1)
}

fn weekday(day: i64) -> usize {
    usize::try_from((day + 3).rem_euclid(7)).unwrap()
}

/// Whether the federal government of the United States rests: by the law's list, not by a rule of ours.
fn federal(day: i64) -> bool {
    let falls = |day: i64| {
        let (year, month, of_month) = civil(day);
        matches!((month, of_month), (1, 1) | (7, 4) | (12, 25))
            || ((month, of_month) == (11, 11) && year >= 1938)
            || ((month, of_month) == (6, 19) && year >= 2021)
    };
    let (_, month, of_month) = civil(day);
    let week = (of_month - 1) / 7 + 1;
    let last = civil(day + 7).1 != month;
    match weekday(day) {
        0 => {
            falls(day)
                || falls(day - 1)
                || matches!((month, week), (1, 3) | (2, 3) | (9, 1) | (10, 2))
                || (month == 5 && last)
        }
        3 => falls(day) || (month == 11 && week == 4),
        4 => falls(day) || falls(day + 1),
        5 | 6 => false,
        _ => falls(day),
    }
}

fn date(day: i64) -> String {
    let (year, month, of_month) = civil(day);
    format!("{year:04}-{month:02}-{of_month:02}")
}

fn utc(minute: i64) -> String {
    format!(
        "{}T{:02}:{:02}Z",
        date(minute.div_euclid(DAY)),
        minute.rem_euclid(DAY) / 60,
        minute.rem_euclid(60)
    )
}

fn spans(hours: &[Hours]) -> Vec<String> {
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let end = |minute: i64| if minute > DAY { minute - DAY } else { minute };
    hours.iter().map(|(from, to)| format!("{}-{}", clock(*from), clock(end(*to)))).collect()
}

impl Plan {
    /// The same calendar as the crate reads it.
    pub fn text(&self) -> CalendarText {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
            self.week.each_ref().map(|hours| spans(hours));
        let special = |(day, hours): &(i64, Vec<Hours>)| SpecialDayText {
            date: date(*day),
            name: "special".into(),
            open: spans(hours),
            ..SpecialDayText::default()
        };
        let besides = |does: Does| {
            move |(from, until): &(i64, i64)| ExceptionText {
                name: "besides".into(),
                does,
                from: utc(*from),
                until: utc(*until),
                rule: None,
                except: Vec::new(),
                zone: None,
                list: None,
            }
        };
        let every = self.every.map(|(first, days, (from, to))| {
            let at = |minute: i64| {
                let (day, minute) = (first + minute / DAY, minute % DAY);
                format!("{}T{:02}:{:02}", date(day), minute / 60, minute % 60)
            };
            let rule = Some(format!("FREQ=DAILY;INTERVAL={days}"));
            let (from, until) = (at(from), at(to));
            let (name, does) = ("every n-th day".into(), Does::Closed);
            ExceptionText { name, does, from, until, rule, except: Vec::new(), zone: None, list: None }
        });
        let exceptions = self.closures.iter().map(besides(Does::Closed));
        let exceptions = exceptions.chain(self.openings.iter().map(besides(Does::Open))).chain(every);
        CalendarText {
            zone: self.zone.clone(),
            week: WeekText { monday, tuesday, wednesday, thursday, friday, saturday, sunday },
            special_days: self.special.iter().map(special).collect(),
            holidays: self.federal.then_some(Holidays::UsFederal),
            exceptions: exceptions.collect(),
            ..CalendarText::default()
        }
    }

    fn hours(&self, day: i64) -> (&[Hours], bool) {
        match self.special.iter().find(|(special, _)| *special == day) {
            Some((_, hours)) => (hours, true),
            None if self.federal && federal(day) => (&[], true),
            None => (&self.week[weekday(day)], false),
        }
    }
}

/// What the wall clocks of a zone showed, minute by minute of UTC.
struct Walls {
    first: i64,
    /// The lowest minute shown.
    lowest: i64,
    /// By shown minute: the first minute of UTC at which the wall clock shows it or later.
    reached: Vec<i64>,
    /// By shown minute: the first minute of UTC after which the wall clock never shows less again.
    passed: Vec<i64>,
    days: (i64, i64),
}

impl Walls {
    /// `None` where a wall clock is not a whole number of minutes away from UTC.
    fn walk(zone: &TimeZone, from: i64, minutes: i64) -> Option<Self> {
        let mut shown = Vec::new();
        for minute in from..from + minutes {
            let offset = zone.to_offset(Timestamp::from_second(minute * 60).unwrap()).seconds();
            if offset % 60 != 0 {
                return None;
            }
            shown.push(minute + i64::from(offset / 60));
        }
        let (lowest, highest) = (*shown.iter().min()?, *shown.iter().max()?);
        let size = usize::try_from(highest - lowest + 1).unwrap();
        let place = |minute: i64| usize::try_from(minute - lowest).unwrap();
        let (mut reached, mut passed) = (vec![i64::MAX; size], vec![0; size]);
        let mut most = lowest - 1;
        for (at, wall) in shown.iter().enumerate() {
            if *wall > most {
                reached[place(most + 1)..=place(*wall)].fill(from + at as i64);
                most = *wall;
            }
        }
        let mut least = highest + 1;
        for (at, wall) in shown.iter().enumerate().rev() {
            if *wall < least {
                let end = place(least.min(highest));
                passed[place(*wall) + 1..=end].fill(from + at as i64 + 1);
                least = *wall;
                if *wall == lowest {
                    passed[0] = from + at as i64;
                }
            }
        }
        let days = (lowest.div_euclid(DAY) + 1, highest.div_euclid(DAY) - 2);
        Some(Self { first: from, lowest, reached, passed, days })
    }

    fn reached(&self, wall: i64) -> usize {
        usize::try_from(self.reached[usize::try_from(wall - self.lowest).unwrap()] - self.first).unwrap()
    }

    fn passed(&self, wall: i64) -> usize {
        if wall.rem_euclid(DAY) == 0 {
            return self.reached(wall);
        }
        usize::try_from(self.passed[usize::try_from(wall - self.lowest).unwrap()] - self.first).unwrap()
    }
}

/// Every minute of a window, open or not.
pub struct Walker {
    pub first: i64,
    pub open: Vec<bool>,
}

impl Walker {
    /// Walks so many minutes of UTC from a minute on; `None` where wall clocks show odd seconds.
    pub fn walk(plan: &Plan, zone: &TimeZone, from: i64, minutes: i64) -> Option<Self> {
        let walls = Walls::walk(zone, from - MARGIN, minutes + 2 * MARGIN)?;
        let mut open = vec![false; usize::try_from(minutes + 2 * MARGIN).unwrap()];
        let fill = |open: &mut Vec<bool>, from: usize, to: usize, value: bool| {
            if from < to {
                open[from..to].fill(value);
            }
        };
        for day in walls.days.0..=walls.days.1 {
            let (hours, special) = plan.hours(day);
            if special {
                fill(&mut open, walls.reached(day * DAY), walls.reached((day + 1) * DAY), false);
            }
            for (opens, closes) in hours {
                let (opens, closes) = (walls.reached(day * DAY + opens), walls.passed(day * DAY + closes));
                fill(&mut open, opens, closes, true);
            }
        }
        let place =
            |minute: i64| usize::try_from((minute - walls.first).clamp(0, open.len() as i64)).unwrap();
        let places =
            |list: &[(i64, i64)]| list.iter().map(|(a, b)| (place(*a), place(*b))).collect::<Vec<_>>();
        let (openings, closures) = (places(&plan.openings), places(&plan.closures));
        openings.into_iter().for_each(|(from, to)| fill(&mut open, from, to, true));
        closures.into_iter().for_each(|(from, to)| fill(&mut open, from, to, false));
        if let Some((since, days, (from, to))) = plan.every {
            for day in (walls.days.0..=walls.days.1).filter(|day| *day >= since && (day - since) % days == 0)
            {
                fill(&mut open, walls.reached(day * DAY + from), walls.passed(day * DAY + to), false);
            }
        }
        let margin = usize::try_from(MARGIN).unwrap();
        let open = open[margin..open.len() - margin].to_vec();
        Some(Self { first: from, open })
    }

    /// Takes rests out, in minutes of UTC.
    pub fn rest(&self, rests: &[(i64, i64)]) -> Vec<bool> {
        let mut counted = self.open.clone();
        for (place, counts) in counted.iter_mut().enumerate() {
            let minute = self.first + place as i64;
            *counts &= !rests.iter().any(|(from, to)| (*from..*to).contains(&minute));
        }
        counted
    }
}

/// The minute of UTC by which so many counted minutes have gone by; `None` within what was walked.
pub fn due(counted: &[bool], first: i64, start: i64, budget: i64) -> Option<i64> {
    let (mut left, mut minute) = (budget, start);
    while left > 0 {
        if *counted.get(usize::try_from(minute - first).unwrap())? {
            left -= 1;
        }
        minute += 1;
    }
    Some(minute)
}
