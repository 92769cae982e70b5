//! One downtime: what comes next, the clocks, the departments, the paper, and the review.

use super::board::{BoardView, department, state};
use super::forms::{folded, form};
use super::paper::paper;
use super::{Names, clock, name, said};
use crate::questions::{BoardShown, Told};
use crate::words::State;
use crate::{
    AddFollowUp, BeginDowntime, CancelDowntime, CloseDowntime, ExtendDowntime, FinishFollowUp, SystemBack,
};
use markup::{
    ButtonKind, Choices, Column, Empty, Markup, Row, RowMark, Table, definitions, html, moment, panel, press,
    table,
};
use office::Order;
use serde_json::{Value, json};

/// What the page shows.
pub struct DowntimeView<'a> {
    pub told: &'a Told,
    /// Names of organizations, departments, assets, forms and people by id.
    pub names: &'a Names,
    /// Whether the viewer may act here.
    pub works: bool,
    pub zone: &'a str,
    /// Systems and departments that are not part of it yet.
    pub systems: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    /// Who may answer for something.
    pub people: Vec<(String, String)>,
    /// The forms of the organization.
    pub forms: Vec<(String, String)>,
    /// What happened, from the ledger.
    pub story: Markup,
}

impl DowntimeView<'_> {
    pub(super) fn id(&self) -> String {
        self.told.downtime.id.to_string()
    }
    pub(super) fn here(&self) -> String {
        format!("/downtimes/{}", self.told.downtime.id)
    }
}

/// The page's content.
pub fn downtime_page(view: &DowntimeView) -> Markup {
    let (told, d) = (view.told, &view.told.downtime);
    let reached = matches!(d.state, State::Active | State::Reconciling | State::Closed);
    html! {
        (state(told))
        (facts(view))
        @if view.works { (next(view)) }
        (panel("systems", "Systems and their clocks", None, &systems(view)))
        (panel("departments", "Departments", None, &departments(view)))
        @if reached { (panel("paper", "Paper", None, &paper(view))) }
        @if reached { (panel("review", "Review", None, &review(view))) }
        (panel("story", "What happened", None, &view.story))
    }
}

fn facts(view: &DowntimeView) -> Markup {
    let d = &view.told.downtime;
    let at = |at: Option<kernel::Moment>| {
        html! { @match at { Some(at) => { (moment(at.micros(), &d.zone)) } None => { "not yet" } } }
    };
    definitions(&[
        ("What", html! { (d.covers.title()) " · " (d.kind.title().to_lowercase()) }),
        ("Where", html! { (name(view.names, d.org, "an organization")) }),
        ("Stands", html! { (d.state.title()) }),
        (
            "Window",
            html! {
                @match d.planned_from.zip(d.planned_until) {
                    Some((from, until)) => { (moment(from.micros(), &d.zone)) " to " (moment(until.micros(), &d.zone)) }
                    None => { "not planned" }
                }
            },
        ),
        ("Began", at(d.began_at)),
        ("Back", at(d.ended_at)),
        ("Declared by", html! { (name(view.names, d.declared_by, "somebody")) }),
        (
            "For",
            html! {
                @match d.ticket {
                    Some(ticket) => { a href={ "/tickets/" (ticket) } { "its ticket" } }
                    None => { "no ticket" }
                }
            },
        ),
    ])
}

fn next(view: &DowntimeView) -> Markup {
    let (id, here) = (view.id(), view.here());
    let of = ("downtime", id.as_str());
    let body = match view.told.downtime.state {
        State::Planned => html! {
            (press(BeginDowntime::ACT.name, of, &here, "It goes down now", ButtonKind::Primary))
            (press(CancelDowntime::ACT.name, of, &here, "Call it off", ButtonKind::Plain))
        },
        State::Active => html! {
            p { "Say at each system when it is back. When the last one is, paper is entered." }
            (folded::<ExtendDowntime>(
                ("Something else is down too", "Add it"), of, &here, Value::Null,
                Choices::from([
                    ("systems".to_owned(), view.systems.clone()),
                    ("departments".to_owned(), view.departments.clone()),
                ]),
            ))
        },
        State::Reconciling if view.told.missing.is_empty() => html! {
            p { "Every number is accounted for, and every department works as usual." }
            (form::<CloseDowntime>("Close it", of, &here, Value::Null, Choices::new()))
        },
        State::Reconciling => html! {
            p { "Before it can be closed:" }
            ul { @for line in &view.told.missing { li { (line) } } }
        },
        _ => return html! {},
    };
    panel("next", "What comes next", None, &body)
}

