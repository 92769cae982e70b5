//! Documents for paper: as a page that a browser prints, and as an accessible PDF where a press stands beside the house.
//! Whoever shows a document has asked for its facts through the gate before; here they are only laid out. The blank ones
//! hold no facts and are there for everybody, to be printed before they are needed.

mod breach_papers;
mod downtime_pack;
mod incident_report;

pub use breach_papers::buttons as papers_of_breach;
pub use incident_report::button as report_of_incident;

use super::super::{App, reply, visitor::Visitor};
use super::frame::{Frame, Page, open};
use crate::press::Unprinted;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
    routing::get,
};
use kernel::{Refusal, Status};
use markup::{ButtonKind, Crumb, Markup, Tone, html, link_button, notice};
use paper::{Block, Document, Line, Piece, Sheet, Slot, Style};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/documents", get(list))
        .route("/documents/{document}", get(blank))
        .merge(breach_papers::routes())
        .merge(incident_report::routes())
        .merge(downtime_pack::routes())
}

/// The blank documents: the address's word, what it is called, what it is for.
const BLANKS: &[(&str, &str, &str)] = &[
    (
        "breach-letter",
        "Letter to an individual",
        "What everybody whose information was breached is told: 45 CFR 164.404.",
    ),
    (
        "substitute-notice",
        "Substitute notice",
        "In place of letters that cannot be delivered: 45 CFR 164.404(d)(2).",
    ),
    ("media-notice", "Notice to the media", "More than 500 residents of one State: 45 CFR 164.406."),
    (
        "hhs-sheet",
        "Sheet for the portal of HHS",
        "Every answer in one place before somebody types it in: 45 CFR 164.408.",
    ),
    ("incident-report", "Report of an incident", "From the first sign to the last lesson."),
    ("downtime-pack", "Downtime pack", "Whom to call, what to do, where to write while nothing works."),
];

/// `GET /documents`
async fn list(State(app): State<App>, visitor: Visitor) -> Response {
    let frame = open!(&app, &visitor);
    let stands = app.press.stands();
    let main = html! {
        p { "Blank documents, to be filled in by hand. Filled in from what is recorded they stand where it is recorded: "
            "at the incident, at the breach, at the downtime." }
        @if !stands { (notice(Tone::Info, &no_press())) }
        ul.plain { @for (word, name, what) in BLANKS { li {
            a href={ "/documents/" (word) } { b { (name) } }
            @if stands { " · " a href={ "/documents/" (word) ".pdf" } { "PDF" } }
            p.soft { (what) }
        } } }
    };
    frame.page(Page::new("Documents for paper", ""), main)
}

/// `GET /documents/{document}`, and with `.pdf` behind it the same as a file.
async fn blank(State(app): State<App>, visitor: Visitor, Path(named): Path<String>) -> Response {
    let frame = open!(&app, &visitor);
    let (word, pdf) = parted(&named);
    let Some((word, name, _)) = BLANKS.iter().find(|(known, ..)| *known == word) else {
        return frame.refused(Refusal::not_found("document"));
    };
    let document = match serde_json::from_value(serde_json::json!({ "document": word })) {
        Ok(document) => document,
        Err(e) => return frame.stopped(anyhow::Error::from(e).into()),
    };
    let crumbs = [Crumb { href: "/documents", label: "Documents for paper" }];
    let at = format!("/documents/{word}");
    let button = link_button(ButtonKind::Primary, &format!("{at}.pdf"), "PDF");
    let shown = Shown { document: &document, name, file: word, back: &at, button, crumbs: &crumbs };
    answered(&frame, shown, pdf).await
}

/// The address without `.pdf`, and whether that stood there.
pub fn parted(named: &str) -> (&str, bool) {
    named.strip_suffix(".pdf").map_or((named, false), |word| (word, true))
}

/// A document and what stands around it.
pub struct Shown<'a> {
    pub document: &'a Document,
    pub name: &'a str,
    /// What its file is called, without `.pdf`.
    pub file: &'a str,
    /// Where somebody goes on who wanted a PDF and gets none.
    pub back: &'a str,
    /// The button that asks for the PDF.
    pub button: Markup,
    pub crumbs: &'a [Crumb<'a>],
}

/// The document as a page, or as a PDF.
pub async fn answered(frame: &Frame<'_>, shown: Shown<'_>, pdf: bool) -> Response {
    if pdf { file(frame, &shown).await } else { page(frame, shown) }
}

