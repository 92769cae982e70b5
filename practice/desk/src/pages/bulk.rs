//! Acts for many tickets at once: what is still needed is asked, with every ticket in sight; afterwards
//! each ticket says by itself what became of it, because each passed the gate by itself.

use super::Around;
use super::rows::{called, priority};
use crate::questions::Listed;
use crate::words::{Nature, WaitReason};
use kernel::TicketId;
use markup::{
    ButtonKind, Choice, Column, Empty, Field, FieldKind, Markup, Row, RowMark, Table, Tone, button, field,
    hidden, link_button, notice, table, words,
};
use maud::html;

store::kinds! {
    /// What can be done to many tickets at once.
    BulkAct {
        Take = "take" "Take",
        Assign = "assign" "Give to somebody",
        HandBack = "hand-back" "Hand back",
        Wait = "wait" "Let wait",
        Resume = "resume" "Go on",
        Escalate = "escalate" "To a higher tier",
        Tag = "tag" "Put a tag on",
        Untag = "untag" "Take a tag off",
        Nature = "nature" "Say what they are",
        Resolve = "resolve" "Resolve",
        Reopen = "reopen" "Open again",
    }
}

impl BulkAct {
    /// Those that stand below a list; to open again is only taken back.
    pub const OFFERED: &[BulkAct] = &[
        BulkAct::Take,
        BulkAct::Assign,
        BulkAct::HandBack,
        BulkAct::Wait,
        BulkAct::Resume,
        BulkAct::Escalate,
        BulkAct::Tag,
        BulkAct::Untag,
        BulkAct::Nature,
        BulkAct::Resolve,
    ];

    /// The order that is given for each ticket.
    pub fn order(self) -> &'static str {
        match self {
            BulkAct::Take => "desk.take",
            BulkAct::Assign => "desk.assign",
            BulkAct::HandBack => "desk.hand-back",
            BulkAct::Wait => "desk.wait",
            BulkAct::Resume => "desk.resume",
            BulkAct::Escalate => "desk.escalate",
            BulkAct::Tag => "desk.tag",
            BulkAct::Untag => "desk.untag",
            BulkAct::Nature => "desk.change-nature",
            BulkAct::Resolve => "desk.resolve",
            BulkAct::Reopen => "desk.reopen",
        }
    }

    /// The fields of the order that must be said, beside the ticket.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            BulkAct::Take | BulkAct::HandBack | BulkAct::Resume => &[],
            BulkAct::Assign => &["to"],
            BulkAct::Wait => &["reason"],
            BulkAct::Escalate => &["tier", "reason"],
            BulkAct::Tag | BulkAct::Untag => &["tag"],
            BulkAct::Nature => &["nature", "reason"],
            BulkAct::Resolve | BulkAct::Reopen => &["words"],
        }
    }

    /// The act that takes this one back, where one does.
    pub fn undo(self) -> Option<BulkAct> {
        match self {
            BulkAct::Take | BulkAct::Assign => Some(BulkAct::HandBack),
            BulkAct::Wait => Some(BulkAct::Resume),
            BulkAct::Resolve => Some(BulkAct::Reopen),
            BulkAct::Tag => Some(BulkAct::Untag),
            BulkAct::Untag => Some(BulkAct::Tag),
            BulkAct::HandBack | BulkAct::Resume | BulkAct::Escalate | BulkAct::Nature | BulkAct::Reopen => {
                None
            }
        }
    }

    fn done(self) -> &'static str {
        match self {
            BulkAct::Take => "Taken.",
            BulkAct::Assign => "Given.",
            BulkAct::HandBack => "Handed back.",
            BulkAct::Wait => "Waits.",
            BulkAct::Resume => "Goes on.",
            BulkAct::Escalate => "Handed to a higher tier.",
            BulkAct::Tag => "Has the tag.",
            BulkAct::Untag => "The tag is off.",
            BulkAct::Nature => "Said so.",
            BulkAct::Resolve => "Resolved.",
            BulkAct::Reopen => "Open again.",
        }
    }
}

/// What is asked before many tickets are acted on.
#[derive(Debug, Clone)]
pub struct BulkPage<'a> {
    pub act: BulkAct,
    pub tickets: &'a [Listed],
    pub around: &'a Around,
    /// To whom tickets may be given: id and name.
    pub people: &'a [(String, String)],
    /// Where the list was.
    pub back: &'a str,
    /// A word that no other sending of this form has, so that a second sending does nothing twice.
    pub once: &'a str,
    /// What is wrong with what was said.
    pub error: Option<&'a str>,
}

fn of(count: usize) -> String {
    words::counted(i64::try_from(count).unwrap_or(i64::MAX), "ticket", "tickets")
}

