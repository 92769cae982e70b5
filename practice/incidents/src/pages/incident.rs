//! One incident: what is next, who does what, the tasks with their times, systems, evidence, and what was written.

use super::{Names, evidence, name, systems, words};
use crate::questions::{IncidentFile, IncidentText, Task};
use crate::words::{IncidentRole, Phase, Severity, State, TextKind};
use crate::{
    AddNote, AddSign, AddTask, CloseIncident, ContainIncident, FinishTask, GiveTask, NameRole,
    ReopenIncident, SetSeverity,
};
use markup::{
    ButtonKind, Choices, Markup, Mask, Tone, definitions, html, link_button, mask, moment, notice, panel,
    relative_time, unmasked,
};
use office::form::folded;
use serde_json::{Value, json};

/// What the page shows.
pub struct IncidentView<'a> {
    pub file: &'a IncidentFile,
    /// Names of organizations, assets and people by id.
    pub names: &'a Names,
    /// Whether the viewer may work on it.
    pub works: bool,
    /// Whether the viewer may lead it.
    pub leads: bool,
    /// Whether the viewer may look behind the mask.
    pub looks: bool,
    /// The texts, once they were looked at.
    pub opened: &'a [IncidentText],
    /// Whom a task or a piece may be given to.
    pub people: Vec<(String, String)>,
    /// The organization's assets.
    pub assets: Vec<(String, String)>,
    /// What belongs to it in other parts of the house.
    pub beside: Markup,
    /// What happened, from the ledger.
    pub story: Markup,
}

impl IncidentView<'_> {
    pub(super) fn id(&self) -> String {
        self.file.incident.id.to_string()
    }
    pub(super) fn here(&self, part: &str) -> String {
        format!("/incidents/{}#{part}", self.file.incident.id)
    }
    pub(super) fn person(&self, id: Option<kernel::PersonId>) -> &str {
        id.map_or("nobody", |id| name(self.names, id, "somebody"))
    }
    pub(super) fn at(&self, at: kernel::Moment) -> Markup {
        moment(at.micros(), &self.file.incident.zone)
    }
    pub(super) fn running(&self) -> bool {
        self.file.incident.state != State::Closed
    }
    pub(super) fn people(&self, field: &str) -> Choices {
        Choices::from([(field.to_owned(), self.people.clone())])
    }
}

/// The page's content.
pub fn incident_page(view: &IncidentView) -> Markup {
    let i = &view.file.incident;
    let late = view.file.tasks.iter().filter(|t| t.late(view.file.now)).count();
    html! {
        @if view.running() && late > 0 {
            (notice(Tone::Soon, &html! { p { a href="#tasks" { (late) " of its tasks are late." } } }))
        }
        (definitions(&[
            ("What", html! { (i.kind.title()) }),
            ("Severity", html! {
                @if i.severity == Severity::Critical { b { (i.severity.title()) } } @else { (i.severity.title()) }
            }),
            ("Stands", html! { (i.state.title()) }),
            ("First sign", view.at(i.detected_at)),
            ("Declared", html! { (view.at(i.opened_at)) " by " (view.person(i.declared_by)) " · " (i.source.title()) }),
            ("Contained", html! { @match i.contained_at { Some(at) => { (view.at(at)) } None => { "not yet" } } }),
            ("Where", html! { (name(view.names, i.org, "another organization")) }),
            ("For", html! {
                @match i.ticket { Some(ticket) => { a href={ "/tickets/" (ticket) } { "its ticket" } } None => { "no ticket" } }
            }),
            ("Answers to", html! { (view.file.sources) }),
        ]))
        (panel("tasks", "Tasks", None, &tasks(view)))
        (panel("roles", "Who is what", None, &roles(view)))
        (panel("systems", "Systems, in the order in which they come back", None, &systems::systems(view)))
        (panel("isolation", "Isolation", None, &systems::isolation(view)))
        (panel("evidence", "Evidence", None, &evidence::evidence(view)))
        (panel("signs", "Signs", None, &signs(view)))
        (view.beside)
        (panel("texts", "What is written", None, &texts(view)))
        @if view.leads { (panel("lead", "Lead", None, &lead(view))) }
        (panel("story", "What happened", None, &view.story))
        p.buttons {
            @if view.looks {
                form method="post" action={ "/incidents/" (i.id) "/pack" } {
                    button.button type="submit" { "Pack to print; the look is charted" }
                }
            }
            (link_button(ButtonKind::Plain, &format!("/incidents/{}/veris.json", i.id), "VERIS record"))
        }
    }
}

fn tasks(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("tasks"));
    let people = view.people("owner");
    html! {
        @for phase in Phase::ALL {
            @let of: Vec<&Task> = view.file.tasks.iter().filter(|t| t.phase == *phase).collect();
            @if !of.is_empty() {
                h3 { (phase.title()) }
                ul.plain.apart { @for task in of { li id={ "task-" (task.id) } { (one_task(view, task)) } } }
            }
        }
        @if view.works && view.running() {
            (folded::<AddTask>(("Add a task", "Add it"), ("incident", &id), &here, Value::Null, people))
        }
    }
}

