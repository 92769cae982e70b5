//! Signing in safely: password, authenticator, recovery codes, passkeys, tokens for programs.

use super::{Errors, day, error, paths, whole};
use crate::{AuthenticatorState, MePage, TokenMade, TotpBegun};
use kernel::Duty;
use markup::{
    ActButton, ButtonKind, Choice, Field, FieldKind, Markup, Tone, act_button, button, field, html, notice,
    panel, qr_code, words,
};

/// What is shown once, right after it was made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown<'a> {
    pub totp: Option<&'a TotpBegun>,
    pub recovery_codes: &'a [String],
    pub token: Option<&'a TokenMade>,
}

/// The page "Signing in".
pub fn security(page: &MePage, shown: Shown, errors: &Errors, zone: &str) -> Markup {
    html! {
        (whole(errors))
        @if !shown.recovery_codes.is_empty() { (recovery_codes(shown.recovery_codes)) }
        @if let Some(token) = shown.token { (token_once(token, zone)) }
        @if !page.second_factor && has_factor(page) {
            (panel("step-up", "Second factor", None, &step_up(errors)))
        }
        (panel("authenticator", "Authenticator", None, &authenticator(page, shown.totp, errors)))
        (panel("passkeys", "Passkeys", None, &passkeys(page)))
        @if has_factor(page) { (panel("recovery", "Recovery codes", None, &recovery(page))) }
        (panel("password", "Password", None, &password(errors)))
        @if page.me.duties.contains(&Duty::RunHouse) {
            (panel("tokens", "Tokens for programs", None, &tokens(page, errors)))
        }
    }
}

fn has_factor(page: &MePage) -> bool {
    page.authenticator == AuthenticatorState::Confirmed || !page.passkeys.is_empty()
}

fn act(name: &str, label: &str, fields: &[(&str, &str)]) -> Markup {
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("_next", paths::SECURITY)]).collect();
    let action = format!("/do/people.{name}");
    act_button(&ActButton { action: &action, label, fields: &all, ..ActButton::default() })
}

/// An act whose answer is shown once, on this page.
fn once(name: &str, label: &str) -> Markup {
    let action = format!("{}/{name}", paths::SECURITY);
    act_button(&ActButton { action: &action, label, ..ActButton::default() })
}

fn code_form(act: &str, label: &str, verb: &str, kind: ButtonKind, errors: &Errors) -> Markup {
    html! {
        form.form id=(act) method="post" action={ (paths::SECURITY) "/" (act) } {
            (field(&Field {
                form: act, name: "code", label, kind: FieldKind::Code, required: true,
                error: error(errors, "code"),
                ..Field::default()
            }))
            div.buttons { (button(kind, verb)) }
        }
    }
}

fn step_up(errors: &Errors) -> Markup {
    html! {
        p { "You signed in without your second factor. Show it to look at PHI and to change anything here." }
        (code_form("step-up", "Code", "Show it", ButtonKind::Primary, errors))
    }
}

fn authenticator(page: &MePage, begun: Option<&TotpBegun>, errors: &Errors) -> Markup {
    match (page.authenticator, begun) {
        (AuthenticatorState::Confirmed, _) => html! {
            p { "You have an authenticator. Its code is asked for when you sign in." }
            details { summary { "Take it away" }
                (code_form("end-totp", "Code", "Take it away", ButtonKind::Danger, errors)) }
        },
        (_, Some(begun)) => html! {
            p { "Point your authenticator at this square, or type the letters. Then give the code it shows." }
            @if let Some(square) = qr_code(&begun.url, "Square code for an authenticator") { (square) }
            p { code { (begun.secret) } }
            (code_form("confirm-totp", "Code", "Confirm", ButtonKind::Primary, errors))
        },
        (state, None) => html! {
            p { "An app on your telephone that shows six digits. "
                @if state == AuthenticatorState::Begun { "You began to enrol one and did not confirm it." } }
            @if state == AuthenticatorState::Begun {
                (code_form("confirm-totp", "Code", "Confirm", ButtonKind::Plain, errors))
            }
            (once("begin-totp", "Enrol an authenticator"))
        },
    }
}

