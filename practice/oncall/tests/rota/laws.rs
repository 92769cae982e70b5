//! What holds for every rota: over hard zones, near the nights on which the clocks change, the shifts tell at any
//! moment what the resolver tells, and a slow oracle that walks minute by minute agrees with both.

use crate::rota;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use oncall::rota::Rota;
use proptest::prelude::*;

/// Zones whose clocks change at midnight, by half an hour, by two hours, downwards in summer, or by a whole day; and
/// some that never change.
const ZONES: [&str; 16] = [
    "America/New_York",
    "America/Chicago",
    "America/Havana",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Asuncion",
    "America/Phoenix",
    "Atlantic/Azores",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Europe/Dublin",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
];

fn zone(name: &str) -> TimeZone {
    clocks::zone(name).unwrap()
}

/// A moment a few days around a change of the clocks, or anywhere where there is none.
fn near_a_change(zone: &TimeZone, from: i64, minutes: i64) -> Timestamp {
    let from = Timestamp::from_second(from).unwrap();
    let change = zone.following(from).next().map_or(from, |t| t.timestamp());
    change + SignedDuration::from_mins(minutes)
}

/// The same time in every zone, written so that it names one moment.
fn written(at: Timestamp) -> String {
    let whole = at.as_second().div_euclid(60) * 60;
    Timestamp::from_second(whole).unwrap().to_string()
}

fn layer(every: &str, times: i64, people: usize, starts: &str, only: &str) -> String {
    let people: Vec<String> = (0..people).map(|i| format!("\"p{i}\"")).collect();
    let only = if only.is_empty() { String::new() } else { format!("only = [\"{only}\"]\n") };
    format!(
        "[[layers]]\nname = \"layer\"\nevery = \"{every}\"\ntimes = {times}\npeople = [{}]\nstarts = \"{starts}\"\n{only}",
        people.join(", ")
    )
}

fn any_layer() -> impl Strategy<Value = (usize, i64, usize, i64, usize, bool)> {
    (0..5_usize, 1..8_i64, 1..5_usize, -9_000..3_000_i64, 0..6_usize, any::<bool>())
}

const EVERY: [&str; 5] = ["hourly", "daily", "weekly", "monthly", "together"];
const ONLY: [&str; 6] = [
    "",
    "mon-fri 08:00-17:00",
    "sat,sun 00:00-24:00",
    "mon-sun 22:00-06:00",
    "fri-mon 01:30-02:30",
    "mon-sun 00:00-01:30",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn shifts_agree_with_the_resolver_at_random_moments(
        place in 0..ZONES.len(),
        around in 1_100_000_000..1_830_000_000_i64,
        layers in prop::collection::vec(any_layer(), 1..4),
        overrides in prop::collection::vec((0..4_usize, -4_000..4_000_i64, 1..5_000_i64), 0..4),
        moments in prop::collection::vec(0..20_000_i64, 24),
    ) {
        let tz = zone(ZONES[place]);
        let from = near_a_change(&tz, around, -7_000);
        let mut text = format!("zone = \"{}\"\n", ZONES[place]);
        let day = tz.to_datetime(from).date();
        text.push_str(&format!("holidays = [\"{}\"]\n", day.checked_add(5.days()).unwrap()));
        for (every, times, people, offset, only, holidays) in &layers {
            let starts = written(near_a_change(&tz, around, *offset));
            text.push_str(&layer(EVERY[*every], *times, *people, &starts, ONLY[*only]));
            text.push_str(&format!("holidays = {holidays}\n"));
        }
        for (kind, offset, minutes) in &overrides {
            let begins = near_a_change(&tz, around, *offset);
            let (begins, ends) = (written(begins), written(begins + SignedDuration::from_mins(minutes + 1)));
            let who = ["kind = \"instead\"\nperson = \"p0\"\nby = \"x\"", "kind = \"besides\"\nby = \"x\"",
                "kind = \"away\"\nperson = \"p1\"", "kind = \"alone\"\nby = \"y\""][*kind];
            text.push_str(&format!("[[overrides]]\n{who}\nfrom = \"{begins}\"\nto = \"{ends}\"\n"));
        }
        let until = written(from + SignedDuration::from_mins(9_000));
        text.push_str(&format!("[[people]]\nname = \"p1\"\nuntil = \"{until}\"\n"));
        let rota = rota(&text);
        let to = from + SignedDuration::from_mins(20_000);
        let shifts = rota.shifts(from, to);
        prop_assert_eq!(shifts.first().unwrap().from, from);
        prop_assert_eq!(shifts.last().unwrap().to, to);
        for pair in shifts.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(&pair[0].answer, &pair[1].answer);
        }
        for minutes in moments {
            let at = from + SignedDuration::from_mins(minutes);
            let shift = shifts.iter().find(|s| s.from <= at && at < s.to).unwrap();
            prop_assert_eq!(&shift.answer, &rota.who(at), "{} at {}\n{}", ZONES[place], at, text);
        }
    }

    #[test]
    fn a_walk_minute_by_minute_gives_the_same_turn(
        place in 0..ZONES.len(),
        around in 1_100_000_000..1_830_000_000_i64,
        offset in -1_500..1_500_i64,
        every in 0..3_usize,
        divisor in 0..8_usize,
    ) {
        let tz = zone(ZONES[place]);
        let starts = written(near_a_change(&tz, around, offset));
        let first: Timestamp = starts.parse().unwrap();
        let times = if every == 0 { [1, 2, 3, 4, 6, 8, 12, 24][divisor] } else { 1 };
        let text = format!("zone = \"{}\"\n{}", ZONES[place], layer(EVERY[every], times, 3, &starts, ""));
        let rota = rota(&text);
        let step = match every { 0 => times.hours(), 1 => 1.day(), _ => 1.week() };
        walk(&rota, &tz, first, step)?;
    }

    #[test]
    fn a_walk_minute_by_minute_gives_the_same_hours(
        place in 0..ZONES.len(),
        around in 1_100_000_000..1_830_000_000_i64,
        opens in 0..96_i16,
        long in 1..95_i16,
    ) {
        let tz = zone(ZONES[place]);
        let (opens, closes) = (opens * 15, (opens + long) % 96 * 15);
        let hours = format!("{:02}:{:02}-{:02}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60);
        let starts = written(near_a_change(&tz, around, -10_000));
        let text = format!(
            "zone = \"{}\"\n{}", ZONES[place], layer("together", 1, 1, &starts, &format!("mon-sun {hours}"))
        );
        hours_walked(&rota(&text), &tz, near_a_change(&tz, around, 0), (opens, closes))?;
    }
}

