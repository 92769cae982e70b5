//! What can happen at the desk, each told as a sentence after the name of whoever did it.

use crate::records::{Missed, Ticket};
use crate::words::{CareArea, DeadlineKind, LinkKind, Nature, PromiseKind, Rating, WaitReason};
use kernel::Fact;
use serde_json::Value;

/// A fact about a ticket, with what subscribers and letters need: its number and its priority.
pub(crate) fn about(name: &'static str, ticket: &Ticket) -> Fact {
    Fact::new(name, ticket.org)
        .about(ticket.id)
        .with("number", ticket.number)
        .with("priority", ticket.priority)
}

/// A fact for each promise that was missed.
pub(crate) fn missed(ticket: &Ticket, missed: &[Missed]) -> Vec<Fact> {
    let fact = |m: &Missed| {
        about("desk.promise-missed", ticket)
            .with("promise", m.kind)
            .with("due", m.due_at)
            .with("assignee", ticket.assignee)
            .with("patient_affected", ticket.patient_affected)
    };
    missed.iter().map(fact).collect()
}

/// The fact as a sentence; nothing for a fact of another slice. It names nobody: a page puts the name in
/// front.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    if let Some(told) = plain(name) {
        return Some(told.to_owned());
    }
    match name {
        name if name.starts_with("desk.letter-") || name.starts_with("desk.mailbox-") => {
            crate::mail::sentence(name, body)
        }
        name if name.starts_with("desk.attach") => crate::attachments::sentence(name, body),
        "desk.masking-set" | "desk.record-number-patterns-set" => crate::masking::sentence(name, body),
        _ => of_one(name, body).or_else(|| of_several(name, body)),
    }
}

/// Those that have nothing to count or name.
fn plain(name: &str) -> Option<&'static str> {
    Some(match name {
        "desk.ticket-taken" => "took the ticket",
        "desk.ticket-assigned" => "gave the ticket to a colleague",
        "desk.ticket-handed-back" => "handed the ticket back",
        "desk.asset-linked" => "added an asset that it is about",
        "desk.asset-unlinked" => "took an asset off it",
        "desk.reporter-named" => "said who reported it",
        "desk.arrived" => "arrived on site",
        "desk.reporter-replied" => "added something to the report",
        "desk.handed-to-client-it" => "handed the ticket to the client's own IT; our clock rests",
        "desk.back-from-client-it" => "took the ticket back from the client's own IT",
        "desk.resumed" => "went on with the work",
        "desk.reopened" => "opened the ticket again",
        "desk.tagged" => "put a tag on it",
        "desk.untagged" => "took a tag off it",
        _ => return None,
    })
}

/// What happened to one ticket by itself.
fn of_one(name: &str, body: &Value) -> Option<String> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    Some(match name {
        "desk.ticket-opened" => {
            format!("opened ticket {} with priority {}", number("number"), ranked(body))
        }
        "desk.ticket-triaged" => triaged(body),
        "desk.nature-changed" => {
            let nature = text("nature").and_then(Nature::from_word);
            format!("said that it is a {}", nature.map_or("ticket".to_owned(), |n| n.title().to_lowercase()))
        }
        "desk.priority-set" => {
            format!("set the priority to {} by hand; the rule says {}", number("priority"), number("rule"))
        }
        "desk.priority-taken-back" => format!("let the rule decide the priority again: {}", ranked(body)),
        "desk.deadline-set" | "desk.deadline-neared" | "desk.deadline-cleared" => deadline(name, body),
        "desk.escalated" => format!("handed it to tier {}", number("tier")),
        "desk.sent-down" => format!("sent it down to tier {}", number("tier")),
        "desk.certification-required" => match (text("certification"), body.get("required")) {
            (Some(name), _) => format!("said that it asks for the certification {name}"),
            (None, Some(Value::Bool(true))) => "said which certification it asks for".into(),
            _ => "said that it asks for no certification".into(),
        },
        "desk.sent-on-site" => match body.get("promised") {
            Some(Value::Bool(true)) => "sent somebody on site; the clock of the arrival runs".into(),
            _ => "sent somebody on site".into(),
        },
        "desk.outage-began" => {
            "said that the system is gone; its own clock runs until it has to be back".into()
        }
        "desk.outage-ended" => "said that the system is back".into(),
        "desk.backdated" => "said that it was reported earlier; the clocks run from then".into(),
        "desk.replied" => match (text("visibility"), copies(body)) {
            (Some("internal"), _) => "left a note for the desk".into(),
            (_, None) => "replied".into(),
            (_, Some(copies)) => format!("replied, with {copies}"),
        },
        "desk.resolved" => match copies(body) {
            None => "resolved the ticket".into(),
            Some(copies) => format!("resolved the ticket, with {copies}"),
        },
        "desk.waiting" => waits(body),
        "desk.rated" => rated(body),
        "desk.promise-missed" => missed_sentence(body),
        _ => return None,
    })
}

/// To how many others a reply went.
fn copies(body: &Value) -> Option<String> {
    let to = body.get("copies").and_then(Value::as_array).map_or(0, Vec::len);
    (to > 0).then(|| match to {
        1 => "a copy to somebody else".to_owned(),
        several => format!("copies to {several} others"),
    })
}

