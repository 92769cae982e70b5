//! The desk's pages: the board, tickets, one ticket, and what a nurse sees of her own reports.

use super::super::{App, visitor::Visitor};
use super::around::{names, read, standings};
use super::company;
use super::entrance::drafts;
use super::frame::{Frame, Page, open, or_stop};
use crate::records::{
    boards,
    onramp::{self, Scanned},
};
use axum::{
    Router,
    extract::{Form, Path, Query, State},
    response::Response,
    routing::{get, post},
};
use desk::pages::{Around, Beside, Drafts, MinePage, ReportPage, TicketPage};
use desk::{Listed, LookAt, MyTicket, MyTickets, MyWords, OneTicket, OpenText, OutlineOf, Story};
use kernel::{AssetId, DepartmentId, Duty, OrgId, Refusal, TicketId};
use markup::{Crumb, html};
use office::{Ground, Question};
use people::Me;
use serde::Deserialize;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/tickets/{ticket}", get(ticket))
        .route("/tickets/{ticket}/look", post(look))
        .route("/report", get(report))
        .route("/my", get(mine))
        .route("/my/{ticket}", get(my_ticket))
        .route("/my/{ticket}/look", post(my_words))
}

/// The ids that a list of tickets shows by name.
fn ids<'a>(tickets: impl Iterator<Item = &'a Listed>) -> (Vec<String>, Vec<OrgId>) {
    let (mut ids, mut orgs) = (Vec::new(), Vec::new());
    for t in tickets {
        orgs.push(t.org);
        ids.push(t.org.to_string());
        ids.extend(t.location.map(|i| i.to_string()));
        ids.extend(t.department.map(|i| i.to_string()));
        ids.extend(t.asset.map(|i| i.to_string()));
        ids.extend(t.reporter.map(|i| i.to_string()));
        ids.extend(t.assignee.map(|i| i.to_string()));
    }
    ids.sort();
    ids.dedup();
    orgs.sort();
    orgs.dedup();
    (ids, orgs)
}

pub(super) async fn around<'a>(
    frame: &Frame<'_>,
    tickets: impl Iterator<Item = &'a Listed>,
) -> Result<Around, Response> {
    let (ids, orgs) = ids(tickets);
    Ok(Around { names: names(frame, ids).await?, standings: standings(frame, orgs).await?, take: None })
}

async fn ticket(State(app): State<App>, visitor: Visitor, Path(ticket): Path<TicketId>) -> Response {
    let frame = open!(&app, &visitor);
    ticket_page(&frame, ticket, &[], None).await
}

/// The look: its entry is written before the texts are shown.
async fn look(
    State(app): State<App>,
    visitor: Visitor,
    Path(ticket): Path<TicketId>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let frame = open!(&app, &visitor);
    let text = form.get("text").and_then(|t| t.parse().ok());
    let opened = or_stop!(frame.ask(LookAt { ticket, text }).await);
    ticket_page(&frame, ticket, &opened.texts, None).await
}

/// A reply that was not taken: others wrote meanwhile, or something in it is wrong.
pub struct Unsent<'a> {
    pub sent: &'a [(String, String)],
    pub why: &'a Refusal,
}

/// The ticket's page once more, with what is new on it and with what was typed.
pub async fn unsent(frame: &Frame<'_>, ticket: TicketId, unsent: Unsent<'_>) -> Response {
    let status = axum::http::StatusCode::from_u16(unsent.why.status.code());
    let mut response = ticket_page(frame, ticket, &[], Some(unsent)).await;
    if response.status().is_success() {
        *response.status_mut() = status.unwrap_or(axum::http::StatusCode::CONFLICT);
    }
    response
}

