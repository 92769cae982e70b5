//! The ledger's pages: what happened within reach, and one entry with its proof and the command that verifies it.

use super::super::{App, visitor::Visitor};
use super::frame::{Frame, Page};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use kernel::EntryId;
use markup::{FactLine, Markup, Proof, Tone, html, notice, panel, story, words};
use office::{Entries, EntriesFound, EntryFound, LedgerEntry, Registry, Told};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

pub fn routes() -> Router<App> {
    Router::new().route("/ledger", get(ledger)).route("/ledger/entries/{entry}", get(entry))
}

/// Where to go on.
#[derive(Deserialize)]
pub struct From {
    before: Option<EntryId>,
}

async fn ledger(State(app): State<App>, visitor: Visitor, Query(from): Query<From>) -> Response {
    let frame = match Frame::open(&app, &visitor).await {
        Ok(frame) => frame,
        Err(response) => return response,
    };
    let found = match frame.ask(Entries { before: from.before, most: None }).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let names = names_of(&frame, found.entries.iter()).await;
    let told: Vec<(String, String, &Told)> =
        found.entries.iter().map(|e| (e.id.to_string(), actor(whose(e), &e.body, &names), e)).collect();
    let lines: Vec<FactLine<'_>> = told.iter().map(|(id, actor, e)| line(&frame, id, actor, e)).collect();
    let main = html! {
        (signed(&frame, &found))
        @if lines.is_empty() {
            p { "Nothing has happened within your reach yet. Every order, every refusal and every look at PHI will stand here." }
        }
        (panel("entries", "What happened", Some(html! { "newest first" }), &story("What happened, newest first", &lines)))
        @if let Some(before) = found.before {
            p { a.button href={ "/ledger?before=" (before) } { "Older entries" } }
        }
    };
    frame.page(Page::new("Ledger", "ledger").live(), main)
}

fn signed(frame: &Frame<'_>, found: &EntriesFound) -> Markup {
    html! {
        @match (&found.checkpoint, found.signed_at) {
            (Some(note), Some(at)) => {
                p {
                    (words::counted(i64::try_from(found.size).unwrap_or(i64::MAX), "entry", "entries"))
                    " signed at " (words::local(at.micros(), frame.zone())) ". "
                    a href="/ledger/checkpoint" { "Checkpoint" } " · " a href="/ledger/key" { "Public key" }
                }
                details {
                    summary { "The signed checkpoint" }
                    pre tabindex="0" { (note) }
                    p { "Keep a copy outside the house. With it " code { "orderly ledger verify DIR --known FILE" }
                        " finds any change of what it covers, even by whoever owns the server." }
                }
            }
            _ => { p { "Nothing has been sealed yet; the sealer does it within a second." } }
        }
        @if let Some(since) = found.unsealed_since {
            @if frame.now_us() - since.micros() > 10_000_000 {
                (notice(Tone::Risk, &html! {
                    p { "Entries wait for their seal since " (words::local(since.micros(), frame.zone()))
                        ". The log says why." }
                }))
            }
        }
    }
}

/// The names of those who acted, read by the board's own statement.
async fn names_of<'a>(frame: &Frame<'_>, entries: impl Iterator<Item = &'a Told>) -> HashMap<String, String> {
    let mut people: Vec<_> = entries.filter_map(whose).collect();
    people.sort();
    people.dedup();
    let read = frame.office.read(&frame.visitor.who, move |look| Ok(crate::records::names(look, &people)?));
    read.await.unwrap_or_default()
}

/// Who acted. Whoever signs in is nobody yet when they ask, and is known by what then happened.
fn whose(told: &Told) -> Option<kernel::PersonId> {
    let about = || {
        let facts = told.body.get("facts")?.as_array()?;
        let ids = facts.iter().filter_map(|f| f.get("about")?.as_array()).flatten();
        ids.filter_map(Value::as_str).find_map(|id| id.parse().ok())
    };
    let house = told.body.pointer("/by/house").is_some();
    told.person.or_else(|| if house { None } else { about() })
}

/// Who acted, as it stands in the entry.
pub fn actor(person: Option<kernel::PersonId>, body: &Value, names: &HashMap<String, String>) -> String {
    let named = person.and_then(|p| names.get(&p.to_string()).cloned());
    let house = || body.pointer("/by/house").and_then(Value::as_str).map(|h| format!("The house ({h})"));
    let elsewhere = || person.map(|_| "Somebody of another organization".to_owned());
    named.or_else(house).or_else(elsewhere).unwrap_or_else(|| "Nobody signed in".to_owned())
}

