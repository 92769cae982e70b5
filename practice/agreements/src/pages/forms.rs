//! The forms of this slice's orders, each drawn from the order itself.

use crate::{
    DraftAgreement, KeepNotRequired, NoteDisposal, RenewAgreement, ReviseAgreement, SignForAssociate,
    SignForClient, TerminateAgreement,
};
use markup::{ActButton, ActForm, ButtonKind, Markup, act_button, html, schema_form};
use office::{Act, Order};
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
    DraftAgreement ReviseAgreement RenewAgreement SignForClient SignForAssociate
    TerminateAgreement NoteDisposal KeepNotRequired
}

/// An order's form.
pub(super) struct Form<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// The button.
    pub verb: &'a str,
    /// The id that the page knows already: field and value.
    pub of: (&'a str, &'a str),
    /// Where to go afterwards.
    pub next: &'a str,
    pub values: Value,
    pub choices: Choices,
    /// Red, for what hurts and cannot be undone.
    pub danger: bool,
}

/// Draws the form of `O`.
pub(super) fn form<O: Drawn>(form: &Form) -> Markup {
    let action = format!("/do/{}", O::ACT.name);
    schema_form(&ActForm {
        values: &form.values,
        choices: &form.choices,
        leave_out: &[form.of.0],
        hidden: &[form.of, ("_next", form.next)],
        danger: form.danger,
        ..ActForm::new(form.id, &action, form.verb, O::schema())
    })
}

/// The same, folded: nothing is in the way until somebody wants it.
pub(super) fn folded<O: Drawn>(summary: &str, inside: &Form) -> Markup {
    html! { details id={ (inside.id) "-fold" } { summary { (summary) } (form::<O>(inside)) } }
}

/// A button that gives an order about one agreement.
pub(super) fn press(act: &Act, agreement: &str, verb: &str, kind: ButtonKind) -> Markup {
    let next = format!("/agreements/{agreement}");
    act_button(&ActButton {
        action: &format!("/do/{}", act.name),
        label: verb,
        kind,
        fields: &[("agreement", agreement), ("_next", &next)],
        says: None,
        live: false,
    })
}
