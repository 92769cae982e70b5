//! The board: what must be done now, what today, and what is only watched. It is read from across the room,
//! by people who decide in a second where to go next.

use super::Around;
use super::rows::ticket_table;
use crate::questions::{BoardNow, Listed};
use crate::words::Band;
use markup::{Empty, Markup, Tone, notice, relative_time, words};
use maud::html;

/// The board's content; `zone` is the viewer's, for the moment since when it is clear.
pub fn board(board: &BoardNow, around: &Around, zone: &str) -> Markup {
    html! {
        div #board {
            @if board.tickets().next().is_none() { (clear(board, zone)) }
            @else {
                (band(Band::Now, &board.at_once, board, around))
                (band(Band::Today, &board.today, board, around))
                (band(Band::Watch, &board.watch, board, around))
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
            "The last ticket was resolved " (relative_time(at.micros(), board.now.micros(), zone)) "."
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

fn band(band: Band, tickets: &[Listed], board: &BoardNow, around: &Around) -> Markup {
    let (id, says, nothing) = match band {
        Band::Now => ("band-now", "Patient care is at risk", "No patient's care is at risk."),
        Band::Today => ("band-today", "Late, or due today", "Nothing else is due today."),
        Band::Watch => ("band-watch", "Due later, or waiting", "Nothing else is open."),
    };
    let count = i64::try_from(tickets.len()).unwrap_or(i64::MAX);
    let aside = html! { (words::counted(count, "ticket", "tickets")) " · " (says) };
    let empty = Empty { title: nothing, will_hold: says, act: None };
    let rows = if tickets.is_empty() {
        html! { p.soft { (nothing) } }
    } else {
        ticket_table(&format!("{id}-tickets"), says, tickets, around, board.now, empty, None)
    };
    markup::panel(id, band.title(), Some(aside), &rows)
}
