//! Everything a person sees. The page around the work, and the pieces it is made of: the chip that says
//! what is due, the seal that says by what right we are here, the mask over what is private, the line that
//! can be proven. Each piece is one function, used everywhere, and looks and reads the same everywhere.
//!
//! Pages are plain HTML that is complete without a script, under a content security policy that allows no
//! inline script and no inline style. The one script makes a page live; it never makes it possible.
//!
//! # What the script expects of a server
//!
//! - `form[data-live]` and `a[data-live]` are fetched and `<main>` is morphed in place; redirects are
//!   followed and shown in the address bar. Any page may be the answer.
//! - `body[data-stream]` names an event stream. Events are `part` (`{"id","html","at"}`: replace the element
//!   of that id), `into` (`{"id","html","at"}`: put in front of that element's children), `gone` (`{"id"}`),
//!   `again` (`{}`: fetch this page again and morph it), `beat` (`{"at"}`, every 20 s: a minute of silence is
//!   taken for a lost connection) and `leave` (the session ended: go to the lock). `at` is the words for the
//!   moment that was true, in the viewer's zone.
//! - A page that refreshes itself sends `orderly-refresh: 1`; it is no touch and must not count against an
//!   idle limit.
//! - `form[data-passkey-register]` and `form[data-passkey-sign-in]` post the form's fields as JSON to
//!   `data-options`, which answers WebAuthn options (`{"publicKey": …}`), and then post
//!   `{fields…, "credential": …}` to the form's action, which answers `{"next": url}` or
//!   `{"error": words}`.
//! - `textarea[data-draft]` posts `key` and `text` as a form to its `data-draft-url`.
//! - `body[data-idle-seconds]` leads to `/lock?next=…` when nobody touched anything for so long.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod address;
pub mod assets;
mod folder;
pub mod gallery;
mod order_form;
mod pieces;
pub mod schema;
mod shell;
pub mod words;

pub use address::{address, escaped, query_of};
pub use folder::{FOLDER_STYLE, FolderPage, folder_page};
pub use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
pub use order_form::{Choices, OrderForm, folded_form, order_form, press};
pub use pieces::*;
pub use schema::{ActForm, schema_form};
pub use shell::{
    Crumb, Emergency, Key, NavItem, PaletteGroup, PaletteItem, Room, Shell, Viewer, palette_page,
};
