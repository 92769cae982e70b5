//! The forms of this slice's orders, each drawn from the order itself.

use crate::{AddAsset, AssetCard, ReviseAsset, needs::Places};
use kernel::OrgId;
pub(super) use markup::{Choices, OrderForm};
use markup::{Markup, html};
use office::{Order, schema_of};
use serde_json::json;

/// The form of an order.
pub(super) fn form<O: Order>(form: &OrderForm) -> Markup {
    markup::order_form(O::ACT.name, schema_of::<O>(), form)
}

/// The same, folded.
pub(super) fn folded<O: Order>(summary: &str, form: &OrderForm) -> Markup {
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), form)
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
        (form::<AddAsset>(&OrderForm {
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
        (form::<ReviseAsset>(&OrderForm {
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
