//! The page around every page: who you are and at whose house you work, where you can go, what was just
//! done, and, while break-glass is open, a striped border that cannot be overlooked, with the button that
//! ends it. The console is for people who work in it all day, the portal for a nurse with ten seconds.

use crate::assets;
use crate::pieces::{Flash, Glyph, Standing, flash, glyph, standing_seal};
use maud::{DOCTYPE, Markup, html};

/// Which room the page belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    #[default]
    Console,
    Portal,
}

/// Who looks at the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Viewer<'a> {
    pub name: &'a str,
    pub role: &'a str,
    pub organization: &'a str,
    /// One or two letters; see [`crate::words::initials`].
    pub initials: &'a str,
}

/// An open break-glass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Emergency<'a> {
    /// Why it was opened, as its opener named it.
    pub reason: &'a str,
    /// When it ends by itself, in words with the zone.
    pub until: &'a str,
    /// Where the button that ends it posts.
    pub end_action: &'a str,
}

/// A place in the navigation.
#[derive(Clone, Copy, Debug)]
pub struct NavItem<'a> {
    /// What [`Shell::current`] is compared with.
    pub key: &'a str,
    pub href: &'a str,
    pub label: &'a str,
    pub glyph: Glyph,
}

/// A step on the way to this page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Crumb<'a> {
    pub href: &'a str,
    pub label: &'a str,
}

/// What the palette lists under one heading.
#[derive(Clone, Debug, Default)]
pub struct PaletteGroup {
    pub label: String,
    pub items: Vec<PaletteItem>,
}

/// One line of the palette: an order that may be given here, or a page.
#[derive(Clone, Debug, Default)]
pub struct PaletteItem {
    pub href: String,
    pub label: String,
    /// What tells it from others of its name.
    pub hint: String,
}

/// A key of this page and what it does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key<'a> {
    pub key: &'a str,
    pub does: &'a str,
}

/// Everything around a page's own content.
#[derive(Clone, Debug, Default)]
pub struct Shell<'a> {
    pub title: &'a str,
    pub room: Room,
    /// Nobody, on the pages before sign-in.
    pub viewer: Option<Viewer<'a>>,
    /// The key of the place in the navigation: "board".
    pub current: &'a str,
    /// The places; empty for those that the room has by itself.
    pub nav: &'a [NavItem<'a>],
    pub crumbs: &'a [Crumb<'a>],
    pub emergency: Option<Emergency<'a>>,
    /// The standing at the organization that the page is about, beside the title.
    pub standing: Option<Standing<'a>>,
    pub flash: Option<Flash<'a>>,
    /// The address of the page's event stream.
    pub live: Option<&'a str>,
    /// The moment the page shows, in words: "14:02 CST".
    pub shown_at: &'a str,
    /// The same moment for the script, which does not trust a ward PC's clock; 0 if it may.
    pub now_us: i64,
    pub palette: &'a [PaletteGroup],
    /// The page's own keys; the general ones are always listed.
    pub keys: &'a [Key<'a>],
    /// Seconds without a touch after which the script leads to the lock.
    pub idle_seconds: Option<u32>,
    /// Whether this is a shared ward station, where changing places is one touch.
    pub shared_station: bool,
    /// For the wall: no navigation, large letters.
    pub wall: bool,
    /// What stands beside the title: the primary act.
    pub actions: Option<Markup>,
}

const CONSOLE: &[NavItem<'static>] = &[
    NavItem { key: "board", href: "/board", label: "Board", glyph: Glyph::Board },
    NavItem { key: "tickets", href: "/tickets", label: "Tickets", glyph: Glyph::Ticket },
    NavItem { key: "clients", href: "/clients", label: "Clients", glyph: Glyph::Client },
    NavItem { key: "assets", href: "/assets", label: "Assets", glyph: Glyph::Asset },
    NavItem { key: "people", href: "/people", label: "People", glyph: Glyph::Person },
    NavItem { key: "agreements", href: "/agreements", label: "Agreements", glyph: Glyph::Agreement },
    NavItem { key: "ledger", href: "/ledger", label: "Ledger", glyph: Glyph::Ledger },
    NavItem { key: "me", href: "/me", label: "Me", glyph: Glyph::Me },
];

