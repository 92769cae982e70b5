//! The pages of downtime: the board of the wards, the list, one downtime, the plan, drills and workstations.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, read, story};
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::{boards, downtime as downtime_read};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use desk::pages::Beside;
use downtime::{
    Board, BoardView, CloseDowntime, DeclareDowntime, DeclareView, DowntimeView, Downtimes, DowntimesView,
    DrillView, Drills, DrillsView, Gone, KeepStation, OneDowntime, OneDrill, OneProcedure, OneStation, Plan,
    PlanView, ProcedureView, RecordDrill, ReviewProcedure, StationView, Stations, StationsView,
    TicketDowntimes, View,
};
use kernel::{DepartmentId, DowntimeId, DrillId, Duty, Moment, OrgId, ProcedureId, StationId, TicketId};
use markup::Crumb;
use office::{Ground, Order};
use serde::Deserialize;
use std::str::FromStr;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/downtimes", get(list))
        .route("/downtimes/board", get(board))
        .route("/downtimes/new", get(declare))
        .route("/downtimes/plan", get(plan))
        .route("/downtimes/procedures/{procedure}", get(procedure))
        .route("/downtimes/drills", get(drills))
        .route("/downtimes/drills/{drill}", get(drill))
        .route("/downtimes/stations", get(stations))
        .route("/downtimes/stations/{station}", get(station))
        .route("/downtimes/{downtime}", get(one))
}

type Pairs = Vec<(String, String)>;

/// What a page of a list is asked.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "blank")]
    view: Option<View>,
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "blank")]
    ticket: Option<TicketId>,
    planned: Option<String>,
    after: Option<String>,
    after_at: Option<String>,
    version: Option<String>,
}

impl Asked {
    /// Where the list goes on; what cannot be read begins it anew.
    fn after<I: FromStr>(&self) -> Option<I> {
        self.after.as_ref()?.parse().ok()
    }
    fn narrowed(&self) -> String {
        self.org.map(|o| format!("&org={o}")).unwrap_or_default()
    }
}

/// Whoever only reports sees large letters and nothing of the console.
fn room<'a>(frame: &Frame<'_>, page: Page<'a>) -> Page<'a> {
    Page { portal: !frame.has(Duty::WorkTickets), ..page }
}

const WAY: [Crumb<'static>; 1] = [Crumb { href: "/downtimes", label: "Downtime" }];

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = Downtimes { view: asked.view, org: asked.org, after: asked.after(), most: None };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let works = frame.has(DeclareDowntime::ACT.duty);
    let view = DowntimesView { list: &list, names: &names, narrowed: &asked.narrowed(), works };
    frame.page(room(&frame, Page::new("Downtime", "downtime").live()), downtime::downtimes_page(&view))
}

async fn board(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let shown = or_stop!(frame.ask(Board { org: asked.org }).await);
    let names = or_stop!(named_in(&frame, &shown).await);
    let view = BoardView { shown: &shown, names: &names, zone: frame.zone() };
    frame.page(room(&frame, Page::new("What is down", "downtime").live()), downtime::board_page(&view))
}

/// What can be down at an organization, its departments, and who may answer for something.
struct There {
    systems: Pairs,
    departments: Pairs,
    people: Pairs,
}

async fn there(frame: &Frame<'_>, org: OrgId) -> Result<There, Response> {
    let employer = frame.badge.employer;
    read(frame, move |look| {
        let mut people = boards::people_of(look, org)?;
        if employer != org {
            people.extend(boards::people_of(look, employer)?);
        }
        let systems = downtime_read::systems(look, org)?;
        Ok(There { systems, departments: boards::departments_of(look, org)?, people })
    })
    .await
}

async fn organizations(frame: &Frame<'_>) -> Result<Vec<(OrgId, String)>, Response> {
    read(frame, boards::clients).await
}

async fn declare(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let planned = asked.planned.as_deref() == Some("1");
    let mut view = DeclareView {
        planned,
        organizations: Vec::new(),
        org: asked.org,
        ticket: asked.ticket,
        systems: Vec::new(),
        departments: Vec::new(),
        gone: None,
        running: Vec::new(),
    };
    match asked.org {
        Some(org) => {
            let there = or_stop!(there(&frame, org).await);
            (view.systems, view.departments) = (there.systems, there.departments);
            if let Some(ticket) = asked.ticket {
                or_stop!(of_ticket(&frame, ticket, &mut view).await);
            }
        }
        None => {
            let all = or_stop!(organizations(&frame).await);
            view.organizations = all.into_iter().map(|(org, name)| (org.to_string(), name)).collect();
        }
    }
    let title = if planned { "Plan a downtime" } else { "Something is down" };
    frame.page(Page { crumbs: &WAY, ..Page::new(title, "downtime") }, downtime::declare_page(&view))
}

