//! The pages of assets, and of lists that are brought in.

use super::super::{App, visitor::Visitor};
use super::around::{names, read, seal, standings, story};
use super::frame::{Frame, Page, open, or_stop};
use super::start;
use crate::records::{boards, places};
use assets::needs::Places;
use assets::{
    AddPage, Asset, AssetKind, AssetPage, Assets, Hangs, ImportForm, ImportPage, Imports, ListPage,
    RevisePage, RowVerdict, WeighImport, add_page, asset_actions, asset_page, import_form, import_page,
    list_actions, list_page, revise_page,
};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use kernel::{AssetId, Duty, ImportId, OrgId, Who};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/assets", get(list))
        .route("/assets/new", get(add))
        .route("/assets/{asset}", get(asset))
        .route("/assets/{asset}/revise", get(revise))
        .route("/imports/new", get(new_import))
        .route("/imports/{import}", get(import))
}

/// What the list is asked.
#[derive(Deserialize)]
struct ListAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "super::frame::blank")]
    kind: Option<AssetKind>,
    words: Option<String>,
    #[serde(default)]
    retired: bool,
    after: Option<AssetId>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<ListAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = Assets {
        org: asked.org,
        kind: asked.kind,
        words: asked.words.filter(|w| !w.trim().is_empty()),
        retired: asked.retired,
        after: asked.after,
        most: None,
    };
    let list = or_stop!(frame.ask(question.clone()).await);
    let organizations = or_stop!(read(&frame, boards::clients).await);
    let page = ListPage {
        list: &list,
        asked: &question,
        organizations: &organizations,
        manages: frame.has(Duty::ManageAssets),
    };
    let actions = page.manages.then(|| list_actions(page.asked.org));
    frame.page(Page { actions, ..Page::new("Assets", "assets") }, list_page(&page))
}

/// The places of an organization that the visitor was shown.
async fn own_places(frame: &Frame<'_>, org: OrgId) -> Result<Places, Response> {
    let read = frame.office.read(&Who::House("board"), move |look| {
        look.at(Some(org));
        Ok(Places { locations: places::locations(look)?, departments: places::departments(look)? })
    });
    read.await.map_err(|stop| frame.stopped(stop))
}

async fn asset(State(app): State<App>, visitor: Visitor, Path(asset): Path<AssetId>) -> Response {
    let frame = open!(&app, &visitor);
    let card = or_stop!(frame.ask(Asset { asset }).await);
    let org = card.org;
    let wanted = [
        Some(org.to_string()),
        card.particulars.location.map(|l| l.to_string()),
        card.particulars.department.map(|d| d.to_string()),
    ];
    let named = or_stop!(names(&frame, wanted.into_iter().flatten().collect()).await);
    let of = |id: Option<String>| id.and_then(|id| named.get(&id)).map(String::as_str);
    let standing = or_stop!(standings(&frame, vec![org]).await);
    let tickets = if frame.has(Duty::WorkTickets) {
        or_stop!(super::desk::on_asset(&frame, asset).await)
    } else {
        markup::html! { p { "Tickets are shown to whoever works on them." } }
    };
    let hangs = or_stop!(frame.ask(Hangs { asset }).await);
    let others = or_stop!(read(&frame, move |look| boards::assets_of(look, org)).await);
    let page = AssetPage {
        card: &card,
        hangs: &hangs,
        others: &others,
        organization: of(Some(org.to_string())).unwrap_or_default(),
        seal: standing.get(&org).map(|kind| seal(*kind, org)).unwrap_or_default(),
        location: of(card.particulars.location.map(|l| l.to_string())),
        department: of(card.particulars.department.map(|d| d.to_string())),
        now_us: frame.now_us(),
        zone: frame.zone(),
        manages: frame.has(Duty::ManageAssets),
        tickets,
        story: or_stop!(story(&frame, org, asset.to_string()).await),
    };
    let hands = or_stop!(super::repairs::on_asset(&frame, asset, org).await);
    let main = markup::html! { (asset_page(&page)) (hands) };
    let actions = Some(asset_actions(&card, page.manages));
    frame.page(Page { actions, live: true, ..Page::new(&card.particulars.name, "assets") }, main)
}

/// Of which organization.
#[derive(Deserialize)]
struct OfAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
}

async fn add(State(app): State<App>, visitor: Visitor, Query(asked): Query<OfAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let org = asked.org.unwrap_or(frame.badge.employer);
    let named = or_stop!(names(&frame, vec![org.to_string()]).await);
    let Some(organization) = named.get(&org.to_string()) else {
        return frame.refused(kernel::Refusal::not_found("organization"));
    };
    let places = or_stop!(own_places(&frame, org).await);
    frame.page(Page::new("Add an asset", "assets"), add_page(&AddPage { org, organization, places: &places }))
}

async fn revise(State(app): State<App>, visitor: Visitor, Path(asset): Path<AssetId>) -> Response {
    let frame = open!(&app, &visitor);
    let card = or_stop!(frame.ask(Asset { asset }).await);
    let places = or_stop!(own_places(&frame, card.org).await);
    frame.page(
        Page::new("Revise an asset", "assets"),
        revise_page(&RevisePage { card: &card, places: &places }),
    )
}

async fn new_import(State(app): State<App>, visitor: Visitor, Query(asked): Query<OfAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let organizations = or_stop!(read(&frame, boards::clients).await);
    let recent = match asked.org {
        Some(org) => or_stop!(frame.ask(Imports { org, most: None }).await).imports,
        None => Vec::new(),
    };
    let page = ImportForm {
        organizations: &organizations,
        chosen: asked.org,
        recent: &recent,
        now_us: frame.now_us(),
        zone: frame.zone(),
    };
    frame.page(Page::new("Import a list of assets", "assets"), import_form(&page))
}

/// Which rows.
#[derive(Deserialize)]
struct RowsAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    verdict: Option<RowVerdict>,
    after: Option<i64>,
}

async fn import(
    State(app): State<App>,
    visitor: Visitor,
    Path(import): Path<ImportId>,
    Query(asked): Query<RowsAsked>,
) -> Response {
    let frame = open!(&app, &visitor);
    let question = WeighImport { import, verdict: asked.verdict, after: asked.after, most: None };
    let weighed = or_stop!(frame.ask(question).await);
    let org = weighed.import.org;
    let named = or_stop!(names(&frame, vec![org.to_string()]).await);
    let page = ImportPage {
        weighed: &weighed,
        verdict: asked.verdict,
        further: asked.after.is_some(),
        organization: named.get(&org.to_string()).map(String::as_str).unwrap_or_default(),
        places: &or_stop!(own_places(&frame, org).await),
        manages: frame.has(Duty::ManageAssets),
        story: or_stop!(story(&frame, org, import.to_string()).await),
    };
    let back = or_stop!(start::way_back(&frame, org).await);
    let main = markup::html! { (import_page(&page)) (start::back_line(back.as_deref())) };
    frame.page(Page::new("Import", "assets"), main)
}
