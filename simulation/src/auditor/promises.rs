//! The auditor's promises: what was promised on each ticket, when it is due by its own walk over the minutes,
//! and whether what was missed was announced, once and in time.

mod said;

use super::Kind;
use super::agreed::{Agreed, Targets};
use super::hours::{Minutes, Opening, Zone};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// What is promised on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    Response,
    Resolution,
    /// That the reporter hears something again.
    Update,
    /// That somebody is on site.
    Arrival,
}

pub(super) const CLOCKS: [Clock; 4] = [Clock::Response, Clock::Resolution, Clock::Update, Clock::Arrival];

impl Clock {
    pub fn of(word: &str) -> Option<Self> {
        let words = ["response", "resolution", "update", "arrival"];
        words.iter().position(|w| *w == word).map(|n| CLOCKS[n])
    }

    /// What it is called when this clock is not as it should be.
    fn amiss(self, otherwise: Kind) -> Kind {
        match self {
            Clock::Update => Kind::UpdateAmiss,
            Clock::Arrival => Kind::ArrivalAmiss,
            Clock::Response | Clock::Resolution => otherwise,
        }
    }
}

/// A time in which a ticket waited or was closed.
#[derive(Debug, Clone, Copy)]
struct Rest {
    from: i64,
    until: Option<i64>,
    /// Whether what was agreed let it stop the clocks of the work.
    stops: bool,
    /// Whether nobody has to hear anything meanwhile.
    quiet: bool,
}

#[derive(Debug, Clone, Default)]
struct Running {
    /// From when on it counts; nothing while it never began.
    start: Option<i64>,
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
    /// Which opening hours it is counted in: those of its place, or earlier ones that it kept.
    hours: usize,
    priority: u8,
    opened: i64,
    clocks: [Running; 4],
    rests: Vec<Rest>,
    resolved: Option<i64>,
    reopened: bool,
}