const PORTAL: &[NavItem<'static>] = &[
    NavItem { key: "home", href: "/portal", label: "Home", glyph: Glyph::Home },
    NavItem { key: "report", href: "/portal/report", label: "Report", glyph: Glyph::Plus },
    NavItem { key: "requests", href: "/portal/tickets", label: "My requests", glyph: Glyph::Ticket },
    NavItem { key: "me", href: "/me", label: "Me", glyph: Glyph::Me },
];

const KEYS: &[Key<'static>] = &[
    Key { key: "ctrl k", does: "Do something, or go somewhere" },
    Key { key: "/", does: "Search" },
    Key { key: "j  k", does: "Next row, row before" },
    Key { key: "enter", does: "Open the row" },
    Key { key: "x", does: "Choose the row" },
    Key { key: "r  c", does: "On a ticket: answer the reporter, write to the desk" },
    Key { key: "?", does: "These keys" },
    Key { key: "esc", does: "Close what is open" },
];

impl Shell<'_> {
    /// The whole page around `main`.
    pub fn page(&self, main: &Markup) -> Markup {
        let room = match self.room {
            Room::Console => "console",
            Room::Portal => "portal",
        };
        html! {
            (DOCTYPE)
            html lang="en" data-room=(room) data-wall[self.wall] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (self.title) " · Orderly" }
                    link rel="stylesheet" href=(assets::style_path());
                    link rel="icon" type="image/svg+xml" href=(assets::icon_path());
                    script src=(assets::script_path()) defer {}
                    // Without a script a wall looks again by itself.
                    @if self.wall { noscript { meta http-equiv="refresh" content="30"; } }
                }
                body data-room=(room) data-stream=[self.live] data-idle-seconds=[self.idle_seconds]
                    data-shown-at=[self.live.map(|_| self.shown_at)]
                    data-now=[(self.now_us != 0).then_some(self.now_us / 1000)]
                    data-emergency[self.emergency.is_some()] {
                    a.skip href="#main" { "Skip to the content" }
                    (self.emergency_bar())
                    div.frame.frame-bare[self.viewer.is_none()] {
                        @if self.viewer.is_some() { (self.rail()) }
                        (self.content(main))
                    }
                    @if self.viewer.is_some() { (self.palette_dialog()) (self.keys_dialog()) }
                }
            }
        }
    }

    fn emergency_bar(&self) -> Markup {
        html! {
            @if let Some(emergency) = &self.emergency {
                section.emergency aria-label="Break-glass" {
                    p { b { "Break-glass is open" } " until " (emergency.until) ": " (emergency.reason)
                        ". Everything you do is charted and will be reviewed." }
                    form.act method="post" action=(emergency.end_action) {
                        button.button type="submit" { "End it" }
                    }
                }
            }
        }
    }

    fn places(&self) -> &[NavItem<'_>] {
        match (self.nav.is_empty(), self.room) {
            (false, _) => self.nav,
            (true, Room::Console) => CONSOLE,
            (true, Room::Portal) => PORTAL,
        }
    }

    fn links(&self) -> Markup {
        html! {
            ul.nav-links {
                @for item in self.places() {
                    li {
                        a href=(item.href) aria-current=[(item.key == self.current).then_some("page")] {
                            (glyph(item.glyph)) span { (item.label) }
                        }
                    }
                }
            }
        }
    }

    fn rail(&self) -> Markup {
        html! {
            header.rail {
                (brand())
                nav.rail-nav aria-label="Main" { (self.links()) }
                @if self.room == Room::Console { (search()) }
                div.rail-foot { (self.viewer_block()) }
                // On a telephone the same stands folded behind one button.
                details.rail-menu {
                    summary.button { (glyph(Glyph::Menu)) "Menu" }
                    div.rail-sheet {
                        nav aria-label="Main, folded" { (self.links()) }
                        (self.viewer_block())
                    }
                }
            }
        }
    }

    fn viewer_block(&self) -> Markup {
        html! {
            @if let Some(viewer) = &self.viewer {
                div.viewer {
                    span.viewer-mark aria-hidden="true" { (viewer.initials) }
                    span.viewer-words {
                        b { (viewer.name) }
                        span { (viewer.role) } span { (viewer.organization) }
                    }
                    div.viewer-acts {
                        @if self.shared_station {
                            form.act method="post" action="/lock" {
                                button.button.button-quiet type="submit" { "Switch person" }
                            }
                        }
                        form.act method="post" action="/sign-out" {
                            button.button.button-quiet type="submit" { "Sign out" }
                        }
                        a.button.button-quiet.palette-link href="/palette" data-dialog="palette" {
                            "Palette" kbd { "ctrl k" }
                        }
                    }
                }
            }
        }
    }

    fn content(&self, main: &Markup) -> Markup {
        html! {
            main #main tabindex="-1" {
                @if self.viewer.is_none() { (brand()) }
                p.stream-line role="status" data-stream-line {}
                @if !self.crumbs.is_empty() {
                    nav.crumbs aria-label="Where you are" {
                        ol { @for crumb in self.crumbs { li { a href=(crumb.href) { (crumb.label) } } } }
                    }
                }
                div.title-line {
                    h1 { (self.title) }
                    @if let Some(standing) = &self.standing { (standing_seal(standing)) }
                    @if let Some(actions) = &self.actions { div.title-acts { (actions) } }
                }
                @if let Some(words) = &self.flash { (flash(words)) }
                (main)
            }
        }
    }

    fn palette_dialog(&self) -> Markup {
        html! {
            dialog #palette aria-label="Palette" {
                div.palette-head {
                    label.unseen for="palette-filter" { "Find an act or a page" }
                    // Not a search field: there the escape key would empty it instead of closing the palette.
                    input #palette-filter type="text" placeholder="Find an act or a page" autocomplete="off";
                    form method="dialog" { button.button.button-quiet type="submit" { "Close" } }
                }
                div.palette-body data-palette-list { (palette_list(&self.all_groups())) }
            }
        }
    }

    /// The page's own acts first, then the places of the room.
    fn all_groups(&self) -> Vec<PaletteGroup> {
        let places = self.places().iter().map(|item| PaletteItem {
            href: item.href.to_owned(),
            label: item.label.to_owned(),
            hint: String::new(),
        });
        let go = PaletteGroup { label: "Go to".to_owned(), items: places.collect() };
        self.palette.iter().cloned().chain([go]).collect()
    }

    fn keys_dialog(&self) -> Markup {
        html! {
            dialog #keys aria-labelledby="keys-title" {
                div.palette-head {
                    h2 #keys-title { "Keys" }
                    form method="dialog" { button.button.button-quiet type="submit" { "Close" } }
                }
                dl.keys {
                    @for key in self.keys.iter().chain(KEYS) {
                        div { dt { kbd { (key.key) } } dd { (key.does) } }
                    }
                }
                // Whoever speaks to the computer types letters by speaking, so single keys can be off.
                p.keys-choice {
                    label.check for="keys-single" {
                        input #keys-single type="checkbox" checked;
                        span { "Single letters act as keys in this browser" }
                    }
                }
            }
        }
    }
}

