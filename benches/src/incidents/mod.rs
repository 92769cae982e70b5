//! A house with many incidents: how long the list, one incident, its story in the ledger, the breaches and the yearly log of
//! small breaches take at a steady 50 requests a second. The incidents are loaded in large transactions, see [`load`]; the
//! server that is measured is then a process of its own.

mod load;

use crate::desk::{Server, place, steady};
use crate::scene::{self, Sessions};
use anyhow::{Result, anyhow};
use kernel::{BreachId, Chance, IncidentId};
use orderly::{House, demo::Cast};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use steady::Request;
use store::{Look, params, sql};

sql! {
    house INCIDENTS "benches.some-incidents"
        "select id from incidents where closed = :closed order by opened_at limit 1000";
    house LATEST "benches.latest-incidents"
        "select id from incidents where closed = :closed order by opened_at desc limit 1000";
    house BREACHES "benches.some-breaches" "select id from breaches order by opened_at desc limit 1000";
}

/// What is asked of the bench.
#[derive(clap::Args, Clone)]
pub struct Args {
    /// How many incidents to load.
    #[arg(long, default_value_t = 20_000)]
    incidents: u64,
    /// Where the house stands and stays; a house that is there already is measured without loading.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Requests a second.
    #[arg(long, default_value_t = 50)]
    rate: u64,
}

/// What is kept beside the house, for the next measurement.
#[derive(Serialize, Deserialize)]
struct Kept {
    cast: Cast,
    nurse: String,
}

const CAST: &str = "incidents.json";

/// Loads the house when it is not there, starts a server on it and measures.
pub fn run(database: Option<&str>, args: &Args, seconds: u64) -> Result<()> {
    let scratch = std::env::temp_dir().join(format!("orderly-incidents-{}", std::process::id()));
    let data = args.data.clone().unwrap_or_else(|| scratch.clone());
    if !data.join(CAST).exists() {
        std::fs::create_dir_all(&data)?;
        let house = scene::house(place(database, &data))?;
        let (cast, nurse) = scene::people(&house)?;
        load::load(&house, &cast, args.incidents)?;
        std::fs::write(data.join(CAST), serde_json::to_vec(&Kept { cast, nurse })?)?;
    }
    let measured = measure(database, &data, args, seconds);
    if args.data.is_none() {
        std::fs::remove_dir_all(&scratch)?;
    }
    measured
}

/// What is asked for.
struct Things {
    incidents: Vec<IncidentId>,
    breaches: Vec<BreachId>,
}

fn some(house: &House) -> Result<Things> {
    let look = |look: &mut Look| {
        look.as_house(true);
        let mut incidents = Vec::new();
        for (sql, closed) in [(&INCIDENTS, true), (&LATEST, true), (&LATEST, false)] {
            for row in look.rows(sql, params! { "closed": closed })? {
                incidents.push(row.get("id")?);
            }
        }
        let breaches = look.rows(&BREACHES, &[])?.iter().map(|r| r.get("id")).collect::<Result<_>>()?;
        Ok(Things { incidents, breaches })
    };
    house.office.store().read(look).map_err(|stop| anyhow!("{stop}"))
}

fn measure(database: Option<&str>, data: &Path, args: &Args, seconds: u64) -> Result<()> {
    let kept: Kept = serde_json::from_slice(&std::fs::read(data.join(CAST))?)?;
    let (session, things) = {
        let house = scene::house(place(database, data))?;
        (Sessions::officer(&house, &kept.cast)?, some(&house)?)
    };
    let server = Server::start(database, data)?;
    let requests = requests(&kept.cast, &things, args.rate * seconds);
    steady::send(server.address, &[session], &requests, args.rate)?;
    println!("{} MB resident after {} requests", server.resident_mb(), requests.len());
    Ok(())
}

fn requests(cast: &Cast, things: &Things, count: u64) -> Vec<Request> {
    let mut chance = Chance::from_number(42);
    let mut below = |n: usize| usize::try_from(chance.below(n as u64)).expect("it is below a length");
    let org = cast.clients[0].org;
    let get = |what, path| Request { what, headers: 0, method: "GET", path, body: String::new() };
    (0..count)
        .map(|n| {
            let incident = things.incidents[below(things.incidents.len())];
            let breach = things.breaches[below(things.breaches.len())];
            match n % 8 {
                0 => get("open", "/incidents".to_owned()),
                1 => get("closed", "/incidents?view=closed".to_owned()),
                2 => get("of one client", format!("/incidents?view=closed&org={org}")),
                3 => get("incident", format!("/incidents/{incident}")),
                4 => get("VERIS", format!("/incidents/{incident}/veris.json")),
                5 => get("breaches", "/breaches".to_owned()),
                6 => get("breach", format!("/breaches/{breach}")),
                _ => get("yearly log", format!("/organizations/{org}/breach-log")),
            }
        })
        .collect()
}
