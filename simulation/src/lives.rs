//! The lives of tickets: somebody reports, somebody takes it, replies, perhaps waits, resolves, and now and
//! then it comes back. Some of it is too late, as in any year.

use crate::auditor::{Auditor, Clock, TYPED, hours};
use crate::town::{PRACTICE, SITES, SUBCONTRACTOR, Ward};
use crate::year::{Event, HOUR, MINUTE, Year, between, percent};
use anyhow::Result;
use desk::words::{Trouble, Visibility, WaitReason};
use desk::{LookAt, NoteArrival, OpenTicket, Reply, ReplyToMine, Resolve, Resume, SendOnSite, Take, Wait};
use kernel::{Private, Role, TicketId};

/// A step in a ticket's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Take,
    /// Somebody who directs work sets its facts right.
    Triage,
    Reply,
    /// Somebody tells the reporter how it goes.
    News,
    /// Somebody goes there, and is there.
    Send,
    Arrive,
    Wait(WaitReason),
    /// What it waited for has come.
    GoOn(WaitReason),
    Resolve,
    ComesBack,
    ReplyAgain,
}

/// A ticket as those who work on it know it.
#[derive(Debug, Clone)]
pub struct Life {
    pub id: TicketId,
    pub org: usize,
    pub reporter: usize,
    pub priority: u8,
    holder: Option<usize>,
    pub reopened: bool,
    on_the_way: bool,
    /// Resolved, and not opened again so far.
    pub done: bool,
}

