//! What follows from what, across slices: a wiring diagram on one page. Each line says: after this fact, do that, in the
//! same transaction. Letters hold no PHI: they say that there is something to read, and where.

mod advisories;
mod breach;
mod downtime;
mod escalation;
mod incidents;
mod paging;
mod uptime;

use crate::records::{self, places};
use crate::supplies;
use kernel::{ChangeId, Fact, LocationId, Moment, OrgId, PersonId, Stop, TicketId};
use office::{Registry, letter, letter_about, letter_held};
use store::Work;

/// The wiring.
pub fn register(registry: &mut Registry) {
    downtime::register(registry);
    agreements_end(registry);
    registry
        .react("organizations.location-revised", hours_changed)
        .react("organizations.calendar-taken-in", hours_changed)
        .react("people.emergency-opened", tell_of_an_emergency)
        .react("people.emergency-closed", ask_for_a_review)
        .react("people.emergency-expired", ask_for_a_review)
        .react("people.identity-linked", tell_whom_it_signs_in)
        .react("people.person-ended", paging::who_is_on_call_changed)
        .react("people.certification-added", paging::who_is_on_call_changed)
        .react("people.roles-set", paging::who_is_on_call_changed)
        .react("oncall.coverage-missing", paging::tell_of_a_hole)
        .react("desk.replied", log_the_minutes)
        .react("desk.resolved", log_the_minutes)
        .react("desk.outage-began", uptime::gone)
        .react("desk.outage-ended", uptime::back)
        .react("desk.ticket-opened", escalation::escalates)
        .react("desk.ticket-triaged", escalation::escalates)
        .react("desk.priority-set", escalation::escalates)
        .react("desk.priority-taken-back", escalation::escalates)
        .react("desk.waiting", escalation::escalates)
        .react("desk.resumed", escalation::escalates)
        .react("desk.handed-to-client-it", escalation::escalates)
        .react("desk.back-from-client-it", escalation::escalates)
        .react("desk.reopened", escalation::escalates)
        .react("desk.unmerged", escalation::escalates)
        .react("desk.ticket-taken", escalation::is_answered)
        .react("desk.resolved", escalation::is_over)
        .react("desk.merged", escalation::is_over)
        .react("oncall.policy-set", escalation::policy_changed)
        .react("oncall.hole-found", escalation::nobody_on_call)
        .react("oncall.swap-asked", paging::tell_of_a_swap)
        .react("oncall.swap-accepted", paging::tell_of_a_swap)
        .react("oncall.swap-declined", paging::tell_of_a_swap)
        .react("knowledge.article-published", spread_an_article)
        .react("knowledge.article-retired", spread_an_article)
        .react("knowledge.article-reviewed", review_an_article)
        .react("knowledge.article-used", count_a_use)
        .react("desk.resolved", count_what_helped)
        .react("organizations.organization-added", welcome_with_articles)
        .react("desk.promise-missed", tell_of_a_missed_promise)
        .react("desk.merged", tell_the_reporter)
        .react("desk.unmerged", tell_of_the_way_back)
        .react("desk.letter-held", advisories::came)
        .react("desk.letter-taken-in", advisories::came)
        .react("incidents.advisory-letter-read", advisories::was_read)
        .react("incidents.advisories-wait", advisories::tell_that_they_wait)
        .react("incidents.advisories-unacknowledged", advisories::tell_that_nobody_acknowledged)
        .react("incidents.declared", incidents::tell_those_who_care)
        .react("incidents.isolation-ordered", incidents::tell_of_an_isolation)
        .react("incidents.task-given", incidents::tell_whose_task_it_is)
        .react("incidents.task-late", incidents::tell_of_a_late_task)
        .react("breach.opened", breach::tell_of_a_record)
        .react("breach.duty-near", breach::tell_of_a_day)
        .react("breach.duty-late", breach::tell_of_a_day)
        .react("changes.approval-asked", ask_the_approvers)
        .react("changes.change-approved", tell_the_planner)
        .react("changes.change-refused", tell_the_planner);
}

