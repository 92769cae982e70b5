//! What an order leaves behind: at least one fact, and a receipt for whoever gave it.

use crate::{Id, OrgId};
use serde::Serialize;
use serde_json::{Map, Value};

/// Something that happened, in the past tense. It goes into the ledger, so it holds ids, numbers and words of ours,
/// and never a text that somebody typed about a patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The slice and what happened, for instance `desk.ticket-opened`.
    pub name: &'static str,
    /// The organization it happened at; nothing for the house itself.
    pub org: Option<OrgId>,
    /// The ids of the things it is about; a thing's timeline is the entries that name it.
    pub about: Vec<String>,
    /// Particulars.
    pub body: Map<String, Value>,
}

impl Fact {
    pub fn new(name: &'static str, org: impl Into<Option<OrgId>>) -> Self {
        Self { name, org: org.into(), about: Vec::new(), body: Map::new() }
    }
    /// Also about this thing.
    pub fn about(mut self, id: impl Id) -> Self {
        let text = id.to_string();
        if !self.about.contains(&text) {
            self.about.push(text);
        }
        self
    }
    /// With this particular. A value that cannot be written as JSON is left out; ids, numbers and words all can.
    pub fn with(mut self, key: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.body.insert(key.to_owned(), value);
        }
        self
    }
    pub fn text(&self, key: &str) -> Option<&str> {
        self.body.get(key).and_then(Value::as_str)
    }
    /// The particular `key` read as an id.
    pub fn id<I: Id + std::str::FromStr>(&self, key: &str) -> Option<I> {
        self.text(key).and_then(|t| t.parse().ok())
    }
}

/// The end of an order: it cannot be made without a fact.
#[derive(Debug)]
pub struct Done<R> {
    pub facts: Vec<Fact>,
    pub receipt: R,
}

impl<R> Done<R> {
    pub fn new(fact: Fact, receipt: R) -> Self {
        Self { facts: vec![fact], receipt }
    }
    pub fn and(mut self, fact: Fact) -> Self {
        self.facts.push(fact);
        self
    }
    pub fn and_all(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        self.facts.extend(facts);
        self
    }
}
