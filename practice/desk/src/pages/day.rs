//! My day: what is mine, in the order in which it is due, where a reporter waits for my word, and what I
//! brought to an end.

use super::rows::{ListColumn, called, row};
use super::{Around, nearness};
use crate::questions::{DayNow, Listed, OnDay};
use kernel::Moment;
use markup::{Column, DueState, Empty, Markup, Stat, Table, link_button, panel, stat_tile, table, words};
use maud::html;

/// What the page needs beside the day.
#[derive(Debug, Clone, Default)]
pub struct DayPage {
    pub around: Around,
    /// The time spent today, as whoever keeps times shows it.
    pub time: Option<Markup>,
}

const COLUMNS: &[ListColumn] = &[ListColumn::Due, ListColumn::What, ListColumn::Client, ListColumn::Where];

/// The page's content.
pub fn my_day(day: &DayNow, page: &DayPage) -> Markup {
    let late = day.mine.iter().filter(|t| is_late(t, day.now)).count();
    let (answer, go_on): (Vec<&Listed>, Vec<&Listed>) =
        day.mine.iter().partition(|t| day.unanswered.contains(&t.ticket));
    let (waits, work): (Vec<&Listed>, Vec<&Listed>) =
        go_on.into_iter().partition(|t| t.waiting_for.is_some());
    html! {
        div.tiles {
            (tile("Mine", day.mine.len(), if day.more { "and more" } else { "open" }, false))
            (tile("Late", late, "over their time", late > 0))
            (tile("Want an answer", answer.len(), "the reporter wrote last", false))
            (tile("Resolved today", day.resolved.len(), "by you", false))
        }
        (reminders(day))
        @if day.mine.is_empty() { (nothing()) }
        (part("answers", "Want your answer", "The reporter wrote last.", &answer, day, page))
        (part("work", "To do", "What is due next stands first.", &work, day, page))
        (part("waits", "Waits for others", "Look after what waits too long.", &waits, day, page))
        @if let Some(time) = &page.time { (panel("my-time", "My time today", None, time)) }
        @if !day.resolved.is_empty() {
            (part("resolved", "Resolved today", "Brought to an end.", &day.resolved.iter().collect::<Vec<_>>(),
                day, page))
        }
    }
}

fn is_late(ticket: &Listed, now: Moment) -> bool {
    ticket.due_at.is_some_and(|due| nearness(ticket.opened_at, due, now) == DueState::Late)
}

fn tile(label: &str, count: usize, said: &str, risk: bool) -> Markup {
    let value = words::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    stat_tile(&Stat { label, value: &value, words: Some(said), risk, ..Stat::default() })
}

fn nothing() -> Markup {
    html! {
        div.empty {
            p.empty-title { "Nothing is yours." }
            p.empty-words { "Tickets that you take or are given stand here, what is due next first." }
            (link_button(markup::ButtonKind::Plain, "/tickets?view=unassigned", "See what nobody has"))
        }
    }
}

/// What one wanted to be reminded of; what is due stands first and says so.
fn reminders(day: &DayNow) -> Markup {
    if day.reminders.is_empty() {
        return html! {};
    }
    let due = day.reminders.iter().filter(|r| r.at <= day.now).count();
    let aside = html! { @if due > 0 { b { (due) " due" } " · " } "Only you see them." };
    let body = html! {
        ul.plain { @for reminder in &day.reminders {
            li { (remembered(reminder, day.now)) }
        } }
    };
    panel("reminders", "You wanted to be reminded", Some(aside), &body)
}

fn remembered(reminder: &OnDay, now: Moment) -> Markup {
    let ticket = &reminder.ticket;
    let when = markup::relative_time(reminder.at.micros(), now.micros(), &ticket.zone);
    html! {
        a href={ "/tickets/" (ticket.ticket) "#next" } { (called(ticket)) } " · "
        @if reminder.at <= now { b { (when) } } @else { (when) }
        @if !ticket.state.is_open() { " · resolved" }
    }
}

fn part(id: &str, title: &str, says: &str, tickets: &[&Listed], day: &DayNow, page: &DayPage) -> Markup {
    if tickets.is_empty() {
        return html! {};
    }
    let count = i64::try_from(tickets.len()).unwrap_or(i64::MAX);
    let aside = html! { (words::counted(count, "ticket", "tickets")) " · " (says) };
    let all = table(&Table {
        id: &format!("{id}-tickets"),
        caption: title,
        columns: COLUMNS.iter().map(|c| Column::new(c.title())).collect(),
        rows: tickets.iter().map(|t| row(t, COLUMNS, &page.around, day.now)).collect(),
        empty: Empty::default(),
        ..Table::default()
    });
    panel(id, title, Some(aside), &html! { div.ticket-columns { (all) } })
}
