//! What an organization has prepared: department by department its procedures, its pack and the numbers that lie ready;
//! and one procedure with its versions.

use super::forms::folded;
use super::{Names, name, said, ways};
use crate::questions::{PlanShown, ProcedureTold, Steps};
use crate::words::Level;
use crate::{AddForm, ReserveNumbers, RetireForm, RetireProcedure, ReviewProcedure, SetPack, WriteProcedure};
use kernel::{DepartmentId, OrgId};
use markup::{
    ButtonKind, Choices, Column, Empty, Markup, Row, RowMark, Table, Tone, definitions, html, moment, notice,
    panel, press, table,
};
use office::Order;
use serde_json::{Value, json};

/// What the page shows.
pub struct PlanView<'a> {
    /// The organizations to choose from.
    pub organizations: &'a [(OrgId, String)],
    /// The plan of the one that is chosen.
    pub shown: Option<&'a PlanShown>,
    pub names: &'a Names,
    /// Its departments.
    pub departments: Vec<(DepartmentId, String)>,
    pub people: Vec<(String, String)>,
    /// Whether the viewer may write here.
    pub works: bool,
}

/// The page's content.
pub fn plan_page(view: &PlanView) -> Markup {
    let Some(shown) = view.shown else {
        let list = html! { ul.choices-of-place { @for (org, label) in view.organizations { li {
            a href={ "/downtimes/plan?org=" (org) } { (label) }
        } } } };
        return html! { (ways("/downtimes/plan")) (panel("where", "Whose plan?", None, &list)) };
    };
    let overdue = shown.procedures.iter().filter(|p| p.overdue).count();
    html! {
        (ways("/downtimes/plan"))
        @if overdue > 0 {
            (notice(Tone::Soon, &html! { p {
                @if overdue == 1 { "1 procedure was not looked at by its day." }
                @else { (overdue) " procedures were not looked at by their day." }
            } }))
        }
        @if view.departments.is_empty() { p.soft { "This organization has no departments yet, so nobody can prepare." } }
        @for (department, label) in &view.departments { (of_department(view, shown, *department, label)) }
        (panel("forms", "Paper forms", None, &forms(view, shown)))
    }
}

fn of_department(view: &PlanView, shown: &PlanShown, department: DepartmentId, label: &str) -> Markup {
    let pack = shown.pack(department);
    let (id, here) = (department.to_string(), format!("/downtimes/plan?org={}#dep-{department}", shown.org));
    let of = ("department", id.as_str());
    let form_choices: Vec<(String, String)> =
        shown.forms.iter().map(|f| (f.id.to_string(), format!("{} · {}", f.code, f.title))).collect();
    let with_forms = || {
        Choices::from([("form".to_owned(), form_choices.clone()), ("owner".to_owned(), view.people.clone())])
    };
    let body = html! {
        @if pack.procedures.is_empty() { p.soft { "No procedure is written: this department would work on paper alone." } }
        ul.plain { @for told in &pack.procedures { li {
            a href={ "/downtimes/procedures/" (told.procedure.id) } { (told.procedure.covers.title()) }
            " · version " (told.version) " · " (levels(&told.steps)) " · "
            (name(view.names, told.procedure.owner, "somebody")) " · looked at again by " (told.procedure.review_on)
            @if told.overdue { " · " b { "overdue" } }
        } } }
        @if !pack.forms.is_empty() {
            h3 { "Pack" }
            ul.plain { @for f in &pack.forms { li {
                b { (f.form.code) } " " (f.form.title) " · "
                @if f.copies > 0 { (f.copies) " copies" } @else { "not part of the pack" }
                @for n in &f.ready {
                    br; span.soft { "ready: " (f.form.numbered(n.first_number)) " to " (f.form.numbered(n.last_number))
                        @if n.voided > 0 { " (" (n.voided) " voided)" } }
                }
                @let ready: u32 = f.ready.iter().map(|n| n.reserved() - n.voided.min(n.reserved())).sum();
                @if ready < f.copies { br; b { (f.copies - ready) " numbers are missing" } }
            } } }
        }
        @if !pack.procedures.is_empty() || !pack.forms.is_empty() {
            p { a href={ "/departments/" (department) "/downtime-pack" } { "The pack on paper" } }
        }
        @if view.works {
            (folded::<WriteProcedure>(
                ("Write a procedure", "Keep it"), of, &here, Value::Null,
                Choices::from([("owner".to_owned(), view.people.clone())]),
            ))
            @if !shown.forms.is_empty() {
                (folded::<SetPack>(("Put a form into the pack", "Set it"), of, &here, Value::Null, with_forms()))
                (folded::<ReserveNumbers>(("Hand out numbers", "Hand them out"), of, &here, Value::Null, with_forms()))
            }
        }
    };
    panel(&format!("dep-{department}"), label, None, &body)
}

/// Which levels a procedure knows.
fn levels(steps: &Steps) -> String {
    let known = [Level::ReadOnly, Level::Viewer, Level::Workstation, Level::Paper];
    let known: Vec<&str> = known.iter().filter(|l| steps.at(**l).is_some()).map(|l| l.title()).collect();
    known.join(", ").to_lowercase()
}

