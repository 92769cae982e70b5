//! Tickets as rows of a table, the same on the board and in every list.

use super::{Around, nearness, next_due};
use crate::questions::Listed;
use kernel::Moment;
use markup::{
    Column, DueState, Empty, Markup, Paging, Priority, Row, RowMark, Table, priority_sentence, table,
};
use maud::html;

/// The sentence of a ticket's priority.
pub(super) fn priority(ticket: &Listed) -> Markup {
    priority_sentence(&Priority {
        number: ticket.priority,
        because: &ticket.because,
        patient_care: ticket.patient_affected && ticket.priority <= 2,
    })
}

fn mark(ticket: &Listed, now: Moment) -> RowMark {
    if !ticket.state.is_open() {
        return RowMark::None;
    }
    let near = ticket.due_at.map(|due| nearness(ticket.opened_at, due, now));
    if ticket.patient_affected && ticket.priority <= 2 || near == Some(DueState::Late) {
        RowMark::Risk
    } else if near == Some(DueState::Soon) {
        RowMark::Soon
    } else {
        RowMark::None
    }
}

/// What somebody calls a ticket by: its number and the kind of trouble.
pub(super) fn called(ticket: &Listed) -> String {
    format!("#{} {}", ticket.number, ticket.kind.title())
}

/// One ticket as a row, whose id is the ticket's own, so that a live update finds it.
pub(super) fn row(ticket: &Listed, around: &Around, now: Moment) -> Row {
    let href = format!("/tickets/{}", ticket.ticket);
    let what = html! {
        a href=(href) { (called(ticket)) }
        @if ticket.standing_lost { " " b { "agreement not in force" } }
        br;
        (priority(ticket))
    };
    let who = html! {
        (around.person(ticket.assignee))
        @if let Some(reason) = ticket.waiting_for { br; span.soft { "waits for " (reason.title()) } }
    };
    Row {
        id: ticket.ticket.to_string(),
        href: Some(href),
        mark: mark(ticket, now),
        cells: vec![next_due(ticket, now), what, around.organization(ticket.org), around.place(ticket), who],
    }
}

/// A table of tickets.
pub fn ticket_table(
    id: &str,
    caption: &str,
    tickets: &[Listed],
    around: &Around,
    now: Moment,
    empty: Empty<'_>,
    paging: Option<Paging>,
) -> Markup {
    let all = table(&Table {
        id,
        caption,
        columns: ["Due", "What", "Client", "Where", "Who"].map(Column::new).to_vec(),
        rows: tickets.iter().map(|ticket| row(ticket, around, now)).collect(),
        empty,
        paging,
        ..Table::default()
    });
    html! { div.ticket-columns { (all) } }
}
