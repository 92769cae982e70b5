//! Clocks at the console: the same reckoning as on the page of a ticket, for whoever wants to check it by hand. It
//! needs no house and reads no database.

use super::{clock_due, clock_on_call};
use anyhow::Result;
use clap::Subcommand;

/// What can be asked of time.
#[derive(Debug, Subcommand)]
pub enum Clock {
    /// When is it due, and why: working time in a calendar that is typed here
    Due(Box<clock_due::Due>),
    /// Who is on call, and why: by a rota in a file
    OnCall(clock_on_call::OnCall),
}

pub(super) fn run(command: &Clock) -> Result<()> {
    match command {
        Clock::Due(due) => clock_due::run(due),
        Clock::OnCall(asked) => clock_on_call::run(asked),
    }
}
