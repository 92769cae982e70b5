//! The list of organizations: by what right we are there, what they are, where they work.

use super::forms::{Choices, OrderForm, folded};
use crate::{AddOrganization, OrganizationList};
use kernel::{OrgId, PersonId};
use markup::{Column, Empty, Markup, Paging, Row, Table, html, table, words};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the page shows.
pub struct ListPage<'a> {
    pub list: &'a OrganizationList,
    /// The standing seal of each organization.
    pub seals: &'a BTreeMap<OrgId, Markup>,
    /// The names of account owners.
    pub people: &'a BTreeMap<PersonId, String>,
    /// Whether the viewer may add an organization.
    pub adds: bool,
    /// Who may be chosen as account owner: id and name.
    pub owners: Vec<(String, String)>,
    /// Who may be chosen as provider: id and name.
    pub providers: Vec<(String, String)>,
}

/// The page's content.
pub fn list_page(page: &ListPage) -> Markup {
    let rows = page.list.lines.iter().map(|line| {
        let href = format!("/organizations/{}", line.organization);
        let owner = line.account_owner.and_then(|p| page.people.get(&p)).map_or("nobody yet", String::as_str);
        Row {
            id: line.organization.to_string(),
            cells: vec![
                html! { a href=(href) { (line.name) } },
                html! { @if let Some(seal) = page.seals.get(&line.organization) { (seal) } },
                html! { (line.kind.title()) },
                html! { (words::grouped(line.locations)) },
                html! { (words::grouped(line.departments)) },
                html! { (owner) },
            ],
            href: Some(href),
            ..Row::default()
        }
    });
    let shown = i64::try_from(page.list.lines.len()).unwrap_or(i64::MAX);
    let all = words::counted(page.list.all, "organization", "organizations");
    let paging = Paging {
        back: None,
        on: page.list.next.as_ref().map(|after| format!("/organizations?after={after}")),
        words: if shown == page.list.all { all } else { format!("{} of {all}", words::grouped(shown)) },
    };
    html! {
        (table(&Table {
            id: "organizations",
            caption: "Organizations within your reach",
            columns: vec![
                Column::new("Organization"), Column::new("Standing"), Column::new("Kind"),
                Column::number("Locations"), Column::number("Departments"), Column::new("Account owner"),
            ],
            rows: rows.collect(),
            empty: Empty {
                title: "No organization is within your reach.",
                will_hold: "The practices, centres and hospitals that you serve will stand here, each with \
                            the right \
                            by which its patients' data may be reached.",
                act: None,
            },
            paging: Some(paging),
            ..Table::default()
        }))
        @if page.adds { (add(page)) }
    }
}

fn add(page: &ListPage) -> Markup {
    let choices = Choices::from([
        ("account_owner".to_owned(), page.owners.clone()),
        ("provider".to_owned(), page.providers.clone()),
    ]);
    folded::<AddOrganization>(
        "Add an organization",
        &OrderForm {
            id: "add-organization",
            verb: "Add it",
            of: None,
            next: "/organizations",
            values: Value::Null,
            choices,
            ..OrderForm::default()
        },
    )
}
