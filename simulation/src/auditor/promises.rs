//! The auditor's promises: what was promised on each ticket, when it is due by its own walk over the minutes,
//! and whether what was missed was announced, once and in time.

use super::hours::{Minutes, Opening, Zone};
use super::{Findings, GRACE, Kind};
use jiff::civil::Date;
use kernel::Moment;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// What is promised on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    Response,
    Resolution,
}

/// Seconds to the first reply and to the resolution, and whether the clock runs day and night: the house's
/// own promises, written down here once more.
fn promised(priority: u8) -> ([i64; 2], bool) {
    match priority {
        1 => ([15 * 60, 4 * 3600], true),
        2 => ([30 * 60, 8 * 3600], true),
        3 => ([4 * 3600, 27 * 3600], false),
        _ => ([8 * 3600, 45 * 3600], false),
    }
}

#[derive(Debug, Clone, Default)]
struct Running {
    target_s: i64,
    stopped: bool,
    announced: bool,
    /// Whether it runs day and night.
    always: bool,
    /// Until when it ran by other hours, and whether those were day and night: what was used up then stays used up.
    earlier: Vec<(i64, bool)>,
    due: Option<i64>,
    /// Under which moment it stands among what is pending: a due time may move into the past.
    armed: Option<i64>,
}

#[derive(Debug)]
struct Ticket {
    id: String,
    /// The place whose hours count.
    site: usize,
    opened: i64,
    clocks: [Running; 2],
    rests: Vec<(i64, Option<i64>)>,
    resolved: Option<i64>,
    reopened: bool,
}

/// See the module.
pub struct Promises {
    first: Date,
    days: u32,
    always: Minutes,
    sites: Vec<Minutes>,
    tickets: Vec<Ticket>,
    places: HashMap<String, usize>,
    pending: BTreeSet<(i64, usize, Clock)>,
    /// Announcements that the last order owed: each stopped a clock that was late.
    owed: Vec<(usize, Clock)>,
    pub missed: u64,
}

const CLOCKS: [Clock; 2] = [Clock::Response, Clock::Resolution];

impl Promises {
    pub(super) fn new(first: Date, days: u32) -> Self {
        // Work of the last days is due some weeks later.
        let days = days + 90;
        let always = Opening {
            zone: Zone::Central,
            always: true,
            weekdays: (0, 24),
            saturday: None,
            federal_holidays: false,
        };
        Self {
            first,
            days,
            always: Minutes::new(&always, first, days),
            sites: Vec::new(),
            tickets: Vec::new(),
            places: HashMap::new(),
            pending: BTreeSet::new(),
            owed: Vec::new(),
            missed: 0,
        }
    }

    /// Another place with its hours, in the order of the town's places.
    pub fn place(&mut self, opening: &Opening) {
        self.sites.push(Minutes::new(opening, self.first, self.days));
    }

    pub fn opened(&mut self, now: i64, id: &str, site: usize, priority: u8) {
        let (targets, always) = promised(priority);
        let clocks = targets.map(|target_s| Running { target_s, always, ..Running::default() });
        let ticket = Ticket {
            id: id.to_owned(),
            site,
            opened: now,
            clocks,
            rests: Vec::new(),
            resolved: None,
            reopened: false,
        };
        self.places.insert(ticket.id.clone(), self.tickets.len());
        self.tickets.push(ticket);
        self.rework(now, self.tickets.len() - 1);
    }

    /// Compares a due time that somebody was told with the auditor's own.
    pub fn told(
        &self,
        findings: &mut Findings,
        now: i64,
        id: &str,
        clock: Option<Clock>,
        due: Option<Moment>,
    ) {
        let Some(ticket) = self.places.get(id).map(|place| &self.tickets[*place]) else { return };
        let own = match clock {
            Some(clock) => ticket.clocks[clock as usize].due,
            None => ticket.clocks.iter().filter(|c| !c.stopped).filter_map(|c| c.due).min(),
        };
        if own != due.map(Moment::micros) {
            let words = format!(
                "{id}: {clock:?} is due at {:?}, and somebody was told {due:?}",
                own.map(Moment::from_micros)
            );
            findings.add(now, Kind::WrongDueTime, words);
        }
    }

    fn rework(&mut self, now: i64, place: usize) {
        let ticket = &mut self.tickets[place];
        for (clock, running) in CLOCKS.into_iter().zip(&mut ticket.clocks) {
            if let Some(armed) = running.armed.take() {
                self.pending.remove(&(armed, place, clock));
            }
            if running.stopped {
                continue;
            }
            // Nobody waits for an answer to nothing: waiting never stops the clock of the first reply.
            let rests: &[_] = if clock == Clock::Response { &[] } else { &ticket.rests };
            let minutes = |always| if always { &self.always } else { &self.sites[ticket.site] };
            let begun = Some((ticket.opened, running.target_s * 1_000_000));
            let walk =
                |at: Option<_>, (until, always): &(i64, bool)| minutes(*always).walk(at?, *until, rests);
            let last = (i64::MAX, running.always);
            let spans = running.earlier.iter().chain(std::iter::once(&last));
            running.due = spans.fold(begun, walk).map(|(at, _)| at);
            if let Some(due) = running.due.filter(|_| !running.announced) {
                self.pending.insert((due.max(now), place, clock));
                running.armed = Some(due.max(now));
            }
        }
    }

