//! A thing's timeline is the entries of the ledger that name it: what the page tells is what can be proven.

use kernel::{EntryId, Moment, OrgId, PersonId};
use serde_json::Value;
use store::{Look, Row, params, sql};

sql! {
    /// Which organization it is, is asked in words that no engine takes for an invitation to begin there.
    OF "office.timeline"
        "select e.id, e.org, e.at, e.act, e.person, e.outcome, e.body,
           case when e.leaf < (select size from sealed_up_to where one = 1) then e.leaf end as leaf
         from entry_about a join entries e on e.id = a.entry
         where a.thing = :thing and (e.org = :org) is true order by a.entry limit 500";
    LATEST "office.latest-entries"
        "select id, org, at, act, person, outcome, body,
           case when leaf < (select size from sealed_up_to where one = 1) then leaf end as leaf
         from entries
         where org in (select org from reach where person = :who) and id < :before
         order by id desc limit :most";
    ONE "office.entry"
        "select id, org, at, act, person, outcome, body, salt,
           case when leaf < (select size from sealed_up_to where one = 1) then leaf end as leaf
         from entries where id = :id and org = :org";
    house LOCATE "office.locate-entry" "select org from entries where id = :id";
}

/// An entry, read for a page.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: EntryId,
    pub org: Option<OrgId>,
    pub at: Moment,
    pub act: String,
    pub person: Option<PersonId>,
    /// `done`, `refused` or `looked`.
    pub outcome: String,
    pub body: Value,
    /// Its place in the tree, once it was sealed.
    pub leaf: Option<u64>,
}

/// One entry with what proves it.
#[derive(Debug, Clone)]
pub struct Proof {
    pub line: Line,
    pub proven: ledger::export::Proven,
}

impl Line {
    pub(crate) fn read(row: &Row) -> anyhow::Result<Self> {
        let leaf: Option<i64> = row.get("leaf")?;
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            at: row.get("at")?,
            act: row.get("act")?,
            person: row.get("person")?,
            outcome: row.get("outcome")?,
            body: serde_json::from_slice(&row.get::<Vec<u8>>("body")?)?,
            leaf: leaf.map(u64::try_from).transpose()?,
        })
    }

    /// The facts of the entry: name and particulars.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &Value)> {
        let facts = self.body.get("facts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        facts.iter().filter_map(|f| Some((f.get("name")?.as_str()?, f.get("with")?)))
    }
}

/// The entries about a thing of the transaction's organization, oldest first, at most 500.
///
/// # Errors
/// A fault of the store.
pub fn timeline(look: &mut Look, thing: &str) -> anyhow::Result<Vec<Line>> {
    look.rows(&OF, params! { "thing": thing })?.iter().map(Line::read).collect()
}
