//! The pages of organizations and of their agreements.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, names, of_kind, read, seal, standings};
use super::frame::{Frame, Page, open, or_stop};
use crate::records::boards;
use agreements::{
    AgreementOf, AgreementView, Agreements, AgreementsView, NotRequiredView, agreement_page, agreements_page,
    not_required_page,
};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use desk::pages::{Around, CommitmentsPage};
use kernel::{AgreementId, Duty, OrgId, PersonId};
use markup::{Crumb, html};
use organizations::{
    ClientPage, ListPage, Organization, Organizations, PartyTests, Places, client_page, list_page,
};
use serde::Deserialize;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/organizations", get(list))
        .route("/organizations/{org}", get(client))
        .route("/organizations/{org}/agreements", get(agreements_of))
        .route("/organizations/{org}/agreements/not-required", get(not_required))
        .route("/organizations/{org}/commitments", get(commitments))
        .route("/agreements/{agreement}", get(agreement))
}

/// Where the list goes on.
#[derive(Deserialize)]
struct After {
    after: Option<String>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<After>) -> Response {
    let frame = open!(&app, &visitor);
    let list = or_stop!(frame.ask(Organizations { after: asked.after, most: None }).await);
    // Nobody holds an agreement about a subcontractor's own patients: it has none.
    let served = list.lines.iter().filter(|l| l.kind != organizations::OrgKind::Subcontractor);
    let orgs: Vec<OrgId> = served.map(|l| l.organization).collect();
    let kinds = or_stop!(standings(&frame, orgs).await);
    let seals = kinds.into_iter().map(|(org, kind)| (org, seal(kind, org))).collect();
    let named = or_stop!(named_in(&frame, &list).await);
    let employer = frame.badge.employer;
    let owners = or_stop!(read(&frame, move |look| boards::people_of(look, employer)).await);
    let providers = or_stop!(read(&frame, boards::organizations).await);
    let page = ListPage {
        list: &list,
        seals: &seals,
        people: &of_kind::<PersonId>(&named),
        adds: frame.has(Duty::ManageOrganizations),
        owners,
        providers: providers.into_iter().map(|(org, name)| (org.to_string(), name)).collect(),
    };
    let actions =
        page.adds.then(|| markup::link_button(markup::ButtonKind::Primary, "/start", "Take on a client"));
    frame.page(Page { actions, live: true, ..Page::new("Clients", "organizations") }, list_page(&page))
}

async fn client(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let here = or_stop!(frame.ask(Organization { organization: org }).await);
    let places = or_stop!(frame.ask(Places { organization: org }).await);
    let named = or_stop!(named_in(&frame, &here).await);
    let kinds = or_stop!(standings(&frame, vec![org]).await);
    let employer = frame.badge.employer;
    let owners = or_stop!(read(&frame, move |look| boards::people_of(look, employer)).await);
    let more = if frame.has(Duty::WorkTickets) {
        or_stop!(super::client_work::work(&frame, org).await)
    } else {
        html! {}
    };
    let who = or_stop!(super::client_terms::who_may_work(&frame, org, &here.name).await);
    let contracts = or_stop!(super::client_terms::contracts(&frame, org).await);
    let more = html! { (who) (contracts) (more) };
    let tests = or_stop!(frame.ask(PartyTests { organization: org }).await);
    let answered = or_stop!(named_in(&frame, &tests).await);
    let answered = of_kind::<PersonId>(&answered);
    let page = ClientPage {
        here: &here,
        places: &places,
        seal: kinds.get(&org).map(|kind| seal(*kind, org)).unwrap_or_default(),
        owner: here.account_owner.and_then(|p| named.get(&p.to_string())).map(String::as_str),
        provider: here.provider.and_then(|p| named.get(&p.to_string())).map(String::as_str),
        manages: frame.has(Duty::ManageOrganizations),
        owners,
        links: [
            (Duty::ReadAgreements, format!("/organizations/{org}/agreements"), "Agreements"),
            (Duty::ReadAgreements, format!("/organizations/{org}/contracts"), "Service contracts"),
            (Duty::ReadPeople, format!("/people?org={org}"), "People"),
            (Duty::ReadAssets, format!("/assets?org={org}"), "Assets"),
            (Duty::WorkTickets, format!("/tickets?org={org}"), "Tickets"),
            (Duty::ReadOrganizations, format!("/organizations/{org}/commitments"), "What is promised"),
            (Duty::ReadOrganizations, format!("/organizations/{org}/masking"), "What is masked"),
            (Duty::ReadAssets, format!("/organizations/{org}/sheet"), "Codes to print"),
            (Duty::ReportTrouble, format!("/changes?org={org}"), "Changes"),
            (Duty::ReadAgreements, format!("/organizations/{org}/sheets"), "Monthly sheet"),
            (Duty::ManageSignIn, format!("/organizations/{org}/identity-providers"), "Sign-in"),
        ]
        .into_iter()
        .filter(|(duty, ..)| frame.has(*duty))
        .map(|(_, path, label)| (path, label.to_owned(), None))
        .collect(),
        party: &tests,
        people: &answered,
        zone: frame.zone(),
        more,
    };
    let href = format!("/organizations/{org}/agreements");
    let standing =
        kinds.get(&org).map(|kind| markup::Standing { kind: *kind, href: Some(&href), detail: None });
    frame.page(Page { live: true, standing, ..Page::new(&here.name, "organizations") }, client_page(&page))
}

