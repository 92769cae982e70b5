//! How advisories look: what waits to be acknowledged, and one of them with the assets it may concern.

use super::AcknowledgeAdvisory;
use super::by_mail::SetAdvisoryMailbox;
use super::questions::AdvisoryList;
use super::records::Advisory;
use super::words::{AdvisorySource, Format};
use crate::words::IncidentKind;
use kernel::OrgId;
use markup::{
    ButtonKind, Choices, Column, Empty, Markup, OrderForm, Paging, Row, RowMark, Tab, Table, definitions,
    html, link_button, moment, panel, relative_time, table, tabs,
};
use office::{Order, schema_of};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the list shows.
pub struct AdvisoriesView<'a> {
    pub list: &'a AdvisoryList,
    /// Names of organizations and people by id.
    pub names: &'a BTreeMap<String, String>,
    /// For whom the viewer may take one in.
    pub takes_for: Option<OrgId>,
    /// The mailboxes of that organization, where the viewer may say to which advisories come: id, address, whether it is one.
    pub mailboxes: Vec<(String, String, bool)>,
}

/// An asset that an advisory may concern.
#[derive(Debug, Clone)]
pub struct Match {
    pub asset: String,
    pub name: String,
    pub organization: String,
    /// Maker, model and operating system.
    pub what: String,
    /// Whether the model is named too, and not only the maker.
    pub closely: bool,
    /// Whether it is a medical device.
    pub medical: bool,
}

/// What the page of one shows.
pub struct AdvisoryView<'a> {
    pub advisory: &'a Advisory,
    pub names: &'a BTreeMap<String, String>,
    pub matches: &'a [Match],
    pub settles: bool,
    /// What happened, from the ledger.
    pub story: Markup,
}

