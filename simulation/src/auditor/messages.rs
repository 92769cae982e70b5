//! The auditor's view of what the house hands over to programs: a short message for everybody who was told and has a
//! telephone, with none but the words that such a message is made of; and each fact that a program subscribed to, once,
//! signed so that the program can tell the house from anybody else.

use super::{Findings, GRACE, Kind};
use crate::gateway::Handed;
use kernel::{Moment, PersonId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet, VecDeque};

/// A word that stands in every text that somebody types in the year, as a patient's name would. It never leaves the house.
pub const TYPED: &str = "Wintergreen";

/// All that a short message says, besides numbers and an address.
const WORDS: [&str; 12] = [
    "Orderly:", "ticket", "tickets", "priority", "need", "needs", "you.", "you,", "the", "most", "urgent",
    "of",
];

/// What is agreed on with the program that hears facts.
#[derive(Debug, Clone)]
pub struct Subscribed {
    pub org: String,
    pub facts: [&'static str; 2],
}

/// See the module.
#[derive(Debug, Default)]
pub struct Messages {
    pub phones: HashMap<PersonId, String>,
    /// The secret that the gateway was given, once there is one.
    pub gateway: Option<String>,
    pub subscribed: Option<(Subscribed, String)>,
    /// Short messages that were caused and did not arrive yet: when, and to which number.
    owed: VecDeque<(i64, String)>,
    /// Entries with facts that the program hears, and their names.
    hears: VecDeque<(i64, String, Vec<String>)>,
    seen: HashSet<String>,
    pub arrived: u64,
}

impl Messages {
    /// Somebody was told.
    pub(super) fn told(&mut self, now: i64, person: PersonId) {
        if self.gateway.is_some() {
            self.owed.extend(self.phones.get(&person).map(|phone| (now, phone.clone())));
        }
    }

    /// An entry of the ledger with its facts.
    pub(super) fn entry(&mut self, now: i64, id: &str, facts: &Value) {
        let Some((subscribed, _)) = &self.subscribed else { return };
        let wanted = |fact: &&Value| {
            let name = fact["name"].as_str().unwrap_or_default();
            fact["org"] == subscribed.org.as_str() && subscribed.facts.contains(&name)
        };
        let names = |fact: &Value| fact["name"].as_str().unwrap_or_default().to_owned();
        let names: Vec<String> = facts.as_array().into_iter().flatten().filter(wanted).map(names).collect();
        if !names.is_empty() {
            self.hears.push_back((now, id.to_owned(), names));
        }
    }

    pub(super) fn arrived(&mut self, findings: &mut Findings, now: i64, handed: &Handed) {
        self.arrived += 1;
        if handed.body.contains(TYPED) {
            findings.add(now, Kind::SaysTooMuch, format!("to {}: {}", handed.path, handed.body));
        }
        let Ok(body) = serde_json::from_str::<Value>(&handed.body) else {
            return findings.add(now, Kind::MessageForNothing, format!("no JSON: {}", handed.body));
        };
        if handed.path == "/messages" {
            self.short(findings, now, handed, &body);
        } else {
            self.fact(findings, now, handed, &body);
        }
    }

    fn short(&mut self, findings: &mut Findings, now: i64, handed: &Handed, body: &Value) {
        let text = body["text"].as_str().unwrap_or_default();
        let plain = |word: &str| {
            let number = word.trim_matches(|c: char| "(),.".contains(c));
            WORDS.contains(&word)
                || number == "priority"
                || number.bytes().all(|b| b.is_ascii_digit())
                || word.starts_with("https://desk.year.example/tickets")
        };
        if let Some(word) = text.split(' ').find(|word| !plain(word)) {
            findings.add(now, Kind::SaysTooMuch, format!("'{word}' stands in a short message: {text}"));
        }
        let secret = handed.head.get("authorization").and_then(|line| line.strip_prefix("Bearer "));
        let id = body["id"].as_str().unwrap_or_default();
        let key = handed.head.get("idempotency-key").map(String::as_str);
        let place = self.owed.iter().position(|(_, to)| body["to"] == to.as_str());
        let first = self.seen.insert(id.to_owned());
        if place.is_none() || !first || key != Some(id) || secret != self.gateway.as_deref() {
            let words = format!("a short message that nothing caused, or not as agreed: {}", handed.body);
            findings.add(now, Kind::MessageForNothing, words);
        }
        place.map(|place| self.owed.remove(place));
    }

    fn fact(&mut self, findings: &mut Findings, now: i64, handed: &Handed, body: &Value) {
        let secret = self.subscribed.as_ref().map(|(_, secret)| secret.as_str()).unwrap_or_default();
        let signed = handed.head.get("orderly-signature").map(String::as_str).unwrap_or_default();
        let at = signed.split_once(',').and_then(|(t, _)| t.strip_prefix("t=")).unwrap_or_default();
        let mac = hmac(secret.as_bytes(), format!("{at}.{}", handed.body).as_bytes());
        let right = signed == format!("t={at},v1={}", hex::encode(mac));
        let facts = body["facts"].as_array().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<&str> = facts.iter().filter_map(|fact| fact["name"].as_str()).collect();
        let place =
            self.hears.iter().position(|(_, id, told)| body["entry"] == id.as_str() && *told == names);
        if place.is_none() || !right {
            let words = format!("facts that nothing caused, or not signed as agreed: {}", handed.body);
            findings.add(now, Kind::MessageForNothing, words);
        }
        place.map(|place| self.hears.remove(place));
    }

    pub(super) fn tick(&mut self, findings: &mut Findings, now: i64) {
        while let Some((at, to)) = self.owed.pop_front_if(|owed| owed.0 + GRACE < now) {
            let words = format!("no short message came to {to}, since {}", Moment::from_micros(at));
            findings.add(now, Kind::MessageMissing, words);
        }
        while let Some((at, id, names)) = self.hears.pop_front_if(|hears| hears.0 + GRACE < now) {
            let words = format!("{names:?} of {id} came to no program, since {}", Moment::from_micros(at));
            findings.add(now, Kind::MessageMissing, words);
        }
    }
}

/// HMAC-SHA-256 (RFC 2104), for keys of up to 64 bytes.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let padded = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(block, key)| *block ^= key);
        block
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_vector_of_rfc_4231() {
        let mac = hmac(b"Jefe", b"what do ya want for nothing?");
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex::encode(mac), known);
    }

    #[test]
    fn a_word_that_is_no_part_of_a_short_message_is_named() {
        let mut messages = Messages { gateway: Some("s".into()), ..Messages::default() };
        messages.owed.push_back((0, "+15550100100".into()));
        let text = "Orderly: ticket 7 (priority 2) needs you. https://desk.year.example/tickets/tkt_1";
        let handed = |text: &str| Handed {
            path: "/messages".into(),
            head: [("authorization", "Bearer s"), ("idempotency-key", "msg_1")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            body: serde_json::json!({ "id": "msg_1", "to": "+15550100100", "text": text }).to_string(),
        };
        let mut findings = Findings::default();
        messages.arrived(&mut findings, 0, &handed(text));
        assert!(findings.0.is_empty(), "{:?}", findings.0);
        messages.arrived(&mut findings, 0, &handed(&format!("{text} Mrs. Sample in bed 4")));
        assert_eq!(findings.0[0].kind, Kind::SaysTooMuch);
        assert_eq!(findings.0[1].kind, Kind::MessageForNothing, "and it was handed over before");
    }
}
