//! The questions of 45 CFR 160.103, for the organization itself to answer and sign.

use super::Names;
use super::forms::{Choices, OrderForm, form};
use crate::KeepNotRequired;
use kernel::OrgId;
use markup::{Markup, Tone, html, notice};
use serde_json::Value;

/// What the page shows.
pub struct NotRequiredView<'a> {
    pub organization: OrgId,
    pub names: &'a Names<'a>,
    /// Who may be chosen: id and name.
    pub associates: Vec<(String, String)>,
    /// What was typed before, if it was not taken.
    pub values: Value,
}

/// The page's content.
pub fn not_required_page(view: &NotRequiredView) -> Markup {
    let next = format!("/organizations/{}/agreements", view.organization);
    html! {
        (notice(Tone::Law, &html! {
            p { "Whoever creates, receives, maintains or transmits PHI for "
                (view.names.organization(view.organization))
                " is its business associate and needs an agreement. These \
                 questions decide whether another party \
                 is one. Leave open what nobody knows: an open question never counts in favour of none being \
                 required." }
            p.citation { cite { "45 CFR 160.103" } }
        }))
        (form::<KeepNotRequired>(&OrderForm {
            id: "not-required",
            verb: "Sign and keep the answers",
            of: Some(("client", &view.organization.to_string())),
            next: &next,
            values: view.values.clone(),
            choices: Choices::from([("associate".to_owned(), view.associates.clone())]),
            danger: false,
        }))
    }
}
