//! The pages of who is on call: the rotas, one rota with its week, and the calendar that a telephone reads.

use super::super::{App, reply, visitor::Visitor};
use super::around::{named_in, read, story};
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::{self, boards, oncall as oncall_read};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::{ToSpan, civil::Date};
use kernel::{OrgId, PersonId, RotaId, Stop, TicketId, Who};
use markup::{Crumb, Markup, html};
use office::{Ground, Order};
use oncall::pages::{
    PathView, PoliciesView, RotaView, RotasView, path_of_ticket, policies_page, rota_page, rotas_page,
};
use oncall::{
    Acknowledge, OnCallAt, OnePolicy, OneRota, OpenPolicy, OpenRota, Policies, RotaTold, Rotas, SetRota,
    TicketEscalation, escalation_records,
};
use serde::Deserialize;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/oncall", get(list))
        .route("/oncall/policies", get(policies))
        .route("/oncall/{rota}", get(rota))
        .route("/oncall/{rota}/calendar.ics", get(calendar))
        .route("/oncall/feed/{link}", get(feed))
}

/// What the list is asked.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<RotaId>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    // A list goes on behind a rota that the visitor may see; its name is read, not sent.
    let after_name = match asked.after {
        Some(rota) => Some(or_stop!(told(&frame, rota, None).await).rota.name),
        None => None,
    };
    let question = Rotas { org: asked.org, after_name, after: asked.after, most: None };
    let list = or_stop!(frame.ask(question).await);
    let mut now = BTreeMap::new();
    for row in &list.lines {
        now.insert(row.id, or_stop!(frame.ask(OnCallAt { rota: row.id, at: None }).await));
    }
    let mut names = or_stop!(named_in(&frame, &list).await);
    names.extend(or_stop!(named_in(&frame, &now.values().collect::<Vec<_>>()).await));
    let places = if frame.has(OpenRota::ACT.duty) {
        or_stop!(read(&frame, boards::organizations).await)
    } else {
        Vec::new()
    };
    let opens = match asked.org.filter(|org| places.iter().any(|(at, _)| at == org)) {
        Some(org) => Some((org, or_stop!(read(&frame, move |look| boards::people_of(look, org)).await))),
        None => None,
    };
    let opens_at = places.into_iter().map(|(org, name)| (org.to_string(), name)).collect();
    let view = RotasView { list: &list, now: &now, names: &names, opens_at, opens };
    frame.page(Page::new("On call", "oncall").live(), rotas_page(&view))
}

/// Which week is shown.
#[derive(Deserialize)]
struct Week {
    from: Option<String>,
}

async fn told(frame: &Frame<'_>, rota: RotaId, from: Option<String>) -> Result<RotaTold, Response> {
    frame.ask(OneRota { rota, from, days: None }).await
}

async fn rota(
    State(app): State<App>,
    visitor: Visitor,
    Path(rota): Path<RotaId>,
    Query(week): Query<Week>,
) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(told(&frame, rota, week.from).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let org = told.rota.org;
    let may = or_stop!(frame.may(vec![(SetRota::ACT, Ground::thing(rota))]).await);
    let staff = or_stop!(read(&frame, move |look| boards::people_of(look, org)).await);
    let first = told.days.first().map(|day| day.date_in(&told.rota.zone));
    let link = |days: i64| {
        let day: Option<Date> = first.and_then(|day| day.checked_add(days.days()).ok());
        day.map(|day| format!("/oncall/{rota}?from={day}")).unwrap_or_default()
    };
    let policies =
        or_stop!(frame.ask(Policies {}).await).lines.into_iter().filter(|policy| policy.org == org);
    let policies = policies.map(|policy| (policy.id.to_string(), policy.name)).collect();
    let view = RotaView {
        told: &told,
        names: &names,
        me: frame.badge.person,
        directs: may[0],
        own: frame.badge.employer == org,
        staff,
        policies,
        weeks: (link(-7), link(7)),
        story: or_stop!(story(&frame, org, rota.to_string()).await),
    };
    let crumbs = [Crumb { href: "/oncall", label: "On call" }];
    let page = Page { live: true, crumbs: &crumbs, ..Page::new(&told.rota.name, "oncall") };
    frame.page(page, rota_page(&view))
}

