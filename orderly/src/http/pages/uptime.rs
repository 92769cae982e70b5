//! How long systems were up: what was reported of one, a month of those that a contract promises with the account of every
//! stretch, the same as a file, and how soon the systems of an organization have to be back.

use super::super::{App, reply, visitor::Visitor};
use super::around::{named_in, read};
use super::frame::{Frame, Page, open, or_stop};
use crate::records::boards;
use crate::supplies::uptime::{SystemMonth, UptimeMonth, UptimeOf};
use agreements::contracts::{PromiseUptime, UptimeTerms};
use assets::uptime::Reported;
use assets::{CorrectState, RecoveryTargets, ReportState, SetRecovery, StatesNow, SystemStates};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{AssetId, ContractId, OrgId, Refusal};
use markup::{
    Choices, Column, Crumb, Empty, Markup, OrderForm, Row, RowMark, Table, Tone, html, notice, panel, table,
    words,
};
use office::{Ground, Order, schema_of};
use serde_json::json;
use std::collections::BTreeMap;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/assets/{asset}/states", get(states))
        .route("/organizations/{org}/recovery", get(recovery))
        .route("/contracts/{contract}/uptime", get(this_month))
        .route("/contracts/{contract}/uptime/{month}", get(month))
}

type Names = BTreeMap<String, String>;

fn name(names: &Names, id: impl ToString) -> String {
    names.get(&id.to_string()).cloned().unwrap_or_default()
}

fn folded<O: Order>(summary: &str, form: &OrderForm) -> Markup {
    markup::folded_form(summary, O::ACT.name, schema_of::<O>(), form)
}

fn length(seconds: i64) -> String {
    clocks::length_in_words(jiff::SignedDuration::from_secs(seconds))
}

