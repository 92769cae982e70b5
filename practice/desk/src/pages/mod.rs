//! The pages of the desk: functions from answers to markup. What other slices know (names, standings, what
//! may be chosen) is handed in; a page asks nothing and decides nothing that the gate decides.

mod attachments;
mod board;
mod bulk;
mod clock_rules;
mod commitments;
mod day;
mod forms;
mod mine;
mod narrow;
mod report;
mod rows;
mod satisfaction;
mod templates;
mod ticket;
mod tickets;
mod trends;

pub use attachments::{FilesPage, MayFiles, attachments, found_in_report, masking};
pub use board::{BoardLook, board};
pub use bulk::{Became, BulkAct, BulkDone, BulkPage, bulk_asked, bulk_done};
pub use clock_rules::clock_rules;
pub use commitments::{CommitmentsPage, commitments};
pub use day::{DayPage, my_day};
pub use mine::{MinePage, my_ticket, my_tickets, reported};
pub use report::{ReportPage, meanwhile, report};
pub use rows::{ListColumn, ticket_table};
pub use satisfaction::satisfaction;
pub use templates::{template_links, templates};
pub use ticket::{Beside, May, MayTake, TicketPage, ticket, title};
pub use tickets::{ListPage, tickets, unread};
pub use trends::{measures, trends};

use crate::promises::PromiseTold;
use crate::questions::{BoardNow, Listed, Story};
use crate::words::PromiseState;
use kernel::{Id, Moment, OrgId};
use markup::{AccountRow, Chip, ChipKind, Due, DueState, Markup, Standing, StandingKind};
use markup::{chip, due_chip, standing_seal, words};
use maud::html;
use std::collections::BTreeMap;

/// What the pages need from the neighbours.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Names of organizations, people, locations, departments and assets, by id.
    pub names: BTreeMap<String, String>,
    /// By what right the viewer's employer is at each organization.
    pub standings: BTreeMap<OrgId, StandingKind>,
    /// For a viewer who takes tickets: the page to come back to after one was taken in a list.
    pub take: Option<String>,
}

/// Texts that were being written when the page was left, by key, and where they are kept.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    pub url: String,
    pub saved: BTreeMap<String, String>,
}

impl Drafts {
    fn saved(&self, key: &str) -> &str {
        self.saved.get(key).map_or("", String::as_str)
    }
}

impl Around {
    /// The name of a thing; a plain word when nobody told it.
    pub fn name(&self, id: impl Id) -> &str {
        self.names.get(&id.to_string()).map_or("not named", String::as_str)
    }

    fn person(&self, id: Option<kernel::PersonId>) -> Markup {
        match id {
            Some(id) => {
                let href = format!("/people/{id}");
                chip(&Chip { kind: ChipKind::Person, name: self.name(id), href: Some(&href), card: &[] })
            }
            None => html! { span.soft { "nobody" } },
        }
    }

    fn organization(&self, org: OrgId) -> Markup {
        let href = format!("/organizations/{org}");
        let agreements = format!("/organizations/{org}/agreements");
        html! {
            (chip(&Chip { kind: ChipKind::Organization, name: self.name(org), href: Some(&href), card: &[] }))
            @if let Some(kind) = self.standings.get(&org) {
                " " (standing_seal(&Standing { kind: *kind, href: Some(&agreements), detail: None }))
            }
        }
    }

    fn place(&self, ticket: &Listed) -> Markup {
        let name = match (ticket.department, ticket.location) {
            (Some(department), Some(location)) => {
                format!("{}, {}", self.name(department), self.name(location))
            }
            (Some(department), None) => self.name(department).to_owned(),
            (None, Some(location)) => self.name(location).to_owned(),
            (None, None) => return html! { span.soft { "not said" } },
        };
        chip(&Chip { kind: ChipKind::Place, name: &name, href: None, card: &[] })
    }

    fn asset(&self, ticket: &Listed, card: &[(&str, &str)]) -> Markup {
        match ticket.asset {
            Some(asset) => {
                let href = format!("/assets/{asset}");
                chip(&Chip { kind: ChipKind::Asset, name: self.name(asset), href: Some(&href), card })
            }
            None => html! { span.soft { "none named" } },
        }
    }
}