fn systems(view: &DowntimeView) -> Markup {
    let (told, id, here) = (view.told, view.id(), view.here());
    let d = &told.downtime;
    let row = |line: &crate::questions::SystemLine| {
        let s = &line.system;
        let label = name(view.names, s.asset, "a system");
        Row {
            id: s.asset.to_string(),
            cells: vec![
                html! { a href={ "/assets/" (s.asset) } { (label) } },
                html! { (clock(line, told.now.micros(), &d.zone)) },
                html! { (crate::rto::length(s.target_s)) br; span.soft { (s.basis.title()) } },
                html! { @match s.back_at {
                    Some(at) => { (moment(at.micros(), &d.zone)) }
                    None if view.works && d.state == State::Active => {
                        (folded::<SystemBack>(
                            ("It is back", "Say so"), ("downtime", &id), &here, json!({ "asset": s.asset }),
                            Choices::from([("asset".to_owned(), vec![(s.asset.to_string(), label.to_owned())])]),
                        ))
                    }
                    None => { "not yet" }
                } },
            ],
            mark: if line.recovery == crate::Recovery::Late { RowMark::Risk } else { RowMark::None },
            ..Row::default()
        }
    };
    table(&Table {
        id: "systems-table",
        caption: "Systems",
        columns: ["System", "Clock", "Time", "Back"].map(Column::new).to_vec(),
        rows: told.systems.iter().map(row).collect(),
        empty: Empty {
            title: "No system is named.",
            will_hold: "Each system stands here with its clock.",
            act: None,
        },
        ..Table::default()
    })
}

fn departments(view: &DowntimeView) -> Markup {
    // One department looks here as it does on the board.
    let shown = BoardShown { now: view.told.now, downtimes: Vec::new(), more: false };
    let board = BoardView { shown: &shown, names: view.names, zone: view.zone };
    html! { ul.plain { @for line in &view.told.departments { li { (department(&board, view.told, line)) } } } }
}

fn review(view: &DowntimeView) -> Markup {
    let (told, id, here) = (view.told, view.id(), view.here());
    let d = &told.downtime;
    html! {
        @if let (Some(well), Some(badly)) = (&d.went_well, &d.went_badly) {
            @let in_time = if d.rto_met == Some(true) { "Every" } else { "Not every" };
            p { b { (in_time) " system was back in time." }
                " Closed by " (name(view.names, d.closed_by.map_or_else(String::new, |p| p.to_string()), "somebody")) "." }
            h3 { "What went well" } (said(well))
            h3 { "What did not" } (said(badly))
        } @else { p.soft { "It is written when the downtime is closed: what went well, what did not, and who does what." } }
        h3 { "Follow-ups" }
        @if told.follow_ups.is_empty() { p.soft { "Nobody was asked for anything yet." } }
        ul.plain { @for f in &told.follow_ups { li {
            (f.what) " · " (name(view.names, f.owner, "somebody")) " · "
            @match f.done_at {
                Some(at) => { "done " (moment(at.micros(), &d.zone)) }
                None => {
                    "by " (f.due_on)
                    @if crate::when::over(&f.due_on, told.now, &d.zone) { " · " b { "late" } }
                    @if view.works {
                        (folded::<FinishFollowUp>(
                            ("It is done", "Say so"), ("downtime", &id), &here, json!({ "place": f.place }), Choices::new(),
                        ))
                    }
                }
            }
        } } }
        @if view.works {
            (folded::<AddFollowUp>(
                ("Ask somebody for a follow-up", "Ask"), ("downtime", &id), &here, Value::Null,
                Choices::from([("owner".to_owned(), view.people.clone())]),
            ))
        }
    }
}
