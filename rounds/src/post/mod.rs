//! What stands in the outbox leaves the house here: letters by mail, facts for programs by webhook. A message
//! is claimed for two minutes before it is sent, and what became of it is noted afterwards: a server that
//! dies in between leaves a message that is sent again, never one that is forgotten.

mod mail;
mod short;
mod webhook;

pub use mail::{Letters, Mail, MailSettings, MailTls};
pub use short::ShortMessages;
pub use webhook::{Messages, signature};

use crate::{
    Floor, Next, Round,
    beat::{ELSEWHERE, hold},
    records, waits,
};
use kernel::{Moment, Span};
use office::Waiting;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use store::Work;
use ureq::{
    Agent,
    config::Config,
    http::Uri,
    tls::TlsConfig,
    unversioned::{
        resolver::{self, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

/// How long a program or a gateway may take for everything: name, line, answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long a claimed message is nobody else's. Longer than any try lasts.
const CLAIM: Span = Span::minutes(2);
/// How long messages are sent one after the other before the round is begun anew.
const CHAIN: Duration = Duration::from_secs(5);
/// How many letters of a problem are kept.
const LONGEST_PROBLEM: usize = 300;

/// How a try ended that did not deliver.
enum Failure {
    /// Tried again later.
    Later(anyhow::Error),
    /// It can never be delivered.
    Never(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(problem: E) -> Self {
        Failure::Later(problem.into())
    }
}

/// Every name leads to one address: for a lived year, whose programs and gateways are all on this machine.
#[derive(Debug)]
struct Always(SocketAddr);

impl Resolver for Always {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<resolver::ResolvedSocketAddrs, ureq::Error> {
        let mut found = self.empty();
        found.push(self.0);
        Ok(found)
    }
}

/// What calls the addresses that an organization named, or `at` another one whatever they are called.
fn agent(at: Option<SocketAddr>) -> Agent {
    let crypto = Arc::new(rustls::crypto::ring::default_provider());
    let config = Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .http_status_as_error(false)
        // The address was agreed on; another one was not.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(16 * 1024)
        .proxy(None)
        .user_agent(concat!("Orderly/", env!("CARGO_PKG_VERSION")))
        .tls_config(TlsConfig::builder().unversioned_rustls_crypto_provider(crypto).build())
        .build();
    match at {
        Some(at) => Agent::with_parts(config, DefaultConnector::default(), Always(at)),
        None => config.new_agent(),
    }
}

/// Sends what is due of a channel: some messages, one after the other. That one has arrived is noted before the next is
/// sent, so that a server that dies leaves one at most that is sent again; the next one is claimed in the same
/// transaction.
fn deliver(
    floor: &Floor,
    round: &dyn Round,
    channel: &'static str,
    now: Moment,
    send: impl Fn(&Waiting) -> Result<(), Failure>,
) -> anyhow::Result<Next> {
    if floor.look("post", now, |look| office::waiting(look, channel))?.is_none() {
        return Ok(Next(floor.every.post));
    }
    if !hold(floor, round, now)? {
        return Ok(ELSEWHERE);
    }
    let began = Instant::now();
    let mut claimed = floor.write("post", now, move |work| claim(work, channel, now))?;
    while let Some(message) = claimed {
        let sent = send(&message);
        // Claims are made as of `now`; so they are made only while that is not long ago.
        let more = began.elapsed() < CHAIN;
        claimed = match sent {
            Ok(()) => floor.write("post", now, move |work| {
                records::sent(work, &message)?;
                if more { claim(work, channel, now) } else { Ok(None) }
            })?,
            Err(failure) => {
                not_sent(floor, message, failure, now)?;
                return Ok(Next::AT_ONCE);
            }
        };
    }
    Ok(Next::AT_ONCE)
}

/// Claims the next message of a channel that is due; nothing when none is, or somebody else was faster.
fn claim(work: &mut Work, channel: &str, now: Moment) -> anyhow::Result<Option<Waiting>> {
    let Some(message) = office::waiting(work, channel)? else { return Ok(None) };
    Ok(records::claim(work, &message, now.plus(CLAIM))?.then_some(message))
}

fn not_sent(floor: &Floor, message: Waiting, failure: Failure, now: Moment) -> anyhow::Result<()> {
    let tries = message.tries.saturating_add(1);
    let (due_at, mut gave_up_at) = waits::next(message.created_at, tries, now);
    let problem = match failure {
        Failure::Later(problem) => problem,
        Failure::Never(problem) => {
            gave_up_at = Some(now);
            problem
        }
    };
    let problem = line(&format!("{problem:#}"));
    let (id, channel) = (message.id, message.channel.clone());
    match gave_up_at {
        Some(_) => tracing::error!(%id, channel, tries, problem, "a message was given up"),
        None => {
            tracing::warn!(%id, channel, tries, problem, next_try = %due_at, "a message was not delivered")
        }
    }
    floor.write("post", now, move |work| records::failed(work, &message, due_at, gave_up_at, &problem))
}

/// One line of at most 300 letters, whatever a foreign server said.
pub(crate) fn line(problem: &str) -> String {
    let words = problem.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > LONGEST_PROBLEM {
            break;
        }
    }
    line.chars().take(LONGEST_PROBLEM).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_foreign_server_says_becomes_one_short_line() {
        assert_eq!(line("550 5.1.1\r\n no such\0user"), "550 5.1.1 no such user");
        assert_eq!(line(&"very ".repeat(10_000)).chars().count(), LONGEST_PROBLEM);
        assert_eq!(line(&"x".repeat(10_000)).chars().count(), LONGEST_PROBLEM);
    }
}
