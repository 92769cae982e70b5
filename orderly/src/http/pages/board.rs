//! The board, one's own day, and how the days went.

use super::super::{App, visitor::Visitor};
use super::around::read;
use super::desk::around;
use super::frame::{Page, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use desk::pages::{Around, BoardLook, DayPage};
use desk::{Board, MOST_DAYS, MyDay, Satisfaction, Trends};
use incidents::{IncidentList, Incidents, Severity};
use kernel::{Duty, OrgId};
use markup::{Markup, Tab, Tone, html, notice, tabs};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route("/board", get(board)).route("/day", get(my_day)).route("/trends", get(trends))
}

/// What the board is asked.
#[derive(Deserialize)]
struct BoardAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
    wall: Option<String>,
    by: Option<String>,
}

impl BoardAsked {
    fn grouped(&self) -> bool {
        self.by.as_deref() == Some("client")
    }

    /// The address of the board, looked at so.
    fn address(&self, grouped: bool, wall: bool) -> String {
        let parts = [
            self.org.map(|org| format!("org={org}")),
            grouped.then(|| "by=client".to_owned()),
            wall.then(|| "wall=1".to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "/board".to_owned() } else { format!("/board?{}", parts.join("&")) }
    }
}

async fn board(State(app): State<App>, visitor: Visitor, Query(asked): Query<BoardAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let now = or_stop!(frame.ask(Board { org: asked.org }).await);
    let mut around = or_stop!(around(&frame, now.tickets()).await);
    let (wall, grouped) = (asked.wall.is_some(), asked.grouped());
    around.take = (!wall && frame.has(Duty::WorkTickets)).then(|| asked.address(grouped, false));
    let look = BoardLook { zone: frame.zone(), grouped };
    let trend =
        if wall { None } else { Some(or_stop!(frame.ask(Trends { org: asked.org, days: Some(30) }).await)) };
    let grave = Incidents { org: asked.org, most: Some(3), ..Incidents::default() };
    let grave = or_stop!(frame.ask(grave).await);
    let main = html! {
        (going_on(&grave))
        (desk::pages::board(&now, &around, look))
        @if let Some(trend) = &trend { (desk::pages::trends(trend)) }
    };
    let actions = html! {
        a.button.button-quiet href=(asked.address(!grouped, wall)) data-live {
            @if grouped { "All in one order" } @else { "Client by client" }
        }
        @if wall {
            a.button.button-quiet href=(asked.address(grouped, false)) { "Leave the wall" }
        } @else {
            a.button href=(asked.address(grouped, true)) { "For the wall" }
            a.button href="/report" { "Report trouble" }
        }
    };
    frame.page(Page { live: true, wall, actions: Some(actions), ..Page::new("Board", "board") }, main)
}

/// What is worse than a ticket: the latest security incidents that touch care or ePHI and are not over.
fn going_on(list: &IncidentList) -> Markup {
    let grave = || list.lines.iter().filter(|i| matches!(i.severity, Severity::Critical | Severity::High));
    html! {
        @if grave().next().is_some() {
            (notice(Tone::Soon, &html! {
                @for i in grave() { p {
                    a href={ "/incidents/" (i.id) } { (i.title) } " · " (i.kind.title()) ", "
                    (i.severity.title().to_lowercase()) ", " (i.state.title().to_lowercase())
                } }
                @if list.more { p { a href="/incidents" { "Further incidents" } } }
            }))
        }
    }
}

async fn my_day(State(app): State<App>, visitor: Visitor) -> Response {
    let frame = open!(&app, &visitor);
    let day = or_stop!(frame.ask(MyDay { zone: Some(frame.zone().to_owned()) }).await);
    let around = or_stop!(around(&frame, day.mine.iter().chain(&day.resolved)).await);
    // What was spent today is shown by whoever keeps times.
    let time = Some(or_stop!(super::sheets::my_day(&frame).await));
    let page = DayPage { around, time };
    frame.page(Page::new("My day", "day").live(), desk::pages::my_day(&day, &page))
}

/// Which period of whom.
#[derive(Deserialize)]
struct TrendsAsked {
    #[serde(default, deserialize_with = "super::frame::blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "number")]
    days: Option<u32>,
}

/// A number in an address; what is none was not asked.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.and_then(|text| text.trim().parse().ok()))
}

async fn trends(State(app): State<App>, visitor: Visitor, Query(asked): Query<TrendsAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let days = asked.days.unwrap_or(30).clamp(1, MOST_DAYS);
    let trend = or_stop!(frame.ask(Trends { org: asked.org, days: Some(days) }).await);
    let rated = or_stop!(frame.ask(Satisfaction { org: asked.org, months: None }).await);
    let clients = or_stop!(read(&frame, boards::clients).await);
    let names = clients.iter().map(|(org, name)| (org.to_string(), name.clone())).collect();
    let around = Around { names, ..Around::default() };
    let of = asked.org.map(|org| format!("&org={org}")).unwrap_or_default();
    let period = |days_back: u32| Tab {
        href: format!("/trends?days={days_back}{of}"),
        label: format!("{days_back} days"),
        count: None,
        current: days == days_back,
    };
    let chosen = |org: OrgId| asked.org == Some(org);
    let main = html! {
        (tabs("Period", &[7, 30, 90].map(period)))
        @if clients.len() > 1 {
            form.form.filter method="get" action="/trends" data-live {
                (markup::hidden("days", &days.to_string()))
                div.field {
                    label.field-label for="trends-org" { "Client" }
                    select #trends-org name="org" {
                        option value="" { "All within reach" }
                        @for (org, name) in &clients {
                            option value=(org) selected[chosen(*org)] { (name) }
                        }
                    }
                }
                (markup::button(markup::ButtonKind::Plain, "Show"))
            }
        }
        (desk::pages::measures(&trend))
        (desk::pages::satisfaction(&rated, &around))
    };
    frame.page(Page::new("How the days went", "board"), main)
}
