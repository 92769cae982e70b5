//! The first start: an empty house has nobody who could add anybody, so its console prints a link with which
//! the first person comes in. Each start prints a fresh one until somebody has chosen a password.

use crate::{
    http::App,
    records::console::{anybody_arrived, first_person},
    runtime::{said, seeds},
};
use anyhow::{Context as _, Result, anyhow};
use futures_executor::block_on;
use kernel::Who;
use people::RenewInvitation;

const START: Who = Who::House("first-start");

/// The sentence with the link, or nothing when the house has people already.
///
/// # Errors
/// A fault of the store.
pub fn first_link(app: &App) -> Result<Option<String>> {
    let look = app.office.read(&START, |look| Ok((first_person(look)?, anybody_arrived(look)?)));
    let (person, arrived) = block_on(look).map_err(|stop| anyhow!(said(&stop)))?;
    let origin = &app.site.origin;
    match person {
        _ if arrived => Ok(None),
        None => {
            let secret = app.first.offer(seeds()());
            Ok(Some(format!(
                "This house is empty. Its first owner comes in here (once, until the next start):\n\
                 {origin}/first/{secret}"
            )))
        }
        Some((person, email)) => {
            let renewed = block_on(app.office.call(
                &START,
                <RenewInvitation as office::Order>::ACT.name,
                serde_json::json!({ "person": person }),
                None,
            ));
            let renewed = renewed.map_err(|stop| anyhow!(said(&stop)))?;
            let secret = renewed.body.pointer("/receipt/secret").and_then(|s| s.as_str());
            let secret = secret.context("an invitation has a secret")?;
            Ok(Some(format!(
                "The first owner, {email}, has chosen no password yet. It is chosen here:\n\
                 {origin}/invitation/{secret}"
            )))
        }
    }
}
