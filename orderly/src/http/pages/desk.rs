//! The desk's pages: the board, tickets, one ticket, and what a nurse sees of her own reports.

use super::super::{App, visitor::Visitor};
use super::around::{names, read, standings};
use super::entrance::drafts;
use super::frame::{Frame, Page, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Form, Path, Query, State},
    response::Response,
    routing::{get, post},
};
use desk::pages::{Around, Drafts, MinePage, ReportPage, TicketPage};
use desk::words::View;
use desk::{
    Board, Listed, LookAt, MyTicket, MyTickets, MyWords, OneTicket, OpenText, Story, Tickets, Trends,
};
use kernel::{Duty, OrgId, TicketId};
use markup::{Crumb, html};
use office::{Ground, Question};
use people::Me;
use serde::Deserialize;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/board", get(board))
        .route("/tickets", get(tickets))
        .route("/search", get(tickets))
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

async fn around<'a>(
    frame: &Frame<'_>,
    tickets: impl Iterator<Item = &'a Listed>,
) -> Result<Around, Response> {
    let (ids, orgs) = ids(tickets);
    Ok(Around { names: names(frame, ids).await?, standings: standings(frame, orgs).await? })
}

/// What the board is asked.
#[derive(Deserialize)]
struct BoardAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
    wall: Option<String>,
}

async fn board(State(app): State<App>, visitor: Visitor, Query(asked): Query<BoardAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let now = or_stop!(frame.ask(Board { org: asked.org }).await);
    let around = or_stop!(around(&frame, now.tickets()).await);
    let trend = or_stop!(frame.ask(Trends { org: asked.org, days: Some(30) }).await);
    let wall = asked.wall.is_some();
    let main = html! {
        (desk::pages::board(&now, &around, frame.zone()))
        @if !wall { (desk::pages::trends(&trend)) }
    };
    let actions = html! {
        @if wall {
            a.button.button-quiet href="/board" { "Leave the wall" }
        } @else {
            a.button href="/report" { "Report trouble" }
            a.button href="/board?wall=1" { "For the wall" }
        }
    };
    frame.page(Page { live: true, wall, actions: Some(actions), ..Page::new("Board", "board") }, main)
}

/// What a list is asked.
#[derive(Deserialize)]
struct ListAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    view: Option<View>,
    words: Option<String>,
    q: Option<String>,
    after: Option<TicketId>,
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
}

async fn tickets(State(app): State<App>, visitor: Visitor, Query(asked): Query<ListAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let searched = asked.words.or(asked.q).unwrap_or_default();
    let question = Tickets {
        view: asked.view,
        org: asked.org,
        words: Some(searched.as_str()).filter(|w| !w.trim().is_empty()).map(Into::into),
        after: asked.after,
        ..Tickets::default()
    };
    let listing = or_stop!(frame.ask(question).await);
    let around = or_stop!(around(&frame, listing.tickets.iter()).await);
    frame.page(Page::new("Tickets", "tickets").live(), desk::pages::tickets(&listing, &around, &searched))
}

async fn ticket(State(app): State<App>, visitor: Visitor, Path(ticket): Path<TicketId>) -> Response {
    let frame = open!(&app, &visitor);
    ticket_page(&frame, ticket, &[]).await
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
    ticket_page(&frame, ticket, &opened.texts).await
}

async fn ticket_page(frame: &Frame<'_>, ticket: TicketId, opened: &[OpenText]) -> Response {
    let told = or_stop!(frame.ask(OneTicket { ticket }).await);
    let mut around = or_stop!(around(frame, std::iter::once(&told.head)).await);
    around.names.extend(or_stop!(names(frame, people_in(&told)).await));
    let may = desk::pages::May::of(&or_stop!(frame.may(desk::pages::May::asks(ticket)).await));
    let org = told.head.org;
    let employer = frame.badge.employer;
    let people = or_stop!(
        read(frame, move |look| {
            let mut people = boards::people_of(look, employer)?;
            if employer != org {
                people.extend(boards::people_of(look, org)?);
            }
            Ok(people)
        })
        .await
    );
    let drafts = drafts_of(frame, &draft_keys(ticket)).await;
    let who_may = who_may(&around, org, frame);
    let page = TicketPage {
        around,
        may,
        me: Some(frame.badge.person),
        opened,
        drafts,
        people: &people,
        who_may: &who_may,
    };
    let (name, client) = (page.around.name(org).to_owned(), format!("/organizations/{org}"));
    let kind = page.around.standings.get(&org).copied();
    let href = format!("/organizations/{org}/agreements");
    let standing = kind.map(|kind| markup::Standing { kind, href: Some(&href), detail: None });
    let title = desk::pages::title(&told.head);
    let crumbs = [Crumb { href: "/tickets", label: "Tickets" }, Crumb { href: &client, label: &name }];
    let main = desk::pages::ticket(&told, &page);
    frame.page(Page { live: true, standing, crumbs: &crumbs, ..Page::new(&title, "tickets") }, main)
}

fn people_in(told: &Story) -> Vec<String> {
    let acted =
        told.story.iter().flat_map(|h| h.person.into_iter().chain(h.told.iter().filter_map(|t| t.to)));
    let mut ids: Vec<String> =
        acted.chain(told.texts.iter().filter_map(|t| t.author)).map(|p| p.to_string()).collect();
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
    let acts = ["reply", "resolve", "reopen", "reply-to-mine", "reopen-mine"];
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
    asset: Option<String>,
}

async fn report(State(app): State<App>, visitor: Visitor, Query(asked): Query<ReportAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let chosen = asked.org;
    let choices = or_stop!(read(&frame, boards::organizations).await);
    let portal = !frame.has(Duty::WorkTickets);
    if chosen.is_none() && choices.len() > 1 {
        let main = html! {
            p { "At which organization is the trouble?" }
            ul.choices-of-place { @for (org, name) in &choices {
                li { a.button href={ "/report?org=" (org) } { (name) } }
            } }
        };
        return frame.page(Page { portal, ..Page::new("Report trouble", "report") }, main);
    }
    let org = chosen.unwrap_or(frame.badge.employer);
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
    // Somebody who reports at home is most likely where they work.
    let own = if org == frame.badge.employer { or_stop!(frame.ask(Me {}).await).me.department } else { None };
    let known = [
        own.map(|department| ("department".to_owned(), department.to_string())),
        asked.asset.map(|asset| ("asset".to_owned(), asset)),
    ];
    let key = format!("desk.open-ticket.{org}");
    let page = ReportPage {
        org,
        departments: &departments,
        locations: &locations,
        assets: &assets,
        values: known.into_iter().flatten().collect(),
        errors: BTreeMap::new(),
        drafts: drafts_of(&frame, &[key]).await,
    };
    let main = desk::pages::report(&page);
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
    let main = desk::pages::my_ticket(&report, &page);
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
    let now = frame.app.office.now();
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
