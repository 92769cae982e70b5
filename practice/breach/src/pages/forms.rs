//! The forms of this slice's orders, each drawn from the order itself and folded until somebody wants it.

use markup::{Choices, Markup, OrderForm};
use office::{Order, schema_of};
use serde_json::Value;

/// A form that is folded. `part` keeps its id apart where the same form stands on a page several times.
pub(super) fn folded<O: Order>(
    (summary, verb): (&str, &str),
    of: (&str, &str),
    next: &str,
    values: Value,
    choices: Choices,
) -> Markup {
    let id = format!("{}-{}", O::ACT.name.replace('.', "-"), of.1);
    let form = OrderForm { id: &id, verb, of: Some(of), next, values, choices, danger: false };
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), &form)
}
