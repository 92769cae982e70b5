//! The duties of a breach: whom to tell, by whom, by when at the latest, because of which paragraph, how well that was
//! checked, and how it was done.

use super::breach::BreachView;
use crate::questions::DutyLine;
use crate::words::State;
use crate::{SayTold, SetDutyAside};
use markup::{Choices, Column, Empty, Markup, Row, RowMark, Table, html, table};
use office::form::folded;
use serde_json::Value;

pub(super) fn duties(view: &BreachView) -> Markup {
    let (id, here, f) = (view.id(), view.here("duties"), view.file);
    let open = |of_state: bool| -> Vec<(String, String)> {
        let named =
            |d: &&DutyLine| d.open() && (!of_state || d.only_if.is_some() || d.tell.starts_with("state:"));
        f.duties.iter().filter(named).map(|d| (d.duty.clone(), d.whom.clone())).collect()
    };
    let (all, set_aside) = (open(false), open(true));
    let stopped = f.line.state == State::NoBreach;
    html! {
        @if stopped { p { "Nobody has to be told: it was concluded that it is no breach. The reasons are kept below." } }
        (table(&Table {
            id: "duties-table",
            caption: "Who must be told",
            columns: ["Whom", "No later than", "Because", "By whom", "Done"].map(Column::new).to_vec(),
            rows: f.duties.iter().map(|d| row(view, d, stopped)).collect(),
            empty: Empty {
                title: "Nobody yet.",
                will_hold: "Once somebody knew whose knowledge counts, every duty stands here with its last day.",
                act: None,
            },
            ..Table::default()
        }))
        @if view.declares && !stopped {
            @if !all.is_empty() {
                (folded::<SayTold>(
                    ("Somebody was told", "Say so"), ("breach", &id), &here, Value::Null,
                    Choices::from([("duty".to_owned(), all)]),
                ))
            }
            @if !set_aside.is_empty() {
                (folded::<SetDutyAside>(
                    ("A duty does not apply", "Say why"), ("breach", &id), &here, Value::Null,
                    Choices::from([("duty".to_owned(), set_aside)]),
                ))
            }
        }
    }
}

fn row(view: &BreachView, d: &DutyLine, stopped: bool) -> Row {
    let sureness = match d.confidence.as_str() {
        "verified" => None,
        "agreed" => Some("from the agreement"),
        "secondary" => Some("checked against one secondary source"),
        "uncertain" => Some("sources disagree, or it may have changed"),
        _ => Some("not yet checked against the text"),
    };
    Row {
        id: format!("duty-{}", d.tell.replace(':', "-")),
        cells: vec![
            html! {
                b { (d.whom) }
                @if let Some(only) = &d.only_if { br; span.soft { "only for " (only) } }
                @for note in &d.notes { br; span.soft { (note) } }
            },
            html! {
                @match d.by { Some(by) => { b { (by) } } None => { "the law sets no last day" } }
                br; span.soft { (d.standard) }
                @if let Some(until) = d.not_before { br; b { "not before " (until) } }
                @if d.late && !stopped { br; b { "late" } }
            },
            html! { (d.because) @if let Some(says) = sureness { br; span.soft { (says) } } },
            html! { (d.who) },
            done(view, d),
        ],
        href: None,
        mark: if d.late && !stopped { RowMark::Risk } else { RowMark::None },
    }
}

fn done(view: &BreachView, d: &DutyLine) -> Markup {
    html! {
        @match (d.told_on, d.aside_at) {
            (Some(on), _) => {
                "told " (on) @if let Some(means) = d.means { " · " (means.title()) }
                br; span.soft { "said by " (view.person(d.told_by)) " · " } (view.text(d.text, "evidence"))
            }
            (None, Some(at)) => {
                "does not apply"
                br; span.soft { (view.person(d.aside_by)) " " (view.at(at)) " · " } (view.text(d.text, "why"))
            }
            (None, None) => { "open" }
        }
    }
}
