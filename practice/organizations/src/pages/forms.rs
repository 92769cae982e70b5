//! The forms of this slice's orders, each drawn from the order itself, and the time zones they offer.

use crate::ZONES;
use markup::Markup;
pub(super) use markup::{Choices, OrderForm};
use office::{Order, schema_of};

/// Draws the form of `O`.
pub(super) fn form<O: Order>(form: &OrderForm) -> Markup {
    markup::order_form(O::ACT.name, schema_of::<O>(), form)
}

/// The same, folded.
pub(super) fn folded<O: Order>(summary: &str, form: &OrderForm) -> Markup {
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), form)
}

/// Zones to choose from; a zone that is already there and not among them is offered as well.
pub(super) fn zones(there: Option<&str>) -> Choices {
    let mut offered: Vec<(String, String)> =
        ZONES.iter().map(|(zone, called)| ((*zone).to_owned(), format!("{called} · {zone}"))).collect();
    if let Some(zone) = there.filter(|z| !ZONES.iter().any(|(known, _)| known == z)) {
        offered.push((zone.to_owned(), zone.to_owned()));
    }
    Choices::from([("zone".to_owned(), offered)])
}
