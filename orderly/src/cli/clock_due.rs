//! A due time by hand: hours, closures, a start and an amount of working time, and the instant at which it is used up,
//! with the account of every stretch.

use super::{Usage, print};
use anyhow::Result;
use clap::Args;
use clocks::{
    Account, Budget, Calendar, CalendarText, Feed, Horizon, LARGEST_FEED, Pause, Pauses, instant,
    length_in_words, rfc9557, stretch_between,
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

const AFTER: &str =
    "Hours: \"mon-fri 08:00-12:00,13:00-17:00\", \"daily 22:00-06:00\", 24x7; days also as FROM/TO.
Times without an offset are local to the zone; an offset picks one of two occurrences.";

/// What of the calendar, the clock and the answer is wanted.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Due {
    /// The IANA zone of the hours, such as America/New_York
    #[arg(long, value_name = "ZONE")]
    zone: String,
    /// Opening hours, again and again: "mon-fri 08:00-17:00", 24x7
    #[arg(long, value_name = "HOURS", required = true)]
    open: Vec<String>,
    /// Closed: 2026-11-26, "2026-12-24 12:00-24:00", us-federal
    #[arg(long, value_name = "DAY")]
    closed: Vec<String>,
    /// A calendar of holidays (iCalendar), closed on its days
    #[arg(long, value_name = "FILE")]
    feed: Vec<PathBuf>,
    /// Open besides: "2026-12-26 08:00-12:00"
    #[arg(long, value_name = "DAY")]
    also_open: Vec<String>,
    /// How long a business day is, where open days differ: 8h
    #[arg(long, value_name = "HOURS")]
    business_day: Option<String>,
    /// When the clock starts: 2026-11-25T16:00
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        required_unless_present = "between",
        requires = "budget"
    )]
    start: Option<String>,
    /// How much working time there is: 4h, 1h30m, 2bd (business days)
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true, requires = "start")]
    budget: Option<String>,
    /// A rest of the clock, FROM/TO; may be said again
    #[arg(long, value_name = "FROM/TO", allow_hyphen_values = true)]
    pause: Vec<String>,
    /// Working time between two instants, instead of a due time
    #[arg(long, num_args = 2, allow_hyphen_values = true, value_names = ["START", "END"])]
    #[arg(conflicts_with_all = ["start", "budget"])]
    between: Option<Vec<String>>,
    /// Print the account: from, to, counted or not, and why
    #[arg(long)]
    explain: bool,
    /// Print JSON for a program
    #[arg(long)]
    json: bool,
}

/// A mistake in one of the arguments.
fn wrong(field: &str, problem: impl std::fmt::Display) -> Usage {
    Usage(format!("{field}: {problem}"))
}

pub(super) fn run(due: &Due) -> Result<()> {
    print(&answer(due)?);
    Ok(())
}

/// What is printed.
fn answer(due: &Due) -> Result<String, Usage> {
    let (calendar, left_out) = calendar(due)?;
    let zone = calendar.zone().clone();
    let pauses = pauses(&due.pause, &zone)?;
    let mut horizon = Horizon::new(calendar);
    match &due.between {
        Some(ends) => between(due, ends, &mut horizon, &pauses, &zone),
        None => due_time(due, &mut horizon, &pauses, &zone),
    }
    .map(|said| if due.explain && !due.json { said + &left_out } else { said })
}

/// The hours, and what of its feeds was left out.
fn calendar(due: &Due) -> Result<(Calendar, String), Usage> {
    let mut text = CalendarText {
        zone: due.zone.clone(),
        business_day: due.business_day.clone(),
        ..CalendarText::default()
    };
    for line in &due.open {
        text.add_open(line).map_err(|problem| wrong("--open", problem))?;
    }
    for line in &due.closed {
        text.add_closed(line).map_err(|problem| wrong("--closed", problem))?;
    }
    let mut left_out = String::new();
    for file in &due.feed {
        let feed = read_feed(file, &due.zone)?;
        text.special_days.extend(feed.days);
        text.exceptions.extend(feed.hours);
        for left in &feed.skipped {
            left_out +=
                &format!("\nLeft out of the feed: {:?}, line {}, {}.", left.name, left.line, left.why);
        }
    }
    let closures = text.exceptions.len();
    for line in &due.also_open {
        text.add_opening(line).map_err(|problem| wrong("--also-open", problem))?;
    }
    let calendar = Calendar::try_from(text.settled()).map_err(|problem| {
        let place = problem.field.strip_prefix("exceptions[").and_then(|rest| rest.split(']').next());
        let opening = place.and_then(|n| n.parse().ok()).is_some_and(|n: usize| n >= closures);
        let field = match problem.field.as_str() {
            "zone" => "--zone",
            "business_day" => "--business-day",
            f if f.starts_with("week") => "--open",
            _ if opening => "--also-open",
            _ => "--closed",
        };
        wrong(field, problem.problem)
    })?;
    Ok((calendar, left_out))
}

