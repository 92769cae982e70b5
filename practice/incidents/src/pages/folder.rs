//! Incidents as files that open without a server: each open one as its pack, and every playbook with lines to write on, for an
//! incident that begins while nothing works. What people typed is in a pack only where somebody looked at it for the folder:
//! it may lie on a stick or a share.

use super::pack::{PackView, pack_page};
use crate::playbooks::{Playbook, playbooks};
use crate::records::Incident;
use crate::words::{IncidentRole, Phase};
use markup::{FOLDER_STYLE, FolderPage, Markup, folder_page, html, words};

/// A file of the folder: its path and what stands in it.
pub type IncidentsFile = (String, String);

/// An open incident and its organization's name.
pub struct OpenIncident<'a> {
    pub incident: &'a Incident,
    pub organization: &'a str,
}

/// The pages that are there without any incident: the list of the open ones, every playbook, and how they look.
pub fn incidents_folder(open: &[OpenIncident], as_of: &str) -> Vec<IncidentsFile> {
    let mut files = vec![
        ("index.html".to_owned(), page("Incidents", as_of, &index(open))),
        ("style.css".to_owned(), FOLDER_STYLE.to_owned()),
    ];
    let book = |book: &Playbook| (of_book(book), page(book.kind.title(), as_of, &playbook(book)));
    files.extend(playbooks().iter().map(book));
    files
}

/// An incident as its pack.
pub fn incident_file(view: &PackView, as_of: &str) -> IncidentsFile {
    let i = &view.file.incident;
    (format!("{}.html", i.id), page(&i.title, as_of, &pack_page(view)))
}

fn of_book(book: &Playbook) -> String {
    format!("playbook-{}.html", book.kind.word())
}

fn page(title: &str, as_of: &str, main: &Markup) -> String {
    let ways = [("../index.html", "The folder"), ("index.html", "Incidents")];
    folder_page(&FolderPage { title, of: "incidents", ways: &ways, as_of }, main)
}

fn index(open: &[OpenIncident]) -> Markup {
    html! {
        h2 { "Open incidents" }
        @if open.is_empty() { p { "None was open when this folder was written." } }
        ul { @for one in open { @let i = one.incident; li {
            a href={ (i.id) ".html" } { (i.title) } " · " (i.kind.title()) " · " (i.severity.title()) " · " (one.organization)
            " · declared " (words::local(i.opened_at.micros(), &i.zone))
        } } }
        h2 { "Another one begins: the playbooks" }
        ul { @for book in playbooks() { li { a href=(of_book(book)) { (book.kind.title()) } ": " (book.begins) } } }
    }
}

/// A playbook as it is filled in by hand.
fn playbook(book: &Playbook) -> Markup {
    html! {
        p { (book.begins) }
        p { "Answers to: " (book.sources) }
        p { "Where: ________________________________ First sign, day and time: ________________________" }
        h2 { "Who is what" }
        ul { @for role in IncidentRole::ALL { li { (role.title()) ": ________________ telephone ________________" } } }
        h2 { "What is to be done" }
        @for phase in Phase::ALL {
            @let of: Vec<_> = book.tasks.iter().filter(|t| t.phase == *phase).collect();
            @if !of.is_empty() {
                h3 { (phase.title()) }
                ul { @for task in of { li {
                    "☐ " (task.title)
                    @if let Some(minutes) = task.minutes { " · within " (length(minutes)) }
                    @if let Some(role) = task.role { " · " (role.title()) }
                    " · done at ________ by ________________"
                } } }
            }
        }
        h2 { "Systems" }
        p { "Which, how it was isolated, by whom, when, and by what one sees it:" }
        ol { @for _ in 0..10 { li { "________________________________________________________________" } } }
        h2 { "Written by hand: time, who, what" }
        ol { @for _ in 0..12 { li { "________________________________________________________________" } } }
    }
}

fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}
