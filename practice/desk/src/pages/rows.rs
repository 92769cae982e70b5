//! Tickets as rows of a table, the same on the board and in every list; a list shows the columns that its
//! reader chose.

use super::{Around, nearness, next_due};
use crate::questions::Listed;
use kernel::Moment;
use markup::{
    ActButton, ButtonKind, Column, DueState, Empty, Markup, Paging, Priority, Row, RowMark, Table,
    act_button, priority_sentence, table,
};
use maud::html;

store::kinds! {
    /// A column of a list of tickets.
    ListColumn {
        Due = "due" "Due",
        What = "what" "What",
        Client = "client" "Client",
        Where = "where" "Where",
        Who = "who" "Who",
        State = "state" "State",
        Reporter = "reporter" "Reported by",
        Asset = "asset" "Asset",
        Opened = "opened" "Opened",
        Changed = "changed" "Last change",
        Tags = "tags" "Tags",
    }
}

/// The columns that are shown when nobody chose.
pub const USUAL_COLUMNS: &[ListColumn] =
    &[ListColumn::Due, ListColumn::What, ListColumn::Client, ListColumn::Where, ListColumn::Who];

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

fn what(ticket: &Listed) -> Markup {
    html! {
        a href={ "/tickets/" (ticket.ticket) } { (called(ticket)) }
        @if ticket.standing_lost { " " b { "agreement not in force" } }
        br;
        (priority(ticket))
    }
}

fn may_be_taken(ticket: &Listed) -> bool {
    ticket.state.is_open() && ticket.assignee.is_none() && !ticket.standing_lost
}

/// What nobody has is taken where it stands.
fn take(ticket: &Listed, back: &str) -> Markup {
    let (id, says) = (ticket.ticket.to_string(), format!("Take ticket {}", ticket.number));
    act_button(&ActButton {
        action: "/do/desk.take",
        label: "Take",
        kind: ButtonKind::Quiet,
        fields: &[("ticket", &id), ("_next", back)],
        says: Some(&says),
        live: false,
    })
}

fn who(ticket: &Listed, around: &Around) -> Markup {
    html! {
        (around.person(ticket.assignee))
        @if let Some(back) = around.take.as_deref().filter(|_| may_be_taken(ticket)) {
            " " (take(ticket, back))
        }
        @if let Some(reason) = ticket.waiting_for { br; span.soft { "waits for " (reason.title()) } }
    }
}

fn cell(column: ListColumn, ticket: &Listed, around: &Around, now: Moment) -> Markup {
    let ago = |at: Moment| markup::relative_time(at.micros(), now.micros(), &ticket.zone);
    match column {
        ListColumn::Due => next_due(ticket, now),
        ListColumn::What => what(ticket),
        ListColumn::Client => around.organization(ticket.org),
        ListColumn::Where => around.place(ticket),
        ListColumn::Who => who(ticket, around),
        ListColumn::State => html! { (ticket.state.title()) },
        ListColumn::Reporter => around.person(ticket.reporter),
        ListColumn::Asset => around.asset(ticket, &[]),
        ListColumn::Opened => ago(ticket.opened_at),
        ListColumn::Changed => ago(ticket.last_at),
        ListColumn::Tags => html! { (ticket.tags.join(", ")) },
    }
}

/// One ticket as a row, whose id is the ticket's own, so that a live update finds it.
pub(super) fn row(ticket: &Listed, columns: &[ListColumn], around: &Around, now: Moment) -> Row {
    Row {
        id: ticket.ticket.to_string(),
        href: Some(format!("/tickets/{}", ticket.ticket)),
        mark: mark(ticket, now),
        cells: columns.iter().map(|column| cell(*column, ticket, around, now)).collect(),
    }
}

/// A table of tickets with the usual columns.
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
        columns: USUAL_COLUMNS.iter().map(|c| Column::new(c.title())).collect(),
        rows: tickets.iter().map(|ticket| row(ticket, USUAL_COLUMNS, around, now)).collect(),
        empty,
        paging,
        ..Table::default()
    });
    html! { div.ticket-columns { (all) } }
}
