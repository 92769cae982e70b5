//! What follows from a hole in coverage, from a swap, and from a change of who can be on call.

use crate::records::{self, oncall as read, places};
use kernel::{Fact, PersonId, Stop};
use office::letter;
use store::Work;

/// Rotas that name somebody look again when they were certified, changed their role or left.
pub fn who_is_on_call_changed(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let person = fact.about.iter().find_map(|id| id.parse::<PersonId>().ok());
    let (Some(org), Some(person)) = (fact.org, person) else { return Ok(Vec::new()) };
    if work.org() == Some(org) {
        let known = read::staff(work, Some(person))?;
        oncall::changed(work, person, known.first())?;
    }
    Ok(Vec::new())
}

/// Those who direct the work of the organization hear of a hole a week before.
pub fn tell_of_a_hole(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(rota)) = (fact.org, fact.text("rota")) else { return Ok(Vec::new()) };
    let place = records::name(work, org)?.unwrap_or_default();
    let skilled = fact.body.get("skilled") == Some(&serde_json::Value::Bool(true));
    let lacks = if skilled { "nobody on call who holds what is required" } else { "nobody on call" };
    let what = format!("A rota of {place} has {lacks} in the coming week");
    let minutes = fact.body.get("minutes").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let from = fact.text("from").unwrap_or_default();
    let text = format!("{what}: {minutes} min in all, from {from} on.\n\nSee /oncall/{rota}\n");
    for to in read::directing(work)? {
        letter(work, Some(org), &to, &what, &text)?;
    }
    Ok(Vec::new())
}

/// Whoever was asked for a swap hears of it, and whoever asked of the answer.
pub fn tell_of_a_swap(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (whom, what) = match fact.name {
        "oncall.swap-asked" => ("asked", "A colleague asks you for a swap of time on call"),
        "oncall.swap-accepted" => ("asker", "Your swap of time on call was accepted"),
        _ => ("asker", "Your swap of time on call was declined"),
    };
    let (Some(person), Some(rota)) = (fact.id::<PersonId>(whom), fact.text("rota")) else {
        return Ok(Vec::new());
    };
    if let Some(to) = places::address(work, person)? {
        letter(work, fact.org, &to, what, &format!("{what}.\n\nSee /oncall/{rota}#swaps\n"))?;
    }
    Ok(Vec::new())
}
