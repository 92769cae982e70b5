//! The refusal card. A refusal is help, not a wall: it says in a sentence why not, what law or policy says
//! so, and offers the way out as a button.

use super::button::{ActButton, ButtonKind, act_button, link_button};
use super::glyph::{Glyph, glyph};
use maud::{Markup, html};

/// A way out.
#[derive(Clone, Debug)]
pub enum Remedy<'a> {
    /// A page where it can be put right.
    Go { href: &'a str, label: &'a str },
    /// An act that asks for what is missing.
    Act(ActButton<'a>),
}

/// Why not, who says so, and what to do.
#[derive(Clone, Debug, Default)]
pub struct RefusalCard<'a> {
    /// "Riverbend Clinic has no agreement in force, so nobody outside may see its patients' data."
    pub sentence: &'a str,
    /// "45 CFR 164.502(e)".
    pub citation: Option<&'a str>,
    /// What to do where no button can do it: "Ask whoever manages people at your organization".
    pub advice: Option<&'a str>,
    pub remedies: &'a [Remedy<'a>],
}

/// The card; the first way out is the loud one.
pub fn refusal_card(refusal: &RefusalCard<'_>) -> Markup {
    html! {
        section.refusal role="alert" {
            div.refusal-glyph { (glyph(Glyph::Agreement)) }
            div {
                p.refusal-sentence { (refusal.sentence) }
                @if let Some(citation) = refusal.citation { p.citation { cite { (citation) } } }
                @if let Some(advice) = refusal.advice { p { (advice) "." } }
                @if !refusal.remedies.is_empty() {
                    div.buttons {
                        @for (place, remedy) in refusal.remedies.iter().enumerate() {
                            @let kind = if place == 0 { ButtonKind::Primary } else { ButtonKind::Plain };
                            (way_out(remedy, kind))
                        }
                    }
                }
            }
        }
    }
}

fn way_out(remedy: &Remedy<'_>, kind: ButtonKind) -> Markup {
    match remedy {
        Remedy::Go { href, label } => link_button(kind, href, label),
        Remedy::Act(act) => act_button(&ActButton { kind, ..act.clone() }),
    }
}
