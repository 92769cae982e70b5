//! Chips for what a line is about: a person, an asset, a place, an organization. A chip leads to its page
//! and shows a small card on hover and on focus; an asset's card says who may patch it.

use super::glyph::{Glyph, glyph};
use maud::{Markup, html};

/// What the chip stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChipKind {
    #[default]
    Person,
    Asset,
    Place,
    Organization,
}

/// A chip and its card.
#[derive(Clone, Debug, Default)]
pub struct Chip<'a> {
    pub kind: ChipKind,
    pub name: &'a str,
    /// Its page, if the viewer may see it.
    pub href: Option<&'a str>,
    /// Lines of the card as label and words.
    pub card: &'a [(&'a str, &'a str)],
}

/// The chip.
pub fn chip(chip: &Chip<'_>) -> Markup {
    let (picture, noun) = match chip.kind {
        ChipKind::Person => (Glyph::Person, "Person"),
        ChipKind::Asset => (Glyph::Asset, "Asset"),
        ChipKind::Place => (Glyph::Place, "Location"),
        ChipKind::Organization => (Glyph::Client, "Organization"),
    };
    let face = html! { (glyph(picture)) span.unseen { (noun) " " } span.chip-name { (chip.name) } };
    html! {
        span.chip {
            @match chip.href {
                Some(href) => a.chip-face href=(href) { (face) },
                None => span.chip-face { (face) },
            }
            @if !chip.card.is_empty() {
                span.chip-card {
                    b { (chip.name) }
                    @for (label, words) in chip.card {
                        span.chip-line { span.chip-label { (label) } " " span { (words) } }
                    }
                }
            }
        }
    }
}
