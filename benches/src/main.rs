//! What we promise, measured: durable orders a second over HTTP on either engine, and a nurse's waiting time while a
//! large list is imported. Run it on a quiet machine: `cargo run --release -p benches -- orders`.

mod alerts;
mod client;
mod clocks;
mod clocks_peers;
mod desk;
mod effort;
mod import;
mod incidents;
mod load;
mod orders;
mod program;
mod scene;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures what Orderly promises.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    what: What,
    /// A PostgreSQL to measure on, by its URL; SQLite in a temporary directory when left out.
    #[arg(long, global = true)]
    database: Option<String>,
    /// Seconds of each run.
    #[arg(long, global = true, default_value_t = 10)]
    seconds: u64,
    /// Runs; the median is what counts.
    #[arg(long, global = true, default_value_t = 3)]
    runs: u32,
}

#[derive(Subcommand)]
enum What {
    /// Orders a second: OpenTicket over HTTP with sign-in, Cedar, supplies, reactions and ledger, 64 clients.
    Orders {
        /// How many clients at once.
        #[arg(long, default_value_t = 64)]
        clients: usize,
    },
    /// A nurse's 99th percentile while 100 000 rows are imported.
    Import {
        #[arg(long, default_value_t = 100_000)]
        rows: usize,
    },
    /// Alerts in a second: when the first notice arrives and the last one leaves, and how many each person gets.
    Alerts {
        #[arg(long, default_value_t = 10_000)]
        alerts: u64,
    },
    /// The pages of a house with many incidents, at a steady rate.
    Incidents(incidents::Args),
    /// Due times a second, a million promises after an edit of their calendar, a beat over a million clocks.
    Clocks,
    /// The program's size, how soon the demo answers, and its memory while work arrives for `--seconds`.
    Program,
    /// How long a release build takes: from nothing, without a change, after a slice was touched.
    Builds,
    /// The pages of a desk with many tickets, at a steady rate; its memory and its start.
    Desk(desk::Args),
    /// The server that `desk` measures.
    #[command(hide = true)]
    ServeDesk { data: PathBuf },
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    match args.what {
        What::Orders { clients } => orders::run(args.database.as_deref(), clients, args.seconds, args.runs),
        What::Import { rows } => import::run(args.database.as_deref(), rows),
        What::Alerts { alerts } => alerts::run(args.database.as_deref(), alerts),
        What::Incidents(asked) => incidents::run(args.database.as_deref(), &asked, args.seconds),
        What::Clocks => clocks::run(args.runs),
        What::Program => program::run(args.seconds, args.runs),
        What::Builds => program::builds(),
        What::Desk(desk) => desk::run(args.database.as_deref(), &desk, args.seconds),
        What::ServeDesk { data } => desk::serve(args.database.as_deref(), &data),
    }
}
