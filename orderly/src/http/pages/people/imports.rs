//! A staff list that is brought in: pasted from a spreadsheet, shown as what each row comes to, then applied or left.

use super::super::super::{App, reply, visitor::Visitor};
use super::super::around;
use super::super::entrance::{room, sent};
use super::super::frame::{Frame, Page, open, or_stop};
use super::super::start;
use super::At;
use crate::records::boards;
use axum::{
    Router,
    extract::{Form, Path, Query, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{ImportId, OrgId, Refusal, Role, Status, Stop};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, html};
use office::{Ground, Order};
use people::pages::Errors;
use people::{AddImportRows, BeginImport, StaffImport, StaffRow};
use serde::Deserialize;
use wire::Sheet;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/imports/new", get(ask).post(stage))
        .route("/people/imports/{import}", get(weighed))
}

/// Rows that are staged at once, and in all.
const AT_ONCE: usize = 500;
const MOST: usize = 5_000;

/// `GET /people/imports/{import}?org=`
async fn weighed(
    State(app): State<App>,
    visitor: Visitor,
    Path(import): Path<String>,
    Query(at): Query<At>,
) -> Response {
    let frame = open!(&app, &visitor);
    let import: Result<ImportId, _> = import.parse();
    let import = or_stop!(import.map_err(|_| frame.refused(Refusal::not_found("import"))));
    let org = at.org.unwrap_or(frame.badge.employer);
    let found = or_stop!(frame.ask(StaffImport { org, import }).await);
    let back = or_stop!(start::way_back(&frame, org).await);
    let main = html! { (people::pages::staff_import(&found)) (start::back_line(back.as_deref())) };
    frame.page(room(&frame, Page::new("Staff list", "people")), main)
}

/// The list as it was pasted.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Pasted {
    org: String,
    list: String,
}

fn form(org: OrgId, organizations: &[(OrgId, String)], list: &str, errors: &Errors) -> Markup {
    let choices: Vec<Choice> =
        organizations.iter().map(|(org, name)| Choice::new(org.to_string(), name)).collect();
    let wrong = |name: &str| errors.get(name).map(String::as_str);
    let org = org.to_string();
    let kind = FieldKind::Select { choices: &choices, none: None };
    html! {
        p { "Nobody is added or changed yet: the next page shows what each row comes to. People are recognized by their "
            "address. Whoever is new becomes a reporter unless the list names roles." }
        @if let Some(words) = wrong("") { p.field-error role="alert" { (words) } }
        form.form id="staff-list" method="post" action="/people/imports/new" {
            (field(&Field { form: "staff-list", name: "org", label: "Whose staff", value: &org, kind, required: true,
                error: wrong("org"), ..Field::default() }))
            (field(&Field {
                form: "staff-list", name: "list", label: "The list with its header", value: list, required: true,
                hint: Some("Copied from a spreadsheet, or CSV. Columns: name, email; and if you like title, roles, \
                    trained on."),
                error: wrong("list"), kind: FieldKind::Long { rows: 12 }, ..Field::default()
            }))
            div.buttons { (button(ButtonKind::Primary, "Show what it comes to")) }
        }
    }
}

async fn page(frame: &Frame<'_>, org: OrgId, list: &str, errors: &Errors) -> Response {
    let reached = or_stop!(around::read(frame, boards::organizations).await);
    frame.page(room(frame, Page::new("Import a staff list", "people")), form(org, &reached, list, errors))
}

/// `GET /people/imports/new?org=`
async fn ask(State(app): State<App>, visitor: Visitor, Query(at): Query<At>) -> Response {
    let frame = open!(&app, &visitor);
    let org = at.org.unwrap_or(frame.badge.employer);
    let may = or_stop!(frame.may(vec![(BeginImport::ACT, Ground::Org(org))]).await);
    if !may.first().is_some_and(|may| *may) {
        let refusal = Refusal::forbidden("You cannot add people at this organization.")
            .remedy("Ask whoever manages people there", None);
        return frame.refused(refusal);
    }
    page(&frame, org, "", &Errors::new()).await
}

