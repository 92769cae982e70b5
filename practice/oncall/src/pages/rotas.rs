//! The rotas, and who is on call by each now.

use super::{Names, name, people};
use crate::OpenRota;
use crate::questions::{OnCallNow, RotaList};
use kernel::{OrgId, RotaId};
use markup::{Choices, Column, Empty, Markup, Paging, Row, RowMark, Table, html, link_button, panel, table};
use office::form::form;
use serde_json::json;
use std::collections::BTreeMap;

/// What the page shows.
pub struct RotasView<'a> {
    pub list: &'a RotaList,
    /// Who is on call now, by rota.
    pub now: &'a BTreeMap<RotaId, OnCallNow>,
    pub names: &'a Names,
    /// Where the viewer may open one: organizations by id and name.
    pub opens_at: Vec<(String, String)>,
    /// The organization for which one is opened, and who works there.
    pub opens: Option<(OrgId, Vec<(String, String)>)>,
}

/// The page's content.
pub fn rotas_page(view: &RotasView) -> Markup {
    let last = view.list.lines.last().filter(|_| view.list.more);
    html! {
        p { a href="/oncall/policies" { "Policies of escalation" } " say who is told when nobody answers." }
        (table(&Table {
            id: "rotas",
            caption: "Rotas",
            columns: ["Rota", "On call now", "Staffed by"].map(Column::new).to_vec(),
            rows: view.list.lines.iter().map(|r| {
                let now = view.now.get(&r.id);
                let hole = now.is_some_and(|n| n.people.is_empty());
                let href = format!("/oncall/{}", r.id);
                Row {
                    id: r.id.to_string(),
                    cells: vec![
                        html! { a href=(href) { (r.name) } },
                        html! {
                            @if let Some(now) = now {
                                @if hole { b { "Nobody" } } @else { (people(view.names, &now.people)) }
                                br; span.soft { (now.because) }
                            }
                        },
                        html! { (name(view.names, r.org)) },
                    ],
                    mark: if hole && r.always { RowMark::Risk } else { RowMark::None },
                    href: Some(href),
                }
            }).collect(),
            empty: Empty {
                title: "No rota here.",
                will_hold: "A rota says who answers at any moment: at night, on a holiday, when somebody is ill. \
                            Escalations find people by it.",
                act: None,
            },
            paging: last.map(|r| Paging {
                back: None,
                on: Some(format!("/oncall?after={}", r.id)),
                words: String::new(),
            }),
            ..Table::default()
        }))
        @if let Some((org, staff)) = &view.opens {
            @let choices = Choices::from([("people".to_owned(), staff.clone())]);
            @let of = org.to_string();
            (panel("open", "Open a rota", None,
                &form::<OpenRota>("Open it", ("org", &of), "/oncall/{rota}", json!({ "always": true }), choices)))
        } @else if !view.opens_at.is_empty() {
            h2 { "Open a rota" }
            p { "Who staffs it?" }
            ul.choices-of-place { @for (org, name) in &view.opens_at {
                li { (link_button(markup::ButtonKind::Quiet, &format!("/oncall?org={org}#open"), name)) }
            } }
        }
    }
}
