//! The service contracts of one client: what is covered now, and what was before.

use super::super::{ContractLine, ContractList, ContractShown, DraftContract};
use super::{Offered, words::state_words};
use crate::pages::Names;
use crate::pages::forms::{OrderForm, folded};
use markup::{Column, Empty, Markup, Row, RowMark, Table, Tone, html, notice, table, words};
use serde_json::json;

/// What the page shows.
pub struct ContractsView<'a> {
    pub list: &'a ContractList,
    pub names: &'a Names<'a>,
    /// Whether the viewer works for a provider and may draft a contract here.
    pub drafts: bool,
    pub offered: &'a Offered,
    /// Today, where the client is.
    pub today: &'a str,
}

/// The page's content.
pub fn contracts_page(view: &ContractsView) -> Markup {
    let here = format!("/organizations/{}/contracts", view.list.organization);
    html! {
        @for line in view.list.contracts.iter().filter(|l| l.shown == ContractShown::Ending) {
            (notice(Tone::Soon, &html! {
                p { a href={ "/contracts/" (line.contract) } { (line.title) } " ends in "
                    (words::counted(line.days_left.unwrap_or(0), "day", "days"))
                    ". Renew it, or agree on its end." }
            }))
        }
        (table(&Table {
            id: "contracts",
            caption: "Service contracts",
            columns: ["Contract", "Kind", "Provider", "Stands", "Version"].map(Column::new).into(),
            rows: view.list.contracts.iter().map(|l| row(l, view.names)).collect(),
            empty: Empty {
                title: "No service contract yet.",
                will_hold: "What is covered for this client will stand here: whose trouble, when, where and on \
                            which systems, and what other work costs. The desk reads it before work starts.",
                act: None,
            },
            ..Table::default()
        }))
        @if view.drafts { (draft(view, &here)) }
    }
}

fn row(line: &ContractLine, names: &Names) -> Row {
    let href = format!("/contracts/{}", line.contract);
    Row {
        id: line.contract.to_string(),
        cells: vec![
            html! { a href=(href) { (line.title) } },
            html! { (line.kind.title()) },
            html! { (names.organization(line.provider)) },
            html! { (state_words(line)) },
            html! { (line.version) @if line.newest != line.version { " of " (line.newest) } },
        ],
        href: Some(href),
        mark: if line.shown == ContractShown::Ending { RowMark::Soon } else { RowMark::None },
    }
}

fn draft(view: &ContractsView, here: &str) -> Markup {
    let values = json!({
        "starts_on": view.today, "notice_days": 90,
        "terms": { "kind": "managed", "people": "everyone", "hours": "business", "on_site": true,
                   "minimum_minutes": 15, "billing": "per-user" },
    });
    folded::<DraftContract>(
        "Draft a service contract",
        &OrderForm {
            id: "draft-contract",
            verb: "Draft it",
            of: Some(("client", &view.list.organization.to_string())),
            next: here,
            values,
            choices: view.offered.choices(),
            danger: false,
        },
    )
}
