//! Who sent a request: the cookie of a session or the token of a program, held against what the house knows of it. What
//! the caller may do is not decided here; the door reads that anew in every transaction.

use super::App;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, Method, header, request::Parts},
};
use kernel::{Span, Who};
use people::{Class, Known, Stand};
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
    /// The session behind the cookie, open or locked; a locked one is nobody until its person comes back with a word.
    pub session: Option<Known>,
    /// The cookie itself, for the orders that end or lock its session.
    pub cookie: Option<String>,
    pub address: IpAddr,
    /// The IANA zone in which times are shown.
    pub zone: String,
    /// The page that was asked for, to come back to after signing in.
    pub wanted: Option<String>,
    /// What was just done, to be said once.
    pub flash: Option<String>,
}

impl Visitor {
    fn nobody(address: IpAddr) -> Self {
        Self {
            who: Who::Nobody,
            session: None,
            cookie: None,
            address,
            zone: "UTC".to_owned(),
            wanted: None,
            flash: None,
        }
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let address = address(parts, app);
        let wanted =
            (parts.method == Method::GET).then(|| parts.uri.path_and_query().map(ToString::to_string));
        let nobody = Self { flash: flash(&parts.headers), wanted: wanted.flatten(), ..Self::nobody(address) };
        if let Some(secret) = bearer(&parts.headers) {
            return Ok(program(app, &secret, nobody.clone()).await.unwrap_or(nobody));
        }
        let Some(cookie) = named(&parts.headers, COOKIE).filter(|c| c.len() <= 200).map(str::to_owned) else {
            return Ok(nobody);
        };
        // A page that only refreshes itself is nobody's hand at the keyboard.
        // Programs are told moments, not times of day.
        let page = !parts.uri.path().starts_with("/api/");
        let touched = !parts.headers.contains_key("orderly-refresh") && parts.uri.path() != "/live";
        Ok(person(app, cookie, (touched, page), nobody.clone()).await.unwrap_or(nobody))
    }
}

impl Visitor {
    /// Whether somebody's session waits behind the lock.
    pub fn is_locked(&self) -> bool {
        self.session.as_ref().is_some_and(|s| s.stand == Stand::Locked)
    }

    /// Seconds without a touch after which the page leads to the lock.
    pub fn idle_seconds(&self) -> Option<u32> {
        let idle = self.session.as_ref()?.class.limits().idle;
        u32::try_from(idle.0 / 1_000_000).ok()
    }

    /// Whether many hands touch this workstation.
    pub fn is_shared(&self) -> bool {
        self.session.as_ref().is_some_and(|s| s.class == Class::Shared)
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
    let all =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    all.filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

/// The flash travels in hexadecimal, because a cookie takes only some letters.
fn flash(headers: &HeaderMap) -> Option<String> {
    let bytes = hex::decode(named(headers, "flash").filter(|t| t.len() <= 800)?).ok()?;
    String::from_utf8(bytes).ok()
}

async fn program(app: &App, secret: &str, visitor: Visitor) -> Option<Visitor> {
    let secret = secret.to_owned();
    let house = Who::House("entrance");
    let who = app.office.read(&house, move |look| people::token(look, &secret)).await.ok()??;
    Some(Visitor { who, ..visitor })
}

async fn person(
    app: &App,
    cookie: String,
    (touched, page): (bool, bool),
    visitor: Visitor,
) -> Option<Visitor> {
    let text = cookie.clone();
    let look = app.office.read(&Who::House("entrance"), move |look| {
        let Some(known) = people::session(look, &text)? else { return Ok(None) };
        let zone = if page { crate::records::zone(look, known.person)? } else { None };
        Ok(Some((known, zone)))
    });
    let (known, zone) = look.await.ok()??;
    let zone = zone.unwrap_or_else(|| visitor.zone.clone());
    let who = match known.stand {
        Stand::Ended => return None,
        Stand::Locked => Who::Nobody,
        Stand::Open => Who::Session { person: known.person, session: known.session },
    };
    let (session, now) = (known.session, app.office.now());
    if touched && known.stand == Stand::Open && now.since(known.seen_at) >= Span::minutes(1) {
        let touch = app.office.store().write(move |work| {
            work.on_behalf(Who::House("entrance"), None, now);
            work.as_house(true);
            people::touch(work, session)
        });
        // It only moves the idle limit; what is wrong with the store shows itself at the next act.
        if let Err(error) = touch.await {
            tracing::warn!("a session could not be kept awake: {error}");
        }
    }
    Some(Visitor { who, session: Some(known), cookie: Some(cookie), zone, ..visitor })
}
