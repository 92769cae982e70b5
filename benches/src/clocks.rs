//! How fast time is reckoned: due times on a compiled calendar, a million open promises after an edit of their calendar,
//! and a beat of the house over a million running clocks. Beside it the same due times by others, where installed.

use crate::clocks_peers;
use anyhow::Result;
use clocks::{Calendar, CalendarText, Compiled, Holidays, Pause, Pauses, Upcoming};
use jiff::{SignedDuration, Timestamp};
use std::{fs, hint::black_box, time::Instant};

/// How many promises, due times and running clocks there are.
const MANY: usize = 1_000_000;

/// Chance from a seed (SplitMix64): every run measures the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// An open promise as a desk keeps it.
struct Open {
    start: Timestamp,
    target: SignedDuration,
    pauses: Pauses,
}

/// What one thread spent on a processor, where the system tells: on a busy machine that is what counts.
struct Spent {
    wall: Instant,
    cpu_ns: Option<u64>,
}

impl Spent {
    fn now() -> Self {
        Self { wall: Instant::now(), cpu_ns: Self::cpu_ns() }
    }

    fn cpu_ns() -> Option<u64> {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split(' ').next()?.parse().ok()
    }

    /// Seconds on a processor, and seconds by the wall.
    fn seconds(&self) -> (f64, f64) {
        let wall = self.wall.elapsed().as_secs_f64();
        let cpu = Self::cpu_ns().zip(self.cpu_ns).map(|(now, then)| now.saturating_sub(then) as f64 / 1e9);
        (cpu.unwrap_or(wall), wall)
    }
}

/// Prints every number, with the load of the machine.
pub fn run(runs: u32) -> Result<()> {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load of the machine: {}; rates are for a second on one core", load.trim());
    let calendar = office(false)?;
    println!(
        "Monday to Friday 08:00 to 17:00, New York, federal holidays; starts in 2026, 1 to 40 working hours"
    );
    let compiled = laid_out(&calendar)?;
    due_times(&compiled, runs)?;
    rederive(&calendar, runs)?;
    ticks();
    clocks_peers::compare(&cases(&compiled))
}

fn office(edited: bool) -> Result<Calendar> {
    let mut text = CalendarText { zone: "America/New_York".into(), ..CalendarText::default() };
    let wrong = anyhow::Error::msg;
    text.add_open("mon-fri 08:00-17:00").map_err(wrong)?;
    text.holidays = Some(Holidays::UsFederal);
    if edited {
        text.add_closed("2026-11-27 Day after Thanksgiving").map_err(wrong)?;
        text.add_closed("2026-12-24 12:00-24:00 Christmas Eve").map_err(wrong)?;
    }
    Ok(Calendar::try_from(text)?)
}

fn laid_out(calendar: &Calendar) -> Result<Compiled> {
    Ok(calendar.compile("2026-01-01T00:00Z".parse()?, "2027-06-01T00:00Z".parse()?)?)
}

fn start(chance: &mut Chance) -> Timestamp {
    const YEAR_S: u64 = 364 * 86_400;
    let second = 1_767_312_000 + chance.below(YEAR_S) as i64;
    Timestamp::from_second(second).expect("a second of 2026 is an instant")
}

fn open(chance: &mut Chance, with_pauses: bool) -> Open {
    let start = start(chance);
    let target = SignedDuration::from_secs(3600 + chance.below(39 * 3600) as i64);
    let rests = if with_pauses { chance.below(3) } else { 0 };
    let pauses = (0..rests).map(|_| {
        let from = start + SignedDuration::from_secs(chance.below(5 * 86_400) as i64);
        let until = Some(from + SignedDuration::from_secs(chance.below(86_400) as i64));
        Pause { from, until, reason: "waiting for the requester".into() }
    });
    let pauses = Pauses::new(pauses).expect("a rest of some seconds ends after it begins");
    Open { start, target, pauses }
}

