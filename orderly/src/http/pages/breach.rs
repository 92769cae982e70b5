//! The pages of what may be a breach: the list, one record, and the yearly log with its sheet.

use super::super::{App, reply, visitor::Visitor};
use super::around::{named_in, read, story};
use super::entrance::sent;
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::{boards, breach as breach_read};
use axum::{
    Router,
    extract::{Form, Path, Query, State, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use breach::{
    AddAddressees, Addressees, BreachLog, BreachText, BreachView, Breaches, BreachesView, BringView,
    Conclude, IncidentBreaches, LogView, LookAtBreach, OneBreach, OpenBreach, View, addressees_page,
    breach_page, breaches_of_incident, breaches_page, bring_page, log_page,
};
use kernel::{BreachId, IncidentId, Moment, OrgId, Private, Refusal, Stop};
use markup::{Crumb, Markup, html};
use office::{Ground, Order, Question};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/breaches", get(list))
        .route("/breaches/{breach}", get(breach))
        .route("/breaches/{breach}/look", post(look))
        .route("/breaches/{breach}/addressees", post(addressees))
        .route("/breaches/{breach}/addressees/new", get(bring).post(brought))
        .route("/organizations/{org}/breach-log", get(log))
        .route("/organizations/{org}/breach-log.csv", get(sheet))
}

/// What the list is asked.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "blank")]
    view: Option<View>,
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "blank")]
    after_at: Option<Moment>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<BreachId>,
}

fn this_year(frame: &Frame<'_>) -> i16 {
    Moment::from_micros(frame.now_us()).date_in(frame.zone()).year()
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = Breaches {
        view: asked.view,
        org: asked.org,
        after_at: asked.after_at,
        after: asked.after,
        most: None,
    };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let clients = if frame.has(OpenBreach::ACT.duty) {
        or_stop!(read(&frame, boards::clients).await)
    } else {
        Vec::new()
    };
    let opens_at: Vec<(String, String)> = clients
        .into_iter()
        .filter(|(org, _)| asked.org.is_none_or(|only| only == *org))
        .map(|(org, name)| (org.to_string(), name))
        .collect();
    let agreements = match asked.org {
        Some(org) => or_stop!(read(&frame, move |look| breach_read::agreements_of(look, org)).await),
        None => Vec::new(),
    };
    let year = this_year(&frame);
    let view = BreachesView { list: &list, names: &names, org: asked.org, opens_at, agreements, year };
    frame.page(Page::new("Breaches", "breaches").live(), breaches_page(&view))
}

async fn breach(State(app): State<App>, visitor: Visitor, Path(breach): Path<BreachId>) -> Response {
    let frame = open!(&app, &visitor);
    shown(&frame, breach, &[]).await
}

/// The look: its entry is written before the texts are shown.
async fn look(State(app): State<App>, visitor: Visitor, Path(breach): Path<BreachId>) -> Response {
    let frame = open!(&app, &visitor);
    let opened = or_stop!(frame.ask(LookAtBreach { breach }).await);
    shown(&frame, breach, &opened.texts).await
}

/// Where a list goes on.
#[derive(Deserialize)]
struct From {
    after: Option<u32>,
}

/// Those to whom letters go: a look, whose entry is written before they are shown.
async fn addressees(
    State(app): State<App>,
    visitor: Visitor,
    Path(breach): Path<BreachId>,
    Query(from): Query<From>,
) -> Response {
    let frame = open!(&app, &visitor);
    let list = or_stop!(frame.ask(Addressees { breach, way: None, after: from.after }).await);
    let back = format!("/breaches/{breach}#letters");
    let crumbs = [Crumb { href: "/breaches", label: "Breaches" }, Crumb { href: &back, label: "The record" }];
    let page = Page { crumbs: &crumbs, ..Page::new("To whom letters go", "breaches") };
    frame.page(page, addressees_page(&list))
}

fn bring_a_list(frame: &Frame<'_>, view: &BringView) -> Response {
    let back = format!("/breaches/{}#letters", view.breach);
    let crumbs = [Crumb { href: "/breaches", label: "Breaches" }, Crumb { href: &back, label: "The record" }];
    let page = Page { crumbs: &crumbs, ..Page::new("Bring a list of addressees", "breaches") };
    frame.page(page, bring_page(view))
}

async fn bring(State(app): State<App>, visitor: Visitor, Path(breach): Path<BreachId>) -> Response {
    let frame = open!(&app, &visitor);
    let may = or_stop!(frame.may(vec![(AddAddressees::ACT, Ground::thing(breach))]).await);
    if !may[0] {
        return frame.refused(Refusal::not_found("breach"));
    }
    bring_a_list(&frame, &BringView { breach: breach.to_string(), list: "", wrong: None, tried: None })
}