/// What follows when an agreement begins, nears its end or ends.
fn agreements_end(registry: &mut Registry) {
    registry
        .react("agreements.agreement-lapsing", tell_of_an_end)
        .react("agreements.contract-ending", tell_of_a_contract)
        .react("agreements.contract-ended", tell_of_a_contract)
        .react("agreements.agreement-lapsed", standing_lost)
        .react("agreements.agreement-terminated", standing_lost)
        .react("agreements.not-required-revoked", standing_lost)
        .react("agreements.subcontractor-released", standing_lost)
        .react("agreements.agreement-signed", standing_back)
        .react("agreements.agreement-in-force", standing_back)
        .react("agreements.not-required-kept", standing_back);
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

fn tell_of_a_contract(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(client), Some(contract)) = (fact.org, fact.text("contract")) else { return Ok(Vec::new()) };
    let Some(to) = places::account_owner(work, client)? else { return Ok(Vec::new()) };
    let name = records::name(work, client)?.unwrap_or_default();
    let what = match fact.name {
        "agreements.contract-ended" => format!("{name} has a service contract that has ended"),
        _ => format!("{name} has a service contract that ends soon"),
    };
    let text = format!(
        "{what}. What it covered is billed from the day after its last.\n\nSee /contracts/{contract}\n"
    );
    letter(work, Some(client), &to, &what, &text)?;
    Ok(Vec::new())
}

fn tell_the_owner(work: &mut Work, client: OrgId, what: &str, why: &str) -> Result<(), Stop> {
    let Some(to) = places::account_owner(work, client)? else { return Ok(()) };
    let name = records::name(work, client)?.unwrap_or_default();
    let text = format!("{name} {what}.\n\n{why}\n\nSee /organizations/{client}/agreements\n");
    Ok(letter(work, Some(client), &to, &format!("{name} {what}"), &text)?)
}

/// The first of the things a fact is about that is of this kind.
fn about<I: std::str::FromStr>(fact: &Fact) -> Option<I> {
    fact.about.iter().find_map(|id| id.parse().ok())
}

fn spread_an_article(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    if let (Some(article), Some(owner)) = (about(fact), fact.org) {
        let served = records::boards::served_by(work, owner)?;
        knowledge::spread(work, article, owner, &served)?;
    }
    Ok(Vec::new())
}

fn review_an_article(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    if let Some(article) = about(fact) {
        knowledge::reviewed(work, article)?;
    }
    Ok(Vec::new())
}

fn count_a_use(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    if let Some(article) = about(fact) {
        knowledge::used(work, article)?;
    }
    Ok(Vec::new())
}

/// Whoever replied said how long they had worked for it.
fn log_the_minutes(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let minutes = fact.body.get("minutes").and_then(serde_json::Value::as_u64);
    let (Some(ticket), Some(minutes)) = (about::<TicketId>(fact), minutes) else { return Ok(Vec::new()) };
    let on_site = fact.body.get("on_site").and_then(serde_json::Value::as_bool).unwrap_or(false);
    let needs = supplies::billing::weighed(work, ticket, None)?;
    // More minutes than a day has are refused by whoever keeps the time.
    let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
    Ok(vec![billing::worked(work, ticket, minutes, on_site, needs)?])
}

fn count_what_helped(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    if let Some(ticket) = about(fact) {
        knowledge::ended(work, ticket)?;
    }
    Ok(Vec::new())
}

