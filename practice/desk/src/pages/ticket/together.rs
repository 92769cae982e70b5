//! What a ticket hangs together with, and what puts it together with others or takes it apart. Everything that
//! is rarely done is folded away.

use super::TicketPage;
use super::acts::of;
use crate::pages::forms::{Of, Writing, folded};
use crate::questions::{Related, Story, Tied};
use crate::words::{LinkKind, Nature, TextKind, Trouble};
use markup::{
    ActButton, ButtonKind, Chip, ChipKind, Choice, Field, FieldKind, Markup, act_button, button, chip, field,
    hidden, panel,
};
use maud::html;

/// The panel: what it hangs together with, then the folded acts.
pub(super) fn together(told: &Story, page: &TicketPage<'_>) -> Markup {
    let open = told.head.state.is_open();
    let arrange = page.may.arrange && open;
    if told.relations.is_empty() && told.relations.assets.is_empty() && !page.may.arrange {
        return html! {};
    }
    let body = html! { div.stack {
        (known(told, page))
        @if arrange {
            details id="arrange" {
                summary { "Put together or take apart" }
                div.stack { (acts(told, page)) }
            }
        }
    } };
    panel("together", "What it belongs to", None, &body)
}

fn acts(told: &Story, page: &TicketPage<'_>) -> Markup {
    html! {
        (folded("task", "Open a task under it", &task(told, page)))
        (folded("link", "Link it with another ticket", &link(told)))
        (folded("merge", "Merge it into another ticket", &merge(told)))
        @if page.may.split { (folded("split", "Make a part of it a ticket of its own", &split(told, page))) }
        @if !page.assets.is_empty() {
            (folded("asset", "Add an asset that it is about", &asset(told, page)))
        }
        (folded("nature", "Say what it is by nature", &nature(told)))
    }
}

fn related(ticket: &Related) -> Markup {
    let href = format!("/tickets/{}", ticket.ticket);
    html! {
        a href=(href) { "#" (ticket.number) " " (ticket.kind.title()) }
        span.soft { " " (ticket.nature.title().to_lowercase()) ", " (ticket.state.title().to_lowercase()) }
    }
}

fn known(told: &Story, page: &TicketPage<'_>) -> Markup {
    let relations = &told.relations;
    let arrange = page.may.arrange;
    html! {
        @if relations.is_empty() && relations.assets.is_empty() {
            p.soft { "It stands alone." }
        }
        ul.stack {
            @if let Some(parent) = &relations.parent {
                li { "Part of " (related(parent))
                    @if arrange && told.head.nature != Nature::Task {
                        " " (of(told).press("desk.take-out", "Take out", ButtonKind::Quiet))
                    } }
            }
            @for child in &relations.children {
                li { @if child.nature == Nature::Task { "Task: " } @else { "Under it: " } (related(child)) }
            }
            @for joined in &relations.joined { li { "Merged in: " (related(joined)) } }
            @for tied in &relations.links { li { (tie(told, tied, arrange)) } }
            @for asset in &relations.assets { li { "Also about " (linked_asset(told, page, asset)) } }
        }
    }
}

fn tie(told: &Story, tied: &Tied, arrange: bool) -> Markup {
    let (ticket, other) = (told.head.ticket.to_string(), tied.to.number.to_string());
    let next = of(told).next;
    let fields =
        [("ticket", ticket.as_str()), ("link", tied.link.word()), ("other", &other), ("_next", &next)];
    let press = ActButton {
        action: "/do/desk.unlink",
        label: "Unlink",
        kind: ButtonKind::Quiet,
        fields: &fields,
        says: None,
        live: false,
    };
    html! { (tied.says) " " (related(&tied.to)) @if arrange && tied.by_hand { " " (act_button(&press)) } }
}

fn linked_asset(told: &Story, page: &TicketPage<'_>, asset: &kernel::AssetId) -> Markup {
    let (href, name) = (format!("/assets/{asset}"), page.around.name(*asset).to_owned());
    let (ticket, id, next) = (told.head.ticket.to_string(), asset.to_string(), of(told).next);
    let fields = [("ticket", ticket.as_str()), ("asset", &id), ("_next", &next)];
    let press = ActButton {
        action: "/do/desk.unlink-asset",
        label: "Take off",
        kind: ButtonKind::Quiet,
        fields: &fields,
        says: None,
        live: false,
    };
    html! {
        (chip(&Chip { kind: ChipKind::Asset, name: &name, href: Some(&href), card: &[] }))
        @if page.may.arrange && told.head.state.is_open() { " " (act_button(&press)) }
    }
}

fn task(told: &Story, page: &TicketPage<'_>) -> Markup {
    of(told).write(&Writing {
        act: "desk.add-task",
        label: "What is to be done",
        hint: Some("It gets a number, clocks and a name of its own. This ticket waits for it."),
        verb: "Open the task",
        kind: ButtonKind::Plain,
        rows: 2,
        drafts: &page.drafts,
        more: html! {},
    })
}

fn number_field<'a>(form: &'a str, name: &'a str, label: &'a str) -> Field<'a> {
    let kind = FieldKind::Number { min: Some(1), max: None };
    Field { form, name, label, required: true, kind, ..Field::default() }
}

