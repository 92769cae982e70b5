//! A rota as a file that somebody can write and read: TOML or JSON. Times without an offset are local to the rota's
//! zone; one that the clocks skip or show twice is refused with both moments that may be meant, and is then written
//! with its offset.

use super::hours::Only;
use super::turns::Turns;
use super::{Every, Layer, Member, Override, OverrideKind, Pass, Rota, RotaProblem};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The largest file.
const LONGEST_TEXT: usize = 200_000;
/// The most layers, and the most people in one.
const MOST_LAYERS: usize = 50;
const MOST_PEOPLE: usize = 200;
const MOST_OVERRIDES: usize = 2_000;
const MOST_DAYS: usize = 2_000;
const MOST_HOURS: usize = 100;
/// The most characters of a name.
const LONGEST_NAME: usize = 120;

/// A rota as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RotaText {
    /// IANA zone in which its times are meant.
    pub zone: String,
    /// Days on which the layers for holidays answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    /// Whether the public holidays of the federal government of the United States count as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub federal_holidays: bool,
    /// Asked from top to bottom.
    pub layers: Vec<LayerText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<OverrideText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonText>,
}

/// A layer as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerText {
    pub name: String,
    /// In the order in which they take turns.
    pub people: Vec<String>,
    pub every: Every,
    /// Every so many hours, days, weeks or months.
    #[serde(default = "once")]
    pub times: i64,
    /// The first moment of the first turn; later turns begin at the same local time.
    pub starts: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// Hours in which it works, such as `mon-fri 17:00-08:00`; always when none are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    #[serde(default)]
    pub pass: Pass,
    /// Whether it answers on holidays, and only then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub holidays: bool,
    /// A certification that whoever has the turn must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certification: Option<String>,
}

/// An override as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideText {
    pub kind: OverrideKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    pub from: String,
    pub to: String,
}

/// What is known of somebody, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonText {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<CertificationText>,
}

/// A certification as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificationText {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

fn once() -> i64 {
    1
}

/// Reads a rota: JSON when it begins with a brace, TOML otherwise.
///
/// # Errors
/// The field and what is wrong with it; for a text that is neither, the line.
pub fn read(text: &str) -> Result<RotaText, RotaProblem> {
    if text.len() > LONGEST_TEXT {
        return Err(RotaProblem::new("rota", format!("This is longer than {LONGEST_TEXT} letters.")));
    }
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|e| {
            RotaProblem::new("rota", format!("This cannot be read as JSON: {}.", one_line(&e.to_string())))
        });
    }
    toml::from_str(text).map_err(|e| {
        let line = e
            .span()
            .map_or(1, |span| 1 + text.as_bytes().iter().take(span.start).filter(|b| **b == b'\n').count());
        let why = one_line(e.message());
        RotaProblem::new("rota", format!("This cannot be read as TOML: line {line}: {why}."))
    })
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(200).collect::<String>().trim_end_matches('.').to_owned()
}

fn name(field: &str, text: &str) -> Result<String, RotaProblem> {
    let text = text.trim();
    let wrong = text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control);
    let sentence = format!("Give a name of at most {LONGEST_NAME} letters on one line.");
    if wrong { Err(RotaProblem::new(field, sentence)) } else { Ok(text.to_owned()) }
}

/// A typed time: local in the zone, or an instant with its offset.
///
/// # Errors
/// Unreadable, skipped or repeated; a repeated or skipped one with both moments that may be meant.
pub fn typed(field: &str, text: &str, zone: &TimeZone) -> Result<Timestamp, RotaProblem> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let Ok(local) = text.parse::<DateTime>() else {
        return Err(RotaProblem::new(field, "Give a day and a time, for instance 2026-11-25T08:00."));
    };
    clocks::typed(local, zone).map_err(|problem| {
        let sentence = match &problem {
            clocks::TypedProblem::OutOfRange => problem.to_string(),
            _ => format!("{problem}; write it with its offset"),
        };
        RotaProblem::new(field, format!("{sentence}."))
    })
}