fn welcome_with_articles(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    if let (Some(provider), Some(client)) = (fact.id::<OrgId>("provider"), fact.org) {
        knowledge::welcome(work, provider, client)?;
    }
    Ok(Vec::new())
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

/// Whoever sees this letter without having come that way knows that somebody else did.
fn tell_whom_it_signs_in(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some(person) = fact.id::<PersonId>("person") else { return Ok(Vec::new()) };
    if let Some(to) = places::address(work, person)? {
        let text = "An account of your organization's identity provider now signs in as you. If it was not you, tell \
                    whoever manages people at your organization at once.\n\nSee /me\n";
        letter(work, fact.org, &to, "A new account signs in as you", text)?;
    }
    Ok(Vec::new())
}

/// The reporter of a merged ticket hears where to look; of the other one, only that it is the same trouble.
fn tell_the_reporter(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let number = fact.body.get("number").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let text = format!(
        "The same trouble as in your request {number} was reported before. Both are worked on as one; what you add to \
         yours is read with it.\n\nSee "
    );
    tell_reporter_of(work, fact, &format!("Your request {number} was joined with another"), &text)
}

fn tell_of_the_way_back(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let number = fact.body.get("number").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let text = format!("Your request {number} is worked on by itself again.\n\nSee ");
    tell_reporter_of(work, fact, &format!("Your request {number} stands by itself again"), &text)
}

fn tell_reporter_of(work: &mut Work, fact: &Fact, subject: &str, text: &str) -> Result<Vec<Fact>, Stop> {
    let (Some(reporter), Some(ticket)) = (fact.id::<PersonId>("reporter"), fact.about.first()) else {
        return Ok(Vec::new());
    };
    if let Some(to) = places::address(work, reporter)? {
        letter_about(work, fact.org, &to, (subject, &format!("{text}/my/{ticket}\n")), ticket)?;
    }
    Ok(Vec::new())
}

fn tell_of_a_missed_promise(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some(client) = fact.org else { return Ok(Vec::new()) };
    let Some(to) = places::account_owner(work, client)? else { return Ok(Vec::new()) };
    let what =
        format!("{} has a ticket whose promise was missed", records::name(work, client)?.unwrap_or_default());
    let ticket = fact.about.first().map_or_else(|| "/board".to_owned(), |id| format!("/tickets/{id}"));
    let (text, about) = (format!("{what}.\n\nSee {ticket}\n"), fact.about.first());
    let due_at = told_at(work, fact)?;
    letter_held(work, Some(client), &to, (&what, &text), about.map_or("", String::as_str), due_at)?;
    Ok(Vec::new())
}

/// When somebody hears of a missed promise: at once, or where the ticket's contract says so, at the next opening.
fn told_at(work: &mut Work, fact: &Fact) -> Result<Moment, Stop> {
    let now = work.now();
    let ticket = fact.about.iter().find_map(|id| id.parse::<TicketId>().ok());
    let kind = fact.text("promise").and_then(desk::words::PromiseKind::from_word);
    match (ticket, kind) {
        (Some(ticket), Some(kind)) => Ok(desk::records::reminded_at(work, ticket, kind, now)?),
        _ => Ok(now),
    }
}

fn ask_the_approvers(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(change)) = (fact.org, fact.id::<ChangeId>("change")) else { return Ok(Vec::new()) };
    let what = format!("A change at {} waits for approval", records::name(work, org)?.unwrap_or_default());
    let planner = work.person();
    for to in records::changes::approvers(work, planner)? {
        letter(work, Some(org), &to, &what, &format!("{what}.\n\nSee /changes/{change}\n"))?;
    }
    Ok(Vec::new())
}

fn tell_the_planner(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(change)) = (fact.org, fact.id::<ChangeId>("change")) else { return Ok(Vec::new()) };
    let how = if fact.name == "changes.change-approved" { "was approved" } else { "was refused" };
    let what = format!("A change at {} {how}", records::name(work, org)?.unwrap_or_default());
    if let Some(to) = records::changes::planner(work, change)? {
        letter(work, Some(org), &to, &what, &format!("{what}.\n\nSee /changes/{change}\n"))?;
    }
    Ok(Vec::new())
}
