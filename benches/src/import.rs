//! What a nurse waits for while a list of many thousand assets is brought in: her report goes through the same writer.

use crate::{
    client::{Client, percentile},
    scene::Scene,
};
use anyhow::{Result, anyhow};
use futures_executor::block_on;
use kernel::Stop;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Rows of one staging order.
const PART: usize = 500;

/// Prints how long the import took, and the nurse's times before and beside it.
pub fn run(database: Option<&str>, rows: usize) -> Result<()> {
    let scene = Scene::open(database)?;
    println!("a nurse reports while {rows} rows are imported, {}", scene.engine);
    let before = nurse(&scene, &Arc::new(AtomicBool::new(false)), Some(Duration::from_secs(3)))?;
    print(&before, "alone");
    let stop = Arc::new(AtomicBool::new(false));
    let (times, took) = thread::scope(|scope| {
        let reporting = scope.spawn(|| nurse(&scene, &stop, None));
        let from = Instant::now();
        let imported = import(&scene, rows);
        let took = from.elapsed();
        stop.store(true, Ordering::Relaxed);
        let times = reporting.join().map_err(|_| anyhow!("the nurse failed"))??;
        imported.map(|()| (times, took))
    })?;
    print(&times, "beside the import");
    println!("import: {rows} rows in {:.1} s", took.as_secs_f64());
    Ok(())
}

fn print(times: &[Duration], what: &str) {
    let mut sorted = times.to_vec();
    sorted.sort();
    println!(
        "{what}: {} reports, p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        sorted.len(),
        percentile(&sorted, 0.5),
        percentile(&sorted, 0.99),
        percentile(&sorted, 1.0)
    );
}

/// One nurse, reporting twenty times a second.
fn nurse(scene: &Scene, stop: &AtomicBool, length: Option<Duration>) -> Result<Vec<Duration>> {
    let (path, body) = scene.report(0);
    let mut client = Client::new(scene.address, scene.nurse(0))?;
    let (start, mut times) = (Instant::now(), Vec::new());
    while !stop.load(Ordering::Relaxed) && length.is_none_or(|l| start.elapsed() < l) {
        let from = Instant::now();
        let (status, answer) = client.send("POST", &path, &body)?;
        anyhow::ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(answer));
        times.push(from.elapsed());
        thread::sleep(Duration::from_millis(50));
    }
    Ok(times)
}

/// The import as the command line does it: begin, stage in parts, commit.
fn import(scene: &Scene, rows: usize) -> Result<()> {
    let said = |stop: Stop| anyhow!("{stop}");
    let office = &scene.house.office;
    let owner = scene.cast.people[0].who();
    let org = scene.cast.clients[0].org;
    let call =
        |act: &str, body: serde_json::Value| block_on(office.call(&owner, act, body, None)).map_err(said);
    let begun =
        call("assets.begin-import", serde_json::json!({ "org": org, "source": "bench.csv", "rows": rows }))?;
    let import = begun.body["receipt"]["import"].clone();
    for first in (0..rows).step_by(PART) {
        let part: Vec<_> = (first..rows.min(first + PART))
            .map(|n| {
                serde_json::json!({ "number": n + 1, "line": n + 2, "name": format!("WS-{n:06}"), "kind": "workstation",
                "serial": format!("SN{n:08}") })
            })
            .collect();
        call("assets.stage-rows", serde_json::json!({ "import": import, "rows": part }))?;
    }
    call("assets.commit-import", serde_json::json!({ "import": import }))?;
    Ok(())
}
