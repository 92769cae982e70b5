//! Rows for tables that no act of the story has filled: each column gets what its migration says of it, ids of things
//! that are really there among them, and words that tell whose the row is.

use super::filled::{Cells, Filled};
use kernel::OrgId;
use regex::Regex;
use std::sync::LazyLock;
use store::Value;

static TABLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)-- tenant\s+create table ([a-z_]+) \((.*?)\n\)").unwrap());
static COLUMN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*([a-z_0-9]+) (ident|words|bytes|count|moment|flag)\b(.*)$").unwrap()
});
static RENAMED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"alter table ([a-z_]+) rename column ([a-z_]+) to ([a-z_]+)").unwrap());
static LEADS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"references ([a-z_]+)").unwrap());

struct Column {
    name: String,
    kind: String,
    needed: bool,
    leads: Option<String>,
}

/// A table as its migration makes it.
pub struct Table {
    pub name: String,
    columns: Vec<Column>,
}

/// Every table that belongs to organizations and names the organization in each row.
pub fn tables() -> Vec<Table> {
    let mut all = Vec::<Table>::new();
    for migration in orderly::house::schemas().iter().flat_map(|s| s.migrations) {
        for table in TABLE.captures_iter(migration.text) {
            let columns = COLUMN.captures_iter(&table[2]).map(|c| Column {
                name: c[1].to_owned(),
                kind: c[2].to_owned(),
                needed: c[3].contains("not null") || c[3].contains("primary key"),
                leads: LEADS.captures(&c[3]).map(|l| l[1].to_owned()),
            });
            all.push(Table { name: table[1].to_owned(), columns: columns.collect() });
        }
        for renamed in RENAMED.captures_iter(migration.text) {
            let columns = all.iter_mut().filter(|t| t.name == renamed[1]).flat_map(|t| &mut t.columns);
            for column in columns.filter(|c| c.name == renamed[2]) {
                renamed[3].clone_into(&mut column.name);
            }
        }
    }
    all
}

impl Table {
    /// The statement that makes one row for the organization, and what it is given.
    pub fn insert(&self, filled: &Filled, org: OrgId) -> (String, Vec<(&'static str, Value)>) {
        let here = Cells::from([("org".to_owned(), Value::from(org))]);
        let tail = org.to_string().split_off(4);
        let cell = |column: &Column| -> Option<Value> {
            let ident = || match &column.leads {
                Some(table) => filled.id_in(table, org),
                None => filled.anywhere(&here, &column.name),
            };
            Some(match (column.name.as_str(), column.kind.as_str()) {
                ("org", _) => org.into(),
                ("id", "ident") => format!("{}_{tail}", &self.name[..3]).into(),
                (_, "ident") => {
                    let made = || column.needed.then(|| format!("any_{tail}").into());
                    return ident().cloned().or_else(made);
                }
                _ if !column.needed => return None,
                (name, "words") => format!("{name} {tail}").into(),
                (name, "bytes") => format!("{name} {tail}").into_bytes().into(),
                (_, "flag") => true.into(),
                (_, "moment") => filled.now.into(),
                _ => Value::Count(1),
            })
        };
        let cells = self.columns.iter().filter_map(|column| {
            let given = filled.name(&format!("given_{}", column.name));
            Some((column.name.as_str(), (given, cell(column)?)))
        });
        let (names, given): (Vec<&str>, Vec<(&'static str, Value)>) = cells.unzip();
        let wanted: Vec<String> = given.iter().map(|g| format!(":{}", g.0)).collect();
        let (name, names, wanted) = (&self.name, names.join(", "), wanted.join(", "));
        (format!("insert into {name} ({names}) values ({wanted})"), given)
    }
}
