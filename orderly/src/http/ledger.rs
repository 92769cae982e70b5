//! The ledger in the open: checkpoints, hash tiles and consistency proofs are public, their leaves salted, so that
//! anybody can hold the house to what it signed.

use super::{App, reply};
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Stop, Who};
use ledger::tiles::TilePath;
use office::sealer;
use serde::Deserialize;

const TEXT: &str = "text/plain; charset=utf-8";
const READER: Who = Who::Nobody;

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such thing in the signed tree.\n").into_response()
}

fn failed(stop: Stop) -> Response {
    reply::stop_json(stop)
}

/// `GET /ledger/checkpoint`
pub async fn checkpoint(State(app): State<App>) -> Response {
    match app.office.read(&READER, |look| Ok(sealer::last(look)?)).await {
        Ok(Some(last)) => reply::bytes(TEXT, "no-cache", last.note),
        Ok(None) => nothing(),
        Err(stop) => failed(stop),
    }
}

/// `GET /ledger/key`: the public key with which checkpoints are verified.
pub async fn key(State(app): State<App>) -> Response {
    reply::bytes(TEXT, "no-cache", format!("{}\n", app.sealer.verifier()))
}

/// `GET /ledger/tile/…`
pub async fn tile(State(app): State<App>, Path(path): Path<String>) -> Response {
    let Ok(TilePath::Hashes(tile)) = format!("tile/{path}").parse::<TilePath>() else { return nothing() };
    match app.office.read(&READER, move |look| Ok(sealer::tile(look, tile)?)).await {
        Ok(Some(bytes)) => {
            reply::bytes("application/octet-stream", "public, max-age=31536000, immutable", bytes)
        }
        Ok(None) => nothing(),
        Err(stop) => failed(stop),
    }
}

/// The two sizes of a consistency proof.
#[derive(Deserialize)]
pub struct Between {
    from: u64,
    to: u64,
}

/// `GET /ledger/consistency?from=&to=`: hashes in base64, one a line.
pub async fn consistency(State(app): State<App>, Query(Between { from, to }): Query<Between>) -> Response {
    match app.office.read(&READER, move |look| sealer::consistency(look, from, to)).await {
        Ok(hashes) => {
            let lines: String = hashes.iter().map(|h| format!("{}\n", h.to_base64())).collect();
            reply::bytes(TEXT, "no-cache", lines)
        }
        Err(stop) => failed(stop),
    }
}
