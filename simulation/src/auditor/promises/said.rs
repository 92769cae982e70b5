//! What the house says of promises, held against what the auditor reckoned: due times that somebody was told, what it keeps
//! after a change, what it called missed, and what it should have called missed by now.

use super::super::{Findings, GRACE};
use super::{CLOCKS, Clock, Kind, Promises};
use kernel::Moment;
use serde_json::Value;
use std::collections::HashMap;

impl Promises {
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
        let running = CLOCKS.into_iter().filter(|c| !ticket.clocks[*c as usize].stopped);
        let next = running.filter_map(|c| Some((ticket.clocks[c as usize].due?, c))).min();
        let own = match clock {
            Some(clock) => ticket.clocks[clock as usize].due,
            None => next.map(|(due, _)| due),
        };
        if own != due.map(Moment::micros) {
            let which = clock.or(next.map(|(_, clock)| clock)).unwrap_or(Clock::Resolution);
            let words = format!(
                "{id}: {clock:?} is due at {:?}, and somebody was told {due:?}",
                own.map(Moment::from_micros)
            );
            findings.add(now, which.amiss(Kind::WrongDueTime), words);
        }
    }

    /// After a change the house keeps each running clock of open work as the auditor reckons it anew.
    pub fn compare(&self, findings: &mut Findings, now: i64, kept: &[(String, String, Option<i64>)]) {
        let kept: HashMap<(&str, Clock), Option<i64>> =
            kept.iter().filter_map(|(id, kind, due)| Some(((id.as_str(), Clock::of(kind)?), *due))).collect();
        for ticket in self.tickets.iter().filter(|ticket| ticket.resolved.is_none()) {
            for clock in CLOCKS.into_iter().filter(|clock| !ticket.clocks[*clock as usize].stopped) {
                let own = ticket.clocks[clock as usize].due;
                let words = |said: &str| {
                    let own = own.map(Moment::from_micros);
                    format!("{}: {clock:?} is due at {own:?} after the change, and {said}", ticket.id)
                };
                match kept.get(&(ticket.id.as_str(), clock)) {
                    None => findings.add(now, clock.amiss(Kind::WrongDueTime), words("no such clock runs")),
                    Some(due) if *due != own => {
                        let due = due.map(Moment::from_micros);
                        findings.add(now, Kind::NotReckonedAnew, words(&format!("{due:?} is kept")));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// The house said that a promise was missed.
    pub(in crate::auditor) fn noted(&mut self, findings: &mut Findings, now: i64, fact: &Value) {
        self.missed += 1;
        let ids = fact["about"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let place = ids.filter_map(|id| self.places.get(id)).next().copied();
        let Some(clock) = fact["with"]["promise"].as_str().and_then(Clock::of) else {
            return findings.add(now, Kind::FalseAlarm, format!("a promise of {}", fact["with"]["promise"]));
        };
        self.missed_news += u64::from(clock == Clock::Update);
        self.missed_arrivals += u64::from(clock == Clock::Arrival);
        let Some(place) = place else {
            return findings.add(now, Kind::FalseAlarm, format!("a ticket nobody opened: {fact}"));
        };
        let ticket = &mut self.tickets[place];
        let running = &mut ticket.clocks[clock as usize];
        let said = fact["with"]["due"].as_str().and_then(|due| due.parse::<jiff::Timestamp>().ok());
        let said = said.map(jiff::Timestamp::as_microsecond);
        let owed = self.owed.iter().position(|o| (o.0, o.1) == (place, clock));
        let owed = owed.map(|owed| self.owed.swap_remove(owed).2);
        let due = owed.or(running.due);
        if said != due {
            let own = due.map(Moment::from_micros);
            let words =
                format!("{}: {clock:?} was due at {own:?}, and {} was said", ticket.id, fact["with"]["due"]);
            findings.add(now, clock.amiss(Kind::WrongDueTime), words);
        }
        if owed.is_some() {
            // It was stopped late, and the same clock may have begun anew.
            running.announced |= running.stopped;
            return;
        }
        if running.stopped || running.announced || due.is_none_or(|due| due >= now) {
            findings.add(now, Kind::FalseAlarm, format!("{}: {clock:?} was called missed", ticket.id));
        }
        running.announced = true;
        if let Some(armed) = running.armed.take() {
            self.pending.remove(&(armed, place, clock));
        }
    }

    pub(in crate::auditor) fn tick(&mut self, findings: &mut Findings, now: i64) {
        for (place, clock, _) in std::mem::take(&mut self.owed) {
            let words = format!("{}: {clock:?} ended late", self.tickets[place].id);
            findings.add(now, clock.amiss(Kind::Unannounced), words);
        }
        while let Some((armed, place, clock)) =
            self.pending.first().copied().filter(|first| first.0 + GRACE < now)
        {
            self.pending.remove(&(armed, place, clock));
            let ticket = &mut self.tickets[place];
            ticket.clocks[clock as usize].announced = true;
            let kind =
                clock.amiss(if ticket.reopened { Kind::ReopenedClockStands } else { Kind::Unannounced });
            let words = format!("{}: {clock:?} was due at {}", ticket.id, Moment::from_micros(armed));
            findings.add(now, kind, words);
        }
    }
}
