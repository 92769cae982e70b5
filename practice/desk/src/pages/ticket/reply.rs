//! The form of a reply: what is written and who reads it, and below it what goes with the same step: what
//! becomes of the ticket, the minutes that were worked, and who else gets a copy.

use super::TicketPage;
use super::acts::of;
use crate::pages::forms::Writing;
use crate::questions::Story;
use crate::words::{AndThen, State, Visibility};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, field, hidden};
use maud::html;

/// So many people are offered at once; more are asked for.
const AT_ONCE: usize = 40;

/// The form, filled with what was sent and not taken.
pub(super) fn form(told: &Story, page: &TicketPage<'_>, kind: ButtonKind) -> Markup {
    of(told).write(&Writing {
        act: "desk.reply",
        label: "What you write",
        hint: Some("Kept sealed. Leave out what is not needed, above all names of patients."),
        verb: "Reply",
        kind,
        rows: 5,
        drafts: &page.drafts,
        more: html! {
            (visibility(page))
            div.fields-in-a-row { (then(told, page)) (minutes(page)) (on_site(page)) }
            (copies(told, page))
            (hidden("seen", &told.last_text.to_string()))
        },
    })
}

fn sent<'a>(page: &TicketPage<'a>, name: &str) -> Option<&'a str> {
    page.sent.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

fn one<'a>(page: &TicketPage<'a>, name: &'a str, label: &'a str, kind: FieldKind<'a>) -> Field<'a> {
    let error = page.wrong.filter(|(field, _)| *field == name).map(|(_, why)| why);
    let value = sent(page, name).unwrap_or_default();
    Field { form: "desk-reply", name, label, value, error, kind, ..Field::default() }
}

fn visibility(page: &TicketPage<'_>) -> Markup {
    let choices: Vec<Choice> = Visibility::ALL.iter().map(|v| Choice::new(v.word(), v.title())).collect();
    field(&Field {
        required: true,
        value: sent(page, "visibility").unwrap_or(Visibility::Public.word()),
        ..one(page, "visibility", "Who reads it?", FieldKind::Radio { choices: &choices })
    })
}

/// What the viewer may do with the ticket in the same step.
fn then(told: &Story, page: &TicketPage<'_>) -> Markup {
    let may = |then: &&AndThen| match then.waits_for() {
        Some(_) => page.may.wait && told.head.state != State::Waiting,
        None => page.may.resolve,
    };
    let ways: Vec<Choice> =
        AndThen::ALL.iter().filter(may).map(|then| Choice::new(then.word(), then.title())).collect();
    let kind = FieldKind::Select { choices: &ways, none: Some("Leave the ticket as it is") };
    html! { @if !ways.is_empty() { (field(&one(page, "then", "And then", kind))) } }
}

fn minutes(page: &TicketPage<'_>) -> Markup {
    let kind = FieldKind::Number { min: Some(1), max: Some(1440) };
    field(&one(page, "minutes", "Minutes worked, until now", kind))
}

fn on_site(page: &TicketPage<'_>) -> Markup {
    field(&one(page, "on_site", "I was there", FieldKind::Check))
}

fn copies(told: &Story, page: &TicketPage<'_>) -> Markup {
    let known = [told.head.reporter, page.me].map(|id| id.map(|id| id.to_string()));
    let others: Vec<Choice> = page
        .copies
        .iter()
        .filter(|(id, _)| !known.iter().flatten().any(|known| known == id))
        .map(|(id, name)| Choice::new(id.clone(), name.clone()))
        .collect();
    let chosen: Vec<String> =
        page.sent.iter().filter(|(n, _)| n == "copies").map(|(_, id)| id.clone()).collect();
    let open = page.every_copy || !chosen.is_empty();
    let all = format!("/tickets/{}?copies=all#reply", told.head.ticket);
    let kind = FieldKind::Checks { choices: &others, chosen: &chosen };
    let hint = "Ten at most. They get a letter, and read this reply alone.";
    html! {
        @if !others.is_empty() {
            details id="copies-fold" open[open] {
                summary { "Copies to others of " (page.around.name(told.head.org)) }
                @if others.len() > AT_ONCE && !open {
                    p { a href=(all) { "Choose among " (others.len()) " people" } }
                } @else {
                    (field(&Field { hint: Some(hint), ..one(page, "copies", "Who else reads it?", kind) }))
                }
            }
        }
    }
}
