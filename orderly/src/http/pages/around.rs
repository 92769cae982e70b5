//! What pages need from the neighbours of their slice: names and standings, within the viewer's reach.

use super::frame::Frame;
use crate::records::boards;
use axum::response::Response;
use kernel::{OrgId, Standing, Who};
use markup::{Markup, StandingKind, standing_seal};
use std::collections::BTreeMap;
use store::Look;

/// The names of these things.
pub async fn names(frame: &Frame<'_>, ids: Vec<String>) -> Result<BTreeMap<String, String>, Response> {
    read(frame, move |look| boards::names(look, &ids)).await
}

/// A read on behalf of the visitor.
pub async fn read<T: Send + 'static>(
    frame: &Frame<'_>,
    mut job: impl FnMut(&mut Look) -> anyhow::Result<T> + Send + 'static,
) -> Result<T, Response> {
    let read = frame.office.read(&frame.visitor.who, move |look| Ok(job(look)?));
    read.await.map_err(|stop| frame.stopped(stop))
}

/// By what right the viewer's employer is at each of these organizations, which are within reach.
pub async fn standings(
    frame: &Frame<'_>,
    orgs: Vec<OrgId>,
) -> Result<BTreeMap<OrgId, StandingKind>, Response> {
    let employer = frame.badge.employer;
    let read = frame.office.read(&Who::House("board"), move |look| {
        let mut found = BTreeMap::new();
        for org in &orgs {
            if !found.contains_key(org) {
                found.insert(*org, kind(look, employer, *org)?);
            }
        }
        Ok(found)
    });
    read.await.map_err(|stop| frame.stopped(stop))
}

fn kind(look: &mut Look, employer: OrgId, org: OrgId) -> Result<StandingKind, kernel::Stop> {
    if employer == org {
        return Ok(StandingKind::OwnWorkforce);
    }
    let found = agreements::standing_found(look, employer, org)?;
    let days = found.until.map_or(0, |end| agreements::days_left(end, look.now()));
    Ok(match found.standing {
        Standing::OwnWorkforce => StandingKind::OwnWorkforce,
        Standing::InForce => StandingKind::InForce,
        Standing::Lapsing => StandingKind::Lapsing { days },
        Standing::NotRequired => StandingKind::NotRequired,
        Standing::Lapsed => StandingKind::Lapsed,
        Standing::Terminated => StandingKind::Terminated,
        Standing::Absent => StandingKind::Absent,
    })
}

/// The seal beside an organization's name.
pub fn seal(kind: StandingKind, org: OrgId) -> Markup {
    let href = format!("/organizations/{org}/agreements");
    standing_seal(&markup::Standing { kind, href: Some(&href), detail: None })
}

/// A thing's story: its entries of the ledger, told in sentences. The thing must be one the visitor was just shown.
pub async fn story(frame: &Frame<'_>, org: OrgId, thing: String) -> Result<Markup, Response> {
    let read = frame.office.read(&Who::House("board"), move |look| {
        look.at(Some(org));
        Ok(office::timeline(look, &thing)?)
    });
    let lines = read.await.map_err(|stop| frame.stopped(stop))?;
    let mut people: Vec<String> = lines.iter().filter_map(|l| l.person).map(|p| p.to_string()).collect();
    people.sort();
    people.dedup();
    let named: std::collections::HashMap<String, String> = names(frame, people).await?.into_iter().collect();
    let told: Vec<(String, String, String, i64)> = lines
        .iter()
        .map(|l| {
            let actor = super::ledger::actor(l.person, &l.body, &named);
            let sentence = super::ledger::sentence(frame.office.registry(), &l.body);
            (l.id.to_string(), actor, sentence, l.at.micros())
        })
        .collect();
    let reads = frame.has(kernel::Duty::ReadLedger);
    let facts: Vec<markup::FactLine<'_>> = told
        .iter()
        .map(|(id, actor, sentence, at)| markup::FactLine {
            id,
            sentence: markup::html! {
                @if reads { a href={ "/ledger/entries/" (id) } { (sentence) } } @else { (sentence) }
            },
            actor,
            at_us: *at,
            now_us: frame.now_us(),
            zone: frame.zone(),
            proof: None,
            body: None,
        })
        .collect();
    Ok(markup::story("What happened", &facts))
}

/// The names of everything that an answer speaks of.
pub async fn named_in(
    frame: &Frame<'_>,
    answer: &impl serde::Serialize,
) -> Result<BTreeMap<String, String>, Response> {
    let mut ids = Vec::new();
    collect(&serde_json::to_value(answer).unwrap_or_default(), &mut ids);
    ids.sort();
    ids.dedup();
    names(frame, ids).await
}

fn collect(value: &serde_json::Value, ids: &mut Vec<String>) {
    use serde_json::Value;
    match value {
        Value::String(text) if text.len() == 36 && text.as_bytes().get(3) == Some(&b'_') => {
            ids.push(text.clone())
        }
        Value::Array(list) => list.iter().for_each(|v| collect(v, ids)),
        Value::Object(map) => map.values().for_each(|v| collect(v, ids)),
        _ => {}
    }
}

/// Of all names, those of one kind of thing.
pub fn of_kind<I: kernel::Id + std::str::FromStr + Ord>(
    names: &BTreeMap<String, String>,
) -> BTreeMap<I, String> {
    names.iter().filter_map(|(id, name)| Some((id.parse().ok()?, name.clone()))).collect()
}
