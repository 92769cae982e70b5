//! Downtime workstations as a table, the one that is due first first, and one with its checks.

use super::forms::form;
use super::plan::late;
use super::{Names, name, ways};
use crate::questions::{Check, Station, StationList, StationTold};
use crate::{CheckStation, EndStation, KeepStation};
use kernel::{Moment, OrgId};
use markup::{
    ButtonKind, Choices, Column, Empty, Markup, OrderForm, Paging, Row, Table, Tone, definitions, html,
    moment, notice, panel, press, table, words,
};
use office::{Order, schema_of};
use serde_json::{Value, json};

/// Things to choose from: id and name.
type Pairs = Vec<(String, String)>;

/// What the list shows.
pub struct StationsView<'a> {
    pub list: &'a StationList,
    pub names: &'a Names,
    pub narrowed: &'a str,
    /// Whether one can be kept here, for the chosen organization: workstations and departments.
    pub keeps: Option<(Pairs, Pairs)>,
    /// Where one can be kept.
    pub organizations: Vec<(OrgId, String)>,
}

/// The page's content.
pub fn stations_page(view: &StationsView) -> Markup {
    let last = view.list.lines.last().filter(|_| view.list.more);
    let on = last.map(|s| {
        format!("/downtimes/stations?after_at={}&after={}{}", s.due_at.micros(), s.id, view.narrowed)
    });
    html! {
        (ways("/downtimes/stations"))
        (table(&Table {
            id: "stations",
            caption: "Downtime workstations",
            columns: ["Workstation", "Where", "Last check", "Local copy", "Next check", "Client"].map(Column::new).to_vec(),
            rows: view.list.lines.iter().map(|s| row(s, view.names, view.list.now)).collect(),
            empty: Empty {
                title: "No workstation is kept for downtimes.",
                will_hold: "Each stands here with its printer, its outlet, its last local copy and its next check. One that \
                            nobody checked is announced.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
        @if let Some((assets, departments)) = &view.keeps {
            (panel("keep", "Keep a workstation for downtimes", None, &keep(assets, departments)))
        } @else if !view.organizations.is_empty() {
            (panel("keep", "Keep a workstation at", None, &html! { ul.choices-of-place {
                @for (org, label) in &view.organizations { li { a href={ "/downtimes/stations?org=" (org) } { (label) } } }
            } }))
        }
    }
}

fn keep(assets: &[(String, String)], departments: &[(String, String)]) -> Markup {
    let choices = Choices::from([
        ("asset".to_owned(), assets.to_vec()),
        ("department".to_owned(), departments.to_vec()),
    ]);
    let form = OrderForm {
        id: "downtime-keep-station",
        verb: "Keep it",
        next: "/downtimes/stations/{station}",
        values: json!({ "every_days": 30 }),
        choices,
        ..OrderForm::default()
    };
    markup::order_form(KeepStation::ACT.name, schema_of::<KeepStation>(), &form)
}

fn row(s: &Station, names: &Names, now: Moment) -> Row {
    let href = format!("/downtimes/stations/{}", s.id);
    let overdue = s.overdue(now);
    Row {
        id: s.id.to_string(),
        cells: vec![
            html! { a href=(href) { (name(names, s.asset, "a workstation")) } },
            html! { (name(names, s.department, "a department")) br; span.soft { (s.outlet.title()) } },
            html! { @match (s.checked_at, s.passed) {
                (Some(at), passed) => {
                    @if passed == Some(true) { "passed " } @else { b { "not passed " } }
                    (moment(at.micros(), &s.zone))
                }
                _ => { "never" }
            } },
            html! { @match s.copied_at { Some(at) => { (moment(at.micros(), &s.zone)) } None => { "not known" } } },
            html! { (words::local_day(s.due_at.micros(), &s.zone)) @if overdue { br; b { "overdue" } } },
            html! { (name(names, s.org, "another organization")) },
        ],
        href: Some(href),
        mark: late(overdue || s.passed == Some(false)),
    }
}

/// What the page of a workstation shows.
pub struct StationView<'a> {
    pub told: &'a StationTold,
    pub names: &'a Names,
    /// Whether the viewer may end it.
    pub works: bool,
    /// What happened, from the ledger.
    pub story: Markup,
}

/// The page's content.
pub fn station_page(view: &StationView) -> Markup {
    let s = &view.told.station;
    let (id, here) = (s.id.to_string(), format!("/downtimes/stations/{}", s.id));
    let of = ("station", id.as_str());
    html! {
        @if s.ended_at.is_some() {
            (notice(Tone::Info, &html! { p { "It is no longer kept for downtimes." } }))
        } @else if s.overdue(view.told.now) {
            (notice(Tone::Soon, &html! { p { b { "Its check is overdue." } " Nobody knows whether it would work now." } }))
        } @else if s.passed == Some(false) {
            (notice(Tone::Soon, &html! { p { b { "It did not pass its last check." } " It is looked at again the next day." } }))
        }
        (definitions(&[
            ("Workstation", html! { a href={ "/assets/" (s.asset) } { (name(view.names, s.asset, "a workstation")) } }),
            ("Where", html! { (name(view.names, s.department, "a department")) }),
            ("Power", html! { (s.outlet.title()) }),
            ("Printer", html! { (s.printer.as_deref().unwrap_or("none is known")) }),
            ("Checked every", html! { (s.every_days) " days" }),
            ("Next check by", html! { (moment(s.due_at.micros(), &s.zone)) }),
        ]))
        @if s.ended_at.is_none() {
            (panel("check", "Check it", None, &html! {
                p.soft { "It passes when somebody signed in without the network, a page was printed, it hangs on its outlet, and \
                          its local copy is at most 24 hours old." }
                (form::<CheckStation>("Keep the check", of, &here, Value::Null, Choices::new()))
            }))
        }
        (panel("checks", "Checks", None, &checks(view)))
        @if view.works && s.ended_at.is_none() {
            (press(EndStation::ACT.name, of, &here, "It is no longer kept for downtimes", ButtonKind::Quiet))
        }
        (panel("story", "What happened", None, &view.story))
    }
}

fn checks(view: &StationView) -> Markup {
    let zone = &view.told.station.zone;
    let yes = |b: bool| html! { @if b { "yes" } @else { b { "no" } } };
    let row = |c: &Check| Row {
        id: format!("check-{}", c.checked_at.micros()),
        cells: vec![
            html! { (moment(c.checked_at.micros(), zone)) br; span.soft { (name(view.names, c.checked_by, "somebody")) } },
            html! { @if c.passed { "passed" } @else { b { "not passed" } } },
            yes(c.signs_in),
            yes(c.prints),
            yes(c.powered),
            html! { (moment(c.copied_at.micros(), zone)) },
            html! { (c.note.as_deref().unwrap_or("")) },
        ],
        mark: late(!c.passed),
        ..Row::default()
    };
    table(&Table {
        id: "checks-table",
        caption: "Checks",
        columns: ["When", "Ended", "Signs in", "Prints", "Power", "Local copy", "Note"]
            .map(Column::new)
            .to_vec(),
        rows: view.told.checks.iter().map(row).collect(),
        empty: Empty { title: "Nobody checked it yet.", will_hold: "Every check stands here.", act: None },
        ..Table::default()
    })
}
