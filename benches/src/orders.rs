//! Durable orders a second: OpenTicket over HTTP, each answer after its commit with `synchronous = full`.

use crate::{
    client::percentile,
    effort::{Effort, resident_mb},
    load::{self, Asking},
    scene::Scene,
};
use anyhow::{Result, anyhow, ensure};
use futures_executor::block_on;
use kernel::Who;
use std::time::Duration;
use store::{Look, sql};

sql! {
    house OPENED "benches.orders-opened"
        "select count(*) as found from entries where act = 'desk.open-ticket' and outcome = 'done'";
}

/// Prints each run and the median.
pub fn run(database: Option<&str>, clients: usize, seconds: u64, runs: u32) -> Result<()> {
    let scene = Scene::open(database)?;
    println!("OpenTicket over HTTP, {clients} clients, {seconds} s a run, {}", scene.engine);
    let (mut rates, mut answered) = (Vec::new(), 0);
    let opened_before = opened(&scene)?;
    for run in 1..=runs {
        let before = Effort::now();
        let load::Answered { mut times, took, spent_ns } =
            load::run(scene.address, asking(&scene, clients), Duration::from_secs(seconds))?;
        let after = Effort::now();
        times.sort();
        let (count, rate) = (times.len(), times.len() as f64 / took.as_secs_f64());
        println!(
            "run {run}: {rate:.0} orders/s; p50 {:.1} ms, p99 {:.1} ms",
            percentile(&times, 0.5),
            percentile(&times, 0.99)
        );
        after.print_since(&before, count);
        let each_us = spent_ns as f64 / 1000.0 / count.max(1) as f64;
        println!("       beside them the clients: {each_us:.0} µs an order");
        rates.push(rate);
        answered += count;
    }
    let kept = opened(&scene)?.saturating_sub(opened_before);
    ensure!(kept == answered, "{answered} orders were answered and {kept} are in the database");
    println!("all {answered} answered orders are in the database");
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

fn asking(scene: &Scene, clients: usize) -> Vec<Asking> {
    let one = |n| {
        let (path, body) = scene.report(n);
        Asking::new(&scene.nurse(n), &path, &body)
    };
    (0..clients).map(one).collect()
}

/// How many such orders the database holds.
fn opened(scene: &Scene) -> Result<usize> {
    let count = |look: &mut Look| match look.row(&OPENED, &[])? {
        Some(row) => Ok(row.get::<usize>("found")?),
        None => Ok(0),
    };
    block_on(scene.house.office.read(&Who::House("bench"), count)).map_err(|stop| anyhow!("{stop}"))
}
