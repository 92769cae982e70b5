//! What can happen to what may be a breach, each told as a sentence after the name of whoever did it.

use crate::records::Breach;
use crate::words::{Conclusion, ExceptionWord, FactorWord, KnowerKind, ProtectionKind, State, Weight};
use kernel::Fact;
use serde_json::Value;

/// A fact about a breach, with what reactions and letters need.
pub(crate) fn about(name: &'static str, b: &Breach) -> Fact {
    let fact = Fact::new(name, b.org)
        .about(b.id)
        .with("breach", b.id)
        .with("state", b.state)
        .with("discovered_on", b.discovered_on.map(|d| d.to_string()));
    match b.incident {
        Some(incident) => fact.about(incident).with("incident", incident),
        None => fact,
    }
}

fn lower(title: Option<&'static str>, otherwise: &str) -> String {
    title.unwrap_or(otherwise).to_lowercase()
}

/// Who is told, as a word of the law: `hhs`, `media:GA`.
fn tell(body: &Value) -> &str {
    body.get("tell").and_then(Value::as_str).unwrap_or("somebody")
}

/// The fact as a sentence; nothing for a fact of another slice.
pub fn sentence(name: &str, body: &Value) -> Option<String> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    Some(match name {
        "breach.opened" => "began the record of a possible breach; it is presumed one".to_owned(),
        "breach.knowledge-added" => format!(
            "wrote down who knew: {}; discovered {}",
            lower(text("knower").and_then(KnowerKind::from_word).map(KnowerKind::title), "somebody"),
            text("discovered_on").unwrap_or("on no day yet")
        ),
        "breach.counted" => format!("counted who is affected: {}", number("total")),
        "breach.protection-said" => format!(
            "said how the information was protected: {}",
            lower(
                text("protection").and_then(ProtectionKind::from_word).map(ProtectionKind::title),
                "somehow"
            )
        ),
        "breach.factor-weighed" => format!(
            "weighed a factor: {}; it {}",
            lower(text("factor").and_then(FactorWord::from_word).map(FactorWord::title), "one of four"),
            lower(text("weighed").and_then(Weight::from_word).map(Weight::title), "was weighed")
        ),
        "breach.exception-claimed" => format!(
            "claimed an exception: {}",
            lower(
                text("exception").and_then(ExceptionWord::from_word).map(ExceptionWord::title),
                "one of three"
            )
        ),
        "breach.concluded" => format!(
            "concluded: {}",
            lower(text("conclusion").and_then(Conclusion::from_word).map(Conclusion::title), "something")
        ),
        "breach.held" => "wrote down that an official asked for delay".to_owned(),
        "breach.told" => format!("told {} on {}", tell(body), text("on").unwrap_or("a day")),
        "breach.set-aside" => format!("said why a duty does not apply: {}", tell(body)),
        "breach.notice-drafted" => "wrote what the notice says".to_owned(),
        "breach.duty-near" => format!("{} days are left to tell {}", number("days_left"), tell(body)),
        "breach.duty-late" => format!("The last day to tell {} is over", tell(body)),
        "breach.settled" => format!(
            "The record stands: {}",
            lower(text("state").and_then(State::from_word).map(State::title), "open")
        ),
        _ => return letters(name, body),
    })
}

/// The same for letters and those to whom they go.
fn letters(name: &str, body: &Value) -> Option<String> {
    let number = |key: &str| body.get(key).and_then(Value::as_i64).unwrap_or_default();
    let on = body.get("on").and_then(Value::as_str).unwrap_or("a day");
    Some(match name {
        "breach.letterhead-written" => "wrote who signs and sends the letters".to_owned(),
        "breach.filing-contacts-named" => "wrote what the portal of HHS asks".to_owned(),
        "breach.addressee-added" => format!("put letter {} on the list", number("number")),
        "breach.addressees-tried" => {
            format!("tried a list of {} addressees; nobody was added", number("rows"))
        }
        "breach.addressees-added" => format!(
            "brought a list of {} addressees: {} by mail, {} by electronic mail, {} without an address, {} known already",
            number("rows"),
            number("by_mail"),
            number("by_email"),
            number("without_address"),
            number("already")
        ),
        "breach.addressee-corrected" => format!("corrected letter {}", number("number")),
        "breach.addressee-taken-off" => format!("took letter {} off the list", number("number")),
        "breach.letters-sent" => {
            format!("said that {} letters left on {}; {} wait", number("letters"), on, number("waiting"))
        }
        "breach.letter-returned" => format!(
            "said that letter {} came back; {} individuals are reached by no letter",
            number("number"),
            number("unreachable")
        ),
        _ => return None,
    })
}
