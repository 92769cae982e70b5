//! The pages of advisories: what waits, one of them with the assets it may concern, and its file as it came.

use super::super::{App, visitor::Visitor};
use super::around::{named_in, read, story};
use super::frame::{Frame, Page, blank, open, or_stop};
use crate::records::incidents as incidents_read;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State, multipart::MultipartRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use incidents::advisories::{
    AcknowledgeAdvisory, Advisories, AdvisoriesView, AdvisoryFile, AdvisoryView, LARGEST_ADVISORY_BYTES,
    OneAdvisory, TakeInAdvisory, advisories_page, advisory_page, by_mail::SetAdvisoryMailbox,
    words::AdvisorySource,
};
use kernel::{AdvisoryId, Moment, OrgId, Private, Refusal, Status};
use markup::Crumb;
use office::{Ground, Order};
use serde::Deserialize;
use std::time::Duration;

/// A form with a file has at most so many bytes: the file and a little around it.
const FORM: usize = LARGEST_ADVISORY_BYTES + (64 << 10);
/// A file that does not come within this time is given up.
const PATIENCE: Duration = Duration::from_secs(180);
/// The longest field beside the file, in bytes.
const FIELD: usize = 4_000;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/advisories", get(list))
        .route("/advisories/{advisory}", get(advisory))
        .route("/advisories/{advisory}/file", get(file))
        .route("/advisories/take-in/{org}", post(take_in).layer(DefaultBodyLimit::max(FORM)))
}

/// What the list is asked.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    settled: bool,
    #[serde(default, deserialize_with = "blank")]
    after_at: Option<Moment>,
    #[serde(default, deserialize_with = "blank")]
    after: Option<AdvisoryId>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let frame = open!(&app, &visitor);
    let question =
        Advisories { settled: asked.settled, after_at: asked.after_at, after: asked.after, most: None };
    let list = or_stop!(frame.ask(question).await);
    let names = or_stop!(named_in(&frame, &list).await);
    let own = frame.badge.employer;
    let asks = vec![(TakeInAdvisory::ACT, Ground::Org(own)), (SetAdvisoryMailbox::ACT, Ground::Org(own))];
    let may = or_stop!(frame.may(asks).await);
    let mailboxes = if may[1] {
        or_stop!(read(&frame, move |look| incidents_read::mailboxes(look, own)).await)
    } else {
        Vec::new()
    };
    let view = AdvisoriesView { list: &list, names: &names, takes_for: may[0].then_some(own), mailboxes };
    frame.page(Page::new("Advisories", "incidents"), advisories_page(&view))
}

async fn advisory(State(app): State<App>, visitor: Visitor, Path(advisory): Path<AdvisoryId>) -> Response {
    let frame = open!(&app, &visitor);
    let told = or_stop!(frame.ask(OneAdvisory { advisory }).await);
    let names = or_stop!(named_in(&frame, &told).await);
    let words = told.words.clone();
    let matches = or_stop!(read(&frame, move |look| incidents_read::named(look, &words)).await);
    let may = or_stop!(frame.may(vec![(AcknowledgeAdvisory::ACT, Ground::thing(advisory))]).await);
    let view = AdvisoryView {
        advisory: &told,
        names: &names,
        matches: &matches,
        settles: may[0],
        story: or_stop!(story(&frame, told.org, advisory.to_string()).await),
    };
    let crumbs = [Crumb { href: "/advisories", label: "Advisories" }];
    frame.page(Page { crumbs: &crumbs, ..Page::new(&told.title, "incidents") }, advisory_page(&view))
}

fn broken() -> Refusal {
    Refusal::new(Status::Malformed, "The file did not come whole. Send it again.")
}

/// What a form brought.
#[derive(Default)]
struct Sent {
    source: Option<AdvisorySource>,
    title: Option<String>,
    products: Option<String>,
    file: Vec<u8>,
}

async fn sent(parts: Result<Multipart, MultipartRejection>) -> Result<Sent, Refusal> {
    let mut parts = parts.map_err(|_| broken())?;
    let mut sent = Sent::default();
    for _ in 0..8 {
        let Some(mut part) = parts.next_field().await.map_err(|_| broken())? else { break };
        let name = part.name().unwrap_or_default().to_owned();
        let most = if name == "file" { LARGEST_ADVISORY_BYTES } else { FIELD };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
            if bytes.len() + chunk.len() > most {
                return Err(Refusal::new(Status::TooLarge, "An advisory has at most eight megabytes."));
            }
            bytes.extend_from_slice(&chunk);
        }
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "file" => sent.file = bytes,
            "source" => sent.source = AdvisorySource::from_word(&text()),
            "title" => sent.title = Some(text()),
            "products" => sent.products = Some(text()),
            _ => {}
        }
    }
    Ok(sent)
}

async fn take_in(
    State(app): State<App>,
    visitor: Visitor,
    Path(org): Path<OrgId>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let frame = open!(&app, &visitor);
    let _room = or_stop!(app.limits.room_in().map_err(|refusal| frame.refused(refusal)));
    let read = tokio::time::timeout(PATIENCE, sent(parts)).await.unwrap_or_else(|_| Err(broken()));
    let sent = or_stop!(read.map_err(|refusal| frame.refused(refusal)));
    let order = TakeInAdvisory {
        org,
        source: sent.source.unwrap_or(AdvisorySource::Other),
        title: sent.title,
        products: sent.products,
        content: Private::new(STANDARD.encode(sent.file)),
        sealed: None,
    };
    match app.office.execute(&visitor.who, order).await {
        Ok(done) => Redirect::to(&format!("/advisories/{}", done.receipt.advisory)).into_response(),
        Err(stop) => frame.stopped(stop),
    }
}

/// What came from outside is given back as a file that runs nowhere.
async fn file(State(app): State<App>, visitor: Visitor, Path(advisory): Path<AdvisoryId>) -> Response {
    let frame = open!(&app, &visitor);
    let opened = or_stop!(frame.ask(AdvisoryFile { advisory }).await);
    download(&frame, advisory, &opened.content)
}

fn download(frame: &Frame<'_>, advisory: AdvisoryId, content: &str) -> Response {
    let bytes = or_stop!(STANDARD.decode(content).map_err(|e| frame.stopped(anyhow::Error::from(e).into())));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{advisory}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    response
}