/// `GET /assets/{asset}/states`
async fn states(State(app): State<App>, visitor: Visitor, Path(asset): Path<AssetId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(SystemStates { asset }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let thing = || Ground::thing(asset);
    let may = or_stop!(frame.may(vec![(ReportState::ACT, thing()), (CorrectState::ACT, thing())]).await);
    let (id, here, back) = (asset.to_string(), format!("/assets/{asset}/states"), format!("/assets/{asset}"));
    let of = |form: &'static str, verb: &'static str| OrderForm {
        id: form,
        verb,
        of: Some(("asset", &id)),
        next: &here,
        ..OrderForm::default()
    };
    let main = html! {
        p { "It is " b { (told.state.title().to_lowercase()) }
            @if let Some(since) = told.since { ", since " (markup::moment(since.micros(), frame.zone())) }
            @else { ": nobody has reported anything yet" } "." }
        (reports(&told, &names, frame.zone()))
        @if may[0] { (folded::<ReportState>("Report how it is", &of("report-state", "Report it"))) }
        @if may[1] { (folded::<CorrectState>("Correct how it was", &of("correct-state", "Correct it"))) }
    };
    let crumbs = [Crumb { href: "/assets", label: "Assets" }, Crumb { href: &back, label: &told.name }];
    frame.page(Page { live: true, crumbs: &crumbs, ..Page::new("How it was", "assets") }, main)
}

fn reports(told: &StatesNow, names: &Names, zone: &str) -> Markup {
    let row = |r: &Reported| Row {
        id: format!("report-{}", r.place),
        href: None,
        mark: RowMark::None,
        cells: vec![
            html! { (r.state.title()) },
            html! { (markup::moment(r.from.micros(), zone)) },
            html! { @if let Some(until) = r.until { (markup::moment(until.micros(), zone)) } @else { "until the next" } },
            html! { @if let Some(cause) = r.cause { (cause.title()) } @else { "not said" } },
            html! {
                @match (r.reason, r.ticket) {
                    (Some(reason), _) => { "corrected: " (reason.title().to_lowercase()) },
                    (None, Some(ticket)) => { a href={ "/tickets/" (ticket) } { "its ticket" } },
                    (None, None) => "reported",
                }
                br;
                span.soft { @if let Some(by) = r.said_by { (name(names, by)) ", " } (markup::moment(r.said_at.micros(), zone)) }
            },
        ],
    };
    html! {
        (table(&Table {
            id: "reports",
            caption: "What was reported, the last said first",
            columns: ["State", "From", "Until", "By whose doing", "Said"].map(Column::new).into(),
            rows: told.reports.iter().map(row).collect(),
            empty: Empty {
                title: "Nothing was reported yet.",
                will_hold: "When it was up, degraded, down or maintained will stand here. Before the first report nothing \
                            is known, and unknown time is never counted as up.",
                act: None,
            },
            ..Table::default()
        }))
        @if told.more { p.soft { "Older reports are counted in their months." } }
    }
}

/// `GET /organizations/{org}/recovery`
async fn recovery(State(app): State<App>, visitor: Visitor, Path(org): Path<OrgId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(RecoveryTargets { org }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let may = or_stop!(frame.may(vec![(SetRecovery::ACT, Ground::Org(org))]).await);
    let locations = or_stop!(read(&frame, move |look| boards::locations_of(look, org)).await);
    let organization = or_stop!(super::around::names(&frame, vec![org.to_string()]).await);
    let (id, here, client) =
        (org.to_string(), format!("/organizations/{org}/recovery"), format!("/organizations/{org}"));
    let row = |t: &assets::RecoveryTarget| Row {
        id: format!("{}-{}", t.class.word(), t.location.map(|l| l.to_string()).unwrap_or_default()),
        href: None,
        mark: RowMark::None,
        cells: vec![
            html! { (t.class.title()) },
            html! { @match t.location { Some(at) => (name(&names, at)), None => "everywhere" } },
            html! { @match t.contract {
            Some(under) => { a href={ "/contracts/" (under) } { "one contract" } }, None => "any" } },
            html! { (length(t.rto_minutes * 60)) },
            html! { @match t.rpo_minutes { Some(m) => (length(m * 60)), None => "not said" } },
        ],
    };
    let main = html! {
        p { "How soon a system has to be back stands on its own page. Where nothing is said there, this counts: what is \
             agreed in its contract, then what is said for its location, then for the organization." }
        (table(&Table {
            id: "recovery-targets",
            caption: "Recovery targets by class",
            columns: ["Class", "Location", "Contract", "Back within (RTO)", "May lose (RPO)"].map(Column::new).into(),
            rows: told.targets.iter().map(row).collect(),
            empty: Empty {
                title: "Nothing was said yet.",
                will_hold: "The house's own targets count: four hours for what is clinical and critical, eight for what is \
                            clinical, a day for the rest.",
                act: None,
            },
            ..Table::default()
        }))
        @if may[0] {
            (folded::<SetRecovery>("Say how soon systems have to be back", &OrderForm {
                id: "set-recovery", verb: "Keep it", of: Some(("org", &id)), next: &here,
                choices: Choices::from([("location".to_owned(), locations)]), ..OrderForm::default() }))
        }
    };
    let label = name(&organization, org);
    let crumbs = [Crumb { href: "/organizations", label: "Clients" }, Crumb { href: &client, label: &label }];
    frame.page(Page { live: true, crumbs: &crumbs, ..Page::new("Recovery targets", "organizations") }, main)
}

/// `GET /contracts/{contract}/uptime`
async fn this_month(State(app): State<App>, visitor: Visitor, Path(contract): Path<ContractId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(UptimeOf { contract, month: None }).await);
    Redirect::to(&format!("/contracts/{contract}/uptime/{}", told.month)).into_response()
}

/// `GET /contracts/{contract}/uptime/{month}`, and with `.csv` behind it the same as a file.
async fn month(
    State(app): State<App>,
    visitor: Visitor,
    Path((contract, month)): Path<(ContractId, String)>,
) -> Response {
    let frame = open!(&app, &visitor);
    let (text, as_file) = match month.strip_suffix(".csv") {
        Some(month) => (month, true),
        None => (month.as_str(), false),
    };
    if agreements::contracts::month(text).is_none() {
        return frame.refused(Refusal::not_found("month"));
    }
    let told = or_stop!(frame.ask(UptimeOf { contract, month: Some(text.to_owned()) }).await);
    if as_file {
        return file(&told);
    }
    let promises = or_stop!(promises(&frame, &told).await);
    let (here, title) = (format!("/contracts/{contract}"), format!("Uptime, {}", told.month));
    let crumbs = [Crumb { href: &here, label: &told.title }];
    frame.page(
        Page { live: told.running, crumbs: &crumbs, ..Page::new(&title, "organizations") },
        html! { (report(&told)) (promises) },
    )
}

/// The form in which uptime is promised, for whoever may.
async fn promises(frame: &Frame<'_>, told: &UptimeMonth) -> Result<Markup, Response> {
    let org = told.org;
    let may = frame.may(vec![(PromiseUptime::ACT, Ground::thing(told.contract))]).await?;
    if !may[0] {
        return Ok(html! {});
    }
    let assets = read(frame, move |look| boards::assets_of(look, org)).await?;
    let (id, here) =
        (told.contract.to_string(), format!("/contracts/{}/uptime/{}", told.contract, told.month));
    let values = match &told.terms {
        Some(terms) => json!({ "from_month": told.month, "percent": percent(terms), "assets": terms.assets,
            "hours": terms.hours, "degraded": terms.degraded, "maintenance": terms.maintenance,
            "unknown": terms.unknown, "left_out": terms.left_out }),
        None => json!({ "from_month": told.month, "hours": "always", "degraded": "available",
            "maintenance": "left-out", "unknown": "left-out" }),
    };
    let choices =
        Choices::from([("assets".to_owned(), assets), ("calendar.zone".to_owned(), super::choices::zones())]);
    Ok(folded::<PromiseUptime>(
        "Promise how long systems are up",
        &OrderForm {
            id: "promise-uptime",
            verb: "Promise it",
            of: Some(("contract", &id)),
            next: &here,
            values,
            choices,
            ..OrderForm::default()
        },
    ))
}

fn percent(terms: &UptimeTerms) -> String {
    let exact = format!("{}.{:04}", terms.promised_ppm / 10_000, terms.promised_ppm % 10_000);
    exact.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn report(told: &UptimeMonth) -> Markup {
    let Some(terms) = &told.terms else {
        return html! {
            (neighbours(told))
            div.empty {
                p.empty-title { "Nothing is promised about uptime in this month." }
                p.empty-words { "When the contract promises how long systems are up, every month will be counted here by \
                                 time: up, degraded, down, in maintenance and unknown, with each stretch and why it counts." }
            }
        };
    };
    let left_out: Vec<&str> = terms.left_out.iter().map(|l| l.title()).collect();
    html! {
        (neighbours(told))
        p { "Promised: " b { (percent(terms)) " %" } " of " (terms.hours.title().to_lowercase()) ". Degraded time counts "
            (terms.degraded.title().to_lowercase()) ", maintenance " (terms.maintenance.title().to_lowercase())
            ", unknown time " (terms.unknown.title().to_lowercase()) "."
            @if !left_out.is_empty() { " Left out: " (left_out.join("; ").to_lowercase()) "." } }
        @if told.running { p.soft { "The month is running: what is to come is not counted." } }
        (table(&Table {
            id: "uptime",
            caption: "Uptime by system",
            columns: vec![Column::new("System"), Column::number("Available %"), Column::new("Promise"),
                Column::number("Down"), Column::number("Degraded"), Column::number("Maintenance"),
                Column::number("Unknown"), Column::number("Left out")],
            rows: told.systems.iter().map(row).collect(),
            empty: Empty { title: "None of its systems is there any more.",
                will_hold: "The systems whose uptime is promised stand here.", act: None },
            ..Table::default()
        }))
        @for system in told.systems.iter().filter(|system| system.unknown_seconds > 0) {
            (notice(Tone::Soon, &html! { p { (system.name) ": nobody watched for " (length(system.unknown_seconds))
                ". This time is not counted as up." } }))
        }
        @for system in &told.systems { (account(told, system)) }
        p { a href={ "/contracts/" (told.contract) "/uptime/" (told.month) ".csv" } { "The same as a file (CSV)" } }
    }
}

fn neighbours(told: &UptimeMonth) -> Markup {
    let first = agreements::contracts::month(&told.month);
    let at = |months: i64| {
        let then = first?.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
        Some(then.strftime("%Y-%m").to_string())
    };
    let link =
        |month: String| html! { a href={ "/contracts/" (told.contract) "/uptime/" (month) } { (month) } };
    html! { p.soft {
        @if let (Some(_), Some(before)) = (&told.terms, at(-1)) { "Before: " (link(before)) " · " }
        @if let (false, Some(after)) = (told.running, at(1)) { "After: " (link(after)) " · " }
        "Times of " (told.zone)
    } }
}

fn row(system: &SystemMonth) -> Row {
    Row {
        id: format!("uptime-{}", system.asset),
        href: Some(format!("/assets/{}/states", system.asset)),
        mark: if system.kept { RowMark::None } else { RowMark::Risk },
        cells: vec![
            html! { a href={ "/assets/" (system.asset) "/states" } { (system.name) } },
            html! { @match &system.available_percent { Some(p) => (p), None => "nothing counts" } },
            html! { @if system.available_percent.is_none() { "not judged" }
            @else if system.kept { "kept" } @else { b { "not kept" } } },
            html! { (length(system.down_seconds)) },
            html! { (length(system.degraded_seconds)) },
            html! { (length(system.maintenance_seconds)) },
            html! { (length(system.unknown_seconds)) },
            html! { (length(system.left_out_seconds)) },
        ],
    }
}

fn account(told: &UptimeMonth, system: &SystemMonth) -> Markup {
    let local = |at: kernel::Moment| words::local(at.micros(), &told.zone);
    let body = html! {
        p { (length(system.available_seconds)) " available, " (length(system.unavailable_seconds)) " unavailable, "
            (length(system.left_out_seconds)) " left out." }
        details { summary { "Every stretch, and why it counts" }
            table.account {
                thead { tr { th scope="col" { "From" } th scope="col" { "To" } th scope="col" { "It was" }
                    th scope="col" { "Counts" } th.cell-number scope="col" { "Length" } } }
                tbody { @for stretch in &system.account { tr {
                    td { (local(stretch.from)) } td { (local(stretch.to)) } td { (stretch.was) }
                    td { @match stretch.counts.as_str() { "left-out" => "for nobody", other => (other) } }
                    td.cell-number { (length(stretch.seconds)) } } } }
            }
        }
    };
    panel(&format!("account-{}", system.asset), &system.name, None, &body)
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let guarded =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

fn csv(told: &UptimeMonth) -> String {
    let mut out =
        "contract,month,system,from,to,seconds,was,counts,available_percent,promised_percent\r\n".to_owned();
    for system in &told.systems {
        for stretch in &system.account {
            let row = [
                cell(&told.title),
                told.month.clone(),
                cell(&system.name),
                stretch.from.timestamp().to_string(),
                stretch.to.timestamp().to_string(),
                stretch.seconds.to_string(),
                cell(&stretch.was),
                stretch.counts.clone(),
                system.available_percent.clone().unwrap_or_default(),
                system.promised_percent.clone(),
            ];
            out.push_str(&row.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

fn file(told: &UptimeMonth) -> Response {
    let mut response = reply::bytes("text/csv; charset=utf-8", "no-store", csv(told).into_bytes());
    let name = format!("attachment; filename=\"uptime-{}.csv\"", told.month);
    if let Ok(value) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
