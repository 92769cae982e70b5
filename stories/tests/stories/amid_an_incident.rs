//! A server that is killed amid an incident, between the declaration and the letters, comes back with every clock right: what
//! was due to whom by when is due as before, what was acknowledged stands, and whatever became due meanwhile is noticed. The
//! server counts those affected as fast as it can.

use crate::{
    killed::{KEPT, Server, as_server, opened, told_of},
    proof,
    world::{Doing, Place, World, places},
};
use breach::{BreachFile, CountAffected, Means, NoteBreachClocks, OneBreach, OpenBreach, SayTold};
use futures_executor::block_on;
use incidents::{DeclareIncident, IncidentFile, OneIncident};
use kernel::{BreachId, IncidentId, Moment, Span, Who};
use orderly::House;
use serde_json::{Value, json};
use std::io::Write;
use store::{Look, params, sql};

sql! {
    house CLOCKS "stories.clocks-of-a-breach"
        "select word, by_on, due_at, next_at, told_on from breach_clocks where breach = :breach order by word";
}

/// So many counts are acknowledged before the server is killed.
const COUNTS: usize = 25;
/// Duties that do not hang on the count that changes.
const STEADY: [&str; 4] = ["individuals", "hhs", "media:GA", "state:GA"];

fn person(told: &Value, role: &str) -> Who {
    Who::Console { person: told[role].as_str().unwrap().parse().unwrap() }
}

fn breach_of(house: &House, told: &Value, breach: BreachId) -> BreachFile {
    block_on(house.office.answer(&person(told, "officer"), OneBreach { breach })).unwrap()
}

fn incident_of(house: &House, told: &Value, incident: IncidentId) -> IncidentFile {
    block_on(house.office.answer(&person(told, "officer"), OneIncident { incident })).unwrap()
}

/// What does not change while the server counts: the times of the tasks, and the duties that it leaves as they are.
fn steady(house: &House, told: &Value, incident: IncidentId, breach: BreachId) -> Value {
    let tasks = incident_of(house, told, incident).tasks;
    let duties = breach_of(house, told, breach).duties;
    let duties: Vec<_> = duties.into_iter().filter(|d| STEADY.contains(&d.tell.as_str())).collect();
    json!({ "tasks": tasks, "duties": duties })
}

#[test]
#[ignore = "the server that the story below starts and kills; it does nothing by itself"]
fn the_server_that_is_killed() {
    let Some((told, house)) = as_server() else { return };
    let (technician, officer) = (person(&told, "technician"), person(&told, "officer"));
    let declare: DeclareIncident = serde_json::from_value(told["declare"].clone()).unwrap();
    let incident = Doing(&house).one(&technician, declare).incident;
    let mut open: OpenBreach = serde_json::from_value(told["open"].clone()).unwrap();
    open.incident = Some(incident);
    let breach = Doing(&house).one(&officer, open).breach;
    let count = |n: u32| CountAffected {
        breach,
        affected: format!("GA=2800, SC={n}"),
        elsewhere: 0,
        unreachable: None,
    };
    Doing(&house).one(&officer, count(1));
    let mut out = std::io::stdout();
    let before = steady(&house, &told, incident, breach);
    writeln!(out, "{KEPT}{}", json!({ "incident": incident, "breach": breach, "before": before })).unwrap();
    for n in 2.. {
        Doing(&house).one(&officer, count(n));
        writeln!(out, "{KEPT}{n}").unwrap();
        out.flush().unwrap();
    }
}

/// Starts the server, kills it while it counts, and gives what it had said: first what stood, then each count.
fn killed(told: &Value) -> (Value, Vec<u32>) {
    let server = Server::start("amid_an_incident::the_server_that_is_killed", told);
    let first = server.word().unwrap();
    let mut counts: Vec<String> = (0..COUNTS).map(|_| server.word().unwrap()).collect();
    counts.extend(server.kill());
    let counts = counts.iter().map(|n| n.parse().unwrap()).collect();
    (serde_json::from_str(&first).unwrap(), counts)
}

