//! One repair: where the device is, the next act, and its chain of custody as a page that can be printed.

use super::repairs::back;
use super::{Names, holder, name};
use crate::questions::{Custody, Hand};
use crate::{EndRepair, HandOver, ReceiveBack, SendToVendor};
use markup::{
    Choices, Column, Empty, Markup, Row, Table, Tone, definitions, html, moment, notice, panel, table,
};
use office::form::folded;
use serde_json::{Value, json};

/// What the page shows.
pub struct RepairView<'a> {
    pub told: &'a Custody,
    /// Names of organizations, assets, people and departments by id.
    pub names: &'a Names,
    /// Whether the viewer may act here.
    pub works: bool,
    /// Who may receive the device.
    pub people: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    /// To whom it may be sent.
    pub vendors: Vec<(String, String)>,
    /// What happened, from the ledger.
    pub story: Markup,
}

/// The page's content.
pub fn repair_page(view: &RepairView) -> Markup {
    let r = &view.told.repair;
    html! {
        @if view.told.late {
            (notice(Tone::Soon, &html! { p { "The vendor's day is over, and the device is not back." } }))
        }
        (definitions(&[
            ("Device", html! { a href={ "/assets/" (r.asset) } { (name(view.names, r.asset, "a device")) } }),
            ("Who has it", holder(view.names, &r.holder, r.vendor_name.as_deref())),
            ("Storage", html! { (r.media.title()) @if r.holds_ephi { " · the device holds ePHI" } }),
            ("Back", back(r, view.told.now)),
            ("RMA", html! { (r.rma.as_deref().unwrap_or("none")) }),
            ("Sent", day(r.sent_at, &r.zone)),
            ("Received", day(r.received_at, &r.zone)),
            ("Certificate of destruction", html! { (r.certificate.as_deref().unwrap_or("none")) }),
            ("For", html! {
                @match r.ticket {
                    Some(ticket) => { a href={ "/tickets/" (ticket) } { "its ticket" } }
                    None => { "no ticket" }
                }
            }),
        ]))
        @if view.works && r.ended_at.is_none() { (panel("next", "What comes next", None, &next(view))) }
        (panel("custody", "Chain of custody", None, &custody(view)))
        (panel("story", "What happened", None, &view.story))
    }
}

fn day(at: Option<kernel::Moment>, zone: &str) -> Markup {
    html! { @match at { Some(at) => { (moment(at.micros(), zone)) } None => { "not yet" } } }
}

fn next(view: &RepairView) -> Markup {
    let r = &view.told.repair;
    let (id, here) = (r.id.to_string(), format!("/repairs/{}", r.id));
    let of = ("repair", id.as_str());
    let media = json!({ "media": r.media });
    let people = Choices::from([
        ("person".to_owned(), view.people.clone()),
        ("department".to_owned(), view.departments.clone()),
    ]);
    let vendors = Choices::from([("vendor".to_owned(), view.vendors.clone())]);
    html! {
        @if r.away() {
            (folded::<ReceiveBack>(("It came back", "Receive it"), of, &here, media, Choices::new()))
        } @else {
            (folded::<HandOver>(("Hand it over", "Hand it over"), of, &here, media.clone(), people))
            @if view.vendors.is_empty() {
                p { "To send it to a vendor, " a href="/vendors" { "begin the vendor's file" } "." }
            } @else {
                (folded::<SendToVendor>(("Send it to a vendor", "Send it"), of, &here, media, vendors))
            }
        }
        (folded::<EndRepair>(("End the repair", "End it"), of, &here, Value::Null, Choices::new()))
    }
}

fn custody(view: &RepairView) -> Markup {
    let rows = view.told.hands.iter().map(|h| row(view, h)).collect();
    table(&Table {
        id: "hands",
        caption: "Chain of custody",
        columns: ["When", "From", "To", "Condition", "Storage", "Told by"].map(Column::new).to_vec(),
        rows,
        empty: Empty { title: "Nobody took it yet.", will_hold: "Every hand-over stands here.", act: None },
        ..Table::default()
    })
}

fn row(view: &RepairView, h: &Hand) -> Row {
    let vendor = h.vendor_name.as_deref();
    Row {
        id: format!("hand-{}", h.place),
        cells: vec![
            moment(h.at.micros(), &view.told.repair.zone),
            html! { @match &h.from { Some(from) => { (holder(view.names, from, vendor)) } None => { "where it stood" } } },
            holder(view.names, &h.to, vendor),
            html! { (h.condition.title()) },
            html! {
                (h.media.title())
                @if let Some(method) = h.method { " (NIST SP 800-88: " (method.title().to_lowercase()) ")" }
                @if let Some(copy) = h.copy { br; span.soft { (copy.title()) } }
            },
            html! { (name(view.names, h.told_by, "somebody")) },
        ],
        ..Row::default()
    }
}
