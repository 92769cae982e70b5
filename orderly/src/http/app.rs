//! What every handler has at hand.

use super::{first::First, limits::Limits, live::Live};
use crate::{oidc::Oidc, press::Press};
use office::{Office, Sealer};
use std::sync::Arc;

/// How the house is reached from outside.
#[derive(Debug, Clone)]
pub struct Site {
    /// For instance `https://desk.example.org`; links in letters and passkeys depend on it.
    pub origin: String,
    /// Cookies only over TLS.
    pub secure: bool,
    /// Whether a declared trusted proxy stands in front, whose `X-Forwarded-For` counts.
    pub proxied: bool,
    /// A line above every page, for the demo.
    pub banner: Option<String>,
}

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub office: Office,
    pub sealer: Sealer,
    pub live: Live,
    pub site: Arc<Site>,
    pub limits: Arc<Limits>,
    /// The house as a relying party of identity providers.
    pub oidc: Arc<Oidc>,
    /// The link with which the first owner comes in.
    pub first: Arc<First>,
    /// What sets documents as PDF.
    pub press: Arc<Press>,
}

impl App {
    pub fn new(office: Office, sealer: Sealer, site: Site) -> Self {
        let live = Live::new(&office);
        Self {
            office,
            sealer,
            live,
            site: Arc::new(site),
            limits: Arc::default(),
            oidc: Arc::default(),
            first: Arc::default(),
            press: Arc::new(Press::beside()),
        }
    }
}