/// Every duty has its clock, and the clock says what the law says of what is stored.
fn every_clock_is_right(house: &House, told: &Value, breach: BreachId) -> usize {
    let duties = breach_of(house, told, breach).duties;
    let clocks = proof::look(house, move |look: &mut Look| {
        let rows = look.rows(&CLOCKS, params! { "breach": breach })?;
        let read = |row: &store::Row| {
            let (by, due): (Option<String>, Option<Moment>) = (row.get("by_on")?, row.get("due_at")?);
            Ok((row.get::<String>("word")?, by, due, row.get::<Option<Moment>>("next_at")?))
        };
        rows.iter().map(read).collect::<anyhow::Result<Vec<_>>>()
    });
    let now = house.office.now();
    for duty in &duties {
        let clock = clocks.iter().find(|(word, ..)| *word == duty.duty);
        // Where the law sets no last day there is nothing that ticks.
        if clock.is_none() && duty.by.is_none() {
            continue;
        }
        let (_, by, due, next) = clock.unwrap_or_else(|| panic!("{} has no clock", duty.duty));
        assert_eq!(*by, duty.by.map(|day| day.to_string()), "{}", duty.duty);
        assert_eq!(*due, duty.due_at, "{}", duty.duty);
        let ticks = duty.by.is_some() && duty.open();
        // That it is late is said once; until then it waits to be said.
        let well = if ticks && duty.late { next.is_none_or(|at| at <= now) } else { next.is_some() == ticks };
        assert!(well, "{} is next said {next:?}", duty.duty);
    }
    duties.len()
}

fn kill(place: Place) {
    let World { house, place, technician, officer, larkspur, .. } = World::new(place);
    let begin = house.office.now().micros();
    drop(house);
    let mut told = told_of(&place);
    told["technician"] = json!(technician.person());
    told["officer"] = json!(officer.person());
    told["declare"] = json!({ "org": larkspur, "kind": "ransomware", "title": "Files do not open" });
    told["open"] = json!({ "org": larkspur, "title": "Encrypted file server", "entity": "covered-entity",
        "cause": "hacking", "medium": "server", "happened_from": "2026-10-30", "known_since": "2026-11-02",
        "story": "The server held scanned charts." });
    (told["begin"], told["seed"]) = (json!(begin), json!(4_711));
    let (first, counts) = killed(&told);
    let incident: IncidentId = first["incident"].as_str().unwrap().parse().unwrap();
    let breach: BreachId = first["breach"].as_str().unwrap().parse().unwrap();
    // The server is started again a minute later.
    let later = |days: i64| begin + Span::days(days).0 + Span::minutes(1).0;
    let house = opened(&told, later(0), 4_712);
    assert_eq!(
        steady(&house, &told, incident, breach),
        first["before"],
        "as they stood before it was killed"
    );
    assert!(every_clock_is_right(&house, &told, breach) >= 3);
    let last = u64::from(*counts.iter().max().unwrap());
    let affected = breach_of(&house, &told, breach).line.affected.unwrap();
    assert!([2_800 + last, 2_801 + last].contains(&affected), "{affected} after {last} was acknowledged");
    proof::no_half_order(&house);
    drop(house);
    // Once more, when warnings are due, and after the last day.
    let engine = Who::House("breach clocks");
    let individuals = |house: &House| {
        let duties = breach_of(house, &told, breach).duties;
        duties.into_iter().find(|d| d.tell == "individuals").unwrap()
    };
    for (days, late) in [(45, false), (61, true)] {
        let house = opened(&told, later(days), 5_000 + u64::try_from(days).unwrap());
        let due = block_on(house.office.read(&engine, |look| breach::clocks_due(look, 100))).unwrap();
        assert!(due.contains(&breach), "after {days} days somebody is to be told");
        Doing(&house).one(&engine, NoteBreachClocks { breach });
        let duty = individuals(&house);
        assert_eq!((duty.by.unwrap().to_string().as_str(), duty.late), ("2027-01-01", late));
        every_clock_is_right(&house, &told, breach);
    }
    let house = opened(&told, later(62), 6_000);
    let sent = SayTold {
        breach,
        duty: individuals(&house).duty,
        on: "2026-12-30".into(),
        means: Means::FirstClass,
        evidence: "List of the mailing house, file 12.".into(),
    };
    Doing(&house).one(&officer, sent);
    assert!(!individuals(&house).open());
    every_clock_is_right(&house, &told, breach);
    proof::sound(&house);
}

#[test]
fn a_server_killed_amid_an_incident_comes_back_with_every_clock_right() {
    for place in places() {
        kill(place);
    }
}
