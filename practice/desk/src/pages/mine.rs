//! One's own reports: what happens next, by when, and what to do meanwhile. Short sentences and large
//! targets, for somebody who has a patient waiting.

use super::forms::{Of, Writing, folded};
use super::report::meanwhile;
use super::{Around, Drafts, next_due, promise_chip};
use crate::questions::{Listed, MyReport, OpenText};
use crate::words::PromiseKind;
use kernel::{Moment, Span};
use markup::{
    ButtonKind, Choice, Column, Empty, Field, FieldKind, Markup, Row, Table, Tone, field, link_button,
    notice, panel, relative_time, table, unmasked, words,
};
use maud::html;

/// What the page of one report needs beside it.
#[derive(Debug, Clone, Default)]
pub struct MinePage<'a> {
    pub around: Around,
    /// It was reported a moment ago: say so and what happens next.
    pub just_reported: bool,
    /// Whether the viewer may look at the texts (signed in with a second factor).
    pub may_look: bool,
    /// Texts that were just looked at.
    pub opened: &'a [OpenText],
    pub drafts: Drafts,
}

/// How one report stands. Looking posts to `/my/{id}/look`, whose answer is this page with the texts.
pub fn my_ticket(report: &MyReport, page: &MinePage<'_>) -> Markup {
    let head = &report.head;
    let fresh = page.just_reported && just_opened(report);
    html! {
        @if fresh && head.patient_affected {
            (notice(Tone::Risk, &html! { p { "If somebody is in danger, call your unit's emergency number first. \
                This desk mends systems." } }))
        }
        (panel("next-step", "What happens next", None, &next(report)))
        @if head.state.is_open() {
            (panel("meanwhile", "Meanwhile", None, &html! { p { (meanwhile(head.kind, report.care_area)) } }))
        }
        (super::satisfaction::rate(report))
        (texts(report, page))
        (answer(report, page))
        div.buttons { (link_button(ButtonKind::Quiet, "/my", "All my reports")) }
    }
}

/// What was done a moment ago may also have been something else than the report.
fn just_opened(report: &MyReport) -> bool {
    report.now.since(report.head.opened_at) < Span::minutes(2)
}

/// What somebody is told right after they reported, in the place where every page says what was done.
pub fn reported(report: &MyReport) -> Option<String> {
    just_opened(report).then(|| format!("It is reported. Its number is {}.", report.head.number))
}

fn next(report: &MyReport) -> Markup {
    let head = &report.head;
    html! {
        p { (report.next_step) }
        @if head.state.is_open() {
            div.stack {
                @for promise in &report.promises {
                    @if promise.kind == PromiseKind::Resolution || promise.stopped_at.is_none() {
                        p { (promise_chip(&format!("mine-{}", promise.kind.word()), promise, report.now, &head.zone))
                            @if let Some(due) = promise.due_at {
                                " by " (words::local(due.micros(), &head.zone))
                            }
                        }
                    }
                }
            }
        }
        p.soft { (crate::pages::rows::called(head)) ", reported "
            (relative_time(head.opened_at.micros(), report.now.micros(), &head.zone)) }
    }
}

fn texts(report: &MyReport, page: &MinePage<'_>) -> Markup {
    let count = i64::from(report.replies);
    let look = format!("/my/{}/look", report.head.ticket);
    let body = html! {
        @if page.opened.is_empty() {
            @match report.last_reply_at {
                Some(at) => p { (words::counted(count, "answer", "answers")) " of the desk, the last "
                    (relative_time(at.micros(), report.now.micros(), &report.head.zone)) "." },
                None => p { "The desk has not written yet." },
            }
            @if page.may_look {
                form.act method="post" action=(look) data-live {
                    button.button.button-look type="submit" title="Your look is charted in the ledger" {
                        "Read what was written"
                    }
                }
            } @else {
                p.soft { "What was written may speak of a patient. To read it, sign in with your second factor. " }
                (link_button(ButtonKind::Quiet, "/me/security", "Sign in with it"))
            }
        } @else {
            ul.stack {
                @for text in page.opened {
                    li {
                        p.soft { (text.author.map_or("Orderly", |id| page.around.name(id))) ", "
                            (relative_time(text.at.micros(), report.now.micros(), &report.head.zone)) }
                        (unmasked(text.kind.title(), &text.words))
                    }
                }
            }
        }
    };
    panel("written", "What was written", None, &body)
}

fn answer(report: &MyReport, page: &MinePage<'_>) -> Markup {
    let head = &report.head;
    let of = Of { ticket: head.ticket, next: format!("/my/{}", head.ticket) };
    html! {
        @if report.copied {
            p.soft { "If it concerns you too, report it yourself: the desk puts both together." }
        } @else if head.state.is_open() || report.merged_open {
            (panel("add", "Add something", None, &of.write(&Writing { act: "desk.reply-to-mine", label: "What you write",
                hint: Some("No name of a patient is needed."), verb: "Send it", kind: ButtonKind::Primary, rows: 4,
                drafts: &page.drafts, more: html! {} })))
        } @else if report.may_reopen {
            (folded("reopen-mine", "It is not over", &of.write(&Writing { act: "desk.reopen-mine",
                label: "What is still wrong", hint: None, verb: "Open it again", kind: ButtonKind::Primary, rows: 4,
                drafts: &page.drafts, more: html! {} })))
        } @else if report.merged {
            (link_button(ButtonKind::Plain, "/report", "Report it anew"))
        } @else {
            (panel("again", "Not over, or back again?", None, &of.write(&Writing { act: "desk.report-again",
                label: "What is wrong now", hint: Some("It becomes a report of its own that carries this one on."),
                verb: "Report it again", kind: ButtonKind::Primary, rows: 4, drafts: &page.drafts,
                more: affected() })))
        }
    }
}

/// Whether a patient is affected now, which a report carried on must say anew.
fn affected() -> Markup {
    let choices = [Choice::new("true", "Yes, now"), Choice::new("false", "No")];
    field(&Field {
        form: "desk-report-again",
        name: "patient_affected",
        label: "Is a patient affected now?",
        required: true,
        kind: FieldKind::Radio { choices: &choices },
        ..Field::default()
    })
}

/// One's own reports as a list.
pub fn my_tickets(tickets: &[Listed], around: &Around, now: Moment) -> Markup {
    let row = |ticket: &Listed| {
        let href = format!("/my/{}", ticket.ticket);
        Row {
            id: ticket.ticket.to_string(),
            cells: vec![
                html! { a href=(href) { (crate::pages::rows::called(ticket)) } },
                html! { (ticket.state.title()) },
                next_due(ticket, now),
                around.place(ticket),
                relative_time(ticket.opened_at.micros(), now.micros(), &ticket.zone),
            ],
            href: Some(href),
            ..Row::default()
        }
    };
    html! {
        div.buttons { (link_button(ButtonKind::Primary, "/report", "Report trouble")) }
        (table(&Table {
            id: "my-tickets",
            caption: "Your reports, the newest first",
            columns: ["Report", "State", "Next", "Where", "Reported"].map(Column::new).to_vec(),
            rows: tickets.iter().map(row).collect(),
            empty: Empty {
                title: "You have reported nothing yet.",
                will_hold: "What you report stands here, with what happens next and by when.",
                act: Some(("/report", "Report trouble")),
            },
            ..Table::default()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{CareArea, Trouble};

    #[test]
    fn nobody_is_left_without_a_word() {
        for kind in Trouble::ALL {
            for area in CareArea::ALL.iter().map(|a| Some(*a)).chain([None]) {
                assert!(meanwhile(*kind, area).ends_with('.'));
            }
        }
    }
}