async fn ticket_page(
    frame: &Frame<'_>,
    ticket: TicketId,
    opened: &[OpenText],
    unsent: Option<Unsent<'_>>,
) -> Response {
    let told = or_stop!(frame.ask(OneTicket { ticket }).await);
    let mut around = or_stop!(around(frame, std::iter::once(&told.head)).await);
    around.names.extend(or_stop!(names(frame, people_in(&told)).await));
    let may = desk::pages::May::of(&or_stop!(frame.may(desk::pages::May::asks(ticket)).await));
    let org = told.head.org;
    let workers = or_stop!(company::workers(frame, &told).await);
    let fit = workers.iter().filter(|w| w.missing.is_empty());
    let people: Vec<(String, String)> = fit.map(|w| (w.person.clone(), w.name.clone())).collect();
    let near = told.head.department;
    let assets = or_stop!(
        read(frame, move |look| near.map_or(Ok(Vec::new()), |d| boards::assets_near(look, org, d))).await
    );
    let copies = or_stop!(read(frame, move |look| boards::people_of(look, org)).await);
    let every_copy = frame.visitor.wanted.as_deref().is_some_and(|at| at.ends_with("?copies=all"));
    let writing = or_stop!(company::writing(frame, &told).await);
    let looking = or_stop!(company::looking(frame, &told).await);
    let mut drafts = drafts_of(frame, &draft_keys(ticket)).await;
    if let Some(unsent) = &unsent {
        let typed = unsent.sent.iter().find(|(name, _)| name == "words");
        drafts.saved.extend(typed.map(|(_, words)| (format!("desk.reply.{ticket}"), words.clone())));
    }
    let begin = or_stop!(super::lists::kept::begin_with(frame, &told.head, &around, &mut drafts).await);
    let known =
        super::knowledge::panel_of(frame, ticket, told.head.kind.word(), told.device.as_deref()).await;
    let known = or_stop!(known);
    let covered = or_stop!(super::contracts::on_ticket(frame, &told).await);
    let files = or_stop!(super::attachments::on_ticket(frame, ticket, &around).await);
    let letters = or_stop!(super::letters::on_ticket(frame, ticket, told.head.reporter).await);
    let reminder = if may.reply { or_stop!(frame.ask(desk::MyReminder { ticket }).await) } else { None };
    let mut beside = vec![files];
    beside.extend(or_stop!(followed_by(frame, &told).await));
    let path = or_stop!(super::oncall::on_ticket(frame, ticket, &told.head.zone).await);
    let outlines = if may.look { or_stop!(frame.ask(OutlineOf { ticket }).await) } else { Vec::new() };
    let who_may = who_may(&around, org, frame);
    let page = TicketPage {
        around,
        may,
        me: Some(frame.badge.person),
        opened,
        outlines: &outlines,
        drafts,
        people: &people,
        workers: &workers,
        writing: &writing,
        looking: &looking,
        assets: &assets,
        sent: unsent.as_ref().map_or(&[], |unsent| unsent.sent),
        wrong: unsent.as_ref().map(|u| (u.why.field.as_deref().unwrap_or_default(), u.why.sentence.as_str())),
        copies: &copies,
        every_copy,
        who_may: &who_may,
        more: html! { (path) (covered) (begin) (known) (letters) },
        beside,
        reminder,
    };
    on_its_page(frame, &told, &page)
}

/// The ticket in the frame: where it is in the house, and how things stand with its client.
fn on_its_page(frame: &Frame<'_>, told: &Story, page: &TicketPage<'_>) -> Response {
    let (ticket, org) = (told.head.ticket, told.head.org);
    let (name, client) = (page.around.name(org).to_owned(), format!("/organizations/{org}"));
    let kind = page.around.standings.get(&org).copied();
    let href = format!("/organizations/{org}/agreements");
    let standing = kind.map(|kind| markup::Standing { kind, href: Some(&href), detail: None });
    let title = desk::pages::title(&told.head);
    let crumbs = [Crumb { href: "/tickets", label: "Tickets" }, Crumb { href: &client, label: &name }];
    let main = desk::pages::ticket(told, page);
    let at = Page { live: true, at: Some(ticket), standing, crumbs: &crumbs, ..Page::new(&title, "tickets") };
    frame.page(at, main)
}

/// What came of a ticket: time spent, changes, repairs, incidents and downtimes.
async fn followed_by(frame: &Frame<'_>, told: &Story) -> Result<[Beside; 5], Response> {
    let (ticket, org) = (told.head.ticket, told.head.org);
    let devices = told.head.asset.iter().chain(&told.relations.assets).copied().collect();
    let time = super::sheets::on_ticket(frame, ticket, &told.head.zone).await?;
    let changes = super::changes::on_ticket(frame, ticket, org).await?;
    let repairs = super::repairs::on_ticket(frame, ticket, devices).await?;
    let incidents = super::incidents::on_ticket(frame, ticket, org).await?;
    let down = super::downtime::on_ticket(frame, ticket, org).await?;
    Ok([time, changes, repairs, incidents, down])
}

