//! Form fields. Every field has its label, its hint and its own place for what is wrong with it; what was
//! typed stays. In the portal the targets are as large as a gloved hand needs.

use maud::{Markup, html};

/// One of the things that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A line below the label.
    pub hint: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into(), hint: None }
    }
}

/// What kind of field.
#[derive(Clone, Copy, Debug, Default)]
pub enum FieldKind<'a> {
    #[default]
    Text,
    Email,
    Phone,
    Url,
    /// A one-time code of digits.
    Code,
    /// A password; `new` lets the browser offer one.
    Password {
        new: bool,
    },
    /// A whole number within what is given.
    Number {
        min: Option<i64>,
        max: Option<i64>,
    },
    Date,
    /// A local date and time; the label or hint names the zone.
    DateTime,
    Time,
    File {
        /// ".csv,.xlsx".
        accept: &'a str,
    },
    Long {
        rows: u8,
    },
    Select {
        choices: &'a [Choice],
        /// Words of the empty choice; without them there is none.
        none: Option<&'a str>,
    },
    Radio {
        choices: &'a [Choice],
    },
    /// Several of several; `chosen` holds the values.
    Checks {
        choices: &'a [Choice],
        chosen: &'a [String],
    },
    /// Yes or no: checked if the value is "true".
    Check,
}

/// Where a text is kept while it is being written, so that it survives a lock.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub key: &'a str,
    pub url: &'a str,
}

/// A field.
#[derive(Clone, Debug, Default)]
pub struct Field<'a> {
    /// The form's id: it makes the field's id unique on the page.
    pub form: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    /// What is wrong, what to do.
    pub error: Option<&'a str>,
    pub value: &'a str,
    pub required: bool,
    pub kind: FieldKind<'a>,
    /// The browser's name for it: "username", "tel".
    pub autocomplete: Option<&'a str>,
    pub draft: Option<Draft<'a>>,
    pub autofocus: bool,
    /// The most letters it takes.
    pub most: Option<u32>,
}

impl Field<'_> {
    fn id(&self) -> String {
        let clean = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        format!("{}-{}", clean(self.form), clean(self.name))
    }

    /// The ids of what describes the field, for a screen reader.
    fn described(&self, id: &str) -> Option<String> {
        let hint = self.hint.map(|_| format!("{id}-hint"));
        let error = self.error.map(|_| format!("{id}-error"));
        let all: Vec<String> = hint.into_iter().chain(error).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
}

/// A value that goes along unseen.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// The field with its label, hint and error.
pub fn field(field: &Field<'_>) -> Markup {
    let id = field.id();
    match field.kind {
        FieldKind::Check => check(field, &id),
        FieldKind::Radio { choices } => group(field, &id, choices, "radio", &[field.value.to_owned()]),
        FieldKind::Checks { choices, chosen } => group(field, &id, choices, "checkbox", chosen),
        _ => html! {
            div.field.field-wrong[field.error.is_some()] {
                label.field-label for=(id) { (field.label) (optional(field)) }
                (hint(field, &id))
                (control(field, &id))
                (error(field, &id))
            }
        },
    }
}

fn optional(field: &Field<'_>) -> Markup {
    html! { @if !field.required { span.field-optional { "optional" } } }
}

fn hint(field: &Field<'_>, id: &str) -> Markup {
    html! { @if let Some(hint) = field.hint { p.field-hint id={ (id) "-hint" } { (hint) } } }
}

fn error(field: &Field<'_>, id: &str) -> Markup {
    html! { @if let Some(error) = field.error { p.field-error id={ (id) "-error" } { (error) } } }
}

