//! Every statement that the slices keep, run against a house with three filled clients: whoever is a stranger reads no
//! row of theirs and changes none, statement by statement, on both engines. New statements are tried without being
//! named here; those with which even the rightful find nothing are told, and are few.

pub mod filled;
mod guess;
mod invented;

use crate::world::{Place, places};
use filled::{Cells, Filled};
use guess::Guess;
use kernel::{Moment, OrgId, PersonId, Refusal, Span, Status, Stop, Who};
use orderly::House;
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use store::{Row, Sql, Value, Work};

/// How many rows of each table of a client are asked after.
const ROWS: usize = 5;
/// With how many of a hundred statements the rightful have to find something.
const FOUND_PERCENT: usize = 80;

/// Values for what cannot be guessed, of each kind.
fn plain() -> [Value; 5] {
    let bytes = Value::Bytes(vec![1; 16]);
    [Value::Words("x".into()), Value::Count(1), Value::Flag(false), bytes, Value::Null]
}

/// What stands in the tables that a statement names; read once, when it is needed.
type Stood = OnceCell<Vec<BTreeSet<String>>>;
type Given = Vec<(&'static str, Value)>;

/// What a statement did before it was taken back.
#[derive(Debug, Clone, PartialEq)]
struct Did {
    rows: Vec<Row>,
    changed: u64,
    /// What then stood in the tables of the organization that was watched.
    left: Option<Vec<BTreeSet<String>>>,
}

/// Where a statement is run, and whose rows are watched meanwhile.
struct Run<'a> {
    house: &'a House,
    now: Moment,
    caller: (OrgId, PersonId),
    watched: Option<OrgId>,
}

fn stands(work: &mut Work, tables: &[String], org: OrgId) -> anyhow::Result<Vec<BTreeSet<String>>> {
    work.as_house(true);
    let all = tables.iter().map(|table| {
        let rows = work.rows(&Filled::everything(table, org), &[])?;
        Ok(rows.iter().map(|row| format!("{:?}", filled::cells(row))).collect())
    });
    all.collect()
}

impl Run<'_> {
    /// Runs it and takes it back; nothing when the engine refused it.
    fn did(&self, guess: &Guess, given: &Given) -> Option<Did> {
        let told = Arc::new(Mutex::new(None));
        let (to, now, (org, person), watched) = (told.clone(), self.now, self.caller, self.watched);
        let (sql, given, tables) = (*guess.sql, given.clone(), guess.tables.clone());
        let (answers, changes) = (guess.answers(), guess.changes());
        let back = self.house.office.store().write(move |work: &mut Work| -> Result<(), Stop> {
            work.on_behalf(Who::Console { person }, Some(person.to_string()), now);
            work.at(Some(org));
            let rows = if answers { work.rows(&sql, &given)? } else { Vec::new() };
            let changed = if answers { rows.len() as u64 } else { work.run(&sql, &given)? };
            let watched = watched.filter(|_| changes && changed > 0);
            let left = watched.map(|org| stands(work, &tables, org)).transpose()?;
            *to.lock().unwrap() = Some(Did { rows, changed, left });
            Err(Refusal::new(Status::Conflict, "It was only tried.").into())
        });
        assert!(back.wait().is_err());
        Option::take(&mut told.lock().unwrap())
    }
}

/// One engine's houses: the filled one, and one in which there is nothing.
struct Engine {
    filled: Filled,
    empty: House,
    telling: BTreeMap<OrgId, BTreeSet<String>>,
    nobody: (OrgId, PersonId),
}

impl Engine {
    fn new(place: &Place, other: &Place) -> Self {
        let filled = Filled::new(place);
        let telling = filled.clients.iter().map(|(org, _)| (*org, filled.telling(*org))).collect();
        let nobody = (
            "org_00000000000000000000000000000000".parse().unwrap(),
            "per_00000000000000000000000000000000".parse().unwrap(),
        );
        Self { filled, empty: other.open(2), telling, nobody }
    }

