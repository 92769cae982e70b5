//! What can be wrong with a calendar or a question about time, said so that the person at the form can mend
//! it.

use std::fmt;

/// A calendar that cannot be accepted, with the field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarProblem {
    /// The path of the field as it stands in the text form, such as `week.monday[1]`.
    pub field: String,
    /// What is wrong with it, as the end of a sentence that starts with the field.
    pub problem: String,
}

impl CalendarProblem {
    pub(crate) fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }
}

impl fmt::Display for CalendarProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for CalendarProblem {}

/// Why a question about due or elapsed time has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockProblem {
    /// The calendar does not open long enough within ten years after the start.
    NeverDue,
    /// The answer lies outside the compiled stretch of the calendar; compile more, or ask a
    /// [`crate::Horizon`].
    BeyondCompiled,
    /// An instant lies before the year 1900 or after the year 2299, or a stretch is longer than forty years.
    OutOfRange,
    /// The target, or the time asked about, is negative.
    Negative,
    /// A pause ends before it begins; the number is its place in the list, from 0.
    PauseBackwards(usize),
}

impl fmt::Display for ClockProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverDue => {
                f.write_str("the calendar has too few open hours in the next ten years to reach this target")
            }
            Self::BeyondCompiled => f.write_str("the answer lies outside the compiled part of the calendar"),
            Self::OutOfRange => {
                f.write_str("an instant lies outside the years 1900 to 2299, or the stretch exceeds 40 years")
            }
            Self::Negative => f.write_str("a length of time may not be negative"),
            Self::PauseBackwards(place) => write!(f, "pause {place} ends before it begins"),
        }
    }
}

impl std::error::Error for ClockProblem {}

/// Why a promise cannot be reckoned, or not be changed like that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromiseProblem {
    Clock(ClockProblem),
    Calendar(CalendarProblem),
    /// Said to have happened longer ago than the contract accepts, in seconds.
    Backdated {
        most_seconds: i64,
    },
}

impl From<ClockProblem> for PromiseProblem {
    fn from(problem: ClockProblem) -> Self {
        Self::Clock(problem)
    }
}

impl From<CalendarProblem> for PromiseProblem {
    fn from(problem: CalendarProblem) -> Self {
        Self::Calendar(problem)
    }
}

impl fmt::Display for PromiseProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock(problem) => problem.fmt(f),
            Self::Calendar(problem) => problem.fmt(f),
            Self::Backdated { most_seconds: 0 } => {
                f.write_str("nothing may be said to have happened earlier")
            }
            Self::Backdated { most_seconds } => {
                let most = crate::words::length_in_words(jiff::SignedDuration::from_secs(*most_seconds));
                write!(f, "nothing may be said to have happened more than {most} ago")
            }
        }
    }
}

impl std::error::Error for PromiseProblem {}
