//! A promise that has more than one reckoning: where a contract says that of two due times the earlier counts, both are
//! kept and worked out again and again.

use super::{Earlier, Rest};
use crate::words::Hours;
use clocks::KeptLine;
use kernel::Moment;
use serde::{Deserialize, Serialize};

/// A reckoning that holds besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub started_at: Moment,
    pub target_s: i64,
    pub hours: Hours,
    /// In which hours it was counted before, in order.
    pub earlier: Vec<Earlier>,
    /// Of a ticket that was merged into this one: how it rested until then.
    pub own: Option<Own>,
}

/// How a ticket rested by itself until it was merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    pub until: Moment,
    pub rests: Vec<Rest>,
}

impl Beside {
    /// The rests that count here: its own, and from the merge on those of the ticket that goes on.
    pub(super) fn rests(&self, of_ticket: &[Rest]) -> Vec<Rest> {
        let Some(own) = &self.own else { return of_ticket.to_vec() };
        let since = |rest: &Rest| {
            let from = rest.from.max(own.until);
            rest.until.is_none_or(|until| until > from).then(|| Rest { from, ..rest.clone() })
        };
        own.rests.iter().cloned().chain(of_ticket.iter().filter_map(since)).collect()
    }

    pub(super) fn of(line: KeptLine, always: &str) -> Self {
        let hours = |calendar: &clocks::CalendarVersion| match calendar.stamp().name == always {
            true => Hours::Always,
            false => Hours::Business,
        };
        let (mut earlier, mut now) = (Vec::new(), hours(&line.hours));
        for (from, calendar) in &line.later {
            earlier.push(Earlier { until: Moment::from_timestamp(*from), hours: now });
            now = hours(calendar);
        }
        Self {
            started_at: Moment::from_timestamp(line.start),
            target_s: i64::from(line.target.budget().seconds),
            hours: now,
            earlier,
            own: None,
        }
    }
}