impl RotaText {
    /// The rota, ready to be asked.
    ///
    /// # Errors
    /// The first field that is wrong, and why.
    pub fn rota(&self) -> Result<Rota, RotaProblem> {
        let Some(zone) = clocks::zone(self.zone.trim()) else {
            return Err(RotaProblem::new("zone", "This is no time zone. Write it like America/Chicago."));
        };
        if self.layers.len() > MOST_LAYERS {
            return Err(RotaProblem::new("layers", format!("A rota has at most {MOST_LAYERS} layers.")));
        }
        if self.overrides.len() > MOST_OVERRIDES {
            let sentence = format!("A rota has at most {MOST_OVERRIDES} overrides.");
            return Err(RotaProblem::new("overrides", sentence));
        }
        if self.holidays.len() > MOST_DAYS {
            let sentence = format!("A rota has at most {MOST_DAYS} holidays.");
            return Err(RotaProblem::new("holidays", sentence));
        }
        let mut holidays = BTreeSet::new();
        for (i, day) in self.holidays.iter().enumerate() {
            let wrong = |_| RotaProblem::new(format!("holidays[{i}]"), "Write a day like 2026-12-25.");
            holidays.insert(day.trim().parse::<Date>().map_err(wrong)?);
        }
        let mut layers = Vec::with_capacity(self.layers.len());
        for (i, layer) in self.layers.iter().enumerate() {
            layers.push(layer.layer(&format!("layers[{i}]"), &zone)?);
        }
        let mut rota = Rota {
            zone: zone.clone(),
            zone_name: self.zone.trim().to_owned(),
            layers,
            holidays,
            federal_holidays: self.federal_holidays,
            overrides: Vec::new(),
            members: BTreeMap::new(),
        };
        for (i, o) in self.overrides.iter().enumerate() {
            let field = format!("overrides[{i}]");
            rota.put(o.read(&field, &zone)?)
                .map_err(|p| RotaProblem::new(format!("{field}.{}", p.field), p.sentence))?;
        }
        for (i, person) in self.people.iter().enumerate() {
            let (name, member) = person.read(&format!("people[{i}]"), &zone)?;
            rota.know(name, member);
        }
        Ok(rota)
    }
}

impl LayerText {
    fn layer(&self, field: &str, zone: &TimeZone) -> Result<Layer, RotaProblem> {
        let of = |part: &str| format!("{field}.{part}");
        if self.people.is_empty() || self.people.len() > MOST_PEOPLE {
            let sentence = format!("Name at least one person and at most {MOST_PEOPLE}.");
            return Err(RotaProblem::new(of("people"), sentence));
        }
        let mut people = Vec::with_capacity(self.people.len());
        for (i, person) in self.people.iter().enumerate() {
            people.push(name(&format!("{field}.people[{i}]"), person)?);
        }
        if !(1..=1_000).contains(&self.times) {
            return Err(RotaProblem::new(of("times"), "Give a number from 1 to 1000."));
        }
        if self.pass == Pass::WorkedDays && (self.every != Every::Daily || self.times != 1) {
            let sentence = "Only a turn of one day can pass on worked days only.";
            return Err(RotaProblem::new(of("pass"), sentence));
        }
        let first = typed(&of("starts"), &self.starts, zone)?;
        // Turns are counted from here, so a start before all time would be counted for ever.
        if !(2000..=2200).contains(&zone.to_datetime(first).year()) {
            return Err(RotaProblem::new(of("starts"), "Give a year from 2000 to 2200."));
        }
        let ends = self.ends.as_ref().map(|ends| typed(&of("ends"), ends, zone)).transpose()?;
        if ends.is_some_and(|ends| ends <= first) {
            return Err(RotaProblem::new(of("ends"), "It ends before it begins."));
        }
        if self.only.len() > MOST_HOURS {
            return Err(RotaProblem::new(of("only"), format!("A layer has at most {MOST_HOURS} of these.")));
        }
        let mut only = Vec::with_capacity(self.only.len());
        for (i, text) in self.only.iter().enumerate() {
            let wrong =
                |sentence: String| RotaProblem::new(format!("{field}.only[{i}]"), format!("{sentence}."));
            only.push(Only::parse(text).map_err(wrong)?);
        }
        Ok(Layer {
            name: name(&of("name"), &self.name)?,
            people,
            turns: Turns { every: self.every, times: self.times, first, local: zone.to_datetime(first) },
            ends,
            only,
            pass: self.pass,
            holidays: self.holidays,
            certification: self.certification.as_ref().map(|c| name(&of("certification"), c)).transpose()?,
        })
    }
}

impl OverrideText {
    fn read(&self, field: &str, zone: &TimeZone) -> Result<Override, RotaProblem> {
        let of = |part: &str| format!("{field}.{part}");
        let named =
            |part: &str, text: &Option<String>| text.as_ref().map(|text| name(&of(part), text)).transpose();
        Ok(Override {
            kind: self.kind,
            person: named("person", &self.person)?,
            by: named("by", &self.by)?,
            from: typed(&of("from"), &self.from, zone)?,
            to: typed(&of("to"), &self.to, zone)?,
        })
    }
}

impl PersonText {
    fn read(&self, field: &str, zone: &TimeZone) -> Result<(String, Member), RotaProblem> {
        let mut member = Member::default();
        let until = |field: String, text: &Option<String>| {
            text.as_ref().map(|text| typed(&field, text, zone)).transpose()
        };
        member.until = until(format!("{field}.until"), &self.until)?;
        for (i, held) in self.certifications.iter().enumerate() {
            let of = format!("{field}.certifications[{i}]");
            let until = until(format!("{of}.until"), &held.until)?;
            member.certifications.insert(name(&format!("{of}.name"), &held.name)?, until);
        }
        Ok((name(&format!("{field}.name"), &self.name)?, member))
    }
}
