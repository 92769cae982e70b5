//! Who sent a request: the cookie of a session or the token of a program, held against what the house knows of it. What
//! the caller may do is not decided here; the door reads that anew in every transaction.

use super::App;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use kernel::{SessionId, TokenId, Who};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

/// The cookie's name.
pub const COOKIE: &str = "orderly";

/// See the module.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub who: Who,
    /// A session that is there and locked: its person may come back with a word.
    pub locked: Option<SessionId>,
    /// What the session's machine is, and its limits.
    pub session: Option<people::Seen>,
    pub address: IpAddr,
    /// The IANA zone in which times are shown.
    pub zone: String,
    /// What was just done, to be said once.
    pub flash: Option<String>,
}

impl Visitor {
    fn nobody(address: IpAddr) -> Self {
        Self { who: Who::Nobody, locked: None, session: None, address, zone: "UTC".to_owned(), flash: None }
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let address = address(parts, app);
        let nobody = Self { flash: flash(&parts.headers), ..Self::nobody(address) };
        if let Some(secret) = bearer(&parts.headers) {
            return Ok(program(app, &secret, nobody.clone()).await.unwrap_or(nobody));
        }
        let Some((session, secret)) = cookie(&parts.headers) else { return Ok(nobody) };
        Ok(person(app, session, secret, nobody.clone()).await.unwrap_or(nobody))
    }
}

/// The address a request came from: behind a declared proxy the last one that the proxy wrote.
fn address(parts: &Parts, app: &App) -> IpAddr {
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let told = app.site.proxied.then(|| {
        let list = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    });
    told.flatten().or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, secret) = value.split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned()).filter(|s| s.len() <= 200)
}

fn named<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    all.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// The flash travels in hexadecimal, because a cookie takes only some letters.
fn flash(headers: &HeaderMap) -> Option<String> {
    let bytes = hex::decode(named(headers, "flash").filter(|t| t.len() <= 800)?).ok()?;
    String::from_utf8(bytes).ok()
}

fn cookie(headers: &HeaderMap) -> Option<(SessionId, String)> {
    let (session, secret) = named(headers, COOKIE)?.split_once('.')?;
    Some((session.parse().ok()?, secret.to_owned())).filter(|(_, s)| s.len() <= 200)
}

async fn program(app: &App, secret: &str, visitor: Visitor) -> Option<Visitor> {
    let secret = secret.to_owned();
    let house = Who::House("entrance");
    let found = app.office.read(&house, move |look| people::token_of(look, &secret)).await.ok()??;
    let (person, token): (_, TokenId) = found;
    Some(Visitor { who: Who::Token { person, token }, ..visitor })
}

async fn person(app: &App, session: SessionId, secret: String, visitor: Visitor) -> Option<Visitor> {
    let house = Who::House("entrance");
    let look = app.office.read(&house, move |look| {
        let Some(seen) = people::session_of(look, session, &secret)? else { return Ok(None) };
        let zone = crate::records::zone(look, seen.person)?;
        Ok(Some((seen, zone)))
    });
    let (seen, zone) = look.await.ok()??;
    let zone = zone.unwrap_or(visitor.zone);
    if seen.locked {
        return Some(Visitor { locked: Some(session), session: Some(seen), zone, ..Visitor::nobody(visitor.address) });
    }
    if seen.touch_due {
        // Only moves the idle limit; a failure shows itself at the next act.
        let now = app.office.now();
        let touched = app.office.store().write(move |work| {
            work.on_behalf(Who::House("entrance"), None, now);
            work.as_house(true);
            people::touch(work, session)
        });
        if let Err(error) = touched.await {
            tracing::warn!("a session could not be kept awake: {error}");
        }
    }
    Some(Visitor { who: Who::Session { person: seen.person, session }, session: Some(seen), zone, ..visitor })
}
