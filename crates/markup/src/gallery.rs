//! Every piece in every state on one page, for the eye and for the tests: what a change of style touches is
//! seen here first. All names are invented, and the moment is always the same.

mod around;
mod forms;
mod work;

use crate::pieces::{ActButton, Flash, Standing, StandingKind, Tone, panel};
use crate::shell::{Crumb, Emergency, Key, PaletteGroup, PaletteItem, Room, Shell, Viewer};
use maud::{Markup, html};

/// Tue 3 Nov 2026 20:02 UTC, which is 14:02 in the zone of the gallery.
const NOW_US: i64 = 1_793_736_120_000_000;
const ZONE: &str = "America/Chicago";
const MINUTE_US: i64 = 60_000_000;

/// The gallery in the console's clothes.
pub fn gallery() -> Markup {
    page(Room::Console, None)
}

/// The gallery as the portal shows it, for a nurse's eyes.
pub fn gallery_portal() -> Markup {
    page(Room::Portal, None)
}

/// The gallery while break-glass is open.
pub fn gallery_emergency() -> Markup {
    let emergency = Emergency {
        reason: "infusion pumps on 4 West lost their server",
        until: "14:45 CST",
        end_action: "/break-glass/end",
    };
    page(Room::Console, Some(emergency))
}

/// A page before sign-in: the frame without navigation.
pub fn gallery_door() -> Markup {
    Shell { title: "Sign in", ..Shell::default() }.page(&forms::sign_in())
}

fn page(room: Room, emergency: Option<Emergency<'_>>) -> Markup {
    let palette = [PaletteGroup {
        label: "Do".to_owned(),
        items: vec![PaletteItem {
            href: "/tickets/open".to_owned(),
            label: "Open a ticket".to_owned(),
            hint: "Cedar Hill Hospital".to_owned(),
        }],
    }];
    Shell {
        title: "Gallery",
        room,
        viewer: Some(Viewer {
            name: "Pim Okafor",
            role: "Technician, tier 1",
            organization: "Harborlight IT",
            initials: "PO",
        }),
        current: if room == Room::Console { "board" } else { "home" },
        crumbs: &[Crumb { href: "/board", label: "Board" }, Crumb { href: "/gallery", label: "Gallery" }],
        emergency,
        standing: Some(Standing {
            kind: StandingKind::InForce,
            href: Some("/agreements"),
            detail: Some("until 3 Nov 2027"),
        }),
        flash: Some(Flash {
            tone: Tone::Done,
            words: "Ticket 1 204 is yours.",
            undo: Some(ActButton { action: "/undo", label: "Undo", ..ActButton::default() }),
        }),
        shown_at: "14:02 CST",
        now_us: NOW_US,
        palette: &palette,
        keys: &[Key { key: "t", does: "Take the ticket" }],
        shared_station: true,
        ..Shell::default()
    }
    .page(&pieces())
}

/// Only the pieces, for a page that has a frame of its own.
pub fn pieces() -> Markup {
    html! {
        div.stack {
            (panel("due", "What is due", Some(html! { "every state" }), &work::dues()))
            (panel("standing", "Standing", None, &around::seals()))
            (panel("priority", "Priority", None, &work::priorities()))
            (panel("private", "Private", None, &around::masks()))
            (work::board())
            (panel("nothing", "A table with nothing in it", None, &work::nothing()))
            (panel("story-panel", "Story", Some(html! { "the ticket's ledger entries" }), &work::the_story()))
            (panel("refusals", "Refusal", None, &around::refusals()))
            (panel("chips", "Chips", None, &around::chips()))
            (panel("notices", "Notices", None, &around::notices()))
            (panel("numbers", "Numbers", None, &around::numbers()))
            (panel("long-work", "Long work", None, &around::long_work()))
            (panel("buttons", "Buttons", None, &forms::buttons()))
            (panel("fields", "Fields", None, &forms::fields()))
            (panel("order", "The form of an order", None, &forms::order()))
            (panel("passkey", "Passkey and code", None, &forms::passkey()))
        }
    }
}

#[cfg(test)]
mod tests;
