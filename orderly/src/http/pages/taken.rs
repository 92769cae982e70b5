//! A calendar file of closing days for a location: it comes in as a form's file or as pasted text, and what it would change
//! is shown before anything does. The server fetches nothing by itself.

use super::super::{App, visitor::Visitor};
use super::frame::{Page, open, or_stop};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, State, multipart::MultipartRejection},
    response::Response,
    routing::post,
};
use kernel::{LocationId, Private, Refusal, Status};
use markup::Crumb;
use organizations::{LARGEST_LIST_BYTES, WeighCalendar};
use std::time::Duration;

/// A form with a file and a text has at most so many bytes.
const FORM: usize = 2 * LARGEST_LIST_BYTES + (64 << 10);
/// The longest name that is read, in bytes; longer ones are refused by the question.
const NAME: usize = 4 << 10;
/// A file that does not come within this time is given up.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn routes() -> Router<App> {
    Router::new().route("/locations/{location}/calendar", post(weigh).layer(DefaultBodyLimit::max(FORM)))
}

fn broken() -> Refusal {
    Refusal::new(Status::Malformed, "The file did not come whole. Send it again.")
}

/// What a form brought.
#[derive(Default)]
struct Sent {
    name: String,
    text: String,
    file: String,
}

async fn sent(parts: Result<Multipart, MultipartRejection>) -> Result<Sent, Refusal> {
    let mut parts = parts.map_err(|_| broken())?;
    let mut sent = Sent::default();
    for _ in 0..8 {
        let Some(mut part) = parts.next_field().await.map_err(|_| broken())? else { break };
        let field = part.name().unwrap_or_default().to_owned();
        let most = if field == "name" { NAME } else { LARGEST_LIST_BYTES };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
            if bytes.len() + chunk.len() > most {
                let sentence = format!("A calendar file has at most {} KiB.", LARGEST_LIST_BYTES >> 10);
                return Err(Refusal::new(Status::TooLarge, sentence));
            }
            bytes.extend_from_slice(&chunk);
        }
        let read = String::from_utf8_lossy(&bytes).into_owned();
        match field.as_str() {
            "name" => sent.name = read,
            "text" => sent.text = read,
            "file" => sent.file = read,
            _ => {}
        }
    }
    Ok(sent)
}

/// `POST /locations/{location}/calendar`: what a file would change.
async fn weigh(
    State(app): State<App>,
    visitor: Visitor,
    Path(location): Path<LocationId>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let frame = open!(&app, &visitor);
    let _room = or_stop!(app.limits.room_in().map_err(|refusal| frame.refused(refusal)));
    let read = tokio::time::timeout(PATIENCE, sent(parts)).await.unwrap_or_else(|_| Err(broken()));
    let Sent { name, text, file } = or_stop!(read.map_err(|refusal| frame.refused(refusal)));
    let content = if file.trim().is_empty() { text } else { file };
    if content.trim().is_empty() {
        return frame.refused(Refusal::invalid("file", "Choose a calendar file, or paste its text."));
    }
    let asked = WeighCalendar { location, name, content: Some(Private::new(content.as_str())) };
    let told = or_stop!(frame.ask(asked).await);
    let names = or_stop!(super::around::names(&frame, vec![told.org.to_string()]).await);
    let client = format!("/organizations/{}", told.org);
    let year = format!("/locations/{location}/year");
    let label = names.get(&told.org.to_string()).cloned().unwrap_or_default();
    let crumbs = [
        Crumb { href: "/organizations", label: "Clients" },
        Crumb { href: &client, label: &label },
        Crumb { href: &year, label: &told.place },
    ];
    let title = format!("{} at {}", told.list, told.place);
    let page = Page { crumbs: &crumbs, ..Page::new(&title, "organizations") };
    frame.page(page, organizations::weighed_page(&told, &content))
}
