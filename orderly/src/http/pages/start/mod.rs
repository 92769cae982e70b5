//! Taking on a client in one sitting: a page that leads from nothing to a desk that works for them. Each step is an
//! order or an import that exists anyway, in plain words; whether it is done is read from what is there, so it can be
//! left at any point and gone on with tomorrow, by somebody else.

mod papers;
mod sheet;
mod steps;

use super::super::{App, visitor::Visitor};
use super::around::{named_in, read, standings};
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::onramp::{self, Decider, SetUp};
use agreements::contracts::{ContractLine, ContractShown, Contracts};
use agreements::{AgreementLine, Agreements, Shown};
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use kernel::{Duty, OrgId, Refusal};
use markup::{Crumb, Markup, StandingKind, html};
use organizations::{Organization, OrganizationPage, PlaceList, Places};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route("/start", get(start)).merge(sheet::routes())
}

/// A client as far as it is set up.
struct Client {
    here: OrganizationPage,
    places: PlaceList,
    /// Who answers for them at the provider.
    owner: Option<String>,
    standing: StandingKind,
    /// The agreement between them and the visitor's employer that counts, if there is one.
    agreement: Option<AgreementLine>,
    deciders: Vec<Decider>,
    found: SetUp,
    /// The newest service contract with them that has not ended.
    contract: Option<ContractLine>,
}

impl Client {
    fn org(&self) -> OrgId {
        self.here.organization
    }
    /// This page about them.
    fn page(&self) -> String {
        address(self.org())
    }
    fn departments(&self) -> usize {
        self.places.locations.iter().map(|l| l.departments.len()).sum()
    }
    /// Whether ePHI may be reached: by an agreement, or because none is needed.
    fn permitted(&self) -> bool {
        matches!(
            self.standing,
            StandingKind::OwnWorkforce
                | StandingKind::InForce
                | StandingKind::Lapsing { .. }
                | StandingKind::NotRequired
        )
    }
}

fn address(org: OrgId) -> String {
    format!("/start?org={org}")
}

/// Who is set up.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
}

/// `GET /start?org=`
async fn start(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    if !frame.has(Duty::ManageOrganizations) {
        let refusal = Refusal::forbidden("Only somebody who manages organizations takes on a client.")
            .remedy("Ask an owner of your organization", None);
        return frame.refused(refusal);
    }
    let Some(org) = asked.org else { return choose(&frame).await };
    let client = or_stop!(gather(&frame, org).await);
    let title = format!("Setting up {}", client.here.name);
    let crumbs = [Crumb { href: "/start", label: "Take on a client" }];
    let main = steps::guide(&frame, &client);
    frame.page(Page { crumbs: &crumbs, live: true, ..Page::new(&title, "organizations") }, main)
}

async fn gather(frame: &Frame<'_>, org: OrgId) -> Result<Client, Response> {
    let here = frame.ask(Organization { organization: org }).await?;
    let places = frame.ask(Places { organization: org }).await?;
    let chains = frame.ask(Agreements { organization: org }).await?.chains;
    let employer = frame.badge.employer;
    let heads = chains.into_iter().map(|branch| branch.head);
    let mut ours = heads.filter(|line| line.associate == employer);
    let agreement = ours.rfind(|line| !matches!(line.shown, Shown::Withdrawn | Shown::Terminated));
    let standing = standings(frame, vec![org]).await?.remove(&org).unwrap_or(StandingKind::Absent);
    let named = named_in(frame, &here).await?;
    let owner = here.account_owner.and_then(|person| named.get(&person.to_string()).cloned());
    let contracts = frame.ask(Contracts { organization: org }).await?.contracts;
    let contract = contracts.into_iter().find(|line| line.shown != ContractShown::Ended);
    let (found, deciders) =
        read(frame, move |look| Ok((onramp::set_up(look, org)?, onramp::deciders(look, org)?))).await?;
    Ok(Client { here, places, owner, standing, agreement, deciders, found, contract })
}

/// Nobody chosen yet: a new client, or one that was begun.
async fn choose(frame: &Frame<'_>) -> Response {
    let employer = frame.badge.employer;
    let mut begun = or_stop!(read(frame, onramp::quiet).await);
    // A hospital that runs its own house sets itself up; a provider's own desk is nobody's client.
    let own = or_stop!(frame.ask(Organization { organization: employer }).await);
    if own.kind == organizations::OrgKind::Provider {
        begun.retain(|(org, _)| *org != employer.to_string());
    }
    let main = html! {
        p { "From here to a desk that works for a new client is one sitting: where they are, who decides "
            "there, the "
            "business associate agreement, their people and devices, and a sheet of codes for their "
                "walls. Nothing is lost "
            "when you stop: each step stays done, and this page finds the next one." }
        @if !begun.is_empty() {
            section.panel aria-labelledby="begun-title" id="begun" {
                header.panel-head { h2.panel-title id="begun-title" { "Go on with" } }
                div.panel-body { ul.choices-of-place { @for (org, name) in &begun {
                    li { a.button href={ "/start?org=" (org) } { (name) } }
                } } }
            }
        }
        section.panel aria-labelledby="new-title" id="new" {
            header.panel-head { h2.panel-title id="new-title" { "A new client" } }
            div.panel-body { (steps::client_form(frame)) }
        }
    };
    frame.page(Page::new("Take on a client", "organizations"), main)
}

/// The way back to the guide, for the pages that a step leads to: only while nothing was ever reported from there.
pub async fn way_back(frame: &Frame<'_>, org: OrgId) -> Result<Option<String>, Response> {
    if !frame.has(Duty::ManageOrganizations) {
        return Ok(None);
    }
    let found = read(frame, move |look| onramp::set_up(look, org)).await?;
    Ok((!found.reported).then(|| address(org)))
}

/// That way as a line above a page.
pub fn back_line(way: Option<&str>) -> Markup {
    html! { @if let Some(href) = way { p { a.button href=(href) { "Back to setting up" } } } }
}
