//! The JSON API: each act at its one address. The body is the act; fields that stand in the address are taken from it.

use super::{App, reply, visitor::Visitor};
use axum::{
    body::{Body, to_bytes},
    extract::{Path, State},
    http::{HeaderMap, header},
    response::Response,
};
use kernel::{Refusal, Status};
use office::{Call, Entry, Registry};
use serde_json::{Map, Value};
use std::time::Duration;

/// A request has at most so many bytes.
pub const BODY: usize = 1 << 20;
/// One that brings a file, in base64, has at most so many.
const BODY_WITH_FILE: usize = (desk::attachments::LARGEST_BYTES / 3 + 1) * 4 + 4_096;

/// A body that does not come within this time is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which act stands at an address, and the fields that the address holds.
fn find<'a, 'b>(registry: &'a Registry, path: &'b str) -> Option<(&'a Entry, Vec<(&'a str, &'b str)>)> {
    let fitting = registry.entries().iter().filter_map(|entry| Some((entry, fields(entry.act.path, path)?)));
    // A word goes before a field: `/organizations/list` is no organization's id.
    fitting.min_by_key(|(_, fields)| fields.len())
}

/// The fields that an act's address has here, or nothing when this is another address. Every call is held against every
/// act, so nothing is put aside before it fits.
fn fields<'a, 'b>(pattern: &'a str, path: &'b str) -> Option<Vec<(&'a str, &'b str)>> {
    let (mut parts, mut words) = (pattern.trim_matches('/').split('/'), path.trim_matches('/').split('/'));
    let mut fields = Vec::new();
    loop {
        match (parts.next(), words.next()) {
            (None, None) => return Some(fields),
            (Some(part), Some(word)) => match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
                Some(name) => fields.push((name, word)),
                None if part == word => {}
                None => return None,
            },
            _ => return None,
        }
    }
}

fn no(status: Status, sentence: &str) -> Response {
    reply::stop_json(Refusal::new(status, sentence).into())
}

/// `POST /api/v1/…`
pub async fn call(
    State(app): State<App>,
    visitor: Visitor,
    Path(path): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if visitor.who == kernel::Who::Nobody && !app.limits.admit(visitor.address, std::time::Instant::now()) {
        return no(Status::TooOften, "Too many requests from your address. Try again in a few seconds.");
    }
    let Some((entry, fields)) = find(app.office.registry(), &path) else {
        return no(Status::NotFound, "There is no act at this address. /api/v1/openapi.json lists them all.");
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        let refusal =
            serde_json::json!({ "status": "malformed", "sentence": "Send JSON, as application/json." });
        return reply::json(415, &refusal);
    }
    // Nobody attaches a file before sign-in: there it neither has room nor takes it from others.
    let with_file =
        visitor.who != kernel::Who::Nobody && matches!(entry.act.name, "desk.attach" | "desk.attach-to-mine");
    let room = with_file.then(super::pages::room_for_a_file).transpose();
    let Ok(_room) = room else {
        return no(Status::TooOften, "Several files are being sent. Try again in a moment.");
    };
    let read = to_bytes(body, if with_file { BODY_WITH_FILE } else { BODY });
    let Ok(read) = tokio::time::timeout(PATIENCE, read).await else {
        return no(Status::Malformed, "The request did not come whole within a minute. Send it again.");
    };
    let Ok(bytes) = read else {
        let most = if with_file { "A file has at most 20 MB." } else { "A request has at most 1 MB." };
        return no(Status::TooLarge, most);
    };
    let mut object = match serde_json::from_slice::<Value>(&bytes) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return no(Status::Malformed, "The body is not a JSON object."),
        Err(e) => {
            let sentence = format!("The body is not JSON: line {}, column {}.", e.line(), e.column());
            return no(Status::Malformed, &sentence);
        }
    };
    if let Err(refusal) = put(&mut object, fields) {
        return reply::stop_json(refusal.into());
    }
    let once = match headers.get("idempotency-key").map(|v| v.to_str()) {
        None => None,
        Some(Ok(key)) => Some(key.to_owned()),
        Some(Err(_)) => {
            return no(Status::Malformed, "The Idempotency-Key has 1 to 200 printable characters.");
        }
    };
    let call = Call { once, place: visitor.address.to_string() };
    match app.office.call_as(&visitor.who, entry.act.name, Value::Object(object), call).await {
        Ok(answered) => reply::json(200, &answered.body),
        Err(stop) => reply::stop_json(stop),
    }
}

fn put(object: &mut Map<String, Value>, fields: Vec<(&str, &str)>) -> Result<(), Refusal> {
    for (name, word) in fields {
        let value = Value::String(word.to_owned());
        if object.get(name).is_some_and(|given| *given != value) {
            return Err(Refusal::invalid(
                name,
                format!("'{name}' in the body is another than in the address."),
            ));
        }
        object.insert(name.to_owned(), value);
    }
    Ok(())
}

/// `GET /api/v1/openapi.json`
pub async fn document(State(app): State<App>) -> Response {
    reply::json(200, &office::document(app.office.registry(), env!("CARGO_PKG_VERSION")))
}
