//! Closing days from a calendar file (iCalendar): the public holidays of a State, a practice's own list. They stand in the
//! location's hours beside what was typed, each with the name of the list it came from, so that the same list taken over
//! again replaces them. The house never fetches a file by itself: whoever manages the location brings it.

use crate::year::{OddDay, OddKind, odd_days};
use clocks::{Calendar, CalendarText, Feed};
use jiff::civil::Date;
use kernel::{Moment, Refusal, Status, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A file larger than this is not taken over, in bytes.
pub const LARGEST_LIST_BYTES: usize = 256 << 10;
/// So many years ahead are taken over, after the one that runs.
pub const YEARS_AHEAD: i16 = 5;
/// A location has at most so many entries from lists.
const MOST_ENTRIES: usize = 400;
/// An answer lists no more days, or entries that are left out.
const MOST_LISTED: usize = 400;

/// A list from which a location has days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TakenList {
    pub name: String,
    /// How many days, rules and stretches of hours it gave.
    pub entries: u32,
}

/// An entry that is not taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Where the entry begins in the file, from 1; nothing where only one of its days is left out.
    pub line: Option<usize>,
    pub name: String,
    pub why: String,
}

/// Hours with a list taken over.
pub(crate) struct Merged {
    pub calendar: Calendar,
    /// Entries that close or open whole days, and those of hours.
    pub days: usize,
    pub hours: usize,
    /// Entries of an earlier list of this name.
    pub replaced: usize,
    pub left_out: Vec<LeftOut>,
}

impl Merged {
    /// # Errors
    /// Refused when nothing would be taken over, or away.
    pub fn changes(&self) -> Result<(), Refusal> {
        if self.days + self.hours + self.replaced > 0 {
            return Ok(());
        }
        let first = self.left_out.first().map(|left| format!(" {:?} {}.", left.name, left.why));
        let sentence = format!("Nothing in this file can be taken over.{}", first.unwrap_or_default());
        Err(Refusal::invalid("content", sentence))
    }
}

/// The years that are looked at: the one that runs where the location is, and those ahead.
fn years(text: &CalendarText, now: Moment) -> (i16, i16) {
    let year = now.date_in(&text.zone).year();
    (year, year.saturating_add(YEARS_AHEAD))
}

/// The hours with what a file says, in place of what an earlier file of this name said; without a file only the earlier
/// one is taken away.
///
/// # Errors
/// Refused: round-the-clock hours, what is no calendar (by its line), too large or too much of it, a list that is not
/// there, and hours that would never open again.
pub(crate) fn merged(
    mut text: CalendarText,
    list: &str,
    content: Option<&str>,
    now: Moment,
) -> Result<Merged, Stop> {
    if text.always {
        let sentence =
            "This location is open round the clock, on every day. Give it hours first, then closing days.";
        return Err(Refusal::conflict(sentence).into());
    }
    let before = text.special_days.len() + text.exceptions.len();
    text.special_days.retain(|day| day.list.as_deref() != Some(list));
    text.exceptions.retain(|hours| hours.list.as_deref() != Some(list));
    let replaced = before - text.special_days.len() - text.exceptions.len();
    let mut left_out = Vec::new();
    let (mut days, mut hours) = (0, 0);
    match content {
        Some(content) => {
            let feed = read(content, &text, now)?;
            hours = feed.hours.len();
            left_out = feed.skipped.into_iter().map(skipped).collect();
            let taken: BTreeMap<String, Option<String>> = singles(&text);
            for mut day in feed.days {
                if let Some(by) = taken.get(&day.date).filter(|_| day.rule.is_none()) {
                    left_out.push(LeftOut {
                        line: None,
                        name: day.name,
                        why: known(&day.date, by.as_deref()),
                    });
                    continue;
                }
                day.list = Some(list.to_owned());
                days += 1;
                text.special_days.push(day);
            }
            let own = |mut hours: clocks::ExceptionText| {
                hours.list = Some(list.to_owned());
                hours
            };
            text.exceptions.extend(feed.hours.into_iter().map(own));
        }
        None if replaced == 0 => {
            let sentence =
                "There is nothing of this name. Choose a file, or write the name as it stands on the page.";
            return Err(Refusal::invalid("name", sentence).into());
        }
        None => {}
    }
    let calendar = checked(text, now)?;
    Ok(Merged { calendar, days, hours, replaced, left_out })
}

fn read(content: &str, text: &CalendarText, now: Moment) -> Result<Feed, Stop> {
    if content.len() > LARGEST_LIST_BYTES {
        let sentence = format!("A calendar file has at most {} KiB.", LARGEST_LIST_BYTES >> 10);
        return Err(
            Refusal { field: Some("content".into()), ..Refusal::new(Status::TooLarge, sentence) }.into()
        );
    }
    let zone = clocks::zone(&text.zone).ok_or_else(|| anyhow::anyhow!("{} is no zone", text.zone))?;
    let (first, last) = years(text, now);
    let dates = Date::new(first, 1, 1).map_err(anyhow::Error::from)?
        ..=Date::new(last, 12, 31).map_err(anyhow::Error::from)?;
    let no_feed = |problem: clocks::FeedProblem| {
        Refusal::invalid("content", format!("This is no calendar (iCalendar): {problem}."))
    };
    Ok(Feed::read_for(content.as_bytes(), &zone, dates).map_err(no_feed)?)
}

