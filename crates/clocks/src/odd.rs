//! What differs from the ordinary week: special days, once or by a rule, and hours that are closed or open besides.

use crate::calendar::{CLOSED_WORDS, date_of, name_of, spans_of};
use crate::compiled::in_range;
use crate::holidays::{Observed, is_weekend};
use crate::hours::Span;
use crate::instant::instant;
use crate::problem::CalendarProblem;
use crate::recurrence::Recurrence;
use crate::text::{Does, ExceptionText, SpecialDayText};
use crate::zone::{Occurrence, meant, zone};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More special days than this are a mistake: fifty a year for forty years.
const MOST_SPECIAL_DAYS: usize = 2_000;
/// More days by a rule than this are a mistake.
const MOST_RULES: usize = 200;
/// More exceptions than this are a mistake.
const MOST_EXCEPTIONS: usize = 2_000;
/// More dates on which a rule does not hold are a mistake.
const MOST_EXCEPT: usize = 2_000;
/// A recurring exception lasts at most so many days.
const LONGEST_EXCEPTION_DAYS: i32 = 400;

/// A date's own hours.
#[derive(Debug, Clone)]
pub(crate) struct SpecialDay {
    pub name: Arc<str>,
    pub open: Arc<[Span]>,
}

/// A special day that comes again.
#[derive(Debug, Clone)]
pub(crate) struct RuledDay {
    first: Date,
    rule: Recurrence,
    except: BTreeSet<Date>,
    observed: Option<Observed>,
    day: SpecialDay,
}

/// Special days: those of one date, and those by a rule.
#[derive(Debug, Default)]
pub(crate) struct SpecialDays {
    single: BTreeMap<Date, SpecialDay>,
    ruled: Vec<RuledDay>,
}

impl SpecialDays {
    pub(crate) fn read(texts: &[SpecialDayText]) -> Result<Self, CalendarProblem> {
        let mut days = Self::default();
        if texts.len() > MOST_SPECIAL_DAYS {
            let problem = format!("has more than {MOST_SPECIAL_DAYS} days");
            return Err(CalendarProblem::new("special_days", problem));
        }
        for (place, text) in texts.iter().enumerate() {
            let here = format!("special_days[{place}]");
            let date = date_of(&text.date, &format!("{here}.date"))?;
            let name = name_of(&text.name, &format!("{here}.name"))?;
            let day = SpecialDay { name, open: spans_of(&text.open, &format!("{here}.open"))?.into() };
            if let Some(rule) = &text.rule {
                let (rule, except) = ruled(rule, &text.except, &here)?;
                days.ruled.push(RuledDay { first: date, rule, except, observed: text.observed, day });
                if days.ruled.len() > MOST_RULES {
                    let problem = format!("more than {MOST_RULES} days come by a rule");
                    return Err(CalendarProblem::new("special_days", problem));
                }
                continue;
            }
            if !text.except.is_empty() {
                return Err(CalendarProblem::new(format!("{here}.except"), "needs a rule"));
            }
            let kept = text.observed.map_or(date, |observed| observed.kept(date));
            if days.single.insert(kept, day).is_some() {
                return Err(CalendarProblem::new(format!("{here}.date"), format!("{kept} is listed twice")));
            }
        }
        Ok(days)
    }

    pub(crate) fn any_open(&self) -> bool {
        let ruled = self.ruled.iter().map(|ruled| &ruled.day);
        self.single.values().chain(ruled).any(|day| !day.open.is_empty())
    }

    /// Puts the special days between two dates (both included) in place of what stands there. A date of its own goes
    /// before a rule; among rules the first in the list.
    pub(crate) fn place(&self, from: Date, to: Date, days: &mut BTreeMap<Date, SpecialDay>) {
        // What falls just outside may be kept within.
        let margin = 14.days();
        let (wide_from, wide_to) = (from.saturating_sub(margin), to.saturating_add(margin));
        let mut by_rule: BTreeMap<Date, SpecialDay> = BTreeMap::new();
        let mut moved: Vec<(Date, &RuledDay)> = Vec::new();
        for ruled in &self.ruled {
            for date in ruled.rule.dates(ruled.first, wide_from, wide_to) {
                if ruled.except.contains(&date) {
                    continue;
                }
                if ruled.observed.is_some() && is_weekend(date) {
                    moved.push((date, ruled));
                } else {
                    by_rule.entry(date).or_insert_with(|| ruled.day.clone());
                }
            }
        }
        // A day that moves forward does not land on one that is kept already: 26 December after 25 December.
        moved.sort_by_key(|(date, _)| *date);
        for (date, ruled) in moved {
            let mut kept = ruled.observed.map_or(date, |observed| observed.kept(date));
            while ruled.observed == Some(Observed::NextWorkday)
                && (is_weekend(kept) || by_rule.contains_key(&kept))
                && kept <= wide_to
            {
                kept = kept.saturating_add(1.day());
            }
            by_rule.entry(kept).or_insert_with(|| ruled.day.clone());
        }
        days.extend(by_rule.into_iter().filter(|(date, _)| (from..=to).contains(date)));
        days.extend(self.single.range(from..=to).map(|(date, day)| (*date, day.clone())));
    }
}

/// Hours that are closed or open besides.
#[derive(Debug, Clone)]
pub(crate) struct Exception {
    pub name: Arc<str>,
    pub does: Does,
    when: When,
}

#[derive(Debug, Clone)]
enum When {
    /// In microseconds.
    Once(i64, i64),
    Ruled(Box<RuledHours>),
}

#[derive(Debug, Clone)]
struct RuledHours {
    first: Date,
    from: Time,
    until: Time,
    days: i32,
    rule: Recurrence,
    except: BTreeSet<Date>,
    zone: TimeZone,
}

