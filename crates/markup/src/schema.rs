//! The form of an order. An order describes itself (its fields, which are required, what may be chosen), and
//! this draws the form from that description, so that every order has a form on the day it is written and
//! the form can never ask for something else than the order takes.
//!
//! How a field is sent: a nested object's fields as `outer.inner`; a list of words as one text with a line
//! for each; a list of choices as the name repeated; yes or no as `true` or nothing; an absent value as an
//! empty text. What cannot be drawn as a field (a list of objects) is one text of JSON.

mod shape;

use crate::pieces::{ButtonKind, Choice, Draft, Field, FieldKind, Tone, button, field, hidden, notice};
use crate::words;
use maud::{Markup, html};
use serde_json::Value;
use shape::{Shape, Slot};
use std::collections::BTreeMap;

/// An order's form.
#[derive(Clone, Debug)]
pub struct ActForm<'a> {
    /// An id that is unique on the page.
    pub id: &'a str,
    /// Where it is posted.
    pub action: &'a str,
    /// The button: a verb.
    pub verb: &'a str,
    /// What the order does, when the title of the page does not say it.
    pub explanation: Option<&'a str>,
    /// The order's JSON Schema: an object with `properties`.
    pub schema: &'a Value,
    /// What stands in it already: an object as the order would be, or what was typed, by field name.
    pub values: &'a Value,
    /// What is wrong, by field name; the empty name is the whole form.
    pub errors: &'a BTreeMap<String, String>,
    /// What may be chosen for a field that holds an id, by field name.
    pub choices: &'a BTreeMap<String, Vec<(String, String)>>,
    /// Fields that are not drawn, because the address says them.
    pub leave_out: &'a [&'a str],
    /// Fields that go along unseen.
    pub hidden: &'a [(&'a str, &'a str)],
    /// Red, for what hurts and cannot be undone.
    pub danger: bool,
    /// Whether the script may send it and morph the page in place.
    pub live: bool,
    /// Where long texts are kept while they are written.
    pub draft: Option<Draft<'a>>,
}

static NOTHING: Value = Value::Null;
static NO_ERRORS: BTreeMap<String, String> = BTreeMap::new();
static NO_CHOICES: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();

impl<'a> ActForm<'a> {
    /// An empty form with nothing wrong; the rest is set by `ActForm { values, ..ActForm::new(…) }`.
    pub fn new(id: &'a str, action: &'a str, verb: &'a str, schema: &'a Value) -> ActForm<'a> {
        ActForm {
            id,
            action,
            verb,
            explanation: None,
            schema,
            values: &NOTHING,
            errors: &NO_ERRORS,
            choices: &NO_CHOICES,
            leave_out: &[],
            hidden: &[],
            danger: false,
            live: false,
            draft: None,
        }
    }

    fn draft_of(&self, name: &str) -> Option<(String, &'a str)> {
        self.draft.map(|draft| (format!("{}.{name}", draft.key), draft.url))
    }
}

/// The whole form with its button.
pub fn schema_form(act: &ActForm<'_>) -> Markup {
    let slots = shape::slots(act.schema);
    let kind = if act.danger { ButtonKind::Danger } else { ButtonKind::Primary };
    html! {
        form.form id=(act.id) method="post" action=(act.action) data-live[act.live] {
            @if let Some(words) = act.explanation { p.form-explanation { (words) } }
            @if let Some(error) = act.errors.get("") { (notice(Tone::Soon, &html! { p { (error) } })) }
            @for (name, value) in act.hidden { (hidden(name, value)) }
            (fields(act, &slots, "", true))
            div.buttons { (button(kind, act.verb)) }
        }
    }
}

/// Only the fields, for a page that draws its own form around them.
pub fn schema_fields(act: &ActForm<'_>) -> Markup {
    fields(act, &shape::slots(act.schema), "", true)
}

/// `demanded` is false inside a part that may be left out as a whole: there nothing is required of a browser.
fn fields(act: &ActForm<'_>, slots: &[Slot], outer: &str, demanded: bool) -> Markup {
    html! {
        @for slot in slots {
            @let name = if outer.is_empty() { slot.name.clone() } else { format!("{outer}.{}", slot.name) };
            @if !act.leave_out.contains(&name.as_str()) { (one(act, slot, &name, demanded)) }
        }
    }
}

