//! Changes as a table, and on the ticket to which they belong.

use super::forms::with_choices;
use super::{away, name, window};
use crate::PlanChange;
use crate::questions::{ChangeLine, ChangeList};
use crate::words::{Risk, View};
use kernel::{Moment, OrgId, TicketId};
use markup::{
    Choices, Column, Empty, Markup, Paging, Row, RowMark, Tab, Table, html, panel, table, tabs, words,
};
use serde_json::json;
use std::collections::BTreeMap;

/// What the page of changes shows.
pub struct ChangesView<'a> {
    pub list: &'a ChangeList,
    /// Names of organizations, assets and people by id.
    pub names: &'a BTreeMap<String, String>,
    /// The organization to which the list is narrowed.
    pub org: Option<OrgId>,
    /// Where the viewer may plan: organizations by id and name; empty when nowhere.
    pub plans_at: Vec<(String, String)>,
    /// What may be chosen as asset, when one organization is shown.
    pub assets: Vec<(String, String)>,
    /// The ticket for which a change is planned, and what it is called.
    pub ticket: Option<(TicketId, String)>,
}

/// The page's content.
pub fn changes_page(view: &ChangesView) -> Markup {
    let org = view.org.map(|o| format!("&org={o}")).unwrap_or_default();
    let tab = |of: View| Tab {
        href: format!("/changes?view={}{org}", of.word()),
        label: of.title().to_owned(),
        count: None,
        current: view.list.view == of,
    };
    html! {
        (tabs("Changes", &View::ALL.iter().map(|v| tab(*v)).collect::<Vec<_>>()))
        (change_table("changes", &view.list.lines, view.names, view.list.now, paging(view, &org)))
        @if let Some(org) = view.org {
            p { a href={ "/organizations/" (org) "/freezes" } { "When nothing is changed here" } }
        }
        @if !view.plans_at.is_empty() { (panel("plan", "Plan a change", None, &plan(view))) }
    }
}

fn paging(view: &ChangesView, org: &str) -> Option<Paging> {
    let last = view.list.lines.last().filter(|_| view.list.more)?;
    let on = format!(
        "/changes?view={}{org}&after_at={}&after={}",
        view.list.view.word(),
        words::iso(last.starts_at.micros()),
        last.change
    );
    Some(Paging { back: None, on: Some(on), words: String::new() })
}

fn plan(view: &ChangesView) -> Markup {
    let Some(org) = view.org else {
        return html! {
            p { "Where is something to be changed?" }
            ul.choices-of-place { @for (org, name) in &view.plans_at {
                li { a href={ "/changes?org=" (org) "#plan" } { (name) } }
            } }
        };
    };
    let org = org.to_string();
    let ticket = view.ticket.iter().map(|(id, called)| (id.to_string(), called.clone())).collect();
    let values = json!({ "ticket": view.ticket.as_ref().map(|(id, _)| id) });
    let choices = Choices::from([("asset".to_owned(), view.assets.clone()), ("ticket".to_owned(), ticket)]);
    with_choices::<PlanChange>("Plan it", ("org", &org), "/changes/{change}", values, choices)
}

fn change_table(
    id: &str,
    lines: &[ChangeLine],
    names: &BTreeMap<String, String>,
    now: Moment,
    paging: Option<Paging>,
) -> Markup {
    table(&Table {
        id,
        caption: "Changes",
        columns: ["When", "What", "Risk", "Client", "Stands"].map(Column::new).to_vec(),
        rows: lines.iter().map(|line| row(line, names, now)).collect(),
        empty: Empty {
            title: "No change here.",
            will_hold: "What is about to be altered stands here with its window, its risk and whose word it needs.",
            act: None,
        },
        paging,
        ..Table::default()
    })
}

fn row(line: &ChangeLine, names: &BTreeMap<String, String>, now: Moment) -> Row {
    let href = format!("/changes/{}", line.change);
    let late = line.review_due_at.is_some_and(|due| due < now && line.reviewed_at.is_none());
    let mark = match line.risk {
        _ if late => RowMark::Risk,
        Risk::High if !line.state.ended() => RowMark::Soon,
        _ => RowMark::None,
    };
    Row {
        id: line.change.to_string(),
        cells: vec![
            html! { (window(line.starts_at, line.ends_at, &line.zone)) br; span.soft { (away(line)) } },
            html! { a href=(href) { (line.title) } br; span.soft { (line.category.title()) } },
            html! { (line.risk.title()) br; span.soft { (line.because) } },
            html! { (name(names, line.org, "another organization")) },
            html! { (line.state.title()) @if late { br; b { "review is late" } } },
        ],
        href: Some(href),
        mark,
    }
}

/// The changes of a ticket, for the ticket's page.
pub fn changes_of_ticket(list: &ChangeList, ticket: TicketId, org: OrgId, plans: bool) -> Markup {
    let body = html! {
        @if list.lines.is_empty() { p.soft { "None is planned for this ticket." } }
        ul.plain { @for line in &list.lines { li {
            a href={ "/changes/" (line.change) } { (line.title) } " · " (line.state.title()) br;
            span.soft { (window(line.starts_at, line.ends_at, &line.zone)) }
        } } }
        @if plans { p { a href={ "/changes?org=" (org) "&ticket=" (ticket) "#plan" } { "Plan a change" } } }
    };
    panel("changes", "Changes", None, &body)
}
