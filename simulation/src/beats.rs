//! The real rounds on the year's clock: each is run when it said it wants to be run again, at whole minutes.
//! A minute in which nobody gave an order and no timer is due is passed over; every ten minutes all are asked
//! whatever the tables say.

use crate::auditor::Kind;
use crate::door::Door;
use crate::mailbox::Mailbox;
use crate::records::Reader;
use anyhow::Result;
use kernel::Moment;
use rounds::{
    Checkpoints, Coverage, Days, Deadlines, Emergencies, Escalations, Every, Floor, Lapses, Letters,
    MailSettings, MailTls, Missed, Next, Receipts, Round, Seal,
};
use std::time::Duration;

pub const MINUTE: i64 = 60_000_000;
/// So often all rounds are run, whatever the tables say.
const ANYWAY: i64 = 10 * MINUTE;
/// A round that has always more to do has gone astray.
const MOST: u32 = 20_000;
const ORIGIN: &str = "https://desk.year.example";

struct Turn {
    round: Box<dyn Round>,
    due: i64,
}

/// See the module.
pub struct Beats {
    floor: Floor,
    turns: Vec<Turn>,
    timers: Reader,
    pub mailbox: Mailbox,
    /// How many minutes were not passed over.
    pub beats: u64,
}

impl Beats {
    /// # Errors
    /// When this machine gives no port for the mail server.
    pub fn new(door: &Door, timers: Reader) -> Result<Self> {
        let mailbox = Mailbox::open()?;
        let minute = Duration::from_secs(60);
        let every = Every { seal: minute * 10, post: minute, clocks: minute };
        let (office, sealer) = (door.house.office.clone(), door.house.sealer.clone());
        let floor = Floor::new(office, sealer, ORIGIN.to_owned(), "year".to_owned(), every);
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
            Box::new(Seal),
            Box::new(Checkpoints),
            Box::new(Letters::new(&mail, ORIGIN)?),
        ];
        let turns = rounds.into_iter().map(|round| Turn { round, due: 0 }).collect();
        Ok(Self { floor, turns, timers, mailbox, beats: 0 })
    }

    /// The next minute at which something may be to do, after `now`.
    ///
    /// # Errors
    /// When the tables cannot be read.
    pub fn next(&self, now: i64, busy: i64) -> Result<i64> {
        let after = |at: i64| (at.div_euclid(MINUTE) + 1) * MINUTE;
        let mut next = (now.div_euclid(ANYWAY) + 1) * ANYWAY;
        if busy + MINUTE > now {
            next = next.min(after(now));
        }
        if let Some(timer) = self.timers.next_timer()? {
            next = next.min(after(timer.max(now)));
        }
        Ok(next)
    }

    /// Runs what is due at the door's moment.
    ///
    /// # Errors
    /// A fault of the house; a finding of the auditor.
    pub fn run(&mut self, door: &mut Door) -> Result<()> {
        self.beats += 1;
        let at = door.now();
        door.faults.before_beat(&door.auditor, at)?;
        for turn in self.turns.iter_mut().filter(|turn| turn.due <= at) {
            let Some(shown) = door.faults.clock_of(turn.round.name(), at)? else { continue };
            let mut wait = Next::AT_ONCE;
            for _ in 0..MOST {
                match turn.round.round(&self.floor, Moment::from_micros(shown)) {
                    Ok(next) => wait = next,
                    Err(e) => {
                        let words = format!("{}: {e:#}", turn.round.name());
                        door.auditor.findings.add(at, Kind::RoundFailed, words);
                        break;
                    }
                }
                // Other servers would have their turn in between; here nobody waits.
                if wait.0 >= Duration::from_secs(1) {
                    break;
                }
            }
            turn.due = at + i64::try_from(wait.0.as_micros()).unwrap_or(MINUTE);
        }
        door.faults.after_beat(at)?;
        door.settle(&self.mailbox.collect())
    }
}
