//! The pieces one types into: buttons, fields, an order's own form, sign-in.

use crate::pieces::*;
use crate::schema::{ActForm, schema_form};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn buttons() -> Markup {
    let act = |label: &'static str, kind| {
        act_button(&ActButton {
            action: "/acts",
            label,
            kind,
            fields: &[("id", "1204")],
            ..ActButton::default()
        })
    };
    html! {
        div.row {
            (act("Take", ButtonKind::Primary))
            (act("Let wait", ButtonKind::Plain))
            (act("Terminate the agreement", ButtonKind::Danger))
            (act("Undo", ButtonKind::Quiet))
            (link_button(ButtonKind::Plain, "/tickets/1204", "Open the ticket"))
            button.button type="button" disabled { "Not now" }
        }
    }
}

pub(super) fn fields() -> Markup {
    let areas = [
        Choice {
            hint: Some("somebody is being treated with it".to_owned()),
            ..Choice::new("now", "Yes, now")
        },
        Choice { hint: Some("it will be needed today".to_owned()), ..Choice::new("soon", "Not yet") },
        Choice::new("no", "No"),
    ];
    let places =
        [Choice::new("4w", "4 West"), Choice::new("er", "Emergency"), Choice::new("lab", "Laboratory")];
    let of = |name: &'static str, label: &'static str, kind| Field {
        form: "fields",
        name,
        label,
        kind,
        ..Field::default()
    };
    let chosen = ["er".to_owned()];
    html! {
        form.form method="post" action="/fields" enctype="multipart/form-data" {
            (field(&Field { required: true, value: "Monitor shows no waveform", ..of("summary",
                "What is wrong?",
                FieldKind::Text) }))
            (field(&Field { required: true, value: "now", ..of("affected", "Is a patient affected now?",
                FieldKind::Radio { choices: &areas }) }))
            (field(&Field { value: "5551", error: Some("5551 is too short for a telephone number. Ten \
                digits, with \
                or without dots."), hint: Some("Where we reach you in the next hour."),
                ..of("phone", "Telephone", FieldKind::Phone) }))
            (field(&Field { required: true, value: "er", ..of("place", "Where?",
                FieldKind::Select { choices: &places, none: Some("Choose…") }) }))
            (field(&of("also", "Where else?", FieldKind::Checks { choices: &places, chosen: &chosen })))
            (field(&Field { value: "2026-11-03", ..of("since", "Since which day?", FieldKind::Date) }))
            (field(&of("at", "At what time?", FieldKind::Time)))
            (field(&Field { value: "3", ..of("people", "How many people wait?",
                FieldKind::Number { min: Some(1), max: Some(500) }) }))
            (field(&of("picture", "A picture", FieldKind::File { accept: ".png,.jpg" })))
            (field(&Field { draft: Some(Draft { key: "reply.1204", url: "/drafts" }),
                hint: Some("Nothing about the patient is needed here."),
                ..of("more", "What else should we know?", FieldKind::Long { rows: 4 }) }))
            (field(&Field { required: true, value: "true", ..of("call", "Call me when it works again",
                FieldKind::Check) }))
            (field(&of("password", "Password", FieldKind::Password { new: true })))
            div.buttons { (button(ButtonKind::Primary, "Report it")) (link_button(ButtonKind::Quiet, "/",
                "Not now")) }
        }
    }
}

/// A schema with one field of each kind that an order can have.
pub(super) fn order_schema() -> Value {
    json!({
        "type": "object",
        "required": ["summary", "organization_id", "care_area", "patient_affected_now"],
        "properties": {
            "summary": {"type": "string", "maxLength": 200,
                "description": "One line, without the\npatient's name."},
            "organization_id": {"type": "string", "format": "uuid"},
            "care_area": {"$ref": "#/$defs/CareArea"},
            "patient_affected_now": {"type": "boolean"},
            "details": {"type": ["string", "null"], "x-long": true},
            "users_affected": {"type": ["integer", "null"], "format": "uint32", "minimum": 1},
            "serials": {"type": "array", "items": {"type": "string"}},
            "since": {"type": ["string", "null"], "format": "date-time"},
            "channel": {"anyOf": [{"$ref": "#/$defs/Channel"}, {"type": "null"}]},
            "code": {"type": ["string", "null"], "writeOnly": true, "title": "Door code"},
            "contact": {"$ref": "#/$defs/Contact"},
        },
        "$defs": {
            "CareArea": {"oneOf": [
                {"const": "intensive_care", "description": "Beds with continuous monitoring"},
                {"const": "ward", "type": "string"},
                {"const": "office", "type": "string"},
            ]},
            "Channel": {"type": "string", "enum": ["phone", "mail", "walk_in"]},
            "Contact": {"type": "object", "title": "Contact", "required": ["name"], "properties": {
                "name": {"type": "string"},
                "until": {"type": ["string", "null"], "format": "date"},
            }},
        },
    })
}

pub(super) fn order() -> Markup {
    let schema = order_schema();
    let clients = vec![
        ("o-1".to_owned(), "Cedar Hill Hospital".to_owned()),
        ("o-2".to_owned(), "Riverbend".to_owned()),
    ];
    let choices = BTreeMap::from([("organization_id".to_owned(), clients)]);
    let errors = BTreeMap::from([(
        "users_affected".to_owned(),
        "\"many\" is not a number. Write how many, such as 12.".to_owned(),
    )]);
    let values = json!({"summary": "Printer prints half a label", "organization_id": "o-2",
        "care_area": "ward",
        "users_affected": "many", "serials": ["A-1", "A-2"], "contact": {"name": "Jo Lind"}});
    schema_form(&ActForm {
        explanation: Some("Opens a ticket and makes the promises of the client's contract."),
        values: &values,
        errors: &errors,
        choices: &choices,
        live: true,
        draft: Some(Draft { key: "open-ticket", url: "/drafts" }),
        ..ActForm::new("open-ticket", "/tickets/open", "Open the ticket", &schema)
    })
}

pub(super) fn passkey() -> Markup {
    html! {
        form.form method="post" action="/me/passkeys" data-passkey-register
            data-options="/me/passkeys/options" {
            (field(&Field { form: "passkey", name: "label", label: "Name of the passkey", required: true,
                hint: Some("So that you know later which one it is."), ..Field::default() }))
            p.field-error role="alert" data-message {}
            div.buttons { (button(ButtonKind::Primary, "Register a passkey")) }
        }
        @if let Some(code) = qr_code("otpauth://totp/Orderly:pim?secret=EXAMPLEEXAMPLE",
            "The code for your telephone") {
            (code)
        }
    }
}

pub(super) fn sign_in() -> Markup {
    let of = |name: &'static str, label: &'static str, kind| Field {
        form: "sign-in",
        name,
        label,
        kind,
        required: true,
        ..Field::default()
    };
    html! {
        form.form method="post" action="/sign-in" {
            (field(&Field { autocomplete: Some("username"), autofocus: true, ..of("name", "Name",
                FieldKind::Text) }))
            (field(&of("password", "Password", FieldKind::Password { new: false })))
            (field(&Field { hint: Some("Six digits from your authenticator."), ..of("code", "Code",
                FieldKind::Code) }))
            div.buttons { (button(ButtonKind::Primary, "Sign in")) }
        }
    }
}
