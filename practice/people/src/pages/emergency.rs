//! Emergency access: open it, close it, review it.

use super::{Errors, error, whole};
use crate::{EmergenciesPage, EmergencyLine, EmergencyPage, Opened, Verdict};
use markup::{
    ActButton, ButtonKind, Choice, Column, Empty, Field, FieldKind, Markup, Paging, Row, RowMark, Table,
    Tone, act_button, button, definitions, field, hidden, html, link_button, moment, notice, panel, table,
    words,
};

/// The page on which somebody opens their own emergency access, or closes the open one.
pub fn open_emergency(
    open: Option<&Opened>,
    organizations: &[Choice],
    errors: &Errors,
    zone: &str,
) -> Markup {
    if let Some(open) = open {
        let id = open.emergency.to_string();
        return html! {
            (notice(Tone::Risk, &html! {
                p { "Your emergency access is open until " (words::local(open.until.micros(), zone))
                    ". Everything you do is charted and will be reviewed by somebody else." }
            }))
            (act_button(&ActButton {
                action: "/do/people.close-emergency",
                label: "Close it now",
                kind: ButtonKind::Primary,
                fields: &[("emergency", &id), ("_next", "/emergency")],
                ..ActButton::default()
            }))
        };
    }
    html! {
        p {
            "For patient care that cannot wait: you may do the desk's work at one organization although your "
            "roles do not let you. Others are told at once, everything is charted, and somebody else reviews "
            "it within three working days. It never replaces an agreement, and it takes your second factor."
        }
        (form(organizations, errors))
    }
}

fn form(organizations: &[Choice], errors: &Errors) -> Markup {
    html! {
        form.form id="open-emergency" method="post" action="/do/people.open-emergency" {
            (whole(errors))
            (hidden("_next", "/emergency"))
            (field(&Field {
                form: "open-emergency", name: "org", label: "Where", required: true,
                error: error(errors, "org"),
                kind: FieldKind::Select { choices: organizations, none: Some("Choose…") },
                ..Field::default()
            }))
            (field(&Field {
                form: "open-emergency", name: "reason", label: "Why", required: true,
                error: error(errors, "reason"),
                hint: Some("At least 10 letters. It is kept sealed for the reviewer."), most: Some(20_000),
                kind: FieldKind::Long { rows: 4 }, ..Field::default()
            }))
            (field(&Field {
                form: "open-emergency", name: "minutes", label: "Minutes", value: "60",
                error: error(errors, "minutes"),
                kind: FieldKind::Number { min: Some(1), max: Some(240) }, required: true, ..Field::default()
            }))
            div.buttons { (button(ButtonKind::Danger, "Open emergency access")) }
        }
    }
}

fn stands(line: &EmergencyLine) -> &'static str {
    match (line.verdict, line.closed_at, line.review_late) {
        (Some(verdict), _, _) => verdict.title(),
        (None, None, _) => "Open",
        (None, Some(_), true) => "Review is late",
        (None, Some(_), false) => "Waits for review",
    }
}

fn who(line: &EmergencyLine) -> &str {
    line.name.as_deref().unwrap_or("Somebody out of your reach")
}

/// The list of emergency accesses.
pub fn emergencies(page: &EmergenciesPage, zone: &str) -> Markup {
    let rows = page.emergencies.iter().map(|e| Row {
        id: e.id.to_string(),
        href: Some(format!("/emergency/{}", e.id)),
        cells: vec![
            html! { a href={ "/emergency/" (e.id) } { (who(e)) } },
            moment(e.opened_at.micros(), zone),
            html! { @match e.closed_at { Some(at) => (moment(at.micros(), zone)), None => "open" } },
            html! { (stands(e)) },
            moment(e.review_due_at.micros(), zone),
        ],
        mark: match (e.verdict, e.closed_at, e.review_late) {
            (None, None, _) | (None, _, true) => RowMark::Risk,
            (None, _, false) => RowMark::Soon,
            _ => RowMark::None,
        },
    });
    let shown = i64::try_from(page.emergencies.len()).unwrap_or(0);
    table(&Table {
        id: "emergencies",
        caption: "Emergency accesses",
        columns: ["Who", "Opened", "Over", "State", "Review due"].map(Column::new).to_vec(),
        rows: rows.collect(),
        empty: Empty {
            title: "No emergency access was ever opened.",
            will_hold: "Each one will stand here until it is reviewed, and afterwards.",
            act: None,
        },
        paging: Some(Paging {
            back: None,
            on: page.next.map(|next| format!("/emergencies?after={next}")),
            words: words::counted(shown, "emergency access", "emergency accesses"),
        }),
        ..Table::default()
    })
}

/// One emergency access with its reason and what was done under it.
pub fn emergency(page: &EmergencyPage, may_review: bool, errors: &Errors, zone: &str) -> Markup {
    let line = &page.emergency;
    let over = html! { @match line.closed_at { Some(at) => (moment(at.micros(), zone)), None => "open" } };
    html! {
        (panel("emergency", "Emergency access", None, &definitions(&[
            ("Who", html! { (who(line)) }),
            ("Opened", moment(line.opened_at.micros(), zone)),
            ("Until", moment(line.until.micros(), zone)),
            ("Over", over),
            ("Review due", moment(line.review_due_at.micros(), zone)),
            ("State", html! { (stands(line)) }),
            ("Why", markup::unmasked("Reason", &page.reason)),
        ])))
        (panel("under-it", "What was done under it", None, &html! {
            @if page.done.is_empty() { p { "Nothing was done under it." } }
            ol.story {
                @for done in &page.done {
                    li.fact id=(done.entry) {
                        a href={ "/ledger/entries/" (done.entry) } { (done.act) } " (" (done.outcome) "), "
                        (moment(done.at.micros(), zone))
                    }
                }
            }
        }))
        @if let (Some(verdict), Some(words)) = (line.verdict, &page.words) {
            (panel("review", "Review", None, &html! {
                @let by = page.reviewed_by.as_deref().unwrap_or("somebody out of your reach");
                p { b { (verdict.title()) } " · " (by) }
                (markup::unmasked("Review", words))
            }))
        } @else if page.own {
            (notice(Tone::Info, &html! { p { "This is your own; somebody else reviews it." } }))
        } @else if may_review && line.closed_at.is_some() {
            (panel("review", "Review", None, &review(line, errors)))
        }
        div.buttons { (link_button(ButtonKind::Quiet, "/emergencies", "All emergency accesses")) }
    }
}

fn review(line: &EmergencyLine, errors: &Errors) -> Markup {
    let choices = [Verdict::Justified, Verdict::NotJustified].map(|v| Choice::new(v.word(), v.title()));
    html! {
        form.form id="review-emergency" method="post" action="/do/people.review-emergency" {
            (whole(errors))
            (hidden("emergency", &line.id.to_string()))
            (hidden("_next", "/emergencies"))
            (field(&Field {
                form: "review-emergency", name: "verdict", label: "What you find", required: true,
                error: error(errors, "verdict"), kind: FieldKind::Radio { choices: &choices },
                ..Field::default()
            }))
            (field(&Field {
                form: "review-emergency", name: "words", label: "Why", required: true,
                error: error(errors, "words"),
                hint: Some("What you looked at and what you found, in at least 10 letters."),
                kind: FieldKind::Long { rows: 5 }, ..Field::default()
            }))
            div.buttons { (button(ButtonKind::Primary, "Close the review")) }
        }
    }
}
