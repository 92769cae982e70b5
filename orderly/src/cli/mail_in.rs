//! A letter that the mail server hands over: `orderly mail-in --mailbox ADDRESS < letter`. It passes the same door as a letter
//! that was fetched. The exit code tells the mail server what to do, in the words of sysexits.h: 0 taken in or set aside for
//! somebody to look at, 67 there is no such mailbox, 75 try again later. Nothing is ever lost in between.

use super::Where;
use crate::{House, runtime::said};
use anyhow::{Result, anyhow};
use clap::Args;
use desk::mail::{TakeInLetter, records};
use futures_executor::block_on;
use kernel::{Stop, Who};
use std::{io::Read, process::ExitCode};

/// There is no such mailbox (EX_NOUSER).
const NO_USER: u8 = 67;
/// Try again later (EX_TEMPFAIL).
const LATER: u8 = 75;
/// Of a letter beyond the limit so much is kept.
const BEGINNING: usize = 64 * 1024;

const ENGINE: Who = Who::House("mail-in");

/// A letter from the mail server.
#[derive(Debug, Args)]
pub struct MailIn {
    #[command(flatten)]
    at: Where,
    /// The address of the mailbox to which it came
    #[arg(long, value_name = "ADDRESS")]
    mailbox: String,
}

/// Reads the letter from the standard input and takes it in.
pub(super) fn run(mail: &MailIn) -> ExitCode {
    let code = match read(std::io::stdin().lock()) {
        Ok(letter) => mail.at.house().and_then(|house| take_in(&house, &mail.mailbox, letter)),
        Err(error) => Err(anyhow!("The letter cannot be read: {error}.")),
    };
    code.unwrap_or_else(|error| {
        // The mail server keeps it and tries again; its log gets the reason.
        eprintln!("{error:#}");
        ExitCode::from(LATER)
    })
}

/// What `orderly mail-in` does with a letter that it reads, at a house that is open; gives the exit code.
///
/// # Errors
/// Whatever makes it worth to try again later.
pub fn hand_over(house: &House, address: &str, letter: impl Read) -> Result<ExitCode> {
    take_in(house, address, read(letter)?)
}

/// The letter, or the beginning of one that is too large, with how large it is.
pub(crate) fn read(mut from: impl Read) -> std::io::Result<(Vec<u8>, Option<u64>)> {
    let most = wire::mail::MOST_BYTES;
    let mut letter = Vec::new();
    from.by_ref().take(most as u64 + 1).read_to_end(&mut letter)?;
    if letter.len() <= most {
        return Ok((letter, None));
    }
    // Whoever hands it over wants it read to its end.
    let rest = std::io::copy(&mut from, &mut std::io::sink())?;
    let size = letter.len() as u64 + rest;
    letter.truncate(BEGINNING);
    Ok((letter, Some(size)))
}

/// Takes a letter in; gives the exit code.
///
/// # Errors
/// Whatever makes it worth to try again later.
pub(crate) fn take_in(house: &House, address: &str, letter: (Vec<u8>, Option<u64>)) -> Result<ExitCode> {
    let wanted = wire::mail::address(address).unwrap_or_default();
    let found = block_on(house.office.read(&ENGINE, move |look| Ok(records::mailbox_at(look, &wanted)?)));
    let Some(mailbox) = found.map_err(|stop| anyhow!(said(&stop)))? else {
        eprintln!("There is no mailbox '{address}' in this house.");
        return Ok(ExitCode::from(NO_USER));
    };
    let (raw, cut_from) = letter;
    let order = TakeInLetter { cut_from, ..TakeInLetter::new(mailbox.id, raw) };
    match block_on(house.office.execute(&ENGINE, order)) {
        Ok(done) => {
            tracing::info!(letter = %done.receipt.letter, outcome = done.receipt.outcome.word(), "a letter came in");
            Ok(ExitCode::SUCCESS)
        }
        Err(Stop::Refused(refusal)) => Err(anyhow!("{}", refusal.sentence)),
        Err(stop) => Err(anyhow!(said(&stop))),
    }
}
