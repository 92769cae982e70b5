//! What is promised at an organization, as one table: four priorities, how soon somebody replies, how soon it
//! is resolved, and in which hours the clock runs.

use super::Around;
use crate::orders::Target;
use crate::questions::{InForceNow, PlaceCommitments};
use crate::words::{Criticality, Hours, WaitReason};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, hidden, panel, words};
use maud::html;
use std::collections::BTreeMap;

/// What the page needs beside what is promised.
#[derive(Debug, Clone, Default)]
pub struct CommitmentsPage<'a> {
    pub around: Around,
    /// Whether the viewer may change them.
    pub may_set: bool,
    /// Locations for which something else may be promised: id and name.
    pub locations: &'a [(String, String)],
    /// What is wrong, by field as the order names it (`p1.response_minutes`).
    pub errors: BTreeMap<String, String>,
}

/// The page's content.
pub fn commitments(now: &InForceNow, page: &CommitmentsPage<'_>) -> Markup {
    html! {
        @for (place, i) in now.places.iter().zip(1..) {
            (panel(&format!("promised-{i}"), &title(place, page), Some(version(place)), &shown(place)))
        }
        @if let (true, Some(first)) = (page.may_set, now.places.first()) {
            (panel("set-commitments", "Set what is promised", None, &form(now, first, page)))
        }
    }
}

fn title(place: &PlaceCommitments, page: &CommitmentsPage<'_>) -> String {
    let mut title = match place.location {
        Some(location) => format!("At {}", page.around.name(location)),
        None => "At the whole organization".to_owned(),
    };
    if let Some(criticality) = place.criticality {
        title.push_str(&format!(", for a {}", criticality.title()));
    }
    if place.contract.is_some() {
        title.push_str(", under a service contract");
    }
    title
}

fn version(place: &PlaceCommitments) -> Markup {
    html! {
        @match (place.version, place.set_at) {
            (Some(version), Some(at)) => { "version " (version) ", set " (words::local_day(at.micros(), "UTC")) },
            _ => "the house's own",
        }
    }
}

fn maybe(given: Option<u32>) -> String {
    given.map_or_else(|| "not promised".to_owned(), minutes)
}

fn minutes(minutes: u32) -> String {
    let seconds = i64::from(minutes) * 60;
    clocks::length_in_words(jiff::SignedDuration::from_secs(seconds))
}

fn shown(place: &PlaceCommitments) -> Markup {
    html! { div.stack {
        div.table-scroll { table.table {
            thead { tr { th scope="col" { "Priority" } th scope="col" { "First reply" } th scope="col" { "Resolution" }
                th scope="col" { "Updates" } th scope="col" { "On site" } th scope="col" { "Clock" } } }
            tbody { @for (target, priority) in place.targets.iter().zip(1..) {
                tr { th scope="row" { (priority) } td data-label="First reply" { (minutes(target.response_minutes)) }
                    td data-label="Resolution" { (minutes(target.resolution_minutes)) }
                    td data-label="Updates" { (maybe(target.update_minutes)) }
                    td data-label="On site" { (maybe(target.arrival_minutes)) }
                    td data-label="Clock" { (target.hours.title()) } }
            } }
        } }
        p.soft {
            @if place.pausing.is_empty() { "The clock of the resolution never rests." }
            @else { "The clock of the resolution rests while a ticket waits for " (reasons(&place.pausing)) "." }
            " Updates are counted from the last answer, and rest only while the reporter is waited for. An arrival is \
             counted from the decision to send somebody."
        }
    } }
}

fn reasons(pausing: &[WaitReason]) -> String {
    pausing.iter().map(|reason| reason.title()).collect::<Vec<_>>().join(", ")
}

fn form(now: &InForceNow, first: &PlaceCommitments, page: &CommitmentsPage<'_>) -> Markup {
    let locations: Vec<Choice> =
        page.locations.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let devices: Vec<Choice> = Criticality::ALL.iter().map(|c| Choice::new(c.word(), c.title())).collect();
    let pausing: Vec<Choice> = WaitReason::ALL.iter().map(|r| Choice::new(r.word(), r.title())).collect();
    let chosen: Vec<String> = first.pausing.iter().map(|r| r.word().to_owned()).collect();
    html! {
        form.form id="commitments" method="post" action="/do/desk.set-commitments" {
            (hidden("org", &now.org.to_string()))
            (hidden("_next", &format!("/organizations/{}/commitments", now.org)))
            @if !locations.is_empty() {
                (field(&Field { form: "commitments", name: "location", label: "Where?",
                    kind: FieldKind::Select { choices: &locations, none: Some("The whole organization") },
                    ..Field::default() }))
            }
            (field(&Field { form: "commitments", name: "criticality", label: "For which devices?",
                kind: FieldKind::Select { choices: &devices, none: Some("All, and trouble without a device") },
                ..Field::default() }))
            div.table-scroll { table.table {
                thead { tr { th scope="col" { "Priority" } th scope="col" { "First reply, minutes" }
                    th scope="col" { "Resolution, minutes" } th scope="col" { "Updates, minutes" }
                    th scope="col" { "On site, minutes" } th scope="col" { "Clock" } } }
                tbody { @for (target, priority) in first.targets.iter().zip(1u8..) {
                    tr { th scope="row" { (priority) } (cells(priority, target, page)) }
                } }
            } }
            (field(&Field { form: "commitments", name: "pausing", label: "The clock rests while it waits for",
                kind: FieldKind::Checks { choices: &pausing, chosen: &chosen }, ..Field::default() }))
            p.soft { "Tickets that are open follow at once: what was used and every rest carry over. What was resolved stays \
                as it was judged." }
            div.buttons { (button(ButtonKind::Primary, "Set them")) }
        }
    }
}

fn cells(priority: u8, target: &Target, page: &CommitmentsPage<'_>) -> Markup {
    let number = |part: &str, says: &str, minutes: Option<u32>, required: bool| {
        let name = format!("p{priority}.{part}");
        let error = page.errors.get(&name);
        html! {
            td data-label=(says) {
                input type="number" name=(name) value=[minutes] min="1" max="527040" required[required]
                    aria-label={ (says) " for priority " (priority) ", minutes" } aria-invalid=[error.map(|_| "true")];
                @if let Some(error) = error { p.field-error { (error) } }
            }
        }
    };
    html! {
        (number("response_minutes", "First reply", Some(target.response_minutes), true))
        (number("resolution_minutes", "Resolution", Some(target.resolution_minutes), true))
        (number("update_minutes", "Updates", target.update_minutes, false))
        (number("arrival_minutes", "On site", target.arrival_minutes, false))
        td data-label="Clock" {
            select name={ "p" (priority) ".hours" } aria-label={ "Clock for priority " (priority) } {
                @for hours in Hours::ALL {
                    option value=(hours.word()) selected[*hours == target.hours] { (hours.title()) }
                }
            }
        }
    }
}