fn passkeys(page: &MePage) -> Markup {
    html! {
        @if page.passkeys.is_empty() {
            p { "A passkey is the fastest way in: one touch, and both factors at once." }
        }
        ul {
            @for key in &page.passkeys {
                li id=(key.id) {
                    (key.name) ", since " (day(key.made_at))
                    @if let Some(used) = key.used_at { ", last used " (day(used)) }
                    " " (act("end-passkey", "Take it away", &[("passkey", &key.id.to_string())]))
                }
            }
        }
        form.form id="add-passkey" method="post" action=(paths::PASSKEY_FINISH)
            data-passkey-register data-options=(paths::PASSKEY_BEGIN) {
            (field(&Field {
                form: "add-passkey", name: "name", label: "What you call it", required: true, most: Some(200),
                ..Field::default()
            }))
            p.field-error data-message role="alert" {}
            noscript { p { "A passkey needs scripts in this browser. An authenticator does without." } }
            div.buttons { (button(ButtonKind::Plain, "Add a passkey")) }
        }
    }
}

fn recovery(page: &MePage) -> Markup {
    html! {
        p { "You have " (words::counted(page.recovery_codes_left, "recovery code", "recovery codes"))
            " left. Each stands in for your second factor once." }
        @if page.second_factor { (once("new-recovery-codes", "Make ten new ones")) }
    }
}

fn recovery_codes(codes: &[String]) -> Markup {
    notice(
        Tone::Done,
        &html! {
            p { "Print these recovery codes or write them down. They are shown once, and each works once." }
            ul { @for code in codes { li { code { (code) } } } }
        },
    )
}

fn password(errors: &Errors) -> Markup {
    let one = |name, label, new, hint| {
        let kind = FieldKind::Password { new };
        let error = error(errors, name);
        field(&Field {
            form: "change-password",
            name,
            label,
            kind,
            hint,
            error,
            required: true,
            ..Field::default()
        })
    };
    html! {
        form.form id="change-password" method="post" action={ (paths::SECURITY) "/change-password" } {
            (one("current", "Password until now", false, None))
            (one("new", "New password", true, Some("At least 12 letters. Your other sessions end.")))
            div.buttons { (button(ButtonKind::Plain, "Change password")) }
        }
    }
}

fn token_once(token: &TokenMade, zone: &str) -> Markup {
    notice(
        Tone::Done,
        &html! {
            p { "Copy this token now. It is shown once, and it counts until "
                (words::local_long(token.until.micros(), zone)) "." }
            p { code { (token.secret) } }
        },
    )
}

fn tokens(page: &MePage, errors: &Errors) -> Markup {
    let own = page.me.duties.iter().filter(|d| **d != Duty::Anybody);
    let choices: Vec<Choice> = own.map(|d| Choice::new(d.word(), words::humane(d.word()))).collect();
    let one = |name, label, value, kind, required| {
        let error = error(errors, name);
        field(&Field { form: "make-token", name, label, value, kind, required, error, ..Field::default() })
    };
    html! {
        ul {
            @for token in &page.tokens {
                li id=(token.id) {
                    (token.name) ", " @if token.over { "ended " } @else { "until " } (day(token.until)) ": "
                    (token.duties.iter().map(|d| words::humane(d.word())).collect::<Vec<_>>().join(", "))
                    @if let Some(orgs) = &token.organizations {
                        @let many = i64::try_from(orgs.len()).unwrap_or(0);
                        ", at " (words::counted(many, "organization", "organizations"))
                    }
                    " " (act("end-token", "End it", &[("token", &token.id.to_string())]))
                }
            }
        }
        form.form id="make-token" method="post" action={ (paths::SECURITY) "/make-token" } {
            (one("name", "Program", "", FieldKind::Text, true))
            (one("duties", "What it may do", "", FieldKind::Checks { choices: &choices, chosen: &[] }, true))
            (one("days", "Days", "90", FieldKind::Number { min: Some(1), max: Some(366) }, true))
            div.buttons { (button(ButtonKind::Plain, "Make a token")) }
        }
    }
}
