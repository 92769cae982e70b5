//! The signed papers of agreements: they come in as a form's file and go out as a download that runs nowhere.

use super::super::{App, visitor::Visitor};
use super::frame::{Frame, open, or_stop, with_flash};
use agreements::papers::{FetchPaper, KeepPaper, LARGEST_PAPER_BYTES};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, State, multipart::MultipartRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{AgreementId, Private, Refusal, Status};
use std::time::Duration;

/// A form with a paper has at most so many bytes: the paper and a little around it.
const FORM: usize = LARGEST_PAPER_BYTES + (64 << 10);
/// A paper that does not come within this time is given up.
const PATIENCE: Duration = Duration::from_secs(180);

pub fn routes() -> Router<App> {
    Router::new()
        .route("/agreements/{agreement}/papers", post(keep).layer(DefaultBodyLimit::max(FORM)))
        .route("/agreements/{agreement}/papers/{number}", post(fetch))
}

fn broken() -> Refusal {
    Refusal::new(Status::Malformed, "The paper did not come whole. Send it again.")
}

/// The file of the form: its name and its bytes, never more than the largest paper.
async fn sent(parts: Result<Multipart, MultipartRejection>) -> Result<(String, Vec<u8>), Refusal> {
    let mut parts = parts.map_err(|_| broken())?;
    for _ in 0..4 {
        let Some(mut part) = parts.next_field().await.map_err(|_| broken())? else { break };
        if part.name() != Some("file") {
            continue;
        }
        let name = part.file_name().unwrap_or("paper.pdf").to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
            if bytes.len() + chunk.len() > LARGEST_PAPER_BYTES {
                return Err(Refusal::new(Status::TooLarge, "A paper has at most ten megabytes."));
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok((name, bytes));
    }
    Err(broken())
}

async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(agreement): Path<AgreementId>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let frame = open!(&app, &visitor);
    let _room = or_stop!(app.limits.room_in().map_err(|refusal| frame.refused(refusal)));
    let read = tokio::time::timeout(PATIENCE, sent(parts)).await.unwrap_or_else(|_| Err(broken()));
    let (name, bytes) = or_stop!(read.map_err(|refusal| frame.refused(refusal)));
    let content = Private::new(STANDARD.encode(bytes));
    let order = KeepPaper { agreement, name: Private::new(name), content, sealed: None };
    match app.office.execute(&visitor.who, order).await {
        Ok(_) => {
            let back = Redirect::to(&format!("/agreements/{agreement}#papers"));
            with_flash(back.into_response(), "The signed paper is kept.")
        }
        Err(stop) => frame.stopped(stop),
    }
}

async fn fetch(
    State(app): State<App>,
    visitor: Visitor,
    Path((agreement, number)): Path<(AgreementId, i64)>,
) -> Response {
    let frame = open!(&app, &visitor);
    let done = app.office.execute(&visitor.who, FetchPaper { agreement, number, opened: None }).await;
    let paper = or_stop!(done.map_err(|stop| frame.stopped(stop))).receipt;
    match STANDARD.decode(&paper.content) {
        Ok(bytes) => download(agreement, number, bytes),
        Err(e) => stopped(&frame, e),
    }
}

fn stopped(frame: &Frame<'_>, e: base64::DecodeError) -> Response {
    frame.stopped(anyhow::Error::from(e).into())
}

/// The name that was sent with a paper never stands in a header: the download has one of ours.
fn download(agreement: AgreementId, number: i64, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let named = format!("attachment; filename=\"{agreement}-{number}.pdf\"");
    if let Ok(value) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    response
}
