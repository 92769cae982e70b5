//! What people agree on for a while: a swap of turns on call, somebody who stands in or joins for a day, emergency access
//! with its review. Each is an order of those who agree on it, told to the auditor as they meant it.

use crate::auditor::{Auditor, Over, hours};
use crate::changes::Change;
use crate::lives::words;
use crate::town::{HOSPITAL, PRACTICE, PROVIDER};
use crate::year::{DAY, Event, HOUR, MINUTE, Year, between, percent};
use anyhow::Result;
use jiff::civil::{Date, Weekday};
use kernel::{EmergencyId, PersonId, Role, SwapId};
use oncall::words::OverrideKind;
use oncall::{AcceptSwap, AddOverride, AskSwap, DeclineSwap, SwapReceipt};
use people::{CloseEmergency, OpenEmergency, ReviewEmergency, Verdict};

/// A swap that somebody was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    swap: SwapId,
    /// Their places in the town.
    asker: usize,
    asked: usize,
    given: Date,
    back: Option<Date>,
}

/// A day on call: from eight to eight, as it is typed.
fn typed(day: Date) -> (String, String) {
    let next = day.tomorrow().expect("a day of these centuries");
    (format!("{day}T08:00"), format!("{next}T08:00"))
}

/// The same as moments.
fn stretch(day: Date) -> (i64, i64) {
    let next = day.tomorrow().expect("a day of these centuries");
    (eight(day), eight(next))
}

/// Eight in the morning. Clocks are set at two in the morning, so that it is eight hours after midnight but on these days.
fn eight(day: Date) -> i64 {
    let guess = hours::Zone::Central.midnight(day) + 8 * HOUR;
    let shown = hours::Zone::Central.wall(guess).rem_euclid(DAY);
    guess + 8 * HOUR - shown
}

impl Year {
    pub(crate) fn plan_agreed(&mut self, begins: i64, days: i64) {
        let mut at = begins + 3 * DAY;
        while at < begins + days * DAY {
            at += between(&mut self.chance, 3, 12) * DAY + between(&mut self.chance, 1, 6) * HOUR;
            let change = match self.chance.below(3) {
                0 => Change::Swap,
                1 => Change::Override,
                _ => Change::Emergency,
            };
            self.agenda.add(at + 9 * HOUR, Event::Change(change));
        }
    }

    /// The next day of this name, three days from now or later.
    fn next(&self, name: Weekday) -> Result<Date> {
        let mut day = hours::date(self.door.now() + 3 * DAY);
        while day.weekday() != name {
            day = day.tomorrow()?;
        }
        Ok(day)
    }

    fn on_call_on(&self, day: Date) -> Vec<PersonId> {
        self.door.auditor.calls.on_call(eight(day) + 4 * HOUR, &self.door.auditor.books)
    }

    fn place_of(&self, person: PersonId) -> Option<usize> {
        self.town.people.iter().position(|p| p.id == person && !p.left)
    }

    /// Whoever is on call on a day asks a colleague to take it, perhaps for one of theirs in return.
    pub(crate) fn swap(&mut self) -> Result<()> {
        let day = self.next(Weekday::Tuesday)?;
        let [person] = self.on_call_on(day)[..] else { return Ok(()) };
        let Some(asker) = self.place_of(person) else { return Ok(()) };
        let mut others = self.town.with(PROVIDER, Role::Technician);
        others.retain(|other| *other != asker);
        let (Some(asked), Some(rota)) = (self.one(&others), self.town.rota) else { return Ok(()) };
        let back = if percent(&mut self.chance, 60) { self.day_of(asked, day)? } else { None };
        let ((starts, ends), returned) = (typed(day), back.map(typed));
        let order = AskSwap {
            rota,
            with: self.town.people[asked].id,
            starts,
            ends,
            back_starts: returned.as_ref().map(|r| r.0.clone()),
            back_ends: returned.map(|r| r.1),
        };
        let who = self.town.people[asker].who();
        if let Some(told) = self.door.give(&who, None, order, |_, _, _| ())? {
            let asked = Asked { swap: told.swap, asker, asked, given: day, back };
            let at = self.door.now() + between(&mut self.chance, 10, 40 * 60) * MINUTE;
            self.agenda.add(at, Event::Change(Change::Accept(asked)));
        }
        Ok(())
    }

    /// A Tuesday after this one on which it is their turn.
    fn day_of(&self, who: usize, after: Date) -> Result<Option<Date>> {
        let mut day = after;
        for _ in 0..10 {
            day = day.checked_add(jiff::Span::new().days(7))?;
            if self.on_call_on(day) == [self.town.people[who].id] {
                return Ok(Some(day));
            }
        }
        Ok(None)
    }

