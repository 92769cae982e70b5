//! The forms of this slice's orders, each drawn from the order itself.

use markup::{Choices, Markup, OrderForm};
use office::{Order, schema_of};
use serde_json::Value;

/// Draws the form of `O`; `of` is the field that the page itself says, with its value.
pub(super) fn form<O: Order>(verb: &str, of: (&str, &str), next: &str, values: Value) -> Markup {
    with_choices::<O>(verb, of, next, values, Choices::new())
}

/// The same, with what may be chosen.
pub(super) fn with_choices<O: Order>(
    verb: &str,
    of: (&str, &str),
    next: &str,
    values: Value,
    choices: Choices,
) -> Markup {
    let id = O::ACT.name.replace('.', "-");
    let form = OrderForm { id: &id, verb, of: Some(of), next, values, choices, danger: false };
    markup::order_form(O::ACT.name, schema_of::<O>(), &form)
}

/// A form that is folded until somebody wants it.
pub(super) fn folded<O: Order>(
    summary: &str,
    verb: &str,
    of: (&str, &str),
    next: &str,
    values: Value,
) -> Markup {
    let id = O::ACT.name.replace('.', "-");
    let form = OrderForm { id: &id, verb, of: Some(of), next, values, ..OrderForm::default() };
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), &form)
}
