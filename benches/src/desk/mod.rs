//! A desk with many tickets: how long the pages take at a steady 50 requests a second, how much memory the server holds
//! and how soon it answers after its start. The tickets are loaded in large transactions, see [`load`]; the server that is
//! measured is then a process of its own.

pub mod load;
mod peer;
pub mod steady;

use crate::scene::{self, Sessions};
use anyhow::{Context, Result, anyhow, ensure};
use kernel::{Chance, Moment, Span, TicketId};
use orderly::{House, demo::Cast};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};
use steady::Request;
use store::{Look, Place, params, sql};

sql! {
    house SOME "benches.some-tickets"
        "select id from tickets where id > :after order by id limit 1";
    house ENDS "benches.first-and-last"
        "select a.opened_at as first, b.opened_at as last
         from (select opened_at from tickets order by id limit 1) a,
              (select opened_at from tickets order by id desc limit 1) b";
}

/// What is asked of the bench.
#[derive(clap::Args, Clone)]
pub struct Args {
    /// How many tickets to load.
    #[arg(long, default_value_t = 20_000)]
    tickets: u64,
    /// Where the house stands and stays; a house that is there already is measured without loading.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Requests a second.
    #[arg(long, default_value_t = 50)]
    rate: u64,
    /// A Request Tracker 5 with as many tickets, `http://user:password@address:port`, asked the same and compared.
    #[arg(long)]
    beside: Option<String>,
}

/// What is kept beside the house, for the next measurement.
#[derive(Serialize, Deserialize)]
struct Kept {
    cast: Cast,
    nurse: String,
}

const CAST: &str = "bench.json";

pub fn place(database: Option<&str>, data: &Path) -> Place {
    database.map_or_else(|| Place::File(data.join("orderly.db")), |url| Place::Postgres(url.to_owned()))
}

/// Loads the house when it is not there, starts a server on it and measures.
pub fn run(database: Option<&str>, args: &Args, seconds: u64) -> Result<()> {
    let scratch = std::env::temp_dir().join(format!("orderly-desk-{}", std::process::id()));
    let data = args.data.clone().unwrap_or_else(|| scratch.clone());
    if !data.join(CAST).exists() {
        std::fs::create_dir_all(&data)?;
        fill(database, &data, args.tickets)?;
    }
    let measured = measure(database, &data, args, seconds);
    if args.data.is_none() {
        std::fs::remove_dir_all(&scratch)?;
    }
    measured
}

fn fill(database: Option<&str>, data: &Path, tickets: u64) -> Result<()> {
    let house = scene::house(place(database, data))?;
    let (cast, nurse) = scene::people(&house)?;
    load::load(&house, &cast, tickets)?;
    Ok(std::fs::write(data.join(CAST), serde_json::to_vec(&Kept { cast, nurse })?)?)
}

/// Serves the house in this process until its standard input ends; says its address in the first line.
pub fn serve(database: Option<&str>, data: &Path) -> Result<()> {
    let house = scene::house(place(database, data))?;
    let address = scene::serve(&house)?;
    let rounds = scene::rounds(&house)?;
    println!("{address}");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    rounds.stop();
    Ok(())
}

pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(database: Option<&str>, data: &Path) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve-desk").arg(data).stdin(Stdio::piped()).stdout(Stdio::piped());
        if let Some(url) = database {
            command.arg("--database").arg(url);
        }
        let mut child = command.spawn()?;
        let out = child.stdout.take().context("a child without output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim().parse().with_context(|| format!("the server said: {line}"))?;
        Ok(Self { child, address })
    }

    pub fn resident_mb(&self) -> u64 {
        crate::effort::resident_mb(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends when nobody writes to it any more; a server that does not is of no use to anybody.
        drop(self.child.wait());
    }
}

