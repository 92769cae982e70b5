//! What narrows a list of tickets: said in words that can be taken away one by one, and chosen in one form.

use super::tickets::{ListPage, list_address};
use crate::filter::{DueWithin, Sort};
use crate::questions::{Listing, Tickets};
use crate::words::{CareArea, Nature, State, Trouble, WaitReason};
use markup::{ButtonKind, Choice, Field, FieldKind, Markup, button, field, hidden};
use maud::html;

/// What narrows the list now, each with a link that takes it away.
pub(super) fn chips(asked: &Tickets, page: &ListPage<'_>) -> Markup {
    let told = told(asked, page);
    html! {
        @if !told.is_empty() {
            ul.row aria-label="What narrows the list" {
                @for (words, without) in &told {
                    li {
                        span { (words) }
                        " "
                        a href=(list_address(without, page, &[])) data-live
                            aria-label={ "Take away: " (words) } { "✕" }
                    }
                }
                @if told.len() > 1 {
                    @let none = Tickets { view: asked.view, sort: asked.sort, ..Tickets::default() };
                    li { a href=(list_address(&none, page, &[])) data-live { "Take all away" } }
                }
            }
        }
    }
}

fn told(asked: &Tickets, page: &ListPage<'_>) -> Vec<(String, Tickets)> {
    let mut out = Vec::new();
    let mut put = |words: Option<String>, without: Tickets| out.extend(words.map(|w| (w, without)));
    let (a, around) = (asked, &page.around);
    put(a.org.map(|id| around.name(id).to_owned()), Tickets { org: None, location: None, ..a.clone() });
    put(a.state.map(|s| s.title().to_owned()), Tickets { state: None, ..a.clone() });
    put(a.priority.map(|p| format!("Priority {p}")), Tickets { priority: None, ..a.clone() });
    put(a.kind.map(|k| k.title().to_owned()), Tickets { kind: None, ..a.clone() });
    put(a.nature.map(|n| n.title().to_owned()), Tickets { nature: None, ..a.clone() });
    put(a.tier.map(|t| format!("Tier {t}")), Tickets { tier: None, ..a.clone() });
    put(a.care_area.map(|c| c.title().to_owned()), Tickets { care_area: None, ..a.clone() });
    put(a.location.map(|id| around.name(id).to_owned()), Tickets { location: None, ..a.clone() });
    put(a.asset.map(|id| format!("About {}", around.name(id))), Tickets { asset: None, ..a.clone() });
    put(a.assignee.map(|id| around.name(id).to_owned()), Tickets { assignee: None, ..a.clone() });
    let reported = a.reporter.map(|id| format!("Reported by {}", around.name(id)));
    put(reported, Tickets { reporter: None, ..a.clone() });
    let waits = a.waiting_for.map(|w| format!("Waits for {}", w.title()));
    put(waits, Tickets { waiting_for: None, ..a.clone() });
    let lost = a.standing_lost.filter(|yes| *yes).map(|_| "Agreement not in force".to_owned());
    put(lost, Tickets { standing_lost: None, ..a.clone() });
    put(a.due.map(|d| d.title().to_owned()), Tickets { due: None, ..a.clone() });
    let tagged = a.tag.as_ref().map(|tag| format!("Tag {tag}"));
    put(tagged, Tickets { tag: None, ..a.clone() });
    let older = a.older_days.map(|d| format!("Older than {d} days"));
    put(older, Tickets { older_days: None, ..a.clone() });
    let newer = a.newer_days.map(|d| format!("Of the last {d} days"));
    put(newer, Tickets { newer_days: None, ..a.clone() });
    out
}

fn pairs(pairs: &[(String, String)]) -> Vec<Choice> {
    pairs.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect()
}

fn select(name: &str, label: &str, choices: &[Choice], value: &str) -> Markup {
    field(&Field {
        form: "narrow",
        name,
        label,
        value,
        kind: FieldKind::Select { choices, none: Some("Any") },
        ..Field::default()
    })
}

fn number(name: &str, label: &str, value: &str) -> Markup {
    let kind = FieldKind::Number { min: Some(0), max: Some(36_500) };
    field(&Field { form: "narrow", name, label, value, kind, ..Field::default() })
}

/// The form behind "Narrow": everything can be put together with everything.
pub(super) fn narrowing(listing: &Listing, asked: &Tickets, page: &ListPage<'_>) -> Markup {
    macro_rules! kinds {
        ($kind:ty) => {
            <$kind>::ALL.iter().map(|k| Choice::new(k.word(), k.title())).collect::<Vec<Choice>>()
        };
    }
    let text = |id: Option<String>| id.unwrap_or_default();
    let word = |word: Option<&'static str>| word.unwrap_or_default();
    let priorities: Vec<Choice> =
        (1..=4).map(|p| Choice::new(p.to_string(), format!("Priority {p}"))).collect();
    let tiers: Vec<Choice> = (1..=3).map(|t| Choice::new(t.to_string(), format!("Tier {t}"))).collect();
    let people = pairs(page.people);
    let sorts = !listing.searched && !asked.reaches_back();
    html! {
        details #narrow {
            summary { "Narrow" @if sorts { " and sort" } }
            form.form.filter method="get" action="/tickets" data-live {
                @if let Some(view) = asked.view { (hidden("view", view.word())) }
                @if let Some(asset) = asked.asset { (hidden("asset", &asset.to_string())) }
                @if let Some(reporter) = asked.reporter { (hidden("reporter", &reporter.to_string())) }
                @for (name, value) in page.words().iter().chain(&page.looks()) { (hidden(name, value)) }
                (select("org", "Client", &pairs(page.clients), &text(asked.org.map(|v| v.to_string()))))
                @if !page.locations.is_empty() {
                    (select("location", "Location", &pairs(page.locations),
                        &text(asked.location.map(|v| v.to_string()))))
                }
                (select("state", "State", &kinds!(State), word(asked.state.map(State::word))))
                (select("priority", "Priority", &priorities, &text(asked.priority.map(|v| v.to_string()))))
                (select("kind", "Trouble", &kinds!(Trouble), word(asked.kind.map(Trouble::word))))
                (select("nature", "Nature", &kinds!(Nature), word(asked.nature.map(Nature::word))))
                (select("tier", "Tier", &tiers, &text(asked.tier.map(|v| v.to_string()))))
                (select("care_area", "Care area", &kinds!(CareArea), word(asked.care_area.map(CareArea::word))))
                (select("assignee", "Who has it", &people, &text(asked.assignee.map(|v| v.to_string()))))
                (select("waiting_for", "Waits for", &kinds!(WaitReason),
                    word(asked.waiting_for.map(WaitReason::word))))
                (select("due", "Due", &kinds!(DueWithin), word(asked.due.map(DueWithin::word))))
                (field(&Field { form: "narrow", name: "tag", label: "Tag", most: Some(30),
                    value: asked.tag.as_deref().unwrap_or_default(), ..Field::default() }))
                (number("older_days", "Older than, in days", &text(asked.older_days.map(|v| v.to_string()))))
                (number("newer_days", "Of the last days", &text(asked.newer_days.map(|v| v.to_string()))))
                (field(&Field { form: "narrow", name: "standing_lost", label: "Agreement not in force",
                    value: if asked.standing_lost == Some(true) { "true" } else { "" },
                    kind: FieldKind::Check, ..Field::default() }))
                @if sorts {
                    (select("sort", "Order", &kinds!(Sort), word(asked.sort.map(Sort::word))))
                }
                (button(ButtonKind::Plain, "Show"))
            }
        }
    }
}