fn page(frame: &Frame<'_>, shown: Shown<'_>) -> Response {
    let sheet = match shown.document.sheet() {
        Ok(sheet) => sheet,
        Err(problem) => return frame.refused(Refusal::new(Status::TooLarge, problem.to_string())),
    };
    // A button that leads nowhere is none: without a press the page says how to get one.
    let stands = frame.app.press.stands();
    let page =
        Page { crumbs: shown.crumbs, actions: stands.then_some(shown.button), ..Page::new(shown.name, "") };
    let main = html! {
        article.paper { (laid_out(&sheet)) }
        @if !stands { div.on-screen { (notice(Tone::Info, &no_press())) } }
    };
    frame.page(page, main)
}

async fn file(frame: &Frame<'_>, shown: &Shown<'_>) -> Response {
    match frame.app.press.print(shown.document).await {
        Ok(bytes) => {
            let mut response = reply::bytes("application/pdf", "no-store", bytes);
            let named = format!("inline; filename=\"{}.pdf\"", shown.file);
            if let Ok(value) = HeaderValue::from_str(&named) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
            }
            response
        }
        Err(Unprinted::Missing(_)) => {
            let sentence = "No press stands beside this house, so there is no PDF. The page prints as it is.";
            let refusal = Refusal::new(Status::Conflict, sentence)
                .remedy("Back to the page", Some(shown.back.to_owned()));
            frame.refused_with(&refusal, no_press())
        }
        Err(Unprinted::Problem(problem)) => {
            frame.refused(Refusal::new(Status::TooLarge, problem.to_string()))
        }
        Err(Unprinted::Failed(fault)) => frame.stopped(fault.into()),
    }
}

/// How somebody gets a press.
fn no_press() -> Markup {
    html! {
        p { "PDFs come from the press, a program of its own. Whoever runs this house builds it once with "
            code { "cargo build --release -p press" } " and leaves it beside " code { "orderly" }
            ". Nothing needs to be started again." }
    }
}

/// A sheet as a page.
fn laid_out(sheet: &Sheet) -> Markup {
    html! { @for block in &sheet.blocks { (laid(block)) } p.soft.paper-foot { (sheet.foot) } }
}

fn laid(block: &Block) -> Markup {
    html! { @match block {
        // The page's own title is the only heading of the first level.
        Block::Heading { level: 1, text } => h2.paper-title { (text) },
        Block::Heading { level: 2, text } => h3 { (text) },
        Block::Heading { text, .. } => h4 { (text) },
        Block::Paragraph { line } => p { (pieces(line)) },
        Block::Stanza { lines } => p { @for (number, line) in lines.iter().enumerate() {
            @if number > 0 { br; } (pieces(line)) } },
        Block::List { style: Style::Steps, items } => ol { @for item in items { li { (pieces(item)) } } },
        Block::List { style: Style::Boxes, items } =>
            ul.paper-boxes { @for item in items { li { "☐ " (pieces(item)) } } },
        Block::List { style: Style::Points, items } => ul { @for item in items { li { (pieces(item)) } } },
        Block::Facts { name, rows } => div.table-scroll { table.paper-table {
            caption { (name) }
            tbody { @for (name, line) in rows { tr { th scope="row" { (name) } td { (pieces(line)) } } } }
        } },
        Block::Table { name, columns, rows, row_height } => div.table-scroll { table.paper-table.paper-tall[*row_height > 0] {
            caption { (name) }
            thead { tr { @for column in columns { th scope="col" { (column.name) } } } }
            tbody { @for row in rows { tr { @for line in row { td { (pieces(line)) } } } } }
        } },
        Block::Notice { label, line } => div.paper-notice { p { b { (label) ": " } (pieces(line)) } },
        Block::Form { name, number, note, slots } => (form(name, number, note, slots)),
        Block::Page | Block::Letter => div.paper-page {},
    } }
}

fn form(name: &str, number: &str, note: &str, slots: &[Slot]) -> Markup {
    html! { section.paper-form aria-label={ (name) " " (number) } {
        p { b { (name) } " " strong.paper-number { (number) } }
        @if !note.is_empty() { p.soft { (note) } }
        @for slot in slots { p.paper-slot { (slot.label) } @for _ in 0..slot.lines { div.paper-line {} } }
    } }
}

fn pieces(line: &Line) -> Markup {
    html! { @for piece in line { @match piece {
        Piece::Text(text) => (text),
        Piece::Strong(text) => b { (text) },
        Piece::Blank(what) => mark.paper-blank { "[fill in: " (what) "]" },
        Piece::Mark(mark) => em { "[" (mark) "]" },
        Piece::Turn => br;,
    } } }
}
