//! Incidents as a table, and on the ticket from which they were declared.

use super::{Names, name};
use crate::DeclareIncident;
use crate::questions::{Incident, IncidentList};
use crate::words::{Severity, State, View};
use kernel::{Moment, OrgId, TicketId};
use markup::{
    Choices, Column, Empty, Markup, Paging, Row, RowMark, Tab, Table, html, panel, relative_time, table, tabs,
};
use office::form::folded;
use serde_json::{Value, json};

/// What the list shows.
pub struct IncidentsView<'a> {
    pub list: &'a IncidentList,
    /// Names of organizations by id.
    pub names: &'a Names,
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the viewer may declare an incident.
    pub declares_at: Vec<(String, String)>,
}

/// The page's content.
pub fn incidents_page(view: &IncidentsView) -> Markup {
    let list = view.list;
    let narrowed = view.org.map(|o| format!("&org={o}")).unwrap_or_default();
    let last = list.lines.last().filter(|_| list.more);
    let on = last.map(|i| {
        format!("/incidents?view={}{narrowed}&after_at={}&after={}", list.view.word(), i.opened_at, i.id)
    });
    let tab = |of: View| Tab {
        href: format!("/incidents?view={}{narrowed}", of.word()),
        label: of.title().to_owned(),
        count: None,
        current: of == list.view,
    };
    let advisories =
        Tab { href: "/advisories".to_owned(), label: "Advisories".to_owned(), count: None, current: false };
    let all: Vec<Tab> = View::ALL.iter().map(|v| tab(*v)).chain([advisories]).collect();
    html! {
        (tabs("Incidents", &all))
        (table(&Table {
            id: "incidents",
            caption: "Incidents",
            columns: ["Incident", "Severity", "Stands", "Declared", "Client"].map(Column::new).to_vec(),
            rows: list.lines.iter().map(|i| row(i, view.names, list.now)).collect(),
            empty: Empty {
                title: "No incident is here.",
                will_hold: "Ransomware, a lost laptop, a letter to the wrong person, a vendor's breach: declare it, and \
                            its playbook makes the tasks with their times.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
        @if !view.declares_at.is_empty() { (panel("declare", "Declare an incident", None, &declare(view))) }
    }
}

fn declare(view: &IncidentsView) -> Markup {
    match view.org {
        Some(org) => declaring(&org.to_string(), None),
        None => html! {
            p { "Where does it happen?" }
            ul.choices-of-place { @for (org, name) in &view.declares_at { li {
                a href={ "/incidents?org=" (org) "#declare" } { (name) }
            } } }
        },
    }
}

fn declaring(org: &str, ticket: Option<TicketId>) -> Markup {
    let values = ticket.map_or(Value::Null, |t| json!({ "ticket": t }));
    let tickets = ticket.map(|t| vec![(t.to_string(), "The ticket from which you came".to_owned())]);
    let choices = Choices::from([("ticket".to_owned(), tickets.unwrap_or_default())]);
    let summary = ("What happened?", "Declare it");
    folded::<DeclareIncident>(summary, ("org", org), "/incidents/{incident}", values, choices)
}

fn row(i: &Incident, names: &Names, now: Moment) -> Row {
    let href = format!("/incidents/{}", i.id);
    let grave = i.state == State::Open && matches!(i.severity, Severity::Critical | Severity::High);
    Row {
        id: i.id.to_string(),
        cells: vec![
            html! { a href=(href) { (i.title) } br; span.soft { (i.kind.title()) } },
            html! { @if i.severity == Severity::Critical { b { (i.severity.title()) } } @else { (i.severity.title()) } },
            html! { (i.state.title()) },
            relative_time(i.opened_at.micros(), now.micros(), &i.zone),
            html! { (name(names, i.org, "another organization")) },
        ],
        href: Some(href),
        mark: if grave { RowMark::Risk } else { RowMark::None },
    }
}

/// The incidents of a ticket, for the ticket's page.
pub fn incidents_of_ticket(list: &IncidentList, ticket: TicketId, org: OrgId, declares: bool) -> Markup {
    if list.lines.is_empty() && !declares {
        return html! {};
    }
    let body = html! {
        @if list.lines.is_empty() { p.soft { "No incident was declared from this ticket." } }
        ul.plain { @for i in &list.lines { li {
            a href={ "/incidents/" (i.id) } { (i.title) } " · " (i.kind.title()) " · " (i.state.title())
        } } }
        @if declares { (declaring(&org.to_string(), Some(ticket))) }
    };
    panel("incidents", "Incidents", None, &body)
}