/// The oracle of turns: at each minute the wall clock is read, and the turn passes as soon as it shows the next time.
fn walk(rota: &Rota, tz: &TimeZone, first: Timestamp, step: jiff::Span) -> Result<(), TestCaseError> {
    let start = tz.to_datetime(first);
    let (mut turn, mut next) = (0_i64, start.checked_add(step).unwrap());
    for minute in 0..4_000 {
        let at = first + SignedDuration::from_mins(minute);
        let local = tz.to_datetime(at);
        while local >= next {
            turn += 1;
            // From the start on, as the nights differ in length.
            next = (0..=turn).try_fold(start, |t, _| t.checked_add(step)).unwrap();
        }
        let expected = format!("p{}", turn % 3);
        let found = rota.who(at);
        prop_assert_eq!(&found.people, &[expected], "{} at {}", rota.zone_name(), at);
    }
    Ok(())
}

/// The oracle of hours: open once the wall clock has shown the opening, until it shows the closing for the last time;
/// a closing at midnight counts when the date first changes.
fn hours_walked(
    rota: &Rota,
    tz: &TimeZone,
    change: Timestamp,
    (opens, closes): (i16, i16),
) -> Result<(), TestCaseError> {
    let minutes: Vec<Timestamp> = (-4_500..4_500).map(|m| change + SignedDuration::from_mins(m)).collect();
    let local: Vec<DateTime> = minutes.iter().map(|at| tz.to_datetime(*at)).collect();
    let mut highest = local.clone();
    for i in 1..highest.len() {
        highest[i] = highest[i].max(highest[i - 1]);
    }
    let mut lowest = local.clone();
    for i in (0..lowest.len() - 1).rev() {
        lowest[i] = lowest[i].min(lowest[i + 1]);
    }
    let time = |minute: i16| Time::constant((minute / 60) as i8, (minute % 60) as i8, 0, 0);
    for (i, at) in minutes.iter().enumerate().skip(1_500).take(6_000).step_by(5) {
        let day = local[i].date();
        let open = (-2..=1_i64).any(|days| {
            let day = day.checked_add(days.days()).unwrap();
            let ends = if closes <= opens { day.tomorrow().unwrap() } else { day };
            let (from, to) = (day.to_datetime(time(opens)), ends.to_datetime(time(closes)));
            let last_shown = local[i] >= to && lowest[i + 1] > to;
            let closed = if closes == 0 { highest[i] >= to } else { last_shown };
            highest[i] >= from && !closed
        });
        prop_assert_eq!(!rota.who(*at).people.is_empty(), open, "{} at {}", rota.zone_name(), at);
    }
    Ok(())
}
