//! Evidence with its hash and its chain of custody: taken, handed over, returned, who to whom.

use super::incident::IncidentView;
use super::{name, words};
use crate::questions::{Hand, PieceLine};
use crate::{HandOverEvidence, ReturnEvidence, TakeEvidence};
use kernel::PersonId;
use markup::{Choices, Markup, html};
use office::form::folded;
use serde_json::Value;

pub(super) fn evidence(view: &IncidentView) -> Markup {
    let (id, here) = (view.id(), view.here("evidence"));
    html! {
        @if view.file.evidence.is_empty() {
            p.soft { "Images, logs and things are kept here with their hash, and with every hand they go through." }
        }
        @for line in &view.file.evidence {
            div.text id={ "evidence-" (line.piece.id) } { (piece(view, line)) }
        }
        @if view.works && view.running() {
            (folded::<TakeEvidence>(
                ("Take a piece of evidence", "Take it"), ("incident", &id), &here, Value::Null,
                Choices::from([("asset".to_owned(), view.assets.clone())]),
            ))
        }
    }
}

fn piece(view: &IncidentView, line: &PieceLine) -> Markup {
    let p = &line.piece;
    let (id, here) = (p.id.to_string(), view.here("evidence"));
    let of = ("evidence", id.as_str());
    html! {
        p {
            b { (p.kind.title()) }
            @if let Some(asset) = p.asset { " of " a href={ "/assets/" (asset) } { (name(view.names, asset, "a system")) } }
            " · taken " (view.at(p.taken_at)) " by " (view.person(p.taken_by))
            @if let Some(size) = p.size_bytes { " · " (markup::words::grouped(size)) " bytes" }
            br; "SHA-256 " code { (p.sha256) }
            @match words(view.opened, Some(p.text)) {
                Some(words) => { br; (words) }
                None => { br; a href={ "#text-" (p.text) } { "What it is and where it is kept" } }
            }
        }
        ol { @for hand in &line.hands { li { (step(view, hand)) } } }
        @if view.works {
            (folded::<HandOverEvidence>(("Hand it over", "Hand it over"), of, &here, Value::Null, view.people("person")))
            @if line.hands.len() > 1 {
                (folded::<ReturnEvidence>(("It came back to you", "Take it back"), of, &here, Value::Null, Choices::new()))
            }
        }
    }
}

fn holder(view: &IncidentView, person: Option<PersonId>, text: Option<u32>) -> Markup {
    html! {
        @match (person, text) {
            (Some(person), _) => { (view.person(Some(person))) }
            (None, Some(place)) => {
                @match words(view.opened, text) {
                    Some(words) => { (words) }
                    None => { a href={ "#text-" (place) } { "somebody outside" } }
                }
            }
            (None, None) => { "where it was" }
        }
    }
}

fn step(view: &IncidentView, hand: &Hand) -> Markup {
    html! {
        (hand.step.title()) " " (view.at(hand.at)) ": " (holder(view, hand.from_person, hand.from_text)) " → "
        (holder(view, hand.to_person, hand.to_text))
        @if hand.same_hash { " · the hash is the same" } @else { " · the hash was not taken again" }
    }
}