/// The list as it was pasted, and whether it is to be applied.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Brought {
    list: String,
    apply: bool,
}

async fn brought(
    State(app): State<App>,
    visitor: Visitor,
    Path(breach): Path<BreachId>,
    form: Result<Form<Brought>, FormRejection>,
) -> Response {
    let frame = open!(&app, &visitor);
    let form = or_stop!(sent(form));
    let order = AddAddressees { breach, list: Private::new(form.list.clone()), apply: form.apply };
    let (said, wrong) = match app.office.execute(&visitor.who, order).await {
        Ok(done) if done.receipt.applied => {
            return Redirect::to(&format!("/breaches/{breach}#letters")).into_response();
        }
        Ok(done) => (Some(done.receipt), None),
        Err(Stop::Refused(refusal)) if refusal.field.as_deref() == Some("list") => {
            (None, Some(refusal.sentence))
        }
        Err(stop) => return frame.stopped(stop),
    };
    let view = BringView {
        breach: breach.to_string(),
        list: &form.list,
        wrong: wrong.as_deref(),
        tried: said.as_ref(),
    };
    let mut response = bring_a_list(&frame, &view);
    if wrong.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

async fn shown(frame: &Frame<'_>, breach: BreachId, opened: &[BreachText]) -> Response {
    let file = or_stop!(frame.ask(OneBreach { breach }).await);
    let names = or_stop!(named_in(frame, &file).await);
    let ground = || Ground::thing(breach);
    let may = or_stop!(frame.may(vec![(Conclude::ACT, ground()), (LookAtBreach::ACT, ground())]).await);
    let org = file.line.org;
    let view = BreachView {
        file: &file,
        names: &names,
        declares: may[0],
        looks: may[1],
        opened,
        documents: if may[0] {
            super::documents::papers_of_breach(&file)
        } else {
            html! {}
        },
        story: or_stop!(story(frame, org, breach.to_string()).await),
    };
    let client = format!("/breaches?org={org}");
    let name = names.get(&org.to_string()).map_or("", String::as_str);
    let crumbs = [Crumb { href: "/breaches", label: "Breaches" }, Crumb { href: &client, label: name }];
    let page = Page { live: opened.is_empty(), crumbs: &crumbs, ..Page::new(&file.line.title, "breaches") };
    frame.page(page, breach_page(&view))
}

/// Which year is asked.
#[derive(Deserialize)]
struct OfYear {
    year: Option<i16>,
    #[serde(default, deserialize_with = "blank")]
    after_on: Option<String>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<BreachId>,
}

async fn log(
    State(app): State<App>,
    visitor: Visitor,
    Path(org): Path<OrgId>,
    Query(asked): Query<OfYear>,
) -> Response {
    let frame = open!(&app, &visitor);
    let year = asked.year.unwrap_or_else(|| this_year(&frame));
    let page = BreachLog { after_on: asked.after_on, after: asked.after, ..BreachLog::of(org, year) };
    let log = or_stop!(frame.ask(page).await);
    let client = format!("/breaches?org={org}");
    let crumbs = [Crumb { href: &client, label: "Breaches" }];
    let title = format!("Breaches discovered in {year}");
    frame.page(Page { crumbs: &crumbs, ..Page::new(&title, "breaches") }, log_page(&LogView { log: &log }))
}

async fn sheet(
    State(app): State<App>,
    visitor: Visitor,
    Path(org): Path<OrgId>,
    Query(asked): Query<OfYear>,
) -> Response {
    let frame = open!(&app, &visitor);
    let year = asked.year.unwrap_or_else(|| this_year(&frame));
    let mut log = or_stop!(frame.ask(BreachLog::of(org, year)).await);
    // The sheet holds the whole year, which is asked for page by page.
    while let Some(on) = log.more.take() {
        let further = or_stop!(frame.ask(BreachLog::of(org, year).behind(&on)).await);
        log.lines.extend(further.lines);
        log.more = further.more;
    }
    let csv = or_stop!(log.csv().map_err(|e| frame.stopped(e.into())));
    let mut response = reply::bytes("text/csv; charset=utf-8", "no-store", csv.into_bytes());
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"breaches-{year}.csv\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The breaches of an incident, for the incident's page.
pub async fn on_incident(frame: &Frame<'_>, incident: IncidentId, org: OrgId) -> Result<Markup, Response> {
    if !frame.has(IncidentBreaches::ACT.duty) {
        return Ok(html! {});
    }
    let lines = frame.ask(IncidentBreaches { incident }).await?;
    let opens = frame.may(vec![(OpenBreach::ACT, Ground::Org(org))]).await?[0];
    let agreements = read(frame, move |look| breach_read::agreements_of(look, org)).await?;
    Ok(breaches_of_incident(&lines, incident, org, opens, &agreements))
}
