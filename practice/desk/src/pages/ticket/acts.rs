//! What may be done with a ticket. What stands in front follows from how the ticket stands: take it, go on
//! with it, answer, resolve.

use super::TicketPage;
use crate::pages::forms::{Of, Writing, folded};
use crate::questions::Story;
use crate::words::{State, WaitReason};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, panel};
use maud::html;

/// The one act in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    Take,
    GoOn,
    Reply,
    Resolve,
    Nothing,
}

fn front(told: &Story, page: &TicketPage<'_>) -> Front {
    let mine = page.me.is_some() && told.head.assignee == page.me;
    let answered = told.promises.first().is_some_and(|promise| promise.stopped_at.is_some());
    match told.head.state {
        State::Resolved => Front::Nothing,
        State::Waiting if mine && page.may.resume => Front::GoOn,
        _ if !mine && told.head.assignee.is_none() && page.may.take => Front::Take,
        _ if page.may.reply && (!mine || !answered) => Front::Reply,
        _ if page.may.resolve && mine => Front::Resolve,
        _ => Front::Nothing,
    }
}

pub(super) fn of(told: &Story) -> Of {
    Of { ticket: told.head.ticket, next: format!("/tickets/{}", told.head.ticket) }
}

fn kind(is_front: bool) -> ButtonKind {
    if is_front { ButtonKind::Primary } else { ButtonKind::Plain }
}

/// What is written: replies, the resolution, the reopening. Below the story.
pub(super) fn writing(told: &Story, page: &TicketPage<'_>) -> Markup {
    let (front, of) = (front(told, page), of(told));
    if told.relations.merged_into.is_some() {
        return html! {};
    }
    if !told.head.state.is_open() {
        return html! {
            @if page.may.reopen {
                (panel("reopen", "Not over?", None, &of.write(&Writing { act: "desk.reopen", label: "Why it is not over",
                    hint: Some("The clock of the resolution continues where it stopped."), verb: "Open it again",
                    kind: ButtonKind::Plain, rows: 3, drafts: &page.drafts, more: html! {} })))
            }
        };
    }
    let reply = super::reply::form(told, page, kind(front == Front::Reply));
    let resolve = of.write(&Writing {
        act: "desk.resolve",
        label: "What was done",
        hint: Some("The reporter reads it. Both clocks stop."),
        verb: "Resolve",
        kind: kind(front == Front::Resolve),
        rows: 3,
        drafts: &page.drafts,
        more: html! {},
    });
    html! {
        @if page.may.reply {
            @if front == Front::Resolve && page.wrong.is_none() { (folded("reply", "Reply", &reply)) }
            @else { (panel("reply", "Reply", None, &reply)) }
        }
        @if page.may.resolve {
            @if front == Front::Resolve { (panel("resolve", "Resolve", None, &resolve)) }
            @else { (folded("resolve", "Resolve", &resolve)) }
        }
    }
}

/// The acts that need no long text.
pub(super) fn next(told: &Story, page: &TicketPage<'_>) -> Markup {
    if !told.head.state.is_open() {
        return html! {};
    }
    let (front, of, may) = (front(told, page), of(told), &page.may);
    let mine = page.me.is_some() && told.head.assignee == page.me;
    let waiting = told.head.state == State::Waiting;
    let body = html! { div.stack {
        div.row {
            @if waiting && may.resume { (of.press("desk.resume", "Go on", kind(front == Front::GoOn))) }
            @if !mine && may.take { (of.press("desk.take", "Take", kind(front == Front::Take))) }
            @if told.head.assignee.is_some() && may.hand_back {
                (of.press("desk.hand-back", "Hand back", ButtonKind::Plain))
            }
            (super::routing::on_site(told, page))
        }
        @if !waiting && may.wait { (folded("wait", "Let it wait", &wait(&of))) }
        @if may.assign && !page.people.is_empty() { (folded("assign", "Give it to somebody", &assign(&of, page))) }
        (super::routing::ways(told, page))
        @if may.reply { (super::remind::remind(told, page)) }
    } };
    panel("next", "Next", None, &body)
}

fn wait(of: &Of) -> Markup {
    let waits = WaitReason::ALL.iter().filter(|r| **r != WaitReason::ClientIt);
    let choices: Vec<Choice> = waits.map(|r| Choice::new(r.word(), r.title())).collect();
    html! {
        form.form id="desk-wait" method="post" action="/do/desk.wait" {
            (of.hidden())
            (field(&Field { form: "desk-wait", name: "reason", label: "For what?", required: true,
                hint: Some("Whether the clock of the resolution rests is what was agreed for this reason."),
                kind: FieldKind::Radio { choices: &choices }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Let it wait")) }
        }
    }
}

fn assign(of: &Of, page: &TicketPage<'_>) -> Markup {
    let people: Vec<Choice> =
        page.people.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    html! {
        form.form id="desk-assign" method="post" action="/do/desk.assign" {
            (of.hidden())
            (field(&Field { form: "desk-assign", name: "to", label: "To whom?", required: true,
                kind: FieldKind::Select { choices: &people, none: Some("Choose…") }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Give it to them")) }
        }
    }
}