fn asked(page: &BulkPage<'_>) -> Markup {
    let people: Vec<Choice> = page.people.iter().map(|(id, name)| Choice::new(id, name)).collect();
    let reasons: Vec<Choice> = WaitReason::ALL.iter().map(|r| Choice::new(r.word(), r.title())).collect();
    let natures: Vec<Choice> = Nature::ALL.iter().map(|n| Choice::new(n.word(), n.title())).collect();
    let tiers = [Choice::new("2", "Tier 2"), Choice::new("3", "Tier 3")];
    let base = |name, label, kind| Field {
        form: "bulk",
        name,
        label,
        kind,
        required: true,
        error: page.error,
        ..Field::default()
    };
    match page.act {
        BulkAct::Assign => {
            field(&base("to", "To whom?", FieldKind::Select { choices: &people, none: Some("Choose…") }))
        }
        BulkAct::Wait => field(&base("reason", "For what?", FieldKind::Radio { choices: &reasons })),
        BulkAct::Escalate => html! {
            (field(&base("tier", "To which tier?", FieldKind::Radio { choices: &tiers })))
            (field(&Field {
                hint: Some("Only the desk reads it."),
                most: Some(20_000),
                ..base("reason", "Why, and what was tried", FieldKind::Long { rows: 3 })
            }))
        },
        BulkAct::Tag | BulkAct::Untag => field(&Field {
            hint: Some(
                "A short word, such as windows-11. Everybody reads it in lists: no name of a patient.",
            ),
            most: Some(30),
            ..base("tag", "Which tag?", FieldKind::default())
        }),
        BulkAct::Nature => html! {
            (field(&base("nature", "What are they?", FieldKind::Radio { choices: &natures })))
            (field(&Field {
                hint: Some("Only the desk reads it."),
                most: Some(20_000),
                ..base("reason", "Why", FieldKind::Long { rows: 2 })
            }))
        },
        BulkAct::Resolve => field(&Field {
            hint: Some("The same text for each of them; every reporter reads it. No name of a patient."),
            most: Some(20_000),
            ..base("words", "What was done", FieldKind::Long { rows: 3 })
        }),
        BulkAct::Reopen => field(&Field {
            most: Some(20_000),
            ..base("words", "Why they are not over", FieldKind::Long { rows: 3 })
        }),
        BulkAct::Take | BulkAct::HandBack | BulkAct::Resume => html! {},
    }
}

/// The page that asks: what will be done, to which, and what must still be said.
pub fn bulk_asked(page: &BulkPage<'_>) -> Markup {
    let verb = format!("{} ({})", page.act.title(), of(page.tickets.len()));
    html! {
        form.form id="bulk" method="post" action="/tickets/bulk/do" {
            (hidden("act", page.act.word())) (hidden("back", page.back)) (hidden("_once", page.once))
            @for ticket in page.tickets { (hidden("row", &ticket.ticket.to_string())) }
            (asked(page))
            div.buttons {
                (button(ButtonKind::Primary, &verb))
                (link_button(ButtonKind::Quiet, page.back, "Leave them as they are"))
            }
        }
        (tickets_of("bulk-tickets", page.tickets, page.around, |_| html! {}))
    }
}

/// What became of one ticket.
#[derive(Debug, Clone)]
pub struct Became {
    pub ticket: TicketId,
    /// The sentence of the refusal, if it was not done.
    pub refused: Option<String>,
}

/// What became of all.
#[derive(Debug, Clone)]
pub struct BulkDone<'a> {
    pub act: BulkAct,
    pub became: &'a [Became],
    /// Those of them that the viewer still sees.
    pub tickets: &'a [Listed],
    pub around: &'a Around,
    pub back: &'a str,
    /// For the form that takes it back.
    pub once: &'a str,
}

/// The page afterwards.
pub fn bulk_done(page: &BulkDone<'_>) -> Markup {
    let refused = page.became.iter().filter(|b| b.refused.is_some()).count();
    let done = page.became.len() - refused;
    let tone = if refused == 0 { Tone::Done } else { Tone::Soon };
    html! {
        (notice(tone, &html! { p {
            b { (page.act.title()) } ": done for " (of(done))
            @if refused > 0 { ", refused for " (of(refused)) ". Each row says why." } @else { "." }
        } }))
        (tickets_of("bulk-done", page.tickets, page.around, |ticket| became(page, ticket)))
        div.buttons {
            (link_button(ButtonKind::Primary, page.back, "Back to the list"))
            @if let Some(undo) = page.act.undo().filter(|_| done > 0) { (take_back(page, undo)) }
        }
    }
}

fn became(page: &BulkDone<'_>, ticket: &Listed) -> Markup {
    let found = page.became.iter().find(|b| b.ticket == ticket.ticket);
    match found.and_then(|b| b.refused.as_deref()) {
        Some(sentence) => html! { b { "Refused." } " " (sentence) },
        None => html! { (page.act.done()) },
    }
}

fn take_back(page: &BulkDone<'_>, undo: BulkAct) -> Markup {
    html! {
        form.act method="post" action="/tickets/bulk" {
            (hidden("act", undo.word())) (hidden("back", page.back))
            @for one in page.became.iter().filter(|b| b.refused.is_none()) {
                (hidden("row", &one.ticket.to_string()))
            }
            (button(ButtonKind::Plain, "Take it back"))
        }
    }
}

fn tickets_of(id: &str, tickets: &[Listed], around: &Around, said: impl Fn(&Listed) -> Markup) -> Markup {
    let rows = tickets
        .iter()
        .map(|ticket| {
            let href = format!("/tickets/{}", ticket.ticket);
            let what = html! { a href=(href) { (called(ticket)) } br; (priority(ticket)) };
            let cells =
                vec![what, around.organization(ticket.org), around.person(ticket.assignee), said(ticket)];
            Row { id: ticket.ticket.to_string(), href: Some(href.clone()), cells, mark: RowMark::None }
        })
        .collect();
    table(&Table {
        id,
        caption: "The chosen tickets",
        columns: ["What", "Client", "Who", "What became of it"].map(Column::new).to_vec(),
        rows,
        empty: Empty {
            title: "None of them is within your reach.",
            will_hold: "Choose tickets in the list.",
            act: None,
        },
        ..Table::default()
    })
}
