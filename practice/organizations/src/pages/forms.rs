//! The forms of this slice's orders, each drawn from the order itself.

use crate::{
    AddDepartment, AddLocation, AddOrganization, NameAccountOwner, ReviseDepartment, ReviseLocation,
    ReviseOrganization, ZONES,
};
use markup::{ActForm, Markup, html, schema_form};
use office::Order;
use serde_json::Value;
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

drawn! {
    AddOrganization ReviseOrganization NameAccountOwner AddLocation ReviseLocation
    AddDepartment ReviseDepartment
}

/// A folded form: nothing is in the way until somebody wants it.
pub(super) struct Folded<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What opens it.
    pub summary: &'a str,
    /// The button.
    pub verb: &'a str,
    /// The id that the page knows already: field and value.
    pub of: Option<(&'a str, &'a str)>,
    /// Where to go afterwards.
    pub next: &'a str,
    pub values: Value,
    pub choices: Choices,
}

/// Draws the form of `O` inside a `details`.
pub(super) fn folded<O: Drawn>(form: &Folded) -> Markup {
    let action = format!("/do/{}", O::ACT.name);
    let hidden: Vec<(&str, &str)> = form.of.into_iter().chain([("_next", form.next)]).collect();
    let leave_out: Vec<&str> = form.of.iter().map(|(field, _)| *field).collect();
    let act = ActForm {
        values: &form.values,
        choices: &form.choices,
        leave_out: &leave_out,
        hidden: &hidden,
        ..ActForm::new(form.id, &action, form.verb, O::schema())
    };
    html! {
        details id={ (form.id) "-fold" } { summary { (form.summary) } (schema_form(&act)) }
    }
}

/// Zones to choose from; a zone that is already there and not among them is offered as well.
pub(super) fn zones(there: Option<&str>) -> Choices {
    let mut offered: Vec<(String, String)> =
        ZONES.iter().map(|(zone, called)| ((*zone).to_owned(), format!("{called} · {zone}"))).collect();
    if let Some(zone) = there.filter(|z| !ZONES.iter().any(|(known, _)| known == z)) {
        offered.push((zone.to_owned(), zone.to_owned()));
    }
    BTreeMap::from([("zone".to_owned(), offered)])
}
