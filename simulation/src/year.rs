//! The year itself: an agenda of what people do, and the rounds of the house in between, moment by moment
//! from a seed.

use crate::auditor::{Written, hours};
use crate::beats::Beats;
use crate::changes::Change;
use crate::door::Door;
use crate::lives::{Lives, Step};
use crate::town::Town;
use crate::writes::Odd;
use anyhow::Result;
use jiff::civil::Date;
use kernel::Chance;
use std::collections::BTreeMap;

pub const MINUTE: i64 = 60_000_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// What somebody will do.
#[derive(Debug, Clone)]
pub enum Event {
    /// The day's reports are drawn.
    Day(Date),
    /// Somebody reports trouble.
    Report,
    Change(Change),
    /// Something odd comes by mail.
    Letter(Odd),
    /// A step in a ticket's life.
    Ticket(usize, Step),
}

/// What is going to happen, in its order.
#[derive(Debug, Default)]
pub struct Agenda {
    events: BTreeMap<(i64, u64), Event>,
    count: u64,
}

impl Agenda {
    pub fn add(&mut self, at: i64, event: Event) {
        self.count += 1;
        self.events.insert((at, self.count), event);
    }

    fn next_at(&self) -> Option<i64> {
        self.events.first_key_value().map(|(key, _)| key.0)
    }
}

/// A number from one to another.
pub fn between(chance: &mut Chance, from: i64, to: i64) -> i64 {
    let width = u64::try_from(to - from + 1).unwrap_or(1);
    from + i64::try_from(chance.below(width)).unwrap_or(0)
}

/// True so many times in a hundred.
pub fn percent(chance: &mut Chance, n: u64) -> bool {
    chance.below(100) < n
}

/// The year as it goes on.
pub struct Year {
    pub door: Door,
    pub town: Town,
    pub agenda: Agenda,
    pub chance: Chance,
    pub lives: Lives,
    /// How many letters were written to the desk, and the last one.
    pub letters: u64,
    pub last_letter: Option<(Vec<u8>, Written)>,
    pub tickets_a_day: u32,
    /// The mail server takes no letters now.
    pub mail_down: bool,
    /// The first moment after the last day.
    pub ends: i64,
}

impl Year {
    /// Lives it to its end.
    ///
    /// # Errors
    /// A fault of the house; a finding of the auditor.
    pub fn live(&mut self, beats: &mut Beats) -> Result<()> {
        loop {
            let beat = beats.next(self.door.now(), self.door.busy)?;
            let event = self.agenda.next_at().unwrap_or(i64::MAX);
            if beat.min(event) >= self.ends {
                return Ok(());
            }
            if event < beat {
                if let Some((_, what)) = self.agenda.events.pop_first() {
                    self.door.pass(event);
                    self.happen(what)?;
                }
            } else {
                self.door.pass(beat);
                beats.mailbox.set_down(self.mail_down);
                beats.run(&mut self.door)?;
            }
        }
    }

    fn happen(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Day(day) => self.day(day),
            Event::Report => self.report(),
            Event::Letter(odd) => self.odd(odd),
            Event::Change(change) => self.change(change),
            Event::Ticket(ticket, step) => self.step(ticket, step),
        }
    }

    /// Draws what is reported today: most of it in the day, less at weekends.
    fn day(&mut self, day: Date) -> Result<()> {
        let begins = hours::Zone::Central.midnight(day);
        let weekend = matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        let usual = i64::from(self.tickets_a_day);
        let count = between(&mut self.chance, usual * 3 / 4, usual * 5 / 4);
        for _ in 0..if weekend { count / 3 } else { count } {
            let hour = if percent(&mut self.chance, 75) { (7, 17) } else { (0, 23) };
            let hour = between(&mut self.chance, hour.0, hour.1);
            let at = begins + hour * HOUR + between(&mut self.chance, 0, 3599) * 1_000_000;
            self.agenda.add(at, Event::Report);
        }
        self.draw_mail(begins);
        let tomorrow = day.tomorrow()?;
        self.agenda.add(hours::Zone::Central.midnight(tomorrow), Event::Day(tomorrow));
        Ok(())
    }
}
