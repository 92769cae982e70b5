//! The forms of this slice's orders, each drawn from the order itself.

use markup::{ButtonKind, Markup};
pub(crate) use markup::{Choices, OrderForm};
use office::{Act, Order, schema_of};

/// Draws the form of `O`.
pub(crate) fn form<O: Order>(form: &OrderForm) -> Markup {
    markup::order_form(O::ACT.name, schema_of::<O>(), form)
}

/// The same, folded: nothing is in the way until somebody wants it.
pub(crate) fn folded<O: Order>(summary: &str, form: &OrderForm) -> Markup {
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), form)
}

/// A button that gives an order about one agreement.
pub(super) fn press(act: &Act, agreement: &str, verb: &str, kind: ButtonKind) -> Markup {
    markup::press(act.name, ("agreement", agreement), &format!("/agreements/{agreement}"), verb, kind)
}
