//! `simulation --seed N`: lives a year and says how it was, or the first thing that was not as it should be,
//! with the command to see it again.

use anyhow::{Result, ensure};
use clap::Parser;
use jiff::civil::Date;
use simulation::{Fault, Found, Plan, Told, live};
use std::{path::PathBuf, process::ExitCode, time::Instant};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A hospital's year from a seed.
#[derive(Debug, Parser)]
struct Arguments {
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first day
    #[arg(long, default_value = "2026-01-01")]
    first: Date,
    #[arg(long, default_value_t = 365)]
    days: u32,
    /// Tickets on a weekday, about
    #[arg(long, default_value_t = 20)]
    tickets: u32,
    /// Who report trouble, in each department
    #[arg(long, default_value_t = 2)]
    reporters: u32,
    /// Plant a fault at the edges of the house
    #[arg(long)]
    fault: Option<Fault>,
    /// Live it twice and compare every byte
    #[arg(long)]
    twice: bool,
    /// Where its database is made and removed again; memory when the machine offers it
    #[arg(long)]
    folder: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            match e.downcast_ref::<Found>() {
                Some(found) => eprintln!("{found}"),
                None => eprintln!("{e:#}"),
            }
            eprintln!("Again: {}", arguments.plan().command());
            ExitCode::FAILURE
        }
    }
}

impl Arguments {
    fn plan(&self) -> Plan {
        Plan {
            seed: self.seed,
            first: self.first,
            days: self.days,
            tickets_a_day: self.tickets,
            reporters: self.reporters,
            fault: self.fault,
        }
    }
}

fn run(a: &Arguments) -> Result<()> {
    let plan = a.plan();
    let once = one(&plan, a)?;
    if a.twice {
        ensure!(one(&plan, a)? == once, "the same seed led to another year");
        println!("The second time it was the same in every byte.");
    }
    Ok(())
}

fn one(plan: &Plan, a: &Arguments) -> Result<Told> {
    let base = a.folder.clone().unwrap_or_else(simulation::base);
    let folder = base.join(format!("orderly-year-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let began = Instant::now();
    let told = live(plan, &folder);
    let took = began.elapsed();
    std::fs::remove_dir_all(&folder)?;
    let told = told?;
    println!(
        "{} days from {} by seed {}: {} tickets, {} orders done and {} refused, {} entries by the house; {} letters came \
         in; {} promises missed and announced ({} of news, {} of arrivals), {} letters that a ticket needs somebody, \
         {} short messages and messages to programs; {} entries sealed; {} beats.\n{} in {:.1} s.",
        plan.days,
        plan.first,
        plan.seed,
        told.tickets,
        told.done,
        told.refused,
        told.by_house,
        told.letters,
        told.missed,
        told.missed_news,
        told.missed_arrivals,
        told.told,
        told.messages,
        told.entries,
        told.beats,
        hex::encode(told.digest),
        took.as_secs_f64()
    );
    Ok(told)
}
