//! What clocks do under a service contract, on the contract's page: each switch with what was chosen, the form that
//! chooses anew, and what was chosen before.

use crate::orders::SetClockRules;
use crate::questions::ClockRulesNow;
use crate::rules::ClockRules;
use markup::{Markup, OrderForm, definitions, folded_form, moment, panel};
use maud::html;
use office::{Order, schema_of};
use serde_json::json;

/// The panel of a contract's page; `sets` is whether the viewer may choose, `name` what somebody is called.
pub fn clock_rules(now: &ClockRulesNow, zone: &str, sets: bool, name: &dyn Fn(&str) -> String) -> Markup {
    let id = now.contract.to_string();
    let here = format!("/contracts/{id}#clock-rules");
    let version = now
        .versions
        .first()
        .map_or_else(|| html! { "the house's own" }, |newest| html! { "version " (newest.version) });
    let body = html! { div.stack {
        p { "When something happens to a ticket that falls under this contract, its clocks do this:" }
        (told(&now.rules))
        p.soft { "A change makes a new version. Open tickets go by it from then on; what was resolved keeps the version \
                  that held when it was resolved." }
        @if sets {
            (folded_form("Agree on what clocks do", SetClockRules::ACT.name, schema_of::<SetClockRules>(), &OrderForm {
                id: "set-clock-rules", verb: "Make the new version", of: Some(("contract", &id)), next: &here,
                values: json!({ "rules": now.rules }), ..OrderForm::default() }))
        }
        @for before in now.versions.iter().skip(1) {
            details {
                summary { "Version " (before.version) ", until then" }
                (told(&before.rules))
            }
        }
        @for kept in &now.versions {
            p.soft { "Version " (kept.version) " was made by "
                (kept.set_by.map_or_else(|| "Orderly".to_owned(), |by| name(&by.to_string()))) ", "
                (moment(kept.set_at.micros(), zone)) }
        }
    } };
    panel("clock-rules", "What clocks do", Some(version), &body)
}

fn told(rules: &ClockRules) -> Markup {
    let rows = rules.told();
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(what, says)| (*what, html! { (says) })).collect();
    definitions(&rows)
}
