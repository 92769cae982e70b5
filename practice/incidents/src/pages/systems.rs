//! The systems of an incident in the order in which they come back, and the orders to isolate them.

use super::incident::IncidentView;
use super::{name, words};
use crate::questions::{Isolation, SystemLine};
use crate::words::Effect;
use crate::{ConfirmIsolation, LiftIsolation, NameSystem, OrderIsolation, RestoreSystem};
use kernel::AssetId;
use markup::{Choices, Column, Empty, Markup, Row, RowMark, Table, html, table, unmasked};
use office::form::folded;
use serde_json::{Value, json};

fn asset(view: &IncidentView, id: AssetId) -> Markup {
    html! { a href={ "/assets/" (id) } { (name(view.names, id, "a system")) } }
}

pub(super) fn systems(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("systems"));
    let of = ("incident", id.as_str());
    let down: Vec<(String, String)> = view
        .file
        .systems
        .iter()
        .filter(|l| l.system.restored_at.is_none())
        .map(|l| (l.system.asset.to_string(), name(view.names, l.system.asset, "a system").to_owned()))
        .collect();
    html! {
        (table(&Table {
            id: "systems",
            caption: "Systems",
            columns: ["Back", "System", "How", "What hangs on it", "Isolated"].map(Column::new).to_vec(),
            rows: view.file.systems.iter().map(|line| row(view, line)).collect(),
            empty: Empty {
                title: "No system is named yet.",
                will_hold: "Every system that is affected, suspected or was looked at stands here. What care needs comes \
                            back first, and before it whatever it stands on.",
                act: None,
            },
            ..Table::default()
        }))
        @if view.works && view.running() {
            (folded::<NameSystem>(
                ("Name a system", "Name it"), of, &here, json!({ "effect": Effect::Affected }),
                Choices::from([("asset".to_owned(), view.assets.clone())]),
            ))
            @if !down.is_empty() {
                (folded::<RestoreSystem>(
                    ("A system is back", "Say so"), of, &here, Value::Null, Choices::from([("asset".to_owned(), down)]),
                ))
            }
        }
    }
}

fn row(view: &IncidentView, line: &SystemLine) -> Row {
    let s = &line.system;
    let isolated = view.file.isolations.iter().rfind(|i| i.asset == s.asset && i.lifted_at.is_none());
    Row {
        id: s.asset.to_string(),
        cells: vec![
            html! {
                @match (line.place, s.restored_at) {
                    (Some(place), _) => { (place) "." }
                    (None, Some(at)) => { (view.at(at)) " by " (view.person(s.restored_by)) }
                    (None, None) => { "not needed" }
                }
            },
            asset(view, s.asset),
            html! { (s.effect.title()) },
            html! {
                (s.criticality.replace('-', " "))
                @if !s.depends_on.is_empty() {
                    br; span.soft {
                        "needs " @for (n, needed) in s.depends_on.iter().enumerate() {
                            @if n > 0 { ", " } (name(view.names, needed, "another system"))
                        }
                    }
                }
            },
            html! {
                @match isolated {
                    Some(i) if i.done_at.is_some() => { (i.means.title()) }
                    Some(_) => { b { "ordered" } }
                    None => { "no" }
                }
            },
        ],
        href: None,
        mark: if line.place.is_some() && s.effect == Effect::Affected {
            RowMark::Risk
        } else {
            RowMark::None
        },
    }
}

pub(super) fn isolation(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("isolation"));
    let free = |line: &&SystemLine| {
        !view.file.isolations.iter().any(|i| i.asset == line.system.asset && i.lifted_at.is_none())
    };
    let choices: Vec<(String, String)> = view
        .file
        .systems
        .iter()
        .filter(free)
        .map(|l| (l.system.asset.to_string(), name(view.names, l.system.asset, "a system").to_owned()))
        .collect();
    html! {
        @if view.file.isolations.is_empty() {
            p.soft { "No system was ordered isolated. An order names the system; whoever carries it out says when, and by \
                      what one sees it." }
        }
        ul.plain { @for i in &view.file.isolations { li id={ "isolation-" (i.id) } { (one(view, i)) } } }
        @if view.leads && view.running() && !choices.is_empty() {
            (folded::<OrderIsolation>(
                ("Order a system isolated", "Order it"), ("incident", &id), &here, Value::Null,
                Choices::from([("asset".to_owned(), choices)]),
            ))
        }
    }
}

fn proof(view: &IncidentView, text: Option<u32>) -> Markup {
    html! {
        @if let Some(place) = text {
            " · " @match words(view.opened, text) {
                Some(words) => { (unmasked("Proof", words)) }
                None => { a href={ "#text-" (place) } { "proof" } }
            }
        }
    }
}

fn one(view: &IncidentView, i: &Isolation) -> Markup {
    let (id, here) = (i.id.to_string(), view.here("isolation"));
    let of = ("isolation", id.as_str());
    html! {
        (asset(view, i.asset)) ": " (i.means.title())
        br; "ordered " (view.at(i.ordered_at)) " by " (view.person(i.ordered_by))
        @match i.done_at {
            Some(at) => { br; "isolated " (view.at(at)) " by " (view.person(i.done_by)) (proof(view, i.proof)) }
            None if i.lifted_at.is_none() => { br; b { "not isolated yet" } }
            None => {}
        }
        @if let Some(at) = i.lifted_at {
            br; "lifted " (view.at(at)) " by " (view.person(i.lifted_by)) (proof(view, i.lift_proof))
        }
        @if view.running() && i.lifted_at.is_none() {
            @if view.works && i.done_at.is_none() {
                (folded::<ConfirmIsolation>(("It is isolated", "Say so"), of, &here, Value::Null, Choices::new()))
            }
            @if view.leads {
                (folded::<LiftIsolation>(("Lift it", "Lift it"), of, &here, Value::Null, Choices::new()))
            }
        }
    }
}
