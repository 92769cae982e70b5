//! The weighing on a page: protection, the four factors with their questions, exceptions with their conditions, and the
//! conclusion.

use super::breach::BreachView;
use crate::words::{ExceptionWord, FactorWord};
use crate::{ClaimException, Conclude, SayProtection, WeighFactor};
use law::breach as rule;
use markup::{Choices, Markup, html};
use office::form::folded;
use serde_json::{Value, json};

pub(super) fn weighing(view: &BreachView) -> Markup {
    let (id, here, f) = (view.id(), view.here("conclude"), view.file);
    let of = ("breach", id.as_str());
    html! {
        h3 { "Protection" }
        p {
            @match f.protection {
                Some(p) => {
                    (p.title())
                    @if f.key_is_safe { "; the key was not breached and was kept apart" }
                    @else { "; nobody says that the key is safe" }
                }
                None => { span.soft { "Nobody has said how the information was protected." } }
            }
        }
        h3 { "The four factors" }
        ul.plain { @for factor in FactorWord::ALL { li { (one_factor(view, *factor)) } } }
        h3 { "Exceptions" }
        @match f.exception {
            Some(e) => {
                p { (e.title()) " · documented: " @if f.conditions.is_empty() { "nothing" } (f.conditions.join(", ")) }
            }
            None => { p.soft { "None is claimed." } }
        }
        @if let (Some(conclusion), Some(at)) = (f.line.conclusion, f.concluded_at) {
            p { b { (conclusion.title()) } " · concluded " (view.at(at)) " by " (view.person(f.concluded_by)) }
        }
        @if view.declares {
            (folded::<SayProtection>(("Say how it was protected", "Keep it"), of, &here, Value::Null, Choices::new()))
            (folded::<WeighFactor>(("Weigh a factor", "Keep it"), of, &here, Value::Null, Choices::new()))
            details { summary { "The exceptions and their conditions" } (exceptions()) }
            (folded::<ClaimException>(("Claim an exception", "Claim it"), of, &here, Value::Null, Choices::new()))
            (folded::<Conclude>(
                ("Conclude", "Conclude"), of, &here, json!({ "conclusion": f.found.finding }), Choices::new(),
            ))
        }
    }
}

fn one_factor(view: &BreachView, factor: FactorWord) -> Markup {
    let asked = rule::factors().iter().find(|row| row.kind == factor.rule());
    let found = view.file.factors.iter().find(|f| f.factor == factor);
    html! {
        b { (factor.title()) }
        @if let Some(row) = asked { ": " (row.text) " " span.soft { "(" (row.paragraph) ")" } }
        br; @match found {
            Some(f) => { (f.weighed.title()) " · " (view.person(f.told_by)) " · " (view.text(Some(f.text), "facts")) }
            None => { span.soft { "not weighed yet" } }
        }
    }
}

fn exceptions() -> Markup {
    html! {
        @for word in ExceptionWord::ALL {
            @if let Some(row) = word.row() {
                p { b { (row.title) } " " span.soft { "(" (row.paragraph) ")" } }
                ul { @for c in &row.conditions { li { code { (c.id) } ": " (c.text) } } }
            }
        }
    }
}
