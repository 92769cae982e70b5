//! What may be done with a ticket. What stands in front follows from how the ticket stands: take it, go on
//! with it, answer, resolve.

use super::TicketPage;
use crate::pages::forms::{Of, Writing, folded};
use crate::questions::Story;
use crate::words::{CareArea, State, Visibility, WaitReason};
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

fn of(told: &Story) -> Of {
    Of { ticket: told.head.ticket, next: format!("/tickets/{}", told.head.ticket) }
}

fn kind(is_front: bool) -> ButtonKind {
    if is_front { ButtonKind::Primary } else { ButtonKind::Plain }
}

/// What is written: replies, the resolution, the reopening. Below the story.
pub(super) fn writing(told: &Story, page: &TicketPage<'_>) -> Markup {
    let (front, of) = (front(told, page), of(told));
    if !told.head.state.is_open() {
        return html! {
            @if page.may.reopen {
                (panel("reopen", "Not over?", None, &of.write(&Writing { act: "desk.reopen", label: "Why it is not over",
                    hint: Some("The clock of the resolution continues where it stopped."), verb: "Open it again",
                    kind: ButtonKind::Plain, rows: 3, drafts: &page.drafts, more: html! {} })))
            }
        };
    }
    let reply = of.write(&Writing {
        act: "desk.reply",
        label: "What you write",
        hint: Some("Kept sealed. Leave out what is not needed, above all names of patients."),
        verb: "Reply",
        kind: kind(front == Front::Reply),
        rows: 5,
        drafts: &page.drafts,
        more: visibility(),
    });
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
            @if front == Front::Resolve { (folded("reply", "Reply", &reply)) }
            @else { (panel("reply", "Reply", None, &reply)) }
        }
        @if page.may.resolve {
            @if front == Front::Resolve { (panel("resolve", "Resolve", None, &resolve)) }
            @else { (folded("resolve", "Resolve", &resolve)) }
        }
    }
}

fn visibility() -> Markup {
    let choices: Vec<Choice> = Visibility::ALL.iter().map(|v| Choice::new(v.word(), v.title())).collect();
    field(&Field {
        form: "desk-reply",
        name: "visibility",
        label: "Who reads it?",
        required: true,
        value: Visibility::Public.word(),
        kind: FieldKind::Radio { choices: &choices },
        ..Field::default()
    })
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
        }
        @if !waiting && may.wait { (folded("wait", "Let it wait", &wait(&of))) }
        @if may.assign && !page.people.is_empty() { (folded("assign", "Give it to somebody", &assign(&of, page))) }
    } };
    panel("next", "Next", None, &body)
}

fn wait(of: &Of) -> Markup {
    let choices: Vec<Choice> = WaitReason::ALL.iter().map(|r| Choice::new(r.word(), r.title())).collect();
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

/// How urgent it is and why, with the form that sets the facts, filled with what is known.
pub(super) fn urgency(told: &Story, page: &TicketPage<'_>) -> Markup {
    let yes_no = |known: Option<bool>| match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    };
    html! { div.stack {
        (markup::definitions(&[
            ("Priority", crate::pages::rows::priority(&told.head)),
            ("Patient affected now", html! { (yes_no(Some(told.head.patient_affected))) }),
            ("People", html! { (told.users) }),
            ("Another way to work", html! { (yes_no(told.workaround)) }),
        ]))
        @if page.may.triage && told.head.state.is_open() {
            (folded("triage", "Set these facts", &triage(told)))
        }
    } }
}

fn triage(told: &Story) -> Markup {
    let of = of(told);
    let yes_no = [Choice::new("true", "Yes"), Choice::new("false", "No")];
    let areas: Vec<Choice> = CareArea::ALL.iter().map(|a| Choice::new(a.word(), a.title())).collect();
    let flag = |yes: Option<bool>| yes.map_or("", |yes| if yes { "true" } else { "false" });
    let users = told.users.to_string();
    let base = |name: &'static str, label: &'static str, kind| Field {
        form: "desk-triage",
        name,
        label,
        kind,
        ..Field::default()
    };
    html! {
        form.form id="desk-triage" method="post" action="/do/desk.triage" {
            (of.hidden())
            (field(&Field { required: true, value: flag(Some(told.head.patient_affected)),
                ..base("patient_affected", "Is a patient affected now?", FieldKind::Radio { choices: &yes_no }) }))
            (field(&Field { required: true, value: &users,
                ..base("users", "How many people are stopped or slowed?",
                    FieldKind::Number { min: Some(1), max: Some(100_000) }) }))
            (field(&Field { value: flag(told.workaround),
                ..base("workaround", "Is there another way to work?",
                    FieldKind::Select { choices: &yes_no, none: Some("Not known") }) }))
            (field(&Field { value: told.care_area_set.map_or("", CareArea::word),
                hint: Some("Only when it is another than the department's."),
                ..base("care_area", "Care area", FieldKind::Select { choices: &areas, none: Some("The department's") }) }))
            (field(&Field { most: Some(20_000), hint: Some("Needed when the care area is another."),
                ..base("reason", "Why", FieldKind::Long { rows: 2 }) }))
            div.buttons { (button(ButtonKind::Plain, "Set them")) }
        }
    }
}