fn due_times(compiled: &Compiled, runs: u32) -> Result<()> {
    for (what, with_pauses) in [("without pauses", false), ("with 0 to 2 pauses", true)] {
        let mut chance = Chance(7);
        let all: Vec<Open> = (0..MANY).map(|_| open(&mut chance, with_pauses)).collect();
        let mut rates = Vec::new();
        for _ in 0..runs.max(1) {
            let spent = Spent::now();
            for one in &all {
                black_box(compiled.due_at(one.start, one.target, &one.pauses)?);
            }
            rates.push(MANY as f64 / spent.seconds().0);
        }
        rates.sort_by(f64::total_cmp);
        println!("due times {what}: {:.2} million/s (median of {runs})", rates[rates.len() / 2] / 1e6);
    }
    Ok(())
}

/// The calendar is edited: it is laid out anew, and every open promise is asked for its due time again.
fn rederive(calendar: &Calendar, runs: u32) -> Result<()> {
    let mut chance = Chance(11);
    let all: Vec<Open> = (0..MANY).map(|n| open(&mut chance, n % 4 == 0)).collect();
    let before = laid_out(calendar)?;
    let due = |compiled: &Compiled, one: &Open| compiled.due_at(one.start, one.target, &one.pauses);
    let old: Vec<Option<Timestamp>> = all.iter().map(|one| due(&before, one)).collect::<Result<_, _>>()?;
    let mut times = Vec::new();
    let mut moved = 0;
    for _ in 0..runs.max(1) {
        let spent = Spent::now();
        let edited = laid_out(&office(true)?)?;
        let new: Vec<Option<Timestamp>> =
            all.iter().map(|one| due(&edited, one)).collect::<Result<_, _>>()?;
        moved = new.iter().zip(&old).filter(|(new, old)| new != old).count();
        times.push(spent.seconds().0);
    }
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    println!(
        "{MANY} open promises after an edit of their calendar: {median:.2} s, {moved} are due at another time"
    );
    Ok(())
}

/// Beats over a million running clocks that fall due within a day: one that finds nothing, and those of some hours, in
/// which what falls due is set anew.
fn ticks() {
    let mut chance = Chance(13);
    let first = start(&mut chance);
    let spent = Spent::now();
    let mut upcoming: Upcoming<u64> = Upcoming::new();
    for id in 0..MANY as u64 {
        let within_a_day = SignedDuration::from_millis(chance.below(86_400_000) as i64);
        upcoming.set(id, Some(first + within_a_day));
    }
    println!("an index of {MANY} running clocks: {:.2} s to make", spent.seconds().0);
    let mut now = upcoming.next().expect("a million clocks are running");
    const IDLE: u32 = 1_000_000;
    let spent = Spent::now();
    for _ in 0..IDLE {
        black_box(upcoming.take_due(black_box(now), 1_000));
    }
    println!("a beat that finds nothing: {:.0} ns", spent.seconds().0 / f64::from(IDLE) * 1e9);
    let (mut fired, mut beats, spent) = (0usize, 0u32, Spent::now());
    while fired < 200_000 {
        now += SignedDuration::from_secs(5);
        beats += 1;
        for (due, id) in upcoming.take_due(now, 10_000) {
            fired += 1;
            upcoming.set(id, Some(due + SignedDuration::from_hours(9_000)));
        }
    }
    let seconds = spent.seconds().0;
    println!(
        "beats every 5 s: {:.1} clocks fire in each and are set anew, {:.1} µs a beat, {:.4} % of a core",
        fired as f64 / f64::from(beats),
        seconds / f64::from(beats) * 1e6,
        seconds / (f64::from(beats) * 5.0) * 100.0
    );
}

/// Cases for others: start, budget and our due time, in seconds.
fn cases(compiled: &Compiled) -> Vec<(i64, i64, i64)> {
    let mut chance = Chance(17);
    let case = |_| {
        let Open { start, target, .. } = open(&mut chance, false);
        let due = compiled.due_at(start, target, &Pauses::none()).ok().flatten()?;
        Some((start.as_second(), target.as_secs(), due.as_second()))
    };
    (0..2_000).filter_map(case).collect()
}
