//! An order's form where it belongs on a page: what the page knows already goes along unseen, and afterwards the same
//! page is shown again. Every slice draws its forms with this.

use crate::pieces::{ActButton, ButtonKind, act_button};
use crate::schema::{ActForm, schema_form};
use maud::{Markup, html};
use serde_json::Value;
use std::collections::BTreeMap;

/// What may be chosen, by field: value and label.
pub type Choices = BTreeMap<String, Vec<(String, String)>>;

/// What a form of an order holds.
#[derive(Clone, Debug, Default)]
pub struct OrderForm<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// The button: a verb.
    pub verb: &'a str,
    /// The field that the page itself says, and its value.
    pub of: Option<(&'a str, &'a str)>,
    /// Where to go afterwards.
    pub next: &'a str,
    /// What stands in it already.
    pub values: Value,
    pub choices: Choices,
    /// Red, for what hurts and cannot be undone.
    pub danger: bool,
}

/// Draws the form of the order `act`, which describes itself by `schema`.
pub fn order_form(act: &str, schema: &Value, form: &OrderForm<'_>) -> Markup {
    let action = format!("/do/{act}");
    let hidden: Vec<(&str, &str)> = form.of.into_iter().chain([("_next", form.next)]).collect();
    let leave_out: Vec<&str> = form.of.iter().map(|(field, _)| *field).collect();
    schema_form(&ActForm {
        values: &form.values,
        choices: &form.choices,
        leave_out: &leave_out,
        hidden: &hidden,
        danger: form.danger,
        ..ActForm::new(form.id, &action, form.verb, schema)
    })
}

/// The same, folded: nothing is in the way until somebody wants it.
pub fn folded_form(summary: &str, act: &str, schema: &Value, form: &OrderForm<'_>) -> Markup {
    html! { details id={ (form.id) "-fold" } { summary { (summary) } (order_form(act, schema, form)) } }
}

/// A button that gives an order which needs nothing but what the page says.
pub fn press(act: &str, of: (&str, &str), next: &str, verb: &str, kind: ButtonKind) -> Markup {
    act_button(&ActButton {
        action: &format!("/do/{act}"),
        label: verb,
        kind,
        fields: &[of, ("_next", next)],
        says: None,
        live: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_page_says_goes_along_unseen() {
        let schema = json!({ "type": "object", "properties": {
            "place": { "type": "string" }, "name": { "type": "string" } }, "required": ["place", "name"] });
        let form = OrderForm {
            id: "add",
            verb: "Add it",
            of: Some(("place", "loc_1")),
            next: "/places",
            values: json!({ "name": "<b>" }),
            ..OrderForm::default()
        };
        let drawn = folded_form("Add a place", "places.add", &schema, &form).into_string();
        assert!(drawn.contains(r#"<input type="hidden" name="place" value="loc_1">"#), "{drawn}");
        assert!(drawn.contains(r#"<input type="hidden" name="_next" value="/places">"#));
        assert!(drawn.contains("/do/places.add") && drawn.contains("&lt;b&gt;"));
        assert_eq!(drawn.matches(r#"name="place""#).count(), 1);
    }
}