async fn commitments(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let now = or_stop!(frame.ask(desk::Commitments { org }).await);
    let named = or_stop!(named_in(&frame, &now).await);
    let locations = or_stop!(read(&frame, move |look| boards::locations_of(look, org)).await);
    let name = named.get(&org.to_string()).cloned().unwrap_or_default();
    let page = CommitmentsPage {
        around: Around { names: named, ..Around::default() },
        may_set: frame.has(Duty::ManageOrganizations),
        locations: &locations,
        errors: BTreeMap::new(),
    };
    let title = format!("What is promised to {name}");
    frame.page(Page::new(&title, "organizations"), desk::pages::commitments(&now, &page))
}

/// Whom the visitor may name as associate: every organization that they know of, the client itself apart.
async fn associates(frame: &Frame<'_>, org: OrgId) -> Result<Vec<(String, String)>, Response> {
    let mut known: Vec<(String, String)> = read(frame, boards::organizations)
        .await?
        .into_iter()
        .filter(|(other, _)| *other != org)
        .map(|(org, name)| (org.to_string(), name))
        .collect();
    let provider = read(frame, move |look| boards::provider_of(look, org)).await?;
    if let Some((id, name)) = provider
        && !known.iter().any(|(known, _)| *known == id)
    {
        known.push((id, name));
    }
    Ok(known)
}

async fn agreements_of(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let list = or_stop!(frame.ask(Agreements { organization: org }).await);
    let named = or_stop!(named_in(&frame, &list).await);
    let (organizations, people) = (of_kind::<OrgId>(&named), of_kind::<PersonId>(&named));
    let kinds = or_stop!(standings(&frame, vec![org]).await);
    let signs = frame.has(Duty::SignAgreements);
    let view = AgreementsView {
        list: &list,
        names: &agreements::Names { organizations: &organizations, people: &people, things: &named },
        seal: kinds.get(&org).map(|kind| seal(*kind, org)).unwrap_or_default(),
        drafts: signs,
        answers: signs && frame.badge.employer == org,
        associates: or_stop!(associates(&frame, org).await),
    };
    let name = organizations.get(&org).cloned().unwrap_or_default();
    let title = format!("Agreements of {name}");
    frame.page(Page::new(&title, "organizations").live(), agreements_page(&view))
}

async fn not_required(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let named = or_stop!(names(&frame, vec![org.to_string()]).await);
    let (organizations, people) = (of_kind::<OrgId>(&named), BTreeMap::new());
    let view = NotRequiredView {
        organization: org,
        names: &agreements::Names { organizations: &organizations, people: &people, things: &named },
        associates: or_stop!(associates(&frame, org).await),
        values: serde_json::Value::Null,
    };
    frame.page(Page::new("Whether an agreement is required", "organizations"), not_required_page(&view))
}

async fn agreement(State(app): State<App>, visitor: Visitor, Path(agreement): Path<AgreementId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(AgreementOf { agreement }).await);
    let named = or_stop!(named_in(&frame, &told).await);
    let (organizations, people) = (of_kind::<OrgId>(&named), of_kind::<PersonId>(&named));
    let view = AgreementView {
        page: &told,
        names: &agreements::Names { organizations: &organizations, people: &people, things: &named },
        employer: Some(frame.badge.employer),
        signs: frame.has(Duty::SignAgreements),
    };
    let name = |org: OrgId| organizations.get(&org).map_or("", String::as_str);
    let title = format!("{} → {}", name(told.line.principal), name(told.line.associate));
    let (client, agreements) = (told.line.client, format!("/organizations/{}/agreements", told.line.client));
    let here = format!("/organizations/{client}");
    let crumbs = [
        Crumb { href: "/organizations", label: "Clients" },
        Crumb { href: &here, label: name(client) },
        Crumb { href: &agreements, label: "Agreements" },
    ];
    frame.page(
        Page { live: true, crumbs: &crumbs, ..Page::new(&title, "organizations") },
        agreement_page(&view),
    )
}
