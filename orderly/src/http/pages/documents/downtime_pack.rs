//! The pack of a department for its drawer, from the procedures that were written and the numbers that lie ready. Who
//! is on call and where the departments are reached stands in front; what nobody recorded stays a blank.

use super::super::super::{App, visitor::Visitor};
use super::super::around::named_in;
use super::super::frame::{Frame, open, or_stop};
use super::{Shown, answered, parted};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use downtime::{DepartmentPack, Level, Pack, PackedForm, ProcedureTold};
use kernel::{DepartmentId, OrgId, Refusal};
use markup::{ButtonKind, Crumb, link_button, words};
use oncall::{OneRota, Rotas};
use organizations::Places;
use paper::{Call, Department, Document, DowntimePack, Field, Form, Place};
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/departments/{department}/{pack}", get(pack))
}

/// `GET /departments/{department}/downtime-pack`, and with `.pdf` behind it the same as a file.
async fn pack(
    State(app): State<App>,
    visitor: Visitor,
    Path((department, named)): Path<(DepartmentId, String)>,
) -> Response {
    let frame = open!(&app, &visitor);
    let (word, pdf) = parted(&named);
    if word != "downtime-pack" {
        return frame.refused(Refusal::not_found("page"));
    }
    let pack = or_stop!(frame.ask(DepartmentPack { department }).await);
    let names = or_stop!(named_in(&frame, &pack).await);
    let calls = calls(&frame, pack.org).await;
    let document = Document::DowntimePack(DowntimePack { calls, ..packed(&frame, &pack, &names) });
    let at = format!("/departments/{department}/downtime-pack");
    let button = link_button(ButtonKind::Primary, &format!("{at}.pdf"), "PDF");
    let here = format!("/organizations/{}", pack.org);
    let client = names.get(&pack.org.to_string()).cloned().unwrap_or_default();
    let name = format!("Downtime pack: {}", name_of(&names, department));
    let file = format!("{department}-downtime-pack");
    let crumbs = [Crumb { href: &here, label: &client }];
    answered(
        &frame,
        Shown { document: &document, name: &name, file: &file, back: &at, button, crumbs: &crumbs },
        pdf,
    )
    .await
}

/// The most rotas whose people stand in a pack.
const MOST_ROTAS: u32 = 50;

/// Who is on call, then the departments with their telephones, as far as whoever prints may know them.
async fn calls(frame: &Frame<'_>, org: OrgId) -> Vec<Call> {
    let (office, who) = (&frame.office, &frame.visitor.who);
    let mut calls = Vec::new();
    let rotas = Rotas { most: Some(MOST_ROTAS), ..Rotas::default() };
    let rotas = office.answer(who, rotas).await.map(|told| told.lines).unwrap_or_default();
    for rota in rotas.into_iter().filter(|rota| rota.retired_at.is_none()) {
        let Ok(told) = office.answer(who, OneRota { rota: rota.id, from: None, days: Some(1) }).await else {
            continue;
        };
        let names = named_in(frame, &told.on_call.people).await.unwrap_or_default();
        calls.extend(told.on_call.people.iter().map(|person| Call {
            depth: 0,
            role: format!("On call: {}", rota.name),
            name: names.get(&person.to_string()).cloned(),
            telephones: told.phones.iter().filter(|(of, _)| of == person).map(|(_, at)| at.clone()).collect(),
        }));
    }
    let places = office.answer(who, Places { organization: org }).await;
    let departments =
        places.map(|told| told.locations).unwrap_or_default().into_iter().flat_map(|l| l.departments);
    calls.extend(departments.map(|department| Call {
        depth: 1,
        role: department.name,
        name: None,
        telephones: department.phone.into_iter().collect(),
    }));
    calls
}

fn name_of(names: &BTreeMap<String, String>, id: impl ToString) -> String {
    names.get(&id.to_string()).cloned().unwrap_or_default()
}

fn packed(frame: &Frame<'_>, pack: &Pack, names: &BTreeMap<String, String>) -> DowntimePack {
    let zone = pack.procedures.first().map_or_else(|| frame.zone().to_owned(), |p| p.procedure.zone.clone());
    let place = name_of(names, pack.department);
    DowntimePack {
        organization: Some(name_of(names, pack.org)).filter(|name| !name.is_empty()),
        title: Some("Whatever is down: each procedure says for what it is".to_owned()),
        as_of: Some(words::local_long(pack.now.micros(), &zone)),
        systems: pack.procedures.iter().map(|p| p.procedure.covers.title().to_owned()).collect(),
        departments: pack.procedures.iter().map(|told| procedure(told, &place, names)).collect(),
        board: vec![Place { name: place.clone(), ..Place::default() }],
        forms: pack.forms.iter().flat_map(|form| forms(form, &place)).collect(),
        ..DowntimePack::default()
    }
}

/// A procedure on its page: the first level that still works is the one that counts.
fn procedure(told: &ProcedureTold, place: &str, names: &BTreeMap<String, String>) -> Department {
    let steps = |level: Level, words: &Option<String>| {
        let words = words.as_deref()?;
        Some(format!("{}: {words}", level.title()))
    };
    let owner = name_of(names, told.procedure.owner);
    let begin = [
        Some("Use the first of these that still works.".to_owned()),
        steps(Level::ReadOnly, &told.steps.read_only),
        steps(Level::Viewer, &told.steps.viewer),
        steps(Level::Workstation, &told.steps.workstation),
        steps(Level::Paper, &told.steps.paper),
    ];
    Department {
        name: format!("{place}: {}", told.procedure.covers.title()),
        lead: Some(format!(
            "{owner} answers for this procedure; to be looked at again by {}",
            told.procedure.review_on
        ))
        .filter(|_| !owner.is_empty()),
        read_only: told.steps.read_only.clone().or_else(|| told.steps.viewer.clone()),
        workstation: told.steps.workstation.clone(),
        begin: begin.into_iter().flatten().collect(),
        during: Vec::new(),
        after: told.steps.afterwards.iter().cloned().collect(),
    }
}

/// The numbers of a form that lie ready, each on a form of its own.
fn forms<'a>(packed: &'a PackedForm, place: &'a str) -> impl Iterator<Item = Form> + 'a {
    let field = |label: &str, lines| Field { label: label.to_owned(), lines };
    packed.ready.iter().map(move |numbers| Form {
        name: packed.form.title.clone(),
        department: Some(place.to_owned()),
        prefix: format!("{}-", packed.form.code),
        digits: 6,
        first: numbers.first_number,
        last: numbers.last_number,
        fields: vec![
            field("Patient: name, date of birth, record number", 2),
            field("Date, time", 1),
            field("What is written", 9),
            field("Written by", 1),
        ],
        goes_to: Some(packed.form.enters_into.clone()),
    })
}
