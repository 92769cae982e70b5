//! One change: what it is, the one act that comes next, who has agreed, what was tested, and its texts behind the mask.

use super::forms::{folded, form};
use super::{away, name, window};
use crate::questions::{ChangeText, MaskedText, Told};
use crate::words::{State, TextKind};
use crate::{
    ApproveChange, AskApproval, CancelChange, FinishChange, RecordTest, RefuseChange, ReviewChange,
    ReviseChange, StartChange,
};
use kernel::PersonId;
use markup::{
    ButtonKind, Markup, Mask, Tone, definitions, html, mask, moment, notice, panel, press, relative_time,
    unmasked,
};
use office::Order;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the page shows.
pub struct ChangeView<'a> {
    pub told: &'a Told,
    /// Names of organizations, assets and people by id.
    pub names: &'a BTreeMap<String, String>,
    pub me: PersonId,
    /// Whether the viewer may plan and carry changes out here.
    pub works: bool,
    /// Whether the viewer may agree to changes here.
    pub approves: bool,
    /// Whether the viewer may look behind the mask.
    pub looks: bool,
    /// The texts, once they were looked at.
    pub opened: &'a [ChangeText],
    /// What happened, from the ledger.
    pub story: Markup,
}

impl ChangeView<'_> {
    fn id(&self) -> String {
        self.told.line.change.to_string()
    }
    fn here(&self) -> String {
        format!("/changes/{}", self.told.line.change)
    }
    fn person(&self, id: PersonId) -> &str {
        name(self.names, id, "somebody")
    }
}

/// The page's content.
pub fn change_page(view: &ChangeView) -> Markup {
    let line = &view.told.line;
    let areas: Vec<&str> = line.care_areas.iter().map(|a| a.title()).collect();
    html! {
        p.lead { b { "Risk " (line.risk.title()) } ": " (line.because) "." }
        (definitions(&[
            ("Stands", html! { (line.state.title()) }),
            ("Window", html! { (window(line.starts_at, line.ends_at, &line.zone)) }),
            ("Felt", html! { (away(line)) @if !areas.is_empty() { " · " (areas.join(", ")) } }),
            ("Way back", html! { (view.told.back_out.title()) }),
            ("What", html! {
                (line.category.title()) @if let Some(build) = &line.build { " · " (build) }
                @if let Some(asset) = line.asset { " · " a href={ "/assets/" (asset) } { (name(view.names, asset, "asset")) } }
            }),
            ("Decided", html! { (line.kind.title()) }),
            ("Planned by", html! { (view.person(line.planner)) }),
            ("For", html! {
                @match line.ticket {
                    Some(ticket) => { a href={ "/tickets/" (ticket) } { "its ticket" } }
                    None => { "no ticket" }
                }
            }),
        ]))
        @if let Some(reason) = &view.told.frozen {
            (notice(Tone::Soon, &html! { p { "Changes are frozen in this window: " (reason.to_lowercase()) "." } }))
        }
        (panel("next", "What comes next", None, &next(view)))
        (panel("words", "Who has agreed", None, &votes(view)))
        (panel("tests", "Test evidence", None, &tests(view)))
        (panel("texts", "What is written", None, &texts(view)))
        @if !view.told.beside.is_empty() { (panel("beside", "In the same window", None, &beside(view))) }
        @if view.works && !line.state.ended() && line.state != State::Running {
            (panel("acts", "Other acts", None, &acts(view)))
        }
        (panel("story", "What happened", None, &view.story))
    }
}

fn next(view: &ChangeView) -> Markup {
    let (id, here) = (view.id(), view.here());
    let of = ("change", id.as_str());
    let line = &view.told.line;
    match line.state {
        State::Draft => match &view.told.evidence_missing {
            Some(missing) => html! { p { "Before it is put to anybody: " (missing) "." } },
            None if view.works => {
                press(AskApproval::ACT.name, of, &here, "Put it to its approvers", ButtonKind::Primary)
            }
            None => html! { p { "It is being planned." } },
        },
        State::Asked => html! {
            p { "It needs the word of " (view.told.word_missing.as_deref().unwrap_or("nobody")) "." }
            @if view.approves && line.planner != view.me {
                (press(ApproveChange::ACT.name, of, &here, "Agree", ButtonKind::Primary))
                (folded::<RefuseChange>("Refuse it", "Refuse", of, &here, Value::Null))
            }
        },
        State::Approved if view.works => html! {
            p { "It has every word it needs, and is carried out within its window." }
            (press(StartChange::ACT.name, of, &here, "Begin now", ButtonKind::Primary))
        },
        State::Approved => html! { p { "It is carried out within its window." } },
        State::Running if view.works => form::<FinishChange>("End it", of, &here, Value::Null),
        State::Running => html! { p { "It is being carried out." } },
        _ => review(view, of, &here),
    }
}

