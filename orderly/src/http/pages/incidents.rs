//! The pages of incidents: the list, one incident, the pack that is printed, and the record in the words of VERIS.

use super::super::{App, reply, visitor::Visitor};
use super::around::{named_in, read, story};
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::Response,
    routing::{get, post},
};
use desk::pages::Beside;
use incidents::{
    AddNote, DeclareIncident, IncidentText, IncidentView, Incidents, IncidentsView, LookAtIncident,
    OneIncident, OrderIsolation, PackView, TicketIncidents, VerisOfIncident, View, incident_page,
    incidents_of_ticket, incidents_page, pack_page,
};
use kernel::{Duty, IncidentId, Moment, OrgId, TicketId};
use markup::{ButtonKind, Crumb, link_button};
use office::{Ground, Order, Question};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/incidents", get(list))
        .route("/incidents/{incident}", get(incident))
        .route("/incidents/{incident}/look", post(look))
        .route("/incidents/{incident}/pack", post(pack))
        .route("/incidents/{incident}/veris.json", get(veris))
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
    after: Option<IncidentId>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = Incidents {
        view: asked.view,
        org: asked.org,
        after_at: asked.after_at,
        after: asked.after,
        most: None,
    };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let clients = if frame.has(DeclareIncident::ACT.duty) {
        or_stop!(read(&frame, boards::clients).await)
    } else {
        Vec::new()
    };
    let declares_at = clients
        .into_iter()
        .filter(|(org, _)| asked.org.is_none_or(|only| only == *org))
        .map(|(org, name)| (org.to_string(), name))
        .collect();
    let view = IncidentsView { list: &list, names: &names, org: asked.org, declares_at };
    let blank = link_button(ButtonKind::Plain, "/documents", "Blank documents");
    let page = Page { actions: Some(blank), ..Page::new("Incidents", "incidents").live() };
    frame.page(page, incidents_page(&view))
}

async fn incident(State(app): State<App>, visitor: Visitor, Path(incident): Path<IncidentId>) -> Response {
    let frame = open!(&app, &visitor);
    shown(&frame, incident, &[]).await
}

/// The look: its entry is written before the texts are shown.
async fn look(State(app): State<App>, visitor: Visitor, Path(incident): Path<IncidentId>) -> Response {
    let frame = open!(&app, &visitor);
    let opened = or_stop!(frame.ask(LookAtIncident { incident }).await);
    shown(&frame, incident, &opened.texts).await
}

async fn shown(frame: &Frame<'_>, incident: IncidentId, opened: &[IncidentText]) -> Response {
    let file = or_stop!(frame.ask(OneIncident { incident }).await);
    let names = or_stop!(named_in(frame, &file).await);
    let ground = || Ground::thing(incident);
    let asks =
        vec![(AddNote::ACT, ground()), (OrderIsolation::ACT, ground()), (LookAtIncident::ACT, ground())];
    let may = or_stop!(frame.may(asks).await);
    let org = file.incident.org;
    let employer = frame.badge.employer;
    let (people, assets) = or_stop!(
        read(frame, move |look| {
            let mut people = boards::people_of(look, org)?;
            if employer != org {
                people.extend(boards::people_of(look, employer)?);
            }
            Ok((people, boards::assets_of(look, org)?))
        })
        .await
    );
    let view = IncidentView {
        file: &file,
        names: &names,
        works: may[0],
        leads: may[1],
        looks: may[2],
        opened,
        people,
        assets,
        beside: or_stop!(super::breach::on_incident(frame, incident, org).await),
        story: or_stop!(story(frame, org, incident.to_string()).await),
    };
    let client = format!("/incidents?org={org}");
    let name = names.get(&org.to_string()).map_or("", String::as_str);
    let crumbs = [Crumb { href: "/incidents", label: "Incidents" }, Crumb { href: &client, label: name }];
    let actions = may[2].then(|| super::documents::report_of_incident(incident));
    let page = Page {
        live: opened.is_empty(),
        crumbs: &crumbs,
        actions,
        ..Page::new(&file.incident.title, "incidents")
    };
    frame.page(page, incident_page(&view))
}

/// The pack holds what was written, so asking for it is a look.
async fn pack(State(app): State<App>, visitor: Visitor, Path(incident): Path<IncidentId>) -> Response {
    let frame = open!(&app, &visitor);
    let opened = or_stop!(frame.ask(LookAtIncident { incident }).await);
    let file = or_stop!(frame.ask(OneIncident { incident }).await);
    let names = or_stop!(named_in(&frame, &file).await);
    let main = pack_page(&PackView { file: &file, opened: &opened.texts, names: &names });
    let title = format!("Pack: {}", file.incident.title);
    let back = format!("/incidents/{incident}");
    let crumbs = [Crumb { href: &back, label: "The incident" }];
    frame.page(Page { crumbs: &crumbs, ..Page::new(&title, "incidents") }, main)
}

async fn veris(State(app): State<App>, visitor: Visitor, Path(incident): Path<IncidentId>) -> Response {
    let frame = open!(&app, &visitor);
    let record = or_stop!(frame.ask(VerisOfIncident { incident }).await);
    let bytes = serde_json::to_vec_pretty(&record).unwrap_or_default();
    let mut response = reply::bytes("application/json", "no-store", bytes);
    let named = format!("attachment; filename=\"{incident}-veris.json\"");
    if let Ok(value) = HeaderValue::from_str(&named) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The incidents of a ticket, for the ticket's page.
pub async fn on_ticket(frame: &Frame<'_>, ticket: TicketId, org: OrgId) -> Result<Beside, Response> {
    let list = frame.ask(TicketIncidents { ticket }).await?;
    let panel = incidents_of_ticket(&list, ticket, org, frame.has(Duty::WorkTickets));
    Ok(Beside { title: "Security incidents", used: !list.lines.is_empty(), panel })
}
