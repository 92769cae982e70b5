//! From single probes to conditions, and from conditions to messages.
//!
//! One failed probe is no outage. A condition changes when enough probes in a row agree, and then it has held since the
//! first of them. Planned work does not touch the counting: what failed before a window and fails after it is one run.

use crate::uptime::{Change, Condition, Window, within};
use jiff::{SignedDuration, Timestamp};

/// How many probes in a row make a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// So many of one kind that is worse than what holds; 0 is read as 1.
    pub worse_after: u32,
    /// So many of one kind that is better.
    pub better_after: u32,
    /// After so long without a probe nobody knows any more.
    pub silent_after: SignedDuration,
}

/// What one probe found: up, degraded or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    pub at: Timestamp,
    pub found: Condition,
}

impl Thresholds {
    /// The changes that some probes tell of, in order of time, up to `now`.
    pub fn changes(&self, probes: &[Probe], now: Timestamp) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        let mut held = Condition::Unknown;
        let mut run: Option<(Condition, Timestamp, u32)> = None;
        let mut last: Option<Timestamp> = None;
        let silence = |from: Timestamp, to: Timestamp| {
            let until = from.checked_add(self.silent_after).ok()?;
            (until < to).then_some(Change { at: until, condition: Condition::Unknown })
        };
        for probe in probes {
            if let Some(silent) = last.and_then(|last| silence(last, probe.at)) {
                changes.push(silent);
                (held, run) = (Condition::Unknown, None);
            }
            last = Some(probe.at);
            let (kind, since, count) = match run {
                Some((kind, since, count)) if kind == probe.found => (kind, since, count + 1),
                _ => (probe.found, probe.at, 1),
            };
            run = Some((kind, since, count));
            let needed = match (held, kind) {
                // After nothing was known, the first probe tells.
                (Condition::Unknown, _) => 1,
                (held, kind) if kind > held => self.worse_after,
                _ => self.better_after,
            };
            if kind != held && count >= needed.max(1) {
                changes.push(Change { at: since, condition: kind });
                held = kind;
            }
        }
        changes.extend(last.and_then(|last| silence(last, now)));
        changes
    }
}

/// What is told to people: an alert, or its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub at: Timestamp,
    pub firing: bool,
}

/// What is told of an alert while some windows mute it. When a window ends it is looked at again: what still fires is
/// told then, what was told and is over by then is called off, and what came and went in silence was never told.
pub fn notices(alert: &[Notice], muted: &[Window], now: Timestamp) -> Vec<Notice> {
    let changes = alert.iter().map(|change| (change.at, Some(change.firing)));
    let ends = muted.iter().map(|window| (window.until, None));
    let mut looks: Vec<(Timestamp, Option<bool>)> =
        changes.chain(ends).filter(|(at, _)| *at <= now).collect();
    looks.sort_by_key(|(at, _)| *at);
    let (mut firing, mut told, mut notices) = (false, false, Vec::new());
    for (place, (at, change)) in looks.iter().enumerate() {
        firing = change.unwrap_or(firing);
        let more = looks.get(place + 1).is_some_and(|(next, _)| next == at);
        if !more && !within(muted, *at) && firing != told {
            notices.push(Notice { at: *at, firing });
            told = firing;
        }
    }
    notices
}