    fn stop(&mut self, now: i64, id: &str, clocks: &[Clock]) {
        let Some(place) = self.places.get(id).copied() else { return };
        for clock in clocks {
            let running = &mut self.tickets[place].clocks[*clock as usize];
            if running.stopped {
                continue;
            }
            running.stopped = true;
            if running.due.is_some_and(|due| due < now) && !running.announced {
                self.owed.push((place, *clock));
            }
        }
        self.rework(now, place);
    }

    pub fn replied(&mut self, now: i64, id: &str) {
        self.stop(now, id, &[Clock::Response]);
    }

    pub fn waits(&mut self, now: i64, id: &str) {
        self.with(now, id, |ticket| ticket.rests.push((now, None)));
    }

    pub fn goes_on(&mut self, now: i64, id: &str) {
        self.with(now, id, |ticket| end(ticket, now));
    }

    pub fn resolved(&mut self, now: i64, id: &str) {
        self.with(now, id, |ticket| {
            end(ticket, now);
            ticket.resolved = Some(now);
        });
        self.stop(now, id, &CLOCKS);
    }

    /// The clock of the resolution goes on; the time in between does not count.
    pub fn reopened(&mut self, now: i64, id: &str) {
        self.with(now, id, |ticket| {
            ticket.rests.extend(ticket.resolved.take().map(|from| (from, Some(now))));
            ticket.clocks[Clock::Resolution as usize].stopped = false;
            ticket.reopened = true;
        });
    }

    /// What is promised follows the priority; the time used so far and every rest carry over.
    pub fn judged(&mut self, now: i64, id: &str, priority: u8) {
        let (targets, always) = promised(priority);
        self.with(now, id, |ticket| {
            for (running, target_s) in ticket.clocks.iter_mut().zip(targets).filter(|(r, _)| !r.stopped) {
                if running.always != always {
                    running.earlier.push((now, running.always));
                }
                (running.target_s, running.always) = (target_s, always);
            }
        });
    }

    fn with(&mut self, now: i64, id: &str, change: impl FnOnce(&mut Ticket)) {
        if let Some(place) = self.places.get(id).copied() {
            change(&mut self.tickets[place]);
            self.rework(now, place);
        }
    }

    /// When a ticket was opened.
    pub fn opened_at(&self, id: &str) -> Option<i64> {
        self.places.get(id).map(|place| self.tickets[*place].opened)
    }

    /// The house said that a promise was missed.
    pub(super) fn noted(&mut self, findings: &mut Findings, now: i64, fact: &Value) {
        self.missed += 1;
        let ids = fact["about"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let place = ids.filter_map(|id| self.places.get(id)).next().copied();
        let clock = match fact["with"]["promise"].as_str() {
            Some("response") => Clock::Response,
            Some("resolution") => Clock::Resolution,
            other => return findings.add(now, Kind::FalseAlarm, format!("a promise of {other:?}")),
        };
        let Some(place) = place else {
            return findings.add(now, Kind::FalseAlarm, format!("a ticket nobody opened: {fact}"));
        };
        let ticket = &mut self.tickets[place];
        let running = &mut ticket.clocks[clock as usize];
        let said = fact["with"]["due"].as_str().and_then(|due| due.parse::<jiff::Timestamp>().ok());
        let said = said.map(jiff::Timestamp::as_microsecond);
        if said != running.due {
            let own = running.due.map(Moment::from_micros);
            let words =
                format!("{}: {clock:?} was due at {own:?}, and {} was said", ticket.id, fact["with"]["due"]);
            findings.add(now, Kind::WrongDueTime, words);
        }
        let owed = self.owed.iter().position(|o| *o == (place, clock));
        let late = running.due.is_some_and(|due| due < now) && !running.announced;
        if !late || (running.stopped && owed.is_none()) {
            findings.add(now, Kind::FalseAlarm, format!("{}: {clock:?} was called missed", ticket.id));
        }
        owed.map(|owed| self.owed.swap_remove(owed));
        running.announced = true;
        if let Some(armed) = running.armed.take() {
            self.pending.remove(&(armed, place, clock));
        }
    }

    pub(super) fn tick(&mut self, findings: &mut Findings, now: i64) {
        for (place, clock) in std::mem::take(&mut self.owed) {
            let words = format!("{}: {clock:?} ended late", self.tickets[place].id);
            findings.add(now, Kind::Unannounced, words);
        }
        while let Some((armed, place, clock)) =
            self.pending.first().copied().filter(|first| first.0 + GRACE < now)
        {
            self.pending.remove(&(armed, place, clock));
            let ticket = &mut self.tickets[place];
            ticket.clocks[clock as usize].announced = true;
            let kind = if ticket.reopened { Kind::ReopenedClockStands } else { Kind::Unannounced };
            let words = format!("{}: {clock:?} was due at {}", ticket.id, Moment::from_micros(armed));
            findings.add(now, kind, words);
        }
    }
}

fn end(ticket: &mut Ticket, now: i64) {
    if let Some((_, until @ None)) = ticket.rests.last_mut() {
        *until = Some(now);
    }
}
