//! Drills as a table, and one with its evidence.

use super::forms::folded;
use super::plan::late;
use super::{Names, name, said, ways};
use crate::RecordDrill;
use crate::questions::{Drill, DrillList};
use kernel::{Moment, OrgId};
use markup::{
    Choices, Column, Empty, Markup, Paging, Row, Table, Tone, definitions, html, moment, notice, panel, table,
};
use serde_json::Value;

/// What the list shows.
pub struct DrillsView<'a> {
    pub list: &'a DrillList,
    pub names: &'a Names,
    pub narrowed: &'a str,
    /// The organization for which a drill can be recorded here.
    pub records: Option<OrgId>,
    pub departments: Vec<(String, String)>,
    /// Where else a drill can be recorded.
    pub organizations: Vec<(OrgId, String)>,
}

/// The page's content.
pub fn drills_page(view: &DrillsView) -> Markup {
    let last = view.list.lines.last().filter(|_| view.list.more);
    let on = last.map(|d| format!("/downtimes/drills?after={}{}", d.id, view.narrowed));
    html! {
        (ways("/downtimes/drills"))
        (table(&Table {
            id: "drills",
            caption: "Drills",
            columns: ["Held", "What", "Took part", "Passed", "Next by", "Client"].map(Column::new).to_vec(),
            rows: view.list.lines.iter().map(|d| row(d, view.names, view.list.now)).collect(),
            empty: Empty {
                title: "No drill is recorded.",
                will_hold: "Contingency plans are tested from time to time (45 CFR 164.308(a)(7)(ii)(D), addressable): each \
                            drill stands here with its evidence and the day of the next one.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
        @if let Some(org) = view.records {
            (folded::<RecordDrill>(
                ("Record a drill", "Record it"), ("org", &org.to_string()), "/downtimes/drills/{drill}", Value::Null,
                Choices::from([("departments".to_owned(), view.departments.clone())]),
            ))
        } @else if !view.organizations.is_empty() {
            (panel("record", "Record a drill at", None, &html! { ul.choices-of-place {
                @for (org, label) in &view.organizations { li { a href={ "/downtimes/drills?org=" (org) } { (label) } } }
            } }))
        }
    }
}

fn row(d: &Drill, names: &Names, now: Moment) -> Row {
    let href = format!("/downtimes/drills/{}", d.id);
    let overdue = d.overdue(now);
    Row {
        id: d.id.to_string(),
        cells: vec![
            html! { a href=(href) { (d.held_on) } },
            html! { (d.covers.title()) br; span.soft { (d.kind.title()) } },
            html! { (d.took_part) " in " (d.departments.len()) " departments" },
            html! { @if d.passed { "yes" } @else { b { "no" } } },
            html! { @match &d.next_on {
                Some(day) => { (day) @if overdue { br; b { "overdue" } } }
                None => { "another was held" }
            } },
            html! { (name(names, d.org, "another organization")) },
        ],
        href: Some(href),
        mark: late(overdue),
    }
}

/// What the page of a drill shows.
pub struct DrillView<'a> {
    pub drill: &'a Drill,
    pub now: Moment,
    pub names: &'a Names,
    /// What happened, from the ledger.
    pub story: Markup,
}

/// The page's content.
pub fn drill_page(view: &DrillView) -> Markup {
    let d = view.drill;
    let departments: Vec<&str> =
        d.departments.iter().map(|id| name(view.names, id, "a department")).collect();
    html! {
        @if d.overdue(view.now) { (notice(Tone::Soon, &html! { p { "The next drill is overdue." } })) }
        (definitions(&[
            ("Held", html! { (d.held_on) " · " (d.kind.title()) }),
            ("What was down", html! { (d.covers.title()) }),
            ("Departments", html! { (departments.join(", ")) }),
            ("Took part", html! { (d.took_part) }),
            ("Went as written", html! { @if d.passed { "yes" } @else { "no" } }),
            ("Next by", html! { (d.next_on.as_deref().unwrap_or("another was held since")) }),
            ("Recorded by", html! {
                (name(view.names, d.recorded_by, "somebody")) " · " (moment(d.recorded_at.micros(), &d.zone))
            }),
        ]))
        (panel("scenario", "What was played", None, &said(&d.scenario)))
        (panel("evidence", "Evidence", None, &html! {
            (said(&d.evidence))
            @if let Some(digest) = &d.evidence_sha256 { p { "SHA-256 " code { (digest) } } }
            p.soft { "45 CFR 164.308(a)(7)(ii)(D): testing and revision procedures (addressable)." }
        }))
        @if let Some(findings) = &d.findings { (panel("findings", "What was found", None, &said(findings))) }
        (panel("story", "What happened", None, &view.story))
    }
}
