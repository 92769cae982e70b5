//! An empty page teaches: what it will hold one day, and the one act that begins it.

use super::button::{ButtonKind, link_button};
use maud::{Markup, html};

/// What an empty place says.
#[derive(Clone, Debug, Default)]
pub struct Empty<'a> {
    /// "Nothing is due."
    pub title: &'a str,
    /// "Tickets whose promise ends today will stand here."
    pub will_hold: &'a str,
    /// Where to go, and the verb.
    pub act: Option<(&'a str, &'a str)>,
}

/// The empty state.
pub fn empty_state(empty: &Empty<'_>) -> Markup {
    html! {
        div.empty {
            p.empty-title { (empty.title) }
            p.empty-words { (empty.will_hold) }
            @if let Some((href, label)) = empty.act { (link_button(ButtonKind::Primary, href, label)) }
        }
    }
}
