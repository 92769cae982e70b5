//! Who may take a ticket: its tier, the certification that it asks for, and everybody within reach with what
//! they lack; with the acts that hand it up, down, or on site.

use super::TicketPage;
use super::acts::of;
use crate::pages::forms::folded;
use crate::questions::Story;
use crate::routing::{TOP_TIER, known};
use crate::words::PromiseKind;
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, panel};
use maud::html;

/// Somebody within reach, and what keeps them from the ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MayTake {
    /// The person's id.
    pub person: String,
    pub name: String,
    /// Nothing when they may take it.
    pub missing: Vec<String>,
}

/// The panel "Who may take it".
pub(super) fn routing(told: &Story, page: &TicketPage<'_>) -> Markup {
    let (fit, unfit): (Vec<&MayTake>, Vec<&MayTake>) =
        page.workers.iter().partition(|w| w.missing.is_empty());
    let body = html! { div.stack {
        p {
            "Tier " (told.head.tier)
            @if let Some(name) = &told.certification { ", certified for " b { (name) } }
            "."
        }
        @if page.workers.is_empty() {
            p.soft { "Nobody within your reach works here." }
        } @else if fit.is_empty() {
            p { b { "Nobody within your reach may take it." } }
        } @else {
            p { @for (worker, i) in fit.iter().zip(0..) {
                @if i > 0 { ", " }
                a href={ "/people/" (worker.person) } { (worker.name) }
            } }
        }
        @if !unfit.is_empty() {
            details id="cannot-take" {
                summary { (unfit.len()) " cannot, and why" }
                ul.stack { @for worker in &unfit {
                    li { (worker.name) span.soft { " lacks " (worker.missing.join("; ")) } }
                } }
            }
        }
        @if page.may.direct && told.head.state.is_open() {
            (folded("certification", "Say which certification it asks for", &certification(told)))
        }
    } };
    panel("who-may-take", "Who may take it", None, &body)
}

fn certification(told: &Story) -> Markup {
    let names = known();
    let choices: Vec<Choice> = names.iter().map(|name| Choice::new(name.clone(), name.clone())).collect();
    html! {
        form.form id="desk-certification" method="post" action="/do/desk.require-certification" {
            (of(told).hidden())
            (field(&Field { form: "desk-certification", name: "certification", label: "Certification",
                value: told.certification.as_deref().unwrap_or(""),
                hint: Some("Whoever lacks it, or whose has lapsed, cannot take the ticket."),
                kind: FieldKind::Select { choices: &choices, none: Some("None") }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Say so")) }
        }
    }
}

fn reason(form: &'static str, hint: &'static str) -> Field<'static> {
    let kind = FieldKind::Long { rows: 2 };
    Field {
        form,
        name: "reason",
        label: "Why",
        required: true,
        most: Some(20_000),
        hint: Some(hint),
        kind,
        ..Field::default()
    }
}

/// Up, down and on site: the rarer ways on.
pub(super) fn ways(told: &Story, page: &TicketPage<'_>) -> Markup {
    let (tier, of) = (told.head.tier, of(told));
    let tiers: Vec<Choice> =
        (tier + 1..=TOP_TIER).map(|t| Choice::new(t.to_string(), format!("Tier {t}"))).collect();
    let first = tiers.first().map_or(String::new(), |_| (tier + 1).to_string());
    let up = html! {
        form.form id="desk-escalate" method="post" action="/do/desk.escalate" {
            (of.hidden())
            (field(&Field { form: "desk-escalate", name: "tier", label: "To which tier?", required: true,
                value: &first, kind: FieldKind::Radio { choices: &tiers }, ..Field::default() }))
            (field(&reason("desk-escalate", "What was tried. Only the desk reads it.")))
            div.buttons { (button(ButtonKind::Plain, "Hand it up")) }
        }
    };
    let down = html! {
        form.form id="desk-send-down" method="post" action="/do/desk.send-down" {
            (of.hidden())
            (field(&reason("desk-send-down", "How a lower tier can do it. Only the desk reads it.")))
            div.buttons { (button(ButtonKind::Plain, "Send it down")) }
        }
    };
    html! {
        @if page.may.arrange {
            @if tier < TOP_TIER { (folded("escalate", "Hand it to a higher tier", &up)) }
            @if tier > 1 { (folded("send-down", "Send it to the tier below", &down)) }
        }
    }
}

/// The button for somebody who is sent, or who has arrived; only where somebody is sent at all.
pub(super) fn on_site(told: &Story, page: &TicketPage<'_>) -> Markup {
    let arrival = told.promises.iter().find(|p| p.kind == PromiseKind::Arrival);
    let on_the_way = arrival.is_some_and(|p| p.stopped_at.is_none());
    html! {
        @if told.dispatch && page.may.arrange {
            @if on_the_way { (of(told).press("desk.note-arrival", "I am on site", ButtonKind::Plain)) }
            @else { (of(told).press("desk.send-on-site", "Send somebody", ButtonKind::Plain)) }
            @if let (Some(at), None) = (told.sent_on_site_at, arrival) {
                span.soft { "Sent " (markup::relative_time(at.micros(), told.now.micros(), &told.head.zone)) }
            }
        }
    }
}
