//! The times in which a promise rests, each with the reason as it read when the rest began.
//!
//! The reason is kept in words, not as a link to a status: if a status is renamed later, or no longer pauses,
//! what happened before keeps the meaning it had.

use crate::problem::ClockProblem;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One rest of a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// When the rest began.
    pub from: Timestamp,
    /// When it ended, or `None` while it lasts.
    pub until: Option<Timestamp>,
    /// Why, in the words shown at that time: "waiting for the requester".
    pub reason: String,
}

impl Pause {
    /// The part of it that lies before an instant; nothing where none does.
    pub fn before(&self, end: Timestamp) -> Option<Self> {
        let until = self.until.map_or(end, |until| until.min(end));
        (self.from < end).then(|| Self { until: Some(until), ..self.clone() })
    }
}

/// A pause, in microseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    pub from: i64,
    /// `i64::MAX` while the pause lasts.
    pub until: i64,
    pub reason: String,
}

/// All pauses of one clock. Reasons stack: where two overlap the clock rests for both, and goes on when the last has
/// ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses {
    /// As they were said, in order of their beginnings.
    said: Vec<Rest>,
    /// In order and without overlap, each with all the reasons that hold.
    rests: Vec<Rest>,
}

impl Pauses {
    /// No pause at all.
    pub const fn none() -> Self {
        Self { said: Vec::new(), rests: Vec::new() }
    }

    /// Puts pauses in order, in whatever order they come.
    ///
    /// # Errors
    /// [`ClockProblem::PauseBackwards`] names a pause that ends before it begins.
    pub fn new(pauses: impl IntoIterator<Item = Pause>) -> Result<Self, ClockProblem> {
        let mut said = Vec::new();
        for (place, pause) in pauses.into_iter().enumerate() {
            let from = pause.from.as_microsecond();
            let until = pause.until.map_or(i64::MAX, |t| t.as_microsecond());
            if until < from {
                return Err(ClockProblem::PauseBackwards(place));
            }
            said.push(Rest { from, until, reason: pause.reason });
        }
        said.sort_by_key(|rest| rest.from);
        said.retain(|rest| rest.from < rest.until);
        Ok(Self { rests: stacked(&said), said })
    }

    /// The same with one more pause; one that ends before it begins is none.
    #[must_use]
    pub fn and(&self, reason: &str, from: Timestamp, until: Timestamp) -> Self {
        let (from, until) = (from.as_microsecond(), until.as_microsecond());
        let mut said = self.said.clone();
        if from < until {
            said.push(Rest { from, until, reason: reason.into() });
            said.sort_by_key(|rest| rest.from);
        }
        Self { rests: stacked(&said), said }
    }

    /// What was known at an instant: the pauses that had begun.
    pub(crate) fn begun_by(&self, now: Timestamp) -> Self {
        let begun = self.said.partition_point(|rest| rest.from <= now.as_microsecond());
        let said = self.said[..begun].to_vec();
        Self { rests: stacked(&said), said }
    }

    pub(crate) fn rests(&self) -> &[Rest] {
        &self.rests
    }

    /// The pause in which this instant lies, if any.
    pub(crate) fn at(&self, instant: i64) -> Option<&Rest> {
        let next = self.rests.partition_point(|rest| rest.from <= instant);
        self.rests[..next].last().filter(|rest| instant < rest.until)
    }
}

/// Cuts pauses in order of their beginnings wherever one begins or ends, and names all that hold in between.
fn stacked(said: &[Rest]) -> Vec<Rest> {
    let mut edges: Vec<i64> = said.iter().flat_map(|rest| [rest.from, rest.until]).collect();
    edges.sort_unstable();
    edges.dedup();
    let (mut rests, mut holding, mut next) = (Vec::<Rest>::new(), Vec::<&Rest>::new(), 0);
    for pair in edges.windows(2) {
        let (from, until) = (pair[0], pair[1]);
        holding.retain(|rest| rest.until > from);
        while let Some(rest) = said.get(next).filter(|rest| rest.from <= from) {
            holding.push(rest);
            next += 1;
        }
        let mut reasons: Vec<&str> = Vec::new();
        for rest in &holding {
            if !reasons.contains(&rest.reason.as_str()) {
                reasons.push(&rest.reason);
            }
        }
        let reason = reasons.join(", and ");
        match rests.last_mut() {
            _ if holding.is_empty() => {}
            Some(last) if last.until == from && last.reason == reason => last.until = until,
            _ => rests.push(Rest { from, until, reason }),
        }
    }
    rests
}
