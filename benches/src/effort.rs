//! What the house spent, thread by thread: on a machine that others use too, the time on a processor for each order
//! tells more than the orders a second do.

use std::{collections::BTreeMap, fs};

/// Processor time by thread name, in nanoseconds, and the bytes handed to the disk.
#[derive(Default)]
pub struct Effort {
    threads: BTreeMap<String, u64>,
    written_bytes: u64,
}

impl Effort {
    /// What was spent since the start, by the threads that still run. Nothing where there is no `/proc`.
    pub fn now() -> Self {
        let mut effort = Self::default();
        for task in fs::read_dir("/proc/self/task").into_iter().flatten().flatten() {
            let read = |name: &str| fs::read_to_string(task.path().join(name)).unwrap_or_default();
            let spent_ns = spent_ns(&read("schedstat"));
            *effort.threads.entry(read("comm").trim().to_owned()).or_default() += spent_ns;
        }
        let io = fs::read_to_string("/proc/self/io").unwrap_or_default();
        effort.written_bytes = counter(&io, "wchar:");
        effort
    }

    /// Prints what was spent since `before`, for each of `count` orders.
    pub fn print_since(&self, before: &Self, count: usize) {
        let each = |n: u64| n as f64 / count.max(1) as f64;
        let mut threads: Vec<(f64, &str)> = self
            .threads
            .iter()
            .map(|(name, ns)| {
                let since = ns.saturating_sub(*before.threads.get(name).unwrap_or(&0));
                (each(since) / 1000.0, name.as_str())
            })
            .filter(|(us, _)| *us >= 0.5)
            .collect();
        threads.sort_by(|a, b| b.0.total_cmp(&a.0));
        let all: f64 = threads.iter().map(|(us, _)| us).sum();
        let named: Vec<String> = threads.iter().map(|(us, name)| format!("{name} {us:.0}")).collect();
        let kb = each(self.written_bytes.saturating_sub(before.written_bytes)) / 1000.0;
        println!("       an order: {all:.0} µs of a processor ({}), {kb:.1} kB written", named.join(", "));
    }
}

fn spent_ns(schedstat: &str) -> u64 {
    schedstat.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or(0)
}

/// Processor time of this thread since it began, in nanoseconds.
pub fn own_ns() -> u64 {
    spent_ns(&fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default())
}

fn counter(text: &str, name: &str) -> u64 {
    text.lines().find_map(|l| l.strip_prefix(name)).and_then(|n| n.trim().parse().ok()).unwrap_or(0)
}

/// Memory that a process holds, in megabytes.
pub fn resident_mb(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kb = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    kb.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