/// The list's content.
pub fn advisories_page(view: &AdvisoriesView) -> Markup {
    let list = view.list;
    let tab = |settled: bool, label: &str| Tab {
        href: format!("/advisories?settled={settled}"),
        label: label.to_owned(),
        count: None,
        current: list.settled == settled,
    };
    let last = list.lines.last().filter(|_| list.more);
    let on =
        last.map(|a| format!("/advisories?settled={}&after_at={}&after={}", list.settled, a.taken_at, a.id));
    let row = |a: &Advisory| {
        let href = format!("/advisories/{}", a.id);
        Row {
            id: a.id.to_string(),
            cells: vec![
                html! {
                    a href=(href) { (a.title) }
                    @if let Some(number) = &a.number { br; span.soft { (number) } }
                },
                html! { (a.source.title()) " · " (a.format.title()) },
                html! { (a.rating.as_deref().unwrap_or("not rated")) },
                relative_time(a.taken_at.micros(), list.now.micros(), &a.zone),
                html! { @match a.verdict { Some(v) => { (v.title()) } None => { "waits" } } },
            ],
            href: Some(href),
            mark: RowMark::None,
        }
    };
    html! {
        (tabs("Advisories", &[tab(false, "Waiting"), tab(true, "Acknowledged")]))
        (table(&Table {
            id: "advisories",
            caption: "Advisories",
            columns: ["Advisory", "From", "Rated", "Taken in", "Made of it"].map(Column::new).to_vec(),
            rows: list.lines.iter().map(row).collect(),
            empty: Empty {
                title: "No advisory is here.",
                will_hold: "What HC3, CISA or a vendor warns of is taken in as a file, held against the assets, and \
                            acknowledged by somebody.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
        @if let Some(org) = view.takes_for {
            (panel("take-in", "Take an advisory in", None, &take_in(org)))
            @if !view.mailboxes.is_empty() { (panel("by-mail", "By mail", None, &by_mail(view, org))) }
        }
    }
}

/// To which mailbox advisories come.
fn by_mail(view: &AdvisoriesView, org: OrgId) -> Markup {
    let come: Vec<&str> =
        view.mailboxes.iter().filter(|(.., yes)| *yes).map(|(_, at, _)| at.as_str()).collect();
    let org = org.to_string();
    let choices = view.mailboxes.iter().map(|(id, address, _)| (id.clone(), address.clone())).collect();
    let form = OrderForm {
        id: "advisory-mailbox",
        verb: "Set it",
        of: Some(("org", &org)),
        next: "/advisories",
        values: serde_json::json!({ "advisories": true }),
        choices: Choices::from([("mailbox".to_owned(), choices)]),
        danger: false,
    };
    html! {
        @if come.is_empty() {
            p.soft { "No mailbox is one of advisories. Subscribe to HC3, CISA and your vendors with an address of its own, and \
                      say here which it is: what comes there is taken in and waits on this page." }
        } @else { p { "What comes to " b { (come.join(", ")) } " is taken in and waits here." } }
        (markup::folded_form(
            "Set a mailbox", SetAdvisoryMailbox::ACT.name, schema_of::<SetAdvisoryMailbox>(), &form,
        ))
    }
}

fn take_in(org: OrgId) -> Markup {
    html! {
        form method="post" action={ "/advisories/take-in/" (org) } enctype="multipart/form-data" {
            div.field {
                label for="advisory-source" { "From" }
                select id="advisory-source" name="source" {
                    @for source in AdvisorySource::ALL { option value=(source.word()) { (source.title()) } }
                }
            }
            div.field {
                label for="advisory-title" { "Title, where the file is no CSAF" }
                input id="advisory-title" name="title" maxlength="120";
            }
            div.field {
                label for="advisory-products" { "Vendors and products, with commas" }
                input id="advisory-products" name="products" maxlength="1000";
            }
            div.field {
                label for="advisory-file" { "The file: CSAF, text or PDF" }
                input id="advisory-file" type="file" name="file" required;
            }
            (markup::button(ButtonKind::Primary, "Take it in"))
        }
    }
}

/// The page of one.
pub fn advisory_page(view: &AdvisoryView) -> Markup {
    let a = view.advisory;
    let person = |id: Option<kernel::PersonId>| {
        id.and_then(|id| view.names.get(&id.to_string())).map_or("somebody", String::as_str)
    };
    let id = a.id.to_string();
    let form = OrderForm {
        id: "acknowledge",
        verb: "Keep it",
        of: Some(("advisory", &id)),
        next: &format!("/advisories/{id}"),
        values: Value::Null,
        choices: Choices::new(),
        danger: false,
    };
    html! {
        (definitions(&[
            ("From", html! { (a.source.title()) " · " (a.format.title()) @if let Some(n) = &a.number { " · " (n) } }),
            ("Rated", html! { (a.rating.as_deref().unwrap_or("not rated")) }),
            ("Taken in", html! {
                (moment(a.taken_at.micros(), &a.zone))
                @if a.taken_by.is_some() { " by " (person(a.taken_by)) } @else { ", by mail" }
            }),
            ("Speaks of", html! { (speaks_of(a)) }),
            ("Vulnerabilities", html! { (vulnerabilities(a)) }),
            ("Playbook", html! { (fitting(view)) }),
            ("Made of it", html! {
                @match (a.verdict, a.settled_at) {
                    (Some(v), Some(at)) => { (v.title()) " · " (person(a.settled_by)) ", " (moment(at.micros(), &a.zone)) }
                    _ => { b { "waits to be acknowledged" } }
                }
            }),
            ("SHA-256", html! { code { (a.sha256) } " · " (markup::words::grouped(a.size_bytes)) " bytes" }),
        ]))
        @if a.format == Format::Other {
            (markup::notice(markup::Tone::Soon, &html! { p {
                "It came by mail as a file of a kind that nobody here can read. It is kept as evidence: look at it yourself, \
                 where no program of it can run."
            } }))
        }
        (panel("matches", "Assets it may concern", None, &matches(view)))
        @if view.settles {
            (panel("acknowledge-panel", "Acknowledge it", None, &markup::order_form(
                AcknowledgeAdvisory::ACT.name, schema_of::<AcknowledgeAdvisory>(), &form,
            )))
        }
        (panel("story", "What happened", None, &view.story))
        p.buttons { (link_button(ButtonKind::Plain, &format!("/advisories/{id}/file"), "The file as it came")) }
    }
}

/// The vulnerabilities that it names; where there are many, the first of them and how many more.
fn vulnerabilities(a: &Advisory) -> String {
    const SHOWN: usize = 20;
    match a.cves.len() {
        0 => "none by number".to_owned(),
        n if n > SHOWN => format!("{} and {} more", a.cves[..SHOWN].join(", "), n - SHOWN),
        _ => a.cves.join(", "),
    }
}

/// The playbook that fits by what the advisory is about, or by what it would hit here.
fn fitting(view: &AdvisoryView) -> String {
    match (view.advisory.playbook, &view.advisory.because) {
        (Some(playbook), Some(word)) => {
            format!("{}, because it says \u{201c}{word}\u{201d}", playbook.title())
        }
        (Some(playbook), None) => playbook.title().to_owned(),
        _ if view.matches.iter().any(|m| m.medical) => {
            format!("{}, because it names medical devices of yours", IncidentKind::DeviceCompromise.title())
        }
        _ => "none fits by what it says".to_owned(),
    }
}

/// Some of what it names, and how much there is.
fn speaks_of(a: &Advisory) -> String {
    const SHOWN: usize = 40;
    if a.format == Format::Text && !a.words.is_empty() {
        return "what its own text says".to_owned();
    }
    let named = a.named.map_or(a.words.len(), |n| n as usize);
    let shown = a.words.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match named {
        0 => "no product by name".to_owned(),
        1..=SHOWN => shown,
        _ => format!("{named} vendors and products: {shown} and others"),
    }
}

fn matches(view: &AdvisoryView) -> Markup {
    let (named, held) = (view.advisory.named.unwrap_or_default() as usize, view.advisory.words.len());
    let things =
        if view.advisory.format == Format::Csaf { "vendors and products" } else { "things in its lines" };
    html! {
        @if named > held {
            (markup::notice(markup::Tone::Soon, &html! { p {
                "It names " (named) " " (things) ". " (held) " of them were held against the assets; the other "
                (named - held) " were not. Look through the file too."
            } }))
        }
        @if view.matches.is_empty() {
            p.soft { "No asset within your reach has a maker, a model or an operating system that it names. \
                      Names differ: look yourself too." }
        }
        ul.plain { @for m in view.matches { li {
            a href={ "/assets/" (m.asset) } { (m.name) } " · " (m.what) " · " (m.organization)
            @if m.closely { " · " b { "the model is named" } }
        } } }
    }
}
