//! The auditor's view of being on call: whose week it is, when a ticket that nobody takes is due to be told
//! to whom, and whether those who were told are those who had to be.

use super::books::Books;
use super::hours::Zone;
use super::{Findings, GRACE, Kind};
use kernel::{Moment, PersonId};
use serde_json::Value;
use std::collections::HashMap;

const MINUTE: i64 = 60_000_000;
const WEEK: i64 = 7 * 24 * 60 * MINUTE;
/// After so many minutes whoever is on call is told, and then all seniors.
const STEPS: [i64; 2] = [5, 15];
/// Delays up to this put nothing off.
const TOLERATED: i64 = 5 * MINUTE;

/// Who takes turns, week by week, since a moment.
#[derive(Debug, Clone)]
pub struct Turns {
    pub since: i64,
    pub people: Vec<PersonId>,
}

/// For a while somebody stands in for somebody, or is on call as well.
#[derive(Debug, Clone)]
pub struct Over {
    pub from: i64,
    pub until: i64,
    /// Nobody when somebody joins.
    pub instead_of: Option<PersonId>,
    pub by: PersonId,
}

#[derive(Debug)]
struct Run {
    opened: i64,
    place: usize,
    shift: i64,
    /// Somebody took the ticket.
    answered: bool,
}

impl Run {
    fn due(&self) -> Option<i64> {
        let minutes = STEPS.get(self.place).filter(|_| !self.answered)?;
        Some(self.opened + minutes * MINUTE + self.shift)
    }
}

/// See the module.
#[derive(Debug, Default)]
pub struct Calls {
    /// The first Monday's eight o'clock on the wall, from which weeks are counted.
    pub anchor: i64,
    pub turns: Vec<Turns>,
    /// In the order in which they were agreed on.
    pub overs: Vec<Over>,
    runs: HashMap<String, Run>,
    /// When a run began: what is due earlier is due then.
    begun: HashMap<String, i64>,
    /// Notices that were caused and did not leave yet, by person.
    waiting: HashMap<PersonId, (i64, i64)>,
    pub told: u64,
}

impl Calls {
    /// Whose turn it is: by weeks on the wall, and the next in order where somebody has left.
    pub fn turn_of(&self, at: i64, books: &Books) -> Option<PersonId> {
        let turns = self.turns.iter().rev().find(|t| t.since <= at)?;
        let week = (Zone::Central.wall(at) - self.anchor).div_euclid(WEEK);
        let count = turns.people.len();
        let first = usize::try_from(week.rem_euclid(i64::try_from(count).ok()?)).ok()?;
        (0..count).map(|n| turns.people[(first + n) % count]).find(|person| books.works(*person, at))
    }

    /// Who is on call: whose turn it is, and what was agreed on for a while.
    pub fn on_call(&self, at: i64, books: &Books) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = self.turn_of(at, books).into_iter().collect();
        let now = |over: &&Over| (over.from..over.until).contains(&at) && books.works(over.by, at);
        for over in self.overs.iter().filter(now) {
            match over.instead_of {
                None if !people.contains(&over.by) => people.push(over.by),
                Some(person) if people.contains(&person) => {
                    people.retain(|other| *other != person && *other != over.by);
                    people.push(over.by);
                }
                _ => {}
            }
        }
        people
    }

    /// An urgent ticket was opened, or opened again.
    pub fn begin(&mut self, now: i64, ticket: &str, opened: i64) {
        self.runs.insert(ticket.to_owned(), Run { opened, place: 0, shift: 0, answered: false });
        self.begun.insert(ticket.to_owned(), now);
    }

    /// Whether it runs already: then a ticket that becomes more urgent changes nothing.
    pub fn runs(&self, ticket: &str) -> bool {
        self.runs.contains_key(ticket)
    }

    pub fn answered(&mut self, ticket: &str) {
        if let Some(run) = self.runs.get_mut(ticket) {
            run.answered = true;
        }
    }

    pub fn over(&mut self, ticket: &str) {
        self.runs.remove(ticket);
        self.begun.remove(ticket);
    }

    /// The house carried out a step.
    pub(super) fn fired(&mut self, findings: &mut Findings, now: i64, fact: &Value, books: &Books) {
        let with = &fact["with"];
        let ticket = with["ticket"].as_str().unwrap_or_default();
        let people: Vec<PersonId> = with["people"].as_array().into_iter().flatten().filter_map(id).collect();
        let step = usize::try_from(with["step"].as_u64().unwrap_or_default()).unwrap_or(0);
        let on_call = self.on_call(now, books);
        let Some(run) = self.runs.get_mut(ticket).filter(|run| run.due().is_some_and(|due| due <= now))
        else {
            let words = format!("step {step} of {ticket} was carried out, and nothing was due");
            return findings.add(now, Kind::WrongPersonTold, words);
        };
        let mut expected: Vec<PersonId> = match run.place {
            0 => on_call,
            _ => books
                .people
                .iter()
                .filter(|(p, k)| k.senior && books.works(**p, now))
                .map(|(p, _)| *p)
                .collect(),
        };
        expected.sort();
        if expected != people || step != run.place + 1 {
            let words = format!("step {step} of {ticket} told {people:?}, and {expected:?} had to be told");
            findings.add(now, Kind::WrongPersonTold, words);
        }
        let late = now - run.opened - STEPS[run.place] * MINUTE;
        if late > run.shift.max(TOLERATED) {
            // The house counts whole seconds.
            run.shift = late / 1_000_000 * 1_000_000;
        }
        run.place += 1;
        for person in people {
            let waiting = self.waiting.entry(person).or_insert((now, 0));
            waiting.1 += 1;
        }
    }

    /// The house wrote to somebody; gives who it is, and their address.
    pub(super) fn sent(
        &mut self,
        findings: &mut Findings,
        now: i64,
        fact: &Value,
        books: &Books,
    ) -> Option<(PersonId, Option<String>)> {
        let person = fact["about"].get(0).and_then(id)?;
        let count = fact["with"]["count"].as_i64().unwrap_or_default();
        let waiting = self.waiting.remove(&person).map_or(0, |w| w.1);
        self.told += 1;
        if waiting != count {
            let words = format!("{count} notices left for {person}, and {waiting} waited");
            findings.add(now, Kind::WrongPersonTold, words);
        }
        // Whoever left meanwhile has no address any more.
        let known = books.people.get(&person).filter(|_| books.works(person, now));
        Some((person, known.map(|known| known.email.clone())))
    }

    pub(super) fn tick(&mut self, findings: &mut Findings, now: i64) {
        let begun = &self.begun;
        let late = |ticket: &str, run: &Run| {
            let begun = begun.get(ticket).copied().unwrap_or_default();
            run.due().is_some_and(|due| due.max(begun) + GRACE < now)
        };
        let mut silent: Vec<String> = self
            .runs
            .iter()
            .filter(|(ticket, run)| late(ticket, run))
            .map(|(ticket, _)| ticket.clone())
            .collect();
        silent.sort();
        for ticket in silent {
            let due = self.runs.remove(&ticket).and_then(|run| run.due()).unwrap_or_default();
            let words = format!("{ticket}: a step was due at {}", Moment::from_micros(due));
            findings.add(now, Kind::NobodyTold, words);
        }
        self.waiting.retain(|person, (since, _)| {
            let forgotten = *since + GRACE < now;
            if forgotten {
                findings.add(now, Kind::NobodyTold, format!("a notice for {person} did not leave"));
            }
            !forgotten
        });
    }
}

fn id(value: &Value) -> Option<PersonId> {
    value.as_str()?.parse().ok()
}
