//! A hospital's year from a seed: people, shifts, flaky devices, agreements that lapse and training that runs
//! out, through the real door and the real rounds, on a clock that runs as fast as the machine. An auditor
//! with books of its own looks on and says the first thing that is not as it should be.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod agreed;
pub mod auditor;
mod beats;
mod changes;
mod door;
mod faults;
mod founding;
mod gateway;
mod lives;
mod mailbox;
mod papers;
mod records;
mod terms;
mod town;
mod turns;
mod writes;
mod year;

pub use door::Found;
pub use faults::Fault;
pub use mailbox::{Letter, Mailbox};

use anyhow::{Context, Result};
use auditor::{Auditor, hours};
use beats::Beats;
use door::Door;
use faults::Planted;
use jiff::{Span, civil::Date};
use kernel::{Chance, Moment};
use orderly::{House, Needed, house};
use records::{Pencil, Reader};
use std::path::{Path, PathBuf};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use year::{Agenda, DAY, Event, Year};

/// What year it is to be.
#[derive(Debug, Clone)]
pub struct Plan {
    pub seed: u64,
    /// Its first day, in Chicago.
    pub first: Date,
    pub days: u32,
    /// On a weekday, about.
    pub tickets_a_day: u32,
    /// Who report trouble, in each department.
    pub reporters: u32,
    pub fault: Option<Fault>,
}

impl Default for Plan {
    fn default() -> Self {
        let first = Date::constant(2026, 1, 1);
        Self { seed: 1, first, days: 365, tickets_a_day: 20, reporters: 2, fault: None }
    }
}

impl Plan {
    /// The command that lives it again.
    pub fn command(&self) -> String {
        let fault = self.fault.and_then(|f| clap::ValueEnum::to_possible_value(&f));
        let fault = fault.map(|f| format!(" --fault {}", f.get_name())).unwrap_or_default();
        format!(
            "cargo run --release -p simulation -- --seed {} --first {} --days {} --tickets {} --reporters {}{fault}",
            self.seed, self.first, self.days, self.tickets_a_day, self.reporters
        )
    }
}

/// A folder for the year's database that the machine keeps in memory, where it offers one.
pub fn base() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { std::env::temp_dir() }
}

/// How it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub entries: u64,
    pub done: u64,
    pub refused: u64,
    pub by_house: u64,
    pub tickets: usize,
    pub missed: u64,
    /// Of the missed ones: the reporter heard nothing in time, somebody was not there in time.
    pub missed_news: u64,
    pub missed_arrivals: u64,
    /// Letters that came in, the same one twice counted twice.
    pub letters: u64,
    pub told: u64,
    /// Short messages and messages to programs.
    pub messages: u64,
    pub beats: u64,
    pub digest: [u8; 32],
}

/// After so long what is not sealed stays so, and the auditor says it.
const MOST_MINUTES_TO_CLOSE: u32 = 240;

/// Lives the year in a database file of its own, in an empty folder.
///
/// # Errors
/// A [`Found`] of the auditor; a fault of the house.
pub fn live(plan: &Plan, folder: &Path) -> Result<Told> {
    let path = folder.join("year.db");
    // The town is founded in the two days before.
    let founded = plan.first.checked_sub(Span::new().days(2))?;
    let clock = Arc::new(AtomicI64::new(hours::micros(founded) + 14 * year::HOUR));
    let house = open(plan.seed, &path, clock.clone())?;
    let key = house.sealer.verifier().to_string();
    let auditor = Auditor::new(Reader::open(&path)?, key, founded, plan.days + 2);
    let begins = hours::Zone::Central.midnight(plan.first);
    let faults = Planted::new(plan.fault, begins + DAY, Pencil::open(&path)?);
    let mut door = Door::new(house, auditor, faults, clock);
    let mut beats = Beats::new(&door, Reader::open(&path)?)?;
    let town = founding::found(&mut door, plan, &mut Chance::from_number(plan.seed))?;
    let mut agenda = Agenda::default();
    agenda.add(begins, Event::Day(plan.first));
    let mut year = Year {
        door,
        town,
        agenda,
        chance: Chance::from_number(plan.seed ^ 0x7965_6172),
        lives: lives::Lives::default(),
        letters: 0,
        last_letter: None,
        tickets_a_day: plan.tickets_a_day,
        mail_down: false,
        ends: begins + i64::from(plan.days) * DAY,
    };
    year.plan_changes(begins, i64::from(plan.days));
    year.live(&mut beats)?;
    close(&mut year, &mut beats)?;
    told(&year, &beats, &path)
}

/// The rounds run until nothing is left for them, over a whole hour at the least, and on to the hour at which what was
/// written last is sealed; then the auditor closes its books.
fn close(year: &mut Year, beats: &mut Beats) -> Result<()> {
    for minute in 1..=MOST_MINUTES_TO_CLOSE {
        year.door.pass(year.door.now() + beats::MINUTE);
        beats.run(&mut year.door)?;
        if minute >= 70 && year.door.auditor.all_is_sealed()? {
            break;
        }
    }
    let now = year.door.now();
    year.door.auditor.close(now)?;
    year.door.settle(&auditor::Arrived::default())
}

fn told(year: &Year, beats: &Beats, path: &Path) -> Result<Told> {
    let auditor = &year.door.auditor;
    Ok(Told {
        entries: auditor.size(),
        done: auditor.done,
        refused: auditor.refused,
        by_house: auditor.by_house,
        tickets: year.lives.0.len(),
        missed: auditor.promises.missed,
        missed_news: auditor.promises.missed_news,
        missed_arrivals: auditor.promises.missed_arrivals,
        letters: auditor.intake.letters,
        told: auditor.calls.told,
        messages: auditor.messages.arrived,
        beats: beats.beats,
        digest: Reader::open(path)?.digest()?,
    })
}

/// The house with everything that it takes from outside drawn from the seed: moments, randomness, keys.
fn open(seed: u64, path: &Path, clock: Arc<AtomicI64>) -> Result<House> {
    let mut master = [0; 32];
    master[..8].copy_from_slice(&seed.to_le_bytes());
    let needed = Needed {
        place: store::Place::File(path.to_owned()),
        master,
        origin: "desk.year.example/orderly".to_owned(),
        clock: Box::new(move || Moment::from_micros(clock.load(Ordering::SeqCst))),
        chance: house::seeded(seed),
        aside: Box::new(|job| job()),
    };
    house::open(needed).context("the year's house")
}