/// What the ticket says already: its system, its department, and the downtime that runs for it.
async fn of_ticket(frame: &Frame<'_>, ticket: TicketId, view: &mut DeclareView) -> Result<(), Response> {
    let list = frame.ask(TicketDowntimes { ticket }).await?;
    view.running = list.lines;
    view.running.retain(|d| d.state == downtime::State::Active);
    let Some(told) = read(frame, move |look| downtime_read::outage_of(look, ticket)).await? else {
        return Ok(());
    };
    if let Some((asset, name)) = &told.system
        && view.systems.iter().all(|(id, _)| *id != asset.to_string())
    {
        view.systems.insert(0, (asset.to_string(), name.clone()));
    }
    view.gone = Some(Gone {
        system: told.system,
        department: told.department,
        zone: told.zone,
        since: told.since,
        back_by: told.back_by,
    });
    Ok(())
}

async fn one(State(app): State<App>, visitor: Visitor, Path(downtime): Path<DowntimeId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(OneDowntime { downtime }).await);
    let org = told.downtime.org;
    let names = or_stop!(named_in(&frame, &told).await);
    let may = or_stop!(frame.may(vec![(CloseDowntime::ACT, Ground::thing(downtime))]).await);
    let mut there = or_stop!(there(&frame, org).await);
    there.systems.retain(|(id, _)| told.systems.iter().all(|s| s.system.asset.to_string() != *id));
    let concerned = |id: &String| told.departments.iter().any(|d| d.concerned.department.to_string() == *id);
    there.departments.retain(|(id, _)| !concerned(id));
    let forms = match may[0] {
        true => or_stop!(frame.ask(Plan { org }).await).forms,
        false => Vec::new(),
    };
    let view = DowntimeView {
        told: &told,
        names: &names,
        works: may[0],
        zone: frame.zone(),
        systems: there.systems,
        departments: there.departments,
        people: there.people,
        forms: forms.iter().map(|f| (f.id.to_string(), format!("{} · {}", f.code, f.title))).collect(),
        story: or_stop!(story(&frame, org, downtime.to_string()).await),
    };
    let page = Page { crumbs: &WAY, ..Page::new(&told.downtime.title, "downtime").live() };
    frame.page(room(&frame, page), downtime::downtime_page(&view))
}

async fn plan(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let organizations = or_stop!(organizations(&frame).await);
    // Whoever reaches one organization alone has no choice to make.
    let org = asked.org.or(match organizations.as_slice() {
        [(only, _)] => Some(*only),
        _ => None,
    });
    let Some(org) = org else {
        let view = PlanView {
            organizations: &organizations,
            shown: None,
            names: &Default::default(),
            departments: Vec::new(),
            people: Vec::new(),
            works: false,
        };
        return frame.page(room(&frame, Page::new("Downtime plans", "downtime")), downtime::plan_page(&view));
    };
    let shown = or_stop!(frame.ask(Plan { org }).await);
    let names = or_stop!(named_in(&frame, &shown).await);
    let may = or_stop!(frame.may(vec![(downtime::AddForm::ACT, Ground::Org(org))]).await);
    let there = or_stop!(there(&frame, org).await);
    let departments = there.departments.iter();
    let departments: Vec<(DepartmentId, String)> =
        departments.filter_map(|(id, name)| Some((id.parse().ok()?, name.clone()))).collect();
    let view = PlanView {
        organizations: &organizations,
        shown: Some(&shown),
        names: &names,
        departments,
        people: there.people,
        works: may[0],
    };
    let name =
        organizations.iter().find(|(id, _)| *id == org).map_or("an organization", |(_, name)| name.as_str());
    let title = format!("Downtime plan of {name}");
    let page = Page { crumbs: &WAY, ..Page::new(&title, "downtime") };
    frame.page(room(&frame, page), downtime::plan_page(&view))
}

