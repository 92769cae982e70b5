//! A ticket on one page: left its story, right what it touches and what may be done. One act stands in front,
//! named by its verb; the others are folded away.

mod acts;
mod remind;
mod reply;
mod routing;
mod story;
mod tags;
mod together;
mod urgency;

pub use routing::MayTake;

use super::{Around, Drafts, promise_chip};
use crate::orders::*;
use crate::pages::rows::{called, priority};
use crate::questions::{Listed, LookAt, OpenText, Outline, Related, Reminder, Story};
use kernel::{Id, PersonId, TicketId};
use markup::{Markup, Tone, definitions, notice, panel};
use maud::html;
use office::{Act, Ground, Order, Question};

/// What the viewer may do with the ticket: what the gate says, in the sequence of [`May::asks`].
#[derive(Debug, Clone, Copy, Default)]
pub struct May {
    pub take: bool,
    pub assign: bool,
    pub hand_back: bool,
    pub reply: bool,
    pub wait: bool,
    pub resume: bool,
    pub resolve: bool,
    pub reopen: bool,
    pub triage: bool,
    pub look: bool,
    /// Putting together, taking apart, handing up and down.
    pub arrange: bool,
    /// Deciding against the rule.
    pub direct: bool,
    pub split: bool,
}

impl May {
    /// What to ask the gate before the page is drawn.
    pub fn asks(ticket: TicketId) -> Vec<(Act, Ground)> {
        let acts = [
            Take::ACT,
            Assign::ACT,
            HandBack::ACT,
            Reply::ACT,
            Wait::ACT,
            Resume::ACT,
            Resolve::ACT,
            Reopen::ACT,
            Triage::ACT,
            LookAt::ACT,
            Merge::ACT,
            SetPriority::ACT,
            Split::ACT,
        ];
        acts.into_iter().map(|act| (act, Ground::thing(ticket))).collect()
    }

    /// Reads the gate's answers; what was not answered is not allowed.
    pub fn of(answers: &[bool]) -> Self {
        let yes = |i: usize| answers.get(i).copied().unwrap_or(false);
        Self {
            take: yes(0),
            assign: yes(1),
            hand_back: yes(2),
            reply: yes(3),
            wait: yes(4),
            resume: yes(5),
            resolve: yes(6),
            reopen: yes(7),
            triage: yes(8),
            look: yes(9),
            arrange: yes(10),
            direct: yes(11),
            split: yes(12),
        }
    }
}

/// What the page needs beside the ticket.
#[derive(Debug, Clone, Default)]
pub struct TicketPage<'a> {
    pub around: Around,
    pub may: May,
    pub me: Option<PersonId>,
    /// Texts that the viewer just looked at.
    pub opened: &'a [OpenText],
    /// What is told of the texts before a look.
    pub outlines: &'a [Outline],
    pub drafts: Drafts,
    /// To whom the ticket may be given: id and name.
    pub people: &'a [(String, String)],
    /// Everybody within reach who works here, and what keeps them from the ticket.
    pub workers: &'a [MayTake],
    /// Who else is writing a reply, and when they last did.
    pub writing: &'a [(String, kernel::Moment)],
    /// Who else has its page open now.
    pub looking: &'a [String],
    /// Assets that may be added: id and name.
    pub assets: &'a [(String, String)],
    /// A reply that was sent and not taken, field by field.
    pub sent: &'a [(String, String)],
    /// Why it was not taken: the field, and the sentence.
    pub wrong: Option<(&'a str, &'a str)>,
    /// Who else may get a copy of a reply: id and name.
    pub copies: &'a [(String, String)],
    /// Whether all of them are offered, however many they are.
    pub every_copy: bool,
    /// Who may act here and by what right, in sentences.
    pub who_may: &'a [String],
    /// What other slices show beside it: whether a contract covers it.
    pub more: Markup,
    /// What stands beside it once this ticket has some of it, and is folded away before.
    pub beside: Vec<Beside>,
    /// What the viewer wanted to be reminded of here.
    pub reminder: Option<Reminder>,
}

