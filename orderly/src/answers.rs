//! What the desk tells its reporters by letter: that there is an answer to read, that a letter became a request, and that
//! it is resolved. Such a
//! letter says neither what was asked nor what was answered; it says where, and may itself be answered.

use crate::records::places;
use kernel::{Fact, OrgId, PersonId, Stop, TicketId};
use office::{Answerable, Registry, letter_to_answer};
use serde_json::Value;
use store::Work;

/// The wiring.
pub fn register(registry: &mut Registry) {
    registry
        .react("desk.replied", tell_of_an_answer)
        .react("desk.ticket-opened", confirm)
        .react("desk.reporter-named", tell_who_called)
        .react("desk.resolved", tell_of_the_end);
}

fn tell_of_an_answer(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    if fact.text("visibility") != Some("public") {
        return Ok(Vec::new());
    }
    // Whoever wrote it need not be told.
    let reporter = fact.id::<PersonId>("reporter").filter(|r| work.person() != Some(*r));
    let words = |number: i64, ticket: TicketId| {
        (
            format!("[#{number}] The desk has answered you"),
            format!("The desk wrote to you about your request {number}.\n\nRead it: /my/{ticket}\n\n"),
        )
    };
    tell(work, fact, reporter, words)?;
    tell_those_copied(work, fact)
}

/// Whoever got a copy of a reply is told where to read it.
fn tell_those_copied(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let copies = fact.body.get("copies").and_then(Value::as_array).into_iter().flatten();
    let copies: Vec<PersonId> = copies.filter_map(|id| id.as_str()?.parse().ok()).collect();
    for person in copies {
        let words = |number: i64, ticket: TicketId| {
            (
                format!("[#{number}] A copy of an answer for you"),
                format!(
                    "The desk answered request {number} of a colleague and sent you a copy.\n\nRead it: /my/{ticket}\n\n"
                ),
            )
        };
        tell(work, fact, Some(person), words)?;
    }
    Ok(Vec::new())
}

/// The trouble is over, and the desk would like to hear how it was.
fn tell_of_the_end(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let reporter = fact.id::<PersonId>("reporter").filter(|r| work.person() != Some(*r));
    let words = |number: i64, ticket: TicketId| {
        (
            format!("[#{number}] Your request is resolved"),
            format!(
                "Your request {number} is resolved. Sign in to read what was done, to open it again within a week if it \
                 is not over, and to say how it was: /my/{ticket}#rate\n\n"
            ),
        )
    };
    tell(work, fact, reporter, words)?;
    tell_those_copied(work, fact)?;
    tell_those_joined(work, fact)
}

/// Whoever reported the same trouble hears of its end too, each once and about their own report.
fn tell_those_joined(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let ticket = fact.about.first().and_then(|id| id.parse::<TicketId>().ok());
    let Some(ticket) = ticket else { return Ok(Vec::new()) };
    let mut told = vec![fact.id::<PersonId>("reporter"), work.person()];
    for joined in desk::records::carried_on(work, ticket)? {
        if told.contains(&joined.reporter) {
            continue;
        }
        told.push(joined.reporter);
        tell_of(work, (joined.org, joined.id, joined.number), joined.reporter, |number, ticket| {
            (
                format!("[#{number}] Your request is resolved"),
                format!(
                    "Your request {number} is resolved, together with the other report of the same trouble. Sign in to \
                     see how it stands and to say how it was: /my/{ticket}#rate\n\n"
                ),
            )
        })?;
    }
    Ok(Vec::new())
}

/// Whoever called learns where their request stands.
fn tell_who_called(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let words = |number: i64, ticket: TicketId| {
        (
            format!("[#{number}] Your request was written down"),
            format!("The desk wrote down your request as {number}. Follow it: /my/{ticket}\n\n"),
        )
    };
    tell(work, fact, fact.id::<PersonId>("reporter"), words)
}

/// Somebody who wrote a letter learns what became of it. Whoever reported on a page saw it there.
fn confirm(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    if fact.body.get("by_mail").and_then(Value::as_bool) != Some(true) {
        return Ok(Vec::new());
    }
    let words = |number: i64, ticket: TicketId| {
        (
            format!("[#{number}] Your letter became a request"),
            format!("Your letter is request {number}. Follow it: /my/{ticket}\n\n"),
        )
    };
    tell(work, fact, fact.id::<PersonId>("reporter"), words)
}

fn tell(
    work: &mut Work,
    fact: &Fact,
    to: Option<PersonId>,
    words: impl FnOnce(i64, TicketId) -> (String, String),
) -> Result<Vec<Fact>, Stop> {
    let ticket = fact.about.first().and_then(|id| id.parse::<TicketId>().ok());
    let number = fact.body.get("number").and_then(Value::as_i64).unwrap_or_default();
    if let (Some(org), Some(ticket)) = (fact.org, ticket) {
        tell_of(work, (org, ticket, number), to, words)?;
    }
    Ok(Vec::new())
}

fn tell_of(
    work: &mut Work,
    (org, ticket, number): (OrgId, TicketId, i64),
    to: Option<PersonId>,
    words: impl FnOnce(i64, TicketId) -> (String, String),
) -> Result<(), Stop> {
    let Some(person) = to else { return Ok(()) };
    let Some(address) = places::address(work, person)? else { return Ok(()) };
    // A letter to a mailbox of our own would only come back.
    if desk::mail::records::mailbox_at(work, &address)?.is_some() {
        return Ok(());
    }
    let (subject, text) = words(number, ticket);
    send(work, org, ticket, person, (&address, &subject, &text))
}

fn send(
    work: &mut Work,
    org: OrgId,
    ticket: TicketId,
    person: PersonId,
    (to, subject, text): (&str, &str, &str),
) -> Result<(), Stop> {
    let provider = places::hours(work, None)?.and_then(|hours| hours.provider);
    let thread = desk::mail::thread(work, org, provider, ticket, person)?;
    let text = format!("{text}{}", thread.line());
    let about = ticket.to_string();
    let answers_to = thread.answers_to.as_deref();
    let back = Answerable { reference: &thread.reference, answers_to, about: &about };
    Ok(letter_to_answer(work, Some(org), to, (subject, &text), back)?)
}
