//! Fills a house with incidents: each is declared, noted on, worked to the last task of its playbook and closed by the orders
//! that people give, through the gate and into the ledger, fifty incidents a transaction and each at its own moment of the
//! last weeks. One in twenty has a record of what may be a breach, concluded and told of. The latest are still open.

use anyhow::{Context, Result, anyhow};
use futures_executor::block_on;
use kernel::{BreachId, Chance, IncidentId, IncidentTaskId, Moment, Span, Stop, Who};
use office::{Order, Together};
use orderly::{House, demo::Cast};
use serde_json::{Value, json};
use std::{sync::Arc, time::Instant};
use store::{Look, params, sql};

sql! {
    house TASKS "benches.tasks-of-an-incident"
        "select t.id from incident_tasks t join incidents i on i.id = t.incident and i.org = t.org
         where i.id = :incident order by t.place";
}

/// Incidents of one transaction.
const CHUNK: u64 = 50;
/// How far back the first incident lies: as far as the agreements of the demo reach.
const HISTORY: Span = Span::days(80);
/// So many of the latest are still open.
const OPEN: u64 = 500;
/// One in so many may be a breach.
const BREACH: u64 = 20;

/// Most are letters and mails to the wrong address; a playbook with few tasks.
const KINDS: &[&str] =
    &["misdirected-mail", "misdirected-mail", "misdirected-mail", "insider-snooping", "lost-device"];
const TITLES: &[&str] = &[
    "Bill to the wrong address",
    "Result faxed to another practice",
    "Record looked at without a reason",
    "Tablet left in a taxi",
    "Mail with a list to the wrong group",
];

/// Who plays, and where.
struct Players {
    technician: Who,
    leader: Who,
    officer: Who,
    places: Vec<kernel::OrgId>,
}

impl Players {
    fn of(cast: &Cast) -> Result<Arc<Self>> {
        let one = |mail: &str| {
            let found = cast.people.iter().find(|p| p.email.starts_with(mail));
            found.map(orderly::demo::Player::who).with_context(|| format!("nobody is called {mail}"))
        };
        Ok(Arc::new(Self {
            technician: one("tess@")?,
            leader: one("marco@")?,
            officer: one("olive@")?,
            places: crate::desk::load::working(cast).iter().map(|client| client.org).collect(),
        }))
    }
}

fn pick<'a, T>(chance: &mut Chance, all: &'a [T]) -> &'a T {
    let at = chance.below(all.len() as u64);
    &all[usize::try_from(at).expect("it is below a length")]
}

fn order<O: Order>(value: Value) -> Result<O, Stop> {
    Ok(serde_json::from_value(value).map_err(anyhow::Error::from)?)
}

/// One incident's life, from `at` on.
fn incident(
    together: &mut Together,
    players: &Players,
    chance: &mut Chance,
    at: Moment,
    ends: bool,
) -> Result<IncidentId, Stop> {
    let later = |minutes: i64| at.plus(Span::minutes(minutes));
    let org = *pick(chance, &players.places);
    let declare: incidents::DeclareIncident = order(json!({
        "org": org, "kind": pick(chance, KINDS), "title": pick(chance, TITLES),
        "words": format!("Seen at station {}; the supervisor was told.", chance.below(4_000)),
    }))?;
    let id = together.execute(&players.technician, &declare, at)?.receipt.incident;
    let note =
        format!("Spoke with whoever received it; case {} of the privacy office.", chance.below(90_000));
    let note: incidents::AddNote = order(json!({ "incident": id, "words": note }))?;
    together.execute(&players.technician, &note, later(5))?;
    if chance.below(BREACH) == 0 {
        // In the evening Greenwich has tomorrow already.
        let day = later(-24 * 60).date_in("UTC").to_string();
        breach(together, players, (org, id), &day, later(20), ends)?;
    }
    Ok(id)
}

