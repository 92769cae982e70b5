//! What comes to a mailbox of advisories is noted, so that a round of the house reads it. Once it is read whole, the letter
//! itself waits no more among those that were set aside. Of advisories that wait, those who answer for compliance there are
//! told; of those that nobody acknowledged, also those at the provider and the account owner. The letters name no advisory.

use super::incidents::caring;
use crate::records::{self, places};
use incidents::advisories::by_mail;
use kernel::{Fact, LetterId, MailboxId, Stop};
use office::letter;
use serde_json::Value;
use store::Work;

pub(super) fn came(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (letter, mailbox) = (super::about::<LetterId>(fact), super::about::<MailboxId>(fact));
    if let (Some(letter), Some(mailbox)) = (letter, mailbox) {
        by_mail::came(work, mailbox, letter, fact.text("sender") == Some("confirmed"))?;
    }
    Ok(Vec::new())
}

/// What is left out of a letter stays where somebody sees it.
pub(super) fn was_read(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let whole = fact.body.get("whole").and_then(Value::as_bool) == Some(true);
    if let Some(letter) = super::about::<LetterId>(fact).filter(|_| whole) {
        desk::mail::of_use_elsewhere(work, letter)?;
    }
    Ok(Vec::new())
}

pub(super) fn tell_that_they_wait(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some(org) = fact.org else { return Ok(Vec::new()) };
    let mut to = places::caring(work, org)?;
    if to.is_empty() {
        to.extend(places::account_owner(work, org)?);
    }
    let new = fact.body.get("new").and_then(Value::as_u64).unwrap_or_default();
    send(work, fact, &to, &format!("New advisories wait to be acknowledged: {new}"))
}

pub(super) fn tell_that_nobody_acknowledged(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let mut to = caring(work, fact.org)?;
    if let Some(provider) = places::hours(work, None)?.and_then(|h| h.provider) {
        to.extend(places::caring(work, provider)?);
    }
    to.sort();
    to.dedup();
    let late = fact.body.get("late").and_then(Value::as_u64).unwrap_or_default();
    send(work, fact, &to, &format!("Advisories that nobody acknowledged for three days: {late}"))
}

fn send(work: &mut Work, fact: &Fact, to: &[String], what: &str) -> Result<Vec<Fact>, Stop> {
    let Some(org) = fact.org else { return Ok(Vec::new()) };
    let what = format!("{what} ({})", records::name(work, org)?.unwrap_or_default());
    let text = format!("{what}. Somebody says of each what is made of it.\n\nSee /advisories\n");
    for to in to {
        letter(work, Some(org), to, &what, &text)?;
    }
    Ok(Vec::new())
}
