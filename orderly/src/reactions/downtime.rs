//! Who is told of a downtime: those who work in its departments, those who lead at the organization, and whoever answers
//! for the client at the provider. Letters say where and when, never what anybody typed.

use crate::records::{self, downtime as downtime_read, places};
use kernel::{DowntimeId, Fact, Moment, OrgId, Stop};
use office::{Registry, letter};
use store::Work;

/// The wiring of downtimes.
pub fn register(registry: &mut Registry) {
    registry
        .react("downtime.planned", tell_everybody)
        .react("downtime.coming", tell_everybody)
        .react("downtime.cancelled", tell_everybody)
        .react("downtime.declared", tell_everybody)
        .react("downtime.over", tell_everybody)
        .react("downtime.recovery-missed", tell_those_who_lead)
        .react("downtime.drill-overdue", tell_those_who_lead)
        .react("downtime.check-overdue", tell_those_who_lead);
}

/// Those who lead at the organization, and the account owner.
fn leading(work: &mut Work, org: OrgId) -> Result<Vec<String>, Stop> {
    let mut to = downtime_read::leads(work)?;
    to.extend(places::account_owner(work, org)?);
    Ok(to)
}

fn send(work: &mut Work, org: OrgId, mut to: Vec<String>, what: &str, text: &str) -> Result<(), Stop> {
    to.sort();
    to.dedup();
    for address in to {
        letter(work, Some(org), &address, what, text)?;
    }
    Ok(())
}

/// A moment of a fact, where the organization is.
fn at(work: &mut Work, fact: &Fact, key: &str) -> Result<String, Stop> {
    let moment: Option<Moment> = fact.body.get(key).and_then(|v| serde_json::from_value(v.clone()).ok());
    let zone = crate::supplies::zone(work, None)?;
    Ok(moment.map_or_else(|| "soon".to_owned(), |m| markup::words::local(m.micros(), &zone)))
}

fn tell_everybody(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(downtime)) = (fact.org, fact.id::<DowntimeId>("downtime")) else {
        return Ok(Vec::new());
    };
    let name = records::name(work, org)?.unwrap_or_default();
    let (what, text) = match fact.name {
        "downtime.planned" => {
            let (from, until) = (at(work, fact, "from")?, at(work, fact, "until")?);
            (format!("A downtime is planned at {name}"), format!("It begins {from} and ends {until}."))
        }
        "downtime.coming" => {
            let from = at(work, fact, "from")?;
            (format!("A planned downtime at {name} comes near"), format!("It begins {from}."))
        }
        "downtime.cancelled" => {
            (format!("The planned downtime at {name} was called off"), "Nothing goes down.".to_owned())
        }
        "downtime.declared" => (
            format!("Something is down at {name}"),
            "The board says what is down and what each department uses meanwhile.".to_owned(),
        ),
        _ => (
            format!("Everything is back at {name}"),
            "What was written on paper is entered now, and looked at by a second person.".to_owned(),
        ),
    };
    let mut to = leading(work, org)?;
    to.extend(downtime_read::wards(work, downtime)?);
    let text = format!("{text}\n\nSee /downtimes/{downtime}\n");
    send(work, org, to, &what, &text)?;
    Ok(Vec::new())
}

fn tell_those_who_lead(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some(org) = fact.org else { return Ok(Vec::new()) };
    let name = records::name(work, org)?.unwrap_or_default();
    let (what, text, see) = match fact.name {
        "downtime.recovery-missed" => (
            format!("A system at {name} is not back in time"),
            "Its recovery time is over, and it is still down.",
            fact.text("downtime").map(|d| format!("/downtimes/{d}")),
        ),
        "downtime.drill-overdue" => (
            format!("The next downtime drill at {name} is overdue"),
            "Contingency plans are tested from time to time (45 CFR 164.308(a)(7)(ii)(D)).",
            Some(format!("/downtimes/drills?org={org}")),
        ),
        _ => (
            format!("A downtime workstation at {name} was not checked"),
            "Nobody knows whether it would work now.",
            fact.text("station").map(|s| format!("/downtimes/stations/{s}")),
        ),
    };
    let to = leading(work, org)?;
    let text = format!("{text}\n\nSee {}\n", see.unwrap_or_else(|| "/downtimes".to_owned()));
    send(work, org, to, &what, &text)?;
    Ok(Vec::new())
}
