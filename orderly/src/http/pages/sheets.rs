//! Time and money: the time on a ticket and of one's day, and a client's month as a page and as CSV.

use super::super::{App, reply, visitor::Visitor};
use super::around::named_in;
use super::frame::{Frame, Page, open, or_stop};
use crate::supplies::{
    self,
    billing::{MonthCost, MonthCosts},
};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use billing::{
    CloseSheet, ClosedSheet, LentView, LogTime, Month, MonthTime, MyTime, Sheet, SheetView, Sheets,
    TicketTime, draw, sheet_csv, sheet_page, time_of_ticket,
};
use desk::pages::Beside;
use kernel::{Duty, Moment, OrgId, Refusal, TicketId, Who};
use markup::{Crumb, Markup, html, words};
use office::{Ground, Order};
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/organizations/{org}/sheets", get(this_month))
        .route("/organizations/{org}/sheets/{month}", get(sheet))
}

/// What a month's sheet holds now, or held when it was closed.
struct Drawn {
    month: Month,
    zone: String,
    drawn: Sheet,
    closed: Option<ClosedSheet>,
    names: BTreeMap<String, String>,
}

async fn drawn(frame: &Frame<'_>, org: OrgId, month: Month) -> Result<Drawn, Response> {
    // Asked first: only who may read the sheets is told anything.
    let closed = frame.ask(Sheets { org, month: Some(month) }).await?;
    let read = frame.office.read(&Who::House("sheets"), move |look| {
        look.at(Some(org));
        supplies::billing::drawing(look, month)
    });
    let needs = read.await.map_err(|stop| frame.stopped(stop))?;
    let closed = closed.sheets.into_iter().next();
    let time = frame.ask(MonthTime { org, month, zone: Some(needs.zone.clone()) }).await?;
    let spent: Vec<_> = time.lines.iter().map(billing::TimeLine::spent).collect();
    let now = closed.as_ref().map_or_else(|| draw(&needs, &spent), |c| c.drawn.clone());
    let names = named_in(frame, &(org, &now, closed.as_ref().and_then(|c| c.closed_by))).await?;
    Ok(Drawn { month, zone: needs.zone, drawn: now, closed, names })
}

/// `GET /organizations/{org}/sheets`
async fn this_month(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let month = Month::of(app.office.now(), frame.zone());
    Redirect::to(&format!("/organizations/{org}/sheets/{month}")).into_response()
}

/// `GET /organizations/{org}/sheets/{month}`, and with `.csv` behind it the same as a file.
async fn sheet(
    State(app): State<App>,
    visitor: Visitor,
    Path((org, month)): Path<(OrgId, String)>,
) -> Response {
    let frame = open!(&app, &visitor);
    let (text, as_file) = match month.strip_suffix(".csv") {
        Some(month) => (month, true),
        None => (month.as_str(), false),
    };
    let Ok(month) = text.parse::<Month>() else { return frame.refused(Refusal::not_found("month")) };
    let sheet = or_stop!(drawn(&frame, org, month).await);
    let client = sheet.names.get(&org.to_string()).cloned().unwrap_or_default();
    if as_file {
        return file(&client, &sheet);
    }
    let may = or_stop!(frame.may(vec![(CloseSheet::ACT, Ground::Org(org))]).await);
    let lent = or_stop!(lent(&frame, org, month, &sheet.zone).await);
    let named = or_stop!(named_in(&frame, &lent.iter().map(|l| &l.lent).collect::<Vec<_>>()).await);
    let mut names = sheet.names.clone();
    names.extend(named);
    let over = month.span(&sheet.zone).is_ok_and(|(_, to)| to <= app.office.now());
    let view = SheetView {
        org,
        month,
        drawn: &sheet.drawn,
        closed: sheet.closed.as_ref(),
        over,
        names: &names,
        bills: may[0],
        zone: &sheet.zone,
        lent: &lent,
    };
    let (title, here) = (format!("{client}, {month}"), format!("/organizations/{org}"));
    let crumbs = [Crumb { href: "/organizations", label: "Clients" }, Crumb { href: &here, label: &client }];
    frame.page(Page { crumbs: &crumbs, ..Page::new(&title, "organizations") }, sheet_page(&view))
}

/// What subcontractors cost, for whoever bills; nothing for everybody else.
async fn lent(frame: &Frame<'_>, org: OrgId, month: Month, zone: &str) -> Result<Vec<LentView>, Response> {
    if !frame.has(Duty::BillWork) {
        return Ok(Vec::new());
    }
    let view = |cost: MonthCost| LentView {
        lent: cost.lent,
        term: cost.term.map(|term| agreements::term_words(&term, zone)),
        hours: cost.term.and_then(|term| term.hours),
        used_minutes: cost.used_minutes,
        rate_cents: cost.rate_cents,
    };
    let list = frame.ask(MonthCosts { org, month, zone: Some(zone.to_owned()) }).await?;
    Ok(list.lines.into_iter().map(view).collect())
}

fn file(client: &str, sheet: &Drawn) -> Response {
    let csv = sheet_csv(client, &sheet.month.to_string(), &sheet.drawn.lines, &sheet.names);
    let mut response = reply::bytes("text/csv; charset=utf-8", "no-store", csv.into_bytes());
    let name = format!("attachment; filename=\"sheet-{}.csv\"", sheet.month);
    if let Ok(value) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The time on a ticket, for the ticket's page.
pub async fn on_ticket(frame: &Frame<'_>, ticket: TicketId, zone: &str) -> Result<Beside, Response> {
    let list = frame.ask(TicketTime { ticket }).await?;
    let names = named_in(frame, &list).await?;
    let may = frame.may(vec![(LogTime::ACT, Ground::thing(ticket))]).await?;
    let panel = time_of_ticket(&list, ticket, &names, frame.badge.person, may[0], zone);
    Ok(Beside { title: "Time", used: !list.lines.is_empty(), panel })
}

/// One's own time since the day began where one is.
pub async fn my_day(frame: &Frame<'_>) -> Result<Markup, Response> {
    let now = frame.office.now();
    let zone = jiff::tz::TimeZone::get(frame.zone()).unwrap_or(jiff::tz::TimeZone::UTC);
    let start = now.timestamp().to_zoned(zone).start_of_day();
    let from = start.map(|s| Moment::from_timestamp(s.timestamp())).ok();
    let list = frame.ask(MyTime { from }).await?;
    Ok(html! {
        @if list.lines.is_empty() { p.soft { "None is logged today. It is logged on the ticket." } }
        @else { p { b { (words::worked(list.minutes)) } " on "
            (words::counted(i64::try_from(list.lines.len()).unwrap_or(i64::MAX), "entry", "entries")) } }
        ul.plain { @for line in &list.lines { li {
            a href={ "/tickets/" (line.ticket) "#time" } { "#" (line.number) } " · "
            (words::worked(i64::from(line.minutes))) " · "
            @if line.covered { "covered" } @else { "not covered" }
        } } }
    })
}