/// What happened between tickets, or to many at once.
fn of_several(name: &str, body: &Value) -> Option<String> {
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    let open = || counted(number("count"), "open ticket");
    Some(match name {
        "desk.linked" | "desk.unlinked" => linked(name, body),
        "desk.task-added" => format!("opened task {} under it", number("other")),
        "desk.placed-under" => format!("put it under ticket {}", number("other")),
        "desk.taken-out" => format!("took it out from under ticket {}", number("other")),
        "desk.merged" => format!(
            "merged ticket {} into ticket {}, whose clocks take the earlier start",
            number("number"),
            number("other")
        ),
        "desk.unmerged" => format!(
            "took ticket {} out of ticket {} again; both clocks stand as if they had never been one",
            number("number"),
            number("other")
        ),
        "desk.split" => format!("made a part of it ticket {}", number("other")),
        "desk.standing-lost" => {
            format!("flagged {}: the agreement under which they are served is no longer in force", open())
        }
        "desk.standing-back" => format!("took the flag off {}: the agreement is in force", open()),
        "desk.commitments-set" => format!(
            "set what is promised {}, version {}",
            if body.get("location").is_some_and(Value::is_string) {
                "at a location"
            } else {
                "at the organization"
            },
            number("version")
        ),
        "desk.clock-rules-set" => format!("agreed on what clocks do, version {}", number("version")),
        "desk.promised-anew" => {
            format!("put {} under what is promised now, version {}", open(), number("version"))
        }
        "desk.calendar-moved" => format!("put {} under the new opening hours", open()),
        _ => return None,
    })
}

fn counted(number: i64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn ranked(body: &Value) -> String {
    let priority = body.get("priority").and_then(Value::as_i64).unwrap_or_default();
    match body.get("because").and_then(Value::as_str) {
        Some(because) => format!("{priority} · {because}"),
        None => priority.to_string(),
    }
}

fn triaged(body: &Value) -> String {
    let before = body.get("before").and_then(Value::as_i64);
    let after = body.get("priority").and_then(Value::as_i64);
    let area = body.get("care_area").and_then(Value::as_str).and_then(CareArea::from_word);
    let moved = match (before, after) {
        (Some(before), Some(after)) if before != after => {
            format!("moved the ticket from priority {before} to ")
        }
        _ => "looked at the priority again: ".into(),
    };
    let set = area.map(|area| format!("; care area set to {}", area.title())).unwrap_or_default();
    let carried = if before == after { "" } else { "; the time used so far carries over" };
    format!("{moved}{}{set}{carried}", ranked(body))
}

fn linked(name: &str, body: &Value) -> String {
    let kind = body.get("link").and_then(Value::as_str).and_then(LinkKind::from_word);
    let other = body.get("other").and_then(Value::as_i64).unwrap_or_default();
    let what = kind.map_or_else(|| "linked with".to_owned(), |kind| kind.title().to_lowercase());
    match (name, kind) {
        ("desk.unlinked", _) => format!("took away that it {what} ticket {other}"),
        (_, Some(LinkKind::Follows)) => format!("reported it again as ticket {other}"),
        (_, Some(LinkKind::CausedBy)) => format!("noted that it is caused by problem {other}"),
        _ => format!("noted that it {what} ticket {other}"),
    }
}

fn deadline(name: &str, body: &Value) -> String {
    let kind = body.get("deadline").and_then(Value::as_str).and_then(DeadlineKind::from_word);
    let what = kind.map_or("a deadline", DeadlineKind::title);
    match name {
        "desk.deadline-cleared" => format!("took {what} off it; priority {}", ranked(body)),
        "desk.deadline-neared" => format!("noted that {what} is nearer; priority {}", ranked(body)),
        _ => format!("noted that {what} presses; priority {}", ranked(body)),
    }
}

fn rated(body: &Value) -> String {
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    let how = word("rating").and_then(Rating::from_word).map_or("nothing", Rating::title).to_lowercase();
    let again = body.get("changed").and_then(Value::as_bool) == Some(true);
    if again { format!("thought again of how it was: {how}") } else { format!("said how it was: {how}") }
}

fn waits(body: &Value) -> String {
    let reason = body.get("reason").and_then(Value::as_str).and_then(WaitReason::from_word);
    let stops = body.get("stops").and_then(Value::as_bool).unwrap_or(false);
    let clock = if stops { "the clock of the resolution rests" } else { "the clock goes on" };
    format!("waits for {}; {clock}", reason.map_or("something", WaitReason::title))
}

fn missed_sentence(body: &Value) -> String {
    let kind = body.get("promise").and_then(Value::as_str).and_then(PromiseKind::from_word);
    match kind {
        Some(PromiseKind::Response) => "noted that the first reply is late".into(),
        Some(PromiseKind::Update) => "noted that the next update is late".into(),
        Some(PromiseKind::Arrival) => "noted that the arrival on site is late".into(),
        Some(PromiseKind::Recovery) => "noted that the system is not back in time".into(),
        _ => "noted that the resolution is late".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn facts_read_like_speech() {
        let told = |name: &str, body: Value| sentence(name, &body).unwrap();
        assert_eq!(
            told(
                "desk.ticket-opened",
                json!({"number": 12, "priority": 1, "because": "emergency, 12 people"})
            ),
            "opened ticket 12 with priority 1 · emergency, 12 people"
        );
        assert_eq!(
            told(
                "desk.ticket-triaged",
                json!({"before": 3, "priority": 1, "because": "emergency",
                "care_area": "emergency"})
            ),
            "moved the ticket from priority 3 to 1 · emergency; care area set to emergency; \
             the time used so far carries over"
        );
        assert_eq!(
            told("desk.waiting", json!({"reason": "vendor", "stops": true})),
            "waits for the vendor; the clock of the resolution rests"
        );
        assert_eq!(
            told("desk.promise-missed", json!({"promise": "response"})),
            "noted that the first reply is late"
        );
        assert_eq!(sentence("assets.asset-added", &json!({})), None);
    }
}
