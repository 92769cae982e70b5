//! The paper of a downtime: for each department and form which numbers were handed out, how many were used, voided and
//! entered, who answers for them, and what is missing. The sums stand below.

use super::downtime::DowntimeView;
use super::forms::folded;
use super::name;
use crate::questions::NumbersLine;
use crate::words::State;
use crate::{AssignNumbers, CheckNumbers, EnterNumbers, ReserveNumbers, SayUsed, VoidNumbers};
use markup::{ButtonKind, Choices, Column, Empty, Markup, Row, RowMark, Table, html, press, table};
use office::Order;
use serde_json::{Value, json};

/// The panel's content.
pub(super) fn paper(view: &DowntimeView) -> Markup {
    let told = view.told;
    let sum = |of: fn(&NumbersLine) -> u32| told.numbers.iter().map(of).sum::<u32>();
    let (reserved, used) = (sum(|n| n.numbers.reserved()), sum(|n| n.numbers.used.unwrap_or(0)));
    let (voided, entered) = (sum(|n| n.numbers.voided), sum(|n| n.numbers.entered.unwrap_or(0)));
    html! {
        (table(&Table {
            id: "paper-table",
            caption: "Numbers of paper forms",
            columns: [
                Column::new("Numbers"), Column::new("Department"), Column::number("Handed out"),
                Column::number("Used"), Column::number("Voided"), Column::number("Entered"), Column::new("Answers"),
                Column::new("Stands"),
            ].to_vec(),
            rows: told.numbers.iter().map(|n| row(view, n)).collect(),
            empty: Empty {
                title: "No numbers were handed out.",
                will_hold: "Numbers of the forms in the departments' packs stand here while it lasts. Only counts are kept, \
                            never what stands on a form.",
                act: None,
            },
            ..Table::default()
        }))
        @if !told.numbers.is_empty() {
            p { b { (used) " used + " (voided) " voided" } " of " (reserved) " handed out · " (entered) " entered" }
        }
        @if view.works && told.downtime.state != State::Closed && !view.forms.is_empty() { (more(view)) }
        ul.plain { @for n in &told.numbers { @if told.downtime.state != State::Closed { li { (acts(view, n)) } } } }
    }
}

fn span(n: &NumbersLine) -> String {
    format!("{}-{:06} to {:06}", n.code, n.numbers.first_number, n.numbers.last_number)
}

fn row(view: &DowntimeView, line: &NumbersLine) -> Row {
    let n = &line.numbers;
    let count = |c: Option<u32>| html! { @match c { Some(c) => { (c) } None => { "–" } } };
    Row {
        id: n.id.to_string(),
        cells: vec![
            html! { (span(line))
                @for v in &line.voids { br; span.soft {
                    "voided " (v.first_number) " to " (v.last_number) ": " (v.reason.title().to_lowercase())
                } }
            },
            html! { (name(view.names, n.department, "a department")) },
            html! { (n.reserved()) },
            count(n.used),
            html! { (n.voided) },
            count(n.entered),
            html! { (name(view.names, n.owner, "somebody")) },
            html! { @match &line.missing { Some(why) => { (why) } None => { "adds up, looked at twice" } } },
        ],
        mark: if line.missing.is_some() { RowMark::Soon } else { RowMark::None },
        ..Row::default()
    }
}

/// More numbers, for a department that runs out.
fn more(view: &DowntimeView) -> Markup {
    let here = format!("{}#paper", view.here());
    html! { @for line in &view.told.departments {
        @let department = line.concerned.department;
        @let label = name(view.names, department, "the department");
        (folded::<ReserveNumbers>(
            (&format!("Hand out numbers to {label}"), "Hand them out"), ("department", &department.to_string()),
            &here, Value::Null,
            Choices::from([("form".to_owned(), view.forms.clone()), ("owner".to_owned(), view.people.clone())]),
        ))
    } }
}

/// What is done with numbers, by whoever holds the paper.
fn acts(view: &DowntimeView, line: &NumbersLine) -> Markup {
    let n = &line.numbers;
    if line.missing.is_none() {
        return html! {};
    }
    let (id, here) = (n.id.to_string(), format!("{}#paper", view.here()));
    let of = ("numbers", id.as_str());
    let checkable = crate::Counts { checked: true, ..n.counts() }.missing().is_none();
    html! {
        details id={ "acts-" (n.id) } {
            summary { (span(line)) " · " (name(view.names, n.department, "a department")) }
            (folded::<SayUsed>(("How many were used", "Count them"), of, &here, json!({ "used": n.used }), Choices::new()))
            (folded::<VoidNumbers>(
                ("Void unused numbers", "Void them"), of, &here,
                json!({ "first": n.first_number + n.used.unwrap_or(0), "last": n.last_number }), Choices::new(),
            ))
            (folded::<EnterNumbers>(
                ("How many are entered", "Count them"), of, &here, json!({ "entered": n.used }), Choices::new(),
            ))
            @if view.works {
                (folded::<AssignNumbers>(
                    ("Somebody else answers for them", "Say so"), of, &here, json!({ "owner": n.owner }),
                    Choices::from([("owner".to_owned(), view.people.clone())]),
                ))
            }
            @if checkable {
                (press(CheckNumbers::ACT.name, of, &here, "I looked a second time, and it is all there", ButtonKind::Primary))
            }
        }
    }
}
