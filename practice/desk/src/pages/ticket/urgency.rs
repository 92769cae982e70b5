//! How urgent a ticket is and why: the rule's facts, a deadline that presses from outside, and the priority
//! that somebody set by hand beside what the rule says.

use super::TicketPage;
use super::acts::of;
use crate::pages::forms::folded;
use crate::questions::Story;
use crate::words::{CareArea, DeadlineKind, PromiseKind};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, link_button};
use maud::html;

/// How urgent it is and why, with the forms that set the facts, filled with what is known.
pub(super) fn urgency(told: &Story, page: &TicketPage<'_>) -> Markup {
    let yes_no = |known: Option<bool>| match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    };
    let open = told.head.state.is_open();
    let mut rows = vec![
        ("Priority", crate::pages::rows::priority(&told.head)),
        ("Patient affected now", html! { (yes_no(Some(told.head.patient_affected))) }),
        ("People", html! { (told.users) }),
        ("Another way to work", html! { (yes_no(told.workaround)) }),
    ];
    if let Some(spare) = told.spare {
        rows.push(("Spare in the unit", html! { (yes_no(Some(spare))) }));
    }
    if let (Some(kind), Some(at)) = (told.deadline, told.deadline_at) {
        let when = markup::moment(at.micros(), &told.head.zone);
        rows.push(("Presses", html! { (kind.title()) ", " (when) }));
    }
    html! { div.stack {
        (markup::definitions(&rows))
        @if open && told.judged.is_some() && page.may.direct {
            (of(told).press("desk.take-back-priority", "Let the rule decide again", ButtonKind::Plain))
        }
        @if open && page.may.triage { (folded("triage", "Set these facts", &triage(told))) }
        @if open && page.may.arrange {
            (folded("deadline", "Say what presses on it", &deadline(told)))
        }
        @if open && page.may.direct { (folded("by-hand", "Set the priority by hand", &by_hand(told))) }
        @if open && page.may.arrange {
            @if gone(told) {
                (folded("outage", "The system is back", &back(told)))
                (departments_work_on(told))
            }
            @else if told.head.asset.is_some() { (folded("outage", "The system is gone", &outage(told))) }
            (folded("backdate", "It was reported earlier", &earlier(told)))
        }
    } }
}

/// Whether the system's own clock runs.
fn gone(told: &Story) -> bool {
    told.promises.iter().any(|p| p.kind == PromiseKind::Recovery && p.stopped_at.is_none())
}

/// The way to the downtime of the same outage, in which the departments see what they use meanwhile.
fn departments_work_on(told: &Story) -> Markup {
    let way = format!("/downtimes/new?org={}&ticket={}", told.head.org, told.head.ticket);
    link_button(ButtonKind::Plain, &way, "Departments work without it: the downtime")
}

/// A form with a local time of the ticket's place.
fn timed(told: &Story, act: &'static str, one: Field<'_>, verb: &str) -> Markup {
    html! {
        form.form id=(one.form) method="post" action={ "/do/" (act) } {
            (of(told).hidden())
            (field(&Field { kind: FieldKind::DateTime, ..one }))
            div.buttons { (button(ButtonKind::Plain, verb)) }
        }
    }
}

fn outage(told: &Story) -> Markup {
    let hint = format!(
        "Since now when left blank. Times are of {}. A second clock runs until the system has to be back.",
        told.head.zone
    );
    let one = Field {
        form: "desk-outage",
        name: "since",
        label: "Since when?",
        hint: Some(&hint),
        ..Field::default()
    };
    timed(told, "desk.declare-outage", one, "It is gone")
}

fn back(told: &Story) -> Markup {
    let hint = format!("Since now when left blank. Times are of {}.", told.head.zone);
    let one =
        Field { form: "desk-back", name: "at", label: "Since when?", hint: Some(&hint), ..Field::default() };
    timed(told, "desk.end-outage", one, "It is back")
}

fn earlier(told: &Story) -> Markup {
    let hint = format!("At most a week ago. Times are of {}. Both due times are kept.", told.head.zone);
    let one = Field {
        form: "desk-backdate",
        name: "at",
        label: "When was it reported?",
        hint: Some(&hint),
        required: true,
        ..Field::default()
    };
    timed(told, "desk.backdate", one, "The clocks run from then")
}

fn by_hand(told: &Story) -> Markup {
    let numbers: Vec<Choice> = (1..=4_u8)
        .filter(|n| *n != told.head.priority)
        .map(|n| Choice::new(n.to_string(), n.to_string()))
        .collect();
    html! {
        form.form id="desk-by-hand" method="post" action="/do/desk.set-priority" {
            (of(told).hidden())
            (field(&Field { form: "desk-by-hand", name: "priority", label: "Priority", required: true,
                kind: FieldKind::Radio { choices: &numbers }, ..Field::default() }))
            (field(&Field { form: "desk-by-hand", name: "reason", label: "Why the rule is wrong here", required: true,
                most: Some(20_000), hint: Some("What the rule says stays visible beside it."),
                kind: FieldKind::Long { rows: 2 }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Set it")) }
        }
    }
}

fn deadline(told: &Story) -> Markup {
    let kinds: Vec<Choice> = DeadlineKind::ALL.iter().map(|d| Choice::new(d.word(), d.title())).collect();
    let hint = format!("The end of the day when left blank. Times are of {}.", told.head.zone);
    let base = |name: &'static str, label: &'static str, kind| Field {
        form: "desk-deadline",
        name,
        label,
        kind,
        ..Field::default()
    };
    html! {
        form.form id="desk-deadline" method="post" action="/do/desk.set-deadline" {
            (of(told).hidden())
            (field(&Field { required: true, value: told.deadline.map_or("", DeadlineKind::word),
                ..base("deadline", "What is due?",
                    FieldKind::Select { choices: &kinds, none: Some("Choose…") }) }))
            (field(&Field { required: true, ..base("on", "On which day?", FieldKind::Date) }))
            (field(&Field { hint: Some(&hint), ..base("at", "At what time?", FieldKind::Time) }))
            div.buttons { (button(ButtonKind::Plain, "Note it")) }
        }
        @if told.deadline.is_some() {
            (of(told).press("desk.clear-deadline", "Take the deadline off", ButtonKind::Quiet))
        }
    }
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