    fn run(&self, caller: (OrgId, PersonId), watched: Option<OrgId>, now: Moment) -> Run<'_> {
        Run { house: &self.filled.house, now, caller, watched }
    }

    /// The first kind of plain value and the first moment with which the rightful find something; or with which at
    /// least the engine carries the statement out.
    fn rightful(
        &self,
        guess: &Guess,
        row: &Cells,
        caller: (OrgId, PersonId),
    ) -> (bool, Option<(Given, Moment)>) {
        let mut carried = None;
        for now in [self.filled.now, self.filled.now.minus(Span::days(60))] {
            let mut before = None;
            for plain in plain() {
                let given = guess.values(&self.filled, row, &plain);
                if before.replace(given.clone()).is_some_and(|before| before == given) {
                    break;
                }
                let Some(did) = self.run(caller, None, now).did(guess, &given) else { continue };
                let nobody = self.run(self.nobody, None, now).did(guess, &given);
                if did.changed > 0 && (guess.changes() || nobody.is_none_or(|n| n.rows != did.rows)) {
                    return (true, Some((given, now)));
                }
                carried.get_or_insert((given, now));
            }
        }
        (false, carried)
    }

    /// What a stranger gets with the same words. Each problem is a sentence.
    fn strange(&self, guess: &Guess, given: &Given, now: Moment, owner: OrgId, stood: &Stood) -> Vec<String> {
        let mut wrong = Vec::new();
        let other = *self.filled.clients.iter().find(|c| c.0 != owner).unwrap();
        for caller in [self.nobody, other] {
            // The door itself says at which organization something is written.
            let given: Given = given
                .iter()
                .map(|(n, v)| {
                    (*n, if *n == "at_org" && guess.inserts() { caller.0.into() } else { v.clone() })
                })
                .collect();
            let Some(did) = self.run(caller, Some(owner), now).did(guess, &given) else { continue };
            let name = guess.sql.name;
            if let Some(left) = &did.left
                && left != stood.get_or_init(|| self.stood(guess, owner))
            {
                wrong.push(format!("{name}: a stranger changed what is another client's"));
            }
            let telling = &self.telling[&owner];
            let mut told =
                did.rows.iter().flat_map(|r| (0..r.columns().len()).map(|i| format!("{:?}", r.value(i))));
            if let Some(value) = told.find(|v| telling.contains(v)) {
                wrong.push(format!("{name}: a stranger read what is another client's: {value}"));
            }
            if caller == self.nobody && !guess.changes() {
                let empty = Run { house: &self.empty, now, caller, watched: None }.did(guess, &given);
                if empty.is_none_or(|e| e.rows != did.rows) {
                    wrong.push(format!("{name}: what is there shows to somebody who sees nothing"));
                }
            }
        }
        wrong
    }

    fn stood(&self, guess: &Guess, owner: OrgId) -> Vec<BTreeSet<String>> {
        let tables = guess.tables.clone();
        let read = self.filled.house.office.store().write(move |work| Ok(stands(work, &tables, owner)?));
        read.wait().unwrap()
    }

    /// Whether the rightful ever find something, and what is wrong.
    fn tried(&self, guess: &Guess) -> (bool, BTreeSet<String>) {
        let (mut found, mut wrong) = (false, BTreeSet::new());
        for caller in &self.filled.clients {
            let stood = Stood::new();
            for table in &guess.tables {
                for row in self.filled.some(table, caller.0, ROWS) {
                    let (hit, given) = self.rightful(guess, row, *caller);
                    found |= hit;
                    if let Some((given, now)) = given {
                        wrong.extend(self.strange(guess, &given, now, caller.0, &stood));
                    }
                }
            }
        }
        (found, wrong)
    }
}

fn guesses(filled: &Filled) -> Vec<Guess> {
    let tables: Vec<String> = filled.tables.keys().cloned().collect();
    let all: Vec<&'static Sql> =
        orderly::house::schemas().iter().flat_map(|s| s.statements).filter(|s| !s.house).copied().collect();
    all.into_iter().filter_map(|sql| Guess::new(sql, &tables)).collect()
}

#[test]
fn no_statement_surfaces_or_changes_anything_of_another_client() {
    let mut missed = BTreeSet::new();
    for (place, other) in places().into_iter().zip(places()) {
        let engine = Engine::new(&place, &other);
        let (mut wrong, mut found) = (Vec::new(), 0);
        let all = guesses(&engine.filled);
        for guess in &all {
            let (hit, problems) = engine.tried(guess);
            wrong.extend(problems);
            if hit {
                found += 1;
            } else {
                missed.insert(guess.sql.name);
            }
        }
        eprintln!("{}: with {found} of {} statements the rightful find something", place.engine, all.len());
        assert!(wrong.is_empty(), "on {}:\n{}", place.engine, wrong.join("\n"));
        // A guess cannot know every word a statement asks for, but a house that stays empty would prove nothing.
        let few = found * 100 < all.len() * FOUND_PERCENT;
        assert!(!few, "on {}: {found} of {} found something, not with {missed:?}", place.engine, all.len());
    }
    eprintln!("with these the rightful find nothing: {missed:?}");
}