fn control(field: &Field<'_>, id: &str) -> Markup {
    let described = field.described(id);
    let invalid = field.error.map(|_| "true");
    match field.kind {
        FieldKind::Long { rows } => html! {
            textarea id=(id) name=(field.name) rows=(rows.max(2)) required[field.required]
                maxlength=[field.most] aria-describedby=[described] aria-invalid=[invalid]
                autofocus[field.autofocus] data-draft=[field.draft.map(|draft| draft.key)]
                data-draft-url=[field.draft.map(|draft| draft.url)] {
                // A browser drops the first line break inside a text area, so one is put there for it.
                "\n" (field.value)
            }
        },
        FieldKind::Select { choices, none } => html! {
            select id=(id) name=(field.name) required[field.required] aria-describedby=[described]
                aria-invalid=[invalid] autofocus[field.autofocus] {
                @if let Some(none) = none { option value="" { (none) } }
                @for choice in choices {
                    option value=(choice.value) selected[choice.value == field.value] { (choice.label) }
                }
            }
        },
        _ => input(field, id, described, invalid),
    }
}

fn input(field: &Field<'_>, id: &str, described: Option<String>, invalid: Option<&str>) -> Markup {
    let (kind, mode) = match field.kind {
        FieldKind::Email => ("email", None),
        FieldKind::Phone => ("tel", None),
        FieldKind::Url => ("url", None),
        FieldKind::Code => ("text", Some("numeric")),
        FieldKind::Password { .. } => ("password", None),
        // A number or a date field drops what it cannot read; what was typed must stay, so it becomes text.
        FieldKind::Number { .. } if unread(field.value, |c| c.is_ascii_digit() || c == '-') => {
            ("text", Some("decimal"))
        }
        FieldKind::Date if unread(field.value, |c| c.is_ascii_digit() || c == '-') => ("text", None),
        FieldKind::Number { .. } => ("number", None),
        FieldKind::Date => ("date", None),
        FieldKind::DateTime => ("datetime-local", None),
        FieldKind::Time => ("time", None),
        FieldKind::File { .. } => ("file", None),
        _ => ("text", None),
    };
    let (min, max) = match field.kind {
        FieldKind::Number { min, max } => (min, max),
        _ => (None, None),
    };
    let accept = if let FieldKind::File { accept } = field.kind { Some(accept) } else { None };
    let autocomplete = field.autocomplete.or(match field.kind {
        FieldKind::Password { new: true } => Some("new-password"),
        FieldKind::Password { new: false } => Some("current-password"),
        FieldKind::Code => Some("one-time-code"),
        _ => None,
    });
    // A password is never written back into a page, and a browser takes no value for a file.
    let keeps = !matches!(field.kind, FieldKind::Password { .. } | FieldKind::File { .. });
    html! {
        input id=(id) name=(field.name) type=(kind) inputmode=[mode] value=[keeps.then_some(field.value)]
            min=[min] max=[max] accept=[accept] maxlength=[field.most] autocomplete=[autocomplete]
            required[field.required] aria-describedby=[described] aria-invalid=[invalid]
            autofocus[field.autofocus];
    }
}

/// Whether a value holds letters that its field could not show.
fn unread(value: &str, known: impl Fn(char) -> bool) -> bool {
    !value.chars().all(known)
}

fn check(field: &Field<'_>, id: &str) -> Markup {
    html! {
        div.field.field-wrong[field.error.is_some()] {
            label.check for=(id) {
                input id=(id) type="checkbox" name=(field.name) value="true" checked[field.value == "true"]
                    required[field.required] aria-describedby=[field.described(id)]
                    aria-invalid=[field.error.map(|_| "true")];
                span { (field.label) }
            }
            (hint(field, id))
            (error(field, id))
        }
    }
}

fn group(field: &Field<'_>, id: &str, choices: &[Choice], kind: &str, chosen: &[String]) -> Markup {
    html! {
        fieldset.field.field-wrong[field.error.is_some()] id=(id) aria-describedby=[field.described(id)] {
            legend.field-label { (field.label) (optional(field)) }
            (hint(field, id))
            div.choices {
                @for (place, choice) in choices.iter().enumerate() {
                    label.choice for={ (id) "-" (place) } {
                        input id={ (id) "-" (place) } type=(kind) name=(field.name) value=(choice.value)
                            checked[chosen.contains(&choice.value)]
                            required[field.required && kind == "radio"];
                        span {
                            (choice.label)
                            @if let Some(hint) = &choice.hint { small.choice-hint { (hint) } }
                        }
                    }
                }
            }
            (error(field, id))
        }
    }
}
