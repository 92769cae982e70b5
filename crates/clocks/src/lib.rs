//! When is it due, and why?
//!
//! A promise such as "answered within two working hours" needs a calendar: the hours in which somebody works,
//! in the local time of the place, with its holidays. This crate turns such a calendar into exact instants,
//! finds the moment at which a promise falls due, takes out the time in which it rested for a stated reason,
//! and can explain every answer row by row: from, to, counted or not, and why.
//!
//! | question | answer |
//! |---|---|
//! | which hours are worked? | [`Calendar`] |
//! | when is it due, and how do we know? | [`Horizon::due`], [`Due`], [`Account`] |
//! | how much working time went by? | [`Horizon::elapsed`] |
//! | how does the clock stand now? | [`Clock::state`], [`State`] |
//! | what instant did the user mean by "01:30"? | [`typed`], [`instant`] |
//! | how much is "two business days"? | [`Budget`] |
//! | what do priorities, moves, merges and reopenings do to it? | [`Policy`], [`Promise`] |
//! | which of a conversation's clocks runs? | [`Talk`] |
//! | whose time has come? | [`Upcoming`] |
//! | which days does a list from outside close? | [`Feed`], [`Calendar::feed`] |
//! | how long was it up, as the contract counts? | [`uptime`] |
//!
//! ```
//! use clocks::{Calendar, Horizon, Pauses};
//! use jiff::SignedDuration;
//!
//! let office = Calendar::weekdays("America/New_York", &["08:00-17:00"])?;
//! let zone = office.zone().clone();
//! let friday_at_four = "2026-06-05T16:00-04:00".parse()?;
//! let due = Horizon::new(office).due(friday_at_four, SignedDuration::from_hours(2), &Pauses::none())?;
//! assert_eq!(due.sentence(&zone), "Due Mon 2026-06-08 09:00 EDT, after 2 h of counted time.");
//! assert_eq!(due.account.rows.len(), 3); // an hour on Friday, the weekend, an hour on Monday
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing here reads a clock, a file or the network. Time zones come from the data compiled into the
//! program, so the same facts give the same answer on every machine. All instants are UTC with microsecond
//! precision; whatever a caller passes below a microsecond is cut off.
//!
//! On the day the clocks change a calendar opens at the first moment at which the wall clock shows the opening time or
//! later, and closes after the last moment at which it still shows less than the closing time; midnight means the
//! moment the date changes first. A time that is skipped thus means the moment of the change.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod account;
mod budget;
mod calendar;
mod clock;
mod compiled;
mod due;
mod feed;
mod feed_event;
mod feed_lines;
mod feed_out;
mod holidays;
mod horizon;
mod hours;
mod instant;
mod intervals;
mod kept;
mod line;
mod lines;
mod odd;
mod pauses;
mod policy;
mod probes;
mod problem;
mod promise;
mod recurrence;
mod talk;
mod text;
mod upcoming;
pub mod uptime;
mod version;
mod words;
mod zone;

pub use account::{Account, Stretch, Why};
pub use budget::Budget;
pub use calendar::Calendar;
pub use clock::{Clock, State};
pub use compiled::Compiled;
pub use due::{Due, Held};
pub use feed::{Feed, FeedProblem, LARGEST_FEED, Skipped};
pub use holidays::{Holidays, Observed};
pub use horizon::Horizon;
pub use hours::Span;
pub use instant::{instant, rfc9557};
pub use kept::{Kept, KeptLine};
pub use lines::stretch_between;
pub use pauses::{Pause, Pauses};
pub use policy::{AfterHours, OnBackdate, OnChange, OnMerge, OnMove, OnReopen, Policy, Reminders, Updates};
pub use probes::{Notice, Probe, Thresholds, notices};
pub use problem::{CalendarProblem, ClockProblem, PromiseProblem};
pub use promise::{Event, Promise, Reopener, Verdict};
pub use recurrence::Recurrence;
pub use talk::{Said, Talk, Targets};
pub use text::{CalendarText, Does, ExceptionText, SpecialDayText, WeekText};
pub use upcoming::Upcoming;
pub use version::{CalendarVersion, Stamp, TargetVersion};
pub use words::{instant_in_words, length_in_words};
pub use zone::{TypedProblem, typed, zone};