/// Works an incident to its end.
fn finish(
    together: &mut Together,
    players: &Players,
    (incident, tasks): (IncidentId, &[IncidentTaskId]),
    at: Moment,
) -> Result<(), Stop> {
    for task in tasks {
        let finish = incidents::FinishTask { task: *task, words: None };
        together.execute(&players.technician, &finish, at.plus(Span::minutes(40)))?;
    }
    let close: incidents::CloseIncident =
        order(json!({ "incident": incident, "lesson": "The address list was corrected." }))?;
    together.execute(&players.leader, &close, at.plus(Span::minutes(90)))?;
    Ok(())
}

/// The tasks of these incidents, as their playbooks made them.
fn tasks_of(house: &House, incidents: &[IncidentId]) -> Result<Vec<Vec<IncidentTaskId>>> {
    let look = |look: &mut Look| {
        look.as_house(true);
        let tasks = |incident: &IncidentId| -> Result<Vec<IncidentTaskId>> {
            look.rows(&TASKS, params! { "incident": *incident })?.iter().map(|row| row.get("id")).collect()
        };
        Ok(incidents.iter().map(tasks).collect::<Result<Vec<_>>>()?)
    };
    house.office.store().read(look).map_err(|stop| anyhow!("{stop}"))
}

/// What may be a breach: counted, and concluded one where the incident is over.
fn breach(
    together: &mut Together,
    players: &Players,
    (org, incident): (kernel::OrgId, IncidentId),
    day: &str,
    at: Moment,
    ends: bool,
) -> Result<BreachId, Stop> {
    let open: breach::OpenBreach = order(json!({
        "org": org, "incident": incident, "title": "Information that went to the wrong address",
        "entity": "covered-entity", "cause": "disclosure", "medium": "paper", "happened_from": day,
        "known_since": day, "story": "One letter with a bill.",
    }))?;
    let breach = together.execute(&players.officer, &open, at)?.receipt.breach;
    let count: breach::CountAffected = order(json!({ "breach": breach, "affected": "PA=1" }))?;
    together.execute(&players.officer, &count, at)?;
    if ends {
        let conclude: breach::Conclude =
            order(json!({ "breach": breach, "conclusion": "breach", "reasons": "It was read." }))?;
        together.execute(&players.officer, &conclude, at)?;
    }
    Ok(breach)
}

/// Fills the house with `incidents` and seals their entries.
pub fn load(house: &House, cast: &Cast, incidents: u64) -> Result<()> {
    let players = Players::of(cast)?;
    let (now, begin) = (house.office.now(), Instant::now());
    let step_us = HISTORY.0 / i64::try_from(incidents.max(1))?;
    for first in (0..incidents).step_by(usize::try_from(CHUNK)?) {
        let end = incidents.min(first + CHUNK);
        let moment = move |n: u64| -> Result<Moment> {
            let back = i64::try_from(incidents - n)? * step_us;
            Ok(now.minus(Span(back)).minus(Span::hours(3)))
        };
        let playing = players.clone();
        let job = move |together: &mut Together| {
            // Seeded by its place, so that a chunk that is run again is the same again.
            let mut chance = Chance::from_number(first);
            let one = |n: u64| incident(together, &playing, &mut chance, moment(n)?, n + OPEN < incidents);
            (first..end).map(one).collect::<Result<Vec<_>, Stop>>()
        };
        let begun = block_on(house.office.together(job)).map_err(|stop| anyhow!("{stop}"))?;
        let (tasks, playing) = (tasks_of(house, &begun)?, players.clone());
        let job = move |together: &mut Together| {
            for (n, (incident, tasks)) in (first..).zip(begun.iter().zip(&tasks)) {
                if n + OPEN < incidents {
                    finish(together, &playing, (*incident, tasks), moment(n)?)?;
                }
            }
            Ok(())
        };
        block_on(house.office.together(job)).map_err(|stop| anyhow!("{stop}"))?;
        crate::desk::load::seal(house)?;
        if end.is_multiple_of(5_000) || end == incidents {
            let rate = end as f64 / begin.elapsed().as_secs_f64();
            println!("loaded {end} of {incidents} incidents, {rate:.0}/s");
        }
    }
    Ok(())
}
