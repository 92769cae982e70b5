//! Fills a house with tickets. Each is opened, taken, answered inside and outside, and resolved by the orders that people
//! give, through the gate and into the ledger, a hundred tickets a transaction and each at its own moment of the last
//! weeks; only HTTP and the commit of every single order are left out. So the texts are sealed, their words can be found,
//! the promises have their clocks, and the ledger verifies.

use anyhow::{Result, anyhow};
use desk::{OpenTicket, Reply, Resolve, Take};
use futures_executor::block_on;
use kernel::{Chance, Moment, OrgId, Role, Span, Stop, TicketId, Who};
use office::Together;
use orderly::{House, demo::Cast};
use serde_json::{Value, json};
use std::{sync::Arc, time::Instant};
use store::Work;

/// Tickets of one transaction.
const CHUNK: u64 = 100;
/// How far back the first ticket lies: as far as the agreements of the demo reach.
const HISTORY: Span = Span::days(80);
/// So many of the latest are still open: what a desk of some fifty people has before it.
const OPEN: u64 = 2_000;

const KINDS: &[&str] =
    &["cannot-work", "slow", "broken-device", "access", "printing", "phone", "ehr", "network", "question"];
const THINGS: &[&str] = &[
    "badge reader",
    "barcode scanner",
    "bed board",
    "cart",
    "cash drawer",
    "charging dock",
    "clock",
    "dictation",
    "document camera",
    "drug cabinet",
    "fax line",
    "headset",
    "infusion gateway",
    "interface engine",
    "kiosk",
    "label printer",
    "laptop",
    "medication list",
    "monitor",
    "mouse",
    "nurse call",
    "order entry",
    "pager",
    "patient portal",
    "phone",
    "printer",
    "projector",
    "roster",
    "scale",
    "scanner",
    "schedule",
    "screen",
    "shared folder",
    "tablet",
    "telemetry feed",
    "terminal",
    "viewer",
    "wallboard",
    "wireless",
    "workstation",
];
const TROUBLES: &[&str] = &[
    "shows nothing after the restart",
    "stops with an error",
    "is slower than yesterday",
    "does not print",
    "asks for a password again and again",
    "lost its connection",
    "beeps and stays locked",
    "came back empty",
    "prints the wrong label",
    "cannot be found on the network",
    "froze while signing",
    "reports no paper",
];
const ANSWERS: &[&str] = &[
    "restarted the spooler and cleared the queue",
    "replaced the cable and tested it with the ward",
    "rolled the driver back",
    "raised the limit on the interface and replayed the messages",
    "gave the account its group again",
    "moved the device to the other access point",
];

/// Who plays, and where.
struct Players {
    technicians: Vec<Who>,
    /// Each client's departments with one who reports there.
    places: Vec<(OrgId, Value, Who)>,
}

impl Players {
    fn of(cast: &Cast) -> Result<Arc<Self>> {
        let technicians: Vec<Who> = cast
            .people
            .iter()
            .filter(|p| p.org == cast.provider && p.arrived && p.roles.contains(&Role::Technician))
            .map(|p| p.who())
            .collect();
        let mut places = Vec::new();
        for client in working(cast) {
            let reporter = cast.people.iter().find(|p| p.org == client.org && p.arrived);
            let reporter = reporter.ok_or_else(|| anyhow!("nobody came in at {}", client.name))?;
            let each = |p: &orderly::demo::Place| (client.org, json!(p.department), reporter.who());
            places.extend(client.departments.iter().map(each));
        }
        anyhow::ensure!(!technicians.is_empty(), "there are no technicians");
        Ok(Arc::new(Self { technicians, places }))
    }
}

/// The clients at whom work may be done: the last one's agreement has lapsed.
pub fn working(cast: &Cast) -> &[orderly::demo::Client] {
    cast.clients.split_last().map_or(&[], |(_, working)| working)
}

fn pick<'a, T>(chance: &mut Chance, all: &'a [T]) -> &'a T {
    let at = chance.below(all.len() as u64);
    &all[usize::try_from(at).expect("it is below a length")]
}

