//! The forms of this slice's orders, each drawn from the order itself and folded until somebody wants it. Several of one
//! kind stand on a page, so each is called by what it is for.

use markup::{Choices, Markup, OrderForm};
use office::{Order, schema_of};
use serde_json::Value;

/// What tells one form from another of the same order on the same page.
fn id<O: Order>(of: (&str, &str), values: &Value) -> String {
    let mut id = format!("{}-{}", O::ACT.name.replace('.', "-"), of.1);
    for key in ["department", "asset", "place", "form"] {
        match values.get(key) {
            Some(Value::String(text)) => id = format!("{id}-{text}"),
            Some(Value::Number(number)) => id = format!("{id}-{number}"),
            _ => {}
        }
    }
    id
}

/// A form that is open.
pub(super) fn form<O: Order>(
    verb: &str,
    of: (&str, &str),
    next: &str,
    values: Value,
    choices: Choices,
) -> Markup {
    let id = id::<O>(of, &values);
    let form = OrderForm { id: &id, verb, of: Some(of), next, values, choices, danger: false };
    markup::order_form(O::ACT.name, schema_of::<O>(), &form)
}

/// A form that is folded.
pub(super) fn folded<O: Order>(
    (summary, verb): (&str, &str),
    of: (&str, &str),
    next: &str,
    values: Value,
    choices: Choices,
) -> Markup {
    let id = id::<O>(of, &values);
    let form = OrderForm { id: &id, verb, of: Some(of), next, values, choices, danger: false };
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), &form)
}
