//! The list of people, one person, and the form that adds one.

use super::{Errors, day, error, paths, roles, whole};
use crate::{PeoplePage, PersonLine, PersonPage};
use kernel::{OrgId, Role};
use markup::{
    ActButton, ButtonKind, Choice, Column, Empty, Field, FieldKind, Markup, Paging, Row, Table, Tone,
    act_button, button, definitions, field, hidden, html, link_button, notice, panel, table, words,
};

/// What the viewer may do with a person.
#[derive(Debug, Clone, Copy, Default)]
pub struct May {
    /// `people.revise-person`, `set-roles`, `record-training`, `add-certification`, `renew-invitation`,
    /// `end-person`.
    pub manage: bool,
}

pub(super) fn training(person: &PersonLine) -> Markup {
    html! {
        @match (person.trained_on, person.trained) {
            (Some(on), true) => { "on " (day(on)) }
            (Some(on), false) => { "on " (day(on)) ", older than a year" }
            (None, _) => { "none recorded" }
        }
    }
}

fn state(person: &PersonLine) -> &'static str {
    match person.state.as_str() {
        "active" => "active",
        "invited" => "invited, has not signed in",
        _ => "has left",
    }
}

/// The list; `href` is its own address, `add` the address of the form that adds somebody.
pub fn people(page: &PeoplePage, href: &str, add: Option<&str>) -> Markup {
    let rows = page.people.iter().map(|p| Row {
        id: p.id.to_string(),
        href: Some(format!("/people/{}", p.id)),
        cells: vec![
            html! { a href={ "/people/" (p.id) } { (p.name) } },
            html! { (p.title.as_deref().unwrap_or("")) },
            html! { (roles(&p.roles)) },
            html! { (state(p)) },
            training(p),
        ],
        ..Row::default()
    });
    let on = page.next.as_ref().map(|next| markup::address(href, [("after", next)]));
    let shown = i64::try_from(page.people.len()).unwrap_or(i64::MAX);
    let words = format!("{} of {}", words::grouped(shown), words::counted(page.count, "person", "people"));
    html! {
        (table(&Table {
            id: "people",
            caption: "People",
            columns: ["Name", "Title", "Roles", "State", "Security training"].map(Column::new).to_vec(),
            rows: rows.collect(),
            empty: Empty {
                title: "Nobody is here yet.",
                will_hold: "Everybody who can sign in will stand here, with roles and training.",
                act: add.map(|add| (add, "Add a person")),
            },
            paging: Some(Paging { back: None, on, words }),
            ..Table::default()
        }))
    }
}

pub(super) fn certifications(page: &PersonPage) -> Markup {
    html! {
        @if page.certifications.is_empty() { p { "None recorded." } }
        ul {
            @for held in &page.certifications {
                li id=(held.id) {
                    (held.name)
                    @if let Some(issuer) = &held.issuer { ", " (issuer) }
                    @if let Some(until) = held.valid_until {
                        @if held.valid { ", until " } @else { ", ended " } (day(until))
                    }
                }
            }
        }
    }
}

/// One person with what may be done about them.
pub fn person(page: &PersonPage, may: May) -> Markup {
    let person = &page.person;
    let managed = may.manage && page.ended_at.is_none();
    html! {
        (panel("person", "Person", None, &definitions(&[
            ("E-mail address", html! { (person.email) }),
            ("Title", html! { (person.title.as_deref().unwrap_or("none")) }),
            ("State", html! { (state(person)) }),
            ("Added", html! { (day(page.added_at)) }),
            ("Security training", training(person)),
        ])))
        (panel("roles", "Roles", None, &html! {
            p { (roles(&person.roles)) }
            details { summary { "What they may do" }
                ul { @for duty in &page.duties { li { (words::humane(duty.word())) } } } }
            @if managed { details { summary { "Change the roles" } (roles_form(page)) } }
        }))
        (panel("certifications", "Certifications", None, &html! {
            (certifications(page))
            @if managed { details { summary { "Add a certification" } (certification_form(page)) } }
        }))
        @if managed { (panel("manage", "Manage", None, &manage(page))) }
    }
}

fn back(page: &PersonPage) -> Markup {
    html! {
        (hidden("person", &page.person.id.to_string()))
        (hidden("_next", &format!("/people/{}", page.person.id)))
    }
}

fn role_choices() -> Vec<Choice> {
    Role::ALL.iter().map(|r| Choice::new(r.word(), r.title())).collect()
}