async fn procedure(
    State(app): State<App>,
    visitor: Visitor,
    Path(procedure): Path<ProcedureId>,
    Query(asked): Query<Asked>,
) -> Response {
    let frame = open!(&app, &visitor);
    let version = asked.version.and_then(|v| v.parse().ok());
    let told = or_stop!(frame.ask(OneProcedure { procedure, version }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let org = told.procedure.org;
    let may = or_stop!(frame.may(vec![(ReviewProcedure::ACT, Ground::thing(procedure))]).await);
    let view = ProcedureView {
        told: &told,
        people: or_stop!(there(&frame, org).await).people,
        works: may[0],
        story: or_stop!(story(&frame, org, procedure.to_string()).await),
        names: &names,
    };
    let department = names.get(&told.procedure.department.to_string()).map_or("a department", String::as_str);
    let title = format!("{department}: {}", told.procedure.covers.title().to_lowercase());
    let page = Page { crumbs: &WAY, ..Page::new(&title, "downtime") };
    frame.page(room(&frame, page), downtime::procedure_page(&view))
}

async fn drills(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let list = or_stop!(frame.ask(Drills { org: asked.org, after: asked.after(), most: None }).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let mut view = DrillsView {
        list: &list,
        names: &names,
        narrowed: &asked.narrowed(),
        records: None,
        departments: Vec::new(),
        organizations: Vec::new(),
    };
    match asked.org {
        Some(org) => {
            let may = or_stop!(frame.may(vec![(RecordDrill::ACT, Ground::Org(org))]).await);
            view.records = may[0].then_some(org);
            view.departments = or_stop!(there(&frame, org).await).departments;
        }
        None if frame.has(RecordDrill::ACT.duty) => {
            view.organizations = or_stop!(organizations(&frame).await)
        }
        None => {}
    }
    frame.page(room(&frame, Page::new("Downtime drills", "downtime")), downtime::drills_page(&view))
}

async fn drill(State(app): State<App>, visitor: Visitor, Path(drill): Path<DrillId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(OneDrill { drill }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let view = DrillView {
        drill: &told,
        now: app.office.now(),
        names: &names,
        story: or_stop!(story(&frame, told.org, drill.to_string()).await),
    };
    let title = format!("Drill of {}", told.held_on);
    let crumbs = [WAY[0], Crumb { href: "/downtimes/drills", label: "Drills" }];
    let page = Page { crumbs: &crumbs, ..Page::new(&title, "downtime") };
    frame.page(room(&frame, page), downtime::drill_page(&view))
}

async fn stations(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let after_at = asked.after_at.as_deref().and_then(|t| t.parse().ok()).map(Moment::from_micros);
    let question = Stations { org: asked.org, after_at, after: asked.after(), most: None };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let mut view = StationsView {
        list: &list,
        names: &names,
        narrowed: &asked.narrowed(),
        keeps: None,
        organizations: Vec::new(),
    };
    match asked.org {
        Some(org) if frame.has(KeepStation::ACT.duty) => {
            let read = move |look: &mut store::Look| {
                Ok((downtime_read::workstations(look, org)?, boards::departments_of(look, org)?))
            };
            view.keeps = Some(or_stop!(read_of(&frame, read).await));
        }
        None if frame.has(KeepStation::ACT.duty) => {
            view.organizations = or_stop!(organizations(&frame).await)
        }
        _ => {}
    }
    let page = Page::new("Downtime workstations", "downtime");
    frame.page(room(&frame, page), downtime::stations_page(&view))
}

async fn read_of(
    frame: &Frame<'_>,
    job: impl FnMut(&mut store::Look) -> anyhow::Result<(Pairs, Pairs)> + Send + 'static,
) -> Result<(Pairs, Pairs), Response> {
    read(frame, job).await
}

async fn station(State(app): State<App>, visitor: Visitor, Path(station): Path<StationId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(OneStation { station }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let may = or_stop!(frame.may(vec![(downtime::EndStation::ACT, Ground::thing(station))]).await);
    let view = StationView {
        told: &told,
        names: &names,
        works: may[0],
        story: or_stop!(story(&frame, told.station.org, station.to_string()).await),
    };
    let name = names.get(&told.station.asset.to_string()).map_or("A workstation", String::as_str);
    let crumbs = [WAY[0], Crumb { href: "/downtimes/stations", label: "Workstations" }];
    let page = Page { crumbs: &crumbs, ..Page::new(name, "downtime") };
    frame.page(room(&frame, page), downtime::station_page(&view))
}

/// The downtimes of a ticket, for the ticket's page.
pub async fn on_ticket(frame: &Frame<'_>, ticket: TicketId, org: OrgId) -> Result<Beside, Response> {
    let list = frame.ask(TicketDowntimes { ticket }).await?;
    let panel = downtime::downtimes_of_ticket(&list, ticket, org);
    Ok(Beside { title: "Downtimes", used: !list.lines.is_empty(), panel })
}
