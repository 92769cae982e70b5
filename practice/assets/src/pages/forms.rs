//! The forms of this slice's orders, each drawn from the order itself.

use crate::{AddAsset, AssetCard, PasteImport, RetireAsset, ReviseAsset, needs::Places};
use kernel::OrgId;
use markup::{ActForm, Markup, html, schema_form};
use office::Order;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::LazyLock};

/// What may be chosen, by field: value and label.
pub(super) type Choices = BTreeMap<String, Vec<(String, String)>>;

/// An order whose form stands on a page of this slice.
pub(super) trait Drawn: Order {
    /// The order's JSON Schema, made once.
    fn schema() -> &'static Value;
}

macro_rules! drawn {
    ($($order:ident)*) => {$(
        impl Drawn for $order {
            fn schema() -> &'static Value {
                static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!($order).to_value());
                &SCHEMA
            }
        }
    )*};
}

drawn! { AddAsset ReviseAsset RetireAsset PasteImport }

/// What a form holds.
pub(super) struct Form<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// The button: a verb.
    pub verb: &'a str,
    /// The field that the page itself says, and its value.
    pub of: Option<(&'a str, &'a str)>,
    /// Where to go on.
    pub next: &'a str,
    pub values: Value,
    pub choices: Choices,
    pub danger: bool,
}

/// The form of an order.
pub(super) fn form<O: Drawn>(form: &Form) -> Markup {
    let action = format!("/do/{}", O::ACT.name);
    let mut hidden = vec![("_next", form.next)];
    let mut leave_out = Vec::new();
    if let Some((name, value)) = form.of {
        hidden.push((name, value));
        leave_out.push(name);
    }
    schema_form(&ActForm {
        values: &form.values,
        choices: &form.choices,
        leave_out: &leave_out,
        hidden: &hidden,
        danger: form.danger,
        ..ActForm::new(form.id, &action, form.verb, O::schema())
    })
}

/// The places of an organization to choose from; a department says where it is.
pub(super) fn places(places: &Places) -> Choices {
    let locations = places.locations.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let departments = places
        .departments
        .iter()
        .map(|(id, at, name)| {
            let at = places.location_name(*at).unwrap_or_default();
            (id.to_string(), format!("{name} ({at})"))
        })
        .collect();
    Choices::from([("location".to_owned(), locations), ("department".to_owned(), departments)])
}

/// What the page for a new asset shows.
pub struct AddPage<'a> {
    pub org: OrgId,
    pub organization: &'a str,
    pub places: &'a Places,
}

/// The page on which an asset is added.
pub fn add_page(page: &AddPage) -> Markup {
    let org = page.org.to_string();
    html! {
        p { "For " a href={ "/organizations/" (org) } { (page.organization) } }
        (form::<AddAsset>(&Form {
            id: "add-asset",
            verb: "Add it",
            of: Some(("org", &org)),
            next: "/assets/{asset}",
            values: json!({ "state": "in-use", "patch_authority": "own-it", "criticality": "office" }),
            choices: places(page.places),
            danger: false,
        }))
    }
}

/// What the page for revising an asset shows.
pub struct RevisePage<'a> {
    pub card: &'a AssetCard,
    pub places: &'a Places,
}

/// The page on which an asset is revised, or retired.
pub fn revise_page(page: &RevisePage) -> Markup {
    let id = page.card.id.to_string();
    let here = format!("/assets/{id}");
    let values = serde_json::to_value(&page.card.particulars).unwrap_or_default();
    html! {
        p { a href=(here) { (page.card.particulars.name) } }
        (form::<ReviseAsset>(&Form {
            id: "revise-asset",
            verb: "Revise it",
            of: Some(("asset", &id)),
            next: &here,
            values,
            choices: places(page.places),
            danger: false,
        }))
        p { a href=(here) { "Leave it as it is" } }
    }
}