/// A panel of what a ticket may come to have: files, time, changes.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    pub title: &'static str,
    /// Whether this ticket has any.
    pub used: bool,
    pub panel: Markup,
}

/// The page's content. The look button posts `text` to `/tickets/{id}/look`, whose answer is this page with
/// the text.
pub fn ticket(told: &Story, page: &TicketPage<'_>) -> Markup {
    let head = &told.head;
    let id = head.ticket.to_string();
    html! {
        div.stack id=(id) {
            p {
                (priority(head)) " · " span.soft { (head.state.title()) }
                @if let Some(reason) = head.waiting_for { span.soft { " for " (reason.title()) } }
                span.soft { " · " (head.nature.title()) }
                @if head.tier > 1 { span.soft { " · Tier " (head.tier) } }
            }
            @if !page.looking.is_empty() { (open_elsewhere(page.looking)) }
            @if let Some((_, why)) = page.wrong { (notice(Tone::Soon, &html! { p { (why) } })) }
            @if let Some(survivor) = &told.relations.merged_into { (carried_on(told, page, survivor)) }
            @if head.standing_lost { (lost(page, head)) }
            div.columns {
                div.stack {
                    (story::story(told, page))
                    @for (name, at) in page.writing {
                        p.soft role="status" { b { (name) } " is writing a reply, "
                            (markup::relative_time(at.micros(), told.now.micros(), &head.zone)) "." }
                    }
                    (acts::writing(told, page))
                }
                div.stack {
                    (acts::next(told, page))
                    (panel("clocks", "Clocks", None, &clocks(told)))
                    (page.more)
                    (panel("touches", "What it touches", None, &touches(told, page)))
                    (panel("urgency", "How urgent", None, &urgency::urgency(told, page)))
                    (beside(told, page))
                }
            }
        }
    }
}

/// What this ticket uses, open; all else behind one line that names it.
fn beside(told: &Story, page: &TicketPage<'_>) -> Markup {
    let alone = told.relations.is_empty() && told.relations.assets.is_empty();
    let who_may = html! { ul.stack { @for line in page.who_may { li { (line) } } } };
    let own = [
        Beside { title: "What it belongs to", used: !alone, panel: together::together(told, page) },
        Beside {
            title: "Who may take it",
            used: told.head.assignee.is_none() && told.head.state.is_open(),
            panel: routing::routing(told, page),
        },
        Beside { title: "Who may act", used: false, panel: panel("who-may", "Who may act", None, &who_may) },
    ];
    let there = |b: &&Beside| !b.panel.0.is_empty();
    let (used, folded): (Vec<&Beside>, Vec<&Beside>) =
        own.iter().chain(&page.beside).filter(there).partition(|beside| beside.used);
    let names: Vec<&str> = folded.iter().map(|beside| beside.title).collect();
    html! {
        @for beside in used { (beside.panel) }
        @if !folded.is_empty() {
            details.beside id="beside" {
                summary { (names.join(" · ")) }
                div.stack { @for beside in folded { (beside.panel) } }
            }
        }
    }
}

/// A word of warning before two people do the same.
fn open_elsewhere(names: &[String]) -> Markup {
    let verb = if names.len() == 1 { "has" } else { "have" };
    html! {
        p.soft role="status" {
            @for (name, i) in names.iter().zip(0..) { @if i > 0 { ", " } b { (name) } }
            " " (verb) " this ticket open too."
        }
    }
}

/// The title of the page: the number and the kind of trouble.
pub fn title(head: &Listed) -> String {
    called(head)
}

