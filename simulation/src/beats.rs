//! The real rounds on the year's clock, at whole minutes. A minute in which nobody gave an order and no timer is due is
//! passed over, and in another one those rounds are run whose timers are due; every hour all are run, whatever the
//! tables say. What a round should have noticed in between and did not, the auditor names after three minutes.

use crate::auditor::{Arrived, Kind};
use crate::door::Door;
use crate::gateway::Programs;
use crate::mailbox::Mailbox;
use crate::records::{Reader, Timer};
use anyhow::Result;
use kernel::{Moment, Span};
use rounds::{
    Checkpoints, Coverage, Days, Deadlines, Emergencies, Escalations, Every, Floor, Lapses, Leases, Letters,
    MailSettings, MailTls, Messages, Missed, Next, Receipts, Round, Seal, ShortMessages, Words,
};
use std::time::Duration;

pub const MINUTE: i64 = 60_000_000;
/// So often all rounds are run, whatever the tables say. Agreements begin and end at midnights, which are whole hours.
const ANYWAY: i64 = 60 * MINUTE;
/// A round that has always more to do has gone astray.
const MOST: u32 = 20_000;
const ORIGIN: &str = "https://desk.year.example";

/// Under which name something is due for a round: what leaves the house stands in the outbox by its channel.
fn channel(round: &str) -> &str {
    match round {
        "short-messages" => "sms",
        "webhooks" => "webhook",
        other => other,
    }
}

/// See the module.
pub struct Beats {
    floor: Floor,
    rounds: Vec<Box<dyn Round>>,
    timers: Reader,
    /// What was to do when the next minute was chosen, and when the last order had been given.
    seen: Option<(i64, Vec<Timer>)>,
    pub mailbox: Mailbox,
    programs: Programs,
    /// How many minutes were not passed over.
    pub beats: u64,
}

impl Beats {
    /// # Errors
    /// When this machine gives no port for the mail server or the programs.
    pub fn new(door: &Door, timers: Reader) -> Result<Self> {
        let (mailbox, programs) = (Mailbox::open()?, Programs::open()?);
        let minute = Duration::from_secs(60);
        let every = Every { seal: minute * 10, post: minute, clocks: minute };
        let (office, sealer) = (door.house.office.clone(), door.house.sealer.clone());
        let mut floor = Floor::new(office, sealer, ORIGIN.to_owned(), "year".to_owned(), every);
        floor.leases = Leases::lasting(floor.office.store().clone(), "year".to_owned(), Span::days(1));
        let mail = MailSettings {
            host: "127.0.0.1".to_owned(),
            port: mailbox.port,
            tls: MailTls::None,
            from: "Orderly <desk@year.example>".to_owned(),
            sign_in: None,
            authority: None,
        };
        // As they are run in the house; what one of them writes is sent by the one after it.
        let rounds: Vec<Box<dyn Round>> = vec![
            Box::new(Missed::default()),
            Box::new(Deadlines::default()),
            Box::new(Emergencies::default()),
            Box::new(Lapses::default()),
            Box::new(Coverage::default()),
            Box::new(Days),
            Box::new(Receipts),
            Box::new(Escalations::default()),
            Box::new(Words),
            Box::new(Seal),
            Box::new(Checkpoints),
            Box::new(Letters::new(&mail, ORIGIN)?),
            Box::new(ShortMessages::at(programs.address)),
            Box::new(Messages::at(programs.address)),
        ];
        Ok(Self { floor, rounds, timers, seen: None, mailbox, programs, beats: 0 })
    }

    /// The next minute at which something may be to do, after `now`.
    ///
    /// # Errors
    /// When the tables cannot be read.
    pub fn next(&mut self, now: i64, busy: i64) -> Result<i64> {
        let after = |at: i64| (at.div_euclid(MINUTE) + 1) * MINUTE;
        let next = (now.div_euclid(ANYWAY) + 1) * ANYWAY;
        if busy + MINUTE > now {
            // No timer is sooner than the next minute.
            return Ok(next.min(after(now)));
        }
        let timers = self.timers.timers()?;
        let wakes = timers.iter().map(|timer| timer.wakes_at).min();
        self.seen = Some((busy, timers));
        Ok(wakes.map_or(next, |at| next.min(after(at.max(now)))))
    }

    /// Runs what is due at the door's moment.
    ///
    /// # Errors
    /// A fault of the house; a finding of the auditor.
    pub fn run(&mut self, door: &mut Door) -> Result<()> {
        self.beats += 1;
        let at = door.now();
        door.faults.before_beat(&door.auditor, at)?;
        // What was seen when this minute was chosen stands there still, where nobody gave an order since.
        let seen = self.seen.take().filter(|(busy, _)| *busy == door.busy && door.faults.none());
        let mut timers = seen.map_or_else(|| self.timers.timers(), |(_, timers)| Ok(timers))?;
        let mut ran = false;
        let all = at.rem_euclid(ANYWAY) == 0;
        for round in &mut self.rounds {
            if round.name() == "mail" && ran {
                // What the rounds before it wrote leaves at once.
                timers = self.timers.timers()?;
            }
            let name = channel(round.name());
            if !all && !timers.iter().any(|timer| timer.round == name && timer.due_at <= at) {
                continue;
            }
            ran = true;
            let Some(shown) = door.faults.clock_of(round.name(), at)? else { continue };
            for _ in 0..MOST {
                match round.round(&self.floor, Moment::from_micros(shown)) {
                    // Other servers would have their turn in between; here nobody waits.
                    Ok(next) if next == Next::AT_ONCE => {}
                    Ok(_) => break,
                    Err(e) => {
                        let words = format!("{}: {e:#}", round.name());
                        door.auditor.findings.add(at, Kind::RoundFailed, words);
                        break;
                    }
                }
            }
        }
        door.faults.after_beat(at)?;
        door.settle(&Arrived { letters: self.mailbox.collect(), messages: self.programs.collect() })
    }
}
