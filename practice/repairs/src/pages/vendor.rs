//! One vendor's file: what it is, how it stands by each measure, what is missing, and when it is judged again.

use super::vendors::stands;
use super::{Names, name};
use crate::questions::{Score, VendorFile};
use crate::words::Criterion;
use crate::{ReviseVendor, ScoreVendor};
use markup::{Choices, Column, Empty, Markup, Row, Table, Tone, definitions, html, notice, panel, table};
use office::form::{folded, form};
use serde_json::json;

/// What the page shows.
pub struct VendorView<'a> {
    pub told: &'a VendorFile,
    pub names: &'a Names,
    /// Whether the viewer may keep this file.
    pub keeps: bool,
    /// What happened, from the ledger.
    pub story: Markup,
}

/// The page's content.
pub fn vendor_page(view: &VendorView) -> Markup {
    let line = &view.told.line;
    let v = &line.vendor;
    html! {
        @if line.late {
            (notice(Tone::Soon, &html! { p { "It was to be judged again on " (v.reevaluate_on) "." } }))
        }
        (definitions(&[
            ("Supplies", html! { (v.supplies.title()) }),
            ("Stands", stands(line)),
            ("Touches ePHI", html! { @if v.touches_ephi { "yes" } @else { "no" } }),
            ("BAA", html! { (v.baa.title()) }),
            ("Support hours", html! { (v.support_hours.as_deref().unwrap_or("not known")) }),
            ("Contract", html! { (v.contract_number.as_deref().unwrap_or("none")) }),
            ("Judged again", html! { (v.reevaluate_on) }),
            ("File of", html! { (name(view.names, v.org, "another organization")) }),
        ]))
        (panel("scores", "How it stands", None, &scores(view)))
        @if view.keeps { (panel("revise", "The file", None, &revise(view))) }
        (panel("story", "What happened", None, &view.story))
    }
}

fn scores(view: &VendorView) -> Markup {
    let line = &view.told.line;
    let id = line.vendor.id.to_string();
    let here = format!("/vendors/{id}");
    let measures: Vec<(String, String)> = line
        .vendor
        .supplies
        .criteria()
        .iter()
        .map(|c: &Criterion| (c.word().to_owned(), c.title().to_owned()))
        .collect();
    let first = json!({ "criterion": line.missing.first() });
    html! {
        (table(&Table {
            id: "vendor-scores",
            caption: "Scores",
            columns: ["Measure", "Score", "Evidence", "Seen on", "By"].map(Column::new).to_vec(),
            rows: view.told.scores.iter().map(|s| row(s, view.names)).collect(),
            empty: Empty {
                title: "Nobody judged it yet.",
                will_hold: "Each measure stands here with its score of 1 to 5, what was seen, and when.",
                act: None,
            },
            ..Table::default()
        }))
        @if !line.missing.is_empty() {
            p { "Missing: " (line.missing.iter().map(|c| c.title()).collect::<Vec<_>>().join(", ")) "." }
        }
        @if view.keeps {
            (form::<ScoreVendor>(
                "Keep the score", ("vendor", &id), &here, first,
                Choices::from([("criterion".to_owned(), measures)]),
            ))
        }
    }
}

fn row(s: &Score, names: &Names) -> Row {
    Row {
        id: s.criterion.word().to_owned(),
        cells: vec![
            html! { (s.criterion.title()) },
            html! { (s.score) " of 5" },
            html! { (s.evidence) },
            html! { (s.seen_on) },
            html! { (name(names, s.kept_by, "somebody")) },
        ],
        ..Row::default()
    }
}

fn revise(view: &VendorView) -> Markup {
    let v = &view.told.line.vendor;
    let (id, here) = (v.id.to_string(), format!("/vendors/{}", v.id));
    let values = json!({
        "name": v.name, "supplies": v.supplies, "support_hours": v.support_hours,
        "contract_number": v.contract_number, "touches_ephi": v.touches_ephi, "baa": v.baa,
        "reevaluate_on": v.reevaluate_on,
    });
    folded::<ReviseVendor>(("Revise the file", "Keep it"), ("vendor", &id), &here, values, Choices::new())
}
