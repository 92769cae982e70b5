//! The tags of a ticket: each leads to everything that has it, and is taken off or put on where it stands.

use super::TicketPage;
use super::acts::of;
use crate::pages::forms::folded;
use crate::questions::Story;
use markup::{ActButton, ButtonKind, Field, Markup, act_button, button, field};
use maud::html;

pub(super) fn tags(told: &Story, page: &TicketPage<'_>) -> Markup {
    html! {
        @if told.head.tags.is_empty() { span.soft { "none" } }
        @for tag in &told.head.tags {
            a href={ "/tickets?view=all&tag=" (markup::escaped(tag)) } { (tag) } " "
            @if page.may.arrange { (off(told, tag)) " " }
        }
        @if page.may.arrange { (folded("tag", "Put a tag on it", &form(told))) }
    }
}

fn off(told: &Story, tag: &str) -> Markup {
    let (of, ticket, says) = (of(told), told.head.ticket.to_string(), format!("Take off the tag {tag}"));
    act_button(&ActButton {
        action: "/do/desk.untag",
        label: "Take off",
        kind: ButtonKind::Quiet,
        fields: &[("ticket", &ticket), ("tag", tag), ("_next", &of.next)],
        says: Some(&says),
        live: false,
    })
}

fn form(told: &Story) -> Markup {
    html! {
        form.form id="desk-tag" method="post" action="/do/desk.tag" {
            (of(told).hidden())
            (field(&Field { form: "desk-tag", name: "tag", label: "Tag", required: true, most: Some(30),
                hint: Some("A short word, such as windows-11. Everybody reads it in lists: no name of a patient."),
                ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Put it on")) }
        }
    }
}
