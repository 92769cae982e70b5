//! Pages of a folder that is read without a server: from a disk, a stick, a telephone or a printed stack. Nothing in them needs
//! a script, a network or a sign-in.

use maud::{DOCTYPE, Markup, html};

/// A page of such a folder.
pub struct FolderPage<'a> {
    pub title: &'a str,
    /// What the folder is of, said behind the title.
    pub of: &'a str,
    /// Other pages that every page leads to: where they stand, and what they are called.
    pub ways: &'a [(&'a str, &'a str)],
    /// When it was written, in words.
    pub as_of: &'a str,
}

/// How the pages look: `style.css` beside them.
pub const FOLDER_STYLE: &str = "\
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2rem; border-bottom: 1px solid; }
h3 { margin-bottom: .25rem; } p { margin: .4rem 0; }
ul { list-style: none; padding: 0; } ol { padding-left: 2rem; } li { margin: .3rem 0; overflow-wrap: anywhere; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid; padding: .3rem .5rem; text-align: left; vertical-align: top; }
.wide { overflow-x: auto; } .now { border: 3px solid; padding: .5rem 1rem; margin: 1rem 0; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } nav { display: none; } }
@media print { h2 { break-after: avoid; } tr, li { break-inside: avoid; } }
";

/// The page with what stands on it.
pub fn folder_page(page: &FolderPage, main: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " · " (page.of) }
                link rel="stylesheet" href="style.css";
            }
            body {
                @if !page.ways.is_empty() {
                    nav { p { @for (n, (href, name)) in page.ways.iter().enumerate() {
                        @if n > 0 { " · " } a href=(href) { (name) }
                    } } }
                }
                h1 { (page.title) }
                p { "As of " (page.as_of) ". Ask whether there is a newer folder." }
                (main)
            }
        }
    };
    page.into_string()
}