fn one_task(view: &IncidentView, task: &Task) -> Markup {
    let (id, here) = (task.id.to_string(), view.here("tasks"));
    let of = ("task", id.as_str());
    let zone = &view.file.incident.zone;
    html! {
        @match task.done_at {
            Some(at) => {
                (task.place) ". " s { (task.title) } " · done " (view.at(at)) " by " (view.person(task.done_by))
                @if let Some(text) = task.text { " · " a href={ "#text-" (text) } { "what was done" } }
            }
            None => {
                (task.place) ". " b { (task.title) }
                @if let Some(due) = task.due_at {
                    " · due " (relative_time(due.micros(), view.file.now.micros(), zone))
                    @if task.late(view.file.now) { " · " b { "late" } }
                    @if let Some(because) = &task.because { " " span.soft { "(" (because) ")" } }
                }
                " · " @match (task.owner, task.role) {
                    (Some(owner), _) => { (view.person(Some(owner))) }
                    (None, Some(role)) => { span.soft { (role.title()) } }
                    (None, None) => { span.soft { "nobody has it" } }
                }
                @if view.works && view.running() {
                    div.folds {
                        (folded::<FinishTask>(("It is done", "Finish it"), of, &here, Value::Null, Choices::new()))
                        (folded::<GiveTask>(("Give it to somebody", "Give it"), of, &here, Value::Null,
                            view.people("owner")))
                    }
                }
            }
        }
    }
}

fn roles(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("roles"));
    let found = |role: IncidentRole| view.file.roles.iter().find(|r| r.role == role);
    html! {
        ul.plain { @for role in IncidentRole::ALL { li {
            b { (role.title()) } ": "
            @match found(*role) {
                Some(named) => {
                    @if named.person.is_some() { (view.person(named.person)) }
                    @if let Some(text) = named.text {
                        " " @match words(view.opened, Some(text)) {
                            Some(words) => { (unmasked("Contact", words)) }
                            None => { a href={ "#text-" (text) } { "somebody outside, named below" } }
                        }
                    }
                }
                None => { span.soft { "nobody yet" } }
            }
        } } }
        @if view.leads && view.running() {
            (folded::<NameRole>(("Name somebody", "Name them"), ("incident", &id), &here, Value::Null, view.people("person")))
        }
    }
}

fn signs(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("signs"));
    html! {
        @if view.file.indicators.is_empty() {
            p.soft { "Addresses, names and hashes by which it is recognized elsewhere stand here, sealed." }
        }
        ul.plain { @for sign in &view.file.indicators { li {
            (sign.kind.title()) ": "
            @match words(view.opened, Some(sign.text)) {
                Some(words) => { code { (words) } }
                None => { a href={ "#text-" (sign.text) } { "sealed" } }
            }
        } } }
        @if view.works && view.running() {
            (folded::<AddSign>(("Add a sign", "Add it"), ("incident", &id), &here, Value::Null, Choices::new()))
        }
    }
}

fn texts(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("texts"));
    html! {
        @if view.looks && view.opened.is_empty() && !view.file.texts.is_empty() {
            form method="post" action={ "/incidents/" (id) "/look" } {
                button.button type="submit" { "Look; it is charted" }
            }
        }
        @for text in &view.file.texts {
            div.text id={ "text-" (text.place) } {
                p.soft {
                    b { (text.kind.title()) } " · " (text.author.map_or("The house", |p| view.person(Some(p)))) " · "
                    (view.at(text.at))
                }
                @match words(view.opened, Some(text.place)) {
                    Some(words) => { (unmasked(kind(text.kind), words)) }
                    None => { (mask(&Mask { kind: kind(text.kind), ..Mask::default() })) }
                }
            }
        }
        @if view.works {
            (folded::<AddNote>(("Write a note", "Keep it"), ("incident", &id), &here, Value::Null, Choices::new()))
        }
    }
}

fn kind(kind: TextKind) -> &'static str {
    kind.title()
}

fn lead(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("lead"));
    let of = ("incident", id.as_str());
    let i = &view.file.incident;
    html! {
        @match i.state {
            State::Open => {
                (folded::<ContainIncident>(("It no longer spreads", "Say so"), of, &here, Value::Null, Choices::new()))
            }
            State::Closed => {
                (folded::<ReopenIncident>(("Open it again", "Open it"), of, &here, Value::Null, Choices::new()))
            }
            State::Contained => {}
        }
        @if view.running() {
            (folded::<SetSeverity>(
                ("Set the severity", "Set it"), of, &here, json!({ "severity": i.severity }), Choices::new(),
            ))
            (folded::<CloseIncident>(("Close it", "Close it"), of, &here, Value::Null, Choices::new()))
        }
    }
}
