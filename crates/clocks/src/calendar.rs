//! The hours in which somebody works: a weekly pattern in the local time of a place, and the days that differ
//! from it.
//!
//! A special day, such as a holiday or a short Christmas Eve, decides its whole date: nothing of the ordinary
//! week is left on it, not even the tail of a night shift that began the evening before. A calendar never
//! changes; an edit makes another one, so that what was judged by the old one stays as it was judged.

use crate::holidays::Holidays;
use crate::hours::{Span, shortened};
use crate::problem::CalendarProblem;
use crate::zone::zone;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More spans in a day than this are a mistake.
const MOST_SPANS: usize = 24;
/// More special days than this are a mistake: fifty a year for forty years.
const MOST_SPECIAL_DAYS: usize = 2_000;
/// A name longer than this (in bytes) does not fit a row of an account.
const LONGEST_NAME: usize = 120;

/// A calendar as people write it and as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarText {
    /// IANA zone name, such as `America/New_York`.
    pub zone: String,
    /// Open at every moment of every day; then there is neither a week nor a special day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
    /// Opening hours for each day of the week.
    #[serde(default, skip_serializing_if = "WeekText::is_empty")]
    pub week: WeekText,
    /// Dates that differ from the week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special_days: Vec<SpecialDayText>,
    /// Holidays on which it is closed; a special day of the same date goes before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Holidays>,
}

/// Opening hours for each day of the week, each as a list of spans such as `08:00-17:00`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeekText {
    pub monday: Vec<String>,
    pub tuesday: Vec<String>,
    pub wednesday: Vec<String>,
    pub thursday: Vec<String>,
    pub friday: Vec<String>,
    pub saturday: Vec<String>,
    pub sunday: Vec<String>,
}

impl WeekText {
    fn is_empty(&self) -> bool {
        self.days().iter().all(|(_, spans)| spans.is_empty())
    }

    fn days(&self) -> [(&'static str, &[String]); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }
}

/// A date with hours of its own; no hours means closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDayText {
    /// `2026-11-26`.
    pub date: String,
    /// What the account says: "Thanksgiving Day".
    pub name: String,
    /// Spans such as `08:00-12:00`; empty means closed all day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct SpecialDay {
    pub name: Arc<str>,
    pub open: Vec<Span>,
}

#[derive(Debug)]
struct Parsed {
    text: CalendarText,
    zone: TimeZone,
    week: [Vec<Span>; 7],
    special: BTreeMap<Date, SpecialDay>,
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
        if text.always && !text.week.is_empty() {
            return Err(CalendarProblem::new("week", "must be empty when the calendar is always open"));
        }
        if text.always && !text.special_days.is_empty() {
            return Err(CalendarProblem::new(
                "special_days",
                "must be empty when the calendar is always open",
            ));
        }
        if text.always && text.holidays.is_some() {
            return Err(CalendarProblem::new("holidays", "must be absent when the calendar is always open"));
        }
        let mut week: [Vec<Span>; 7] = Default::default();
        for (slot, (day, spans)) in week.iter_mut().zip(text.week.days()) {
            *slot = spans_of(spans, &format!("week.{day}"))?;
        }
        let special = special_days_of(&text.special_days)?;
        let opens =
            week.iter().any(|day| !day.is_empty()) || special.values().any(|day| !day.open.is_empty());
        if !text.always && !opens {
            return Err(CalendarProblem::new("week", "has no open hours, so nothing would ever be due"));
        }
        Ok(Self(Arc::new(Parsed { text, zone, week, special })))
    }
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
        text.special_days.push(SpecialDayText { date: date.to_string(), name: name.into(), open });
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

    /// What sets a date apart from the ordinary week: a special day of its own, or a holiday by rule.
    pub(crate) fn set_apart(&self, date: Date) -> Option<Arc<str>> {
        match self.0.special.get(&date) {
            Some(day) => Some(day.name.clone()),
            None => self.holiday(date).map(Arc::from),
        }
    }

    fn holiday(&self, date: Date) -> Option<&'static str> {
        self.0.text.holidays.and_then(|holidays| holidays.on(date))
    }

    /// The spans that begin on this date.
    pub(crate) fn spans(&self, date: Date) -> &[Span] {
        match self.0.special.get(&date) {
            Some(day) => &day.open,
            None if self.holiday(date).is_some() => &[],
            None => &self.0.week[weekday_index(date.weekday())],
        }
    }
}

fn weekday_index(day: Weekday) -> usize {
    day.to_monday_zero_offset().unsigned_abs().into()
}

fn spans_of(texts: &[String], field: &str) -> Result<Vec<Span>, CalendarProblem> {
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

fn special_days_of(texts: &[SpecialDayText]) -> Result<BTreeMap<Date, SpecialDay>, CalendarProblem> {
    if texts.len() > MOST_SPECIAL_DAYS {
        return Err(CalendarProblem::new("special_days", format!("has more than {MOST_SPECIAL_DAYS} days")));
    }
    let mut days = BTreeMap::new();
    for (place, text) in texts.iter().enumerate() {
        let here = format!("special_days[{place}]");
        let date: Date = text.date.parse().map_err(|_| {
            let quoted = shortened(&text.date);
            CalendarProblem::new(
                format!("{here}.date"),
                format!("\"{quoted}\" is not a date such as 2026-11-26"),
            )
        })?;
        if text.name.trim().is_empty() || text.name.len() > LONGEST_NAME {
            let problem = format!("must have 1 to {LONGEST_NAME} bytes, since accounts name the day");
            return Err(CalendarProblem::new(format!("{here}.name"), problem));
        }
        let open = spans_of(&text.open, &format!("{here}.open"))?;
        if days.insert(date, SpecialDay { name: text.name.as_str().into(), open }).is_some() {
            return Err(CalendarProblem::new(format!("{here}.date"), format!("{date} is listed twice")));
        }
    }
    Ok(days)
}
