//! What an organization is under HIPAA, with the answers that say so and the form to answer again.

use super::forms::{OrderForm, folded, form};
use crate::{AnswerPartyTest, PartyTestLine, PartyTestList};
use kernel::PersonId;
use markup::{Markup, html, moment};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The panel on an organization's page.
pub(super) fn party(
    list: &PartyTestList,
    people: &BTreeMap<PersonId, String>,
    zone: &str,
    manages: bool,
) -> Markup {
    let id = list.organization.to_string();
    let next = format!("/organizations/{id}#party");
    let asked = |values: Value, verb| OrderForm {
        id: "party-test",
        verb,
        of: Some(("organization", id.as_str())),
        next: &next,
        values,
        ..OrderForm::default()
    };
    html! {
        @if let Some(newest) = list.tests.first() {
            p { b { (newest.result.title()) "." } " By the answers of "
                (by(newest, people)) ", " (moment(newest.at.micros(), zone)) "." }
            p.citation { cite { "45 CFR 160.103" }
                @if let Some(remark) = &newest.remark { " · our sentences behind it are " (remark) } }
            details { summary { "What was answered" } (answers(newest)) }
            @if list.tests.len() > 1 {
                details { summary { "Older tests" }
                    @for test in &list.tests[1..] {
                        p { (test.result.title()) ", " (by(test, people)) ", " (moment(test.at.micros(), zone)) }
                        (answers(test))
                    }
                }
            }
            @if manages { (folded::<AnswerPartyTest>("Answer again", &asked(given(newest), "Keep the answers"))) }
        } @else {
            p { "Nobody has answered yet whether it is a covered entity or a business associate." }
            p.citation { cite { "45 CFR 160.103" } }
            @if manages {
                details id="party-test-fold" { summary { "Answer the questions" }
                    (form::<AnswerPartyTest>(&asked(Value::Null, "Keep the answers"))) }
            }
        }
    }
}

fn by<'a>(test: &PartyTestLine, people: &'a BTreeMap<PersonId, String>) -> &'a str {
    test.by.and_then(|p| people.get(&p)).map_or("the house", String::as_str)
}

/// The answers as the form would send them.
fn given(test: &PartyTestLine) -> Value {
    let yes = |line: &crate::PartyAnswerLine| line.yes.map(|yes| if yes { "yes" } else { "no" });
    let all: Map<String, Value> =
        test.answers.iter().filter_map(|l| Some((l.question.clone(), json!(yes(l)?)))).collect();
    json!({ "answers": all })
}

fn answers(test: &PartyTestLine) -> Markup {
    html! {
        dl.definitions { @for line in &test.answers {
            div {
                dt { (line.text) " " cite { (line.paragraph) } }
                dd { @match line.yes { Some(true) => "Yes", Some(false) => "No", None => "left open" } }
            }
        } }
    }
}