fn link(told: &Story) -> Markup {
    let links = [
        Choice::new(LinkKind::RelatesTo.word(), "It relates to it"),
        Choice::new(LinkKind::CausedBy.word(), "It is caused by that problem"),
    ];
    let of = of(told);
    html! {
        form.form id="desk-link" method="post" action="/do/desk.link" {
            (of.hidden())
            (field(&number_field("desk-link", "other", "Number of the other ticket")))
            (field(&Field { form: "desk-link", name: "link", label: "How?", required: true,
                value: LinkKind::RelatesTo.word(), kind: FieldKind::Radio { choices: &links }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Link them")) }
        }
        form.form id="desk-place-under" method="post" action="/do/desk.place-under" {
            (of.hidden())
            (field(&number_field("desk-place-under", "parent", "Or number of the ticket it is a part of")))
            div.buttons { (button(ButtonKind::Plain, "Put it under that one")) }
        }
    }
}

fn merge(told: &Story) -> Markup {
    html! {
        form.form id="desk-merge" method="post" action="/do/desk.merge" {
            (of(told).hidden())
            (field(&Field {
                hint: Some("This one is closed and points there; its reporter is told. What runs there takes the \
                            earlier start of the two. It can be undone for a week."),
                ..number_field("desk-merge", "into", "Number of the ticket that carries it on") }))
            div.buttons { (button(ButtonKind::Plain, "Merge")) }
        }
    }
}

fn split(told: &Story, page: &TicketPage<'_>) -> Markup {
    let theirs = |kind| {
        matches!(
            kind,
            TextKind::Opening | TextKind::FromReporter | TextKind::FromJoined | TextKind::Reopening
        )
    };
    let texts: Vec<Choice> = told
        .texts
        .iter()
        .filter(|text| theirs(text.kind))
        .map(|text| {
            let when = markup::words::local(text.at.micros(), &told.head.zone);
            let who = text.author.map_or("Orderly", |id| page.around.name(id));
            Choice::new(text.place.to_string(), format!("{}: {who}, {when}", text.kind.title()))
        })
        .collect();
    let kinds: Vec<Choice> = Trouble::ALL.iter().map(|t| Choice::new(t.word(), t.title())).collect();
    let yes_no = [Choice::new("true", "Yes"), Choice::new("false", "No")];
    let base = |name: &'static str, label: &'static str, kind| Field {
        form: "desk-split",
        name,
        label,
        kind,
        ..Field::default()
    };
    html! {
        form.form id="desk-split" method="post" action="/do/desk.split" {
            (of(told).hidden())
            (field(&base("text", "Which text?",
                FieldKind::Select { choices: &texts, none: Some("None: in my own words") })))
            (field(&Field { most: Some(20_000), hint: Some("Instead of a whole text."),
                ..base("words", "The part in your own words", FieldKind::Long { rows: 2 }) }))
            (field(&base("kind", "What kind of trouble?",
                FieldKind::Select { choices: &kinds, none: Some("The same as this one") })))
            (field(&Field { required: true, value: "false",
                ..base("patient_affected", "Does that part affect a patient now?",
                    FieldKind::Radio { choices: &yes_no }) }))
            div.buttons { (button(ButtonKind::Plain, "Make it a ticket")) }
        }
    }
}

fn asset(told: &Story, page: &TicketPage<'_>) -> Markup {
    let choices: Vec<Choice> =
        page.assets.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    html! {
        form.form id="desk-link-asset" method="post" action="/do/desk.link-asset" {
            (of(told).hidden())
            (field(&Field { form: "desk-link-asset", name: "asset", label: "Which?", required: true,
                kind: FieldKind::Select { choices: &choices, none: Some("Choose…") }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Add it")) }
        }
    }
}

fn nature(told: &Story) -> Markup {
    let others = Nature::ALL.iter().filter(|n| **n != told.head.nature);
    let choices: Vec<Choice> = others.map(|n| Choice::new(n.word(), n.title())).collect();
    let of: Of = of(told);
    html! {
        form.form id="desk-nature" method="post" action="/do/desk.change-nature" {
            (of.hidden())
            (field(&Field { form: "desk-nature", name: "nature", label: "What is it?", required: true,
                kind: FieldKind::Radio { choices: &choices }, ..Field::default() }))
            (field(&Field { form: "desk-nature", name: "reason", label: "Why", required: true, most: Some(20_000),
                kind: FieldKind::Long { rows: 2 }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Say so")) }
        }
        @if told.head.nature == Nature::Incident {
            form.form id="desk-problem" method="post" action="/do/desk.open-problem" {
                (hidden("ticket", &told.head.ticket.to_string()))
                (hidden("_next", "/tickets/{ticket}"))
                (field(&Field { form: "desk-problem", name: "words", label: "Or open the problem behind it",
                    required: true, most: Some(20_000), hint: Some("What seems to be the cause."),
                    kind: FieldKind::Long { rows: 2 }, ..Field::default() }))
                div.buttons { (button(ButtonKind::Plain, "Open the problem")) }
            }
        }
    }
}
