//! Buttons say what they do with a verb. One page has one primary button; a red one is kept for what hurts
//! and cannot be undone. A button that changes something is a form, so that it works without a script.

use maud::{Markup, html};

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one act this page is for.
    Primary,
    /// Everything else that acts.
    #[default]
    Plain,
    /// Beside a text, as a text.
    Quiet,
    /// What hurts and cannot be undone.
    Danger,
}

impl ButtonKind {
    pub(crate) fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button button-primary",
            ButtonKind::Plain => "button",
            ButtonKind::Quiet => "button button-quiet",
            ButtonKind::Danger => "button button-danger",
        }
    }
}

/// The button that sends the form around it.
pub fn button(kind: ButtonKind, label: &str) -> Markup {
    html! { button class=(kind.class()) type="submit" { (label) } }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
pub fn link_button(kind: ButtonKind, href: &str, label: &str) -> Markup {
    html! { a class=(kind.class()) href=(href) { (label) } }
}

/// A form that is nothing but its button.
#[derive(Clone, Debug, Default)]
pub struct ActButton<'a> {
    /// Where it is posted.
    pub action: &'a str,
    /// The verb.
    pub label: &'a str,
    pub kind: ButtonKind,
    /// Name and value of what goes along.
    pub fields: &'a [(&'a str, &'a str)],
    /// For a screen reader, when the verb alone does not say what it acts on.
    pub says: Option<&'a str>,
    /// Whether the script may send it and morph the page in place.
    pub live: bool,
}

/// A button that acts at once.
pub fn act_button(act: &ActButton<'_>) -> Markup {
    html! {
        form.act method="post" action=(act.action) data-live[act.live] {
            @for (name, value) in act.fields {
                input type="hidden" name=(name) value=(value);
            }
            button class=(act.kind.class()) type="submit" aria-label=[act.says] { (act.label) }
        }
    }
}
