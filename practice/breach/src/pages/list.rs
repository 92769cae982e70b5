//! Breaches as a table, those of an incident, and the yearly log.

use super::{Names, name};
use crate::OpenBreach;
use crate::questions::{BreachLine, BreachList, YearLog};
use crate::words::{State, View};
use kernel::{IncidentId, OrgId};
use markup::{
    ButtonKind, Choices, Column, Empty, Markup, Paging, Row, RowMark, Tab, Table, html, link_button, panel,
    table, tabs,
};
use office::form::folded;
use serde_json::json;

/// What the list shows.
pub struct BreachesView<'a> {
    pub list: &'a BreachList,
    /// Names of organizations by id.
    pub names: &'a Names,
    pub org: Option<OrgId>,
    /// Where the viewer may begin a record.
    pub opens_at: Vec<(String, String)>,
    /// The agreements of the organization.
    pub agreements: Vec<(String, String)>,
    /// This calendar year.
    pub year: i16,
}

/// The page's content.
pub fn breaches_page(view: &BreachesView) -> Markup {
    let list = view.list;
    let narrowed = view.org.map(|o| format!("&org={o}")).unwrap_or_default();
    let last = list.lines.last().filter(|_| list.more);
    let on = last.map(|b| {
        format!("/breaches?view={}{narrowed}&after_at={}&after={}", list.view.word(), b.opened_at, b.breach)
    });
    let tab = |of: View| Tab {
        href: format!("/breaches?view={}{narrowed}", of.word()),
        label: of.title().to_owned(),
        count: None,
        current: of == list.view,
    };
    html! {
        (tabs("Breaches", &View::ALL.iter().map(|v| tab(*v)).collect::<Vec<_>>()))
        (table(&Table {
            id: "breaches",
            caption: "What may be a breach",
            columns: ["Record", "Stands", "Discovered", "Affected", "Client"].map(Column::new).to_vec(),
            rows: list.lines.iter().map(|b| row(b, view.names)).collect(),
            empty: Empty {
                title: "Nothing is recorded here.",
                will_hold: "What may be a breach of PHI stands here with the four factors, the day of discovery, and every \
                            duty to tell somebody with its last day and its paragraph.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
        @if !view.opens_at.is_empty() { (panel("open", "Begin a record", None, &begin(view))) }
    }
}

fn begin(view: &BreachesView) -> Markup {
    match view.org {
        None => html! {
            p { "Whose breach may it be?" }
            ul.choices-of-place { @for (org, name) in &view.opens_at { li {
                a href={ "/breaches?org=" (org) "#open" } { (name) }
            } } }
        },
        Some(org) => html! {
            (opening(&org.to_string(), None, &view.agreements))
            p.buttons {
                (link_button(ButtonKind::Plain, &format!("/organizations/{org}/breach-log?year={}", view.year), "Yearly log"))
            }
        },
    }
}

fn opening(org: &str, incident: Option<IncidentId>, agreements: &[(String, String)]) -> Markup {
    let here = incident.map(|i| vec![(i.to_string(), "The incident from which you came".to_owned())]);
    let choices = Choices::from([
        ("agreement".to_owned(), agreements.to_vec()),
        ("incident".to_owned(), here.unwrap_or_default()),
    ]);
    let values = json!({ "incident": incident, "entity": "covered-entity" });
    let summary = ("What may have been breached?", "Begin the record");
    folded::<OpenBreach>(summary, ("org", org), "/breaches/{breach}", values, choices)
}

fn row(b: &BreachLine, names: &Names) -> Row {
    let href = format!("/breaches/{}", b.breach);
    Row {
        id: b.breach.to_string(),
        cells: vec![
            html! { a href=(href) { (b.title) } br; span.soft { (b.cause.title()) } },
            html! { (b.state.title()) },
            html! { (b.discovered_on.as_deref().unwrap_or("nobody knew yet")) },
            html! { @match b.affected { Some(n) => { (n) } None => { "not counted yet" } } },
            html! { (name(names, b.org, "another organization")) },
        ],
        href: Some(href),
        mark: if b.state == State::Telling { RowMark::Risk } else { RowMark::None },
    }
}

/// The breaches of an incident, for the incident's page.
pub fn breaches_of_incident(
    lines: &[BreachLine],
    incident: IncidentId,
    org: OrgId,
    opens: bool,
    agreements: &[(String, String)],
) -> Markup {
    let body = html! {
        @if lines.is_empty() {
            p.soft { "No record of a possible breach was begun. ePHI that was reached, or encrypted by ransomware, is presumed \
                      breached (45 CFR 164.402)." }
        }
        ul.plain { @for b in lines { li {
            a href={ "/breaches/" (b.breach) } { (b.title) } " · " (b.state.title())
            @if let Some(day) = &b.discovered_on { " · discovered " (day) }
        } } }
        @if opens { (opening(&org.to_string(), Some(incident), agreements)) }
    };
    panel("breaches", "Breach of PHI", None, &body)
}

/// What the log shows.
pub struct LogView<'a> {
    pub log: &'a YearLog,
}

/// The page of the log.
pub fn log_page(view: &LogView) -> Markup {
    let log = view.log;
    let at = |year: i16| format!("/organizations/{}/breach-log?year={year}", log.org);
    let sheet = format!("/organizations/{}/breach-log.csv?year={}", log.org, log.year);
    let on = log.more.as_ref().map(|m| format!("{}&after_on={}&after={}", at(log.year), m.on, m.breach));
    let cell = |text: &Option<String>| html! { (text.as_deref().unwrap_or("not yet")) };
    let rows = log.lines.iter().map(|l| Row {
        id: l.breach.to_string(),
        cells: vec![
            html! {
                a href={ "/breaches/" (l.breach) } { (l.title) }
                br; span.soft { (l.cause.title()) " · " (l.medium.title()) }
            },
            html! { (l.discovered_on) },
            html! { (l.individuals) @if !l.counts.is_empty() { br; span.soft { (l.counts) } } },
            cell(&l.individuals_told),
            html! { (l.report_by.as_deref().unwrap_or("no day")) br; span.soft { (l.because.as_deref().unwrap_or_default()) } },
            cell(&l.reported_on),
        ],
        ..Row::default()
    });
    let columns = ["Record", "Discovered", "Individuals", "They were told", "HHS no later than", "Reported"];
    html! {
        p { "Breaches of fewer than 500 individuals that were discovered in " (log.year) ". Each is reported at the portal of \
             HHS on an entry of its own, within 60 days after the end of the year (45 CFR 164.408(c))." }
        (table(&Table {
            id: "log",
            caption: "Yearly log",
            columns: columns.map(Column::new).to_vec(),
            rows: rows.collect(),
            empty: Empty {
                title: "Nothing was discovered in this year.",
                will_hold: "A breach of fewer than 500 individuals stands here once it was counted.",
                act: None,
            },
            paging: on.map(|on| Paging { on: Some(on), ..Paging::default() }),
            ..Table::default()
        }))
        p.buttons {
            (link_button(ButtonKind::Plain, &at(log.year.saturating_sub(1)), "The year before"))
            (link_button(ButtonKind::Plain, &at(log.year.saturating_add(1)), "The year after"))
            (link_button(ButtonKind::Plain, &sheet, "As a sheet"))
        }
    }
}
