//! The console: what whoever runs the server can do there. Every act of the house can be called by its name,
//! and it passes the same door as on a page. Exit codes: 0 done, 1 refused or not verified, 2 not understood.

mod acts;
mod clock;
mod clock_due;
mod clock_on_call;
mod downtime;
mod first;
mod import;
mod law;
mod ledger;
mod mail_in;
mod moving;
#[cfg(test)]
mod tests;

pub use first::first_link;
pub use mail_in::hand_over;

use crate::{
    House,
    config::{Flags, Settings, environment},
    demo, records, runtime, serve,
};
use anyhow::{Result, anyhow};
use clap::{Args, Parser, Subcommand};
use kernel::Who;
use std::{fmt, net::SocketAddr, path::PathBuf, process::ExitCode};
use tracing_subscriber::EnvFilter;

/// The service desk for IT in healthcare: a gate, clocks and a ledger in one program.
#[derive(Debug, Parser)]
#[command(name = "orderly", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Which installation is meant.
#[derive(Debug, Clone, Args)]
pub struct Where {
    /// The data directory
    #[arg(long, value_name = "DIR", default_value = "orderly-data")]
    data: PathBuf,
    /// Another settings file than orderly.toml in the data directory
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A PostgreSQL database instead of the embedded one: postgres://…
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Where {
    fn flags(&self, listen: Option<SocketAddr>) -> Flags {
        let Self { data, config, database } = self.clone();
        Flags { data, config, listen, database }
    }
    fn settings(&self) -> Result<Settings> {
        Settings::read(&self.flags(None), &environment)
    }
    fn house(&self) -> Result<House> {
        runtime::open_existing(&self.settings()?)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the desk; the first start makes an empty house and prints a link for its owner
    Serve {
        #[command(flatten)]
        at: Where,
        /// Where to listen; beyond this machine only with TLS [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
    },
    /// Serve a fictional provider with three clients, filled with work, on this machine only
    Demo {
        /// The data directory
        #[arg(long, value_name = "DIR", default_value = "orderly-demo")]
        data: PathBuf,
        /// Where to listen [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
        /// A PostgreSQL database instead of the embedded one: postgres://…
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// Start over: what is in the data directory is deleted
        #[arg(long)]
        fresh: bool,
        /// How many tickets of history
        #[arg(long, value_name = "N", default_value_t = 2_000)]
        tickets: u32,
    },
    /// Carry out an order, as a form or the API would
    Do(acts::Call),
    /// Ask a question, as a page or the API would
    Ask(acts::Call),
    /// List every order and question
    Acts {
        /// Only those whose name or purpose holds this word
        word: Option<String>,
    },
    /// Take in lists of people and assets
    Import(BringIn),
    /// Take in a letter that the mail server hands over on the standard input
    MailIn(mail_in::MailIn),
    /// Look up HIPAA: a paragraph, who is told of a breach by when, penalties, risk tables
    #[command(subcommand)]
    Law(law::Law),
    /// Export, verify and prove the ledger
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Reckon with working time by hand
    #[command(subcommand)]
    Clock(clock::Clock),
    /// What a downtime needs: a folder that is read without a server
    #[command(subcommand)]
    Downtime(downtime::Downtime),
    /// Copy the whole database into one file, while it is served
    Backup(moving::Backup),
    /// Put a backup into an empty data directory and verify it
    Restore(moving::Restore),
    /// Carry a whole installation from the embedded database to PostgreSQL
    Move(moving::Move),
    /// Print the document of the JSON API (OpenAPI 3.1)
    Openapi,
    /// Print the policies by which the gate decides
    Policies,
}

/// An import, on behalf of somebody.
#[derive(Debug, Args)]
struct BringIn {
    #[command(flatten)]
    at: Where,
    /// On whose behalf: the e-mail address of somebody who may
    #[arg(long = "as", value_name = "EMAIL")]
    by: String,
    #[command(flatten)]
    import: import::Import,
}

/// An error of whoever typed the command: exit code 2.
#[derive(Debug)]
pub(crate) struct Usage(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    log();
    match carry(cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

/// Sentences on the standard error; how much is said is set by ORDERLY_LOG or RUST_LOG.
fn log() {
    let filter = environment("ORDERLY_LOG").or_else(|| environment("RUST_LOG"));
    let filter = filter.and_then(|f| EnvFilter::try_new(f).ok()).unwrap_or_else(|| EnvFilter::new("info"));
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Whoever set one already (a test) keeps it.
    let _ = lines.with_ansi(colours).with_target(false).try_init();
}

fn carry(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve { at, listen } => {
            let flags = at.flags(listen);
            if let Some(path) = Settings::write_first(&flags)? {
                eprintln!("The settings, each explained, were written to {}\n", path.display());
            }
            serve::run(&Settings::read(&flags, &environment)?)?;
        }
        Command::Demo { data, listen, database, fresh, tickets } => {
            let flags = Flags { data, config: None, listen, database };
            // What is set for the real one (its database above all) must not reach the demo.
            let only_listen = |name: &str| environment(name).filter(|_| name == "ORDERLY_LISTEN");
            demo::run(&Settings::read(&flags, &only_listen)?, fresh, tickets)?;
        }
        Command::Do(call) => acts::call(&call, office::Kind::Order)?,
        Command::Ask(call) => acts::call(&call, office::Kind::Question)?,
        Command::Acts { word } => acts::list(word.as_deref()),
        Command::Import(BringIn { at, by, import }) => {
            let house = at.house()?;
            let who = on_behalf(&house, &by)?;
            import::run(&house, who, &import)?;
        }
        Command::MailIn(mail) => return Ok(mail_in::run(&mail)),
        Command::Law(command) => law::run(&command)?,
        Command::Ledger(command) => return ledger::run(command),
        Command::Clock(command) => clock::run(&command)?,
        Command::Downtime(command) => downtime::run(&command)?,
        Command::Backup(backup) => moving::backup(&backup)?,
        Command::Restore(restore) => moving::restore(&restore)?,
        Command::Move(to) => moving::to_postgres(&to)?,
        Command::Openapi => {
            let document = office::document(&crate::house::registry(), env!("CARGO_PKG_VERSION"));
            print(&format!("{document:#}"));
        }
        Command::Policies => print(office::POLICIES.trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints to the standard output; whoever reads it may have seen enough and gone.
pub(crate) fn print(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The person with this address, at the console.
pub(crate) fn person(house: &House, email: &str) -> Result<Who> {
    let wanted = email.trim().to_lowercase();
    let console = Who::House("console");
    let look = house.office.read(&console, move |look| Ok(records::console::person(look, &wanted)?));
    let found = futures_executor::block_on(look).map_err(|stop| anyhow!(runtime::said(&stop)))?;
    let person = found.ok_or_else(|| anyhow!("There is nobody with the address '{email}' in this house."))?;
    Ok(Who::Console { person })
}

/// The same for somebody who may act now: who was invited and never came, or has left, may not.
fn on_behalf(house: &House, email: &str) -> Result<Who> {
    let who = person(house, email)?;
    let badge = futures_executor::block_on(house.office.badge(&who));
    let badge = badge.map_err(|stop| anyhow!(runtime::said(&stop)))?;
    anyhow::ensure!(badge.is_some(), "'{email}' has not come in yet, or has left.");
    Ok(who)
}
