//! The chart: one entry of the ledger for every order, every refusal and every look at PHI, written in the same
//! transaction as the change. An entry is canonical JSON without a word that somebody typed about a patient.

use crate::permit::{Permit, Refused, reach_key};
use crate::whole::{SomeQuestion, Tells};
use crate::{Act, Office};
use kernel::{Badge, EntryId, Fact, Moment, OrgId, Phi, Refusal, Status, Stop, Who, with_commitments};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use store::{Look, Work, params, sql};

sql! {
    /// SQLite has one writer, so the order of writing is the order of commits and the entry gets its place in the tree at
    /// once, which spares a second write of each row; PostgreSQL has many, and there the sealer gives it.
    WRITE "office.write-entry"
        "insert into entries (id, org, at, act, person, outcome, body, salt, leaf)
         values (:id, :at_org, :now, :act, :person, :outcome, :body, :salt,
           (select coalesce(max(leaf), -1) + 1 from entries where leaf is not null))"
        postgres "insert into entries (id, org, at, act, person, outcome, body, salt)
         values (:id, :at_org, :now, :act, :person, :outcome, :body, :salt)";
    ABOUT "office.entry-about"
        "insert into entry_about (thing, entry, org) values (:thing, :entry, :at_org)";
}

/// What an entry says besides who and when.
pub(crate) struct Entry<'a> {
    pub act: &'a str,
    pub outcome: &'a str,
    pub asked: Value,
    pub facts: &'a [Fact],
    pub refusal: Option<&'a Refusal>,
}

/// What was asked stands in the entry up to this many bytes; of what is larger (rows of a list) a keyed commitment does.
const ASKED_BYTES: usize = 64 * 1024;
/// The largest whole number that every reader of JSON holds exactly.
const EXACT: u64 = (1 << 53) - 1;

/// What was asked, with every private text replaced by a keyed commitment.
pub(crate) fn asked(look: &mut Look, org: Option<OrgId>, act: &(impl Tells + ?Sized)) -> Result<Value, Stop> {
    let commit = look.committer(org)?;
    let asked = with_commitments(commit, || act.tell());
    let mut asked = asked.map_err(|e| anyhow::anyhow!("what was asked cannot be written as JSON: {e}"))?;
    let text = asked.to_string();
    if text.len() > ASKED_BYTES {
        return Ok(json!({ "committed": look.commitment(org, &text)?, "bytes": text.len() }));
    }
    write_large_numbers_out(&mut asked);
    Ok(asked)
}

/// A number that canonical JSON cannot hold exactly is kept as its digits.
fn write_large_numbers_out(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let exact = number.as_u64().is_some_and(|n| n <= EXACT)
                || number.as_i64().is_some_and(|n| n.unsigned_abs() <= EXACT);
            if !exact {
                *value = Value::String(number.to_string());
            }
        }
        Value::Array(list) => list.iter_mut().for_each(write_large_numbers_out),
        Value::Object(map) => map.values_mut().for_each(write_large_numbers_out),
        _ => {}
    }
}

/// Writes the entry and where it leads from.
pub(crate) fn write(
    work: &mut Work,
    who: &Who,
    badge: Option<&Badge>,
    org: Option<OrgId>,
    entry: Entry,
) -> Result<EntryId, Stop> {
    let id: EntryId = work.id();
    let now = work.now();
    let body = body(id, now, who, badge, org, &entry);
    let bytes =
        ledger::canonical::bytes(&body).map_err(|e| anyhow::anyhow!("an entry is not canonical: {e}"))?;
    let salt: [u8; 16] = work.chance().bytes();
    work.put(
        &WRITE,
        params! { "id": id, "at_org": org, "act": entry.act, "person": who.person(), "outcome": entry.outcome,
        "body": bytes, "salt": salt.to_vec() },
    )?;
    let mut things: Vec<&String> = entry.facts.iter().flat_map(|f| &f.about).collect();
    things.sort();
    things.dedup();
    for thing in &things {
        work.put(&ABOUT, params! { "thing": thing.as_str(), "entry": id, "at_org": org })?;
    }
    announce(work, org, &things, entry.facts);
    Ok(id)
}

fn announce(work: &mut Work, org: Option<OrgId>, things: &[&String], facts: &[Fact]) {
    let mut names: Vec<&str> = facts.iter().map(|f| f.name).collect();
    names.dedup();
    names.truncate(20);
    let text = json!({ "org": org, "about": things.iter().take(50).collect::<Vec<_>>(), "facts": names });
    work.announce(text.to_string());
}

