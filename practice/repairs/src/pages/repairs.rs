//! Repairs as a table, and on the ticket to which they belong.

use super::{Names, holder, name, ways};
use crate::OpenRepair;
use crate::questions::{Repair, RepairList};
use crate::words::View;
use kernel::{Moment, TicketId};
use markup::{
    Choices, Column, Empty, Markup, Paging, Row, RowMark, Table, html, panel, relative_time, table,
};
use office::form::folded;
use serde_json::json;

/// What the list shows.
pub struct RepairsView<'a> {
    pub list: &'a RepairList,
    /// Names of organizations, assets, people and departments by id.
    pub names: &'a Names,
    /// What narrows the list, as it goes along in its addresses: "&org=…".
    pub narrowed: &'a str,
}

/// The page's content.
pub fn repairs_page(view: &RepairsView) -> Markup {
    let list = view.list;
    let last = list.lines.last().filter(|_| list.more);
    let on = last.map(|r| format!("/repairs?view={}{}&after={}", list.view.word(), view.narrowed, r.id));
    let here = if list.view == View::Open { "/repairs" } else { "/repairs?view=past" };
    html! {
        (ways(here))
        (table(&Table {
            id: "repairs",
            caption: "Repairs",
            columns: ["Device", "Who has it", "Storage", "Back", "Client"].map(Column::new).to_vec(),
            rows: list.lines.iter().map(|r| row(r, view.names, list.now)).collect(),
            empty: Empty {
                title: "No device is here.",
                will_hold: "A device in repair stands here with whoever has it, where its storage is, and when its \
                            vendor promised it back. Take one for repair on the asset's page.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
    }
}

fn row(r: &Repair, names: &Names, now: Moment) -> Row {
    let href = format!("/repairs/{}", r.id);
    let late = r.late(now);
    Row {
        id: r.id.to_string(),
        cells: vec![
            html! { a href=(href) { (name(names, r.asset, "a device")) } },
            holder(names, &r.holder, r.vendor_name.as_deref()),
            html! { (r.media.title()) @if r.holds_ephi { br; span.soft { "holds ePHI" } } },
            back(r, now),
            html! { (name(names, r.org, "another organization")) },
        ],
        href: Some(href),
        mark: if late { RowMark::Risk } else { RowMark::None },
    }
}

/// When it is back, or how it ended.
pub(super) fn back(r: &Repair, now: Moment) -> Markup {
    html! {
        @match (r.outcome, &r.expected_on) {
            (Some(outcome), _) => { (outcome.title()) }
            (None, Some(day)) if r.away() => {
                "expected " (day) @if r.late(now) { br; b { "late" } }
            }
            _ => { "with us" }
        }
    }
}

/// The repairs of a ticket, for the ticket's page; `assets` are those that the ticket is about.
pub fn repairs_of_ticket(
    list: &RepairList,
    ticket: TicketId,
    names: &Names,
    assets: &[(String, String)],
) -> Markup {
    let here = format!("/tickets/{ticket}");
    let choices = Choices::from([("asset".to_owned(), assets.to_vec())]);
    let values = json!({ "asset": assets.first().map(|(id, _)| id) });
    let body = html! {
        @if list.lines.is_empty() { p.soft { "No device of this ticket is in repair." } }
        ul.plain { @for r in &list.lines { li {
            a href={ "/repairs/" (r.id) } { (name(names, r.asset, "a device")) } " · "
            (holder(names, &r.holder, r.vendor_name.as_deref())) " · " (back(r, list.now)) " · "
            (relative_time(r.opened_at.micros(), list.now.micros(), &r.zone))
        } } }
        @if !assets.is_empty() {
            (folded::<OpenRepair>(
                ("Take a device for repair", "Take it"), ("ticket", &ticket.to_string()), &here, values, choices,
            ))
        }
    };
    panel("repairs", "Repairs", None, &body)
}