    /// They accept when both are still there and it is still a swap, and decline otherwise.
    pub(crate) fn accept(&mut self, a: Asked) -> Result<()> {
        let (asker, asked) = (self.town.people[a.asker].clone(), self.town.people[a.asked].clone());
        if asked.left {
            return Ok(());
        }
        let who = asked.who();
        if asker.left || !self.on_call_on(a.given).contains(&asker.id) || percent(&mut self.chance, 20) {
            return self.door.give(&who, None, DeclineSwap { swap: a.swap }, |_, _, _| ()).map(drop);
        }
        let agreed = |auditor: &mut Auditor, _: &SwapReceipt, _| {
            let mut over = |day: Date, from: PersonId, by: PersonId| {
                let (begins, until) = stretch(day);
                auditor.calls.overs.push(Over { from: begins, until, instead_of: Some(from), by });
            };
            over(a.given, asker.id, asked.id);
            if let Some(back) = a.back {
                over(back, asked.id, asker.id);
            }
        };
        self.door.give(&who, None, AcceptSwap { swap: a.swap }, agreed).map(drop)
    }

    /// A senior technician has somebody stand in for a day, or join whoever is on call.
    pub(crate) fn stand_in(&mut self) -> Result<()> {
        let day = self.next(Weekday::Thursday)?;
        let [person] = self.on_call_on(day)[..] else { return Ok(()) };
        let mut others = self.town.with(PROVIDER, Role::Technician);
        others.retain(|other| self.town.people[*other].id != person);
        let seniors = self.town.with(PROVIDER, Role::SeniorTechnician);
        let (Some(by), Some(senior), Some(rota)) = (self.one(&others), self.one(&seniors), self.town.rota)
        else {
            return Ok(());
        };
        let instead = percent(&mut self.chance, 60);
        let (by, (starts, ends)) = (self.town.people[by].id, typed(day));
        let order = AddOverride {
            rota,
            kind: if instead { OverrideKind::Instead } else { OverrideKind::Besides },
            person: instead.then_some(person),
            stand_in: Some(by),
            starts,
            ends,
            policy: None,
        };
        let who = self.town.people[senior].who();
        let added = |auditor: &mut Auditor, _: &_, _| {
            let (from, until) = stretch(day);
            auditor.calls.overs.push(Over { from, until, instead_of: instead.then_some(person), by });
        };
        self.door.give(&who, None, order, added).map(drop)
    }

    /// A technician needs more than their roles allow, for an hour or so.
    pub(crate) fn emergency(&mut self) -> Result<()> {
        let client = if percent(&mut self.chance, 30) { PRACTICE } else { HOSPITAL };
        let technicians = self.town.with(PROVIDER, Role::Technician);
        let Some(by) = self.one(&technicians) else { return Ok(()) };
        let (org, person) = (self.town.orgs[client], self.town.people[by].clone());
        let minutes = u32::try_from(between(&mut self.chance, 15, 120)).unwrap_or(60);
        let order =
            OpenEmergency { org, reason: words("The infusion pumps all stopped"), minutes: Some(minutes) };
        let opened = |auditor: &mut Auditor, told: &people::Opened, now| {
            let until = now + i64::from(minutes) * MINUTE;
            auditor.emergencies.opened(&told.emergency.to_string(), (org, person.id), until);
        };
        let who = person.who();
        let Some(told) = self.door.give(&who, Some(org), order, opened)? else { return Ok(()) };
        if percent(&mut self.chance, 40) {
            let order = CloseEmergency { emergency: told.emergency };
            self.door.give(&who, None, order, |_, _, _| ())?;
        }
        // Some reviews come too late; the auditor counts by its own days whether they do.
        let days = between(&mut self.chance, 1, 7);
        let at = self.door.now() + days * DAY + between(&mut self.chance, 0, 8 * 60) * MINUTE;
        self.agenda.add(at, Event::Change(Change::Review(told.emergency, client)));
        Ok(())
    }

    pub(crate) fn review(&mut self, emergency: EmergencyId, client: usize) -> Result<()> {
        let role = if client == PRACTICE { Role::PracticeOwner } else { Role::ComplianceOfficer };
        let (Some(by), true) =
            (self.town.first(client, role), self.door.auditor.emergencies.to_review(&emergency.to_string()))
        else {
            return Ok(());
        };
        let order = ReviewEmergency {
            emergency,
            verdict: Verdict::Justified,
            words: words("Looked at each entry made under it"),
        };
        let (who, org) = (by.who(), self.town.orgs[client]);
        self.door.give(&who, Some(org), order, |_, _, _| ()).map(drop)
    }
}
