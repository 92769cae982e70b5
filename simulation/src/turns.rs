//! Where a ticket's life takes a turn: somebody who directs work looks again at how urgent it is, and whoever reported it says
//! that it is not over.

use crate::auditor::Auditor;
use crate::lives::words;
use crate::town::PROVIDER;
use crate::year::{Year, between, percent};
use anyhow::Result;
use desk::{ReopenMine, Triage, Triaged};
use kernel::Role;

impl Year {
    /// How urgent it is follows from facts, and they were not all known at the beginning.
    pub(crate) fn triage(&mut self, at: usize) -> Result<bool> {
        let seniors = self.town.with(PROVIDER, Role::SeniorTechnician);
        let Some(by) = self.one(&seniors) else { return Ok(true) };
        let life = self.lives.0[at].clone();
        let (id, before) = (life.id.to_string(), life.priority);
        let order = Triage {
            ticket: life.id,
            patient_affected: percent(&mut self.chance, 40),
            users: u32::try_from(between(&mut self.chance, 1, 12)).unwrap_or(1),
            workaround: Some(percent(&mut self.chance, 50)),
            care_area: None,
            reason: None,
        };
        let follow = |auditor: &mut Auditor, told: &Triaged, now: i64| {
            if told.priority != before {
                auditor.promises.judged(now, &id, told.priority);
            }
            auditor.promises.told(&mut auditor.findings, now, &id, None, told.due_at);
            let opened = auditor.promises.opened_at(&id).filter(|_| told.priority <= 2);
            if let Some(opened) = opened.filter(|_| !auditor.calls.runs(&id)) {
                auditor.calls.begin(now, &id, opened);
            }
        };
        let who = self.town.people[by].who();
        let done = self.door.give(&who, Some(self.town.orgs[life.org]), order, follow)?;
        if let Some(told) = &done {
            self.lives.0[at].priority = told.priority;
        }
        Ok(done.is_some())
    }

    /// Whoever reported it opens it again: its clock goes on, and whoever is on call hears of it when it is urgent.
    pub(crate) fn comes_back(&mut self, at: usize) -> Result<bool> {
        if percent(&mut self.chance, 40) && self.answer_by_mail(at)? {
            self.lives.0[at].reopened = true;
            return Ok(true);
        }
        let life = self.lives.0[at].clone();
        let (id, org) = (life.id.to_string(), Some(self.town.orgs[life.org]));
        let order = ReopenMine { ticket: life.id, words: words("It is as it was before") };
        let follow = |auditor: &mut Auditor, told: &desk::TicketNow, now: i64| {
            auditor.promises.reopened(now, &id);
            auditor.promises.told(&mut auditor.findings, now, &id, None, told.due_at);
            if let Some(opened) = auditor.promises.opened_at(&id).filter(|_| life.priority <= 2) {
                auditor.calls.begin(now, &id, opened);
            }
        };
        let reporter = self.town.people[life.reporter].who();
        let done = self.door.give(&reporter, org, order, follow)?.is_some();
        self.lives.0[at].reopened = done;
        Ok(done)
    }
}
