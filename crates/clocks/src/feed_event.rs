//! One entry of a feed as it stands there: when it begins and ends, by which rule it comes again, and what speaks
//! against taking it over.

use crate::feed_lines::Line;
use crate::recurrence::compact_date;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// Dates on which a rule does not hold, for each entry.
pub(crate) const MOST_EXCEPT: usize = 1_000;
/// A row of an account holds no more, in bytes.
const LONGEST_NAME: usize = 120;

/// An entry as it stands in the feed.
#[derive(Default)]
pub(crate) struct Event {
    pub line: usize,
    pub uid: String,
    pub name: String,
    pub starts: Option<Edge>,
    pub ends: Option<Edge>,
    pub lasts: Option<jiff::Span>,
    pub rule: Option<String>,
    pub except: Vec<Edge>,
    pub replaces: Option<Edge>,
    pub dates: Vec<Edge>,
    pub cancelled: bool,
    pub observance: bool,
    pub opens: bool,
    pub wrong: Option<String>,
}

/// A beginning or an end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Edge {
    Date(Date),
    Utc(DateTime),
    /// In the zone of the place, or in another.
    Local(DateTime, Option<String>),
}

impl Edge {
    pub fn wall(&self) -> DateTime {
        match self {
            Self::Date(date) => date.to_datetime(Time::midnight()),
            Self::Utc(at) | Self::Local(at, _) => *at,
        }
    }

    /// The wall clock in a zone.
    pub fn in_zone(&self, zone: &TimeZone) -> DateTime {
        match self {
            Self::Utc(at) => TimeZone::UTC.to_timestamp(*at).map_or(*at, |at| zone.to_datetime(at)),
            other => other.wall(),
        }
    }
}

impl Event {
    /// Notes one property.
    pub fn take(&mut self, line: &Line) {
        let result = match line.name.as_str() {
            "UID" => {
                self.uid = line.value.chars().take(400).collect();
                Ok(())
            }
            "SUMMARY" => {
                self.name = name(&line.text());
                Ok(())
            }
            "DTSTART" => edge(line, &line.value).map(|at| self.starts = Some(at)),
            "DTEND" => edge(line, &line.value).map(|at| self.ends = Some(at)),
            "RECURRENCE-ID" => edge(line, &line.value).map(|at| self.replaces = Some(at)),
            "DURATION" => match line.value.trim().parse::<jiff::Span>() {
                Ok(span) => {
                    self.lasts = Some(span);
                    Ok(())
                }
                Err(_) => Err("its DURATION cannot be read".to_owned()),
            },
            "RRULE" if self.rule.is_some() => Err("has more than one rule".to_owned()),
            "RRULE" => {
                self.rule = Some(line.value.trim().to_owned());
                Ok(())
            }
            "EXDATE" | "RDATE" => self.take_dates(line),
            "EXRULE" => Err("has a rule for exceptions (EXRULE)".to_owned()),
            "STATUS" => {
                self.cancelled = line.value.trim().eq_ignore_ascii_case("CANCELLED");
                Ok(())
            }
            // So do the holiday feeds of the large providers tell those apart.
            "DESCRIPTION" => {
                let start: String = line.text().trim_start().chars().take(10).collect();
                self.observance = start.eq_ignore_ascii_case("observance");
                Ok(())
            }
            "CATEGORIES" => {
                self.opens |= line.value.split(',').any(|one| one.trim().eq_ignore_ascii_case("OPEN"));
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(problem) = result {
            self.wrong.get_or_insert(problem);
        }
    }

    fn take_dates(&mut self, line: &Line) -> Result<(), String> {
        for part in line.value.split(',') {
            let at = edge(line, part)?;
            if self.except.len() + self.dates.len() >= MOST_EXCEPT {
                return Err(format!("has more than {MOST_EXCEPT} single dates"));
            }
            match line.name.as_str() {
                "EXDATE" => self.except.push(at),
                _ => self.dates.push(at),
            }
        }
        Ok(())
    }

    /// The dates on which its rule does not hold, in its zone.
    pub fn except_in(&self, zone: &TimeZone) -> Vec<String> {
        self.except.iter().map(|edge| edge.in_zone(zone).date().to_string()).collect()
    }

    /// Its rule, with an end that is a date of its zone: what begins after the end does not come any more.
    pub fn rule_in(&self, zone: &TimeZone, begins: Time) -> Option<String> {
        let rule = self.rule.as_ref()?;
        let part = |part: &str| {
            let value = part.strip_prefix("UNTIL=").or_else(|| part.strip_prefix("until="))?;
            let last = match value_edge(value)? {
                Edge::Date(date) => date,
                other => {
                    let last = other.in_zone(zone);
                    if last.time() < begins { last.date().yesterday().ok()? } else { last.date() }
                }
            };
            Some(format!("UNTIL={}", last.strftime("%Y%m%d")))
        };
        let parts = rule.split(';').map(|text| part(text).unwrap_or_else(|| text.to_owned()));
        Some(parts.collect::<Vec<_>>().join(";"))
    }

    /// When it is over, by the same wall clock as its beginning.
    pub fn until(&self, starts: &Edge) -> Result<DateTime, String> {
        let from = starts.wall();
        let lasting = |span| from.checked_add(span).map_err(|_| "lasts too long".to_owned());
        match (&self.ends, self.lasts, starts) {
            (Some(_), Some(_), _) => Err("has an end and a duration".into()),
            (Some(end), None, _) => match (starts, end) {
                (Edge::Date(_), Edge::Date(_)) | (Edge::Utc(_), Edge::Utc(_)) => Ok(end.wall()),
                (Edge::Local(_, a), Edge::Local(_, b)) if a == b => Ok(end.wall()),
                _ => Err("begins and ends in different zones".into()),
            },
            (None, Some(span), _) => lasting(span),
            (None, None, Edge::Date(_)) => lasting(1.day()),
            (None, None, _) => Err("has no end".into()),
        }
    }
}

fn name(text: &str) -> String {
    let mut name: String = text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
    while name.len() > LONGEST_NAME {
        name.pop();
    }
    name
}

fn edge(line: &Line, value: &str) -> Result<Edge, String> {
    match value_edge(value.trim()) {
        Some(Edge::Local(at, _)) => Ok(Edge::Local(at, line.zone())),
        Some(other) => Ok(other),
        None => Err(format!("its {} cannot be read", line.name)),
    }
}

fn value_edge(value: &str) -> Option<Edge> {
    if let Some(date) = compact_date(value) {
        return Some(Edge::Date(date));
    }
    let (date, time) = value.split_once('T')?;
    let (time, utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    if time.len() != 6 || !time.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize| time[from..from + 2].parse::<i8>().ok();
    // A leap second is the last of its minute.
    let time = Time::new(part(0)?, part(2)?, part(4)?.min(59), 0).ok()?;
    let at = compact_date(date)?.to_datetime(time);
    Some(if utc { Edge::Utc(at) } else { Edge::Local(at, None) })
}
