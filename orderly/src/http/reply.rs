//! Refusals and faults as replies: JSON for programs, a page that helps for people. A fault gets an id that stands in
//! the log beside its causes; the reply shows the id and nothing else.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{Refusal, Status, Stop};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// JSON with a status.
pub fn json(status: u16, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A stop for a program.
pub fn stop_json(stop: Stop) -> Response {
    match stop {
        Stop::Refused(refusal) => {
            let body = serde_json::to_value(&*refusal).unwrap_or_else(|_| json!({ "status": "refused" }));
            let mut response = json(refusal.status.code(), &body);
            if refusal.status == Status::SignIn {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            response
        }
        Stop::Failed(fault) => {
            let id = keep(&fault.0);
            json(
                500,
                &json!({ "status": "fault", "fault": id,
                "sentence": "Something went wrong on our side. Nothing was changed. The log has it under this id." }),
            )
        }
    }
}

/// Writes a fault into the log and gives its id.
pub fn keep(error: &anyhow::Error) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let id = format!("F{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    tracing::error!(fault = %id, "{error:#}");
    id
}

/// A stop as a sentence and a refusal for a page.
pub fn stop_refusal(stop: Stop) -> Refusal {
    match stop {
        Stop::Refused(refusal) => *refusal,
        Stop::Failed(fault) => {
            let id = keep(&fault.0);
            Refusal::new(
                Status::Conflict,
                format!("Something went wrong on our side. Nothing was changed. The log has it under {id}."),
            )
            .remedy("Try again", None)
        }
    }
}

/// Bytes with a type.
pub fn bytes(kind: &'static str, cache: &'static str, bytes: impl Into<Body>) -> Response {
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)];
    (headers, bytes.into()).into_response()
}
