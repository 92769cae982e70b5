//! A steady stream of requests: each has its moment, whether the one before it was answered or not, and its time counts
//! from that moment, so that a server that falls behind cannot hide it.

use crate::client::{Client, percentile};
use anyhow::{Context, Result, anyhow};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// One request, ready to be sent.
pub struct Request {
    pub what: &'static str,
    pub headers: usize,
    pub method: &'static str,
    pub path: String,
    pub body: String,
}

/// Connections that send.
const SENDERS: usize = 16;

/// Sends the requests, `each_second` of them, and prints the percentiles of each kind; every answer must be a page.
/// `headers` are those that requests name by their place.
pub fn send(address: SocketAddr, headers: &[String], requests: &[Request], each_second: u64) -> Result<()> {
    let (next, begin) = (AtomicU64::new(0), Instant::now() + Duration::from_millis(50));
    let times: Mutex<BTreeMap<&str, Vec<Duration>>> = Mutex::default();
    let sender = || -> Result<()> {
        let mut clients = headers
            .iter()
            .map(|headers| Client::new(address, headers.clone()))
            .collect::<Result<Vec<Client>>>()?;
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = requests.get(usize::try_from(n)?) else { return Ok(()) };
            let due = begin + Duration::from_micros(n * 1_000_000 / each_second);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let client = clients.get_mut(request.headers).context("nobody of this place")?;
            let (status, answer) = client.send(request.method, &request.path, &request.body)?;
            let took = due.elapsed();
            let said = String::from_utf8_lossy(&answer[..answer.len().min(400)]);
            anyhow::ensure!(status == 200, "{} {}: {status}: {said}", request.method, request.path);
            let mut times = times.lock().map_err(|_| anyhow!("a sender failed"))?;
            times.entry(request.what).or_default().push(took);
        }
    };
    thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(sender)).collect();
        senders.into_iter().try_for_each(|s| s.join().map_err(|_| anyhow!("a sender panicked"))?)
    })?;
    let times = times.into_inner().map_err(|_| anyhow!("a sender failed"))?;
    for (what, mut times) in times {
        times.sort();
        let at = |share| percentile(&times, share);
        println!(
            "{what:<14} {:>5} requests, p50 {:>6.1} ms, p99 {:>6.1} ms, longest {:>6.1} ms",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
    Ok(())
}