fn people_in(told: &Story) -> Vec<String> {
    let acted =
        told.story.iter().flat_map(|h| h.person.into_iter().chain(h.told.iter().filter_map(|t| t.to)));
    let mut ids: Vec<String> =
        acted.chain(told.texts.iter().filter_map(|t| t.author)).map(|p| p.to_string()).collect();
    ids.extend(told.relations.assets.iter().map(ToString::to_string));
    ids.sort();
    ids.dedup();
    ids
}

fn who_may(around: &Around, org: OrgId, frame: &Frame<'_>) -> Vec<String> {
    let client = around.name(org).to_owned();
    let standing =
        around.standings.get(&org).map(|kind| markup::Standing { kind: *kind, ..Default::default() }.words());
    let mut lines = vec![format!("{client}'s own workforce, each by their duties.")];
    if frame.badge.employer != org {
        lines.push(format!("Your employer: {}.", standing.unwrap_or_else(|| "no BAA".to_owned())));
    }
    lines
}

fn draft_keys(ticket: TicketId) -> Vec<String> {
    let acts = ["reply", "resolve", "reopen", "reply-to-mine", "reopen-mine", "report-again", "add-task"];
    acts.iter().map(|act| format!("desk.{act}.{ticket}")).collect()
}

async fn drafts_of(frame: &Frame<'_>, keys: &[String]) -> Drafts {
    Drafts { url: "/drafts".to_owned(), saved: drafts(frame, keys).await }
}

/// Where trouble is reported: the visitor's own employer, or a client.
#[derive(Deserialize)]
struct ReportAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
    /// From the label of a device.
    #[serde(default, deserialize_with = "super::frame::blank")]
    asset: Option<AssetId>,
    /// From the poster on a wall.
    #[serde(default, deserialize_with = "super::frame::blank")]
    department: Option<DepartmentId>,
}

/// What a code says, as far as its reader may know it.
async fn scanned(frame: &Frame<'_>, asked: &ReportAsked) -> Result<Option<Scanned>, Response> {
    let (asset, department) = (asked.asset, asked.department);
    read(frame, move |look| {
        let device = asset.map(|asset| onramp::device(look, asset)).transpose()?.flatten();
        match department.filter(|_| device.is_none()) {
            Some(department) => onramp::unit(look, department),
            None => Ok(device),
        }
    })
    .await
}

async fn report(State(app): State<App>, visitor: Visitor, Query(asked): Query<ReportAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let scanned = or_stop!(scanned(&frame, &asked).await);
    let chosen = scanned.as_ref().map(|s| s.org).or(asked.org);
    let choices = or_stop!(read(&frame, boards::clients).await);
    // Whoever reads a code stands beside the device, with a telephone.
    let portal = scanned.is_some() || !frame.has(Duty::WorkTickets);
    if chosen.is_none() && choices.len() > 1 {
        let main = html! {
            p { "At which organization is the trouble?" }
            ul.choices-of-place { @for (org, name) in &choices {
                li { a.button href={ "/report?org=" (org) } { (name) } }
            } }
        };
        return frame.page(Page { portal, ..Page::new("Report trouble", "report") }, main);
    }
    let only = choices.first().map(|(org, _)| *org);
    let org = chosen.or(only).unwrap_or(frame.badge.employer);
    let (departments, locations, assets) = or_stop!(
        read(&frame, move |look| {
            Ok((
                boards::departments_of(look, org)?,
                boards::locations_of(look, org)?,
                boards::assets_of(look, org)?,
            ))
        })
        .await
    );
    let mut callers = None;
    if !portal {
        callers = Some(or_stop!(read(&frame, move |look| boards::people_of(look, org)).await));
    }
    // Somebody who reports at home is most likely where they work.
    let at_home = scanned.is_none() && org == frame.badge.employer;
    let own = if at_home { or_stop!(frame.ask(Me {}).await).me.department } else { None };
    let device = asked.asset.filter(|_| scanned.as_ref().is_some_and(|s| s.device.is_some()));
    let department = scanned.as_ref().map_or(own, |s| s.department);
    let known = [
        department.map(|department| ("department".to_owned(), department.to_string())),
        device.map(|asset| ("asset".to_owned(), asset.to_string())),
    ];
    let place = scanned.map(|s| s.device.into_iter().chain(s.place).collect::<Vec<_>>().join(" · "));
    let key = format!("desk.open-ticket.{org}");
    let mut values: BTreeMap<String, String> = known.into_iter().flatten().collect();
    let client = choices.iter().find(|(id, _)| *id == org).map_or("", |(_, name)| name);
    let begin = or_stop!(super::lists::kept::report_with(&frame, org, client, &mut values).await);
    let page = ReportPage {
        org,
        departments: &departments,
        locations: &locations,
        assets: &assets,
        callers: callers.as_deref(),
        values,
        errors: BTreeMap::new(),
        drafts: drafts_of(&frame, &[key]).await,
        place: place.as_deref(),
    };
    let main = html! { (begin) (desk::pages::report(&page)) };
    frame.page(Page { portal, ..Page::new("Report trouble", "report") }, main)
}