fn words(chance: &mut Chance) -> String {
    let (thing, trouble) = (pick(chance, THINGS), pick(chance, TROUBLES));
    format!("The {thing} WS-{:04} in room {} {trouble}.", chance.below(5_000), 100 + chance.below(400))
}

fn order<O: serde::de::DeserializeOwned>(value: Value) -> Result<O, Stop> {
    Ok(serde_json::from_value(value).map_err(anyhow::Error::from)?)
}

/// One ticket's life, from `at` on.
fn ticket(
    together: &mut Together,
    players: &Players,
    chance: &mut Chance,
    at: Moment,
    ends: bool,
) -> Result<TicketId, Stop> {
    let (org, department, reporter) = pick(chance, &players.places);
    let technician = pick(chance, &players.technicians);
    let later = |minutes: i64| at.plus(Span::minutes(minutes));
    let open: OpenTicket = order(json!({
        "org": org, "kind": pick(chance, KINDS), "words": words(chance), "department": department,
        "patient_affected": chance.below(20) == 0, "users": 1 + chance.below(4),
    }))?;
    let id = together.execute(reporter, &open, at)?.receipt.ticket;
    let reply = |visibility: &str, words: String| {
        order::<Reply>(json!({ "ticket": id, "visibility": visibility, "words": words }))
    };
    if !ends && chance.below(3) == 0 {
        return Ok(id);
    }
    together.execute(technician, &Take { ticket: id }, later(4))?;
    let seen = format!("Looked at it from here: {}", words(chance));
    together.execute(technician, &reply("internal", seen)?, later(6))?;
    let said = format!("We are on it. Somebody {}.", pick(chance, ANSWERS));
    together.execute(technician, &reply("public", said)?, later(9))?;
    if ends {
        let done: Resolve =
            order(json!({ "ticket": id, "words": format!("We {}.", pick(chance, ANSWERS)) }))?;
        together.execute(technician, &done, later(20 + i64::try_from(chance.below(90)).unwrap_or(0)))?;
    }
    Ok(id)
}

/// Fills the house with `tickets` and seals their entries.
pub fn load(house: &House, cast: &Cast, tickets: u64) -> Result<()> {
    let players = Players::of(cast)?;
    let (now, begin) = (house.office.now(), Instant::now());
    let step_us = HISTORY.0 / i64::try_from(tickets.max(1))?;
    for first in (0..tickets).step_by(usize::try_from(CHUNK)?) {
        let players = players.clone();
        let end = tickets.min(first + CHUNK);
        let job = move |together: &mut Together| {
            // Seeded by its place, so that a chunk that is run again is the same again.
            let mut chance = Chance::from_number(first);
            for n in first..end {
                let back = i64::try_from(tickets - n).map_err(anyhow::Error::from)? * step_us;
                let at = now.minus(Span(back)).minus(Span::hours(3));
                ticket(together, &players, &mut chance, at, n + OPEN < tickets)?;
            }
            Ok(())
        };
        block_on(house.office.together(job)).map_err(|stop| anyhow!("{stop}"))?;
        seal(house)?;
        if end.is_multiple_of(10_000) || end == tickets {
            let rate = end as f64 / begin.elapsed().as_secs_f64();
            println!("loaded {end} of {tickets} tickets, {rate:.0}/s");
        }
    }
    gather(house)
}

/// What the round of words does in a server: otherwise the first searches would look through the words of every text, and the
/// server would gather them while it is measured.
fn gather(house: &House) -> Result<()> {
    let part = |work: &mut Work| {
        work.on_behalf(Who::House("words"), None, Moment::default());
        Ok(desk::gather_words(work, desk::GATHERED_AT_ONCE)?)
    };
    while house.office.store().write(part).wait().map_err(|stop| anyhow!("{stop}"))? {}
    Ok(())
}

pub fn seal(house: &House) -> Result<()> {
    while block_on(house.sealer.turn(house.office.store(), house.office.now()))
        .map_err(|stop| anyhow!("{stop}"))?
        .entries
        > 0
    {}
    Ok(())
}
