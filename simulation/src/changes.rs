//! What changes in a year beside the tickets: people leave and others come, trainings run out before somebody
//! renews them, an agreement ends before anybody renews it, the rota is set anew; a week of ransomware, an
//! outage of the patient records, a mail server that is down for some hours.

use crate::agreed::Asked;
use crate::auditor::{Auditor, Turns, hours};
use crate::founding;
use crate::papers;
use crate::terms::Anew;
use crate::town::{HOSPITAL, PRACTICE, PROVIDER};
use crate::year::{DAY, Event, HOUR, MINUTE, Year, between, percent};
use anyhow::Result;
use jiff::Span;
use kernel::{EmergencyId, Private, Role};
use oncall::SetRota;
use people::EndPerson;
use serde_json::json;

/// Something that changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Somebody at a bedside or a counter leaves, and somebody else comes.
    Reporter,
    /// The same at the desk; the rota is set anew some days later.
    Technician,
    Rota,
    /// Somebody is trained again.
    Training(usize),
    /// The hospital's agreement is renewed a month ahead.
    RenewAhead,
    /// The practice's is renewed once it has lapsed.
    RenewLate,
    /// Machines of one house after the other are locked, and everybody reports it.
    Ransomware(u32),
    /// The patient records cannot be reached.
    Outage,
    MailDown,
    MailUp,
    /// Something else is agreed, or a place opens at other hours.
    Terms(Anew),
    /// Two technicians agree on a swap, or somebody stands in or joins for a day.
    Swap,
    /// Whoever was asked for a swap answers.
    Accept(Asked),
    Override,
    /// Somebody opens emergency access, and it ends by itself or before.
    Emergency,
    /// It is over and waits for its review.
    Review(EmergencyId, usize),
}

impl Year {
    /// Plans what changes in the year.
    pub fn plan_changes(&mut self, begins: i64, days: i64) {
        let mut at = begins + 5 * DAY;
        while at < begins + days * DAY {
            at += between(&mut self.chance, 8, 20) * DAY + between(&mut self.chance, 8, 17) * HOUR;
            self.agenda.add(at, Event::Change(Change::Reporter));
            if percent(&mut self.chance, 30) {
                self.agenda.add(at + 3 * HOUR, Event::Change(Change::Technician));
            }
        }
        let somewhere =
            |chance: &mut kernel::Chance| begins + between(chance, 20, days.max(21)) * DAY + 9 * HOUR;
        let (attack, outage) = (somewhere(&mut self.chance), somewhere(&mut self.chance));
        for day in 0..7 {
            self.agenda.add(
                attack + day * DAY,
                Event::Change(Change::Ransomware(7 - u32::try_from(day).unwrap_or(0))),
            );
        }
        self.agenda.add(attack + 2 * HOUR, Event::Change(Change::MailDown));
        self.agenda.add(attack + 5 * HOUR, Event::Change(Change::MailUp));
        self.agenda.add(outage, Event::Change(Change::Outage));
        self.plan_agreed(begins, days);
        self.plan_terms(begins, days);
        for who in 0..self.town.people.len() {
            self.train_again(who);
        }
        self.plan_renewals(HOSPITAL);
        self.plan_renewals(PRACTICE);
    }

    fn plan_renewals(&mut self, client: usize) {
        let Some(until) = self.last_paper(client).map(|p| p.1) else { return };
        let (at, change) = if client == HOSPITAL {
            (until - 30 * DAY + 10 * HOUR, Change::RenewAhead)
        } else {
            (until + between(&mut self.chance, 2, 11) * DAY + 10 * HOUR, Change::RenewLate)
        };
        self.agenda.add(at, Event::Change(change));
    }

    /// The client's latest agreement, and when it is over.
    fn last_paper(&self, client: usize) -> Option<(String, i64)> {
        let org = self.town.orgs[client];
        let paper = self
            .door
            .auditor
            .books
            .papers
            .iter()
            .filter(|p| p.client == org && p.under.is_none())
            .max_by_key(|p| p.until)?;
        Some((paper.id.clone(), paper.until))
    }

    /// Their training is renewed around the day on which it runs out; some are late.
    fn train_again(&mut self, who: usize) {
        let id = self.town.people[who].id;
        let Some(trained) = self.door.auditor.books.people.get(&id).map(|k| k.trained) else { return };
        let at =
            trained + between(&mut self.chance, 340, 374) * DAY + between(&mut self.chance, 14, 22) * HOUR;
        self.agenda.add(at, Event::Change(Change::Training(who)));
    }

