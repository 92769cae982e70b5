//! The pages of service contracts, and what the desk shows on a ticket: whether it is covered, and the hand-over to the
//! client's own IT.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, of_kind, read};
use super::frame::{Frame, Page, open, or_stop};
use super::start;
use crate::records::boards;
use crate::supplies::agreements::EntitlementOf;
use agreements::contracts::{
    AcceptRate, ContractOf, ContractShown, ContractView, Contracts, ContractsView, NoteAcceptedRate, Offered,
    contract_page, contracts_page, entitlement_panel,
};
use assets::AssetKind;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use desk::pages::clock_rules;
use desk::{BackFromClientIt, HandToClientIt, Story, words::WaitReason};
use kernel::{ContractId, Duty, OrgId, PersonId};
use markup::{ButtonKind, Crumb, Markup, html};
use office::{Ground, Order};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/organizations/{org}/contracts", get(contracts))
        .route("/contracts/{contract}", get(contract))
}

/// What may be chosen in a contract's terms.
async fn offered(frame: &Frame<'_>, org: OrgId) -> Result<Offered, Response> {
    let (locations, departments, assets) = read(frame, move |look| {
        Ok((
            boards::locations_of(look, org)?,
            boards::departments_of(look, org)?,
            boards::assets_of(look, org)?,
        ))
    })
    .await?;
    let kinds = AssetKind::ALL.iter().map(|k| (k.word().to_owned(), k.title().to_owned()));
    Ok(Offered {
        locations,
        departments,
        assets,
        asset_kinds: kinds.collect(),
        zones: super::choices::zones(),
    })
}

async fn contracts(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let list = or_stop!(frame.ask(Contracts { organization: org }).await);
    let named = or_stop!(named_in(&frame, &list).await);
    let (organizations, people) = (of_kind::<OrgId>(&named), of_kind::<PersonId>(&named));
    let offered = or_stop!(offered(&frame, org).await);
    let today = app.office.now().date_in(frame.zone()).to_string();
    let view = ContractsView {
        list: &list,
        names: &agreements::Names { organizations: &organizations, people: &people, things: &named },
        drafts: frame.has(Duty::ManageContracts) && frame.badge.employer != org,
        offered: &offered,
        today: &today,
    };
    let name = organizations.get(&org).cloned().unwrap_or_default();
    let client = format!("/organizations/{org}");
    let crumbs = [Crumb { href: "/organizations", label: "Clients" }, Crumb { href: &client, label: &name }];
    let title = format!("Service contracts of {name}");
    let back = or_stop!(start::way_back(&frame, org).await);
    frame.page(
        Page { live: true, crumbs: &crumbs, ..Page::new(&title, "organizations") },
        html! { (contracts_page(&view)) (start::back_line(back.as_deref())) },
    )
}

async fn contract(State(app): State<App>, visitor: Visitor, Path(contract): Path<ContractId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(ContractOf { contract }).await);
    let named = or_stop!(named_in(&frame, &told).await);
    let (organizations, people) = (of_kind::<OrgId>(&named), of_kind::<PersonId>(&named));
    let org = told.line.client;
    let offered = or_stop!(offered(&frame, org).await);
    let today = app.office.now().date_in(&told.line.zone).to_string();
    let view = ContractView {
        page: &told,
        names: &agreements::Names { organizations: &organizations, people: &people, things: &named },
        manages: frame.has(Duty::ManageContracts) && frame.badge.employer == told.line.provider,
        offered: &offered,
        today: &today,
    };
    let rules = or_stop!(frame.ask(desk::ClockRulesOf { contract }).await);
    let sets = view.manages && told.line.shown != ContractShown::Ended;
    let makers = or_stop!(named_in(&frame, &rules).await);
    let name_of = |id: &str| makers.get(id).cloned().unwrap_or_default();
    let (client, all) = (format!("/organizations/{org}"), format!("/organizations/{org}/contracts"));
    let name = organizations.get(&org).cloned().unwrap_or_default();
    let crumbs = [
        Crumb { href: "/organizations", label: "Clients" },
        Crumb { href: &client, label: &name },
        Crumb { href: &all, label: "Service contracts" },
    ];
    frame.page(
        Page { live: true, crumbs: &crumbs, ..Page::new(&told.line.title, "organizations") },
        html! { (contract_page(&view)) (clock_rules(&rules, &told.line.zone, sets, &name_of)) },
    )
}

/// On a ticket: whether it is covered, why, and the ways between the two teams of a co-managed client.
pub async fn on_ticket(frame: &Frame<'_>, told: &Story) -> Result<Markup, Response> {
    let ticket = told.head.ticket;
    let now = frame.ask(EntitlementOf { ticket }).await?;
    let thing = || Ground::thing(ticket);
    let acts = vec![
        (AcceptRate::ACT, thing()),
        (NoteAcceptedRate::ACT, thing()),
        (HandToClientIt::ACT, thing()),
        (BackFromClientIt::ACT, thing()),
    ];
    let may = frame.may(acts).await?;
    let own = frame.badge.employer == told.head.org;
    let open = told.head.state.is_open();
    let with_them = told.head.waiting_for == Some(WaitReason::ClientIt);
    let (id, next) = (ticket.to_string(), format!("/tickets/{ticket}"));
    let press = |act: &str, verb: &str| markup::press(act, ("ticket", &id), &next, verb, ButtonKind::Plain);
    let accepts = open && own && may[0];
    let panel = entitlement_panel(
        &now,
        frame.zone(),
        accepts,
        open && !own && may[1],
        frame.has(Duty::ReadAgreements),
    );
    Ok(html! {
        (panel)
        @if with_them && may[3] {
            div.row { (press(BackFromClientIt::ACT.name, "Take it back from the client's IT")) }
        } @else if now.may_hand_over && open && told.head.waiting_for.is_none() && may[2] {
            div.row { (press(HandToClientIt::ACT.name, "Hand it to the client's own IT")) }
        }
    })
}
