//! The year of a location's opening hours, by which every due time is counted: on a page with its odd days, and as a file
//! for other calendars.

use super::super::{App, visitor::Visitor};
use super::frame::{Page, blank, open, or_stop};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::LocationId;
use markup::Crumb;
use office::{Ground, Order};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/locations/{location}/year", get(year))
        .route("/locations/{location}/year.ics", get(year_feed))
}

/// Which year.
#[derive(Deserialize)]
struct YearAsked {
    #[serde(default, deserialize_with = "blank")]
    year: Option<i16>,
}

/// `GET /locations/{location}/year`
async fn year(
    State(app): State<App>,
    visitor: Visitor,
    Path(location): Path<LocationId>,
    Query(asked): Query<YearAsked>,
) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(organizations::Year { location, year: asked.year }).await);
    let names = or_stop!(super::around::names(&frame, vec![told.org.to_string()]).await);
    let act = organizations::TakeInCalendar::ACT;
    let manages = or_stop!(frame.may(vec![(act, Ground::thing(location))]).await).first() == Some(&true);
    let (client, label) = (
        format!("/organizations/{}", told.org),
        names.get(&told.org.to_string()).cloned().unwrap_or_default(),
    );
    let crumbs = [Crumb { href: "/organizations", label: "Clients" }, Crumb { href: &client, label: &label }];
    let title = format!("{}, {}", told.name, told.year);
    frame.page(
        Page { crumbs: &crumbs, ..Page::new(&title, "organizations") },
        organizations::year_page(&told, manages),
    )
}

/// `GET /locations/{location}/year.ics`: the days that are set apart, for other calendars.
async fn year_feed(
    State(app): State<App>,
    visitor: Visitor,
    Path(location): Path<LocationId>,
    Query(asked): Query<YearAsked>,
) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(organizations::Year { location, year: asked.year }).await);
    ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], told.feed).into_response()
}
