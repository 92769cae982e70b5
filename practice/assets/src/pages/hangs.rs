//! What hangs on an asset, on its card: how soon it has to be back, what it needs, what goes down with it, and what could
//! take its place.

use super::forms::{Choices, OrderForm, folded};
use crate::continuity::Relation;
use crate::questions::{Hanging, Neighbour};
use crate::{PartAssets, Particulars, RelateAssets, SayContinuity};
use markup::{ButtonKind, Markup, definitions, html, words};
use office::Order;
use serde_json::{Value, json};

/// The panel on an asset's card. `others` are the assets of the organization to choose from.
pub(super) fn hangs(
    there: &Hanging,
    known: &Particulars,
    others: &[(String, String)],
    manages: bool,
) -> Markup {
    let said = there.continuity.clone().unwrap_or_default();
    let ephi = [
        (said.creates_ephi, "created"),
        (said.receives_ephi, "received"),
        (known.holds_ephi, "maintained"),
        (said.transmits_ephi, "transmitted"),
    ];
    let ephi: Vec<&str> = ephi.into_iter().filter(|(yes, _)| *yes).map(|(_, word)| word).collect();
    html! {
        (definitions(&[
            ("Class", html! { (there.class.title()) }),
            ("ePHI", html! { @if ephi.is_empty() { "none" } @else { "is " (ephi.join(", ")) " here" } }),
            ("Network zone", html! { (said.network_zone.as_deref().unwrap_or("not said")) }),
            ("May be gone for", html! { (minutes(Some(there.recovery.rto_minutes))) " " span.soft { "RTO, "
                (there.recovery.rto_word.title()) } " · "
                a href={ "/organizations/" (there.org) "/recovery" } { "by class, place and contract" } }),
            ("May lose", html! { (minutes(there.recovery.rpo_minutes)) " of its data " span.soft { "RPO" } }),
            ("How it was", html! { a href={ "/assets/" (there.asset) "/states" } { "up, degraded and down" } }),
        ]))
        p.citation { cite { (crate::orders::why().paragraph) } }
        (list(there, "It needs", "nothing that is known", &there.needs, Some(Relation::DependsOn), manages))
        (list(there, "Goes down with it", "nothing that is known", &there.down_with_it, None, false))
        (list(there, "Could take its place", "no spare is named", &there.spares, None, false))
        @if !there.spare_of.is_empty() {
            (list(there, "Is a spare of", "", &there.spare_of, Some(Relation::SpareOf), manages))
        }
        @if manages { (forms(there, &said, others)) }
    }
}

fn minutes(target: Option<i64>) -> String {
    match target {
        None => "nobody said".to_owned(),
        Some(0) => "nothing at all".to_owned(),
        Some(m) if m % 1440 == 0 => words::counted(m / 1440, "day", "days"),
        Some(m) if m % 60 == 0 => words::counted(m / 60, "hour", "hours"),
        Some(m) => words::counted(m, "minute", "minutes"),
    }
}

fn list(
    there: &Hanging,
    title: &str,
    none: &str,
    neighbours: &[Neighbour],
    relation: Option<Relation>,
    parts: bool,
) -> Markup {
    html! {
        h3 { (title) }
        @if neighbours.is_empty() { p.soft { (none) } } @else {
            ul { @for one in neighbours {
                li {
                    a href={ "/assets/" (one.asset) } { (one.name) }
                    @if one.far > 1 { " " span.soft { "through others" } }
                    @if let (true, 1, Some(relation)) = (parts, one.far, relation) { " " (part(there, one, relation)) }
                }
            } }
        }
    }
}

fn part(there: &Hanging, one: &Neighbour, relation: Relation) -> Markup {
    let (asset, other) = (there.asset.to_string(), one.asset.to_string());
    let here = format!("/assets/{asset}");
    let fields = [
        ("asset", asset.as_str()),
        ("relation", relation.word()),
        ("other", other.as_str()),
        ("_next", here.as_str()),
    ];
    let action = format!("/do/{}", PartAssets::ACT.name);
    markup::act_button(&markup::ActButton {
        action: &action,
        label: "Take it back",
        kind: ButtonKind::Quiet,
        fields: &fields,
        says: Some(&one.name),
        live: false,
    })
}

fn forms(there: &Hanging, said: &crate::continuity::Continuity, others: &[(String, String)]) -> Markup {
    let id = there.asset.to_string();
    let here = format!("/assets/{id}");
    let base = |name, verb, values: Value, choices| OrderForm {
        id: name,
        verb,
        of: Some(("asset", id.as_str())),
        next: &here,
        values,
        choices,
        danger: false,
    };
    let others: Vec<(String, String)> = others.iter().filter(|(other, _)| *other != id).cloned().collect();
    html! {
        (folded::<SayContinuity>("Say how it has to come back",
            &base("say-continuity", "Keep it", json!(said), Choices::new())))
        (folded::<RelateAssets>("Say what it hangs on",
            &base("relate-assets", "Keep it", Value::Null, Choices::from([("other".to_owned(), others)]))))
    }
}
