//! The board of the wards: what is down, what each department uses now, and when it is back. It fits a telephone and a
//! wall, and on paper it is whole.

use super::forms::folded;
use super::{Names, clock, name, said, ways};
use crate::SetLevel;
use crate::questions::{BoardShown, DepartmentLine, Told};
use crate::words::{Level, State};
use markup::{Choices, Markup, Tone, html, moment, notice, panel, relative_time, words};
use serde_json::json;

/// What the board shows.
pub struct BoardView<'a> {
    pub shown: &'a BoardShown,
    /// Names of organizations, departments and assets by id.
    pub names: &'a Names,
    /// The zone of the viewer, for the moment at which this was true.
    pub zone: &'a str,
}

/// The page's content.
pub fn board_page(view: &BoardView) -> Markup {
    let shown = view.shown;
    html! {
        (ways("/downtimes/board"))
        p.soft { "As of " (words::local(shown.now.micros(), view.zone)) }
        @if shown.downtimes.is_empty() {
            (notice(Tone::Done, &html! { p { b { "Nothing is down." } " What is down, or will be, stands here." } }))
        }
        @for told in &shown.downtimes { (one(view, told)) }
        @if shown.more { p { "There are more; " a href="/downtimes" { "the list has them all" } "." } }
    }
}

fn one(view: &BoardView, told: &Told) -> Markup {
    let d = &told.downtime;
    let org = name(view.names, d.org, "an organization");
    let body = html! {
        p.lead { a href={ "/downtimes/" (d.id) } { b { (d.title) } } " · " (d.covers.title()) }
        (state(told))
        @if d.state != State::Planned { ul.plain { @for s in &told.systems { li {
            b { (name(view.names, s.system.asset, "a system")) } " "
            (clock(s, told.now.micros(), &d.zone))
        } } } }
        @if !told.departments.is_empty() {
            h3 { "What is used now" }
            ul.plain { @for line in &told.departments { li { (department(view, told, line)) } } }
        }
    };
    panel(&format!("down-{}", d.id), org, None, &body)
}

/// How it stands, in a sentence.
pub(super) fn state(told: &Told) -> Markup {
    let d = &told.downtime;
    let (now, zone) = (told.now.micros(), d.zone.as_str());
    match (d.state, d.began_at, d.planned_from.zip(d.planned_until)) {
        (State::Planned, _, Some((from, until))) => {
            let (from, until) = (from.micros(), until.micros());
            let words = html! { p { "Planned from " (moment(from, zone)) " to " (moment(until, zone)) "." } };
            notice(if from <= now { Tone::Soon } else { Tone::Info }, &words)
        }
        (State::Active, Some(began), _) => notice(
            Tone::Risk,
            &html! { p { b { "Down" } " since " (relative_time(began.micros(), now, zone)) "." } },
        ),
        (State::Reconciling, _, _) => notice(
            Tone::Soon,
            &html! { p { "Everything is back. What was written on paper is entered now." } },
        ),
        (State::Closed, _, _) => notice(Tone::Done, &html! { p { "Over and closed." } }),
        _ => notice(Tone::Info, &html! { p { (d.state.title()) "." } }),
    }
}

/// A department: by what it works, and what that means.
pub(super) fn department(view: &BoardView, told: &Told, line: &DepartmentLine) -> Markup {
    let c = &line.concerned;
    let d = &told.downtime;
    let running = matches!(d.state, State::Active | State::Reconciling);
    html! {
        div id={ "dep-" (d.id) "-" (c.department) } {
            b { (name(view.names, c.department, "a department")) } ": "
            @if d.state == State::Planned { "works as usual until it begins" } @else { b { (c.level.title()) } }
            @if let Some(procedure) = c.procedure {
                " · " a href={ "/downtimes/procedures/" (procedure) } { "procedure, version " (c.version.unwrap_or(1)) }
            } @else { " · no procedure is written" }
            @if running {
                @if let Some(text) = &line.does {
                    @if c.level == Level::Normal { p.soft { "Now that it is back:" } }
                    (said(text))
                }
                (folded::<SetLevel>(
                    ("We work differently now", "Say so"), ("downtime", &d.id.to_string()), "/downtimes/board",
                    json!({ "department": c.department, "level": c.level }),
                    Choices::from([(
                        "department".to_owned(),
                        vec![(c.department.to_string(), name(view.names, c.department, "this department").to_owned())],
                    )]),
                ))
            }
        }
    }
}
