//! How it was: the three buttons under a resolved report, and what everybody's answers come to, as charts with
//! the number of answers beside them.

use super::Around;
use super::forms::folded;
use crate::questions::{Answers, MyReport, SatisfactionNow};
use crate::words::Rating;
use markup::{
    ActButton, Bar, Bars, ButtonKind, Choice, Column, Empty, Field, FieldKind, Markup, Row, Table,
    act_button, bars, button, field, hidden, panel, table, words,
};
use maud::html;

/// How many clients have a chart of their own.
const CHARTS: usize = 12;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The panel under one's own report, once it is resolved.
pub(super) fn rate(report: &MyReport) -> Markup {
    if !report.may_rate && report.rating.is_none() {
        return html! {};
    }
    let said = report.rating.is_some();
    let body = html! { div.stack {
        @match report.rating {
            Some(rating) => p { "You said: " b { (rating.title()) } ". Thank you."
                @if report.may_rate { " You may think again until the report is closed." } },
            None => p { "One touch is enough. The desk sees what you say, and learns from it." },
        }
        @if report.may_rate {
            div.row { @for rating in Rating::ALL { (one_touch(report, *rating)) } }
            (folded("rate", if said { "Add a word" } else { "Say it with a word of your own" }, &form(report)))
        }
    } };
    panel("rate", "How was it?", None, &body)
}

fn one_touch(report: &MyReport, rating: Rating) -> Markup {
    let ticket = report.head.ticket.to_string();
    let next = format!("/my/{ticket}");
    act_button(&ActButton {
        action: "/do/desk.rate",
        label: rating.title(),
        kind: if report.rating == Some(rating) { ButtonKind::Primary } else { ButtonKind::Plain },
        fields: &[("ticket", &ticket), ("rating", rating.word()), ("_next", &next)],
        says: None,
        live: false,
    })
}

fn form(report: &MyReport) -> Markup {
    let choices: Vec<Choice> = Rating::ALL.iter().map(|r| Choice::new(r.word(), r.title())).collect();
    let base = |name: &'static str, label: &'static str, kind| Field {
        form: "desk-rate",
        name,
        label,
        kind,
        ..Field::default()
    };
    html! {
        form.form id="desk-rate" method="post" action="/do/desk.rate" {
            (hidden("ticket", &report.head.ticket.to_string()))
            (hidden("_next", &format!("/my/{}", report.head.ticket)))
            (field(&Field { required: true, value: report.rating.map_or("", Rating::word),
                ..base("rating", "How was it?", FieldKind::Radio { choices: &choices }) }))
            (field(&Field { most: Some(20_000), hint: Some("The desk reads it. No name of a patient is needed."),
                ..base("words", "What you want to add", FieldKind::Long { rows: 3 }) }))
            div.buttons { (button(ButtonKind::Plain, "Say it")) }
        }
    }
}

/// What everybody's answers come to: all together, then client by client.
pub fn satisfaction(now: &SatisfactionNow, around: &Around) -> Markup {
    let body = html! { div.stack {
        (chart("satisfaction-all", "Everybody", &now.months))
        @if now.clients.len() > 1 {
            @for client in now.clients.iter().take(CHARTS) {
                h3 { (around.name(client.org)) }
                (chart(&format!("satisfaction-{}", client.org), around.name(client.org), &client.months))
            }
        }
        @if !now.clients.is_empty() { (by_client(now, around)) }
        p.soft { "Whoever reported a ticket is asked once it is resolved. Nobody has to answer, so few answers say little. \
                  Months are UTC." }
    } };
    panel("satisfaction", "How it was for those who reported", None, &body)
}

fn month(answers: &Answers) -> String {
    let name = usize::try_from(answers.month - 1).ok().and_then(|at| MONTHS.get(at)).copied();
    format!("{} {:02}", name.unwrap_or_default(), answers.year.rem_euclid(100))
}

/// How many of a hundred answers were good.
fn good(answers: &Answers) -> i64 {
    if answers.all() == 0 { 0 } else { answers.good * 100 / answers.all() }
}

fn sentence(whose: &str, months: &[Answers]) -> String {
    let sum = Answers::sum(months);
    match sum.all() {
        0 => "Nobody has answered yet.".to_owned(),
        all => format!(
            "{whose}: {} in {}; {} good, {} all right, {} not good. {} % were good.",
            words::counted(all, "answer", "answers"),
            words::counted(i64::try_from(months.len()).unwrap_or(i64::MAX), "month", "months"),
            words::grouped(sum.good),
            words::grouped(sum.fair),
            words::grouped(sum.poor),
            good(&sum)
        ),
    }
}

fn chart(id: &str, whose: &str, months: &[Answers]) -> Markup {
    let bar = |m: &Answers| Bar { label: month(m), value: good(m), marked: false };
    let all: Vec<Bar> = months.iter().map(bar).collect();
    bars(&Bars { id, sentence: &sentence(whose, months), unit: "% good", step: "Month", bars: &all })
}

fn by_client(now: &SatisfactionNow, around: &Around) -> Markup {
    let mut rows = Vec::new();
    for client in &now.clients {
        for (at, months) in client.months.iter().rev().enumerate() {
            let text = |n: i64| html! { (words::grouped(n)) };
            rows.push(Row {
                id: format!("rated-{}-{}-{}", client.org, months.year, months.month),
                cells: vec![
                    html! { @if at == 0 { b { (around.name(client.org)) } } @else { (around.name(client.org)) } },
                    html! { (month(months)) },
                    text(months.all()),
                    text(months.good),
                    text(months.fair),
                    text(months.poor),
                    html! { (good(months)) " %" },
                ],
                ..Row::default()
            });
        }
    }
    let number = Column::number;
    table(&Table {
        id: "satisfaction-by-client",
        caption: "Answers by client and month",
        columns: vec![
            Column::new("Client"),
            Column::new("Month"),
            number("Answers"),
            number("Good"),
            number("All right"),
            number("Not good"),
            number("Good"),
        ],
        rows,
        empty: Empty { title: "Nobody has answered yet.", will_hold: "Answers stand here.", act: None },
        ..Table::default()
    })
}
