//! A house with everything in it: the demo's three clients with their people, devices, agreements and tickets, and
//! whatever else the acts of all slices put into the tables when each is tried with ids that are really there.

use super::invented;
use crate::{tenants, world::Place};
use futures_executor::block_on;
use kernel::{Moment, OrgId, PersonId, Who};
use office::Kind;
use orderly::{House, demo};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};
use store::{Row, Sql, Value};

/// A row by its columns' names.
pub type Cells = BTreeMap<String, Value>;

/// See the module.
pub struct Filled {
    pub house: House,
    pub now: Moment,
    provider: OrgId,
    /// Two clients, and somebody who sees each.
    pub clients: Vec<(OrgId, PersonId)>,
    /// The tables that belong to organizations with what stands in them, a part of it when it is much.
    pub tables: BTreeMap<String, Vec<Cells>>,
}

/// A statement of the test's own, run as the house.
pub fn own(text: String) -> Sql {
    Sql { name: "stories.own", text: Box::leak(text.into_boxed_str()), postgres: None, house: true }
}

/// A name that lives as long as the test does; each is kept once.
fn kept(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap();
    if let Some(name) = names.get(name) {
        return name;
    }
    let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(name);
    name
}

pub fn cells(row: &Row) -> Cells {
    row.columns().iter().enumerate().map(|(i, c)| (c.clone(), row.value(i).clone())).collect()
}

fn rows(house: &House, text: String) -> Vec<Cells> {
    let sql = own(text);
    let read = block_on(house.office.read(&Who::House("stories"), move |look| Ok(look.rows(&sql, &[])?)));
    read.unwrap().iter().map(cells).collect()
}

/// The tables of organizations, and the views that are made of them.
fn tables(house: &House) -> Vec<String> {
    let mut tables = house.office.store().tenant_tables().unwrap();
    for migration in orderly::house::schemas().iter().flat_map(|s| s.migrations) {
        let views = migration.text.split("create view ").skip(1);
        tables.extend(views.filter_map(|v| v.split_whitespace().next()).map(str::to_owned));
    }
    tables
}

/// An id that is written like one: its prefix.
fn prefix(value: &Value) -> Option<&str> {
    let Value::Words(text) = value else { return None };
    let (prefix, rest) = text.split_once('_')?;
    (prefix.len() == 3 && rest.len() == 32).then_some(prefix)
}

impl Filled {
    pub fn new(place: &Place) -> Self {
        Self::with_cast(place).0
    }

    /// The same, with the people of the demo.
    pub fn with_cast(place: &Place) -> (Self, demo::Cast) {
        let house = place.open(1);
        let now = house.office.now();
        let cast = demo::build(&house, now, 40, 3).unwrap();
        let clients = cast.clients[1..3].iter().map(|c| {
            let of = cast.people.iter().find(|p| p.org == c.org && p.arrived).unwrap();
            (c.org, of.person)
        });
        let clients = clients.collect();
        let mut filled = Self { house, now, provider: cast.provider, clients, tables: BTreeMap::new() };
        filled.read();
        filled.sign_in(&cast);
        for _ in 0..2 {
            filled.try_everything(&cast);
            filled.read();
        }
        // Twice, because a row may lead to one of a table that is still empty.
        for _ in 0..2 {
            filled.invent();
            filled.read();
        }
        (filled, cast)
    }

