//! When nothing is changed at an organization, and the form that sets another such time.

use super::forms::form;
use super::window;
use crate::questions::FreezeList;
use crate::{EndFreeze, SetFreeze};
use markup::{ButtonKind, Empty, Markup, empty_state, html, panel, press};
use office::Order;
use serde_json::Value;

/// What the page shows.
pub struct FreezesView<'a> {
    pub list: &'a FreezeList,
    /// Whether the viewer may set and end them.
    pub sets: bool,
}

/// The page's content.
pub fn freezes_page(view: &FreezesView) -> Markup {
    let here = format!("/organizations/{}/freezes", view.list.org);
    let org = view.list.org.to_string();
    html! {
        @if view.list.lines.is_empty() {
            (empty_state(&Empty {
                title: "Nothing is frozen.",
                will_hold: "Times in which nothing is changed stand here: a go-live, a survey, a holiday. Only an \
                            emergency goes on then.",
                act: None,
            }))
        }
        ul.plain { @for line in &view.list.lines { li id=(line.freeze) {
            b { (line.reason.title()) } br;
            (window(line.starts_at, line.ends_at, &line.zone)) " · "
            @if line.care_areas.is_empty() { "everywhere" }
            @else { (line.care_areas.iter().map(|a| a.title()).collect::<Vec<_>>().join(", ")) }
            @if view.sets {
                (press(EndFreeze::ACT.name, ("freeze", &line.freeze.to_string()), &here, "End it", ButtonKind::Quiet))
            }
        } } }
        @if view.sets {
            (panel("set", "Freeze changes", None, &form::<SetFreeze>("Freeze", ("org", &org), &here, Value::Null)))
        }
    }
}
