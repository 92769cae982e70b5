//! The same four things asked of us and of Debian's Request Tracker 5 with as many tickets, by the same clients on the same
//! machine, one desk after the other: a ticket is made by the API, and the list of what is open, a search and a ticket are
//! shown as pages. `benches/peers/request-tracker` says how the peer is set up.

use crate::client::{Client, percentile};
use anyhow::{Context, Result, anyhow, ensure};
use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

/// Who asks and who answers.
pub struct Desk {
    pub name: &'static str,
    pub address: SocketAddr,
    /// The headers of a technician, and of whoever makes tickets.
    pub reads: String,
    pub writes: String,
    /// The address and the body of the n-th request of each kind.
    pub asks: fn(&Places, &str, usize) -> (String, String),
    pub places: Places,
}

/// What the addresses of a desk are made of.
#[derive(Default, Clone)]
pub struct Places {
    pub tickets: Vec<String>,
    pub organization: String,
    pub departments: Vec<String>,
}

const KINDS: &[&str] = &["create", "list", "search", "open"];
const WORDS: &[&str] = &["infusion gateway", "wallboard", "spooler queue", "telemetry feed"];
const REPORT: &str = "The label printer froze in room 312";

/// What one desk did with one kind of request.
struct Seen {
    each_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// Our own desk's addresses.
pub fn ours(places: &Places, kind: &str, n: usize) -> (String, String) {
    let body = || {
        serde_json::json!({ "kind": "cannot-work", "words": REPORT, "patient_affected": false,
            "department": places.departments[n % places.departments.len()] })
    };
    match kind {
        "create" => {
            (format!("/api/v1/desk/organizations/{}/tickets", places.organization), body().to_string())
        }
        "list" => ("/tickets".to_owned(), String::new()),
        "search" => (format!("/search?words={}", WORDS[n % WORDS.len()].replace(' ', "+")), String::new()),
        _ => (format!("/tickets/{}", places.tickets[n % places.tickets.len()]), String::new()),
    }
}

/// Request Tracker's, with fifty tickets a page as we have them.
fn theirs(places: &Places, kind: &str, n: usize) -> (String, String) {
    let results = |query: &str, order: &str| {
        let query = query.replace(' ', "%20").replace('=', "%3D").replace('\'', "%27");
        (format!("/Search/Results.html?Query={query}&{order}&Rows=50"), String::new())
    };
    match kind {
        "create" => {
            let requestor = format!("nurse{}@example.invalid", n % 50);
            let body = serde_json::json!({ "Queue": "General", "Subject": "Cannot work", "Requestor": requestor,
                "Content": REPORT });
            ("/REST/2.0/ticket".to_owned(), body.to_string())
        }
        "list" => results("Status = '__Active__'", "OrderBy=Due&Order=ASC"),
        "search" => {
            results(&format!("Content LIKE '{}'", WORDS[n % WORDS.len()]), "OrderBy=Created&Order=DESC")
        }
        _ => (format!("/Ticket/Display.html?id={}", places.tickets[n % places.tickets.len()]), String::new()),
    }
}

/// Signs in at a Request Tracker, `http://user:password@host:port`, that holds `tickets` tickets numbered from 1.
fn tracker(url: &str, tickets: usize) -> Result<Desk> {
    let told = "it is named as http://user:password@address:port";
    let (word, place) = url.strip_prefix("http://").and_then(|u| u.rsplit_once('@')).context(told)?;
    let (user, password) = word.split_once(':').context(told)?;
    let address: SocketAddr = place.parse().context(told)?;
    let form = format!("user={user}&pass={}", password.replace(' ', "+"));
    let mut client = Client::new(address, "Content-Type: application/x-www-form-urlencoded\r\n".to_owned())?;
    let cookie = client.cookie("/NoAuth/Login.html", &form)?;
    let reads = format!("Cookie: {cookie}\r\nReferer: http://{place}/\r\n");
    let tickets = (0..500).map(|n| (1 + n * (tickets / 500).max(1)).to_string()).collect();
    let places = Places { tickets, ..Places::default() };
    Ok(Desk { name: "Request Tracker", address, writes: reads.clone(), reads, asks: theirs, places })
}

/// Asks both, each kind for `seconds` with one client and with four, and prints the ratios.
pub fn compare(ours: &Desk, url: &str, tickets: usize, seconds: u64) -> Result<()> {
    let theirs = tracker(url, tickets)?;
    for clients in [1, 4] {
        for kind in KINDS {
            let mut seen = Vec::new();
            for desk in [ours, &theirs] {
                run(desk, kind, clients, Duration::from_secs(2))?;
                let one = run(desk, kind, clients, Duration::from_secs(seconds))?;
                println!(
                    "{kind:<7} {clients} clients  {:<16} {:>8.1}/s, p50 {:>8.2} ms, p99 {:>8.2} ms",
                    desk.name, one.each_second, one.p50_ms, one.p99_ms
                );
                seen.push(one);
            }
            let (we, they) = (&seen[0], &seen[1]);
            println!(
                "{kind:<7} {clients} clients  ratio: {:.0} times as many, p50 {:.0} and p99 {:.0} times as soon",
                we.each_second / they.each_second,
                they.p50_ms / we.p50_ms,
                they.p99_ms / we.p99_ms
            );
        }
    }
    Ok(())
}

fn run(desk: &Desk, kind: &str, clients: usize, time: Duration) -> Result<Seen> {
    let begin = Instant::now();
    let one = |first: usize| -> Result<Vec<Duration>> {
        let writes = kind == "create";
        let mut client = Client::new(desk.address, if writes { &desk.writes } else { &desk.reads }.clone())?;
        let (mut times, mut n) = (Vec::new(), first);
        while begin.elapsed() < time {
            let (path, body) = (desk.asks)(&desk.places, kind, n);
            let at = Instant::now();
            let (status, _) = client.send(if writes { "POST" } else { "GET" }, &path, &body)?;
            ensure!((200..300).contains(&status), "{} answered {status} to {path}", desk.name);
            times.push(at.elapsed());
            n += clients;
        }
        Ok(times)
    };
    let mut times = thread::scope(|scope| {
        let all: Vec<_> = (0..clients).map(|n| scope.spawn(move || one(n))).collect();
        all.into_iter().try_fold(Vec::new(), |mut times, thread| {
            times.extend(thread.join().map_err(|_| anyhow!("a client panicked"))??);
            Ok::<_, anyhow::Error>(times)
        })
    })?;
    let each_second = times.len() as f64 / begin.elapsed().as_secs_f64();
    times.sort();
    Ok(Seen { each_second, p50_ms: percentile(&times, 0.5), p99_ms: percentile(&times, 0.99) })
}
