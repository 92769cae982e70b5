//! What was agreed, in words that both sides can read.

use super::super::kinds::{BillingModel, ContractKind, CoveredHours, CoveredPeople};
use super::super::money::dollars;
use super::super::questions::ContractLine;
use super::super::terms::Terms;
use crate::pages::Names;
use markup::{Markup, definitions, html, words};

/// How a contract stands, with its days.
pub(super) fn state_words(line: &ContractLine) -> String {
    let mut said = line.shown.title().to_owned();
    let end = line.ends_on.as_deref().unwrap_or("no end");
    said.push_str(&format!(" · {} to {end}", line.starts_on));
    if let Some(days) = line.days_left.filter(|_| line.shown == super::super::ContractShown::Ending) {
        said.push_str(&format!(" · {} left", words::counted(days, "day", "days")));
    }
    said
}

/// The terms as a list of what is agreed.
pub(super) fn terms(terms: &Terms, names: &Names) -> Markup {
    definitions(&[
        ("What is undertaken", html! { (terms.kind.title()) ": " (undertaken(terms.kind)) }),
        ("People", html! { (people(terms, names)) }),
        ("Hours", html! { (hours(terms)) }),
        (
            "Locations",
            html! { (listed(terms.locations.iter().map(|l| names.thing(&l.to_string())), "every location")) },
        ),
        ("Systems", html! { (systems(terms, names)) }),
        ("Work", html! { @if terms.on_site { "on site and from afar" } @else { "from afar only" } }),
        ("Other work", html! { (rates(terms)) }),
        ("Each month", html! { (billing(terms)) }),
    ])
}

fn undertaken(kind: ContractKind) -> &'static str {
    match kind {
        ContractKind::Managed => "the provider looks after everything that is covered",
        ContractKind::CoManaged => {
            "the client's own IT and the provider share the work and hand tickets over"
        }
        ContractKind::BreakFix => "each piece of work is billed, after the client said yes to its rate",
    }
}

fn listed(names: impl Iterator<Item = String>, none: &str) -> String {
    let mut all: Vec<String> = names.collect();
    all.sort();
    if all.is_empty() { none.to_owned() } else { all.join(", ") }
}

fn people(terms: &Terms, names: &Names) -> String {
    match terms.people {
        CoveredPeople::Everyone => "everyone who works there".to_owned(),
        CoveredPeople::Number => words::counted(terms.most_people.unwrap_or(0).into(), "person", "people"),
        CoveredPeople::Chosen => {
            let departments = terms.departments.iter().map(|d| names.thing(&d.to_string()));
            let roles = terms.roles.iter().map(|r| r.title().to_owned());
            listed(departments.chain(roles), "nobody")
        }
    }
}

fn hours(terms: &Terms) -> String {
    match (terms.hours, &terms.calendar) {
        (CoveredHours::Named, Some(calendar)) => calendar.words(),
        (hours, _) => hours.title().to_lowercase(),
    }
}

fn systems(terms: &Terms, names: &Names) -> String {
    let kinds = terms.asset_kinds.iter().map(|k| format!("every {}", k.replace('-', " ")));
    let assets = terms.assets.iter().map(|a| names.thing(&a.to_string()));
    listed(kinds.chain(assets), "every system")
}

fn rates(terms: &Terms) -> String {
    let step = format!("in steps of {} minutes", terms.minimum_minutes);
    match (terms.rate_cents, terms.late_rate_cents) {
        (None, _) => "no rate was agreed".to_owned(),
        (Some(rate), Some(late)) if late != rate => {
            format!("{} an hour, {} outside the covered hours, {step}", dollars(rate), dollars(late))
        }
        (Some(rate), _) => format!("{} an hour, {step}", dollars(rate)),
    }
}

fn billing(terms: &Terms) -> String {
    let Some(price) = terms.price_cents.map(dollars) else { return "what was worked".to_owned() };
    match (terms.billing, terms.block_hours) {
        (BillingModel::PerUser, _) => format!("{price} for each user"),
        (BillingModel::PerDevice, _) => format!("{price} for each device"),
        (BillingModel::Block, Some(hours)) => format!("{price} for a block of {hours} hours"),
        _ => format!("{price}, flat"),
    }
}
