//! The repairs and loans of an asset, on the asset's page.

use super::repairs::back;
use super::{Names, holder};
use crate::questions::{Loan, OfOneAsset};
use crate::{LendAsset, OpenRepair, ReturnLoan, WipeLoaner};
use markup::{Choices, Markup, html, moment, panel};
use office::form::folded;
use serde_json::Value;

/// What the panel shows.
pub struct AssetView<'a> {
    pub told: &'a OfOneAsset,
    /// Names of people and departments by id.
    pub names: &'a Names,
    /// To whom it may be lent.
    pub people: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    /// Whether the viewer may act here.
    pub works: bool,
}

/// The panel.
pub fn asset_hands(view: &AssetView) -> Markup {
    let told = view.told;
    let body = html! {
        @if told.repairs.is_empty() && told.loans.is_empty() {
            p.soft { "It was never in repair and never lent. Every hand it goes through will stand here." }
        }
        ul.plain {
            @for r in &told.repairs { li {
                a href={ "/repairs/" (r.id) } { "Repair of " (moment(r.opened_at.micros(), &r.zone)) } " · "
                (holder(view.names, &r.holder, r.vendor_name.as_deref())) " · " (back(r, told.now))
            } }
            @for l in &told.loans { li { (lent(view, l)) } }
        }
        @if view.works { (acts(view)) }
    };
    panel("hands", "Repairs and loans", None, &body)
}

fn lent(view: &AssetView, l: &Loan) -> Markup {
    html! {
        "Lent to " (holder(view.names, &l.to, None)) " " (moment(l.lent_at.micros(), &l.zone)) " · "
        @match (l.returned_at, l.returned_condition) {
            (Some(at), Some(condition)) => {
                "back " (moment(at.micros(), &l.zone)) " (" (condition.title().to_lowercase()) ")"
            }
            _ => { "due back " (l.due_on) @if l.late(view.told.now) { " · " b { "late" } } }
        }
        @if l.waits_for_wipe() { " · " b { "held ePHI and waits to be wiped" } }
        @if let Some(method) = l.method { " · wiped (NIST SP 800-88: " (method.title().to_lowercase()) ")" }
    }
}

/// The acts that fit how it stands.
fn acts(view: &AssetView) -> Markup {
    let told = view.told;
    let (id, here) = (told.asset.to_string(), format!("/assets/{}", told.asset));
    let of = ("asset", id.as_str());
    let last = told.loans.first();
    let in_repair = told.repairs.iter().any(|r| r.ended_at.is_none());
    let people = Choices::from([
        ("person".to_owned(), view.people.clone()),
        ("department".to_owned(), view.departments.clone()),
        ("repair".to_owned(), Vec::new()),
    ]);
    let tickets = Choices::from([("ticket".to_owned(), Vec::new())]);
    html! {
        @if last.is_some_and(|l| l.returned_at.is_none()) {
            (folded::<ReturnLoan>(("It came back", "Take it back"), of, &here, Value::Null, Choices::new()))
        } @else if last.is_some_and(Loan::waits_for_wipe) {
            (folded::<WipeLoaner>(("It was wiped", "Keep it"), of, &here, Value::Null, Choices::new()))
        } @else if !in_repair {
            (folded::<LendAsset>(("Lend it", "Lend it"), of, &here, Value::Null, people))
        }
        @if !in_repair {
            (folded::<OpenRepair>(("Take it for repair", "Take it"), of, "/repairs/{repair}", Value::Null, tickets))
        }
    }
}