pub(crate) fn exceptions_of(
    texts: &[ExceptionText],
    zone: &TimeZone,
) -> Result<Vec<Exception>, CalendarProblem> {
    if texts.len() > MOST_EXCEPTIONS {
        let problem = format!("has more than {MOST_EXCEPTIONS} entries");
        return Err(CalendarProblem::new("exceptions", problem));
    }
    if texts.iter().filter(|text| text.rule.is_some()).count() > MOST_RULES {
        let problem = format!("more than {MOST_RULES} come by a rule");
        return Err(CalendarProblem::new("exceptions", problem));
    }
    let read = |(place, text)| Exception::read(text, zone, &format!("exceptions[{place}]"));
    texts.iter().enumerate().map(read).collect()
}

impl Exception {
    fn read(text: &ExceptionText, home: &TimeZone, here: &str) -> Result<Self, CalendarProblem> {
        let name = name_of(&text.name, &format!("{here}.name"))?;
        let own = match &text.zone {
            None => home.clone(),
            Some(name) => zone(name).ok_or_else(|| {
                CalendarProblem::new(format!("{here}.zone"), "is not an IANA zone such as America/New_York")
            })?,
        };
        let when = match &text.rule {
            None => {
                let from = edge(&text.from, &own, &format!("{here}.from"))?;
                let until = edge(&text.until, &own, &format!("{here}.until"))?;
                if until <= from {
                    return Err(CalendarProblem::new(
                        format!("{here}.until"),
                        "does not lie after its beginning",
                    ));
                }
                if !text.except.is_empty() {
                    return Err(CalendarProblem::new(format!("{here}.except"), "needs a rule"));
                }
                When::Once(from, until)
            }
            Some(rule) => {
                let (rule, except) = ruled(rule, &text.except, here)?;
                let from = wall(&text.from, &format!("{here}.from"))?;
                let until = wall(&text.until, &format!("{here}.until"))?;
                let days = from.date().until(until.date()).map_or(i32::MAX, |span| span.get_days());
                if until <= from || days > LONGEST_EXCEPTION_DAYS {
                    let problem =
                        format!("must lie after its beginning, at most {LONGEST_EXCEPTION_DAYS} days");
                    return Err(CalendarProblem::new(format!("{here}.until"), problem));
                }
                let (first, from, until) = (from.date(), from.time(), until.time());
                When::Ruled(Box::new(RuledHours { first, from, until, days, rule, except, zone: own }))
            }
        };
        Ok(Self { name, does: text.does, when })
    }

    /// Its stretches that can touch the dates from one to another, in microseconds.
    pub(crate) fn stretches(&self, from: Date, to: Date) -> Option<Vec<(i64, i64)>> {
        match &self.when {
            When::Once(from, until) => Some(vec![(*from, *until)]),
            When::Ruled(hours) => {
                let earliest = from.saturating_sub((hours.days + 2).days());
                let dates = hours.rule.dates(hours.first, earliest, to.saturating_add(1.day()));
                let dates = dates.into_iter().filter(|date| !hours.except.contains(date));
                dates.map(|date| hours.on(date)).collect()
            }
        }
    }
}

impl RuledHours {
    /// The stretch that begins on a date: as with opening hours, the first occurrence of its beginning and the last
    /// of its end.
    fn on(&self, date: Date) -> Option<(i64, i64)> {
        let last = date.checked_add(self.days.days()).ok()?;
        let from = meant(date.to_datetime(self.from), &self.zone, Occurrence::First)?;
        let until = meant(last.to_datetime(self.until), &self.zone, Occurrence::Last)?;
        Some((from, until))
    }
}

/// A typed edge as an instant: a date means its first moment.
fn edge(text: &str, zone: &TimeZone, field: &str) -> Result<i64, CalendarProblem> {
    let at = match whole_date(text) {
        Some(date) => meant(date.to_datetime(Time::midnight()), zone, Occurrence::First)
            .and_then(|at| jiff::Timestamp::from_microsecond(at).ok())
            .ok_or_else(|| CalendarProblem::new(field, CLOSED_WORDS))?,
        None => instant(text, zone).map_err(|problem| CalendarProblem::new(field, problem))?,
    };
    in_range(at).map_err(|problem| CalendarProblem::new(field, problem.to_string()))
}

/// A wall clock time of a rule, which never names an instant.
fn wall(text: &str, field: &str) -> Result<DateTime, CalendarProblem> {
    let shape =
        || CalendarProblem::new(field, "is not a local time such as 2026-12-24T12:00, without an offset");
    // A local time is read from an instant too, its offset dropped; here that would be a silent mistake.
    if text.parse::<jiff::Timestamp>().is_ok() || text.contains('[') {
        return Err(shape());
    }
    let local: DateTime = text.trim().parse().map_err(|_| shape())?;
    if (1900..2300).contains(&local.year()) {
        Ok(local)
    } else {
        Err(CalendarProblem::new(field, CLOSED_WORDS))
    }
}

fn whole_date(text: &str) -> Option<Date> {
    let text = text.trim();
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

fn ruled(rule: &str, except: &[String], here: &str) -> Result<(Recurrence, BTreeSet<Date>), CalendarProblem> {
    let rule =
        rule.parse().map_err(|problem: String| CalendarProblem::new(format!("{here}.rule"), problem))?;
    if except.len() > MOST_EXCEPT {
        let problem = format!("has more than {MOST_EXCEPT} dates");
        return Err(CalendarProblem::new(format!("{here}.except"), problem));
    }
    let read = |(place, text): (usize, &String)| date_of(text, &format!("{here}.except[{place}]"));
    let except: Result<BTreeSet<Date>, _> = except.iter().enumerate().map(read).collect();
    Ok((rule, except?))
}
