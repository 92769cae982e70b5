//! Who is told of an incident: those who answer for compliance where it happens and the account owner; whoever was given
//! a task; whoever has one that is late. The letters say where, never what.

use crate::records::{self, places};
use kernel::{Fact, IncidentId, OrgId, PersonId, Stop};
use office::letter_about;
use store::Work;

fn send(work: &mut Work, fact: &Fact, to: &[String], what: &str, part: &str) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(incident)) = (fact.org, fact.id::<IncidentId>("incident")) else {
        return Ok(Vec::new());
    };
    let name = records::name(work, org)?.unwrap_or_default();
    let what = format!("{what} at {name}");
    let text = format!("{what}.\n\nSee /incidents/{incident}{part}\n");
    for to in to {
        letter_about(work, Some(org), to, (&what, &text), &incident.to_string())?;
    }
    Ok(Vec::new())
}

/// Those who answer for compliance there, and the account owner.
pub(super) fn caring(work: &mut Work, org: Option<OrgId>) -> Result<Vec<String>, Stop> {
    let Some(org) = org else { return Ok(Vec::new()) };
    let mut to = places::caring(work, org)?;
    to.extend(places::account_owner(work, org)?);
    to.sort();
    to.dedup();
    Ok(to)
}

pub(super) fn tell_those_who_care(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let to = caring(work, fact.org)?;
    send(work, fact, &to, "An incident was declared", "")
}

pub(super) fn tell_of_an_isolation(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let to = caring(work, fact.org)?;
    send(work, fact, &to, "A system was ordered isolated", "#isolation")
}

pub(super) fn tell_whose_task_it_is(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let owner = fact.id::<PersonId>("owner").filter(|owner| work.person() != Some(*owner));
    let to = owner.map(|owner| places::address(work, owner)).transpose()?.flatten();
    send(work, fact, to.as_slice(), "A task of an incident is yours", "#tasks")
}

pub(super) fn tell_of_a_late_task(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let whom = fact.id::<PersonId>("tell");
    let to = whom.map(|whom| places::address(work, whom)).transpose()?.flatten();
    send(work, fact, to.as_slice(), "A task of an incident is late", "#tasks")
}