fn roles_form(page: &PersonPage) -> Markup {
    let chosen: Vec<String> = page.person.roles.iter().map(|r| r.word().to_owned()).collect();
    let choices = role_choices();
    html! {
        form.form id="set-roles" method="post" action="/do/people.set-roles" {
            (back(page))
            (field(&Field {
                form: "set-roles",
                name: "roles",
                label: "Roles",
                hint: Some("You give no duty that you do not have yourself."),
                kind: FieldKind::Checks { choices: &choices, chosen: &chosen },
                required: true,
                ..Field::default()
            }))
            div.buttons { (button(ButtonKind::Plain, "Set roles")) }
        }
    }
}

fn certification_form(page: &PersonPage) -> Markup {
    let one = |name, label, kind, required| {
        field(&Field { form: "certify", name, label, kind, required, ..Field::default() })
    };
    html! {
        form.form id="certify" method="post" action="/do/people.add-certification" {
            (back(page))
            (one("name", "Certification", FieldKind::Text, true))
            (one("issuer", "Given by", FieldKind::Text, false))
            (one("valid_until", "Valid until", FieldKind::Date, false))
            div.buttons { (button(ButtonKind::Plain, "Add certification")) }
        }
    }
}

fn manage(page: &PersonPage) -> Markup {
    let id = page.person.id.to_string();
    let next = format!("/people/{id}");
    let fields = [("person", id.as_str()), ("_next", next.as_str())];
    html! {
        form.form id="train" method="post" action="/do/people.record-training" {
            (back(page))
            (field(&Field {
                form: "train", name: "on", label: "Security training on", kind: FieldKind::Date,
                required: true,
                ..Field::default()
            }))
            div.buttons { (button(ButtonKind::Plain, "Record training")) }
        }
        div.buttons {
            (act_button(&ActButton {
                action: &format!("/people/{id}/link"), label: "Give a new one-time link",
                ..ActButton::default()
            }))
            (act_button(&ActButton {
                action: "/do/people.end-person", label: "End access", kind: ButtonKind::Danger,
                fields: &fields,
                ..ActButton::default()
            }))
        }
        p.field-hint { "Ending the access ends every session and token of this person at once." }
    }
}

/// What the form that adds a person shows.
#[derive(Debug, Clone)]
pub struct AddForm<'a> {
    pub org: OrgId,
    pub name: &'a str,
    pub email: &'a str,
    pub title: &'a str,
    pub roles: &'a [String],
    pub locations: &'a [Choice],
    pub departments: &'a [Choice],
    pub errors: &'a Errors,
    /// Where to go on to when the link was handed over.
    pub next: Option<&'a str>,
}

/// Add a person.
pub fn add_person(form: &AddForm) -> Markup {
    let choices = role_choices();
    let one = |name, label, value, kind, required, hint| {
        let error = error(form.errors, name);
        field(&Field {
            form: "add-person",
            name,
            label,
            value,
            kind,
            required,
            hint,
            error,
            ..Field::default()
        })
    };
    let place = |choices| FieldKind::Select { choices, none: Some("None") };
    html! {
        form.form id="add-person" method="post" action=(paths::ADD_PERSON) {
            (whole(form.errors))
            (hidden("org", &form.org.to_string()))
            @if let Some(next) = form.next { (hidden("_next", next)) }
            (one("name", "Name", form.name, FieldKind::Text, true, None))
            (one("email", "E-mail address", form.email, FieldKind::Email, true, Some("They sign in with it.")))
            (one("title", "Title", form.title, FieldKind::Text, false, Some("For instance: Charge nurse.")))
            (one("roles", "Roles", "", FieldKind::Checks { choices: &choices, chosen: form.roles }, true,
                Some("You give no duty that you do not have yourself.")))
            @if !form.locations.is_empty() {
                (one("location", "Location", "", place(form.locations), false, None))
            }
            @if !form.departments.is_empty() {
                (one("department", "Department", "", place(form.departments), false, None))
            }
            div.buttons { (button(ButtonKind::Primary, "Add person")) }
        }
    }
}

/// A one-time link, on the only page that ever shows it. `address` is the whole address, `onward` where it goes on.
pub fn link_once(name: &str, address: &str, until: kernel::Moment, zone: &str, onward: &str) -> Markup {
    html! {
        (notice(Tone::Done, &html! {
            p { "Give this link to " (name) ". It is shown once, works once, and ends "
                (words::local_long(until.micros(), zone)) "." }
            p { code { (address) } }
        }))
        div.buttons { (link_button(ButtonKind::Primary, onward, "I have it")) }
    }
}