/// Where a merged ticket went, with the way back as long as there is one.
fn carried_on(told: &Story, page: &TicketPage<'_>, survivor: &Related) -> Markup {
    let undo = told.relations.unmerge_until.filter(|until| told.now <= *until && page.may.arrange);
    notice(
        Tone::Soon,
        &html! {
            p { "It was merged into "
                a href={ "/tickets/" (survivor.ticket) } { "#" (survivor.number) " " (survivor.kind.title()) }
                ", which carries it on." }
            @if let Some(until) = undo {
                p { (acts::of(told).press("desk.unmerge", "Undo the merge", markup::ButtonKind::Plain))
                    " " span.soft { "until " (markup::words::local(until.micros(), &told.head.zone)) } }
            }
        },
    )
}

fn lost(page: &TicketPage<'_>, head: &Listed) -> Markup {
    notice(
        Tone::Risk,
        &html! {
            p { "The agreement under which this ticket is served is not in force, so its texts are closed to the people \
                 who served it. "
                a href={ "/organizations/" (head.org) "/agreements" } {
                    "See the agreements of " (page.around.name(head.org))
                } }
        },
    )
}

fn clocks(told: &Story) -> Markup {
    html! {
        div.stack {
            @if let Some(survivor) = &told.relations.merged_into {
                p.soft { "What was promised here is kept or missed on ticket " (survivor.number) ", which carries it on." }
            }
            @for promise in told.promises.iter().filter(|_| told.relations.merged_into.is_none()) {
                div {
                    (promise_chip(&format!("promise-{}", promise.kind.word()), promise, told.now, &told.head.zone))
                    @for because in &promise.because { p.soft { (because) } }
                    p.soft { (promise.head)
                        @if promise.missed_before > 0 { " Missed " (promise.missed_before)
                            @if promise.missed_before == 1 { " time" } @else { " times" } " before." } }
                }
            }
            @if told.reopened > 0 {
                p.soft { "Opened again " (told.reopened) @if told.reopened == 1 { " time" } @else { " times" }
                    ". The time it was closed is not counted." }
            }
        }
    }
}

/// The form that says who called, with the people of the organization at which it happened to choose from.
fn name_reporter(head: &Listed) -> String {
    let (ticket, org) = (head.ticket, head.org);
    format!("/do/desk.name-reporter?ticket={ticket}&org={org}&_next=/tickets/{ticket}")
}

fn touches(told: &Story, page: &TicketPage<'_>) -> Markup {
    let (head, around) = (&told.head, &page.around);
    let area = told.care_area_set.or(told.care_area).map_or("not known", |area| area.title());
    let set = if told.care_area_set.is_some() { " (set at triage)" } else { "" };
    let mut card: Vec<(&str, &str)> = Vec::new();
    if let Some(device) = &told.device {
        card.push(("Kind", device));
    }
    if let Some(criticality) = told.criticality {
        card.push(("Criticality", criticality.title()));
    }
    if told.holds_ephi {
        card.push(("Data", "holds ePHI"));
    }
    let seen = |at: kernel::Moment| markup::moment(at.micros(), &head.zone);
    definitions(&[
        ("Client", around.organization(head.org)),
        ("Where", around.place(head)),
        ("Care area", html! { (area) (set) }),
        (
            "Asset",
            html! {
                (around.asset(head, &card)) @if told.holds_ephi { " " b { "holds ePHI" } }
            },
        ),
        (
            "Reported by",
            html! {
                (around.person(head.reporter))
                @if let Some(reporter) = head.reporter {
                    " · " a href={ "/tickets?view=all&reporter=" (reporter) } { "all their reports" }
                }
                @if page.may.arrange && head.state.is_open() && told.relations.merged_into.is_none() {
                    br; a href=(name_reporter(head)) { "Somebody else called?" }
                }
                @if let Some(rating) = told.rating { " · how it was: " b { (rating.title()) } }
            },
        ),
        ("Who has it", around.person(head.assignee)),
        ("Opened", seen(head.opened_at)),
        ("Last change", seen(head.last_at)),
        ("Tags", tags::tags(told, page)),
    ])
}

/// Who did it, as the story names them.
fn actor(page: &TicketPage<'_>, person: Option<impl Id>) -> String {
    person.map_or_else(|| "Orderly".to_owned(), |id| page.around.name(id).to_owned())
}