fn forms(view: &PlanView, shown: &PlanShown) -> Markup {
    let here = format!("/downtimes/plan?org={}", shown.org);
    let row = |f: &crate::Form| Row {
        id: f.id.to_string(),
        cells: vec![
            html! { b { (f.code) } },
            html! { (f.title) },
            html! { (f.enters_into) },
            html! { (f.numbered(f.next_number)) },
            html! { @if view.works {
                (press(RetireForm::ACT.name, ("form", &f.id.to_string()), &here, "Retire it", ButtonKind::Quiet))
            } },
        ],
        ..Row::default()
    };
    html! {
        (table(&Table {
            id: "forms-table",
            caption: "Paper forms",
            columns: ["Code", "Form", "Entered into", "Next number", "Retire"].map(Column::new).to_vec(),
            rows: shown.forms.iter().map(row).collect(),
            empty: Empty {
                title: "No paper form is known.",
                will_hold: "Each form has a code that stands before its numbers, and no number is handed out twice.",
                act: None,
            },
            ..Table::default()
        }))
        @if view.works {
            (folded::<AddForm>(("Add a form", "Add it"), ("org", &shown.org.to_string()), &here, Value::Null, Choices::new()))
        }
    }
}

/// What the page of a procedure shows.
pub struct ProcedureView<'a> {
    pub told: &'a ProcedureTold,
    pub names: &'a Names,
    pub people: Vec<(String, String)>,
    /// Whether the viewer may write here.
    pub works: bool,
    /// What happened, from the ledger.
    pub story: Markup,
}

/// The page's content.
pub fn procedure_page(view: &ProcedureView) -> Markup {
    let (told, p) = (view.told, &view.told.procedure);
    let zone = p.zone.as_str();
    html! {
        @if p.retired_at.is_some() { (notice(Tone::Soon, &html! { p { "This procedure was retired." } })) }
        @if told.version != p.version {
            (notice(Tone::Info, &html! { p {
                "This is version " (told.version) ". "
                a href={ "/downtimes/procedures/" (p.id) } { "Version " (p.version) " counts" } "."
            } }))
        }
        @if told.overdue {
            (notice(Tone::Soon, &html! { p { "It should have been looked at by " (p.review_on) "." } }))
        }
        (definitions(&[
            ("Department", html! { (name(view.names, p.department, "a department")) }),
            ("When", html! { (p.covers.title()) " is down" }),
            ("Answers for it", html! { (name(view.names, p.owner, "somebody")) }),
            ("Looked at", html! { (moment(p.reviewed_at.micros(), zone)) " by " (name(view.names, p.reviewed_by, "somebody")) }),
            ("Again by", html! { (p.review_on) }),
        ]))
        (steps(&told.steps))
        @if view.works && p.retired_at.is_none() { (panel("acts", "Look at it again", None, &acts(view))) }
        (panel("versions", "Versions", None, &html! { ul.plain { @for v in &told.versions { li {
            a href={ "/downtimes/procedures/" (p.id) "?version=" (v.version) } { "Version " (v.version) } " · "
            (name(view.names, v.by, "somebody")) " · " (moment(v.at.micros(), zone))
        } } } }))
        (panel("story", "What happened", None, &view.story))
    }
}

/// What is done, level by level.
fn steps(steps: &Steps) -> Markup {
    let all = [
        ("1 · Read-only copy", &steps.read_only),
        ("2 · Web viewer", &steps.viewer),
        ("3 · Downtime workstation", &steps.workstation),
        ("4 · Paper", &steps.paper),
        ("When it is back", &steps.afterwards),
    ];
    html! { @for (number, (title, text)) in all.iter().enumerate() {
        @if let Some(text) = text { (panel(&format!("level-{number}"), title, None, &said(text))) }
    } }
}

fn acts(view: &ProcedureView) -> Markup {
    let (told, p) = (view.told, &view.told.procedure);
    let (id, here) = (p.id.to_string(), format!("/downtimes/procedures/{}", p.id));
    let of = ("procedure", id.as_str());
    let s = &told.steps;
    let values = json!({
        "covers": p.covers, "owner": p.owner, "read_only": s.read_only, "viewer": s.viewer,
        "workstation": s.workstation, "paper": s.paper, "afterwards": s.afterwards,
    });
    html! {
        (folded::<ReviewProcedure>(("It still stands", "I looked at it"), of, &here, Value::Null, Choices::new()))
        (folded::<WriteProcedure>(
            ("Write it anew", "Keep it"), ("department", &p.department.to_string()), &here, values,
            Choices::from([("owner".to_owned(), view.people.clone())]),
        ))
        (press(RetireProcedure::ACT.name, of, &here, "Retire it", ButtonKind::Quiet))
    }
}

/// The mark of a line that is overdue.
pub(super) fn late(overdue: bool) -> RowMark {
    if overdue { RowMark::Soon } else { RowMark::None }
}
