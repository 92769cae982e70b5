//! The mask over what is private about a patient. It says what kind of thing is sealed, always in blocks of
//! the same length so that the length tells nothing; looking behind it is an act of its own and is charted.

use super::glyph::{Glyph, glyph};
use maud::{Markup, html};

/// A sealed text.
#[derive(Clone, Debug, Default)]
pub struct Mask<'a> {
    /// What is sealed: "MRN", "Message".
    pub kind: &'a str,
    /// Where the look is asked for; nobody may look here if there is none.
    pub look: Option<&'a str>,
    /// Name and value of what goes along with the look.
    pub fields: &'a [(&'a str, &'a str)],
    /// Who looked last and when, in words.
    pub looked_last: Option<&'a str>,
}

/// The sealed text with its look button.
pub fn mask(mask: &Mask<'_>) -> Markup {
    html! {
        span.mask {
            span.mask-kind { (mask.kind) }
            span.mask-blocks aria-hidden="true" { "████████" }
            span.unseen { "sealed" }
            @if let Some(action) = mask.look {
                form.act method="post" action=(action) data-live {
                    @for (name, value) in mask.fields { input type="hidden" name=(name) value=(value); }
                    button.button.button-look type="submit" title="Your look is charted in the ledger" {
                        (glyph(Glyph::Eye)) "Look" span.unseen { " at " (mask.kind) }
                        span.mask-charted { "charted" }
                    }
                }
            }
            @if let Some(last) = mask.looked_last { span.mask-last { "Last look: " (last) } }
        }
    }
}

/// The text behind the mask, for the one answer in which it is shown.
pub fn unmasked(kind: &str, text: &str) -> Markup {
    html! {
        span.unmasked {
            span.mask-kind { (kind) }
            span.unmasked-text { (text) }
            span.mask-last { "This look is charted" }
        }
    }
}