/// See the module.
pub struct Promises {
    first: Date,
    days: u32,
    always: Minutes,
    /// Every version of opening hours, and which one holds at each of the town's places.
    hours: Vec<Minutes>,
    sites: Vec<usize>,
    /// What was agreed where.
    pub agreed: Agreed,
    tickets: Vec<Ticket>,
    places: HashMap<String, usize>,
    pending: BTreeSet<(i64, usize, Clock)>,
    /// Announcements that the last order owed, each with when it was due: it stopped a clock that was late.
    owed: Vec<(usize, Clock, i64)>,
    pub missed: u64,
    /// How many of them were news that did not come, and people who did not.
    pub missed_news: u64,
    pub missed_arrivals: u64,
}

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
            hours: Vec::new(),
            sites: Vec::new(),
            agreed: Agreed::default(),
            tickets: Vec::new(),
            places: HashMap::new(),
            pending: BTreeSet::new(),
            owed: Vec::new(),
            missed: 0,
            missed_news: 0,
            missed_arrivals: 0,
        }
    }

    /// Another place with its hours, in the order of the town's places.
    pub fn place(&mut self, opening: &Opening) {
        self.sites.push(self.hours.len());
        self.hours.push(Minutes::new(opening, self.first, self.days));
    }

    /// A place is open at other hours: open work is counted by them as if it had always been so.
    pub fn hours_changed(&mut self, now: i64, site: usize, opening: &Opening) {
        let version = self.hours.len();
        self.hours.push(Minutes::new(opening, self.first, self.days));
        self.sites[site] = version;
        for place in 0..self.tickets.len() {
            let ticket = &mut self.tickets[place];
            if ticket.site == site && ticket.resolved.is_none() {
                ticket.hours = version;
                self.rework(now, place);
            }
        }
    }

    /// Something else is promised at some places: open work follows.
    pub fn set_anew(&mut self, now: i64, concerns: impl Fn(usize) -> bool) {
        for place in 0..self.tickets.len() {
            let ticket = &self.tickets[place];
            if concerns(ticket.site) && ticket.resolved.is_none() {
                let targets = self.agreed.at(ticket.site, ticket.priority);
                self.retarget(now, place, &targets);
            }
        }
    }

    pub fn opened(&mut self, now: i64, id: &str, site: usize, priority: u8) {
        let targets = self.agreed.at(site, priority);
        let clocks = CLOCKS.map(|clock| match clock {
            Clock::Response | Clock::Resolution => Running::begun(now, &targets, clock).unwrap_or_default(),
            // Not before somebody answered, or was sent.
            Clock::Update | Clock::Arrival => Running { stopped: true, ..Running::default() },
        });
        let ticket = Ticket {
            id: id.to_owned(),
            site,
            hours: self.sites[site],
            priority,
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
            let counts = |rest: &&Rest| match clock {
                Clock::Response => false,
                Clock::Update => rest.quiet,
                Clock::Resolution | Clock::Arrival => rest.stops,
            };
            let rests: Vec<_> = ticket.rests.iter().filter(counts).map(|r| (r.from, r.until)).collect();
            let minutes = |always| if always { &self.always } else { &self.hours[ticket.hours] };
            let begun = running.start.map(|start| (start, running.target_s * 1_000_000));
            let walk =
                |at: Option<_>, (until, always): &(i64, bool)| minutes(*always).walk(at?, *until, &rests);
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
            if let Some(due) = running.due.filter(|due| *due < now && !running.announced) {
                self.owed.push((place, *clock, due));
            }
        }
        self.rework(now, place);
    }

    /// The desk answered: the next thing that the reporter is to hear is counted from now.
    pub fn replied(&mut self, now: i64, id: &str) {
        self.stop(now, id, &[Clock::Response, Clock::Update]);
        self.begin(now, id, Clock::Update);
    }

    /// Somebody is on the way.
    pub fn sent(&mut self, now: i64, id: &str) {
        self.begin(now, id, Clock::Arrival);
    }

    pub fn arrived(&mut self, now: i64, id: &str) {
        self.stop(now, id, &[Clock::Arrival]);
    }

    /// A clock begins, or begins anew, where it is promised.
    fn begin(&mut self, now: i64, id: &str, clock: Clock) {
        let Some(place) = self.places.get(id).copied() else { return };
        let ticket = &self.tickets[place];
        let targets = self.agreed.at(ticket.site, ticket.priority);
        let Some(begun) = Running::begun(now, &targets, clock) else { return };
        if let Some(armed) = self.tickets[place].clocks[clock as usize].armed {
            self.pending.remove(&(armed, place, clock));
        }
        self.tickets[place].clocks[clock as usize] = begun;
        self.rework(now, place);
    }

    /// It waits for the reporter, or for something else that may stop the clocks.
    pub fn waits(&mut self, now: i64, id: &str, reason: &str) {
        let Some(ticket) = self.places.get(id).map(|place| &self.tickets[*place]) else { return };
        let stops = self.agreed.at(ticket.site, ticket.priority).pausing.contains(&reason);
        let rest = Rest { from: now, until: None, stops, quiet: reason == "reporter" };
        self.with(now, id, |ticket| ticket.rests.push(rest));
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

    /// The clock of the resolution goes on; the time in between does not count. Whoever was promised news before is again.
    pub fn reopened(&mut self, now: i64, id: &str) {
        self.with(now, id, |ticket| {
            let closed = |from| Rest { from, until: Some(now), stops: true, quiet: true };
            ticket.rests.extend(ticket.resolved.take().map(closed));
            ticket.clocks[Clock::Resolution as usize].stopped = false;
            ticket.reopened = true;
        });
        let news = |place: &usize| self.tickets[*place].clocks[Clock::Update as usize].start.is_some();
        if self.places.get(id).is_some_and(news) {
            self.begin(now, id, Clock::Update);
        }
    }

    /// What is promised follows the priority; the time used so far and every rest carry over.
    pub fn judged(&mut self, now: i64, id: &str, priority: u8) {
        let Some(place) = self.places.get(id).copied() else { return };
        self.tickets[place].priority = priority;
        let targets = self.agreed.at(self.tickets[place].site, priority);
        self.retarget(now, place, &targets);
    }

    /// What is not promised any more where it was stays promised on this ticket.
    fn retarget(&mut self, now: i64, place: usize, targets: &Targets) {
        for (clock, running) in CLOCKS.into_iter().zip(&mut self.tickets[place].clocks) {
            let Some(target_s) = targets.seconds(clock).filter(|_| !running.stopped) else { continue };
            if running.always != targets.always {
                running.earlier.push((now, running.always));
            }
            (running.target_s, running.always) = (target_s, targets.always);
        }
        self.rework(now, place);
    }

    fn with(&mut self, now: i64, id: &str, change: impl FnOnce(&mut Ticket)) {
        if let Some(place) = self.places.get(id).copied() {
            change(&mut self.tickets[place]);
            self.rework(now, place);
        }
    }

    fn ticket(&self, id: &str) -> Option<&Ticket> {
        self.places.get(id).map(|place| &self.tickets[*place])
    }

    /// When it was resolved; nothing while it is open.
    pub fn resolved_at(&self, id: &str) -> Option<i64> {
        self.ticket(id)?.resolved
    }

    pub fn priority_of(&self, id: &str) -> Option<u8> {
        Some(self.ticket(id)?.priority)
    }

    pub fn waits_for_the_reporter(&self, id: &str) -> bool {
        let last = |ticket: &Ticket| ticket.rests.last().is_some_and(|r| r.quiet && r.until.is_none());
        self.ticket(id).is_some_and(last)
    }

    /// When a ticket was opened.
    pub fn opened_at(&self, id: &str) -> Option<i64> {
        Some(self.ticket(id)?.opened)
    }
}

impl Running {
    fn begun(now: i64, targets: &Targets, clock: Clock) -> Option<Self> {
        let (target_s, always) = (targets.seconds(clock)?, targets.always);
        Some(Self { start: Some(now), target_s, always, ..Self::default() })
    }
}

fn end(ticket: &mut Ticket, now: i64) {
    if let Some(Rest { until: until @ None, .. }) = ticket.rests.last_mut() {
        *until = Some(now);
    }
}
