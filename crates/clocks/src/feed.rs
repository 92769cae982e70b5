//! Calendar feeds (iCalendar, RFC 5545): a list of holidays from outside becomes special days and closures, and what a
//! calendar keeps closed or open besides can be subscribed to by others.
//!
//! A feed is foreign input. It is read within limits, line by line, and never believed: what cannot be taken over is
//! listed with its line and the reason, so that somebody decides. A day without a zone is a local day.

use crate::feed_event::{Edge, Event, MOST_EXCEPT};
use crate::feed_lines::lines;
use crate::recurrence::Recurrence;
use crate::text::{Does, ExceptionText, SpecialDayText};
use crate::zone::zone;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

/// A feed larger than this is not read, in bytes.
pub const LARGEST_FEED: usize = 1 << 20;
/// More entries than this are a mistake.
const MOST_EVENTS: usize = 5_000;
/// More entries by a rule than this are a mistake: no calendar holds more.
const MOST_RULES: usize = 200;
/// A holiday of more days than this becomes one closure.
const MOST_DAYS: i32 = 31;

/// What a feed says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// Whole days, once or by a rule.
    pub days: Vec<SpecialDayText>,
    /// Hours.
    pub hours: Vec<ExceptionText>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

/// An entry that was not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The line at which the entry begins, from 1.
    pub line: usize,
    pub name: String,
    pub why: String,
}

/// Why a feed cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedProblem {
    /// The line, from 1.
    pub line: usize,
    pub problem: String,
}

impl fmt::Display for FeedProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for FeedProblem {}

/// For where and for when a feed is read.
struct Reading<'a> {
    home: &'a TimeZone,
    dates: RangeInclusive<Date>,
    /// Several feeds, or several names, for one date close it once.
    known: BTreeSet<Date>,
}

impl Reading<'_> {
    /// Whether an entry has to do with the dates; further dates of its own are held against them one by one.
    fn keep_to_dates(&self, event: &mut Event, starts: &Edge, until: DateTime) -> Result<(), String> {
        event.dates.retain(|edge| self.dates.contains(&edge.in_zone(self.home).date()));
        if !event.dates.is_empty() {
            return Ok(());
        }
        let (first, last) = (*self.dates.start(), *self.dates.end());
        if starts.wall().date() > last {
            return Err(format!("begins after {last}, which is further ahead than is looked"));
        }
        if event.rule.is_none() && until <= first.to_datetime(Time::midnight()) {
            return Err(format!("is over before {first}"));
        }
        Ok(())
    }
}

impl Feed {
    /// Reads a feed for a place in this zone.
    ///
    /// # Errors
    /// What is no feed, or larger than one may be, by its line.
    pub fn read(bytes: &[u8], home: &TimeZone) -> Result<Self, FeedProblem> {
        Self::read_for(bytes, home, Date::MIN..=Date::MAX)
    }