    /// The ids that are known at an organization, one of each kind.
    pub fn ids(&self, org: OrgId) -> BTreeMap<&'static str, String> {
        let mut ids = BTreeMap::from([("org", org.to_string())]);
        let here = Value::from(org);
        for cells in self.tables.values().flatten().filter(|c| c.get("org") == Some(&here)) {
            for value in cells.values() {
                if let (Some(prefix), Value::Words(id)) = (prefix(value), value) {
                    ids.entry(kept(prefix)).or_insert_with(|| id.clone());
                }
            }
        }
        ids
    }

    /// Those whom the demo lets sign in do so, with their second factor.
    fn sign_in(&self, cast: &demo::Cast) {
        for sign_in in &cast.sign_ins {
            let code = sign_in.code(self.now).map(|c| c.code);
            let body = json!({ "email": sign_in.email, "password": demo::PASSWORD, "class": "private",
                "code": code.ok() });
            let signed = block_on(self.house.office.call(&Who::Nobody, "people.sign-in", body, None));
            assert!(signed.is_ok(), "{}: {:?}", sign_in.email, signed.err());
        }
    }

    /// Every order, at each of the clients, with the ids of its own things. Many are refused, and that is all right.
    fn try_everything(&self, cast: &demo::Cast) {
        let document = office::document(self.house.office.registry(), "0");
        let ending = ["end", "terminate", "retire", "undo", "drop", "withdraw", "revoke", "release", "leave"];
        for (org, person) in &self.clients {
            let mut ids = self.ids(*org);
            ids.insert("org", org.to_string());
            let owner =
                cast.people.iter().find(|p| p.org == *org && p.roles.contains(&kernel::Role::PracticeOwner));
            let whos = [Some(cast.owner().person), owner.map(|p| p.person), Some(*person)];
            for entry in self.house.office.registry().entries().iter().filter(|e| e.kind == Kind::Order) {
                if ending.iter().any(|word| entry.act.name.contains(word)) {
                    continue;
                }
                let body = tenants::body(entry, &document, &ids);
                for person in whos.into_iter().flatten() {
                    let who = Who::Console { person };
                    if block_on(self.house.office.call(&who, entry.act.name, body.clone(), None)).is_ok() {
                        break;
                    }
                }
            }
        }
    }

    /// Where a client still has nothing in a table, a row is made up from what its columns say of themselves.
    fn invent(&self) {
        for invented in invented::tables() {
            for (org, _) in &self.clients {
                let there = self.some(&invented.name, *org, 1);
                if !self.tables.contains_key(&invented.name) || !there.is_empty() {
                    continue;
                }
                let (text, given) = invented.insert(self, *org);
                let sql = own(text);
                let (org, now) = (*org, self.now);
                let made = self.house.office.store().write(move |work| -> Result<(), kernel::Stop> {
                    work.on_behalf(Who::House("stories"), None, now);
                    work.at(Some(org));
                    work.as_house(true);
                    work.run(&sql, &given)?;
                    Ok(())
                });
                // What the engine does not take is left out, and its statements show as finding nothing.
                if let Err(stop) = made.wait() {
                    eprintln!("{} stays empty: {stop}", invented.name);
                }
            }
        }
    }

    fn read(&mut self) {
        for table in tables(&self.house) {
            let mut all = Vec::new();
            for org in self.clients.iter().map(|c| c.0).chain([self.provider]) {
                let text = format!("select * from {table} where org = '{org}' limit 400");
                all.extend(rows(&self.house, text));
            }
            self.tables.insert(table, all);
        }
    }

    /// Everything of an organization in a table, to be compared.
    pub fn everything(table: &str, org: OrgId) -> Sql {
        own(format!("select * from {table} where org = '{org}'"))
    }

    /// Some rows of a table at an organization, from all over it.
    pub fn some(&self, table: &str, org: OrgId, most: usize) -> Vec<&Cells> {
        let here = Value::from(org);
        let all: Vec<&Cells> = self.tables.get(table).into_iter().flatten().collect();
        let all: Vec<&Cells> = all.into_iter().filter(|c| c.get("org") == Some(&here)).collect();
        let step = all.len().div_ceil(most).max(1);
        all.into_iter().step_by(step).collect()
    }

    /// A value of this column in a row of these tables that names something which this row names too.
    pub fn beside(&self, row: &Cells, tables: &[String], column: &str) -> Option<&Value> {
        let names: Vec<&Value> =
            row.iter().filter(|(c, v)| *c != "org" && prefix(v).is_some()).map(|(_, v)| v).collect();
        let shares = |other: &Cells| other.values().any(|o| names.contains(&o));
        for table in tables {
            let mut others = self.tables.get(table).into_iter().flatten();
            let found = others.find(|o| {
                o.get("org") == row.get("org")
                    && o.get(column).is_some_and(|v| *v != Value::Null)
                    && shares(o)
            });
            if let Some(value) = found.and_then(|o| o.get(column)) {
                return Some(value);
            }
        }
        None
    }

    /// An id that something has in this table at the organization.
    pub fn id_in(&self, table: &str, org: OrgId) -> Option<&Value> {
        self.some(table, org, 1).first().and_then(|row| row.get("id"))
    }

    /// A value of this column anywhere at the row's organization.
    pub fn anywhere(&self, row: &Cells, column: &str) -> Option<&Value> {
        self.tables
            .keys()
            .flat_map(|table| self.tables[table].iter())
            .filter(|c| c.get("org") == row.get("org"))
            .find_map(|c| c.get(column).filter(|v| **v != Value::Null))
    }

    pub fn name(&self, name: &str) -> &'static str {
        kept(name)
    }

    /// What would tell of an organization: its ids, bytes and longer texts, but for those that are another's as well.
    pub fn telling(&self, org: OrgId) -> BTreeSet<String> {
        let here = Value::from(org);
        let tells = |value: &&Value| match value {
            Value::Words(text) => text.len() > 7,
            Value::Bytes(bytes) => bytes.len() > 7,
            _ => false,
        };
        let known = self.tables.values().flatten().filter(|c| c.get("org") == Some(&here));
        let known = known.flat_map(|c| c.values()).filter(tells).map(|v| format!("{v:?}"));
        let mut telling: BTreeSet<String> = known.collect();
        // Of what the others have all counts, not only the part of it that is asked after.
        for table in self.tables.keys() {
            let theirs =
                rows(&self.house, format!("select * from {table} where org is null or org <> '{org}'"));
            for value in theirs.iter().flat_map(|c| c.values()) {
                telling.remove(&format!("{value:?}"));
            }
        }
        telling
    }
}
