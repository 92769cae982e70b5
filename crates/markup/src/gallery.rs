//! Every piece in every state.
use maud::{Markup, html};
/// The page.
pub fn gallery() -> Markup {
    html! {}
}
