//! The same due times by others: Business::Hours of Debian's request-tracker5 and the Python package timegrid. Where one
//! is not installed, that is said; how many of its answers are ours stands beside its rate.

use anyhow::{Context, Result};
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// The federal holidays of 2026 as they are observed, which the others must be told one by one.
const CLOSED: [&str; 11] = [
    "2026-01-01",
    "2026-01-19",
    "2026-02-16",
    "2026-05-25",
    "2026-06-19",
    "2026-07-03",
    "2026-09-07",
    "2026-10-12",
    "2026-11-11",
    "2026-11-26",
    "2026-12-25",
];
/// New Year's Day and the holidays after it, for what runs into the next year.
const NEXT: [&str; 3] = ["2027-01-01", "2027-01-18", "2027-02-15"];

/// Asks each of them for the due times of these cases: start, budget and our answer, in seconds.
pub fn compare(cases: &[(i64, i64, i64)]) -> Result<()> {
    let python = std::env::var("ORDERLY_BENCH_PYTHON").unwrap_or_else(|_| "python3".into());
    one("perl", "business_hours.pl", &cases[..cases.len().min(300)])?;
    one(&python, "timegrid_due.py", cases)
}

fn one(program: &str, script: &str, cases: &[(i64, i64, i64)]) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(script);
    let started = Command::new(program)
        .arg(path)
        .args(CLOSED)
        .args(NEXT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        println!("{script}: {program} is not installed");
        return Ok(());
    };
    let input: String = cases.iter().map(|(start, budget, _)| format!("{start} {budget}\n")).collect();
    // A script that ends at once, because its package is not there, reads nothing.
    let _ = child.stdin.take().context("its input is a pipe")?.write_all(input.as_bytes());
    let output = child.wait_with_output()?;
    if !output.status.success() {
        println!("{script}: its package is not installed");
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let answers: Vec<i64> = text.lines().filter_map(|line| line.parse().ok()).collect();
    anyhow::ensure!(answers.len() == cases.len(), "{script} gave {} answers", answers.len());
    let same = answers.iter().zip(cases).filter(|(answer, (.., due))| (**answer - due).abs() <= 1).count();
    for took in text.lines().filter_map(|line| line.strip_prefix("took ")) {
        let (seconds, name) = took.split_once(' ').context("seconds and a name")?;
        let rate = cases.len() as f64 / seconds.parse::<f64>()?;
        println!("{name}: {rate:.0}/s, {same} of {} due times as ours, to the second", cases.len());
    }
    Ok(())
}