fn one(act: &ActForm<'_>, slot: &Slot, name: &str, demanded: bool) -> Markup {
    if let Shape::Group(inner) = &slot.shape {
        return html! {
            fieldset.field {
                legend.field-label { (slot.label) }
                @if let Some(hint) = &slot.hint { p.field-hint { (hint) } }
                (fields(act, inner, name, demanded && slot.required))
            }
        };
    }
    let value = value_at(act.values, name).unwrap_or(&slot.default);
    let text = text_of(value);
    let chosen = words_of(value);
    let given: Option<Vec<Choice>> = act
        .choices
        .get(name)
        .map(|all| all.iter().map(|(value, label)| Choice::new(value.clone(), label.clone())).collect());
    let draft = act.draft_of(name);
    let draft = draft.as_ref().map(|(key, url)| Draft { key, url });
    let kind = kind_of(slot, given.as_deref(), &chosen);
    field(&Field {
        form: act.id,
        name,
        label: &slot.label,
        hint: slot.hint.as_deref(),
        error: act.errors.get(name).map(String::as_str),
        value: if slot.secret { "" } else { &text },
        // To a browser a required box must be checked; to an order an unchecked one is an answer too.
        required: demanded && slot.required && !matches!(slot.shape, Shape::Check),
        draft: if matches!(slot.shape, Shape::Long) && !slot.secret { draft } else { None },
        most: slot.most,
        kind,
        ..Field::default()
    })
}

fn kind_of<'a>(slot: &'a Slot, given: Option<&'a [Choice]>, chosen: &'a [String]) -> FieldKind<'a> {
    let yes = |choice: &Choice| matches!(choice.value.as_str(), "true" | "yes");
    let yes_or_no = matches!(&slot.shape, Shape::Choice(all) if all.iter().any(yes));
    let none = match (slot.required, yes_or_no) {
        (true, _) => "Choose…",
        (false, true) => "Not known",
        (false, false) => "None",
    };
    match (&slot.shape, given) {
        (Shape::Lines | Shape::Checks(_), Some(choices)) => FieldKind::Checks { choices, chosen },
        (_, Some(choices)) => FieldKind::Select { choices, none: Some(none) },
        (Shape::Checks(choices), None) => FieldKind::Checks { choices, chosen },
        (Shape::Choice(choices), None) if slot.required && choices.len() <= 4 => FieldKind::Radio { choices },
        (Shape::Choice(choices), None) => FieldKind::Select { choices, none: Some(none) },
        (Shape::Check, None) => FieldKind::Check,
        (Shape::Number { min, max }, None) => FieldKind::Number { min: *min, max: *max },
        (Shape::Text, None) => FieldKind::Text,
        (Shape::Secret, None) => FieldKind::Password { new: false },
        (Shape::Email, None) => FieldKind::Email,
        (Shape::Url, None) => FieldKind::Url,
        (Shape::Date, None) => FieldKind::Date,
        (Shape::DateTime, None) => FieldKind::DateTime,
        (Shape::Time, None) => FieldKind::Time,
        (Shape::Long, None) => FieldKind::Long { rows: 5 },
        (Shape::Lines | Shape::Json | Shape::Group(_), None) => FieldKind::Long { rows: 4 },
    }
}

/// The value of `a.b`: by its whole name (as it was typed) or by walking down (as the order would be).
fn value_at<'a>(values: &'a Value, name: &str) -> Option<&'a Value> {
    let found = values.get(name).or_else(|| name.split('.').try_fold(values, |at, step| at.get(step)));
    found.filter(|value| !value.is_null())
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => words_of(value).join("\n"),
        other => other.to_string(),
    }
}

fn words_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text_of).collect(),
        Value::String(text) => text.lines().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The label of a field that has no title of its own; an id field is called by what it names.
fn label_of(name: &str) -> String {
    let name = name.strip_suffix("_id").unwrap_or(name);
    let whole = match name {
        "org" => "organization",
        "mac" => "hardware address",
        "address" => "network address",
        "email" => "e-mail address",
        other => other,
    };
    words::humane(whole)
}

#[cfg(test)]
mod tests;
