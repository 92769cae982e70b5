//! Who is told of a breach's record and of its days: those who answer for compliance there and at the provider, and the
//! account owner. The letters say which duty and which paragraph, never what happened.

use crate::records::{self, places};
use kernel::{BreachId, Fact, Stop};
use office::letter_about;
use store::Work;

fn send(work: &mut Work, fact: &Fact, what: &str, why: &str) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(breach)) = (fact.org, fact.id::<BreachId>("breach")) else { return Ok(Vec::new()) };
    let mut to = places::caring(work, org)?;
    if let Some(provider) = places::hours(work, None)?.and_then(|h| h.provider) {
        to.extend(places::caring(work, provider)?);
    }
    to.extend(places::account_owner(work, org)?);
    to.sort();
    to.dedup();
    let what = format!("{what} at {}", records::name(work, org)?.unwrap_or_default());
    let text = format!("{what}.\n\n{why}\n\nSee /breaches/{breach}\n");
    for to in to {
        letter_about(work, Some(org), &to, (&what, &text), &breach.to_string())?;
    }
    Ok(Vec::new())
}

pub(super) fn tell_of_a_record(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let why = "It is presumed a breach unless a documented assessment shows otherwise (45 CFR 164.402). Every last day is \
               a ceiling: those concerned are told without unreasonable delay.";
    send(work, fact, "The record of a possible breach was begun", why)
}

/// A word of the law as people say it: `media:GA`.
fn whom(fact: &Fact) -> String {
    match fact.text("tell").unwrap_or_default().split_once(':') {
        Some(("media", state)) => format!("the media of {state}"),
        Some((_, state)) => format!("those whom {state} names"),
        None => match fact.text("tell") {
            Some("hhs") => "HHS".to_owned(),
            Some("substitute") => "those whom no letter reaches".to_owned(),
            Some("covered-entity") => "the covered entity".to_owned(),
            _ => "the individuals".to_owned(),
        },
    }
}

pub(super) fn tell_of_a_day(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (by, because) = (fact.text("by").unwrap_or("a day"), fact.text("because").unwrap_or_default());
    let whom = whom(fact);
    let what = match fact.name {
        "breach.duty-late" => format!("The last day to tell {whom} of a breach is over"),
        _ => {
            let left = fact.body.get("days_left").and_then(serde_json::Value::as_i64).unwrap_or_default();
            format!("{left} days are left to tell {whom} of a breach")
        }
    };
    send(work, fact, &what, &format!("No later than {by}, and without unreasonable delay: {because}."))
}