fn measure(database: Option<&str>, data: &Path, args: &Args, seconds: u64) -> Result<()> {
    let kept: Kept = serde_json::from_slice(&std::fs::read(data.join(CAST))?)?;
    let (sessions, tickets) = {
        let house = scene::house(place(database, data))?;
        (Sessions::of(&house, &kept.cast, &kept.nurse)?, some_tickets(&house)?)
    };
    let begin = Instant::now();
    let server = Server::start(database, data)?;
    let mut first = crate::client::Client::new(server.address, sessions.technician())?;
    let (status, _) = first.send("GET", "/board", "")?;
    ensure!(status == 200, "the board answered {status}");
    println!(
        "first board after {:.2} s, {} MB resident",
        begin.elapsed().as_secs_f64(),
        server.resident_mb()
    );
    let headers = [sessions.technician(), sessions.nurse()];
    let requests = requests(&kept.cast, &tickets, args.rate * seconds);
    // The caches of a server that has just started are cold, and so is the machine's: both are as they are in the morning.
    steady::send(server.address, &headers, &requests, args.rate)?;
    println!("{} MB resident after {} requests", server.resident_mb(), requests.len());
    let Some(tracker) = &args.beside else { return Ok(()) };
    let [reads, writes] = headers;
    let places = peer::Places {
        tickets: tickets.iter().map(ToString::to_string).collect(),
        organization: kept.cast.clients[0].org.to_string(),
        departments: kept.cast.clients[0].departments.iter().map(|d| d.department.to_string()).collect(),
    };
    let ours =
        peer::Desk { name: "Orderly", address: server.address, reads, writes, asks: peer::ours, places };
    peer::compare(&ours, tracker, usize::try_from(args.tickets)?, seconds)
}

/// Tickets from everywhere in the history.
fn some_tickets(house: &House) -> Result<Vec<TicketId>> {
    let look = |look: &mut Look| {
        let ends = look.row(&ENDS, &[])?.ok_or_else(|| anyhow!("there are no tickets"))?;
        let (first, last): (Moment, Moment) = (ends.get("first")?, ends.get("last")?);
        let mut found = Vec::new();
        for n in 0..500 {
            let after = TicketId::new(first.plus(Span(last.since(first).0 / 500 * n)), [0; 10]);
            let row = look.row(&SOME, params! { "after": after })?;
            found.extend(row.map(|r| r.get::<TicketId>("id")).transpose()?);
        }
        Ok(found)
    };
    let as_house = |l: &mut Look| {
        l.as_house(true);
        look(l)
    };
    house.office.store().read(as_house).map_err(|stop| anyhow!("{stop}"))
}

const SEARCHES: &[&str] = &[
    "infusion+gateway",
    "WS-0420",
    "spooler+queue",
    "wallboard",
    "label+printer+wrong",
    "%231042",
    "telemetry+froze",
];

fn requests(cast: &Cast, tickets: &[TicketId], count: u64) -> Vec<Request> {
    let mut chance = Chance::from_number(42);
    let mut below = |n: usize| usize::try_from(chance.below(n as u64)).expect("it is below a length");
    let client = &cast.clients[0];
    let get = |what, path| Request { what, headers: 0, method: "GET", path, body: String::new() };
    (0..count)
        .map(|n| match n % 6 {
            0 => get("board", "/board".to_owned()),
            1 => get("list", "/tickets".to_owned()),
            2 => get("list, resolved", "/tickets?view=resolved".to_owned()),
            3 => get("search", format!("/search?words={}", SEARCHES[below(SEARCHES.len())])),
            4 => get("ticket", format!("/tickets/{}", tickets[below(tickets.len())])),
            _ => {
                let department = client.departments[below(client.departments.len())].department;
                let body = json!({ "kind": "cannot-work", "words": "The label printer froze in room 312",
                    "patient_affected": false, "department": department });
                Request {
                    what: "open",
                    headers: 1,
                    method: "POST",
                    path: format!("/api/v1/desk/organizations/{}/tickets", client.org),
                    body: body.to_string(),
                }
            }
        })
        .collect()
}