/// Where the list goes on.
#[derive(Deserialize)]
struct After {
    after: Option<TicketId>,
}

async fn mine(State(app): State<App>, visitor: Visitor, Query(asked): Query<After>) -> Response {
    let frame = open!(&app, &visitor);
    let tickets = or_stop!(frame.ask(MyTickets { after: asked.after, most: None }).await);
    let around = or_stop!(around(&frame, tickets.iter()).await);
    let main = desk::pages::my_tickets(&tickets, &around, app.office.now());
    let portal = !frame.has(Duty::WorkTickets);
    frame.page(Page { portal, live: true, ..Page::new("My requests", "my") }, main)
}

async fn my_ticket(State(app): State<App>, visitor: Visitor, Path(ticket): Path<TicketId>) -> Response {
    let frame = open!(&app, &visitor);
    my_page(&frame, ticket, &[]).await
}

async fn my_words(State(app): State<App>, visitor: Visitor, Path(ticket): Path<TicketId>) -> Response {
    let frame = open!(&app, &visitor);
    let opened = or_stop!(frame.ask(MyWords { ticket }).await);
    my_page(&frame, ticket, &opened.texts).await
}

async fn my_page(frame: &Frame<'_>, ticket: TicketId, opened: &[OpenText]) -> Response {
    let report = or_stop!(frame.ask(MyTicket { ticket }).await);
    let around = or_stop!(around(frame, std::iter::once(&report.head)).await);
    let may = or_stop!(frame.may(vec![(MyWords::ACT, Ground::thing(ticket))]).await);
    let page = MinePage {
        around,
        just_reported: frame.visitor.flash.is_some(),
        may_look: may[0],
        opened,
        drafts: drafts_of(frame, &draft_keys(ticket)).await,
    };
    let title = format!("Request {}", report.head.number);
    let portal = !frame.has(Duty::WorkTickets);
    let mut files = html! {};
    if !report.copied {
        let own = super::attachments::on_mine(frame, ticket, &page.around, page.just_reported).await;
        files = or_stop!(own);
    }
    let advice = or_stop!(super::knowledge::advice_for(frame, report.head.kind.word()).await);
    let main = html! { (desk::pages::my_ticket(&report, &page)) (files) @if report.head.state.is_open() { (advice) } };
    let flash = if page.just_reported { desk::pages::reported(&report) } else { None };
    frame.page(Page { portal, live: true, flash, ..Page::new(&title, "my") }, main)
}

/// The tickets on an asset, for the asset's page.
pub async fn on_asset(frame: &Frame<'_>, asset: kernel::AssetId) -> Result<markup::Markup, Response> {
    let tickets = frame.ask(desk::AssetTickets { asset, after: None, most: None }).await?;
    let around = around(frame, tickets.iter()).await?;
    let empty = markup::Empty {
        title: "No ticket is about this asset.",
        will_hold: "Tickets on it stand here.",
        act: None,
    };
    let now = frame.office.now();
    Ok(desk::pages::ticket_table(
        "asset-tickets",
        "Tickets on this asset",
        &tickets,
        &around,
        now,
        empty,
        None,
    ))
}
