//! How time and sheets look: what was spent on a ticket, and a client's month in money.

use crate::lent::Lent;
use crate::month::Month;
use crate::questions::{ClosedSheet, TimeLine, TimeList};
use crate::sheet::{Line, Sheet, What};
use crate::{CloseSheet, DropTime, LogTime, OpenSheet};
use kernel::{OrgId, PersonId, TicketId};
use markup::{
    ButtonKind, Column, Empty, Markup, OrderForm, Row, Table, Tone, folded_form, html, link_button, moment,
    notice, panel, press, table, words,
};
use office::{Order, schema_of};
use std::collections::BTreeMap;

/// Cents as people read them.
fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02} USD", words::grouped(cents.abs() / 100), cents.abs() % 100)
}

fn named(names: &BTreeMap<String, String>, person: PersonId) -> &str {
    names.get(&person.to_string()).map_or("somebody", String::as_str)
}

/// The time on a ticket, for the ticket's page.
pub fn time_of_ticket(
    list: &TimeList,
    ticket: TicketId,
    names: &BTreeMap<String, String>,
    me: PersonId,
    logs: bool,
    zone: &str,
) -> Markup {
    let (id, next) = (ticket.to_string(), format!("/tickets/{ticket}#time"));
    let line = |entry: &TimeLine| {
        html! { li id=(entry.entry) {
            b { (words::worked(entry.minutes.into())) } " · " (named(names, entry.person)) " · "
            (moment(entry.started_at.micros(), zone))
            @if entry.on_site { " · on site" }
            " · " @if entry.covered { "covered" } @else { "not covered" }
            @if let Some(rate) = entry.rate_cents { ", " (dollars(rate)) " an hour" }
            @if entry.person == me && logs {
                (press(DropTime::ACT.name, ("entry", &entry.entry.to_string()), &next, "Drop it", ButtonKind::Quiet))
            }
        } }
    };
    let body = html! {
        @if list.lines.is_empty() { p.soft { "None is logged." } }
        ul.plain { @for entry in &list.lines { (line(entry)) } }
        @if logs {
            (folded_form("Log time", LogTime::ACT.name, schema_of::<LogTime>(), &OrderForm {
                id: "log-time",
                verb: "Log it",
                of: Some(("ticket", &id)),
                next: &next,
                ..OrderForm::default()
            }))
        }
    };
    let sum = (list.minutes > 0).then(|| html! { (words::worked(list.minutes)) });
    panel("time", "Time", sum, &body)
}

/// What the page of a month shows.
pub struct SheetView<'a> {
    pub org: OrgId,
    pub month: Month,
    /// As it stands, or as it was closed.
    pub drawn: &'a Sheet,
    pub closed: Option<&'a ClosedSheet>,
    /// Whether the month is over at the client's place.
    pub over: bool,
    pub names: &'a BTreeMap<String, String>,
    /// Whether the viewer closes and opens sheets here.
    pub bills: bool,
    pub zone: &'a str,
    /// What somebody else's people cost; only for whoever bills at one of the two sides.
    pub lent: &'a [LentView],
}

/// A subcontractor's month beside what was agreed for all of its term.
#[derive(Debug, Clone)]
pub struct LentView {
    pub lent: Lent,
    /// From when to when, in words.
    pub term: Option<String>,
    pub hours: Option<u32>,
    /// What its people have worked in the term so far.
    pub used_minutes: i64,
    /// What an hour costs now, in cents.
    pub rate_cents: Option<i64>,
}

/// The page's content.
pub fn sheet_page(view: &SheetView) -> Markup {
    let here = format!("/organizations/{}/sheets", view.org);
    let this = format!("{here}/{}", view.month);
    html! {
        @match view.closed {
            Some(closed) => (notice(Tone::Done, &html! {
                p { "Closed " (moment(closed.closed_at.micros(), view.zone)) " by "
                    (closed.closed_by.map_or("the house", |p| named(view.names, p))) "." }
            })),
            None => p.soft { "As it stands now. It is closed when the month is over." },
        }
        @if view.drawn.without_rate > 0 {
            (notice(Tone::Soon, &html! { p {
                (words::counted(view.drawn.without_rate.into(), "entry is", "entries are"))
                " not covered and without a rate. Nothing is billed for them until somebody agrees on one." } }))
        }
        p.lead { b { (dollars(view.drawn.total_cents)) } " · " (words::worked(view.drawn.covered_minutes)) " covered" }
        (lines(view))
        @if !view.lent.is_empty() { (panel("lent", "What subcontractors cost", None, &lent(view))) }
        div.buttons {
            (link_button(ButtonKind::Plain, &format!("{this}.csv"), "Export as CSV"))
            (link_button(ButtonKind::Quiet, &format!("{here}/{}", view.month.before()), "The month before"))
            @if view.bills { (act(view, &this)) }
        }
    }
}

