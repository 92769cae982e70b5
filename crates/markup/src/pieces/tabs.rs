//! Tabs: saved views of one list, each a link with an honest count.

use maud::{Markup, html};

/// One saved view.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    pub href: String,
    pub label: String,
    /// How many stand in it, in words: "12", "1 000+".
    pub count: Option<String>,
    pub current: bool,
}

/// The row of tabs; `label` says to a screen reader what they switch.
pub fn tabs(label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            @for tab in tabs {
                a.tab href=(tab.href) data-live aria-current=[tab.current.then_some("page")] {
                    (tab.label)
                    @if let Some(count) = &tab.count { span.tab-count { (count) } }
                }
            }
        }
    }
}
