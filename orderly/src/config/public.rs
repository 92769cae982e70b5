//! How the house is reached from outside, and whether it may be: beyond this machine never without TLS.

use super::{Settings, Tls};
use anyhow::{Result, bail, ensure};
use std::net::SocketAddr;

/// An origin as browsers write it: scheme and host, no path, no slash at the end.
pub(super) fn origin(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = host.is_some_and(|h| !h.is_empty() && !h.contains(['/', '?', '#', '@', ' ']));
    ensure!(
        fits,
        "The setting 'origin' is the address people type, such as https://desk.example.org, without a path."
    );
    Ok(text.to_ascii_lowercase())
}

/// What was said, or what can be known from the address that is listened on.
pub(super) fn origin_at(said: Option<&str>, secure: bool, listening: SocketAddr) -> String {
    if let Some(said) = said {
        return said.to_owned();
    }
    let scheme = if secure { "https" } else { "http" };
    // Passkeys want a name: browsers know none for 127.0.0.1, but one for localhost.
    let host = if listening.ip().is_loopback() { "localhost".to_owned() } else { bare(listening) };
    match (scheme, listening.port()) {
        ("http", 80) | ("https", 443) => format!("{scheme}://{host}"),
        (_, port) => format!("{scheme}://{host}:{port}"),
    }
}

fn bare(listening: SocketAddr) -> String {
    match listening {
        SocketAddr::V4(v4) => v4.ip().to_string(),
        SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
    }
}

/// The three ways to be reached from other machines.
const WAYS: &str = "\
Say one of three things in orderly.toml:
  1. [tls] certificate = \"…\" and key = \"…\": your own certificate;
  2. [tls.acme] domains = [\"desk.example.org\"]: one that is fetched and renewed by itself;
  3. [tls] trusted_proxy = true: a proxy in front speaks TLS, and only it can reach this port.";

pub(super) fn may_serve(settings: &Settings) -> Result<()> {
    let beyond = !settings.listen.ip().is_loopback();
    if beyond && settings.tls == Tls::None {
        bail!(
            "{} can be reached from other machines, and there it is not served without TLS.\n{WAYS}\n\
             Or listen on this machine only: --listen 127.0.0.1:{}",
            settings.listen,
            settings.listen.port()
        );
    }
    if settings.tls != Tls::None && settings.origin.is_none() {
        bail!(
            "The setting 'origin' is missing: the address that people type, such as \
             https://desk.example.org. Links in letters and passkeys depend on it."
        );
    }
    let plain = settings.origin.as_deref().is_some_and(|o| o.starts_with("http://"));
    if beyond && plain {
        bail!("The setting 'origin' begins with http://, but beyond this machine it is https://.");
    }
    Ok(())
}
