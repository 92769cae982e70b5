//! An order's form where it belongs on a page, drawn from the order itself: open, or folded until somebody wants it.
//! Several of one kind may stand on a page, so each is called by what it is about.

use crate::{Order, schema_of};
use markup::{Choices, Markup, OrderForm};
use serde_json::Value;

fn id<O: Order>(of: (&str, &str)) -> String {
    let act = O::ACT.name.replace('.', "-");
    if of.1.is_empty() { act } else { format!("{act}-{}", of.1) }
}

/// A form that is open. `of` is the field that the page itself says, with its value; `next` is where to go afterwards.
pub fn form<O: Order>(verb: &str, of: (&str, &str), next: &str, values: Value, choices: Choices) -> Markup {
    let form = OrderForm { id: &id::<O>(of), verb, of: Some(of), next, values, choices, danger: false };
    markup::order_form(O::ACT.name, schema_of::<O>(), &form)
}

/// The same, folded under a summary.
pub fn folded<O: Order>(
    (summary, verb): (&str, &str),
    of: (&str, &str),
    next: &str,
    values: Value,
    choices: Choices,
) -> Markup {
    let form = OrderForm { id: &id::<O>(of), verb, of: Some(of), next, values, choices, danger: false };
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), &form)
}
