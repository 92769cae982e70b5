//! What the desk shows on a ticket before work starts: covered or not, why, at which rate, and whether the client has said
//! yes to it.

use super::super::money::dollars;
use super::super::{AcceptRate, ContractKind, EntitlementNow, NoteAcceptedRate};
use crate::pages::forms::{OrderForm, folded, form};
use markup::{Markup, Tone, html, moment, notice, panel};
use serde_json::json;

/// The panel of a ticket's page. `accepts` is whether the viewer works for the client and may say yes, `notes` whether
/// they may note a yes by telephone; `reads` whether they may open the contract.
pub fn entitlement_panel(
    now: &EntitlementNow,
    zone: &str,
    accepts: bool,
    notes: bool,
    reads: bool,
) -> Markup {
    let body = html! {
        @if now.waits_for_yes {
            (notice(Tone::Soon, &html! { p { "Work waits for the client's yes." } }))
        }
        p {
            b { @if now.covered { "Covered. " } @else if now.contract.is_some() { "Not covered. " } }
            (now.why)
        }
        @if let Some(rate) = now.rate {
            p { (dollars(rate.cents)) " an hour" @if rate.late { " outside the covered hours" } ", in steps of "
                (rate.minimum_minutes) " minutes." }
        }
        @if let Some(yes) = &now.accepted {
            p { "The client's yes to " (dollars(yes.rate_cents)) " an hour is kept: " (yes.said_by)
                @if yes.by_phone { ", by telephone" } ", " (moment(yes.kept_at.micros(), zone)) "." }
        }
        @if let Some(rate) = now.rate.filter(|r| now.accepted.as_ref().is_none_or(|y| y.rate_cents != r.cents)) {
            (yes(now, rate.cents, accepts, notes))
        }
        @if let (true, Some(contract)) = (reads, now.contract) {
            p.soft { a href={ "/contracts/" (contract) } { "The contract" }
                @if let Some(version) = now.version { ", version " (version) }
                @if let Some(kind) = now.kind { " · " (kind.title()) } }
        }
    };
    panel("entitlement", "Is it covered?", None, &body)
}

fn yes(now: &EntitlementNow, cents: i64, accepts: bool, notes: bool) -> Markup {
    let (ticket, next) = (now.ticket.to_string(), format!("/tickets/{}", now.ticket));
    let base = |id, verb| OrderForm {
        id,
        verb,
        of: Some(("ticket", ticket.as_str())),
        next: &next,
        values: json!({ "rate_cents": cents }),
        ..OrderForm::default()
    };
    let waits = now.kind == Some(ContractKind::BreakFix);
    html! {
        @if accepts && waits { (form::<AcceptRate>(&base("accept-rate", "Say yes to this rate"))) }
        @else if accepts { (folded::<AcceptRate>("Say yes to this rate", &base("accept-rate", "Say yes"))) }
        @else if notes {
            (folded::<NoteAcceptedRate>("Note a yes by telephone", &base("note-accepted-rate", "Note the yes")))
        }
    }
}
