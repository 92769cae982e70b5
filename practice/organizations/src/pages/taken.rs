//! Closing days from calendar files on a location's year: which lists there are, a form that brings one, and what it would
//! change before it does.

use crate::lists::{LeftOut, YEARS_AHEAD};
use crate::year::OddDay;
use crate::{CalendarWeighed, LARGEST_LIST_BYTES, TakeInCalendar, YearTold};
use markup::{ActButton, ButtonKind, Markup, act_button, html, link_button, panel, words};
use office::Order;

fn year(location: &str) -> String {
    format!("/locations/{location}/year")
}

fn entries(n: usize) -> String {
    words::counted(i64::try_from(n).unwrap_or(i64::MAX), "entry", "entries")
}

/// Which lists a location has days from, and for whoever manages it the form that brings one.
pub(super) fn lists(told: &YearTold, manages: bool) -> Markup {
    if !manages && told.lists.is_empty() {
        return html! {};
    }
    let location = told.location.to_string();
    let (action, back) = (format!("/do/{}", TakeInCalendar::ACT.name), year(&location));
    let body = html! {
        @if told.lists.is_empty() {
            p { "No days came from a file yet. Public holidays and a practice's closing days are often to be had as a \
                 calendar file (.ics)." }
        } @else {
            ul.plain { @for list in &told.lists { li {
                b { (list.name) } " · " (words::counted(list.entries.into(), "entry", "entries"))
                @if manages {
                    " " (act_button(&ActButton {
                        action: &action,
                        label: "Take these days away",
                        kind: ButtonKind::Quiet,
                        fields: &[("location", &location), ("name", &list.name), ("_next", &back)],
                        says: Some(&format!("Take the days of {} away", list.name)),
                        live: false,
                    }))
                }
            } } }
        }
        @if manages { (form(told, &location)) }
    };
    panel("lists", "Closing days from calendar files", None, &body)
}

fn form(told: &YearTold, location: &str) -> Markup {
    html! {
        form.form method="post" action={ "/locations/" (location) "/calendar" } enctype="multipart/form-data" {
            div.field {
                label.field-label for="list-name" { "What the list is called" }
                p.field-hint id="list-name-hint" { "Such as Texas holidays. The same name again replaces its days." }
                input id="list-name" name="name" maxlength="80" required aria-describedby="list-name-hint"
                    list="list-names";
                datalist id="list-names" { @for list in &told.lists { option value=(list.name) {} } }
            }
            div.field {
                label.field-label for="list-file" { "The file (iCalendar, .ics)" }
                p.field-hint id="list-file-hint" {
                    "At most " (LARGEST_LIST_BYTES >> 10) " KiB. This year and " (YEARS_AHEAD) " ahead are taken over."
                }
                input id="list-file" type="file" name="file" accept=".ics,text/calendar"
                    aria-describedby="list-file-hint";
            }
            div.field {
                label.field-label for="list-text" { "Or its text" }
                textarea id="list-text" name="text" rows="4" {}
            }
            div.buttons { (markup::button(ButtonKind::Plain, "See what it changes")) }
        }
    }
}

/// What a file would change, and the button that does it.
pub fn weighed_page(told: &CalendarWeighed, content: &str) -> Markup {
    let location = told.location.to_string();
    let back = year(&location);
    let action = format!("/do/{}", TakeInCalendar::ACT.name);
    let changes = told.days + told.hours + told.replaced > 0;
    html! {
        p {
            b { (told.list) } " would give " (told.place) " " (entries(told.days + told.hours))
            @if told.replaced > 0 { ", in place of " (entries(told.replaced)) " from an earlier file of this name" }
            ". Nothing is changed yet."
        }
        (days("Days that become different", &told.becomes))
        (days("Days that are as their weekday again", &told.back))
        @if told.more_days > 0 { p { "And " (told.more_days) " more days." } }
        @if changes && told.becomes.is_empty() && told.back.is_empty() {
            p { "No day of this year or the " (YEARS_AHEAD) " ahead becomes different from what it is now." }
        }
        @if !told.left_out.is_empty() {
            h2 { "What is left out" }
            ul.plain { @for left in &told.left_out { li { (left_out(left)) } } }
            @if told.more_left_out > 0 { p { "And " (told.more_left_out) " more." } }
        }
        @if changes {
            p { "Open tickets there are reckoned anew by the new hours. What was resolved stays as it was judged." }
            (act_button(&ActButton {
                action: &action,
                label: "Take it in",
                kind: ButtonKind::Primary,
                fields: &[
                    ("location", &location), ("name", &told.list), ("content", content), ("_next", &back),
                ],
                says: None,
                live: false,
            }))
        } @else { p { "Nothing in this file can be taken over." } }
        p { (link_button(ButtonKind::Quiet, &back, "Back to the year")) }
    }
}

fn left_out(left: &LeftOut) -> Markup {
    let name = if left.name.is_empty() { "An entry without a name" } else { &left.name };
    html! { @if let Some(line) = left.line { "Line " (line) ": " } b { (name) } " " (left.why) "." }
}

fn days(title: &str, days: &[OddDay]) -> Markup {
    html! { @if !days.is_empty() {
        h2 { (title) }
        (super::year::list(days))
    } }
}
