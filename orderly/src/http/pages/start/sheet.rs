//! The sheet of codes to print: a poster for each department and a label for each device. A telephone that reads one
//! opens the report page with the place filled in. The addresses are absolute, from the configured public address.

use super::super::super::{App, visitor::Visitor};
use super::super::around::{named_in, read};
use super::super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::boards;
use assets::{AssetKind, AssetLine, AssetList, Assets};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use kernel::{AssetId, OrgId};
use markup::{ButtonKind, Crumb, Empty, Markup, empty_state, html, link_button, qr_code};
use organizations::{DepartmentLine, Organization, PlaceList, Places};
use serde::Deserialize;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new().route("/organizations/{org}/sheet", get(sheet))
}

/// Labels on one page of the screen; on paper they take three sheets.
const AT_ONCE: u32 = 72;

/// Where the labels go on.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "blank")]
    after: Option<AssetId>,
}

/// `GET /organizations/{org}/sheet`
async fn sheet(
    State(app): State<App>,
    visitor: Visitor,
    Path(org): Path<OrgId>,
    Query(asked): Query<Asked>,
) -> Response {
    let frame = open!(&app, &visitor);
    let here = or_stop!(frame.ask(Organization { organization: org }).await);
    let places = or_stop!(frame.ask(Places { organization: org }).await);
    let list = Assets { org: Some(org), after: asked.after, most: Some(AT_ONCE), ..Assets::default() };
    let mut list = or_stop!(frame.ask(list).await);
    // A program has no side to put a label on.
    list.assets.retain(|a| a.particulars.kind != AssetKind::Application);
    let named = or_stop!(named_in(&frame, &list).await);
    let provider = or_stop!(read(&frame, move |look| boards::provider_of(look, org)).await);
    let desk = provider.map_or_else(|| here.name.clone(), |(_, name)| name);
    let back = or_stop!(super::way_back(&frame, org).await);
    let client = format!("/organizations/{org}");
    let crumbs =
        [Crumb { href: "/organizations", label: "Clients" }, Crumb { href: &client, label: &here.name }];
    let main = html! {
        div.on-screen {
            p { "Print this page: a poster for each department first, then the labels, twenty-four to a "
                "sheet. Each code opens "
                "the report page with its place filled in; whoever reads it signs in as always." }
            (super::back_line(back.as_deref()))
        }
        @if asked.after.is_none() { (posters(&frame, &places, &desk)) }
        (labels(&frame, &list, &named))
        (paging(org, &list))
    };
    let title = format!("Codes for {}", here.name);
    frame.page(Page { crumbs: &crumbs, ..Page::new(&title, "organizations") }, main)
}

/// The absolute address behind a code.
fn link(frame: &Frame<'_>, what: &str, id: impl std::fmt::Display) -> String {
    format!("{}/report?{what}={id}", frame.app.site.origin.trim_end_matches('/'))
}

fn posters(frame: &Frame<'_>, places: &PlaceList, desk: &str) -> Markup {
    let all = places.locations.iter().flat_map(|l| l.departments.iter().map(move |d| (l.name.as_str(), d)));
    let all: Vec<(&str, &DepartmentLine)> = all.collect();
    html! {
        @if all.is_empty() {
            (empty_state(&Empty {
                title: "No department yet.",
                will_hold: "Each department gets a poster for its wall.",
                act: None,
            }))
        }
        div.posters { @for (site, unit) in all { (poster(frame, site, unit, desk)) } }
    }
}

fn poster(frame: &Frame<'_>, site: &str, unit: &DepartmentLine, desk: &str) -> Markup {
    let address = link(frame, "department", unit.department);
    html! {
        section.poster aria-label={ "Poster for " (unit.name) } {
            h2 { "Something does not work?" }
            @if let Some(code) = qr_code(&address, &format!("Code that opens the report page for {}",
                unit.name)) { (code) }
            p.poster-how { "Read this with a telephone, or open " code { (frame.app.site.origin) "/report" } }
            ol.poster-steps {
                li { "What is wrong?" }
                li { "Where? It knows: " b { (unit.name) } }
                li { "Is a patient affected now?" }
            }
            p.soft { (unit.name) ", " (site) " · " (desk) " looks after it" }
        }
    }
}

fn labels(frame: &Frame<'_>, list: &AssetList, named: &BTreeMap<String, String>) -> Markup {
    html! {
        @if list.assets.is_empty() {
            (empty_state(&Empty {
                title: "No device yet.",
                will_hold: "Each device gets a label with its name and its code.",
                act: None,
            }))
        } @else {
            section.labels aria-label="Labels" { @for asset in &list.assets { (label(frame, asset, named)) } }
        }
    }
}

fn label(frame: &Frame<'_>, asset: &AssetLine, named: &BTreeMap<String, String>) -> Markup {
    let known = &asset.particulars;
    let place = known.department.map(|d| d.to_string()).or(known.location.map(|l| l.to_string()));
    let code =
        qr_code(&link(frame, "asset", asset.id), &format!("Code that reports trouble with {}", known.name));
    html! {
        div.label {
            @if let Some(code) = code { (code) }
            div {
                b { (known.name) }
                @if let Some(place) = place.and_then(|id| named.get(&id)) { span { (place) } }
                @if let Some(serial) = &known.serial { span { (serial) } }
                span.label-how { "Broken? Read me." }
            }
        }
    }
}

fn paging(org: OrgId, list: &AssetList) -> Markup {
    html! {
        @if let Some(after) = list.next {
            div.buttons { (link_button(ButtonKind::Plain, &format!("/organizations/{org}/sheet?after={after}"),
                "The labels that follow")) }
        }
    }
}
