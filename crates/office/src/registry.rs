//! The list of everything that can be asked of the house. From it come the forms, the JSON API with its document, the
//! command line and the palette; what is not in it cannot be done.

use crate::whole::{SomeOrder, SomeQuestion};
use crate::{Act, Order, Question, act::SMALL};
use kernel::{Fact, Status, Stop};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use std::{any::Any, any::TypeId, collections::HashMap, future::Future, pin::Pin, sync::Arc};
use store::{Look, Sql, Work};

/// An answer that is on its way.
pub type Coming<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// How an act was called: with which key against doing it twice, and from which network address.
#[derive(Debug, Clone, Default)]
pub struct Call {
    pub once: Option<String>,
    pub place: String,
}

type Readable<A> = Result<Arc<A>, Stop>;

/// How an act is read from JSON; an order hears from which network address it was sent.
#[derive(Clone, Copy)]
pub(crate) enum Reads {
    Order(fn(Value, &str) -> Readable<dyn SomeOrder>),
    Question(fn(Value) -> Readable<dyn SomeQuestion>),
}

/// What follows a fact, in the same transaction.
pub type Reaction = fn(&mut Work, &Fact) -> Result<Vec<Fact>, Stop>;
/// Tells a fact as a sentence, given its name and its particulars.
pub type Teller = fn(&str, &Value) -> Option<String>;
/// Reads for an order what it needs from other slices.
pub type Supply<O> = fn(&mut Look, &O) -> Result<<O as Order>::Needs, Stop>;

/// Whether an act changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Order,
    Question,
}

/// An act with everything that is needed to offer it.
#[derive(Clone)]
pub struct Entry {
    pub act: Act,
    pub kind: Kind,
    /// The most bytes of it as JSON.
    pub most_bytes: usize,
    pub input: fn(&mut SchemaGenerator) -> Schema,
    pub output: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) reads: Reads,
}

/// See the module.
#[derive(Default)]
pub struct Registry {
    entries: Vec<Entry>,
    supplies: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
    locators: HashMap<&'static str, &'static Sql>,
    reactions: Vec<(&'static str, Reaction)>,
    tellers: Vec<Teller>,
}

impl Registry {
    /// An order that needs nothing from other slices.
    pub fn order<O: Order<Needs = ()>>(&mut self) -> &mut Self {
        self.order_with::<O>(|_, _| Ok(()))
    }

    /// An order and how its needs are read.
    pub fn order_with<O: Order>(&mut self, supply: Supply<O>) -> &mut Self {
        self.supplies.insert(TypeId::of::<O>(), Box::new(supply));
        self.add(Entry {
            act: O::ACT,
            kind: Kind::Order,
            most_bytes: O::MOST_BYTES,
            input: |g| g.subschema_for::<O>(),
            output: |g| g.subschema_for::<O::Receipt>(),
            reads: Reads::Order(|body, place| {
                let mut order: O = read(&O::ACT, body)?;
                order.sent_from(place);
                Ok(Arc::new(order))
            }),
        })
    }

    pub fn question<Q: Question>(&mut self) -> &mut Self {
        self.add(Entry {
            act: Q::ACT,
            kind: Kind::Question,
            most_bytes: SMALL,
            input: |g| g.subschema_for::<Q>(),
            output: |g| g.subschema_for::<Q::Answer>(),
            reads: Reads::Question(|body| Ok(Arc::new(read::<Q>(&Q::ACT, body)?))),
        })
    }

    /// Things whose id starts with `prefix` are located by this statement (`:id` → `org`).
    pub fn locate(&mut self, prefix: &'static str, sql: &'static Sql) -> &mut Self {
        self.locators.insert(prefix, sql);
        self
    }

    /// After each fact of this name, `reaction` runs.
    pub fn react(&mut self, fact: &'static str, reaction: Reaction) -> &mut Self {
        self.reactions.push((fact, reaction));
        self
    }

    pub fn tell(&mut self, teller: Teller) -> &mut Self {
        self.tellers.push(teller);
        self
    }

    fn add(&mut self, entry: Entry) -> &mut Self {
        assert!(self.find(entry.act.name).is_none(), "two acts are called {}", entry.act.name);
        self.entries.push(entry);
        self
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.act.name == name)
    }
    /// A fact as a sentence; its name in words when no slice has a sentence for it.
    pub fn sentence(&self, fact: &str, body: &Value) -> String {
        self.tellers.iter().find_map(|t| t(fact, body)).unwrap_or_else(|| {
            let words = fact.split_once('.').map_or(fact, |(_, what)| what).replace('-', " ");
            let mut letters = words.chars();
            letters.next().map_or(words.clone(), |first| first.to_uppercase().chain(letters).collect())
        })
    }
    /// Whether some slice has a sentence for the fact.
    pub fn has_sentence(&self, fact: &str, body: &Value) -> bool {
        self.tellers.iter().any(|t| t(fact, body).is_some())
    }
    pub fn reactions(&self) -> &[(&'static str, Reaction)] {
        &self.reactions
    }
    pub(crate) fn locator(&self, id: &str) -> Option<&'static Sql> {
        id.split_once('_').and_then(|(prefix, _)| self.locators.get(prefix).copied())
    }
    pub(crate) fn supply<O: Order>(&self) -> Option<Supply<O>> {
        self.supplies.get(&TypeId::of::<O>()).and_then(|s| s.downcast_ref::<Supply<O>>()).copied()
    }
}

pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<Value, Stop> {
    serde_json::to_value(value)
        .map_err(|e| Stop::from(anyhow::anyhow!("an answer cannot be written as JSON: {e}")))
}

/// Reads an act from JSON; an error names the field.
pub fn read<T: serde::de::DeserializeOwned>(act: &Act, body: Value) -> Result<T, Stop> {
    serde_json::from_value(body).map_err(|e| {
        let sentence = e.to_string();
        let field = sentence.split('`').nth(1).map(str::to_owned);
        let mut refusal = kernel::Refusal::new(Status::Invalid, format!("{}: {sentence}.", act.name));
        refusal.field = field;
        refusal.into()
    })
}