impl Life {
    pub fn new(id: TicketId, org: usize, reporter: usize, priority: u8) -> Self {
        Self { id, org, reporter, priority, holder: None, reopened: false, on_the_way: false, done: false }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct Lives(pub Vec<Life>);

/// What somebody types; a word of it must never leave the house.
pub fn words(text: &str) -> Private {
    Private::from(format!("{text}, says {TYPED}").as_str())
}

/// The same moment for what is worked on day and night, otherwise within the desk's hours.
fn worked(year: &mut Year, at: i64, priority: u8) -> i64 {
    let mut at = at;
    if priority <= 2 {
        return at;
    }
    for _ in 0..200 {
        let wall = hours::Zone::Central.wall(at);
        let hour = wall.rem_euclid(24 * HOUR) / HOUR;
        let weekend = hours::date(wall).weekday().to_monday_one_offset() > 5;
        if (7..18).contains(&hour) && !weekend {
            return at;
        }
        at += HOUR;
    }
    at + between(&mut year.chance, 0, 50) * MINUTE
}

impl Year {
    /// A department, the busier the likelier.
    fn somewhere(&mut self) -> usize {
        let mut left = self.chance.below(self.town.wards.iter().map(|w| w.often).sum());
        let found = self.town.wards.iter().position(|ward| {
            let here = left < ward.often;
            left = left.saturating_sub(ward.often);
            here
        });
        found.unwrap_or(0)
    }

    pub(crate) fn one(&mut self, of: &[usize]) -> Option<usize> {
        let count = u64::try_from(of.len()).unwrap_or(0);
        of.get(usize::try_from(self.chance.below(count)).unwrap_or(0)).copied()
    }

    pub(crate) fn report(&mut self) -> Result<()> {
        let place = self.somewhere();
        self.report_from(place)
    }

    fn trouble(&mut self, ward: &Ward) -> OpenTicket {
        let kind = match self.chance.below(20) {
            0..5 => Trouble::BrokenDevice,
            5..8 => Trouble::Ehr,
            8..10 => Trouble::CannotWork,
            10..12 => Trouble::Network,
            12..14 => Trouble::Printing,
            14..16 => Trouble::Access,
            16 => Trouble::Phone,
            17 => Trouble::Slow,
            18 => Trouble::Suspicious,
            _ => Trouble::Question,
        };
        let device = usize::try_from(self.chance.below(3)).unwrap_or(0);
        // The first device of a department is the flaky one.
        let asset =
            ward.devices.get(device.saturating_sub(1)).copied().filter(|_| kind == Trouble::BrokenDevice);
        OpenTicket {
            org: self.town.orgs[ward.org],
            kind,
            words: words("Something does not work as it should"),
            patient_affected: percent(&mut self.chance, 18),
            department: Some(ward.department),
            location: None,
            asset,
            workaround: [None, Some(true), Some(false)][usize::try_from(self.chance.below(3)).unwrap_or(0)],
            users: Some(u32::try_from(1 + self.chance.below(6)).unwrap_or(1)),
            called: None,
        }
    }

    pub(crate) fn report_from(&mut self, place: usize) -> Result<()> {
        let ward = self.town.wards[place].clone();
        let here: Vec<usize> = self.town.with(ward.org, Role::Reporter);
        let own: Vec<usize> =
            here.iter().copied().filter(|n| self.town.people[*n].ward == Some(place)).collect();
        let Some(reporter) = self.one(if own.is_empty() { &here } else { &own }) else { return Ok(()) };
        if percent(&mut self.chance, 12) {
            return self.report_by_mail(reporter);
        }
        let order = self.trouble(&ward);
        let who = self.town.people[reporter].who();
        let follow = |auditor: &mut Auditor, opened: &desk::Opened, now: i64| {
            let id = opened.ticket.to_string();
            auditor.promises.opened(now, &id, ward.site, opened.priority);
            let findings = &mut auditor.findings;
            auditor.promises.told(findings, now, &id, Some(Clock::Response), opened.response_due);
            auditor.promises.told(findings, now, &id, Some(Clock::Resolution), opened.resolution_due);
            if opened.priority <= 2 {
                auditor.calls.begin(now, &id, now);
            }
        };
        let Some(opened) = self.door.give(&who, Some(self.town.orgs[ward.org]), order, follow)? else {
            return Ok(());
        };
        debug_assert_eq!(SITES[ward.site].org, ward.org);
        self.begin(Life::new(opened.ticket, ward.org, reporter, opened.priority));
        Ok(())
    }

    /// Plans a step of a ticket's life, some time from now.
    pub(crate) fn soon(&mut self, ticket: usize, step: Step) {
        let priority = self.lives.0[ticket].priority;
        let late = if percent(&mut self.chance, 7) { 3 } else { 1 };
        let (from, to) = match (step, priority) {
            (Step::Take, 1) => (1, 9),
            (Step::Take, 2) => (2, 22),
            (Step::Take, 3) => (5, 150),
            (Step::Take, _) => (10, 300),
            (Step::Triage, _) => (1, 30),
            (Step::Reply | Step::ReplyAgain, 1 | 2) => (1, 6),
            (Step::Reply | Step::ReplyAgain, _) => (2, 60),
            (Step::News, 1) => (10, 70),
            (Step::News, 2) => (20, 160),
            (Step::News, _) => (60, 900),
            (Step::Send, _) => (2, 30),
            (Step::Arrive, 1) => (15, 110),
            (Step::Arrive, 2) => (30, 240),
            (Step::Arrive, _) => (60, 14 * 60),
            (Step::Wait(_), _) => (5, 60),
            (Step::GoOn(_), _) => (30, 26 * 60),
            (Step::Resolve, 1) => (15, 200),
            (Step::Resolve, 2) => (40, 400),
            (Step::Resolve, 3) => (60, 20 * 60),
            (Step::Resolve, _) => (120, 40 * 60),
            (Step::ComesBack, _) => (60, 40 * 60),
        };
        let minutes = between(&mut self.chance, from, to) * late;
        let at = self.door.now() + minutes * MINUTE + between(&mut self.chance, 0, 59) * 1_000_000;
        let at = worked(self, at, priority);
        self.agenda.add(at, Event::Ticket(ticket, step));
    }

    /// The same step again, because it was refused: tomorrow where there is no agreement, by somebody else
    /// soon where somebody may not take it.
    fn again(&mut self, ticket: usize, step: Step) {
        let hours = between(&mut self.chance, 1, 20);
        let at = worked(self, self.door.now() + hours * HOUR, self.lives.0[ticket].priority);
        self.agenda.add(at, Event::Ticket(ticket, step));
    }

    pub(crate) fn step(&mut self, ticket: usize, step: Step) -> Result<()> {
        let desk = self.town.desk();
        if step == Step::ComesBack && self.town.people[self.lives.0[ticket].reporter].left {
            // Nobody is there who misses it.
            return Ok(());
        }
        let holder = self.lives.0[ticket].holder.filter(|holder| !self.town.people[*holder].left);
        let Some(by) = holder.filter(|_| step != Step::Take).or_else(|| self.one(&desk)) else {
            return Ok(());
        };
        if step == Step::Reply {
            self.look_first(ticket, by)?;
        }
        let done = match step {
            Step::Triage => self.triage(ticket)?,
            Step::ComesBack => self.comes_back(ticket)?,
            step => self.take_step(ticket, step, by)?,
        };
        if !done {
            self.again(ticket, step);
            return Ok(());
        }
        self.lives.0[ticket].done = step == Step::Resolve;
        let next = self.after(ticket, step);
        next.into_iter().for_each(|next| self.soon(ticket, next));
        Ok(())
    }

    /// What somebody does next.
    fn after(&mut self, ticket: usize, step: Step) -> Option<Step> {
        let life = &mut self.lives.0[ticket];
        let (priority, reopened) = (life.priority, life.reopened);
        life.on_the_way = step == Step::Send || life.on_the_way && step != Step::Arrive;
        let on_the_way = life.on_the_way;
        Some(match step {
            Step::Take if percent(&mut self.chance, 10) => Step::Triage,
            Step::Take | Step::Triage => Step::Reply,
            Step::Reply if percent(&mut self.chance, if priority <= 2 { 10 } else { 30 }) => {
                let reasons =
                    [WaitReason::Reporter, WaitReason::Vendor, WaitReason::Parts, WaitReason::ChangeWindow];
                Step::Wait(reasons[usize::try_from(self.chance.below(4)).unwrap_or(0)])
            }
            Step::Reply if percent(&mut self.chance, 12) => Step::Send,
            Step::Reply if percent(&mut self.chance, 20) => Step::News,
            Step::News if percent(&mut self.chance, 30) => Step::News,
            Step::Send if percent(&mut self.chance, 15) => Step::Wait(WaitReason::Parts),
            Step::Send => Step::Arrive,
            Step::GoOn(_) if on_the_way => Step::Arrive,
            Step::Reply | Step::News | Step::Arrive | Step::ReplyAgain | Step::GoOn(_) => Step::Resolve,
            Step::Wait(reason) => Step::GoOn(reason),
            Step::Resolve if !reopened && percent(&mut self.chance, 5) => Step::ComesBack,
            Step::Resolve => return None,
            Step::ComesBack => Step::ReplyAgain,
        })
    }

    /// Now and then somebody looks behind the mask before they reply, and a subcontractor looks as well.
    fn look_first(&mut self, at: usize, by: usize) -> Result<()> {
        let life = self.lives.0[at].clone();
        let (ticket, org) = (life.id, Some(self.town.orgs[life.org]));
        if percent(&mut self.chance, 15) {
            let who = self.town.people[by].who();
            self.door.look(&who, org, LookAt { ticket, text: None })?;
        }
        if life.org == PRACTICE && percent(&mut self.chance, 40) {
            let engineer = self.town.first(SUBCONTRACTOR, Role::Technician).map(|p| p.who());
            if let Some(engineer) = engineer {
                self.door.look(&engineer, org, LookAt { ticket, text: Some(0) })?;
            }
        }
        Ok(())
    }

    /// Carries a step out; false when it was refused.
    fn take_step(&mut self, at: usize, step: Step, by: usize) -> Result<bool> {
        let life = self.lives.0[at].clone();
        let (ticket, org) = (life.id, Some(self.town.orgs[life.org]));
        let (who, id) = (self.town.people[by].who(), ticket.to_string());
        let reporter = self.town.people[life.reporter].clone();
        let answers = step == Step::GoOn(WaitReason::Reporter) && percent(&mut self.chance, 50);
        if answers && !reporter.left && self.answer_by_mail(at)? {
            return Ok(true);
        }
        let door = &mut self.door;
        let done = match step {
            Step::Take => {
                let took = |auditor: &mut Auditor, _: &_, _| auditor.calls.answered(&id);
                door.give(&who, org, Take { ticket }, took)?.is_some()
            }
            Step::Reply | Step::News | Step::ReplyAgain => {
                let order = Reply::new(ticket, Visibility::Public, words("I look at it"));
                door.give(&who, org, order, |auditor, _, now| auditor.promises.replied(now, &id))?.is_some()
            }
            Step::Wait(reason) => {
                let follow = |auditor: &mut Auditor, now_: &desk::TicketNow, now| {
                    auditor.promises.waits(now, &id, reason.word());
                    auditor.promises.told(&mut auditor.findings, now, &id, None, now_.due_at);
                };
                door.give(&who, org, Wait { ticket, reason }, follow)?.is_some()
            }
            Step::Send | Step::Arrive => return self.on_site(at, step, by),
            Step::GoOn(WaitReason::Reporter) if !reporter.left => {
                let order = ReplyToMine { ticket, words: words("Here is what you asked for") };
                let follow = |auditor: &mut Auditor, _: &_, now| auditor.promises.goes_on(now, &id);
                door.give(&reporter.who(), org, order, follow)?.is_some()
            }
            Step::GoOn(_) => {
                let follow = |auditor: &mut Auditor, told: &desk::TicketNow, now| {
                    auditor.promises.goes_on(now, &id);
                    auditor.promises.told(&mut auditor.findings, now, &id, None, told.due_at);
                };
                door.give(&who, org, Resume { ticket }, follow)?.is_some()
            }
            // These are taken by others than whoever has the ticket.
            Step::Triage | Step::ComesBack => true,
            Step::Resolve => {
                let order = Resolve { ticket, words: words("It works again") };
                let follow = |auditor: &mut Auditor, _: &_, now| {
                    auditor.promises.resolved(now, &id);
                    auditor.calls.over(&id);
                };
                door.give(&who, org, order, follow)?.is_some()
            }
        };
        if step == Step::Take && done {
            self.lives.0[at].holder = Some(by);
        }
        Ok(done)
    }

    /// Somebody is sent there, or is there.
    fn on_site(&mut self, at: usize, step: Step, by: usize) -> Result<bool> {
        let life = &self.lives.0[at];
        let (ticket, org) = (life.id, Some(self.town.orgs[life.org]));
        let (who, id) = (self.town.people[by].who(), ticket.to_string());
        let follow = |auditor: &mut Auditor, told: &desk::TicketNow, now| {
            match step {
                Step::Send => auditor.promises.sent(now, &id),
                _ => auditor.promises.arrived(now, &id),
            }
            auditor.promises.told(&mut auditor.findings, now, &id, None, told.due_at);
        };
        let done = match step {
            Step::Send => self.door.give(&who, org, SendOnSite { ticket }, follow)?,
            _ => self.door.give(&who, org, NoteArrival { ticket }, follow)?,
        };
        Ok(done.is_some())
    }
}
