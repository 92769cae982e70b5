//! The hours in which somebody works: a weekly pattern in the local time of a place, and the days that differ
//! from it.
//!
//! A special day, such as a holiday or a short Christmas Eve, decides its whole date: nothing of the ordinary
//! week is left on it, not even the tail of a night shift that began the evening before. A calendar never
//! changes; an edit makes another one, so that what was judged by the old one stays as it was judged.

use crate::budget::Budget;
use crate::hours::{Span, shortened};
use crate::odd::{Exception, SpecialDay, SpecialDays, exceptions_of};
use crate::problem::CalendarProblem;
use crate::text::{CalendarText, Does, SpecialDayText, WeekText};
use crate::zone::zone;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More spans in a day than this are a mistake.
const MOST_SPANS: usize = 24;
/// A name longer than this (in bytes) does not fit a row of an account.
const LONGEST_NAME: usize = 120;
/// What is said of a date that nothing is promised for.
pub(crate) const CLOSED_WORDS: &str = "lies outside the years 1900 to 2299";

#[derive(Debug)]
struct Parsed {
    text: CalendarText,
    zone: TimeZone,
    week: [Vec<Span>; 7],
    special: SpecialDays,
    exceptions: Vec<Exception>,
    business_day: Option<SignedDuration>,
}

/// Working hours that were checked and never change. Cheap to clone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "CalendarText", into = "CalendarText")]
pub struct Calendar(Arc<Parsed>);

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Calendar {}

impl From<Calendar> for CalendarText {
    fn from(calendar: Calendar) -> Self {
        calendar.0.text.clone()
    }
}

impl TryFrom<CalendarText> for Calendar {
    type Error = CalendarProblem;

    fn try_from(text: CalendarText) -> Result<Self, CalendarProblem> {
        let zone = zone(&text.zone).ok_or_else(|| {
            let quoted = shortened(&text.zone);
            CalendarProblem::new("zone", format!("\"{quoted}\" is not an IANA zone such as America/New_York"))
        })?;
        if text.always {
            refuse_beside_always(&text)?;
        }
        let mut week: [Vec<Span>; 7] = Default::default();
        for (slot, (day, spans)) in week.iter_mut().zip(text.week.days()) {
            *slot = spans_of(spans, &format!("week.{day}"))?;
        }
        let special = SpecialDays::read(&text.special_days)?;
        let exceptions = exceptions_of(&text.exceptions, &zone)?;
        let opens = week.iter().any(|day| !day.is_empty())
            || special.any_open()
            || exceptions.iter().any(|exception| exception.does == Does::Open);
        if !text.always && !opens {
            return Err(CalendarProblem::new("week", "has no open hours, so nothing would ever be due"));
        }
        let business_day = match &text.business_day {
            Some(length) => Some(business_day_of(length)?),
            None => ordinary_day(&week),
        };
        Ok(Self(Arc::new(Parsed { text, zone, week, special, exceptions, business_day })))
    }
}

/// What never closes has nothing beside it.
fn refuse_beside_always(text: &CalendarText) -> Result<(), CalendarProblem> {
    let empty = "must be empty when the calendar is always open";
    if !text.week.is_empty() {
        return Err(CalendarProblem::new("week", empty));
    }
    if !text.special_days.is_empty() {
        return Err(CalendarProblem::new("special_days", empty));
    }
    if !text.exceptions.is_empty() {
        return Err(CalendarProblem::new("exceptions", empty));
    }
    match text.holidays {
        Some(_) => Err(CalendarProblem::new("holidays", "must be absent when the calendar is always open")),
        None => Ok(()),
    }
}

fn business_day_of(text: &str) -> Result<SignedDuration, CalendarProblem> {
    let wrong = |problem: String| CalendarProblem::new("business_day", problem);
    let length: Budget = text.parse().map_err(wrong)?;
    if length.business_days > 0 || !(1..=86_400).contains(&length.seconds) {
        return Err(wrong("must be hours of work, such as 8h".into()));
    }
    Ok(SignedDuration::from_secs(length.seconds.into()))
}

/// The length of the days on which the week is open, where they are equally long.
fn ordinary_day(week: &[Vec<Span>; 7]) -> Option<SignedDuration> {
    let minutes = |day: &Vec<Span>| day.iter().map(|span| i64::from(span.minutes())).sum::<i64>();
    let mut lengths = week.iter().filter(|day| !day.is_empty()).map(minutes);
    let first = lengths.next()?;
    lengths.all(|other| other == first).then(|| SignedDuration::from_mins(first))
}

impl Calendar {
    /// Open round the clock; the zone only serves to show times.
    ///
    /// # Errors
    /// An unknown zone.
    pub fn always(zone: &str) -> Result<Self, CalendarProblem> {
        CalendarText { zone: zone.into(), always: true, ..CalendarText::default() }.try_into()
    }

