//! Every route on one page.

use super::{App, api, ledger, live, pages};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use tower_http::compression::{
    CompressionLayer,
    predicate::{NotForContentType, Predicate, SizeAbove},
};

/// The whole house.
pub fn router(app: App) -> Router {
    let squeeze = SizeAbove::new(1024).and(NotForContentType::SSE).and(NotForContentType::IMAGES);
    Router::new()
        .merge(pages::routes())
        .route("/api/v1/openapi.json", get(api::document))
        .route("/api/v1/{*path}", post(api::call).fallback(wrong_method))
        .route("/ledger/checkpoint", get(ledger::checkpoint))
        .route("/ledger/key", get(ledger::key))
        .route("/ledger/consistency", get(ledger::consistency))
        .route("/ledger/tile/{*path}", get(ledger::tile))
        .route("/live", get(live::stream))
        .route("/static/{file}", get(asset))
        .route("/healthz", any(|| async { "ok\n" }))
        .fallback(pages::nowhere)
        .layer(DefaultBodyLimit::max(api::BODY))
        .layer(CompressionLayer::new().compress_when(squeeze))
        .layer(middleware::from_fn_with_state(app.clone(), guard))
        .with_state(app)
}

async fn wrong_method() -> Response {
    let body = serde_json::json!({ "status": "malformed", "sentence": "Acts are called with POST." });
    let mut response = super::reply::json(405, &body);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn asset(request: Request) -> Response {
    match markup::assets::find(request.uri().path()) {
        Some(asset) => {
            super::reply::bytes(asset.content_type, "public, max-age=31536000, immutable", asset.bytes)
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// A form is taken only from our own pages; every answer says what a browser may do with it.
async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && request.headers().contains_key(header::COOKIE) && foreign(&request, &app) {
        let sentence = "This form did not come from a page of this house, so nothing was done.\n";
        return (StatusCode::FORBIDDEN, sentence).into_response();
    }
    let page = !OF_MACHINES.iter().any(|path| request.uri().path().starts_with(path));
    let mut response = next.run(request).await;
    if page && unreadable(&response) {
        // An address that cannot be read is one that is not there.
        response = pages::unreadable();
    }
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    if app.site.secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// What programs read: there a refusal stays as it is.
const OF_MACHINES: &[&str] =
    &["/api/", "/ledger/tile", "/ledger/consistency", "/static/", "/live", "/healthz"];

/// Whether a part of the address was refused before any page was asked for.
fn unreadable(response: &Response) -> bool {
    let plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    response.status() == StatusCode::BAD_REQUEST && plain
}

/// Whether a browser says that the request comes from another site's page.
fn foreign(request: &Request, app: &App) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), host) => {
            origin != app.site.origin && origin.split_once("://").map(|(_, at)| at) != host
        }
        // No browser leaves both out when another page sends a form.
        (None, _) => false,
    }
}