fn search() -> Markup {
    html! {
        form.rail-search role="search" aria-label="Everywhere" method="get" action="/search" {
            label.unseen for="rail-search" { "Search" }
            (glyph(Glyph::Search))
            input #rail-search type="search" name="q" placeholder="Search" autocomplete="off" data-search;
            kbd aria-hidden="true" { "/" }
        }
    }
}

fn brand() -> Markup {
    html! { a.brand href="/" aria-label="Orderly" { (mark()) span { "Orderly" } } }
}

/// The house's mark: an open ring with its check, as on the browser's tab.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            path d="M20.5 9.5A9 9 0 1 1 14.5 3.35" {}
            path d="M8 12l3 3 8.5-9" {}
        }
    }
}

fn palette_list(groups: &[PaletteGroup]) -> Markup {
    html! {
        @for group in groups {
            @if !group.items.is_empty() {
                section.palette-group {
                    h2 { (group.label) }
                    ul { @for item in &group.items {
                        li { a href=(item.href) { (item.label) span.palette-hint { (item.hint) } } }
                    } }
                }
            }
        }
    }
}

/// What the palette holds, as the content of its own page for whoever has no script.
pub fn palette_page(groups: &[PaletteGroup]) -> Markup {
    html! { div.palette-body { (palette_list(groups)) } }
}
