//! Notices: what was just done, what is wrong, what to know. A notice that can be undone carries the button
//! that undoes it.

use super::button::{ActButton, act_button};
use super::glyph::{Glyph, glyph};
use maud::{Markup, html};

/// How a notice is meant. Its words say it too; a colour never says it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// To know.
    #[default]
    Info,
    /// It was done.
    Done,
    /// Soon it will matter.
    Soon,
    /// Patient care at risk, late, or a hole in coverage.
    Risk,
    /// About PHI.
    Private,
    /// About law.
    Law,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Info => "notice notice-info",
            Tone::Done => "notice notice-done",
            Tone::Soon => "notice notice-soon",
            Tone::Risk => "notice notice-risk",
            Tone::Private => "notice notice-private",
            Tone::Law => "notice notice-law",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Tone::Info => Glyph::Board,
            Tone::Done => Glyph::Check,
            Tone::Soon => Glyph::Clock,
            Tone::Risk => Glyph::Warning,
            Tone::Private => Glyph::Eye,
            Tone::Law => Glyph::Agreement,
        }
    }
}

/// What was just done, shown once at the top of the next page.
#[derive(Clone, Debug, Default)]
pub struct Flash<'a> {
    pub tone: Tone,
    pub words: &'a str,
    /// What takes it back, while that is possible.
    pub undo: Option<ActButton<'a>>,
}

/// The flash, told to a screen reader when it appears.
pub fn flash(flash: &Flash<'_>) -> Markup {
    html! {
        div class=(flash.tone.class()) role="status" {
            (glyph(flash.tone.glyph()))
            p { (flash.words) }
            @if let Some(undo) = &flash.undo { (act_button(undo)) }
        }
    }
}

/// A notice that belongs to the page.
pub fn notice(tone: Tone, words: &Markup) -> Markup {
    html! { div class=(tone.class()) { (glyph(tone.glyph())) div { (words) } } }
}