/// The facts of an entry as one sentence.
pub fn sentence(registry: &Registry, body: &Value) -> String {
    let facts = body.get("facts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let told = |fact: &Value| {
        let (name, with) = (fact.get("name")?.as_str()?, fact.get("with").unwrap_or(&Value::Null));
        // An act is called by what it does, not by its name in the API.
        let refused = with.get("act").and_then(Value::as_str).filter(|_| name == "office.refused");
        let act = refused.and_then(|act| registry.find(act)).map(|entry| entry.act.says);
        Some(match act {
            Some(says) => format!("was refused: {}", says.trim_end_matches('.').to_lowercase()),
            None => registry.sentence(name, with),
        })
    };
    let mut said: Vec<String> = facts.iter().filter_map(told).collect();
    // Only the last keeps its full stop.
    if let Some((_, before)) = said.split_last_mut() {
        before.iter_mut().for_each(|one| one.truncate(one.trim_end_matches('.').len()));
    }
    said.join("; ")
}

fn line<'a>(frame: &'a Frame<'_>, id: &'a str, actor: &'a str, told: &Told) -> FactLine<'a> {
    FactLine {
        id,
        sentence: html! { a href={ "/ledger/entries/" (told.id) } { (sentence(frame.office.registry(), &told.body)) } },
        actor,
        at_us: told.at.micros(),
        now_us: frame.now_us(),
        zone: frame.zone(),
        proof: None,
        body: None,
    }
}

async fn entry(State(app): State<App>, visitor: Visitor, Path(entry): Path<EntryId>) -> Response {
    let frame = match Frame::open(&app, &visitor).await {
        Ok(frame) => frame,
        Err(response) => return response,
    };
    let found = match frame.ask(LedgerEntry { entry }).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let names = names_of(&frame, std::iter::once(&found.entry)).await;
    frame.page(Page::new("Entry of the ledger", "ledger"), proof_page(&frame, &found, &names))
}

fn proof_page(frame: &Frame<'_>, found: &EntryFound, names: &HashMap<String, String>) -> Markup {
    let told = &found.entry;
    let (id, actor) = (told.id.to_string(), actor(whose(told), &told.body, names));
    let leaf = found.leaf_hash.clone().unwrap_or_default();
    let command = format!("orderly ledger prove {id}");
    let checkpoint = found.proof.as_ref().and_then(|p| p.get("checkpoint")).and_then(Value::as_str);
    let proof = Proof {
        leaf: &leaf,
        index: told.leaf.and_then(|l| i64::try_from(l).ok()),
        checkpoint: checkpoint.map(|c| c.lines().nth(1).unwrap_or_default()),
        command: &command,
    };
    let fact = FactLine {
        id: &id,
        sentence: html! { (sentence(frame.office.registry(), &told.body)) },
        actor: &actor,
        at_us: told.at.micros(),
        now_us: frame.now_us(),
        zone: frame.zone(),
        proof: Some(proof),
        body: None,
    };
    let pretty = serde_json::to_string_pretty(&told.body).unwrap_or_default();
    html! {
        (panel("entry", "What happened", None, &story("The entry", &[fact])))
        @match &found.proof {
            None => (notice(Tone::Info, &html! { p { "This entry is being sealed. Look again in a second." } })),
            Some(proof) => {
                (panel("proof", "Its proof", None, &html! {
                    p { "Its place in the signed tree is proven by "
                        (words::counted(steps(proof), "hash", "hashes")) " that lead from its leaf to the signed root." }
                    details {
                        summary { "The whole proof, to keep or to hand on" }
                        pre tabindex="0" { (serde_json::to_string_pretty(proof).unwrap_or_default()) }
                    }
                }))
            }
        }
        (panel("sealed", "As it is sealed", None, &html! {
            p { "Texts that people typed do not stand here: " code { "hmac-sha256:…" } " is a keyed commitment to each of them." }
            pre tabindex="0" { (pretty) }
        }))
    }
}

fn steps(proof: &Value) -> i64 {
    let list = proof.get("inclusion_proof").and_then(Value::as_array).map_or(0, Vec::len);
    i64::try_from(list).unwrap_or(0)
}
