//! A dozen small pictures, drawn in lines so that they take the colour of the words they stand beside.
//! They never stand alone: a glyph is hidden from a screen reader, and the words say it.

use maud::{Markup, PreEscaped, html};

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Board,
    Ticket,
    Client,
    Asset,
    Person,
    Agreement,
    Ledger,
    Me,
    Search,
    Menu,
    Warning,
    Proof,
    Unproven,
    Eye,
    Place,
    Home,
    Plus,
    Pause,
    Check,
    Key,
    Clock,
}

/// The picture, 16 by 16 user units, in the colour of the text around it.
pub fn glyph(which: Glyph) -> Markup {
    html! {
        svg.glyph viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            path fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"
                stroke-linejoin="round" d=(PreEscaped(path(which))) {}
        }
    }
}

fn path(which: Glyph) -> &'static str {
    match which {
        Glyph::Board => "M2 3h12M2 8h12M2 13h7",
        Glyph::Ticket => "M2 4.5h12v2a1.5 1.5 0 0 0 0 3v2H2v-2a1.5 1.5 0 0 0 0-3zM10 5v6",
        Glyph::Client => "M3 14V3h6v11M9 7h4v7M1.5 14h13M5.5 6h1M5.5 9h1",
        Glyph::Asset => "M2 3h12v8H2zM6 14h4M8 11v3",
        Glyph::Person => "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8M2.5 14c.6-3 2.8-4 5.5-4s4.9 1 5.5 4",
        Glyph::Agreement => "M4 1.8h6l3 3v9.5H4zM6.5 7.5h4M6.5 10h4",
        Glyph::Ledger => "M8 1.8v3M8 4.8 4 8M8 4.8 12 8M4 8v3M12 8v3M2.5 11h3v3h-3zM10.5 11h3v3h-3z",
        Glyph::Me => {
            "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M8 8.6a2.1 2.1 0 1 0 0-4.2 2.1 2.1 0 0 0 0 4.2\
             M4 12.6c.7-1.6 2.2-2.3 4-2.3s3.3.7 4 2.3"
        }
        Glyph::Clock => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M8 4.5V8l2.5 1.5",
        Glyph::Search => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3 14 14",
        Glyph::Menu => "M2 4h12M2 8h12M2 12h12",
        Glyph::Warning => "M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.6v.1",
        Glyph::Proof => {
            "M8 1.8 13 3.5v4.3c0 3.2-2.2 5.3-5 6.4-2.8-1.1-5-3.2-5-6.4V3.5zM5.7 7.9l1.7 1.7 3-3.2"
        }
        Glyph::Unproven => "M8 1.8 13 3.5v4.3c0 3.2-2.2 5.3-5 6.4-2.8-1.1-5-3.2-5-6.4V3.5z",
        Glyph::Eye => {
            "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8\
             M8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6"
        }
        Glyph::Place => {
            "M8 14.5S3 10.2 3 6.5a5 5 0 0 1 10 0c0 3.7-5 8-5 8M8 8.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4"
        }
        Glyph::Home => "M2 7.5 8 2.5l6 5M3.8 6.5V13.5h8.4V6.5",
        Glyph::Plus => "M8 3v10M3 8h10",
        Glyph::Pause => "M5.5 3.5v9M10.5 3.5v9",
        Glyph::Check => "M3 8.5 6.5 12 13 4.5",
        Glyph::Key => "M5.5 13a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4M7.5 8.3 13 2.8M10.5 5.3l2 2",
    }
}
