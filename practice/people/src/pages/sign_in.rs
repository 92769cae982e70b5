//! Before anybody is known: sign in, come back from the lock, accept an invitation.

use super::{Errors, error, paths, whole};
use crate::{Class, Known};
use markup::{
    ButtonKind, Choice, Field, FieldKind, Markup, Tone, button, field, hidden, html, link_button, notice,
    panel,
};

/// What the sign-in page shows again after a mistake.
#[derive(Debug, Clone, Default)]
pub struct SignInForm<'a> {
    pub email: &'a str,
    pub class: Option<Class>,
    /// Where it leads afterwards.
    pub next: &'a str,
    pub errors: Option<&'a Errors>,
    /// Whose session stands at this workstation and ends when somebody else signs in.
    pub switching_from: Option<&'a str>,
    /// Where a sign-in with the account of one's own organization begins, at a workstation that knows it.
    pub own_account: Option<&'a str>,
}

static NONE: Errors = Errors::new();

fn classes() -> Vec<Choice> {
    let hint = |class: Class| match class {
        Class::Private => "Locks after 30 min without a touch, ends after 12 h.",
        Class::Shared => "Locks after 3 min without a touch, ends after 12 h.",
        Class::Kiosk => "Ends after 2 min without a touch, and after 15 min.",
    };
    [Class::Private, Class::Shared, Class::Kiosk]
        .map(|c| Choice { value: c.word().into(), label: c.title().into(), hint: Some(hint(c).into()) })
        .to_vec()
}

/// Sign in; at a shared station also: change the person in one step.
pub fn sign_in(form: &SignInForm) -> Markup {
    let errors = form.errors.unwrap_or(&NONE);
    let choices = classes();
    let class = form.class.unwrap_or(Class::Private).word();
    let text = |name, label, value, kind, autocomplete| Field {
        form: "sign-in",
        name,
        label,
        value,
        kind,
        autocomplete,
        error: error(errors, name),
        required: true,
        ..Field::default()
    };
    html! {
        @if let Some(name) = form.switching_from {
            (notice(Tone::Info, &html! {
                p { "The session of " (name)
                    " at this station ends when you sign in. Drafts are kept for each person." }
            }))
        }
        @if let Some(href) = form.own_account {
            div.buttons { (link_button(ButtonKind::Primary, href, "Sign in with your organization's account")) }
        }
        form.form id="sign-in" method="post" action=(paths::SIGN_IN) {
            (whole(errors))
            (hidden("_next", form.next))
            (field(&Field {
                autofocus: true,
                ..text("email", "E-mail address", form.email, FieldKind::Email, Some("username"))
            }))
            (field(&text("password", "Password", "", FieldKind::Password { new: false }, None)))
            (field(&Field {
                required: false,
                hint: Some("If you have an authenticator. You can also give it on the next page."),
                ..text("code", "Code", "", FieldKind::Code, None)
            }))
            (field(&Field {
                kind: FieldKind::Radio { choices: &choices },
                ..text("class", "This workstation", class, FieldKind::Text, None)
            }))
            div.buttons { (button(ButtonKind::Primary, "Sign in")) }
        }
        (with_passkey(form.email, class, form.next))
    }
}

fn with_passkey(email: &str, class: &str, next: &str) -> Markup {
    panel(
        "passkey",
        "Or with a passkey",
        None,
        &html! {
            form.form id="passkey-sign-in" method="post" action=(paths::PASSKEY_SIGN_IN_FINISH)
                data-passkey-sign-in data-options=(paths::PASSKEY_SIGN_IN_BEGIN) {
                (hidden("_next", next))
                (hidden("class", class))
                (field(&Field {
                    form: "passkey-sign-in",
                    name: "email",
                    label: "E-mail address",
                    value: email,
                    kind: FieldKind::Email,
                    autocomplete: Some("username webauthn"),
                    required: true,
                    ..Field::default()
                }))
                p.field-error data-message role="alert" {}
                noscript { p { "A passkey needs scripts. Without them use password and code." } }
                div.buttons { (button(ButtonKind::Plain, "Use a passkey")) }
            }
        },
    )
}

/// The lock: the way back for the person whose session it is, and the way in for somebody else.
pub fn lock(known: &Known, email: &str, next: &str, errors: &Errors) -> Markup {
    let secret = |name, label, kind, hint, focus| Field {
        form: "unlock",
        name,
        label,
        kind,
        hint,
        error: error(errors, name),
        autofocus: focus,
        ..Field::default()
    };
    let password = FieldKind::Password { new: false };
    html! {
        p { "This is the session of " b { (known.name) } ". What you were writing is kept." }
        form.form id="unlock" method="post" action=(paths::UNLOCK) {
            (whole(errors))
            (hidden("_next", next))
            @if known.half {
                (field(&Field {
                    required: true,
                    ..secret("code", "Code", FieldKind::Code,
                        Some("The six digits of your authenticator, or one of your recovery codes."), true)
                }))
            } @else {
                (field(&secret("password", "Password", password, None, true)))
                @let instead = Some("Instead of the password, if you like.");
                (field(&secret("code", "Code", FieldKind::Code, instead, false)))
            }
            div.buttons { (button(ButtonKind::Primary, "Unlock")) }
        }
        (with_passkey(email, known.class.word(), next))
        div.buttons {
            a.button href="/sign-in?switch=1" { "Somebody else" }
            form.act method="post" action=(paths::SIGN_OUT) { (button(ButtonKind::Quiet, "Sign out")) }
        }
    }
}

/// Choose a password with a one-time link.
pub fn accept_invitation(link: &str, errors: &Errors) -> Markup {
    html! {
        p { "Choose a password. With it and your address you sign in from now on." }
        form.form id="invitation" method="post" action=(paths::INVITATION) {
            (whole(errors))
            @if let Some(words) = error(errors, "link") { (notice(Tone::Soon, &html! { p { (words) } })) }
            (hidden("link", link))
            (field(&Field {
                form: "invitation",
                name: "password",
                label: "Password",
                hint: Some("At least 12 letters. Four unrelated words are easy to keep in mind."),
                error: error(errors, "password"),
                kind: FieldKind::Password { new: true },
                required: true,
                autofocus: true,
                ..Field::default()
            }))
            div.buttons { (button(ButtonKind::Primary, "Choose this password")) }
        }
    }
}
