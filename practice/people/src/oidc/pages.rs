//! How sign-in with an organization's own accounts is set up, and who came by it.

use super::{EndIdentityProvider, ProvidersOf, SetIdentityProvider};
use markup::{
    ButtonKind, Choices, Empty, Markup, OrderForm, definitions, empty_state, html, moment, order_form, panel,
    press,
};
use office::{Order, schema_of};
use serde_json::Value;

/// The page's content. `origin` is where this house is reached, `zone` the viewer's.
pub fn providers_page(page: &ProvidersOf, origin: &str, zone: &str) -> Markup {
    let here = format!("/organizations/{}/identity-providers", page.org);
    html! {
        @if !page.arrived.is_empty() { (panel("arrived", "Whose roles wait for a look", None, &arrived(page, zone))) }
        @if page.providers.is_empty() {
            (empty_state(&Empty {
                title: "People here sign in with a password or a passkey.",
                will_hold: "An identity provider stands here once one is set. Passwords go on working, also when it \
                            is down.",
                act: None,
            }))
        }
        @for line in &page.providers {
            (panel(&line.provider.to_string(), &line.name, None, &html! {
                (definitions(&[
                    ("Issuer", html! { code { (line.issuer) } }),
                    ("Client id", html! { code { (line.client_id) } }),
                    ("Sign-in begins at", html! { code { (origin) (super::provider::starts_at(line.provider)) } }),
                    ("Redirect address", html! { code { (origin) "/sign-in/back" } }),
                    ("Back-channel logout", html! { code { (origin) "/sign-in/leave/" (line.provider) } }),
                    ("Its second factor", html! { @if line.trusts_factors { "counts" } @else { "does not count" } }),
                    ("New people", html! {
                        @if line.admits { "come in as reporters, until their roles are looked at" }
                        @else { "do not come in" }
                    }),
                ]))
                (press(EndIdentityProvider::ACT.name, ("provider", &line.provider.to_string()), &here, "End it",
                    ButtonKind::Quiet))
            }))
        }
        (panel("set", "Set a provider", None, &set(page, &here, origin)))
    }
}

fn arrived(page: &ProvidersOf, zone: &str) -> Markup {
    html! {
        p { "They came in with the organization's own account and may report trouble. Give them their roles, or keep \
             them as they are." }
        ul.plain { @for one in &page.arrived { li {
            a href={ "/people/" (one.person) } { (one.name) } " · since " (moment(one.at.micros(), zone))
        } } }
    }
}

fn set(page: &ProvidersOf, here: &str, origin: &str) -> Markup {
    let org = page.org.to_string();
    html! {
        p { "Register this house there first: the redirect address is " code { (origin) "/sign-in/back" } "." }
        (order_form(SetIdentityProvider::ACT.name, schema_of::<SetIdentityProvider>(), &OrderForm {
            id: "set-provider",
            verb: "Set it",
            of: Some(("org", &org)),
            next: here,
            values: Value::Null,
            choices: Choices::new(),
            danger: false,
        }))
    }
}
