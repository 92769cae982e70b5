//! Who is on call, and when. A rota is made of layers: in each, people take turns in local time, all day or in some
//! hours of some days. The layers are asked from top to bottom, and the first that has somebody on call answers. On
//! holidays the layers made for holidays answer instead of the others. Overrides stand above all layers: somebody
//! stands in for somebody, joins them, is away, or is on call alone.
//!
//! There is one resolver. [`Rota::who`] answers for a moment, [`Rota::shifts`] for a stretch of time; the second asks
//! the first at every moment at which its answer could change, so a page, the engine, a calendar feed and a printed
//! roster can never tell different things.
//!
//! Three rules say what happens when the clocks change. A turn begins at the first occurrence of a local time that
//! occurs twice, and at the moment of the change when its local time is skipped. Turns of days, weeks, months and of
//! hours that divide a day follow the wall clock; other hours are exact, so that a turn of seven hours is seven hours
//! long on every night. Either way the next turn begins when the last one ends: there is never a hole between them.

mod history;
mod hours;
mod resolve;
mod text;
mod turns;

pub use crate::words::{Every, OverrideKind};
pub use history::History;
pub use resolve::{Answer, Because, Shift};
pub use text::{LayerText, OverrideText, RotaText, read};

use hours::Only;
use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use turns::Turns;

/// The longest stretch of time for which shifts are told at once, in days.
pub const LONGEST_DAYS: i64 = 400;

/// What is wrong with a rota, and in which field of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaProblem {
    /// For instance `layers[0].starts`.
    pub field: String,
    /// A sentence without the field's name.
    pub sentence: String,
}

impl RotaProblem {
    pub(crate) fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }
}

impl fmt::Display for RotaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.sentence)
    }
}

impl std::error::Error for RotaProblem {}

/// On which days a daily turn passes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pass {
    /// On every day of the calendar.
    #[default]
    Calendar,
    /// Only on days on which the layer works, so that nobody's turn falls on a weekend that nobody works.
    WorkedDays,
}

/// One override, for a stretch of time. Those that were made later stand above those made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    pub kind: OverrideKind,
    pub person: Option<String>,
    pub by: Option<String>,
    pub from: Timestamp,
    pub to: Timestamp,
}

/// What is known of somebody: until when they can be on call, and until when each certification counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// The first moment at which they are no longer there.
    pub until: Option<Timestamp>,
    /// By name; nothing means for ever.
    pub certifications: BTreeMap<String, Option<Timestamp>>,
}

/// One layer, ready to be asked.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    pub name: String,
    pub people: Vec<String>,
    pub turns: Turns,
    pub ends: Option<Timestamp>,
    pub only: Vec<Only>,
    pub pass: Pass,
    /// Whether it answers on holidays, and only then.
    pub holidays: bool,
    /// Whoever has the turn holds this, or it passes to the next who does.
    pub certification: Option<String>,
}

/// A rota, ready to be asked.
#[derive(Debug, Clone)]
pub struct Rota {
    pub(crate) zone: TimeZone,
    pub(crate) zone_name: String,
    pub(crate) layers: Vec<Layer>,
    pub(crate) holidays: BTreeSet<Date>,
    pub(crate) federal_holidays: bool,
    pub(crate) overrides: Vec<Override>,
    pub(crate) members: BTreeMap<String, Member>,
}

impl Rota {
    /// The zone in which its times are meant.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The zone's IANA name.
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// Everybody whom the rota names, without repetition.
    pub fn people(&self) -> BTreeSet<&str> {
        let layers = self.layers.iter().flat_map(|l| l.people.iter());
        let overrides = self.overrides.iter().flat_map(|o| o.by.iter().chain(&o.person));
        layers.chain(overrides).map(String::as_str).collect()
    }

    /// Puts an override above those that are there.
    ///
    /// # Errors
    /// When it ends before it begins, or lacks the people that its kind needs.
    pub fn put(&mut self, o: Override) -> Result<(), RotaProblem> {
        let (person, by) = match o.kind {
            OverrideKind::Instead => (true, true),
            OverrideKind::Besides | OverrideKind::Alone => (false, true),
            OverrideKind::Away => (true, false),
        };
        if person != o.person.is_some() {
            let sentence = if person { "Say whom it is about." } else { "This kind is about nobody else." };
            return Err(RotaProblem::new("person", sentence));
        }
        if by != o.by.is_some() {
            let sentence = if by { "Say who is on call." } else { "This kind puts nobody on call." };
            return Err(RotaProblem::new("by", sentence));
        }
        if o.to <= o.from {
            return Err(RotaProblem::new("to", "It ends before it begins."));
        }
        self.overrides.push(o);
        Ok(())
    }

    /// Says what is known of somebody. Whom nothing is known of can be on call, but holds no certification.
    pub fn know(&mut self, person: impl Into<String>, member: Member) {
        self.members.insert(person.into(), member);
    }
}

/// The moment that a local time means: the first occurrence where it occurs twice, or the last if that is asked for;
/// the moment of the change where it is skipped. Nothing outside the years that can be written.
pub(crate) fn meant(local: DateTime, zone: &TimeZone, last: bool) -> Option<Timestamp> {
    let at = |offset: Offset| offset.to_timestamp(local).ok();
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(offset),
        AmbiguousOffset::Fold { before, after } => at(if last { after } else { before }),
        // Read with the later offset the skipped time lies before the change, so the change is the next one from there.
        AmbiguousOffset::Gap { after, .. } => zone.following(at(after)?).next().map(|t| t.timestamp()),
    }
}

/// The moment at which a local day begins.
pub(crate) fn day_begins(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    meant(day.at(0, 0, 0, 0), zone, false)
}