/// A feed of holidays, for this zone.
fn read_feed(file: &Path, zone: &str) -> Result<Feed, Usage> {
    let home = clocks::zone(zone).ok_or_else(|| wrong("--zone", format!("there is no zone {zone:?}")))?;
    let named = |problem: String| wrong("--feed", format!("{}: {problem}", file.display()));
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST_FEED).unwrap_or(u64::MAX).saturating_add(1);
    let read = File::open(file).and_then(|open| open.take(most).read_to_end(&mut bytes));
    read.map_err(|problem| named(problem.to_string()))?;
    Feed::read(&bytes, &home).map_err(|problem| named(problem.to_string()))
}

fn pauses(lines: &[String], zone: &TimeZone) -> Result<Pauses, Usage> {
    let read = |line: &String| {
        let (from, until) = stretch_between(line, zone).map_err(|problem| wrong("--pause", problem))?;
        Ok(Pause { from, until: Some(until), reason: "as said with --pause".into() })
    };
    let rests: Result<Vec<Pause>, Usage> = lines.iter().map(read).collect();
    Pauses::new(rests?).map_err(|problem| wrong("--pause", problem))
}

fn due_time(due: &Due, horizon: &mut Horizon, pauses: &Pauses, zone: &TimeZone) -> Result<String, Usage> {
    let (start, budget) = match (&due.start, &due.budget) {
        (Some(start), Some(budget)) => (start, budget),
        _ => return Err(wrong("--start", "a start and a --budget are needed, or --between")),
    };
    let start = instant(start, zone).map_err(|problem| wrong("--start", problem))?;
    let budget: Budget = budget.parse().map_err(|problem: String| wrong("--budget", problem))?;
    let target = budget.on(horizon.calendar()).map_err(|problem| wrong("--business-day", problem.problem))?;
    let found = horizon.due(start, target, pauses).map_err(|problem| wrong(blamed(problem), problem))?;
    let Some(at) = found.at else {
        return Err(wrong("--pause", "a pause without an end keeps the due time from being known"));
    };
    let mut lines = vec![rfc9557(at, zone)];
    if due.json {
        let told = json!({
            "due": rfc9557(at, zone), "due_utc": at, "start": rfc9557(start, zone),
            "budget": String::from(budget), "budget_seconds": target.as_secs(),
            "account": rows(&found.account, zone),
        });
        return Ok(format!("{told:#}"));
    }
    if due.explain {
        lines.extend(found.account.sentences(zone));
        lines.push(found.sentence(zone));
    }
    Ok(lines.join("\n"))
}

fn between(
    due: &Due,
    ends: &[String],
    horizon: &mut Horizon,
    pauses: &Pauses,
    zone: &TimeZone,
) -> Result<String, Usage> {
    let [start, end] = ends else { return Err(wrong("--between", "takes a start and an end")) };
    let read = |text: &String| instant(text, zone).map_err(|problem| wrong("--between", problem));
    let (start, end) = (read(start)?, read(end)?);
    if end < start {
        return Err(wrong("--between", "the end lies before the start"));
    }
    let refused = |problem| wrong("--between", problem);
    let counted = horizon.elapsed(start, end, pauses).map_err(refused)?;
    let account = horizon.account(start, end, pauses).map_err(refused)?;
    if due.json {
        let told = json!({
            "start": rfc9557(start, zone), "end": rfc9557(end, zone), "counted": length_in_words(counted),
            "counted_seconds": counted.as_secs(), "account": rows(&account, zone),
        });
        return Ok(format!("{told:#}"));
    }
    let mut lines = vec![length_in_words(counted)];
    if due.explain {
        lines.extend(account.sentences(zone));
    }
    Ok(lines.join("\n"))
}

/// Which argument made a question unanswerable.
fn blamed(problem: clocks::ClockProblem) -> &'static str {
    match problem {
        clocks::ClockProblem::OutOfRange => "--start",
        clocks::ClockProblem::PauseBackwards(_) => "--pause",
        _ => "--budget",
    }
}

fn rows(account: &Account, zone: &TimeZone) -> Vec<Value> {
    let local = |at: Timestamp| rfc9557(at, zone);
    let seconds = |length: SignedDuration| length.as_secs();
    let row = |row: &clocks::Stretch| {
        json!({
            "from": local(row.from), "to": local(row.to), "counted": row.counted, "why": row.why,
            "seconds": seconds(row.length()), "sentence": row.sentence(zone),
        })
    };
    account.rows.iter().map(row).collect()
}

#[cfg(test)]
#[path = "clock_due_tests.rs"]
mod tests;