fn body(
    id: EntryId,
    at: Moment,
    who: &Who,
    badge: Option<&Badge>,
    org: Option<OrgId>,
    entry: &Entry,
) -> Value {
    let mut by = Map::new();
    match who {
        Who::Nobody => by.insert("nobody".into(), true.into()),
        Who::House(name) => by.insert("house".into(), (*name).into()),
        Who::Session { session, .. } => by.insert("session".into(), session.to_string().into()),
        Who::Token { token, .. } => by.insert("token".into(), token.to_string().into()),
        Who::Console { .. } => by.insert("console".into(), true.into()),
    };
    if let Some(badge) = badge {
        by.insert("person".into(), badge.person.to_string().into());
        by.insert("employer".into(), badge.employer.to_string().into());
        if let Some(emergency) = badge.emergency.as_ref().filter(|e| Some(e.org) == org) {
            by.insert("emergency".into(), emergency.id.to_string().into());
        }
    }
    let facts: Vec<Value> = entry.facts.iter().map(fact).collect();
    let mut body = json!({
        "v": 1, "id": id, "at": at, "act": entry.act, "outcome": entry.outcome, "org": org, "by": by,
        "asked": entry.asked, "facts": facts,
    });
    if let (Some(refusal), Some(map)) = (entry.refusal, body.as_object_mut()) {
        map.insert(
            "refused".into(),
            json!({ "status": refusal.status.code(), "sentence": refusal.sentence,
            "citation": refusal.citation.as_ref().map(|c| &c.paragraph) }),
        );
    }
    body
}

fn fact(fact: &Fact) -> Value {
    json!({ "name": fact.name, "org": fact.org, "about": fact.about, "with": fact.body })
}

impl Office {
    /// Charts a look that was permitted, before its answer is given.
    pub(crate) async fn chart_look(
        &self,
        who: &Who,
        question: Arc<dyn SomeQuestion>,
        permit: Permit,
        now: Moment,
    ) -> Result<(), Stop> {
        let (inner, by, act) = (self.inner.clone(), who.clone(), question.act());
        let job = move |work: &mut Work| {
            work.on_behalf(by.clone(), reach_key(&by), now);
            work.as_house(true);
            let (badge, org) = (inner.directory.badge(work, &by)?, permit.org);
            work.at(org);
            let mut facts: Vec<Fact> = inner.first_emergency(work, &permit)?.into_iter().collect();
            if act.phi == Phi::Holds {
                let mut fact = Fact::new("office.phi-looked-at", org).with("act", act.name);
                fact.about.extend(question.looked_at());
                facts.push(fact);
            } else if facts.is_empty() {
                // Another look was faster, and has charted the first use.
                return Ok(());
            }
            let asked = self::asked(work, org, &*question)?;
            let entry = Entry { act: act.name, outcome: "looked", asked, facts: &facts, refusal: None };
            write(work, &by, badge.as_ref(), org, entry).map(|_| ())
        };
        self.inner.store.write(job).await
    }

    /// Charts a no and gives it back, or the fault that befell the chart.
    pub(crate) async fn chart_refusal(
        &self,
        who: &Who,
        act: &Act,
        asked: Arc<dyn Tells>,
        refused: Refused,
        now: Moment,
    ) -> Stop {
        let Refused { refusal, org } = refused;
        let worth =
            !matches!(who, Who::Nobody) && !matches!(refusal.status, Status::Malformed | Status::TooOften);
        if worth {
            let (inner, by, name, said) = (self.inner.clone(), who.clone(), act.name, refusal.clone());
            let job = move |work: &mut Work| {
                work.on_behalf(by.clone(), reach_key(&by), now);
                work.as_house(true);
                let badge = inner.directory.badge(work, &by)?;
                // A refusal out of reach is kept at the caller's own organization: the other one never hears of it.
                let org = if said.status == Status::NotFound { None } else { org };
                let org = org.or(badge.as_ref().map(|b| b.employer));
                work.at(org);
                let asked = self::asked(work, org, &*asked)?;
                let fact = Fact::new("office.refused", org).with("act", name);
                let entry =
                    Entry { act: name, outcome: "refused", asked, facts: &[fact], refusal: Some(&said) };
                write(work, &by, badge.as_ref(), org, entry).map(|_| ())
            };
            if let Err(failed) = self.inner.store.write(job).await {
                return failed;
            }
        }
        refusal.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_can_be_charted() {
        let mut value =
            json!({ "a": [i64::MAX, 1.5, 7], "b": -9_007_199_254_740_992_i64, "c": { "d": u64::MAX } });
        write_large_numbers_out(&mut value);
        assert_eq!(value["a"][2], 7);
        assert!(ledger::canonical::bytes(&value).is_ok(), "{value}");
    }
}