    /// The same spans from Monday to Friday, closed at the weekend.
    ///
    /// # Errors
    /// An unknown zone, or a span that does not read as `08:00-17:00`.
    pub fn weekdays(zone: &str, spans: &[&str]) -> Result<Self, CalendarProblem> {
        let day: Vec<String> = spans.iter().map(|span| (*span).to_owned()).collect();
        let week = WeekText {
            monday: day.clone(),
            tuesday: day.clone(),
            wednesday: day.clone(),
            thursday: day.clone(),
            friday: day,
            ..WeekText::default()
        };
        CalendarText { zone: zone.into(), week, ..CalendarText::default() }.try_into()
    }

    /// The same calendar with one more special day; no spans means closed.
    ///
    /// # Errors
    /// As for the text form: a date that is there already, or a span that cannot be read.
    pub fn with_special_day(&self, date: Date, name: &str, open: &[&str]) -> Result<Self, CalendarProblem> {
        let mut text = self.0.text.clone();
        let open = open.iter().map(|span| (*span).to_owned()).collect();
        text.special_days.push(SpecialDayText {
            date: date.to_string(),
            name: name.into(),
            open,
            ..SpecialDayText::default()
        });
        text.try_into()
    }

    /// The zone of the hours, for showing times.
    pub fn zone(&self) -> &TimeZone {
        &self.0.zone
    }

    /// The calendar as people write it.
    pub fn text(&self) -> &CalendarText {
        &self.0.text
    }

    /// Whether the calendar opens for at least a minute in the 400 days after `from`: asked when one is
    /// saved.
    ///
    /// # Errors
    /// Names `week` when nothing opens by then: the week is empty and the special days with hours lie elsewhere.
    pub fn check_opens(&self, from: Timestamp) -> Result<(), CalendarProblem> {
        let closed = || CalendarProblem::new("week", "the calendar does not open in the next 400 days");
        let to = from.checked_add(jiff::SignedDuration::from_hours(400 * 24)).map_err(|_| closed())?;
        let compiled = self.compile(from, to).map_err(|_| closed())?;
        if compiled.total_open() < jiff::SignedDuration::from_mins(1) { Err(closed()) } else { Ok(()) }
    }

    pub(crate) fn is_always(&self) -> bool {
        self.0.text.always
    }

    /// How long a business day of a contract is here; `None` where the open days of the week differ in length, or
    /// it never closes, and it does not say.
    pub fn business_day(&self) -> Option<SignedDuration> {
        self.0.business_day
    }

    /// The dates from one to another (both included) that are set apart from the ordinary week: a special day of its
    /// own goes before one by a rule, and that before a holiday.
    pub(crate) fn set_apart(&self, from: Date, to: Date) -> BTreeMap<Date, SpecialDay> {
        let mut days = BTreeMap::new();
        if let Some(holidays) = self.0.text.holidays {
            let closed: Arc<[Span]> = Arc::from([]);
            let of = |date| {
                let name = holidays.on(date)?;
                Some((date, SpecialDay { name: name.into(), open: closed.clone() }))
            };
            days.extend(from.series(1.day()).take_while(|date| *date <= to).filter_map(of));
        }
        self.0.special.place(from, to, &mut days);
        days
    }

    /// The spans that an ordinary week has on this day.
    pub(crate) fn ordinary(&self, day: Weekday) -> &[Span] {
        &self.0.week[weekday_index(day)]
    }

    pub(crate) fn exceptions(&self) -> &[Exception] {
        &self.0.exceptions
    }
}

fn weekday_index(day: Weekday) -> usize {
    day.to_monday_zero_offset().unsigned_abs().into()
}

pub(crate) fn spans_of(texts: &[String], field: &str) -> Result<Vec<Span>, CalendarProblem> {
    if texts.len() > MOST_SPANS {
        return Err(CalendarProblem::new(field, format!("has more than {MOST_SPANS} spans")));
    }
    let mut spans: Vec<Span> = Vec::with_capacity(texts.len());
    for (place, text) in texts.iter().enumerate() {
        let here = format!("{field}[{place}]");
        let span = Span::parse(text).map_err(|problem| CalendarProblem::new(&here, problem))?;
        if let Some(other) = spans.iter().find(|other| other.overlaps(span)) {
            return Err(CalendarProblem::new(here, format!("{span} overlaps {other} of the same day")));
        }
        spans.push(span);
    }
    Ok(spans)
}

pub(crate) fn date_of(text: &str, field: &str) -> Result<Date, CalendarProblem> {
    let wrong =
        || CalendarProblem::new(field, format!("\"{}\" is not a date such as 2026-11-26", shortened(text)));
    let date: Date = text.parse().map_err(|_| wrong())?;
    if (1900..2300).contains(&date.year()) {
        Ok(date)
    } else {
        Err(CalendarProblem::new(field, CLOSED_WORDS))
    }
}

pub(crate) fn name_of(text: &str, field: &str) -> Result<Arc<str>, CalendarProblem> {
    if text.trim().is_empty() || text.len() > LONGEST_NAME {
        let problem = format!("must have 1 to {LONGEST_NAME} bytes, since accounts name the day");
        return Err(CalendarProblem::new(field, problem));
    }
    Ok(text.into())
}
