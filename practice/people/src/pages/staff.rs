//! A staff list before and after its commit.

use crate::{Outcome, StaffImportPage, Weighed};
use markup::{
    ActButton, ButtonKind, Column, Empty, Markup, Row, RowMark, Table, act_button, html, table, words,
};

/// The difference that a staff list would make, with the button that applies it, or the one that takes it
/// back.
pub fn staff_import(page: &StaffImportPage) -> Markup {
    let (org, import) = (page.org.to_string(), page.import.to_string());
    let next = format!("/people/imports/{import}?org={org}");
    let fields = [("org", org.as_str()), ("import", import.as_str()), ("_next", next.as_str())];
    let count = |f: fn(&Outcome) -> bool| {
        let n = page.rows.iter().filter(|r| f(&r.outcome)).count();
        words::grouped(i64::try_from(n).unwrap_or(i64::MAX))
    };
    html! {
        @if page.state == "staged" {
            p { (count(|o| matches!(o, Outcome::New))) " new, "
                (count(|o| matches!(o, Outcome::Changed { .. }))) " changed, "
                (count(|o| matches!(o, Outcome::Unchanged { .. }))) " as they are, "
                (count(|o| matches!(o, Outcome::Refused { .. }))) " cannot be taken and are left out." }
            (act_button(&ActButton {
                action: "/do/people.commit-import", label: "Apply this list", kind: ButtonKind::Primary,
                fields: &fields,
                ..ActButton::default()
            }))
        } @else if page.state == "committed" {
            p { "This list was applied." }
            (act_button(&ActButton {
                action: "/do/people.undo-import", label: "Take it back", fields: &fields,
                ..ActButton::default()
            }))
        } @else {
            p { "This list was applied and taken back." }
        }
        (rows(page))
    }
}

fn rows(page: &StaffImportPage) -> Markup {
    let row = |weighed: &Weighed| Row {
        id: format!("line-{}", weighed.line),
        cells: vec![
            html! { (weighed.line) },
            html! { (weighed.name) },
            html! { (weighed.email) },
            told(&weighed.outcome),
        ],
        mark: if matches!(weighed.outcome, Outcome::Refused { .. }) { RowMark::Soon } else { RowMark::None },
        ..Row::default()
    };
    table(&Table {
        id: "rows",
        caption: "Rows of the list",
        columns: vec![
            Column::number("Line"),
            Column::new("Name"),
            Column::new("E-mail address"),
            Column::new("Comes to"),
        ],
        rows: page.rows.iter().map(row).collect(),
        empty: Empty {
            title: "No row is staged.",
            will_hold: "Each row of the list will stand here with what it comes to.",
            act: None,
        },
        ..Table::default()
    })
}

fn told(outcome: &Outcome) -> Markup {
    html! {
        @match outcome {
            Outcome::New => "new",
            Outcome::Unchanged { .. } => "as they are",
            Outcome::Refused { field, sentence } => { "left out, " b { (field) } ": " (sentence) },
            Outcome::Changed { changes, .. } => {
                @for change in changes {
                    span {
                        b { (words::humane(change.field)) } ": "
                        del { (change.before) } " " ins { (change.after) } " "
                    }
                }
            },
        }
    }
}
