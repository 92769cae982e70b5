//! Downtimes as a table, how one is begun, and on the ticket to which they belong.

use super::forms::form;
use super::{Names, name, ways};
use crate::questions::{Downtime, DowntimeList};
use crate::words::{State, View};
use crate::{DeclareDowntime, ScheduleDowntime};
use kernel::{AssetId, DepartmentId, Moment, OrgId, TicketId};
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
    /// What the ticket says of its system.
    pub gone: Option<Gone>,
    /// Downtimes that run for the ticket.
    pub running: Vec<Downtime>,
}

/// What a ticket says of the system that it is about.
pub struct Gone {
    /// The system and what it is called.
    pub system: Option<(AssetId, String)>,
    pub department: Option<DepartmentId>,
    /// IANA zone of the ticket's place.
    pub zone: String,
    /// Since when it is gone, and by when it has to be back.
    pub since: Option<Moment>,
    pub back_by: Option<Moment>,
}

/// Where it comes from: the ticket, and the clock that runs there already.
fn from_ticket(view: &DeclareView) -> Markup {
    let Some(ticket) = view.ticket else { return html! {} };
    let gone = view.gone.as_ref().and_then(|gone| Some((gone, gone.system.as_ref()?, gone.since?)));
    html! {
        @if let Some((gone, (_, name), since)) = gone {
            p {
                "The ticket says that " b { (name) } " is gone since " (moment(since.micros(), &gone.zone))
                @if let Some(by) = gone.back_by { "; it has to be back by " (moment(by.micros(), &gone.zone)) }
                ". The downtime begins then too, unless you say another time."
            }
        }
        p { a href={ "/tickets/" (ticket) } { "Back to the ticket" } }
    }
}

/// The downtime that runs for the ticket already, instead of a second one.
fn running(view: &DeclareView) -> Markup {
    let body = html! {
        p { "A downtime of this ticket has begun already. Add there what else is down." }
        ul.plain { @for d in &view.running { li { a href={ "/downtimes/" (d.id) } { (d.title) } } } }
        (from_ticket(view))
    };
    panel("running", "It is down already", None, &body)
}

/// The page's content.
pub fn declare_page(view: &DeclareView) -> Markup {
    let Some(org) = view.org else {
        let planned = if view.planned { "&planned=1" } else { "" };
        let choices = html! { ul.choices-of-place { @for (id, label) in &view.organizations { li {
            a href={ "/downtimes/new?org=" (id) (planned) } { (label) }
        } } } };
        return panel("where", "Where?", None, &choices);
    };
    if !view.planned && !view.running.is_empty() {
        return running(view);
    }
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
    let told = view.gone.as_ref();
    let system = told.and_then(|gone| gone.system.as_ref()).map(|(asset, _)| asset);
    let department = told.and_then(|gone| gone.department);
    let values = view.ticket.map_or(
        Value::Null,
        |t| json!({ "ticket": t, "systems": system.as_slice(), "departments": department.as_slice() }),
    );
    if view.planned {
        let form = form::<ScheduleDowntime>("Plan it and tell everybody", of, next, values, choices);
        panel("plan", "What will be down?", None, &html! { (form) (from_ticket(view)) })
    } else {
        let form = form::<DeclareDowntime>("Declare it and tell everybody", of, next, values, choices);
        panel("declare", "What is down?", None, &html! { (from_ticket(view)) (form) })
    }
}

/// The downtimes of a ticket, for the ticket's page.
pub fn downtimes_of_ticket(list: &DowntimeList, ticket: TicketId, org: OrgId) -> Markup {
    let body = html! {
        @if list.lines.is_empty() { p.soft { "No downtime belongs to this ticket." } }
        ul.plain { @for d in &list.lines { li {
            a href={ "/downtimes/" (d.id) } { (d.title) } " · " (d.state.title())
        } } }
        @if list.lines.iter().all(|d| d.state != State::Active) {
            (link_button(ButtonKind::Plain, &format!("/downtimes/new?org={org}&ticket={ticket}"), "Declare a downtime"))
        }
    };
    panel("downtimes", "Downtime", None, &body)
}