fn act(view: &SheetView, this: &str) -> Markup {
    match view.closed {
        Some(closed) => {
            let sheet = closed.sheet.to_string();
            press(OpenSheet::ACT.name, ("sheet", &sheet), this, "Open it again", ButtonKind::Quiet)
        }
        None if view.over => html! {
            form method="post" action={ "/do/" (CloseSheet::ACT.name) } {
                (markup::hidden("org", &view.org.to_string()))
                (markup::hidden("month", &view.month.to_string()))
                (markup::hidden("_next", this))
                (markup::button(ButtonKind::Primary, "Close the month"))
            }
        },
        None => html! {},
    }
}

fn lines(view: &SheetView) -> Markup {
    table(&Table {
        id: "lines",
        caption: "What the month costs",
        columns: vec![
            Column::new("What"),
            Column::number("Quantity"),
            Column::number("For one"),
            Column::number("Amount"),
        ],
        rows: view.drawn.lines.iter().enumerate().map(|(place, line)| row(view, place, line)).collect(),
        empty: Empty {
            title: "Nothing is billed this month.",
            will_hold: "What the contract costs stands here, and work that it does not cover.",
            act: None,
        },
        ..Table::default()
    })
}

/// What the subcontractors' people cost this month, beside what is billed. The client's copy does not hold it.
fn lent(view: &SheetView) -> Markup {
    let total = view.lent.iter().map(|l| l.lent.cost_cents).fold(0, i64::saturating_add);
    let left = view.drawn.total_cents.saturating_sub(total);
    html! {
        p { "The month bills " b { (dollars(view.drawn.total_cents)) } ", and the work of subcontractors costs "
            b { (dollars(total)) } ": " (dollars(left)) " remain. The client is not shown this." }
        (table(&Table {
            id: "subcontractors",
            caption: "Subcontractors of the month",
            columns: vec![
                Column::new("Who"),
                Column::number("This month"),
                Column::number("Of the hours agreed"),
                Column::number("An hour"),
                Column::number("Costs"),
                Column::number("Billed for it"),
            ],
            rows: view.lent.iter().enumerate().map(|(place, line)| lent_row(view, place, line)).collect(),
            ..Table::default()
        }))
    }
}

fn lent_row(view: &SheetView, place: usize, line: &LentView) -> Row {
    let who = view.names.get(&line.lent.subcontractor.to_string()).map_or("A subcontractor", String::as_str);
    let agreed = line.hours.map(|hours| i64::from(hours) * 60);
    Row {
        id: format!("lent-{place}"),
        cells: vec![
            html! { (who) @if let Some(term) = &line.term { br; span.soft { (term) } } },
            html! {
                (words::worked(line.lent.minutes))
                @if line.lent.without_rate > 0 { br; span.soft { (words::worked(line.lent.without_rate)) " without a rate" } }
            },
            html! { @match agreed {
                Some(agreed) if line.used_minutes > agreed => {
                    (words::worked(line.used_minutes)) " of " (words::worked(agreed)) br;
                    b { (words::worked(line.used_minutes - agreed)) " more than agreed" }
                },
                Some(agreed) => { (words::worked(line.used_minutes)) " of " (words::worked(agreed)) },
                None => "none agreed",
            } },
            html! { @match line.rate_cents { Some(rate) => (dollars(rate)), None => "no rate" } },
            html! { (dollars(line.lent.cost_cents)) },
            html! { (dollars(line.lent.billed_cents)) },
        ],
        ..Row::default()
    }
}

fn row(view: &SheetView, place: usize, line: &Line) -> Row {
    let (what, unit) = match &line.what {
        What::Users { title } => (html! { (title) br; span.soft { "users" } }, ""),
        What::Devices { title } => (html! { (title) br; span.soft { "devices" } }, ""),
        What::Flat { title } => (html! { (title) br; span.soft { "flat" } }, ""),
        What::Block { title, hours, used_minutes } => (
            html! { (title) br; span.soft { "block of " (hours) " h, " (words::worked(*used_minutes)) " used" } },
            "",
        ),
        What::Work { ticket, number, person, started_at, minutes, .. } => (
            html! {
                a href={ "/tickets/" (ticket) } { "#" (number) } " · " (named(view.names, *person)) br;
                span.soft { (moment(started_at.micros(), view.zone)) ", " (words::worked((*minutes).into())) }
            },
            " min",
        ),
    };
    Row {
        id: format!("line-{place}"),
        cells: vec![
            what,
            html! { (words::grouped(line.quantity)) (unit) },
            html! { (dollars(line.unit_cents)) @if !unit.is_empty() { " an hour" } },
            html! { (dollars(line.amount_cents)) },
        ],
        ..Row::default()
    }
}
