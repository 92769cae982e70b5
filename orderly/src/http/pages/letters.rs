//! The letters of a ticket, in and out, on its page: when, from or to whom, and what became of each. What stands in a
//! letter that came in is behind its mask; what the house wrote says nothing that a mask would hide.

use super::around::{named_in, read};
use super::frame::Frame;
use crate::records::letters::{self, Written};
use axum::response::Response;
use desk::mail::{LetterLine, TicketLetters};
use kernel::{Moment, PersonId, TicketId};
use markup::{Column, Markup, Row, Table, html, panel, relative_time, table, words};
use std::collections::BTreeMap;

/// The panel; nothing where no letter came or went.
pub async fn on_ticket(
    frame: &Frame<'_>,
    ticket: TicketId,
    reporter: Option<PersonId>,
) -> Result<Markup, Response> {
    let came = frame.ask(TicketLetters { ticket }).await?;
    let thing = ticket.to_string();
    let went = read(frame, move |look| letters::about(look, &thing)).await?;
    if came.is_empty() && went.is_empty() {
        return Ok(html! {});
    }
    let names = named_in(frame, &came).await?;
    let now = frame.office.now();
    let mut rows: Vec<(Moment, Row)> = came.iter().map(|l| (l.at, came_in(l, &names, frame, now))).collect();
    rows.extend(went.iter().zip(1..).map(|(w, n)| (w.at, went_out(w, n, reporter, frame, now))));
    rows.sort_by_key(|(at, _)| *at);
    let body = table(&Table {
        id: "ticket-letters",
        caption: "Letters that came and went, the oldest first",
        columns: ["When", "Which way", "Whom", "What became of it"].map(Column::new).to_vec(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        ..Table::default()
    });
    Ok(panel("letters", "Letters", None, &body))
}

fn when(at: Moment, frame: &Frame<'_>, now: Moment) -> Markup {
    relative_time(at.micros(), now.micros(), frame.zone())
}

fn came_in(l: &LetterLine, names: &BTreeMap<String, String>, frame: &Frame<'_>, now: Moment) -> Row {
    let href = format!("/mail/letters/{}", l.letter);
    let known = l.person.and_then(|person| names.get(&person.to_string()));
    let whom = known.map_or("somebody whom nobody confirmed", String::as_str);
    Row {
        id: l.letter.to_string(),
        cells: vec![
            html! { a href=(href) { (when(l.at, frame, now)) } },
            html! { "Came in" },
            html! { "from " (whom) },
            html! { (l.outcome.title()) @if let Some(reason) = l.reason { ": " (reason.title()) } },
        ],
        href: Some(href),
        ..Row::default()
    }
}

fn went_out(w: &Written, number: usize, reporter: Option<PersonId>, frame: &Frame<'_>, now: Moment) -> Row {
    let whom = match &w.person {
        Some((person, name)) if Some(*person) == reporter => format!("{name}, who reported it"),
        Some((_, name)) => name.clone(),
        None => masked(&w.recipient),
    };
    let became = match (w.sent_at, w.gave_up_at) {
        (Some(at), _) => html! { "Handed over " (when(at, frame, now)) },
        (None, Some(at)) => html! { b { "Not delivered" } ", given up " (when(at, frame, now)) },
        (None, None) if w.tries > 0 => html! { "Waits after " (words::counted(w.tries, "try", "tries")) },
        (None, None) => html! { "Waits to be sent" },
    };
    let cells = vec![
        when(w.at, frame, now),
        html! { "Went out" },
        html! { "to " (whom) },
        html! { (w.subject) ". " (became) },
    ];
    Row { id: format!("letter-out-{number}"), cells, ..Row::default() }
}

/// An address that belongs to nobody within reach: its first letter and where it is.
fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((local, host)) => format!("{}…@{host}", local.chars().take(1).collect::<String>()),
        None => "an address".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_of_a_stranger_is_masked() {
        assert_eq!(super::masked("nora.testwell@example.org"), "n…@example.org");
        assert_eq!(super::masked("nobody"), "an address");
    }
}
