//! The standing seal beside an organization's name: by what right we may reach its patients' data. A closed
//! ring is in force, a dashed ring is running out, a broken ring is no right at all. The words always stand
//! beside the ring.

use crate::words;
use maud::{Markup, html};

/// By what right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StandingKind {
    /// The caller's own house.
    OwnWorkforce,
    /// The whole chain of agreements is in force.
    InForce,
    /// In force, and ends in so many days.
    Lapsing { days: i64 },
    /// Was in force, and ended.
    Lapsed,
    /// Was ended by somebody.
    Terminated,
    /// There never was one.
    #[default]
    Absent,
    /// Not a business associate relation; the answers are kept.
    NotRequired,
}

/// A standing, and where its chain can be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing<'a> {
    pub kind: StandingKind,
    /// The page with the chain of agreements.
    pub href: Option<&'a str>,
    /// What else is worth saying: "until 3 Nov 2026", "through Harborlight IT".
    pub detail: Option<&'a str>,
}

impl Standing<'_> {
    /// The words beside the ring.
    pub fn words(&self) -> String {
        match self.kind {
            StandingKind::OwnWorkforce => "own workforce".to_owned(),
            StandingKind::InForce => "BAA in force".to_owned(),
            StandingKind::Lapsing { days } => {
                format!("BAA lapses in {}", words::counted(days, "day", "days"))
            }
            StandingKind::Lapsed => "BAA lapsed".to_owned(),
            StandingKind::Terminated => "BAA terminated".to_owned(),
            StandingKind::Absent => "no BAA".to_owned(),
            StandingKind::NotRequired => "no BAA required".to_owned(),
        }
    }

    fn class(&self) -> &'static str {
        match self.kind {
            StandingKind::OwnWorkforce | StandingKind::InForce | StandingKind::NotRequired => "closed",
            StandingKind::Lapsing { .. } => "dashed",
            StandingKind::Lapsed | StandingKind::Terminated | StandingKind::Absent => "broken",
        }
    }
}

/// The seal with its words.
pub fn standing_seal(standing: &Standing<'_>) -> Markup {
    let class = format!("seal seal-{}", standing.class());
    let inside = html! {
        svg.seal-ring viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            @match standing.class() {
                "closed" => {
                    circle cx="8" cy="8" r="6" {}
                    @if standing.kind == StandingKind::InForce { circle cx="8" cy="8" r="2.5" {} }
                    @if standing.kind == StandingKind::NotRequired { path d="M5 8h6" {} }
                }
                "dashed" => circle cx="8" cy="8" r="6" stroke-dasharray="3 2.2" {},
                _ => path d="M9.5 2.2A6 6 0 0 0 4 12.5M6.5 13.8A6 6 0 0 0 12 3.5" {},
            }
        }
        span { (standing.words()) }
        @if let Some(detail) = standing.detail { span.seal-detail { (detail) } }
    };
    match standing.href {
        Some(href) => html! { a class=(class) href=(href) { (inside) } },
        None => html! { span class=(class) { (inside) } },
    }
}
