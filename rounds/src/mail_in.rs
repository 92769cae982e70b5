//! Letters are fetched by IMAP: what is unread is taken in, one letter at a time, and only after that is committed is it
//! marked as read at the server. A server that dies in between meets the letter again and knows it by its mark. A mailbox
//! that cannot be reached says so on its page and holds up no other, and a letter that cannot be taken in holds up no other
//! letter: it stays unread at the server.

mod failures;
mod line;

use crate::{
    Floor, Next, Round,
    beat::{ELSEWHERE, hold},
};
use anyhow::Context as _;
use desk::mail::TakeInLetter;
use desk::mail::records::{self, Mailbox};
use failures::Failures;
use kernel::{Moment, Who};
use line::Line;
use rustls::ClientConfig;
use std::sync::Arc;

/// The most letters of one mailbox in one turn; the rest is for the next, so that no mailbox holds up the others.
const MOST: usize = 20;
/// Of a letter beyond the limit so much is fetched, in bytes.
const BEGINNING: u64 = 64 * 1024;

const ENGINE: &str = "mail-in";

/// The round of mailboxes.
pub struct MailIn {
    tls: Arc<ClientConfig>,
    failures: Failures,
}

impl MailIn {
    /// `authority` is the certificate (PEM) of an authority of one's own, besides those that everybody trusts.
    ///
    /// # Errors
    /// When the certificate cannot be read.
    pub fn new(authority: Option<&[u8]>) -> anyhow::Result<Self> {
        Ok(Self { tls: line::tls(authority)?, failures: Failures::default() })
    }

    /// Takes in what is unread in one mailbox; whether there is more.
    fn fetch(&mut self, floor: &Floor, mailbox: &Mailbox, now: Moment) -> anyhow::Result<bool> {
        let password = floor.look(ENGINE, now, |look| records::password(look, mailbox))?;
        let password = password.context("no password is kept for it")?;
        let mut line = Line::open(mailbox, &password, self.tls.clone())?;
        let unread = line.unread()?;
        let unread = self.failures.worth_trying(mailbox.id, unread);
        let more = unread.len() > MOST;
        for uid in unread.into_iter().take(MOST) {
            // A lease lasts ten seconds; each letter is a good moment to take it again.
            if !hold(floor, self, floor.office.now())? {
                return Ok(false);
            }
            let (raw, cut_from) = line.letter(uid, wire::mail::MOST_BYTES as u64, BEGINNING)?;
            // One that was deleted meanwhile is nobody's.
            let Some(raw) = raw else { continue };
            let order = TakeInLetter { cut_from, ..TakeInLetter::new(mailbox.id, raw) };
            let done = futures_executor::block_on(floor.office.execute(&Who::House(ENGINE), order));
            match done {
                Ok(_) => {
                    self.failures.well(mailbox.id, uid);
                    line.seen(uid)?;
                }
                // Of what stopped it nothing is said: a fault may repeat words of the letter.
                Err(_) => {
                    let times = self.failures.failed(mailbox.id, uid);
                    tracing::warn!(mailbox = %mailbox.id, uid, times, "a letter could not be taken in");
                }
            }
        }
        line.close();
        Ok(more)
    }
}

impl Round for MailIn {
    fn name(&self) -> &'static str {
        ENGINE
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let mailboxes = floor.look(ENGINE, now, records::to_fetch)?;
        if mailboxes.is_empty() {
            return Ok(Next(floor.every.clocks));
        }
        if !hold(floor, self, now)? {
            return Ok(ELSEWHERE);
        }
        let mut more = false;
        self.failures.only_of(&mailboxes.iter().map(|m| m.id).collect());
        for mailbox in &mailboxes {
            let problem = match self.fetch(floor, mailbox, now) {
                Ok(rest) => {
                    more |= rest;
                    self.failures.said(mailbox.id)
                }
                Err(problem) => {
                    let problem = crate::post::line(&format!("{problem:#}"));
                    tracing::warn!(mailbox = %mailbox.id, problem, "a mailbox was not fetched");
                    Some(problem)
                }
            };
            let (id, at) = (mailbox.id, floor.office.now());
            floor.write(ENGINE, at, move |work| records::looked(work, id, problem.as_deref()))?;
        }
        Ok(if more { Next::AT_ONCE } else { Next(floor.every.clocks.max(std::time::Duration::from_secs(2))) })
    }
}
