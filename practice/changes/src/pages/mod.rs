//! How changes look: what comes, one change with its one next act, and the times in which nothing is changed.

mod change;
mod changes;
mod forms;
mod freezes;

pub use change::{ChangeView, change_page};
pub use changes::{ChangesView, changes_of_ticket, changes_page};
pub use freezes::{FreezesView, freezes_page};

use crate::questions::ChangeLine;
use kernel::Moment;
use markup::{Markup, html, words};
use std::collections::BTreeMap;

/// A name out of those the binary found; the words of `else` when there is none.
fn name<'a>(names: &'a BTreeMap<String, String>, id: impl ToString, otherwise: &'a str) -> &'a str {
    names.get(&id.to_string()).map_or(otherwise, String::as_str)
}

/// A window in the words of its place: "Wed 25 Nov, 02:00 – 04:30".
fn window(starts: Moment, ends: Moment, zone: &str) -> String {
    let same_day = starts.date_in(zone) == ends.date_in(zone);
    let end =
        if same_day { words::local_clock(ends.micros(), zone) } else { words::local(ends.micros(), zone) };
    format!("{} – {end}", words::local(starts.micros(), zone))
}

/// What is away, and for how long.
fn away(line: &ChangeLine) -> Markup {
    html! {
        @if line.downtime_minutes == 0 { "Nothing is away" }
        @else { "Away for " (words::span(i64::from(line.downtime_minutes) * 60_000_000)) }
    }
}