    pub(crate) fn change(&mut self, change: Change) -> Result<()> {
        match change {
            Change::Reporter => self.replace(Role::Reporter),
            Change::Technician => {
                let at = self.door.now() + between(&mut self.chance, 1, 6) * DAY;
                self.agenda.add(at, Event::Change(Change::Rota));
                self.replace(Role::Technician)
            }
            Change::Rota => self.set_rota(),
            Change::Training(who) if self.town.people[who].left => Ok(()),
            Change::Training(who) => {
                let today = hours::date(self.door.now());
                founding::train(&mut self.door, &self.town, who, today)?;
                self.train_again(who);
                Ok(())
            }
            Change::RenewAhead => self.renew(HOSPITAL, 365),
            Change::RenewLate => self.renew(PRACTICE, 120),
            Change::Ransomware(strength) => {
                self.storm(strength * 6, 8 * HOUR);
                Ok(())
            }
            Change::Outage => {
                self.storm(45, 2 * HOUR);
                Ok(())
            }
            Change::MailDown => {
                // Whatever was tried in vain is tried again after twice as long each time.
                self.door.auditor.letters.down_until = self.door.now() + 10 * HOUR;
                self.mail_down = true;
                Ok(())
            }
            Change::MailUp => {
                self.mail_down = false;
                Ok(())
            }
            Change::Terms(anew) => self.agree_anew(anew),
            Change::Swap => self.swap(),
            Change::Accept(asked) => self.accept(asked),
            Change::Override => self.stand_in(),
            Change::Emergency => self.emergency(),
            Change::Review(emergency, by) => self.review(emergency, by),
        }
    }

    fn storm(&mut self, reports: u32, within: i64) {
        for _ in 0..reports {
            let at = self.door.now() + between(&mut self.chance, 1, within / MINUTE) * MINUTE;
            self.agenda.add(at, Event::Report);
        }
    }

    /// Somebody of the role leaves, and somebody else comes.
    fn replace(&mut self, role: Role) -> Result<()> {
        let org = if role == Role::Technician { PROVIDER } else { HOSPITAL };
        let all = self.town.with(org, role);
        let Some(who) = self.one(&all) else { return Ok(()) };
        let person = self.town.people[who].clone();
        self.town.people[who].left = true;
        let owner = self.town.people[0].who();
        let ends = |auditor: &mut Auditor, _: &_, now| {
            if let Some(known) = auditor.books.people.get_mut(&person.id) {
                known.ended = Some(now);
            }
        };
        self.door.give(&owner, None, EndPerson { person: person.id }, ends)?;
        let today = hours::date(self.door.now());
        let new = founding::hire(&mut self.door, &mut self.town, org, role, person.ward, today)?;
        self.train_again(new);
        Ok(())
    }

    /// Whoever works at the desk now takes turns, counted from the same Monday as before.
    fn set_rota(&mut self) -> Result<()> {
        let people: Vec<_> =
            self.town.with(PROVIDER, Role::Technician).iter().map(|n| self.town.people[*n].id).collect();
        let Some(rota) = self.town.rota else { return Ok(()) };
        let names: Vec<String> = people.iter().map(ToString::to_string).collect();
        let starts = hours::date(self.door.auditor.calls.anchor);
        let text = json!({ "zone": hours::Zone::Central.name(), "layers": [{
            "name": "First line", "people": names, "every": "weekly", "starts": format!("{starts}T08:00"),
        }] });
        let order = SetRota { rota, text: Private::from(text.to_string().as_str()), always: true };
        let owner = self.town.people[0].who();
        let turns = |auditor: &mut Auditor, _: &_, since| auditor.calls.turns.push(Turns { since, people });
        self.door.give(&owner, None, order, turns)?;
        Ok(())
    }

    fn renew(&mut self, client: usize, days: i64) -> Result<()> {
        let Some((old, until)) = self.last_paper(client) else { return Ok(()) };
        let zone = papers::zone_of(client);
        // Carried on without a gap, or from today where there is one.
        let from = hours::date(zone.wall(until.max(self.door.now())));
        let last = from.checked_add(Span::new().days(days))?;
        papers::sign(&mut self.door, &self.town, client, Some(&old), (from, last))?;
        self.plan_renewals(client);
        Ok(())
    }
}
