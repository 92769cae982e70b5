//! Downtimes as a table, how one is begun, and on the ticket to which they belong.

use super::forms::form;
use super::{Names, name, ways};
use crate::questions::{Downtime, DowntimeList};
use crate::words::{State, View};
use crate::{DeclareDowntime, ScheduleDowntime};
use kernel::{OrgId, TicketId};
use markup::{
    ButtonKind, Choices, Column, Empty, Markup, Paging, Row, RowMark, Table, html, link_button, moment,
    panel, table,
};
use serde_json::{Value, json};

/// What the list shows.
pub struct DowntimesView<'a> {
    pub list: &'a DowntimeList,
    /// Names of organizations by id.
    pub names: &'a Names,
    /// What narrows the list, as it goes along in its addresses: "&org=…".
    pub narrowed: &'a str,
    /// Whether the viewer may declare and plan downtimes.
    pub works: bool,
}

/// The page's content.
pub fn downtimes_page(view: &DowntimesView) -> Markup {
    let list = view.list;
    let last = list.lines.last().filter(|_| list.more);
    let on = last.map(|d| format!("/downtimes?view={}{}&after={}", list.view.word(), view.narrowed, d.id));
    let here = if list.view == View::Open { "/downtimes" } else { "/downtimes?view=past" };
    html! {
        (ways(here))
        @if view.works {
            div.buttons.on-screen {
                (link_button(ButtonKind::Primary, "/downtimes/new", "Something is down"))
                (link_button(ButtonKind::Plain, "/downtimes/new?planned=1", "Plan a downtime"))
            }
        }
        (table(&Table {
            id: "downtimes",
            caption: "Downtimes",
            columns: ["Downtime", "Stands", "When", "In time", "Client"].map(Column::new).to_vec(),
            rows: list.lines.iter().map(|d| row(d, view.names)).collect(),
            empty: Empty {
                title: if list.view == View::Open { "Nothing is down, and nothing is planned." } else { "No downtime yet." },
                will_hold: "A downtime stands here from the plan or the first word of it until every paper form is \
                            accounted for.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
    }
}

fn row(d: &Downtime, names: &Names) -> Row {
    let href = format!("/downtimes/{}", d.id);
    Row {
        id: d.id.to_string(),
        cells: vec![
            html! { a href=(href) { (d.title) } br; span.soft { (d.covers.title()) } },
            html! { (d.state.title()) },
            html! {
                @match (d.began_at, d.planned_from) {
                    (Some(began), _) => { "since " (moment(began.micros(), &d.zone)) }
                    (None, Some(from)) => { "from " (moment(from.micros(), &d.zone)) }
                    _ => { "not yet" }
                }
                @if let Some(ended) = d.ended_at { br; "back " (moment(ended.micros(), &d.zone)) }
            },
            html! { @match d.rto_met { Some(true) => { "yes" } Some(false) => { b { "no" } } None => { "–" } } },
            html! { (name(names, d.org, "another organization")) },
        ],
        href: Some(href),
        mark: match d.state {
            State::Active => RowMark::Risk,
            State::Reconciling => RowMark::Soon,
            _ => RowMark::None,
        },
    }
}

/// How a downtime is begun: first where, then what.
pub struct DeclareView {
    /// Whether it is planned ahead.
    pub planned: bool,
    /// The organizations to choose from, while none is chosen.
    pub organizations: Vec<(String, String)>,
    pub org: Option<OrgId>,
    pub ticket: Option<TicketId>,
    pub systems: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
}

/// The page's content.
pub fn declare_page(view: &DeclareView) -> Markup {
    let Some(org) = view.org else {
        let planned = if view.planned { "&planned=1" } else { "" };
        let choices = html! { ul.plain { @for (id, label) in &view.organizations { li {
            a href={ "/downtimes/new?org=" (id) (planned) } { (label) }
        } } } };
        return panel("where", "Where?", None, &choices);
    };
    if view.systems.is_empty() || view.departments.is_empty() {
        return html! {
            p { "A downtime names the systems that do not work and the departments that work without them." }
            p { "Add them first: " a href="/assets" { "assets" } " (servers, applications and systems) and "
                a href={ "/organizations/" (org) } { "departments" } "." }
        };
    }
    let choices = Choices::from([
        ("systems".to_owned(), view.systems.clone()),
        ("departments".to_owned(), view.departments.clone()),
        (
            "ticket".to_owned(),
            view.ticket.map(|t| (t.to_string(), "This ticket".to_owned())).into_iter().collect(),
        ),
    ]);
    let org = org.to_string();
    let (of, next) = (("org", org.as_str()), "/downtimes/{downtime}");
    let values = view.ticket.map_or(Value::Null, |t| json!({ "ticket": t }));
    if view.planned {
        let form = form::<ScheduleDowntime>("Plan it and tell everybody", of, next, values, choices);
        panel("plan", "What will be down?", None, &form)
    } else {
        let form = form::<DeclareDowntime>("Declare it and tell everybody", of, next, values, choices);
        panel("declare", "What is down?", None, &form)
    }
}

/// The downtimes of a ticket, for the ticket's page.
pub fn downtimes_of_ticket(list: &DowntimeList, ticket: TicketId, org: OrgId) -> Markup {
    let body = html! {
        @if list.lines.is_empty() { p.soft { "No downtime belongs to this ticket." } }
        ul.plain { @for d in &list.lines { li {
            a href={ "/downtimes/" (d.id) } { (d.title) } " · " (d.state.title())
        } } }
        p { a href={ "/downtimes/new?org=" (org) "&ticket=" (ticket) } { "Declare a downtime" } }
    };
    panel("downtimes", "Downtime", None, &body)
}