    /// The same for these dates: what is over before them or begins after them is left out, with its line. A rule that
    /// began before them is kept.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn read_for(bytes: &[u8], home: &TimeZone, dates: RangeInclusive<Date>) -> Result<Self, FeedProblem> {
        let wrong = |line: usize, problem: &str| FeedProblem { line, problem: problem.into() };
        if bytes.len() > LARGEST_FEED {
            return Err(wrong(1, "a feed has at most 1 MiB"));
        }
        let text = String::from_utf8_lossy(bytes);
        let (mut events, mut open, mut nested, mut began) = (Vec::<Event>::new(), None::<Event>, 0u32, false);
        let mut last = 1;
        for line in lines(&text) {
            last = line.number;
            let is = |value: &str| line.value.trim().eq_ignore_ascii_case(value);
            match (line.name.as_str(), &mut open) {
                ("BEGIN", _) if is("VCALENDAR") => began = true,
                _ if !began => return Err(wrong(line.number, "a feed begins with BEGIN:VCALENDAR")),
                ("BEGIN", None) if is("VEVENT") => {
                    if events.len() >= MOST_EVENTS {
                        return Err(wrong(line.number, "a feed has at most 5000 entries"));
                    }
                    open = Some(Event { line: line.number, ..Event::default() });
                }
                // What lies within an entry, such as an alarm, says nothing of its time.
                ("BEGIN", Some(_)) => nested += 1,
                ("END", Some(_)) if nested > 0 => nested -= 1,
                ("END", event @ Some(_)) if is("VEVENT") => events.extend(event.take()),
                (_, Some(event)) if nested == 0 => event.take(&line),
                _ => {}
            }
        }
        if !began || open.is_some() {
            return Err(wrong(last, "the feed ends within an entry, or is none"));
        }
        Ok(Self::of(events, Reading { home, dates, known: BTreeSet::new() }))
    }

    fn of(mut events: Vec<Event>, mut reading: Reading) -> Self {
        // An entry that replaces one occurrence of another takes that day out of its rule.
        let moved: Vec<(String, Edge)> =
            events.iter().filter_map(|e| Some((e.uid.clone(), e.replaces.clone()?))).collect();
        let mut feed = Self::default();
        let mut rules = 0;
        for event in &mut events {
            if event.rule.is_some() {
                rules += 1;
                if rules > MOST_RULES {
                    let why = format!("is one of more than {MOST_RULES} entries that come by a rule");
                    feed.skipped.push(Skipped { line: event.line, name: event.name.clone(), why });
                    continue;
                }
                let own = moved.iter().filter(|(uid, _)| *uid == event.uid).map(|(_, edge)| edge.clone());
                event.except.extend(own.take(MOST_EXCEPT));
            }
            if let Err(why) = feed.add(event, &mut reading) {
                feed.skipped.push(Skipped { line: event.line, name: event.name.clone(), why });
            }
        }
        feed
    }

    fn add(&mut self, event: &mut Event, reading: &mut Reading) -> Result<(), String> {
        if let Some(problem) = &event.wrong {
            return Err(problem.clone());
        }
        if event.cancelled {
            return Err("is cancelled".into());
        }
        if event.observance {
            return Err("is an observance: nobody has the day off".into());
        }
        if event.name.is_empty() {
            return Err("has no name (SUMMARY)".into());
        }
        let starts = &event.starts.clone().ok_or("has no beginning (DTSTART)")?;
        if let Some(rule) = &event.rule {
            rule.parse::<Recurrence>()?;
        }
        let until = event.until(starts)?;
        let year = |at: DateTime| (1900..2300).contains(&at.year());
        if !year(starts.wall()) || !year(until) {
            return Err("lies outside the years 1900 to 2299".into());
        }
        reading.keep_to_dates(event, starts, until)?;
        match starts {
            Edge::Date(date) => self.add_days(event, *date, until.date(), reading),
            _ => self.add_hours(event, starts, until, reading.home),
        }
    }

    fn add_days(
        &mut self,
        event: &Event,
        first: Date,
        end: Date,
        reading: &mut Reading,
    ) -> Result<(), String> {
        let days = first.until(end).map_or(i32::MAX, |span| span.get_days());
        if days < 1 {
            return Err("ends before it begins".into());
        }
        let except = event.except_in(reading.home);
        let rule = event.rule_in(reading.home, Time::midnight());
        let ruled = |name: &str, date: Date| SpecialDayText {
            date: date.to_string(),
            name: name.into(),
            rule: rule.clone(),
            except: if event.rule.is_some() { except.clone() } else { Vec::new() },
            ..SpecialDayText::default()
        };
        if days > 1 && (event.rule.is_some() || days > MOST_DAYS) {
            self.hours.push(ExceptionText {
                name: event.name.clone(),
                does: Does::Closed,
                from: if event.rule.is_some() { format!("{first}T00:00") } else { first.to_string() },
                until: if event.rule.is_some() { format!("{end}T00:00") } else { end.to_string() },
                rule: rule.clone(),
                except: if event.rule.is_some() { except } else { Vec::new() },
                zone: None,
                list: None,
            });
            return Ok(());
        }
        let more = event.dates.iter().map(|edge| edge.wall().date()).filter(|_| days == 1);
        for date in first.series(1.day()).take(usize::try_from(days).unwrap_or(1)).chain(more) {
            if event.rule.is_some() || (reading.dates.contains(&date) && reading.known.insert(date)) {
                self.days.push(ruled(&event.name, date));
            }
        }
        Ok(())
    }

    fn add_hours(
        &mut self,
        event: &Event,
        starts: &Edge,
        until: DateTime,
        home: &TimeZone,
    ) -> Result<(), String> {
        let from = starts.wall();
        if until <= from {
            return Err("ends before it begins, or lasts no time".into());
        }
        let (name, own) = match starts {
            Edge::Utc(_) => (Some("UTC".to_owned()), TimeZone::UTC),
            Edge::Local(_, Some(name)) => {
                let zone = zone(name).ok_or_else(|| format!("its zone {name} is not an IANA zone"))?;
                (Some(name.clone()), zone)
            }
            _ => (None, home.clone()),
        };
        let once = |from: DateTime, until: DateTime| -> Result<ExceptionText, String> {
            // RFC 5545, 3.3.5: a time that occurs twice is the first, one that does not is read with the old offset.
            let instant = |at: DateTime| -> Result<Timestamp, String> {
                let found = own.to_ambiguous_timestamp(at).compatible();
                found.map_err(|_| "lies outside the years that are counted".into())
            };
            let (from, until) = (instant(from)?, instant(until)?);
            if until <= from {
                return Err("lasts no time, since the clocks jump over it".into());
            }
            Ok(ExceptionText {
                name: event.name.clone(),
                does: if event.opens { Does::Open } else { Does::Closed },
                from: from.to_string(),
                until: until.to_string(),
                rule: None,
                except: Vec::new(),
                zone: None,
                list: None,
            })
        };
        match event.rule_in(&own, from.time()) {
            rule @ Some(_) => {
                let text = once(from, until)?;
                self.hours.push(ExceptionText {
                    from: from.to_string(),
                    until: until.to_string(),
                    rule,
                    except: event.except_in(&own),
                    zone: name,
                    ..text
                });
            }
            None => {
                self.hours.push(once(from, until)?);
                let length = from.until(until).map_err(|_| "lasts too long")?;
                for more in &event.dates {
                    let end = more.wall().checked_add(length).map_err(|_| "lasts too long")?;
                    self.hours.push(once(more.wall(), end)?);
                }
            }
        }
        Ok(())
    }
}
