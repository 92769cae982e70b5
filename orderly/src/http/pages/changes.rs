//! The pages of changes and of the times in which nothing is changed.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, read, story};
use super::frame::{Frame, Page, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use changes::{
    ApproveChange, ChangeText, ChangeView, Changes, ChangesView, Freezes, FreezesView, LookAtChange,
    OneChange, PlanChange, SetFreeze, StartChange, TicketChanges, View, change_page, changes_page,
    freezes_page,
};
use desk::pages::Beside;
use kernel::{ChangeId, Duty, Moment, OrgId, TicketId};
use markup::Crumb;
use office::{Ground, Order, Question};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/changes", get(list))
        .route("/changes/{change}", get(change))
        .route("/changes/{change}/look", post(look))
        .route("/organizations/{org}/freezes", get(freezes))
}

/// What the list is asked.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    view: Option<View>,
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "super::frame::blank")]
    ticket: Option<TicketId>,
    #[serde(default, deserialize_with = "super::frame::blank")]
    after_at: Option<Moment>,
    #[serde(default, deserialize_with = "super::frame::blank")]
    after: Option<ChangeId>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = Changes {
        view: asked.view,
        org: asked.org,
        after_at: asked.after_at,
        after: asked.after,
        most: None,
    };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let plans_at = if frame.has(PlanChange::ACT.duty) {
        or_stop!(read(&frame, boards::clients).await)
    } else {
        Vec::new()
    };
    let plans_here = asked.org.is_none_or(|org| plans_at.iter().any(|(at, _)| *at == org));
    let assets = match asked.org.filter(|_| plans_here && !plans_at.is_empty()) {
        Some(org) => or_stop!(read(&frame, move |look| boards::assets_of(look, org)).await),
        None => Vec::new(),
    };
    let view = ChangesView {
        list: &list,
        names: &names,
        org: asked.org,
        plans_at: plans_at.into_iter().filter(|_| plans_here).map(|(o, n)| (o.to_string(), n)).collect(),
        assets: assets.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        ticket: asked.ticket.map(|ticket| (ticket, "The ticket from which you came".to_owned())),
    };
    frame.page(Page::new("Changes", "changes").live(), changes_page(&view))
}

async fn change(State(app): State<App>, visitor: Visitor, Path(change): Path<ChangeId>) -> Response {
    let frame = open!(&app, &visitor);
    shown(&frame, change, &[]).await
}

/// The look: its entry is written before the texts are shown.
async fn look(State(app): State<App>, visitor: Visitor, Path(change): Path<ChangeId>) -> Response {
    let frame = open!(&app, &visitor);
    let opened = or_stop!(frame.ask(LookAtChange { change }).await);
    shown(&frame, change, &opened.texts).await
}

async fn shown(frame: &Frame<'_>, change: ChangeId, opened: &[ChangeText]) -> Response {
    let told = or_stop!(frame.ask(OneChange { change }).await);
    let names = or_stop!(named_in(frame, &told).await);
    let ground = || Ground::thing(change);
    let asks =
        vec![(StartChange::ACT, ground()), (ApproveChange::ACT, ground()), (LookAtChange::ACT, ground())];
    let may = or_stop!(frame.may(asks).await);
    let org = told.line.org;
    let view = ChangeView {
        told: &told,
        names: &names,
        me: frame.badge.person,
        works: may[0],
        approves: may[1],
        looks: may[2],
        opened,
        story: or_stop!(story(frame, org, change.to_string()).await),
    };
    let client = format!("/changes?org={org}");
    let name = names.get(&org.to_string()).map_or("", String::as_str);
    let crumbs = [Crumb { href: "/changes", label: "Changes" }, Crumb { href: &client, label: name }];
    let page = Page { live: true, crumbs: &crumbs, ..Page::new(&told.line.title, "changes") };
    frame.page(page, change_page(&view))
}

async fn freezes(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let list = or_stop!(frame.ask(Freezes { org }).await);
    let may = or_stop!(frame.may(vec![(SetFreeze::ACT, Ground::Org(org))]).await);
    let main = freezes_page(&FreezesView { list: &list, sets: may[0] });
    frame.page(Page::new("When nothing is changed", "changes"), main)
}

/// The changes of a ticket, for the ticket's page.
pub async fn on_ticket(frame: &Frame<'_>, ticket: TicketId, org: OrgId) -> Result<Beside, Response> {
    let list = frame.ask(TicketChanges { ticket }).await?;
    let panel = changes::changes_of_ticket(&list, ticket, org, frame.has(Duty::WorkTickets));
    Ok(Beside { title: "Changes", used: !list.lines.is_empty(), panel })
}
