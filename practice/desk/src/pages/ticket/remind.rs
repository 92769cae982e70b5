//! "Remind me on …": for oneself, on one's own day; a promise to nobody.

use super::TicketPage;
use super::acts::of;
use crate::pages::forms::folded;
use crate::questions::Story;
use markup::{ButtonKind, Field, FieldKind, Markup, button, field};
use maud::html;

/// What the viewer wanted to be reminded of, and the form that says so anew.
pub(super) fn remind(told: &Story, page: &TicketPage<'_>) -> Markup {
    let zone = &told.head.zone;
    let hint = format!("Times are of {zone}. It stands on your day, and nobody else sees it.");
    let form = html! {
        form.form id="desk-remind-me" method="post" action="/do/desk.remind-me" {
            (of(told).hidden())
            (field(&Field { form: "desk-remind-me", name: "at", label: "When?", required: true, hint: Some(&hint),
                kind: FieldKind::DateTime, ..Field::default() }))
            (field(&Field { form: "desk-remind-me", name: "note", label: "Of what?", most: Some(200),
                hint: Some("A few words for yourself. No name of a patient."), ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Remind me")) }
        }
    };
    html! {
        @if let Some(reminder) = &page.reminder {
            div.stack {
                p { "You are reminded " b { (markup::relative_time(reminder.at.micros(), told.now.micros(), zone)) }
                    @if let Some(note) = &reminder.note { ": " (note) } }
                (of(told).press("desk.drop-reminder", "It is done", ButtonKind::Plain))
            }
        }
        (folded("remind", if page.reminder.is_some() { "Remind me another time" } else { "Remind me" }, &form))
    }
}