/// `POST /people/imports/new`
async fn stage(
    State(app): State<App>,
    visitor: Visitor,
    pasted: Result<Form<Pasted>, FormRejection>,
) -> Response {
    let frame = open!(&app, &visitor);
    let pasted = or_stop!(sent(pasted));
    let org: Result<OrgId, _> = pasted.org.parse();
    let org = or_stop!(org.map_err(|_| frame.refused(Refusal::not_found("organization"))));
    match staged(&frame, org, &pasted.list).await {
        Ok(import) => Redirect::to(&format!("/people/imports/{import}?org={org}")).into_response(),
        Err(stop) => {
            let refusal = reply::stop_refusal(stop);
            let errors = Errors::from([(refusal.field.unwrap_or_default(), refusal.sentence)]);
            let mut response = page(&frame, org, &pasted.list, &errors).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() =
                    StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::FORBIDDEN);
            }
            response
        }
    }
}

/// Begins an import and stages all rows; a list that cannot be read begins none.
async fn staged(frame: &Frame<'_>, org: OrgId, list: &str) -> Result<ImportId, Stop> {
    let rows = rows(list)?;
    let (office, who) = (&frame.office, &frame.visitor.who);
    let import = office.execute(who, BeginImport { org }).await?.receipt.import;
    for part in rows.chunks(AT_ONCE) {
        office.execute(who, AddImportRows { org, import, rows: part.to_vec() }).await?;
    }
    Ok(import)
}

/// The rows of a pasted list, by the names of its columns.
fn rows(list: &str) -> Result<Vec<StaffRow>, Refusal> {
    let sheet = Sheet::read_csv(list.as_bytes()).map_err(|e| Refusal::invalid("list", e.to_string()))?;
    let column = |names: &[&str]| {
        sheet
            .header
            .iter()
            .position(|h| names.contains(&h.trim().to_lowercase().replace(['_', '-'], " ").as_str()))
    };
    let missing = |what: &str| Refusal::invalid("list", format!("The header has no column '{what}'."));
    let name = column(&["name", "full name"]).ok_or_else(|| missing("name"))?;
    let email = column(&["email", "e mail", "address", "mail"]).ok_or_else(|| missing("email"))?;
    let title = column(&["title", "job title", "position"]);
    let roles = column(&["roles", "role"]);
    let trained = column(&["trained on", "trained", "security training"]);
    if sheet.rows.is_empty() || sheet.rows.len() > MOST {
        let sentence = "From 1 to 5 000 rows below the header. Import a longer list in parts.";
        return Err(Refusal::new(Status::Invalid, sentence));
    }
    let read = |row: &wire::Row| {
        let cell = |at: Option<usize>| {
            let text = at.and_then(|at| row.cells.get(at)).map(|c| c.trim().to_owned());
            text.filter(|t| !t.is_empty())
        };
        Ok(StaffRow {
            line: row.line,
            name: cell(Some(name)).unwrap_or_default(),
            email: cell(Some(email)).unwrap_or_default(),
            roles: cell(roles).map(|text| roles_of(row.line, &text)).transpose()?,
            title: cell(title),
            trained_on: cell(trained),
        })
    };
    sheet.rows.iter().map(read).collect()
}

/// Roles by their word or their title, separated by commas or semicolons.
fn roles_of(line: u32, text: &str) -> Result<Vec<Role>, Refusal> {
    let parts = text.split([',', ';']).map(str::trim).filter(|t| !t.is_empty());
    parts
        .map(|part| {
            let known = |r: &&Role| r.word() == part || r.title().eq_ignore_ascii_case(part);
            Role::ALL.iter().find(known).copied().ok_or_else(|| {
                let all = Role::ALL.iter().map(|r| r.word()).collect::<Vec<_>>().join(", ");
                Refusal::invalid("list", format!("Line {line}, roles: there is only {all}."))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_becomes_rows() {
        let rows = rows(concat!(
            "Name,E-mail,Roles,Trained on\n",
            "Ana Demo,ana@clinic.example,technician; Reporter,2026-05-01\n",
            "Bo Demo,bo@clinic.example,,\n",
        ));
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].line, 2);
        assert_eq!(rows[0].roles.as_deref(), Some(&[Role::Technician, Role::Reporter][..]));
        assert_eq!(rows[0].trained_on.as_deref(), Some("2026-05-01"));
        assert_eq!((rows[1].roles.as_ref(), rows[1].title.as_ref()), (None, None));
    }

    #[test]
    fn what_is_wrong_with_a_list_is_named() {
        for (list, words) in [
            ("", "no row"),
            ("name,title\nAna,Nurse\n", "'email'"),
            ("name,email,roles\nAna,ana@clinic.example,queen\n", "Line 2"),
            ("name,email\n", "1 to 5 000"),
        ] {
            let refusal = rows(list).unwrap_err();
            assert!(refusal.sentence.contains(words), "{list:?}: {}", refusal.sentence);
        }
    }
}