impl Listed {
    /// The ids whose names a page shows.
    pub fn named(&self) -> Vec<String> {
        let ids = [
            Some(self.org.to_string()),
            self.location.map(|id| id.to_string()),
            self.department.map(|id| id.to_string()),
            self.asset.map(|id| id.to_string()),
            self.reporter.map(|id| id.to_string()),
            self.assignee.map(|id| id.to_string()),
        ];
        ids.into_iter().flatten().collect()
    }
}

impl BoardNow {
    /// Every ticket on it.
    pub fn tickets(&self) -> impl Iterator<Item = &Listed> {
        self.at_once.iter().chain(&self.today).chain(&self.watch)
    }
}

impl Story {
    /// The ids whose names the ticket's page shows.
    pub fn named(&self) -> Vec<String> {
        let mut ids = self.head.named();
        ids.extend(self.story.iter().filter_map(|h| h.person.map(|p| p.to_string())));
        let to = self.story.iter().flat_map(|h| &h.told).filter_map(|told| told.to);
        ids.extend(to.map(|p| p.to_string()));
        ids.extend(self.texts.iter().filter_map(|t| t.author.map(|p| p.to_string())));
        ids.extend(self.relations.assets.iter().map(ToString::to_string));
        ids.sort();
        ids.dedup();
        ids
    }
}

/// How near a due time is; the last quarter, and the last half hour, are soon.
fn nearness(from: Moment, due: Moment, now: Moment) -> DueState {
    let (whole, left) = (due.since(from).0, due.since(now).0);
    if left < 0 {
        DueState::Late
    } else if left < kernel::Span::minutes(30).0 || left < whole / 4 {
        DueState::Soon
    } else {
        DueState::Running
    }
}

/// The chip of a list: what is due next, without its account.
fn next_due(ticket: &Listed, now: Moment) -> Markup {
    let id = format!("due-{}", ticket.ticket);
    let mut due =
        Due { id: &id, what: "Resolution", now_us: now.micros(), zone: &ticket.zone, ..Due::default() };
    if let Some(what) = ticket.due_what {
        due.what = what.title();
    }
    match (ticket.due_at, ticket.resolved_at) {
        (_, Some(at)) => {
            let when = markup::relative_time(at.micros(), now.micros(), &ticket.zone);
            return html! { span.soft { "Resolved " (when) } };
        }
        (Some(at), None) => {
            due.state = nearness(ticket.opened_at, at, now);
            due.due_us = at.micros();
            due.from_us = ticket.opened_at.micros();
        }
        (None, None) => {
            due.state = DueState::Paused;
            due.due_us = now.micros();
            due.paused_because = ticket.waiting_for.map(|reason| reason.title());
        }
    }
    let also = ticket.also_due_at.zip(ticket.also_due_what).map(|(at, what)| {
        let id = format!("also-{}", ticket.ticket);
        let state = nearness(ticket.opened_at, at, now);
        due_chip(&Due { id: &id, what: what.title(), state, due_us: at.micros(), ..due.clone() })
    });
    html! { (due_chip(&due)) @if let Some(also) = also { " " (also) } }
}

/// The chip of a promise with its account.
fn promise_chip(id: &str, promise: &PromiseTold, now: Moment, zone: &str) -> Markup {
    let rows: Vec<AccountRow> = promise
        .account
        .iter()
        .map(|row| AccountRow {
            from: words::local(row.from.micros(), zone),
            to: words::local(row.to.micros(), zone),
            counted: if row.counted {
                words::span(row.seconds() * 1_000_000)
            } else {
                "not counted".to_owned()
            },
            why: row.why.clone(),
        })
        .collect();
    let due = promise.due_at.or(promise.stopped_at).unwrap_or(now);
    let state = match promise.state {
        PromiseState::Running => nearness(promise.from, due, now),
        PromiseState::Paused => DueState::Paused,
        PromiseState::Met => DueState::Met,
        PromiseState::Late => DueState::Late,
        PromiseState::Missed => DueState::Missed,
    };
    due_chip(&Due {
        id,
        what: promise.kind.title(),
        state,
        due_us: due.micros(),
        now_us: now.micros(),
        from_us: promise.from.micros(),
        zone,
        law: false,
        paused_because: promise.paused_because.as_deref(),
        account: &rows,
        citation: Some(&promise.says_who),
    })
}