fn review(view: &ChangeView, of: (&str, &str), here: &str) -> Markup {
    let line = &view.told.line;
    match (line.review_due_at, line.reviewed_at) {
        (Some(due), None) => html! {
            p { "It was an emergency. Somebody else than its planner reviews it by "
                (moment(due.micros(), &line.zone)) "." }
            @if view.approves && line.planner != view.me {
                (form::<ReviewChange>("Keep the review", of, here, Value::Null))
            }
        },
        (Some(_), Some(at)) => html! {
            p { "Reviewed " (moment(at.micros(), &line.zone)) " by "
                (view.told.reviewed_by.map_or("somebody", |p| view.person(p))) "." }
        },
        _ => html! { p { "Nothing." } },
    }
}

fn votes(view: &ChangeView) -> Markup {
    html! {
        @if view.told.votes.is_empty() { p.soft { "Nobody has given their word yet." } }
        ul.plain { @for vote in &view.told.votes { li {
            b { (view.person(vote.person)) } " (" (name(view.names, vote.employer, "another organization")) ") "
            @if vote.approves { "agreed" } @else { "refused" }
            @if vote.round != view.told.round { " an earlier plan" }
            " · " (relative_time(vote.at.micros(), view.told.now.micros(), &view.told.line.zone))
        } } }
    }
}

fn tests(view: &ChangeView) -> Markup {
    let (id, here) = (view.id(), view.here());
    let line = &view.told.line;
    let open = matches!(line.state, State::Draft | State::Asked | State::Approved);
    html! {
        @if view.told.tests.is_empty() {
            p.soft {
                @if line.category.needs_evidence() {
                    "It goes live with a passed test in the test environment and a user acceptance by somebody of the "
                    "organization itself."
                } @else { "None is recorded." }
            }
        }
        ul.plain { @for test in &view.told.tests { li {
            b { (test.environment.title()) } ": " @if test.passed { "passed" } @else { "failed" }
            " · " (view.person(test.person)) " · "
            (relative_time(test.at.micros(), view.told.now.micros(), &line.zone))
        } } }
        @if open {
            (folded::<RecordTest>("Record a test", "Record it", ("change", &id), &here, Value::Null))
        }
    }
}

fn texts(view: &ChangeView) -> Markup {
    let look = format!("{}/look", view.here());
    html! {
        @if view.looks && view.opened.is_empty() && !view.told.texts.is_empty() {
            form method="post" action=(look) {
                button.button type="submit" { "Look; it is charted" }
            }
        }
        @for text in &view.told.texts {
            div.text id={ "text-" (text.place) } { (heading(view, text)) (words(view, text)) }
        }
    }
}

fn heading(view: &ChangeView, text: &MaskedText) -> Markup {
    html! {
        p.soft {
            b { (text.kind.title()) } " · " (text.author.map_or("The house", |p| view.person(p))) " · "
            (relative_time(text.at.micros(), view.told.now.micros(), &view.told.line.zone))
        }
    }
}

fn words(view: &ChangeView, text: &MaskedText) -> Markup {
    match view.opened.iter().find(|t| t.place == text.place) {
        Some(open) => unmasked(kind(text.kind), &open.words),
        None => mask(&Mask { kind: kind(text.kind), ..Mask::default() }),
    }
}

fn kind(kind: TextKind) -> &'static str {
    kind.title()
}

fn beside(view: &ChangeView) -> Markup {
    html! {
        ul.plain { @for other in &view.told.beside { li {
            a href={ "/changes/" (other.change) } { (other.title) } " · " (other.state.title()) " · "
            (window(other.starts_at, other.ends_at, &other.zone))
            @if other.asset.is_some() && other.asset == view.told.line.asset { " · " b { "the same asset" } }
        } } }
    }
}

fn acts(view: &ChangeView) -> Markup {
    let (id, here) = (view.id(), view.here());
    let of = ("change", id.as_str());
    let line = &view.told.line;
    let local = |at: kernel::Moment| {
        let zone = clocks::zone(&line.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        at.timestamp().to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let values = json!({
        "title": line.title, "kind": line.kind, "care_areas": line.care_areas,
        "downtime_minutes": line.downtime_minutes, "starts": local(line.starts_at), "ends": local(line.ends_at),
        "back_out": view.told.back_out,
    });
    html! {
        div id="revise" { (folded::<ReviseChange>("Plan it anew", "Keep the new plan", of, &here, values)) }
        (folded::<CancelChange>("Cancel it", "Cancel it", of, &here, Value::Null))
    }
}
