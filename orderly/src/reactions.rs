//! What follows from what, across slices: a wiring diagram on one page. Each line says: after this fact, do that, in the
//! same transaction. Letters hold no PHI: they say that there is something to read, and where.

use crate::records::{self, places};
use kernel::{Fact, LocationId, OrgId, PersonId, Stop};
use office::{Registry, letter};
use store::Work;

/// The wiring.
pub fn register(registry: &mut Registry) {
    registry
        .react("agreements.agreement-lapsing", tell_of_an_end)
        .react("agreements.agreement-lapsed", standing_lost)
        .react("agreements.agreement-terminated", standing_lost)
        .react("agreements.not-required-revoked", standing_lost)
        .react("agreements.subcontractor-released", standing_lost)
        .react("agreements.agreement-signed", standing_back)
        .react("agreements.agreement-in-force", standing_back)
        .react("agreements.not-required-kept", standing_back)
        .react("organizations.location-revised", hours_changed)
        .react("people.emergency-opened", tell_of_an_emergency)
        .react("people.emergency-closed", ask_for_a_review)
        .react("people.emergency-expired", ask_for_a_review)
        .react("desk.promise-missed", tell_of_a_missed_promise);
}

/// The client of an agreement's fact, and whose people are concerned: its associate, and those further down the chain.
fn parties(fact: &Fact) -> Option<(OrgId, Vec<OrgId>)> {
    let below = fact.body.get("below").and_then(serde_json::Value::as_array).into_iter().flatten();
    let below = below.filter_map(|id| id.as_str()?.parse().ok());
    Some((fact.org?, fact.id("associate").into_iter().chain(below).collect()))
}

fn standing_lost(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some((client, associates)) = parties(fact) else { return Ok(Vec::new()) };
    let mut facts = Vec::new();
    for associate in associates {
        // Another agreement may still carry it.
        if !agreements::standing(work, associate, client)?.suffices() {
            facts.extend(desk::standing_lost(work, client, associate)?);
        }
    }
    let why = "The business associate agreement ended. Whoever it let in can no longer act there.";
    tell_the_owner(work, client, "may no longer be worked for", why)?;
    Ok(facts)
}

fn standing_back(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some((client, associates)) = parties(fact) else { return Ok(Vec::new()) };
    let mut facts = Vec::new();
    for associate in associates {
        if agreements::standing(work, associate, client)?.suffices() {
            facts.extend(desk::standing_back(work, client, associate)?);
        }
    }
    Ok(facts)
}

fn tell_of_an_end(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some((client, _)) = parties(fact) else { return Ok(Vec::new()) };
    let days = fact.body.get("days").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let why = format!("The business associate agreement ends within {days} days. Renew it before it lapses.");
    tell_the_owner(work, client, "has an agreement that ends soon", &why)?;
    Ok(Vec::new())
}

fn tell_the_owner(work: &mut Work, client: OrgId, what: &str, why: &str) -> Result<(), Stop> {
    let Some(to) = places::account_owner(work, client)? else { return Ok(()) };
    let name = records::name(work, client)?.unwrap_or_default();
    let text = format!("{name} {what}.\n\n{why}\n\nSee /organizations/{client}/agreements\n");
    Ok(letter(work, Some(client), &to, &format!("{name} {what}"), &text)?)
}

fn hours_changed(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(location)) = (fact.org, fact.id::<LocationId>("location")) else {
        return Ok(Vec::new());
    };
    match places::hours(work, Some(location))?.and_then(|h| h.hours) {
        Some(hours) => desk::calendar_changed(work, org, location, &hours),
        None => Ok(Vec::new()),
    }
}

/// Those who answer for compliance where it happened, and at the employer of whoever did it.
fn caring(work: &mut Work, fact: &Fact) -> Result<Vec<String>, Stop> {
    let mut to = Vec::new();
    if let Some(org) = fact.org {
        to.extend(places::caring(work, org)?);
    }
    if let Some(person) = fact.id::<PersonId>("person")
        && let Some(employer) = places::employer(work, person)?
        && Some(employer) != fact.org
    {
        to.extend(places::caring(work, employer)?);
    }
    to.sort();
    to.dedup();
    Ok(to)
}

fn tell_of_an_emergency(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let place = fact.org.map(|o| records::name(work, o)).transpose()?.flatten().unwrap_or_default();
    let text = format!(
        "Somebody opened emergency access at {place}. What they do is charted under it.\n\nSee /emergency\n"
    );
    for to in caring(work, fact)? {
        letter(work, fact.org, &to, &format!("Emergency access was opened at {place}"), &text)?;
    }
    Ok(Vec::new())
}

fn ask_for_a_review(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let place = fact.org.map(|o| records::name(work, o)).transpose()?.flatten().unwrap_or_default();
    let text = format!(
        "An emergency access at {place} has ended. Somebody else than its opener reviews it (45 CFR 164.312(a)(2)(ii), \
         164.308(a)(1)(ii)(D)).\n\nSee /emergency\n"
    );
    for to in caring(work, fact)? {
        letter(work, fact.org, &to, &format!("Emergency access at {place} waits for its review"), &text)?;
    }
    Ok(Vec::new())
}

fn tell_of_a_missed_promise(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some(client) = fact.org else { return Ok(Vec::new()) };
    let Some(to) = places::account_owner(work, client)? else { return Ok(Vec::new()) };
    let what =
        format!("{} has a ticket whose promise was missed", records::name(work, client)?.unwrap_or_default());
    let ticket = fact.about.first().map_or_else(|| "/board".to_owned(), |id| format!("/tickets/{id}"));
    letter(work, Some(client), &to, &what, &format!("{what}.\n\nSee {ticket}\n"))?;
    Ok(Vec::new())
}