fn skipped(skipped: clocks::Skipped) -> LeftOut {
    LeftOut { line: Some(skipped.line), name: skipped.name, why: skipped.why }
}

/// The dates that are set apart once, with the list that says so.
fn singles(text: &CalendarText) -> BTreeMap<String, Option<String>> {
    let once = text.special_days.iter().filter(|day| day.rule.is_none());
    once.map(|day| (day.date.clone(), day.list.clone())).collect()
}

fn known(date: &str, by: Option<&str>) -> String {
    match by {
        Some(list) => format!("falls on {date}, which {list:?} has already"),
        None => format!("falls on {date}, for which hours were typed: those stay"),
    }
}

/// # Errors
/// A refusal at the file: too many entries, what makes no calendar, hours that would not open for more than a year.
fn checked(text: CalendarText, now: Moment) -> Result<Calendar, Stop> {
    let entries: u32 = lists_of(&text).iter().map(|list| list.entries).sum();
    if usize::try_from(entries).is_ok_and(|entries| entries > MOST_ENTRIES) {
        let sentence = format!(
            "With this file {entries} entries would come from files; at most {MOST_ENTRIES} are kept. Bring a shorter one."
        );
        return Err(Refusal::invalid("content", sentence).into());
    }
    let wrong = |problem: clocks::CalendarProblem| {
        Refusal::invalid("content", format!("The hours could not stand so: {}.", problem.problem))
    };
    let calendar = Calendar::try_from(text).map_err(wrong)?;
    calendar.check_opens(now.timestamp()).map_err(wrong)?;
    Ok(calendar)
}

/// New hours with the days of the lists that the old ones had; what is open round the clock has none, and a day that was
/// typed goes before one from a list.
///
/// # Errors
/// As [`merged`].
pub(crate) fn carried_over(new: Calendar, old: &CalendarText, now: Moment) -> Result<Calendar, Stop> {
    let mut text = CalendarText::from(new);
    if text.always || lists_of(old).is_empty() {
        return Calendar::try_from(text).map_err(|e| anyhow::anyhow!("hours that were checked: {e}").into());
    }
    let typed = singles(&text);
    let stays = |day: &&clocks::SpecialDayText| {
        day.list.is_some() && (day.rule.is_some() || !typed.contains_key(&day.date))
    };
    text.special_days.extend(old.special_days.iter().filter(stays).cloned());
    text.exceptions.extend(old.exceptions.iter().filter(|hours| hours.list.is_some()).cloned());
    checked(text, now)
}

/// Which lists a location's hours have entries from, by name.
pub(crate) fn lists_of(text: &CalendarText) -> Vec<TakenList> {
    let mut lists: BTreeMap<&str, u32> = BTreeMap::new();
    let days = text.special_days.iter().filter_map(|day| day.list.as_deref());
    for name in days.chain(text.exceptions.iter().filter_map(|hours| hours.list.as_deref())) {
        *lists.entry(name).or_default() += 1;
    }
    lists.into_iter().map(|(name, entries)| TakenList { name: name.to_owned(), entries }).collect()
}

/// What differs between two calendars in the years that are looked at.
pub(crate) struct Differs {
    /// Days that are odd otherwise than before.
    pub becomes: Vec<OddDay>,
    /// Days that are as their weekday again, as they were before.
    pub back: Vec<OddDay>,
    /// Days that are not listed, since there are too many.
    pub more: usize,
}

/// # Errors
/// A fault: a year that cannot be reckoned.
pub(crate) fn differs(old: &Calendar, new: &Calendar, now: Moment) -> anyhow::Result<Differs> {
    let (first, last) = years(old.text(), now);
    let (mut becomes, mut back) = (Vec::new(), Vec::new());
    for year in first..=last {
        let of = |calendar| odd_days(calendar, year);
        let (old, new) = (of(old)?, of(new)?);
        let hours = |day: &&OddDay| day.kind != OddKind::Clocks;
        let (was, is): (Vec<_>, Vec<_>) =
            (old.iter().filter(hours).collect(), new.iter().filter(hours).collect());
        let dates: BTreeSet<&str> = is.iter().map(|day| day.date.as_str()).collect();
        let before: BTreeMap<&str, &OddDay> = was.iter().map(|day| (day.date.as_str(), *day)).collect();
        becomes.extend(
            is.iter().filter(|day| before.get(day.date.as_str()) != Some(*day)).map(|day| (*day).clone()),
        );
        back.extend(was.iter().filter(|day| !dates.contains(day.date.as_str())).map(|day| (*day).clone()));
    }
    let more = becomes.len().saturating_sub(MOST_LISTED) + back.len().saturating_sub(MOST_LISTED);
    becomes.truncate(MOST_LISTED);
    back.truncate(MOST_LISTED);
    Ok(Differs { becomes, back, more })
}

/// The first of what is left out, and how many more there are.
pub(crate) fn listed(mut left_out: Vec<LeftOut>) -> (Vec<LeftOut>, usize) {
    let more = left_out.len().saturating_sub(MOST_LISTED);
    left_out.truncate(MOST_LISTED);
    (left_out, more)
}
