//! The JSON API: each act at its one address. The body is the act; fields that stand in the address are taken from it.

use super::{App, reply, visitor::Visitor};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Path, State},
    http::{HeaderMap, header},
    response::Response,
};
use kernel::{Refusal, Status};
use office::{Call, Entry, Registry};
use serde_json::{Map, Value};
use std::time::Duration;

/// A form without a file has at most so many bytes; what a call may have says its act. Acts that take more bring a file.
pub const BODY: usize = 1 << 20;

/// A body that does not come within this time is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which act stands at an address, and the fields that the address holds.
fn find<'a, 'b>(registry: &'a Registry, path: &'b str) -> Option<(&'a Entry, Vec<(&'a str, &'b str)>)> {
    let first = path.trim_matches('/').split('/').next().unwrap_or_default();
    let near = registry.entries().iter().filter(|entry| begins(entry.act.path, first));
    let fitting = near.filter_map(|entry| Some((entry, fields(entry.act.path, path)?)));
    // A word goes before a field: `/organizations/list` is no organization's id.
    fitting.min_by_key(|(_, fields)| fields.len())
}

/// Whether an act's address begins with this word; most do not, and that is soon seen.
fn begins(pattern: &str, word: &str) -> bool {
    let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
    let same = |rest: &str| rest.is_empty() || rest.starts_with('/');
    pattern.starts_with('{') || pattern.strip_prefix(word).is_some_and(same)
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

/// The whole body, unless it is too large or too slow.
async fn whole(body: Body, act: &str, most: usize, patience: Duration) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(patience, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Refusal::new(
            Status::TooLarge,
            format!("{act} takes at most {} KB. Send less at a time.", most.div_ceil(1 << 10)),
        )),
        Err(_) => {
            let sentence =
                format!("The request did not come whole within {} s. Send it again.", patience.as_secs());
            Err(Refusal::new(Status::Malformed, sentence))
        }
    }
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
    // Nobody sends a file before sign-in: there it neither has room nor takes it from others.
    let nobody = visitor.who == kernel::Who::Nobody;
    let most = if nobody { entry.most_bytes.min(office::SMALL) } else { entry.most_bytes };
    let _room = match (most > BODY).then(|| app.limits.room_in()).transpose() {
        Ok(room) => room,
        Err(refusal) => return reply::stop_json(refusal.into()),
    };
    let bytes = match whole(body, entry.act.name, most, PATIENCE).await {
        Ok(bytes) => bytes,
        Err(refusal) => return reply::stop_json(refusal.into()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn body(chunks: Vec<&'static [u8]>, ends: bool) -> Body {
        use futures_util::{StreamExt as _, stream};
        let chunks = stream::iter(chunks).map(Ok::<_, std::io::Error>);
        if ends { Body::from_stream(chunks) } else { Body::from_stream(chunks.chain(stream::pending())) }
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_whole_is_given_up_and_one_that_is_too_large_is_told_the_limit() {
        let (long, none) = (Duration::from_secs(3_600), Duration::from_millis(1));
        let read = |chunks, ends, patience| whole(body(chunks, ends), "desk.take", 4 << 10, patience);
        assert_eq!(read(vec![b"{", b"}"], true, long).await.unwrap(), "{}");
        let slow = read(vec![b"{"], false, none).await.unwrap_err();
        assert_eq!(slow.status, Status::Malformed);
        // What is too large is refused at once, without waiting for its end.
        let large = read(vec![&[b' '; 4 << 10], b"{"], false, long).await.unwrap_err();
        assert_eq!(large.status, Status::TooLarge);
        assert_eq!(large.sentence, "desk.take takes at most 4 KB. Send less at a time.");
    }

    #[test]
    fn an_act_says_itself_how_large_it_may_be() {
        let registry = crate::house::registry();
        let most = |name: &str| registry.find(name).unwrap().most_bytes;
        assert_eq!(most("desk.open-ticket"), office::SMALL);
        let file = office::in_base64(desk::attachments::LARGEST_BYTES);
        assert_eq!((most("desk.attach"), most("desk.attach-to-mine")), (file, file));
        assert!(most("agreements.keep-paper") > agreements::papers::LARGEST_PAPER_BYTES);
        assert!(most("desk.take-in-letter") > most("agreements.keep-paper"));
        let large: Vec<&str> =
            registry.entries().iter().filter(|e| e.most_bytes > BODY).map(|e| e.act.name).collect();
        assert!(most("incidents.take-in-advisory") > incidents::advisories::LARGEST_ADVISORY_BYTES);
        assert_eq!(large.len(), 5, "who else brings a file? {large:?}");
    }
}
