//! The pages of repairs, of what is lent, and of vendors' files.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, names, read, story};
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::boards;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use desk::pages::Beside;
use kernel::{AssetId, Duty, OrgId, RepairId, TicketId, VendorId};
use markup::{Crumb, Markup, html};
use office::{Ground, Order};
use repairs::{
    AddVendor, AssetRepairs, AssetView, HandOver, LendAsset, Loaners, LoanersView, OneRepair, OneVendor,
    RepairView, Repairs, RepairsView, ScoreVendor, TicketRepairs, VendorView, Vendors, VendorsView, View,
    asset_hands, loaners_page, repair_page, repairs_of_ticket, repairs_page, vendor_page, vendors_page,
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/repairs", get(list))
        .route("/repairs/{repair}", get(repair))
        .route("/loaners", get(loaners))
        .route("/vendors", get(vendors))
        .route("/vendors/{vendor}", get(vendor))
}

type Pairs = Vec<(String, String)>;

/// What the list of repairs is asked.
#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "blank")]
    view: Option<View>,
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<RepairId>,
}

fn narrowed(org: Option<OrgId>) -> String {
    org.map(|o| format!("&org={o}")).unwrap_or_default()
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = Repairs { view: asked.view, org: asked.org, after: asked.after, most: None };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let view = RepairsView { list: &list, names: &names, narrowed: &narrowed(asked.org) };
    frame.page(Page::new("Repairs", "repairs").live(), repairs_page(&view))
}

/// People and departments to whom something may be handed.
async fn receivers(frame: &Frame<'_>, org: OrgId) -> Result<(Pairs, Pairs), Response> {
    let employer = frame.badge.employer;
    read(frame, move |look| {
        let mut people = boards::people_of(look, org)?;
        if employer != org {
            people.extend(boards::people_of(look, employer)?);
        }
        Ok((people, boards::departments_of(look, org)?))
    })
    .await
}

/// The vendors on whom the viewer's employer or the organization keeps a file.
async fn known(frame: &Frame<'_>, org: OrgId) -> Result<Pairs, Response> {
    let employer = frame.badge.employer;
    let mut found: Pairs = Vec::new();
    let mut of = vec![org];
    if employer != org {
        of.push(employer);
    }
    for org in of {
        let list = frame.ask(Vendors { org: Some(org), most: Some(200), ..Vendors::default() }).await?;
        let named = list.lines.into_iter().map(|l| {
            let baa = l.vendor.baa.title().to_lowercase();
            (l.vendor.id.to_string(), format!("{} (BAA: {baa})", l.vendor.name))
        });
        found.extend(named);
    }
    Ok(found)
}

async fn repair(State(app): State<App>, visitor: Visitor, Path(repair): Path<RepairId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(OneRepair { repair }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let may = or_stop!(frame.may(vec![(HandOver::ACT, Ground::thing(repair))]).await);
    let org = told.repair.org;
    let (people, departments) = or_stop!(receivers(&frame, org).await);
    let view = RepairView {
        told: &told,
        names: &names,
        works: may[0],
        people,
        departments,
        vendors: or_stop!(known(&frame, org).await),
        story: or_stop!(story(&frame, org, repair.to_string()).await),
    };
    let device = names.get(&told.repair.asset.to_string()).map_or("a device", String::as_str);
    let crumbs = [Crumb { href: "/repairs", label: "Repairs" }];
    let title = format!("Repair of {device}");
    frame.page(Page { live: true, crumbs: &crumbs, ..Page::new(&title, "repairs") }, repair_page(&view))
}

/// What the list of loans is asked.
#[derive(Deserialize)]
struct LentAsked {
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    after_on: Option<String>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<AssetId>,
}

async fn loaners(State(app): State<App>, visitor: Visitor, Query(asked): Query<LentAsked>) -> Response {
    let frame = open!(&app, &visitor);
    let question = Loaners { org: asked.org, after_on: asked.after_on, after: asked.after, most: None };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let view = LoanersView { list: &list, names: &names, narrowed: &narrowed(asked.org) };
    frame.page(Page::new("What is lent", "repairs").live(), loaners_page(&view))
}

/// What the list of vendors is asked.
#[derive(Deserialize)]
struct VendorsAsked {
    #[serde(default, deserialize_with = "blank")]
    org: Option<OrgId>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<VendorId>,
}

async fn vendors(State(app): State<App>, visitor: Visitor, Query(asked): Query<VendorsAsked>) -> Response {
    let frame = open!(&app, &visitor);
    // A list goes on behind a vendor that the visitor may see; its name is read, not sent.
    let after_name = match asked.after {
        Some(vendor) => Some(or_stop!(frame.ask(OneVendor { vendor }).await).line.vendor.name),
        None => None,
    };
    let question = Vendors { org: asked.org, after_name, after: asked.after, most: None };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let own = frame.badge.employer;
    let may = or_stop!(frame.may(vec![(AddVendor::ACT, Ground::Org(own))]).await);
    let last = list.lines.last().filter(|_| list.more);
    let on = last.map(|l| format!("/vendors?after={}{}", l.vendor.id, narrowed(asked.org)));
    let view = VendorsView { list: &list, names: &names, keeps: may[0].then_some(own), on };
    frame.page(Page::new("Vendors", "repairs"), vendors_page(&view))
}

async fn vendor(State(app): State<App>, visitor: Visitor, Path(vendor): Path<VendorId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(OneVendor { vendor }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let may = or_stop!(frame.may(vec![(ScoreVendor::ACT, Ground::thing(vendor))]).await);
    let file = &told.line.vendor;
    let view = VendorView {
        told: &told,
        names: &names,
        keeps: may[0],
        story: or_stop!(story(&frame, file.org, vendor.to_string()).await),
    };
    let crumbs = [Crumb { href: "/vendors", label: "Vendors" }];
    frame.page(Page { crumbs: &crumbs, ..Page::new(&file.name, "repairs") }, vendor_page(&view))
}

/// The repairs of a ticket, for the ticket's page; `assets` are those that the ticket is about.
pub async fn on_ticket(
    frame: &Frame<'_>,
    ticket: TicketId,
    assets: Vec<AssetId>,
) -> Result<Beside, Response> {
    let list = frame.ask(TicketRepairs { ticket }).await?;
    let mut named = named_in(frame, &list).await?;
    named.extend(names(frame, assets.iter().map(ToString::to_string).collect()).await?);
    let choices: Pairs =
        assets.iter().map(|a| a.to_string()).filter_map(|a| named.get(&a).map(|n| (a, n.clone()))).collect();
    let panel = repairs_of_ticket(&list, ticket, &named, &choices);
    Ok(Beside { title: "Repairs", used: !list.lines.is_empty(), panel })
}

/// The repairs and loans of an asset, for the asset's page.
pub async fn on_asset(frame: &Frame<'_>, asset: AssetId, org: OrgId) -> Result<Markup, Response> {
    if !frame.has(Duty::WorkTickets) {
        return Ok(html! {});
    }
    let told = frame.ask(AssetRepairs { asset }).await?;
    let names = named_in(frame, &told).await?;
    let may = frame.may(vec![(LendAsset::ACT, Ground::thing(asset))]).await?;
    let (people, departments) = receivers(frame, org).await?;
    Ok(asset_hands(&AssetView { told: &told, names: &names, people, departments, works: may[0] }))
}
