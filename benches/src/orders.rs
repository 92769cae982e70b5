//! Durable orders a second: OpenTicket over HTTP, each answer after its commit with `synchronous = full`.

use crate::{
    client::{Client, percentile},
    effort::{Effort, resident_mb},
    scene::Scene,
};
use anyhow::Result;
use std::{
    thread,
    time::{Duration, Instant},
};

/// Prints each run and the median.
pub fn run(database: Option<&str>, clients: usize, seconds: u64, runs: u32) -> Result<()> {
    let scene = Scene::open(database)?;
    println!("OpenTicket over HTTP, {clients} clients, {seconds} s a run, {}", scene.engine);
    let mut rates = Vec::new();
    for run in 1..=runs {
        let before = Effort::now();
        let (count, mut times) = once(&scene, clients, Duration::from_secs(seconds))?;
        let after = Effort::now();
        times.sort();
        let rate = count as f64 / seconds as f64;
        println!(
            "run {run}: {rate:.0} orders/s; p50 {:.1} ms, p99 {:.1} ms",
            percentile(&times, 0.5),
            percentile(&times, 0.99)
        );
        after.print_since(&before, count);
        rates.push(rate);
    }
    rates.sort_by(f64::total_cmp);
    println!(
        "median {:.0} orders/s ({:.0} to {:.0})",
        rates[rates.len() / 2],
        rates[0],
        rates[rates.len() - 1]
    );
    println!("memory: {} MB resident, clients included", resident_mb(std::process::id()));
    Ok(())
}

fn once(scene: &Scene, clients: usize, length: Duration) -> Result<(usize, Vec<Duration>)> {
    let end = Instant::now() + length;
    let threads: Vec<_> = (0..clients)
        .map(|n| {
            let (address, headers) = (scene.address, scene.nurse(n));
            let (path, body) = scene.report(n);
            let client = thread::Builder::new().name("bench-client".to_owned());
            client.spawn(move || -> Result<Vec<Duration>> {
                let mut client = Client::new(address, headers)?;
                let mut times = Vec::new();
                while Instant::now() < end {
                    let from = Instant::now();
                    let (status, answer) = client.send("POST", &path, &body)?;
                    anyhow::ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(answer));
                    times.push(from.elapsed());
                }
                Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for thread in threads {
        let thread = thread?;
        times.extend(thread.join().map_err(|_| anyhow::anyhow!("a client failed"))??);
    }
    Ok((times.len(), times))
}
