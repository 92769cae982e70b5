//! The board: what must be done now, what today, and what is only watched. It is read from across the room,
//! by people who decide in a second where to go next.

use super::Around;
use super::rows::ticket_table;
use crate::questions::{BoardNow, Listed};
use crate::words::Band;
use kernel::OrgId;
use markup::{Empty, Markup, Tone, notice, relative_time, words};
use maud::html;

/// How the board is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct BoardLook<'a> {
    /// The viewer's zone, for the moment since when it is clear.
    pub zone: &'a str,
    /// Each band client by client; otherwise in order of patient-care impact throughout.
    pub grouped: bool,
}

/// The board's content.
pub fn board(board: &BoardNow, around: &Around, look: BoardLook<'_>) -> Markup {
    html! {
        div #board {
            @if board.tickets().next().is_none() { (clear(board, look.zone)) }
            @else {
                (band(Band::Now, &board.at_once, board, around, look))
                (band(Band::Today, &board.today, board, around, look))
                (band(Band::Watch, &board.watch, board, around, look))
                @if board.more {
                    (notice(Tone::Info, &html! { p { "There is more than fits here. "
                        a href="/tickets" { "See all open tickets" } } }))
                }
            }
        }
    }
}

fn clear(board: &BoardNow, zone: &str) -> Markup {
    let since = board.clear_since.map(|at| {
        html! {
            "It has been clear since the last ticket was resolved, "
            (relative_time(at.micros(), board.now.micros(), zone)) "."
        }
    });
    html! {
        div.empty {
            p.empty-title { "Nothing is open." }
            p.empty-words {
                @match since { Some(since) => (since), None => "No ticket was ever opened within your reach." }
                " What is reported will stand here in order of what it means for patients."
            }
        }
    }
}

/// Client by client; whose first ticket is the most urgent stands first.
fn by_client(tickets: &[Listed]) -> Vec<(OrgId, Vec<Listed>)> {
    let mut out: Vec<(OrgId, Vec<Listed>)> = Vec::new();
    for ticket in tickets {
        match out.iter_mut().find(|(org, _)| *org == ticket.org) {
            Some((_, theirs)) => theirs.push(ticket.clone()),
            None => out.push((ticket.org, vec![ticket.clone()])),
        }
    }
    out
}

fn band(band: Band, tickets: &[Listed], board: &BoardNow, around: &Around, look: BoardLook<'_>) -> Markup {
    let (id, says, nothing) = match band {
        Band::Now => ("band-now", "Patient care is at risk", "No patient's care is at risk."),
        Band::Today => ("band-today", "Late, or due today", "Nothing else is due today."),
        Band::Watch => ("band-watch", "Due later, or waiting", "Nothing else is open."),
    };
    let count = i64::try_from(tickets.len()).unwrap_or(i64::MAX);
    let aside = html! { (words::counted(count, "ticket", "tickets")) " · " (says) };
    let table = |id: &str, caption: &str, rows: &[Listed]| {
        let empty = Empty { title: nothing, will_hold: says, act: None };
        ticket_table(id, caption, rows, around, board.now, empty, None)
    };
    let rows = if tickets.is_empty() {
        html! { p.soft { (nothing) } }
    } else if look.grouped {
        html! {
            @for (org, theirs) in by_client(tickets) {
                h3 { (around.name(org)) }
                (table(&format!("{id}-{org}"), around.name(org), &theirs))
            }
        }
    } else {
        table(&format!("{id}-tickets"), says, tickets)
    };
    markup::panel(id, band.title(), Some(aside), &rows)
}
