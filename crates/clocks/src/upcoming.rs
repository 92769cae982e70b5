//! Which promises fall due next: an index over running clocks, so that a beat of the house looks only at those whose
//! time has come, however many are running.

use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// Running clocks in order of their due times. The truth is in the database; this is an index that can be made again.
#[derive(Debug, Clone, Default)]
pub struct Upcoming<Id> {
    by_due: BTreeSet<(i64, Id)>,
    due: HashMap<Id, i64>,
}

impl<Id: Copy + Eq + Hash + Ord> Upcoming<Id> {
    pub fn new() -> Self {
        Self { by_due: BTreeSet::new(), due: HashMap::new() }
    }

    /// How many clocks are running.
    pub fn len(&self) -> usize {
        self.due.len()
    }

    pub fn is_empty(&self) -> bool {
        self.due.is_empty()
    }

    /// A clock is due at an instant, or at none while it rests; what was known of it before is forgotten.
    pub fn set(&mut self, id: Id, due: Option<Timestamp>) {
        let new = due.map(|due| due.as_microsecond());
        let old = match new {
            Some(new) => self.due.insert(id, new),
            None => self.due.remove(&id),
        };
        if old == new {
            return;
        }
        if let Some(old) = old {
            self.by_due.remove(&(old, id));
        }
        self.by_due.extend(new.map(|new| (new, id)));
    }

    /// Takes out every clock that was due before `now`, the oldest first, at most so many. Each is given once, also
    /// when the clock of the machine goes back afterwards.
    pub fn take_due(&mut self, now: Timestamp, most: usize) -> Vec<(Timestamp, Id)> {
        let now = now.as_microsecond();
        let mut taken = Vec::new();
        while taken.len() < most {
            let Some(first) = self.by_due.first().copied().filter(|(due, _)| *due < now) else { break };
            self.by_due.remove(&first);
            self.due.remove(&first.1);
            taken.push((crate::compiled::timestamp(first.0), first.1));
        }
        taken
    }

    /// When the next clock is due.
    pub fn next(&self) -> Option<Timestamp> {
        self.by_due.first().map(|(due, _)| crate::compiled::timestamp(*due))
    }
}