/// The rota as a calendar file, for somebody who signed in.
async fn calendar(State(app): State<App>, visitor: Visitor, Path(rota): Path<RotaId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(told(&frame, rota, None).await);
    match written(&app, told.rota.org, rota, None).await {
        Ok(text) => file(text),
        Err(stop) => frame.stopped(stop),
    }
}

/// The same behind a link: whoever holds it sees this rota and nothing else, as long as its maker could.
async fn feed(State(app): State<App>, Path(link): Path<String>) -> Response {
    let link = link.trim_end_matches(".ics").to_owned();
    if link.len() > 100 {
        return StatusCode::NOT_FOUND.into_response();
    }
    let house = Who::House("calendar feed");
    let opened = app.office.read(&house, move |look| {
        let Some(found) = oncall::opened(look, &link)? else { return Ok(None) };
        Ok(records::may_see(look, found.person, found.org)?.then_some(found))
    });
    match opened.await {
        Ok(Some(found)) => {
            match written(&app, found.org, found.rota, found.mine.then_some(found.person)).await {
                Ok(text) => file(text),
                Err(stop) => reply::stop_json(stop),
            }
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(stop) => reply::stop_json(stop),
    }
}

async fn policies(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let mut told = Vec::new();
    for line in or_stop!(frame.ask(Policies {}).await).lines {
        told.push(or_stop!(frame.ask(OnePolicy { policy: line.id }).await));
    }
    let rotas = or_stop!(frame.ask(Rotas { most: Some(200), ..Rotas::default() }).await).lines;
    let rotas: Vec<(String, String)> = rotas.into_iter().map(|r| (r.id.to_string(), r.name)).collect();
    let mut names = or_stop!(named_in(&frame, &told).await);
    names.extend(rotas.iter().cloned());
    let opens_at = if frame.has(OpenPolicy::ACT.duty) {
        or_stop!(read(&frame, boards::organizations).await)
    } else {
        Vec::new()
    };
    let opens = asked.org.filter(|org| opens_at.iter().any(|(at, _)| at == org));
    let employer = frame.badge.employer;
    let view = PoliciesView {
        told: &told,
        names: &names,
        opens_at: opens_at.into_iter().map(|(org, name)| (org.to_string(), name)).collect(),
        opens,
        people: or_stop!(read(&frame, move |look| boards::people_of(look, employer)).await),
        rotas,
    };
    let crumbs = [Crumb { href: "/oncall", label: "On call" }];
    frame
        .page(Page { crumbs: &crumbs, ..Page::new("Policies of escalation", "oncall") }, policies_page(&view))
}

/// The escalation of a ticket as a line, for the ticket's page.
pub async fn on_ticket(frame: &Frame<'_>, ticket: TicketId, zone: &str) -> Result<Markup, Response> {
    let told = frame.ask(TicketEscalation { ticket }).await?;
    let Some(run) = &told.run else { return Ok(html! {}) };
    let (policy, version, org) = (run.policy, run.version, run.policy_org);
    let house = Who::House("escalation");
    let steps = frame.office.read(&house, move |look| {
        look.at(Some(org));
        Ok(escalation_records::steps(look, policy, version)?)
    });
    let steps = steps.await.map_err(|stop| frame.stopped(stop))?;
    let mut names = named_in(frame, &told).await?;
    names.extend(named_in(frame, &steps).await?);
    let rotas = frame.ask(Rotas { most: Some(200), ..Rotas::default() }).await?.lines;
    names.extend(rotas.into_iter().map(|r| (r.id.to_string(), r.name)));
    let may = frame.may(vec![(Acknowledge::ACT, Ground::thing(ticket))]).await?;
    let view = PathView { told: &told, steps: &steps, names: &names, ticket, zone, works: may[0] };
    Ok(path_of_ticket(&view))
}

async fn written(app: &App, org: OrgId, rota: RotaId, only: Option<PersonId>) -> Result<String, Stop> {
    let house = Who::House("calendar feed");
    let read = app.office.read(&house, move |look| {
        look.at(Some(org));
        let names = oncall_read::names(look)?;
        oncall::as_calendar(look, rota, &names, only)
    });
    read.await
}

fn file(text: String) -> Response {
    ([("content-type", "text/calendar; charset=utf-8")], text).into_response()
}
