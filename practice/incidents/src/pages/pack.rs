//! The pack: an incident on paper, for the hour in which mail, the identity provider and this server are away. It holds whom
//! to call, what to do and by when, what is isolated, the evidence, and lines to write on; it needs no other page.

use super::{Names, name, words};
use crate::questions::{IncidentFile, IncidentText};
use crate::words::{IncidentRole, Phase, TextKind};
use markup::{Markup, definitions, html, moment, panel};

/// What the pack shows.
pub struct PackView<'a> {
    pub file: &'a IncidentFile,
    pub opened: &'a [IncidentText],
    /// Names of organizations, assets and people by id.
    pub names: &'a Names,
}

impl PackView<'_> {
    fn person(&self, id: Option<kernel::PersonId>) -> &str {
        id.map_or("________________", |id| name(self.names, id, "somebody"))
    }
    fn at(&self, at: kernel::Moment) -> Markup {
        moment(at.micros(), &self.file.incident.zone)
    }
}

/// The page's content.
pub fn pack_page(view: &PackView) -> Markup {
    let i = &view.file.incident;
    html! {
        p.lead { "Print this, or keep the page as a file: it needs nothing else. What is done meanwhile is written on it and "
            "entered afterwards." }
        (definitions(&[
            ("What", html! { (i.kind.title()) " · " (i.severity.title()) " · " (i.state.title()) }),
            ("Where", html! { (name(view.names, i.org, "another organization")) }),
            ("First sign", view.at(i.detected_at)),
            ("Declared", html! { (view.at(i.opened_at)) " by " (view.person(i.declared_by)) }),
            ("As of", view.at(view.file.now)),
        ]))
        (panel("pack-roles", "Whom to call", None, &roles(view)))
        (panel("pack-tasks", "What is to be done", None, &tasks(view)))
        (panel("pack-systems", "Systems, in the order in which they come back", None, &systems(view)))
        (panel("pack-evidence", "Evidence", None, &evidence(view)))
        (panel("pack-texts", "What is written", None, &notes(view)))
        (panel("pack-lines", "Written by hand meanwhile: time, who, what", None, &html! {
            ol { @for _ in 0..12 { li { "________________________________________________________________" } } }
        }))
    }
}

fn roles(view: &PackView) -> Markup {
    html! {
        ul.plain { @for role in IncidentRole::ALL {
            @let named = view.file.roles.iter().find(|r| r.role == *role);
            li {
                b { (role.title()) } ": "
                @match named {
                    Some(named) if named.person.is_some() => { (view.person(named.person)) " " }
                    None => { "________________" }
                    _ => {}
                }
                @if let Some(words) = words(view.opened, named.and_then(|n| n.text)) { (words) }
            }
        } }
    }
}

fn tasks(view: &PackView) -> Markup {
    html! {
        @for phase in Phase::ALL {
            @let of: Vec<_> = view.file.tasks.iter().filter(|t| t.phase == *phase).collect();
            @if !of.is_empty() {
                h3 { (phase.title()) }
                ul.plain { @for task in of { li {
                    @if task.done_at.is_some() { "☑ " } @else { "☐ " }
                    (task.place) ". " (task.title)
                    @if let Some(due) = task.due_at {
                        " · due " (view.at(due))
                        @if let Some(because) = &task.because { " (" (because) ")" }
                    }
                    " · " @match (task.owner, task.role) {
                        (Some(_), _) => { (view.person(task.owner)) }
                        (None, Some(role)) => { (role.title()) }
                        (None, None) => { "________________" }
                    }
                    @if let Some(at) = task.done_at { " · done " (view.at(at)) }
                } } }
            }
        }
    }
}

fn systems(view: &PackView) -> Markup {
    html! {
        @if view.file.systems.is_empty() { p { "None is named yet." } }
        ul.plain { @for line in &view.file.systems { li {
            @if let Some(place) = line.place { (place) ". " }
            b { (name(view.names, line.system.asset, "a system")) } " · " (line.system.effect.title())
            @if line.system.restored_at.is_some() { " · back" }
            @for i in view.file.isolations.iter().filter(|i| i.asset == line.system.asset && i.lifted_at.is_none()) {
                " · " (i.means.title()) ": "
                @match i.done_at {
                    Some(at) => { "isolated " (view.at(at)) " by " (view.person(i.done_by)) }
                    None => { "ordered " (view.at(i.ordered_at)) "; done ☐ at ________ by ________________" }
                }
            }
        } } }
    }
}

fn evidence(view: &PackView) -> Markup {
    html! {
        @if view.file.evidence.is_empty() { p { "None is taken yet." } }
        @for line in &view.file.evidence {
            p {
                b { (line.piece.kind.title()) } " · taken " (view.at(line.piece.taken_at)) " by "
                (view.person(line.piece.taken_by)) " · SHA-256 " code { (line.piece.sha256) }
                @if let Some(words) = words(view.opened, Some(line.piece.text)) { br; (words) }
            }
            p { "Handed to ________________ at ________ signature ________________" }
        }
    }
}

fn notes(view: &PackView) -> Markup {
    let shown = |t: &&IncidentText| !matches!(t.kind, TextKind::Contact | TextKind::Evidence);
    html! {
        @for text in view.opened.iter().filter(shown) {
            p { b { (text.kind.title()) } " · " (view.at(text.at)) " · " (view.person(text.author)) br; (text.words) }
        }
    }
}
