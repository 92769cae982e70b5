//! Any act of the house, called by its name with JSON. It passes the gate and goes into the ledger as it
//! would from a page; whoever may use the server's console speaks for the person they name, and the entry
//! says so.

use super::{Usage, Where, on_behalf, print};
use crate::{house::registry, runtime::said};
use anyhow::{Result, anyhow};
use clap::Args;
use office::{Entry, Kind, Registry};
use serde_json::Value;
use std::io::Read as _;

/// The longest JSON that is read.
const LONGEST: u64 = 16 << 20;

/// A call of an act.
#[derive(Debug, Args)]
pub struct Call {
    #[command(flatten)]
    at: Where,
    /// The act's name, such as desk.open-ticket; `orderly acts` lists them
    act: String,
    /// Its fields as a JSON object; - reads them from the standard input [default: {}]
    json: Option<String>,
    /// On whose behalf: the e-mail address of somebody who may
    #[arg(long = "as", value_name = "EMAIL")]
    by: String,
    /// A key of your own: called twice with it, an order is carried out once
    #[arg(long, value_name = "KEY")]
    once: Option<String>,
}

/// Calls the act and prints its answer.
///
/// # Errors
/// A refusal with its citation and way out; what was typed wrongly.
pub(super) fn call(call: &Call, kind: Kind) -> Result<()> {
    let registry = registry();
    let entry = find(&registry, &call.act, kind)?;
    let name = entry.act.name;
    let body = body(call.json.as_deref())?;
    let house = call.at.house()?;
    let who = on_behalf(&house, &call.by)?;
    let answered = futures_executor::block_on(house.office.call(&who, name, body, call.once.clone()));
    let answered = answered.map_err(|stop| anyhow!(said(&stop)))?;
    print(&format!("{:#}", answered.body));
    Ok(())
}

fn find<'a>(registry: &'a Registry, name: &str, kind: Kind) -> Result<&'a Entry> {
    let Some(entry) = registry.find(name) else {
        let near: Vec<&str> =
            registry.entries().iter().map(|e| e.act.name).filter(|n| near(n, name)).collect();
        let hint = match near.as_slice() {
            [] => "orderly acts lists them all.".to_owned(),
            some => format!("Do you mean {}?", some.join(" or ")),
        };
        return Err(Usage(format!("There is no act '{name}'. {hint}")).into());
    };
    if entry.kind != kind {
        let (is, word) = match entry.kind {
            Kind::Order => ("an order", "do"),
            Kind::Question => ("a question", "ask"),
        };
        return Err(Usage(format!("{name} is {is}: orderly {word} {name}")).into());
    }
    Ok(entry)
}

/// The same verb at another slice, or the same letters but for a few.
fn near(name: &str, typed: &str) -> bool {
    let last = |n: &str| n.rsplit('.').next().unwrap_or_default().to_owned();
    !typed.is_empty() && (last(name) == last(typed) || name.contains(typed) || typed.contains(name))
}

fn body(json: Option<&str>) -> Result<Value> {
    let text = match json {
        None => "{}".to_owned(),
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().take(LONGEST).read_to_string(&mut text)?;
            text
        }
        Some(text) => text.to_owned(),
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(Value::Object(object)),
        Ok(_) => Err(Usage("The fields are a JSON object, such as {\"name\": \"…\"}.".to_owned()).into()),
        Err(e) => {
            Err(Usage(format!("The JSON cannot be read: line {}, column {}.", e.line(), e.column())).into())
        }
    }
}

/// Prints every act with its kind, or those that hold the word.
pub(super) fn list(word: Option<&str>) {
    let registry = registry();
    let word = word.unwrap_or_default().to_lowercase();
    let mut acts: Vec<&Entry> = registry.entries().iter().filter(|e| holds(e, &word)).collect();
    acts.sort_by_key(|e| e.act.name);
    let wide = acts.iter().map(|e| e.act.name.len()).max().unwrap_or_default();
    for Entry { act, kind, .. } in acts {
        let kind = match kind {
            Kind::Order => "do ",
            Kind::Question => "ask",
        };
        print(&format!("{kind} {:wide$}  {} ({}, phi {})", act.name, act.says, act.duty, act.phi));
    }
}

fn holds(entry: &Entry, word: &str) -> bool {
    entry.act.name.contains(word) || entry.act.says.to_lowercase().contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_name_is_answered_with_the_near_ones() {
        let registry = registry();
        let said = find(&registry, "ledger.entry", Kind::Question).err().unwrap().to_string();
        assert!(said.contains("office.entry"), "{said}");
        let said = find(&registry, "office.entry", Kind::Order).err().unwrap().to_string();
        assert_eq!(said, "office.entry is a question: orderly ask office.entry");
        assert!(find(&registry, "office.entry", Kind::Question).is_ok());
        assert!(find(&registry, "", Kind::Order).err().unwrap().is::<Usage>());
    }

    #[test]
    fn json_that_cannot_be_read_is_named_by_place() {
        assert_eq!(body(None).unwrap(), serde_json::json!({}));
        for (text, word) in [("{\"a\": }", "line 1, column 7"), ("[]", "JSON object"), ("", "line 1")] {
            let said = body(Some(text)).unwrap_err();
            assert!(said.is::<Usage>() && said.to_string().contains(word), "{text}: {said}");
        }
    }
}
